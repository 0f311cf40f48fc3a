"""Pictures on a dark screen: every colour has its twin, and words can be read on what they stand on."""

import re

import pytest

from flowtrim.drawings import LOOKS, MARKS, draw, render
from flowtrim.drawings.palette import _NIGHT_FILLS, _NIGHT_LINES, _NIGHT_WORDS, COLOURS, night_style
from tests.drawings.stories import CLAIM, ROUTED
from tests.drawings.test_before_and_after import AFTER, BEFORE
from tests.drawings.test_marks import TEXT, contrast

EVERYTHING = (
    *draw(ROUTED, marks={"check": MARKS[:4], "ship": MARKS[4:]}, lane_marks={"clerk": ("redundant",)}),
    *draw(CLAIM, width=500.0),
    *draw(BEFORE, after=AFTER, view="overlay"),
)
SIGNS = {look.dark for look in LOOKS.values()}


@pytest.mark.parametrize("drawing", EVERYTHING, ids=range(len(EVERYTHING)))
def test_every_colour_has_a_twin_for_the_night(drawing):
    svg = render(drawing, "svg").decode()
    figures = re.findall(r"<(?:polygon|path|ellipse|polyline) ([^>]*)>", svg)
    fills, lines = (
        {found for told in figures for found in re.findall(rf'{key}="(#[^"]*)"', told)} for key in ("fill", "stroke")
    )

    assert set() == fills - set(_NIGHT_FILLS) - SIGNS
    assert set() == lines - set(_NIGHT_LINES)


@pytest.mark.parametrize("day", [COLOURS.lane, COLOURS.other_lane, COLOURS.ghost, *COLOURS.named_lane.values(),
                                 *(look.pale for look in LOOKS.values() if look.pale)])  # fmt: skip
def test_words_can_be_read_at_night(day):
    assert contrast(_NIGHT_WORDS[COLOURS.ink], _NIGHT_FILLS[day]) >= TEXT
    assert contrast(_NIGHT_WORDS[COLOURS.soft], _NIGHT_FILLS[day]) >= TEXT


def test_lines_can_be_seen_at_night():
    for line in (COLOURS.line, COLOURS.handoff, COLOURS.border, *(look.dark for look in LOOKS.values() if look.pale)):
        assert contrast(_NIGHT_LINES[line], _NIGHT_FILLS[COLOURS.other_lane]) >= 3


def test_a_picture_brings_its_style_for_the_night_and_stays_light_on_paper():
    assert f"<style>{night_style()}</style>" in render(EVERYTHING[0], "svg").decode()
    assert night_style().startswith("@media screen and (prefers-color-scheme:dark)")
