"""The changelog is a page that can be read: every version, heading and line stands once."""

import re
from pathlib import Path

import flowtrim

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
READERS = ["For analysts", "For workshops", "For owners", "For maintainers"]
HEADINGS = [*READERS, "Added", "Changed", "Rules", "Fixed"]
HINT = "two versions of the page were merged line by line: take the one of main and add your lines again"


def versions():
    """The text under each version."""
    parts = re.split(r"^## (.+)$", CHANGELOG.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def test_every_version_stands_once_the_newest_first_below_what_is_unreleased():
    names = [name for name, _ in versions()]
    released = [name for name in names if name != "Unreleased"]

    assert names in (["Unreleased", *released], released), HINT
    assert sorted(set(released), key=lambda name: [int(part) for part in name.split(".")], reverse=True) == released
    assert flowtrim.__version__ == released[0]


def test_the_headings_of_a_version_stand_once_and_in_their_order():
    found = {name: re.findall(r"^### (.+)$", text, re.MULTILINE) for name, text in versions()}

    assert {name: [wanted for wanted in HEADINGS if wanted in headings] for name, headings in found.items()} == found, (
        HINT
    )


def test_no_line_is_told_twice():
    lines = re.findall(r"^- .+$", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)

    assert [] == [line for line in sorted(set(lines)) if lines.count(line) > 1], HINT
