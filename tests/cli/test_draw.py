from __future__ import annotations

from pathlib import Path

import pytest

from flowtrim.cli import front, run
from tests.days import ON_THE_DAY

CLAIM = "process: Claim\nsteps:\n  - {name: Fill in, owner: Employee}\n  - {name: Pay, owner: Payroll}\n"


@pytest.fixture(autouse=True)
def _here():
    Path("claim.yml").write_text(CLAIM)


def draw(*arguments: str) -> int:
    return run(front, ["draw", *arguments, *ON_THE_DAY])


def test_a_picture_gets_the_name_of_its_file(capsys):
    assert 0 == draw("claim.yml")
    assert Path("claim.svg").read_text().startswith("<?xml")
    assert "Written: claim.svg\n" == capsys.readouterr().err


@pytest.mark.parametrize(("name", "magic"), [("a.png", b"\x89PNG"), ("a.pdf", b"%PDF"), ("a.dot", b"digraph")])
def test_the_ending_says_what_it_is(name, magic):
    draw("claim.yml", "-o", name)

    assert Path(name).read_bytes().lstrip().startswith(magic)


def test_the_format_wins_over_the_ending():
    draw("claim.yml", "-o", "a.picture", "--format", "dot")

    assert "digraph" in Path("a.picture").read_text()


def test_an_unknown_ending_is_refused(capsys):
    assert 2 == draw("claim.yml", "-o", "a.jpg")
    assert "There are: .svg, .png, .pdf, .dot, .gv. Or say it with --format.\n" in capsys.readouterr().err


def test_a_picture_goes_to_standard_output(capfdbinary):
    draw("claim.yml", "-o", "-")

    assert capfdbinary.readouterr().out.startswith(b"<?xml")


def test_the_process_itself_is_not_drawn_over(capsys):
    assert 2 == draw("claim.yml", "-o", "claim.yml", "--format", "svg")
    assert CLAIM == Path("claim.yml").read_text()
    assert "claim.yml is a file that is read here" in capsys.readouterr().err


def test_screens_are_numbered_where_one_is_not_enough(capsys):
    steps = "".join(f"  - {{name: Do the thing number {n}, owner: R{n % 5}}}\n" for n in range(60))
    Path("long.yml").write_text(f"process: Long\nsteps:\n{steps}")
    draw("long.yml", "--screens", "--format", "dot")

    names = [line.split()[1] for line in capsys.readouterr().err.splitlines()]
    assert names[:2] == ["long-1.dot", "long-2.dot"]
    assert all(Path(name).is_file() for name in names)


def test_screens_are_the_pages_of_one_pdf(capsys):
    draw("claim.yml", "--screens", "-o", "claim.pdf")

    assert "Written: claim.pdf\n" == capsys.readouterr().err


def test_before_and_after_are_drawn_together():
    Path("lean.yml").write_text("process: Claim\nsteps:\n  - {name: Pay, owner: Payroll}\n")
    draw("claim.yml", "--after", "lean.yml", "-o", "both.dot")
    text = Path("both.dot").read_text()

    assert "Before" in text
    assert "After" in text


def test_an_overlay_needs_two_processes(capsys):
    assert 2 == draw("claim.yml", "--overlay")
    assert "name the other one with --after" in capsys.readouterr().err


def test_a_folder_cannot_be_drawn(capsys):
    assert 2 == draw(".")
    assert "one file is needed" in capsys.readouterr().err


def test_dot_needs_no_graphviz(monkeypatch):
    monkeypatch.setenv("FLOWTRIM_DOT", "/nowhere/neato")

    assert 0 == draw("claim.yml", "-o", "claim.dot")


def test_without_graphviz_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setenv("FLOWTRIM_DOT", "/nowhere/neato")

    assert 2 == draw("claim.yml")
    message = capsys.readouterr().err
    assert all(word in message for word in ("Debian", "macOS", "Windows", "dot"))
