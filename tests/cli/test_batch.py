from __future__ import annotations

import io
import sys
import time

import pytest
from msgspec import Struct

from flowtrim.cli import long_runs as module
from flowtrim.cli.long_runs import announced, watched
from flowtrim.cli.output import Batch
from flowtrim.cli.paths import Source
from flowtrim.errors import FlowtrimError

SOURCES = [Source("a.yml", "a"), Source("b.yml", "b"), Source("c.yml", "c")]


class Found(Struct, dict=True):
    """Stands for an analysis: the findings that fail it, and whether a rule broke."""

    failing: tuple[str, ...] = ()
    broken: bool = False


def outcome(analyse, *, debug: bool = False) -> tuple[list[str], int]:
    """Run a batch, and return the names of what was told and the exit code."""
    run = Batch(SOURCES, analyse, debug=debug)
    return list(run.each(lambda source, _: source.name)), run.close()


def test_nothing_found_is_exit_code_0():
    assert (["a", "b", "c"], 0) == outcome(lambda _: Found())


def test_one_finding_in_many_files_is_enough():
    assert 1 == outcome(lambda path: Found(("why-none",) if path == "a.yml" else ()))[1]


def test_a_broken_file_is_said_and_the_others_are_told(capsys):
    def analyse(path: str) -> Found:
        if path != "c.yml":
            raise FlowtrimError(f"{path} is broken.")
        return Found()

    assert (["c"], 2) == outcome(analyse)
    assert "a.yml is broken.\nb.yml is broken.\n" == capsys.readouterr().err


def test_a_bug_in_one_file_does_not_stop_the_others(capsys):
    def analyse(path: str) -> Found:
        return Found() if path != "b.yml" else 1 // 0

    assert (["a", "c"], 2) == outcome(analyse)
    assert capsys.readouterr().err.startswith("b.yml: flowtrim broke")


def test_debug_lets_a_bug_through():
    with pytest.raises(ZeroDivisionError):
        outcome(lambda _: 1 // 0, debug=True)


def test_a_broken_rule_means_that_the_findings_are_not_whole():
    assert 2 == outcome(lambda _: Found(broken=True))[1]


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_to_a_person_who_waits(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(module, "_PATIENCE", -1.0)

    assert [1, 2, 3] == list(watched([1, 2, 3], label="Analysing"))
    assert "Analysing" in screen.getvalue()


def test_no_progress_is_shown_when_it_goes_fast(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)

    assert [1, 2, 3] == list(watched([1, 2, 3], label="Analysing"))
    assert "" == screen.getvalue()


def test_no_progress_is_written_into_a_file(monkeypatch):
    quiet = io.StringIO()
    monkeypatch.setattr(sys, "stderr", quiet)
    monkeypatch.setattr(module, "_PATIENCE", -1.0)

    assert [1] == list(watched([1], label="Analysing"))
    assert "" == quiet.getvalue()


@pytest.mark.parametrize(
    ("screen", "said"), [(Screen(), "Drawing 3,000 steps ...\n"), (io.StringIO(), "")], ids=["a person", "a file"]
)
def test_what_takes_long_in_one_piece_is_announced_to_a_person(monkeypatch, screen, said):
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(module, "_PATIENCE", 0.0)

    with announced("Drawing 3,000 steps"):
        time.sleep(0.2)

    assert said == screen.getvalue()


def test_what_goes_fast_in_one_piece_is_not_announced(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)

    with announced("Drawing 3 steps"):
        pass

    assert "" == screen.getvalue()
