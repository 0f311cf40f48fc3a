"""The letters of the default overview, when it fills a screen of 1920 by 1080 pixels."""

import re
from pathlib import Path
from statistics import median

import pytest

from flowtrim.analysis import analyse
from flowtrim.drawings import render
from flowtrim.formats import read
from flowtrim.reports.pictures import drawings
from tests.days import TODAY

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/process.yml"))
LEAST = {"billing-question": 8.0}
SIZE = re.compile(r'<text[^>]* font-size="([\d.]+)"')


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parent.name)
def test_the_median_of_all_letters_can_be_read_on_a_screen(file):
    (drawing,) = drawings(analyse(read(file, today=TODAY), today=TODAY), form="overview")[""]
    fitted = min(1920 / drawing.width, 1080 / drawing.height)
    sizes = [float(size) * fitted for size in SIZE.findall(render(drawing, "svg").decode())]

    assert median(sizes) >= LEAST.get(file.parent.name, 10.0)
