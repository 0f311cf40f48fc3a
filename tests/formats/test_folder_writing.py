"""A folder is the old one or the new one, and what others keep in it stays."""

import re
import signal
import subprocess
import sys
import time

import pytest

from flowtrim.errors import OutputError
from flowtrim.formats.files import read_bytes
from flowtrim.formats.replacing import written_folder

PAGE = re.compile(r"page-[0-9]+\.svg")


def stale(file):
    return bool(PAGE.fullmatch(file.name))


def write(folder, **files):
    with written_folder(folder, stale=stale) as new:
        for name, content in files.items():
            (new / name).write_text(content)


def content(folder):
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()}


def test_a_folder_is_made_with_those_above_it(tmp_path):
    write(tmp_path / "a/b", report="1")

    assert {"report": "1"} == content(tmp_path / "a/b")
    assert ["b"] == [file.name for file in (tmp_path / "a").iterdir()]


def test_what_others_keep_in_it_stays_and_what_is_stale_goes(tmp_path):
    out = tmp_path / "out"
    write(out, report="1", **{"page-1.svg": "1", "page-2.svg": "2"})
    (out / "notes/deep").mkdir(parents=True)
    (out / "notes/deep/mine.txt").write_text("mine")
    (out / "link").symlink_to("nowhere")
    out.chmod(0o750)
    write(out, report="2", **{"page-1.svg": "3"})

    assert {"report": "2", "page-1.svg": "3", "notes/deep/mine.txt": "mine"} == content(out)
    assert ("nowhere", 0o750) == (str((out / "link").readlink()), out.stat().st_mode & 0o777)
    assert ["out"] == [file.name for file in tmp_path.iterdir()]


@pytest.mark.parametrize("here", [True, False])
def test_a_link_inside_is_replaced_and_never_followed(tmp_path, monkeypatch, here):
    (tmp_path / "out").mkdir()
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "out/report").symlink_to(tmp_path / "precious")
    if here:
        monkeypatch.chdir(tmp_path / "out")
    write(tmp_path / "out", report="1")

    assert ("precious", False) == ((tmp_path / "precious").read_text(), (tmp_path / "out/report").is_symlink())


def test_the_folder_in_which_somebody_stands_stays_the_same_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    (tmp_path / "page-7.svg").write_text("old")
    (tmp_path / "mine").write_text("mine")
    write(".", report="1")

    assert ({"report": "1", "mine": "mine"}, before) == (content(tmp_path), tmp_path.stat().st_ino)


def test_a_link_to_a_folder_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", report="1")

    assert ({"report": "1"}, True) == (content(tmp_path / "real"), (tmp_path / "link").is_symlink())


def test_where_something_goes_wrong_the_old_folder_stays(tmp_path):
    write(tmp_path / "out", report="1")

    with pytest.raises(OutputError), written_folder(tmp_path / "out", stale=stale) as new:
        (new / "no/such/folder").write_text("2")
    assert ({"report": "1"}, ["out"]) == (content(tmp_path / "out"), [file.name for file in tmp_path.iterdir()])


def test_a_source_in_the_folder_is_never_lost(tmp_path):
    write(tmp_path / "out", report="1")

    read_bytes(tmp_path / "out/report")

    with pytest.raises(OutputError, match="report is a file that is read here"):
        write(tmp_path / "out", report="2")
    assert {"report": "1"} == content(tmp_path / "out")


def test_a_file_in_the_way_is_one_sentence(tmp_path):
    (tmp_path / "out").write_text("mine")

    with pytest.raises(OutputError, match=r"out cannot be made: there is a file of that name\.$"):
        write(tmp_path / "out", report="1")
    assert "mine" == (tmp_path / "out").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the exchange has two steps or none")
def test_whoever_is_killed_leaves_the_old_folder_or_the_new_one(tmp_path):
    script = (
        "import sys; from flowtrim.formats.replacing import written_folder\n"
        "for n in range(10**6):\n"
        "  with written_folder(sys.argv[1], stale=lambda file: False) as new:\n"
        "    for name in 'abcdefgh': (new / name).write_text(str(n))\n"
    )
    out = tmp_path / "out"
    for delay in range(20):
        write(out, **dict.fromkeys("abcdefgh", "0"))
        (out / "mine").write_text("mine")
        with subprocess.Popen([sys.executable, "-c", script, str(out)]) as run:
            time.sleep(0.15 + delay * 0.013)
            run.send_signal(signal.SIGKILL)
        found = content(out)
        assert ("mine", 9, 1) == (found.pop("mine"), 1 + len(found), len(set(found.values())))
