"""The ending of a file that is written says its format, by one rule for all commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowtrim.cli import front, run

CLAIM = "process: Claim\nsteps:\n  - {name: Log, owner: Clerk, why: none}\n  - {name: Pay, owner: Payroll}\n"


@pytest.fixture(autouse=True)
def _folder():
    Path("claim.yml").write_text(CLAIM)


@pytest.mark.parametrize(
    ("arguments", "known"),
    [
        (["checklist", "claim.yml", "-o", "out.doc"], ".md, .markdown, .html, .htm, .pdf, .xlsx, .csv."),
        (["review", "claim.yml", "-o", "out.doc"], ".txt, .json, .md, .markdown, .html, .htm, .ics."),
        (["history", "claim.yml", "-o", "out.doc"], ".txt, .json, .md, .markdown, .csv, .html, .htm, .svg."),
        (["draw", "claim.yml", "-o", "out.doc"], ".svg, .png, .pdf, .dot, .gv."),
        (["trim", "claim.yml", "-o", "out.doc"], ".yml, .yaml."),
        (["sign", "claim.yml", "filled.csv", "-o", "out.doc"], ".yml, .yaml."),
        (["convert", "claim.yml", "out.doc"], ".yml, .yaml, .bpmn"),
        (["new", "out.doc"], ".yml, .yaml, .xlsx, .csv."),
    ],
)
def test_an_ending_that_names_no_format_is_refused_before_anything_is_written(arguments, known, capsys):
    assert 2 == run(front, arguments)

    told = capsys.readouterr()
    assert f"There are: {known}" in told.err
    assert "" == told.out
    assert ["claim.yml"] == [file.name for file in Path().iterdir()]


@pytest.mark.parametrize("arguments", [["analyze", "claim.yml"], ["compare", "claim.yml", "claim.yml"]])
def test_the_name_of_a_file_is_refused_where_a_folder_is_written(arguments, capsys):
    assert 2 == run(front, [*arguments, "-o", "report.html"])

    assert "'report.html' looks like a file, and a folder is written" in capsys.readouterr().err
    assert ["claim.yml"] == [file.name for file in Path().iterdir()]


def test_a_name_without_an_ending_holds_what_would_be_printed():
    assert 1 == run(front, ["review", "claim.yml", "-o", "due"])
    assert 0 == run(front, ["checklist", "claim.yml", "-o", "list"])

    assert Path("due").read_text().startswith("Review on ")
    assert Path("list").read_text().startswith("# Annual review")


def test_a_new_file_with_the_ending_of_a_table_is_the_table_to_fill_in():
    assert 0 == run(front, ["new", "claims.xlsx"])

    assert Path("claims.xlsx").read_bytes().startswith(b"PK")
