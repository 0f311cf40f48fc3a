"""What fuzzing found, as small as it gets: each ends in a process or in sentences, within seconds."""

import time
from datetime import date

import pytest

from flowtrim.errors import InvalidFileError
from flowtrim.formats import loads

FOUND = {
    "a title without a blank": ("f.mmd", '---\ntitle:&#0;Pay"\n---\nflowchart LR\n  a["Ask"]\n'),
    "a title nested without end": ("f.mmd", "---\ntitle: " + "[" * 50_000 + "\n---\nflowchart LR\n  a[Ask]\n"),
    "a title that is a list": ("f.mmd", "---\ntitle: [Pay]\n---\nflowchart LR\n  a[Ask]\n"),
    "blanks in an item": ("f.md", "# P\n\n1. Ask" + " " * 900_000 + "x\n2. Pay\n"),
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
