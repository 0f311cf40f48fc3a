"""Files are written whole or not at all."""

import os
import stat

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
