"""The tutorial and the pages for those who come from elsewhere are typed as they stand, and say what they show.

In a block ``console`` a line with ``$`` is typed, the lines below are what is seen, and ``…`` stands for any that are left
out. ``$ cat FILE`` shows a file: it is there from then on, as it is shown.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from flowtrim.cli import front, run

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = DOCS / "examples"
PAGES = [DOCS / "tutorial.md", DOCS / "what-really-happens.md", *sorted(DOCS.glob("from-*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def typed(page):
    """Each command of a page with what is seen below it."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for told in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, seen = told.partition("\n")
            yield command, seen


def pattern(seen):
    """What matches what is seen, with anything where lines are left out."""
    lines = ("(?:.*\n)*" if line == "…" else f"{re.escape(line)}\n" for line in seen.splitlines())
    return re.compile("".join(lines))


def answer(command, capsys, monkeypatch):
    """What flowtrim says to a command, in a run of its own, whatever comes of it."""
    monkeypatch.setattr("flowtrim.formats.files._READ", defaultdict(set))
    program, *arguments = shlex.split(command)
    assert "flowtrim" == program
    run(front, arguments)
    return "".join(capsys.readouterr())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_typed_on_a_page_shows_what_the_page_shows(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(shutil.copytree(EXAMPLES, tmp_path / "examples"))
    monkeypatch.setenv("COLUMNS", "80")
    for command, seen in typed(page):
        if command.startswith("cat "):
            Path(command.removeprefix("cat ")).write_text(seen, encoding="utf-8")
        else:
            said = answer(command, capsys, monkeypatch)
            assert pattern(seen).fullmatch(said), f"{command}\n{said}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_types_something_and_leads_on(page):
    assert list(typed(page))
    assert re.search(r"\]\([\w-]+\.md", page.read_text(encoding="utf-8"))


def test_an_example_that_a_page_shows_is_the_one_to_download():
    shown = {seen for page in PAGES for command, seen in typed(page) if command.startswith("cat ")}

    assert {"permit.csv", "permit.mmd"} == {
        file.name for file in EXAMPLES.iterdir() if file.read_text("utf-8") in shown
    }


def test_what_is_left_out_may_be_nothing_and_what_is_shown_has_to_be_said():
    assert pattern("…\nb\n…\n").fullmatch("a\nb\nc\n")
    assert pattern("…\nb\n…\n").fullmatch("b\n")
    assert not pattern("…\nb\n…\n").fullmatch("a\nc\n")
    assert not pattern("b\n").fullmatch("a\nb\n")
