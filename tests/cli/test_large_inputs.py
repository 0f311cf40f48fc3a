"""Small files that ask for much: each command ends within its limits, or says in one sentence what is too large."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.json import decode as from_json

FLOWTRIM = Path(sys.executable).with_name("flowtrim")
MOST_SECONDS = 10.0
MOST_MEBIBYTES = 1024
TIGHT = 5.0
"""Seconds for what was seen to take less than one: a busy machine counts several times as many."""


MEASURED = """
import os, subprocess, sys
started = subprocess.Popen(sys.argv[1:])
_, status, used = os.wait4(started.pid, 0)
with open("used.txt", "w") as told:
    told.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}")
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Started by a process that is small: the peak of a child counts what its parent had before the child was another."""


def run(*arguments):
    """Run a command; return its exit code, what it said, its seconds of processor time and its peak in mebibytes."""
    said = Path("said.txt")
    with said.open("w") as err, Path("out.txt").open("w") as out:
        told = subprocess.run(
            (sys.executable, "-S", "-c", MEASURED, FLOWTRIM, *arguments), stdout=out, stderr=err, check=False, text=True
        )
    seconds, mebibytes = map(float, Path("used.txt").read_text().split())
    return told.returncode, " ".join(said.read_text().split()), seconds, mebibytes


def process(*steps):
    Path("p.yml").write_text("process: P\nsteps:\n" + "".join(f"- {{{step}}}\n" for step in steps))


def lanes(count):
    process(*(f"name: N{n}, owner: r{n}" for n in range(count)))


def complete(count, *, some=False):
    """Every step leads to every step."""
    targets = ", ".join(f"s{n}" if some else f"{{to: s{n}}}" for n in range(count))
    ways = f"{{some: [{targets}]}}" if some else f"[{targets}]"
    process(*(f"id: s{n}, name: N{n}, owner: O{n % 7}, next: {ways}" for n in range(count)))


def tangle(count, ways=3):
    """Steps that lead to others at random, and now and then to the end."""
    chance = random.Random(1)
    targets = ([f"s{m}" for m in chance.sample(range(count), ways)] + ["end"] * (n % 50 == 0) for n in range(count))
    process(*(f"id: s{n}, name: N{n}, owner: O{n % 40}, next: [{', '.join(to)}]" for n, to in enumerate(targets)))


def forward(count):
    """Every step leads to all that stand below it, and the last one to the end."""
    targets = ([f"s{m}" for m in range(n + 1, count)] or ["end"] for n in range(count))
    process(*(f"id: s{n}, name: N{n}, owner: O{n % 9}, next: [{', '.join(to)}]" for n, to in enumerate(targets)))


HARDLY_EVER_ENDS = """\
process: P
steps:
- {id: s0, name: Try, owner: D, takes: 1d, next: {one: [{to: s1, share: 0.0001%}, {to: s0}]}}
- {id: s1, name: Judge, kind: gateway, next: [{to: end, share: 1/3}, {to: s0}]}
- {id: s2, name: Sort, takes: 0m, next: [{to: end}, {to: s1, when: w}, {to: s0, share: 20%}, {to: s3}]}
- {id: s3, name: Send, owner: D}
- {id: s4, name: Bill, owner: D, waits: 2h, next: {all: [s4, s2]}}
"""


@pytest.mark.parametrize(
    "arguments",
    [("analyze", "p.yml", "--format", "json"), ("checklist", "p.yml"), ("trim", "p.yml")],
)
def test_cases_that_hardly_ever_end_are_not_played_again_and_again(arguments):
    Path("p.yml").write_text(HARDLY_EVER_ENDS)
    code, said, seconds, _ = run(*arguments)

    assert code in (0, 1), said
    assert TIGHT > seconds


def test_cases_of_many_ends_are_played_as_long_as_those_of_two():
    ends = ", ".join(f"{{to: end, as: 'o{n}'}}" for n in range(150))
    process(
        "id: a, name: A, takes: 1h, next: {all: [b, c]}",
        "id: b, name: B, takes: 5m..90m, next: {all: [d, e]}",
        "id: c, name: C, takes: 1h, next: e",
        "id: d, name: D, takes: 10m..5h, next: f",
        "id: e, name: E, join: all, takes: 1h..9h, next: f",
        "id: f, name: F, join: all, takes: 1h..9h, next: [{to: a, share: 60%}, {to: g}]",
        f"id: g, name: G, takes: 1m..90h, next: [{ends}]",
    )
    code, said, seconds, _ = run("analyze", "p.yml", "--format", "json")

    assert 1 == code, said
    assert MOST_SECONDS > seconds
    assert 150 == len(from_json(Path("out.txt").read_bytes())["measures"]["outcomes"])


def test_of_a_thousand_ends_of_a_thousand_steps_the_shares_are_told():
    process(*(f"id: s{n}, name: N{n}, takes: 5m, next: [{{to: end, as: 'o{n}', share: 0.1%}}, {{to: s{n + 1}}}]" for n in range(1_000)), "id: s1000, name: L")  # fmt: skip
    code, said, seconds, _ = run("analyze", "p.yml", "--format", "json")

    assert 1 == code, said
    assert TIGHT > seconds
    assert 0.001 == from_json(Path("out.txt").read_bytes())["measures"]["outcomes"][0]["share"]


@pytest.mark.parametrize("form", ["html", "json"])
def test_two_thousand_lanes_are_told_without_millions_of_cells(form):
    lanes(2_000)
    code, said, seconds, mebibytes = run("analyze", "p.yml", "--format", form)

    assert 1 == code, said
    assert MOST_SECONDS > seconds
    assert 256 > mebibytes


def test_what_is_too_large_to_draw_is_left_out_of_the_folder_and_told():
    lanes(2_000)
    code, said, seconds, mebibytes = run("analyze", "p.yml", "-o", "told")

    assert 1 == code, said
    assert (
        "There is no picture. It is too large to draw: the picture would have 2,000 nodes or more, and 1,333 are the most."
        in said
    )
    assert {"report.html", "report.json", "report.md", "report.xlsx"} <= {file.name for file in Path("told").iterdir()}
    assert MOST_SECONDS > seconds
    assert MOST_MEBIBYTES > mebibytes


def test_a_folder_of_all_reports_goes_without_pictures_where_even_the_overview_would_take_too_long():
    tangle(500)
    code, said, seconds, mebibytes = run("analyze", "p.yml", "-o", "told")

    assert 1 == code, said
    assert "the picture would have 1,510 lines or more, and 1,333 are the most." in said
    assert MOST_SECONDS > seconds
    assert MOST_MEBIBYTES > mebibytes


def test_what_is_too_large_to_draw_is_refused_in_one_sentence():
    complete(300)
    code, said, seconds, _ = run("draw", "p.yml", "-o", "p.svg")

    assert 2 == code
    assert "It is too large to draw: the picture would have 90,000 lines or more, and 4,000 are the most." in said
    assert not Path("p.svg").exists()
    assert TIGHT > seconds


@pytest.mark.parametrize("command", [("analyze", "p.yml", "--format", "json"), ("trim", "p.yml", "--format", "json")])
@pytest.mark.parametrize(
    "large",
    [lambda: complete(300), lambda: complete(300, some=True), lambda: tangle(4_000), lambda: forward(400)],
    ids=["all", "some", "3", "forward"],
)
def test_tangles_are_measured_within_the_limits(command, large):
    large()
    code, said, seconds, mebibytes = run(*command)

    assert code in (0, 1), said
    assert MOST_SECONDS > seconds
    assert MOST_MEBIBYTES > mebibytes


@pytest.mark.parametrize(("count", "ways"), [(500, 3), (1_000, 1)])
def test_a_tangle_is_drawn_and_every_step_is_told(count, ways):
    tangle(count, ways)
    code, said, seconds, _ = run("draw", "p.yml", "-o", "p.svg")

    assert 0 == code, said
    assert MOST_SECONDS > seconds
    assert all(f" N{n}<" in Path("p.svg").read_text() for n in range(0, count, 7))


def test_three_thousand_interruptions_of_three_hundred_steps_are_followed():
    process(*(f"id: s{n}, name: N{n}, owner: O" for n in range(300)))
    entries = "".join(f"- {{when: w{n}, share: 0.01%, to: s{n % 300}}}\n" for n in range(3_000))
    Path("p.yml").write_text("anytime:\n" + entries + Path("p.yml").read_text())
    code, said, seconds, mebibytes = run("analyze", "p.yml", "--format", "json")

    assert code in (0, 1), said
    assert MOST_SECONDS > seconds
    assert MOST_MEBIBYTES > mebibytes


@pytest.mark.parametrize("command", ["analyze", "trim"])
def test_choices_in_a_row_with_millions_of_ways_through_them_are_refused_in_one_sentence(command):
    process(*(f"name: N{n}, owner: O, optional: 50%" for n in range(4_000)))
    code, said, seconds, _ = run(command, "p.yml")

    assert (2, True) == (code, said.startswith("'P': there are millions of ways from one step to the next")), said
    assert TIGHT > seconds
