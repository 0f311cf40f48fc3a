from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowtrim.cli import front, run
from flowtrim.drawings import SCREEN
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


def long_process(steps):
    told = "".join(f"  - {{name: Do the thing number {n}, owner: R{n % 5}}}\n" for n in range(steps))
    Path("long.yml").write_text(f"process: Long\nsteps:\n{told}")


def test_screens_are_numbered_where_one_is_not_enough(capsys):
    long_process(60)
    draw("long.yml", "--screens", "--format", "dot")

    names = [line.split()[1] for line in capsys.readouterr().err.splitlines()]
    assert names[:2] == ["long-01.dot", "long-02.dot"]
    assert all(Path(name).is_file() for name in names)


@pytest.mark.parametrize("ending", ["svg", "png", "dot"])
def test_screens_of_an_earlier_run_that_had_more_go_and_nothing_else(ending):
    long_process(150)
    draw("long.yml", "--screens", "-o", f"p.{ending}")
    more = {file.name for file in Path().glob(f"p-*.{ending}")}
    mine = [f"p-90.{ending}", f"p-notes.{ending}"]
    for name in mine:
        Path(name).write_text("mine")
    long_process(30)
    draw("long.yml", "--screens", "-o", f"p.{ending}")
    left = {file.name for file in Path().glob(f"p-*.{ending}")}

    assert left - set(mine) < more
    assert ["mine"] * 2 == [Path(name).read_text() for name in mine]


def test_an_overview_leaves_the_screens_beside_it():
    long_process(60)
    draw("long.yml", "--screens", "--format", "dot")
    draw("long.yml", "--format", "dot")

    assert {"long.dot", "long-01.dot", "long-02.dot"} <= {file.name for file in Path().glob("*.dot")}


def test_the_overview_is_folded_and_a_ribbon_is_not():
    long_process(150)
    for name, form in {
        "bands": (),
        "ribbon": ("--ribbon",),
        "narrow": ("--width", "1000"),
        "tall": ("--aspect", "1:2"),
    }.items():
        draw("long.yml", *form, "-o", f"{name}.dot")
    bands = {name: Path(f"{name}.dot").read_text().count("Band ") for name in ("bands", "ribbon", "narrow", "tall")}

    assert 0 == bands["ribbon"] < bands["bands"]
    assert bands["narrow"] > 2 < bands["tall"]


def test_an_overview_that_no_screen_could_show_is_as_wide_as_one_and_says_so(capsys):
    long_process(400)
    draw("long.yml", "-o", "long.svg")
    (said, written) = capsys.readouterr().err.splitlines()

    assert re.match(r"On one screen its letters would be [\d.]+ pixels high, so the bands stand under each other", said)
    assert "Written: long.svg" == written
    assert width_of("long.svg") <= SCREEN[0]


def test_an_overview_for_a_page_that_was_named_stays_and_says_what_helps(capsys):
    long_process(400)
    draw("long.yml", "--aspect", "16:9", "-o", "long.svg")

    assert re.match(r"On one screen its letters are [\d.]+ pixels high\.", capsys.readouterr().err)
    assert width_of("long.svg") > SCREEN[0]


def width_of(name):
    return float(re.search(r' width="([\d.]+)pt"', Path(name).read_text())[1])


@pytest.mark.parametrize("told", ["wide", "16", "0:9", "16:0", "1000:1", "-4:3", "16/9"])
def test_what_is_no_shape_of_a_page_is_refused(told, capsys):
    assert 2 == draw("claim.yml", f"--aspect={told}")
    assert "is no shape of a page; write it as 16:9 or 4:3" in capsys.readouterr().err


def test_forms_that_contradict_each_other_are_refused(capsys):
    assert 2 == draw("claim.yml", "--ribbon", "--screens")
    assert "Choose one of --screens, --ribbon, --width and --aspect." in capsys.readouterr().err


def test_screens_are_the_pages_of_one_pdf(capsys):
    draw("claim.yml", "--screens", "-o", "claim.pdf")

    assert "Written: claim.pdf\n" == capsys.readouterr().err


def test_before_and_after_are_pictures_of_their_own():
    Path("lean.yml").write_text("process: Claim\nsteps:\n  - {name: Pay, owner: Payroll}\n")
    draw("claim.yml", "--after", "lean.yml", "-o", "both.dot")

    assert "Fill in" in Path("both-before.dot").read_text()
    assert "Fill in" not in Path("both-after.dot").read_text()


def test_screens_of_before_and_after_are_numbered_each_from_one():
    long_process(60)
    draw("long.yml", "--after", "claim.yml", "--screens", "-o", "both.dot")

    assert {"both-before-01.dot", "both-before-02.dot", "both-after-01.dot"} <= {f.name for f in Path().glob("both*")}
    assert not Path("both-after-02.dot").exists()


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
