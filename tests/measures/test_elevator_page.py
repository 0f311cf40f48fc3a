"""The page about the elevator test says what the data say."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "elevator.md").read_text("utf-8")
DATA = ROOT / "flowtrim" / "measures" / "elevator"


def test_the_page_gives_the_rate_of_every_language():
    rates = json.loads((DATA / "speaking.json").read_text("utf-8"))["rates"]
    rows = re.findall(r"^\| (\w\w) \| (\w+) \| (\d+) \|$", PAGE, re.MULTILINE)

    assert {code: {"unit": unit, "a_minute": int(pace)} for code, unit, pace in rows} == rates


def test_every_phrase_that_the_page_quotes_is_a_phrase():
    english = json.loads((DATA / "phrases_en.json").read_text("utf-8"))
    stems = [phrase.partition("{")[0] for phrase in english.values() if isinstance(phrase, str)]
    quoted = [
        quote.rstrip(":. ")
        for quote in ("That branch ends there", "When all of that is done", "it ends there", "One or more of these")
    ]

    assert [] == [quote for quote in quoted if quote not in stems or quote not in PAGE]
