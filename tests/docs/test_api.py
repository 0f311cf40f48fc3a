"""The page about the front door names what stands in it, and nothing else."""

import re
from pathlib import Path

import flowtrim

PAGE = (Path(__file__).parents[2] / "docs/api.md").read_text(encoding="utf-8")


def test_the_page_lists_every_name_of_the_front_door_and_no_other():
    rows = re.findall(r"^\| (`.+?) \|", PAGE, re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}

    assert set(flowtrim.__all__) - {"__version__"} == told
