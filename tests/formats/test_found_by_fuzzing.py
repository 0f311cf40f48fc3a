"""What fuzzing found, as small as it gets: each ends in a process or in sentences, within seconds."""

import csv
import time
from datetime import date

import pytest

from flowtrim.cli.effective_settings import known_names
from flowtrim.errors import InvalidFileError
from flowtrim.evidence.log_columns import role_table
from flowtrim.formats import loads
from flowtrim.formats.settings_file import read_settings
from flowtrim.reports.checklist_report.checklist_reader import read_checklist

FOUND = {
    "a title without a blank": ("f.mmd", '---\ntitle:&#0;Pay"\n---\nflowchart LR\n  a["Ask"]\n'),
    "a title nested without end": ("f.mmd", "---\ntitle: " + "[" * 50_000 + "\n---\nflowchart LR\n  a[Ask]\n"),
    "a title that is a list": ("f.mmd", "---\ntitle: [Pay]\n---\nflowchart LR\n  a[Ask]\n"),
    "blanks in an item": ("f.md", "# P\n\n1. Ask" + " " * 900_000 + "x\n2. Pay\n"),
    "a heading of many words": (
        "f.md",
        "# P\n\n| Step | Who |\n|---|---|\n| Ask | [x](" + 'encoding="undefined"' * 3000 + " |\n",
    ),
    "a heading in a table of many words": ("f.csv", "Step,Owner," + "in days " * 8000 + "\nAsk,Clerk,1\n"),
    "brackets of a heading never closed": ("f.csv", "Step,Owner,Time (" + "a" * 60_000 + "\nAsk,Clerk,1\n"),
    "blanks in what is next": (
        "f.csv",
        "ID,Step,Next,When\na,Ask,b; c,agreed; not" + " " * 60_000 + "agreed\nb,Pay,,\nc,Tell,,\n",
    ),
    "blanks in the label of an arrow": (
        "f.mmd",
        "flowchart LR\n  a[Ask] -->|not agreed (" + " " * 100_000 + "| b[Pay]\n",
    ),
    "details never closed": ("f.mmd", "flowchart LR\n  a[Ask]" + "@{" * 60_000 + "\n  a --> b[Pay]\n"),
    "arrow upon arrow": ("f.mmd", "flowchart LR\n  a" + " --> a" * 100_000 + "\n"),
    "brackets opened": ("f.md", "# P\n\n1. " + "(" * 900_000 + "\n2. Pay\n"),
    "square brackets opened": ("f.md", "# P\n\n1. " + "[" * 400_000 + "\n2. Pay\n"),
    "links opened": ("f.md", "# P\n\n1. " + "[a](" * 200_000 + "\n2. Pay\n"),
    "footnotes never closed": ("f.md", "# P\n\n1. Ask" + "[^" * 100_000 + "\n2. Pay\n"),
}


@pytest.mark.parametrize(("file", "text"), FOUND.values(), ids=FOUND.keys())
def test_it_ends_in_a_process_or_in_sentences(file, text):
    begin = time.process_time()
    try:
        said = [f"{step.name}." for step in loads(text.encode(), file=file, today=date(2026, 3, 2)).process.steps]
    except InvalidFileError as refusal:
        said = [str(problem) for problem in refusal.problems]

    assert said
    assert time.process_time() - begin < 10


def test_cells_of_any_length_are_read_wherever_tables_are(tmp_path):
    csv.field_size_limit(131_072)
    table = tmp_path / "roles.csv"
    table.write_text("who,role\nAnn," + "x" * 200_000 + "\n")

    assert {"Ann": "x" * 200_000} == role_table(str(table))
    assert (
        "x" * 200_000
        == read_checklist(b"Annual review\nProcess,P\n\nSign-off\nLesson," + b"x" * 200_000, file="c.csv").sign_off[
            "Lesson"
        ]
    )


@pytest.mark.parametrize(
    "keys", ["1." * 30_000 + "1 = 2", "[" + "a." * 30_000 + "a]", "x = {" + "-." * 30_000 + "a = 1}"]
)
def test_settings_with_keys_of_many_parts_are_refused_soon(tmp_path, keys):
    (tmp_path / "flowtrim.toml").write_text(f'profile = "strict"\n{keys}\n')
    begin = time.process_time()
    with pytest.raises(InvalidFileError, match=r"flowtrim.toml:2:1: This line has more than 500 dots"):
        read_settings(tmp_path / "flowtrim.toml", known_names())

    assert time.process_time() - begin < 3
