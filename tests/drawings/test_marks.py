"""Marks must be told apart in grey print and by every eye."""

import pytest

from flowtrim.drawings.badges import LOOKS, MARKS
from flowtrim.drawings.palette import COLOURS

TEXT, SIGN = 4.5, 4.5  # WCAG 2.2, 1.4.3, level AA


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    low, high = sorted(map(luminance, (one, two)))
    return (high + 0.05) / (low + 0.05)


def test_every_mark_has_a_look():
    assert set(MARKS) == set(LOOKS)


def test_no_two_marks_share_shape_and_sign():
    assert len(MARKS) == len({(look.shape, look.sign) for look in LOOKS.values()})


@pytest.mark.parametrize("mark", MARKS)
def test_signs_and_names_can_be_read_on_their_colours(mark):
    look = LOOKS[mark]

    assert contrast("#ffffff", look.dark) >= SIGN
    assert look.pale is None or contrast(COLOURS.ink, look.pale) >= TEXT


@pytest.mark.parametrize("ground", [COLOURS.lane, COLOURS.other_lane, COLOURS.ghost, *COLOURS.named_lane.values()])
def test_small_words_can_be_read_on_every_ground(ground):
    assert contrast(COLOURS.soft, ground) >= TEXT
