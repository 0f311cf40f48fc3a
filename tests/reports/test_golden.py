"""Whole reports on every sample; rewritten by ``pytest --update-golden`` and read as a difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowtrim.analysis import Analysis, analyse
from flowtrim.formats import loads
from flowtrim.reports.document.decision import decision
from flowtrim.reports.document.report_markdown import as_markdown
from flowtrim.reports.process.compose import page
from flowtrim.reports.process.process_json import as_json, report
from flowtrim.reports.process.process_text import SCREEN, one_screen
from tests.days import TODAY

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*/*.yml"))


def analysed(file: Path) -> Analysis:
    name = file.relative_to(ROOT).as_posix()
    return analyse(loads(file.read_bytes(), file=name, today=TODAY), today=TODAY)


def name_of(file: Path) -> str:
    """Name a sample by its folder, and by its language where there are several."""
    return file.parent.name + file.stem.removeprefix("process")


each_sample = pytest.mark.parametrize("file", SAMPLES, ids=name_of)


@each_sample
def test_the_text_of_a_sample_is_the_same_letter_by_letter(file, golden):
    lines = one_screen(page(analysed(file)), 80)

    assert SCREEN >= len(lines)
    golden(f"text/{name_of(file)}.txt", "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines))


@each_sample
def test_the_json_of_a_sample_is_the_same_letter_by_letter(file, golden):
    golden(f"json/{name_of(file)}.json", as_json([report(analysed(file))], several=False))


@each_sample
def test_the_markdown_of_a_sample_is_the_same_letter_by_letter(file, golden):
    golden(
        f"markdown/{name_of(file)}.md", as_markdown(page(analysed(file), say=True), decided=decision(analysed(file)))
    )


def test_a_golden_file_belongs_to_a_sample():
    names = {name_of(file) for file in SAMPLES}
    kept = {file.stem for kind in ("text", "json", "markdown") for file in (ROOT / "tests/golden" / kind).iterdir()}

    assert names == kept
