"""Files are written whole or not at all."""

import os
import re
import signal
import stat
import subprocess
import sys
from types import SimpleNamespace

import pytest

from flowtrim.errors import OutputError
from flowtrim.formats import write_atomically, write_unnamed
from flowtrim.formats.drafts import draft_beside
from flowtrim.formats.files import read_bytes
from flowtrim.formats.saving import take_after


def test_a_new_file_holds_what_was_given(tmp_path):
    write_atomically(tmp_path / "审批.yml", "process: Prüfung\r\n")

    assert "process: Prüfung\r\n".encode() == (tmp_path / "审批.yml").read_bytes()


def test_an_existing_file_is_left_alone(tmp_path):
    (tmp_path / "a.yml").write_text("old")

    with pytest.raises(OutputError, match="exists already"):
        write_atomically(tmp_path / "a.yml", "new")
    assert "old" == (tmp_path / "a.yml").read_text()


def test_force_replaces_a_file_and_keeps_its_rights(tmp_path):
    path = tmp_path / "a.yml"
    path.write_text("old")
    path.chmod(0o640)
    write_atomically(path, b"new", force=True)

    assert b"new" == path.read_bytes()
    assert 0o640 == stat.S_IMODE(path.stat().st_mode)


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "a.yml").write_text("old")
    (tmp_path / "link.yml").symlink_to("a.yml")
    write_atomically(tmp_path / "link.yml", "new", force=True)

    assert (tmp_path / "link.yml").is_symlink()
    assert "new" == (tmp_path / "a.yml").read_text()


def test_a_failure_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch):
    (tmp_path / "a.yml").write_text("old")

    def full_disk(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)

    with pytest.raises(OutputError, match="No space left on device"):
        write_atomically(tmp_path / "a.yml", "new", force=True)
    assert [tmp_path / "a.yml"] == list(tmp_path.iterdir())
    assert "old" == (tmp_path / "a.yml").read_text()


@pytest.mark.parametrize("place", ["", "no/such/folder.yml", "x" * 300, "a\0b"])
def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path, place):
    with pytest.raises(OutputError, match=r"(is a folder; name a file in it|cannot be written: .*)\.$"):
        write_atomically(tmp_path / place if "\0" not in place else place, "new")
    assert [] == list(tmp_path.iterdir())


NAME = ".flowtrim-0123456789abcdef.tmp"


@pytest.mark.skipif(os.name != "posix", reason="only there a process that is no more is told from one at work")
def test_whoever_is_killed_midway_leaves_a_draft_only_until_the_next_write(tmp_path):
    dying = (
        "import os, signal, sys; from flowtrim.formats import write_atomically\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_atomically(sys.argv[1], 'new', force=True)"
    )
    (tmp_path / "a.yml").write_text("old")
    killed = subprocess.run([sys.executable, "-c", dying, str(tmp_path / "a.yml")], check=False)

    assert (-signal.SIGKILL, 2, "old") == (
        killed.returncode, len(list(tmp_path.iterdir())), (tmp_path / "a.yml").read_text(),
    )  # fmt: skip
    write_atomically(tmp_path / "b.yml", "b")
    assert {"a.yml", "b.yml"} == {file.name for file in tmp_path.iterdir()}


def test_drafts_of_the_dead_are_cleared_away_a_folder_among_them(tmp_path):
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "process.yml").write_text("half")
    write_atomically(tmp_path / "a.yml", "a")

    assert ["a.yml"] == [file.name for file in tmp_path.iterdir()]


@pytest.mark.parametrize("folder", [True, False])
def test_a_draft_that_somebody_is_at_work_on_is_left_alone(tmp_path, folder):
    script = "import sys; from flowtrim.formats import write_atomically\nwrite_atomically(sys.argv[1], 'b', force=True)"
    with draft_beside(tmp_path / "a.yml", folder=folder) as draft:
        subprocess.run([sys.executable, "-c", script, str(tmp_path / "b.yml")], check=True)
        assert {draft.name, "b.yml"} == {file.name for file in tmp_path.iterdir()}
    assert ["b.yml"] == [file.name for file in tmp_path.iterdir()]


def test_two_drafts_in_one_folder_have_names_of_their_own(tmp_path):
    with draft_beside(tmp_path / "a.yml") as one, draft_beside(tmp_path / "a.yml") as other:
        assert one != other
        assert re.fullmatch(r"\.flowtrim-[0-9a-f]{16}\.tmp", one.name)


def test_what_is_not_ours_is_left_alone(tmp_path):
    others = {f".flowtrim-{os.getppid()}.tmp", f"{NAME}.bak", NAME[1:], ".flowtrim-x.tmp", NAME.upper()}
    for name in others:
        (tmp_path / name).write_text("theirs")
    write_atomically(tmp_path / "a.yml", "a")

    assert others | {"a.yml"} == {file.name for file in tmp_path.iterdir()}


def test_a_link_or_a_pipe_of_such_a_name_is_left_alone_and_so_is_what_it_leads_to(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "folder").mkdir()
    (tmp_path / "kept/file").write_text("kept")
    (tmp_path / "folder" / NAME).symlink_to(tmp_path / "kept")
    write_atomically(tmp_path / "folder/a.yml", "a")

    assert "kept" == (tmp_path / "kept/file").read_text()


def test_a_file_of_other_names_is_refused_and_stays_one_file(tmp_path):
    (tmp_path / "a.yml").write_text("old")
    os.link(tmp_path / "a.yml", tmp_path / "b.yml")

    with pytest.raises(OutputError, match="has other names .hard links., which would keep the old content"):
        write_atomically(tmp_path / "a.yml", "new", force=True)
    assert ["old", "old", 2] == [
        (tmp_path / "a.yml").read_text(), (tmp_path / "b.yml").read_text(), len(list(tmp_path.iterdir())),
    ]  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_owner_and_group_stay(tmp_path):
    (tmp_path / "a.yml").write_text("old")
    os.chown(tmp_path / "a.yml", 1234, 2345)
    write_atomically(tmp_path / "a.yml", "new", force=True)

    assert ("new", 1234, 2345) == (
        (tmp_path / "a.yml").read_text(), (tmp_path / "a.yml").stat().st_uid, (tmp_path / "a.yml").stat().st_gid,
    )  # fmt: skip


def test_a_file_that_would_change_hands_is_refused(tmp_path, monkeypatch):
    def forbidden(*_):
        raise PermissionError(1, "Operation not permitted")

    (tmp_path / "a.yml").write_text("old")
    monkeypatch.setattr(os, "chown", forbidden)
    draft = tmp_path / "draft"
    draft.write_text("new")
    monkeypatch.setattr(type(draft), "stat", lambda path, **_: SimpleNamespace(
        st_uid=int(path.name == "draft"), st_gid=0, st_nlink=1, st_mode=0o100644, st_ino=0, st_dev=0))  # fmt: skip

    with pytest.raises(OutputError, match="belongs to somebody else, and would become yours"):
        take_after(draft, tmp_path / "a.yml")


@pytest.mark.parametrize("spelt", ["a.yml", "./a.yml", "sub/../a.yml", "link.yml"])
def test_a_source_is_never_written_over_by_whatever_name(tmp_path, monkeypatch, spelt):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.yml").write_text("old")
    (tmp_path / "link.yml").symlink_to("a.yml")

    read_bytes(tmp_path / "a.yml")

    with pytest.raises(OutputError, match="is a file that is read here, and would be lost"):
        write_atomically(spelt, "new", force=True)
    assert "old" == (tmp_path / "a.yml").read_text()


@pytest.mark.parametrize("target", ["precious", "nowhere", "folder", "pipe"])
def test_a_name_that_nobody_typed_is_no_way_to_another_file(tmp_path, target):
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "report.html").symlink_to(target)
    write_unnamed(tmp_path / "report.html", "new")

    assert ("new", False) == ((tmp_path / "report.html").read_text(), (tmp_path / "report.html").is_symlink())
    assert ("precious", False) == ((tmp_path / "precious").read_text(), (tmp_path / "nowhere").exists())
