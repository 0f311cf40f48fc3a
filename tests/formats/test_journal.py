import errno
import os

import pytest

from flowtrim.errors import OutputError
from flowtrim.formats.journal import Journal, read_journal


def test_lines_come_back_as_they_were_appended(tmp_path):
    with Journal(tmp_path / "j") as journal:
        journal.append([b"one", b"two"])
        journal.append([b"three"])

    assert ((b"one", b"two", b"three"), b"") == read_journal(tmp_path / "j")


def test_many_lines_are_synced_once(tmp_path, monkeypatch):
    syncs = []
    monkeypatch.setattr(os, "fdatasync", syncs.append)
    with Journal(tmp_path / "j") as journal:
        journal.append([b"one"] * 50)

    assert 1 == len(syncs)


def test_a_torn_last_line_is_told_and_cut_off_by_the_next_append(tmp_path):
    (tmp_path / "j").write_bytes(b"one\ntw")
    with Journal(tmp_path / "j") as journal:
        assert ((b"one",), b"tw") == (journal.lines, journal.torn)
        journal.append([b"three"])

    assert b"one\nthree\n" == (tmp_path / "j").read_bytes()


def test_a_second_writer_is_refused(tmp_path):
    with Journal(tmp_path / "j"), pytest.raises(OutputError, match="open in another conversation"):
        Journal(tmp_path / "j")


def test_after_a_failed_sync_nothing_more_is_confirmed_and_nothing_half_stays(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with Journal(tmp_path / "j") as journal:
        journal.append([b"one"])
        with monkeypatch.context() as patch:
            patch.setattr(os, "fdatasync", full)
            with pytest.raises(OutputError, match="No space left"):
                journal.append([b"two"])
        with pytest.raises(OutputError, match="Begin again"):
            journal.append([b"three"])

    assert b"one\n" == (tmp_path / "j").read_bytes()


def test_a_journal_that_holds_nothing_leaves_no_file(tmp_path):
    Journal(tmp_path / "j").close()

    assert not (tmp_path / "j").exists()
