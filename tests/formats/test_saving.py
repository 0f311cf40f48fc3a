"""Files are written whole or not at all."""

import os
import signal
import stat
import subprocess
import sys

import pytest

from flowtrim.errors import OutputError
from flowtrim.formats import write_atomically


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


@pytest.fixture
def dead():
    """Return the number of a process that is no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


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


def test_drafts_of_the_dead_are_cleared_away_a_folder_among_them(tmp_path, dead):
    (tmp_path / f".flowtrim-{dead}.tmp").mkdir()
    (tmp_path / f".flowtrim-{dead}.tmp" / "process.yml").write_text("half")
    write_atomically(tmp_path / "a.yml", "a")

    assert ["a.yml"] == [file.name for file in tmp_path.iterdir()]


def test_a_draft_under_our_own_number_from_before_is_in_nobodys_way(tmp_path):
    (tmp_path / f".flowtrim-{os.getpid()}.tmp").write_text("half")
    write_atomically(tmp_path / "a.yml", "a")

    assert ["a.yml"] == [file.name for file in tmp_path.iterdir()]


def test_what_is_at_work_or_not_ours_is_left_alone(tmp_path, dead):
    others = {f".flowtrim-{os.getppid()}.tmp", f".flowtrim-{dead}.tmp.bak", f"flowtrim-{dead}.tmp", ".flowtrim-x.tmp",
              f".flowtrim-0{dead}.tmp", ".flowtrim-0.tmp", ".flowtrim-99999999999999999999.tmp"}  # fmt: skip
    for name in others:
        (tmp_path / name).write_text("theirs")
    write_atomically(tmp_path / "a.yml", "a")

    assert others | {"a.yml"} == {file.name for file in tmp_path.iterdir()}


def test_a_link_of_that_name_goes_and_what_it_leads_to_stays(tmp_path, dead):
    (tmp_path / "kept").mkdir()
    (tmp_path / "folder").mkdir()
    (tmp_path / "kept/file").write_text("kept")
    (tmp_path / f"folder/.flowtrim-{dead}.tmp").symlink_to(tmp_path / "kept")
    write_atomically(tmp_path / "folder/a.yml", "a")

    assert "kept" == (tmp_path / "kept/file").read_text()
    assert ["a.yml"] == [file.name for file in (tmp_path / "folder").iterdir()]
