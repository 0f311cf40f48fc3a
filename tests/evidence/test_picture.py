"""The picture of what really happens: as thick as it is used, everything explained, dark where the screen is."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from flowtrim.cli import front
from flowtrim.drawings import night_style
from flowtrim.drawings.palette import _NIGHT_FILLS, _NIGHT_LINES
from flowtrim.formats import read
from flowtrim.measures import Survey
from flowtrim.reports.pictures import as_done
from tests.days import TODAY
from tests.drawings.test_dark import SIGNS
from tests.drawings.test_legend import assert_explained, meanings

pytest.importorskip("duckdb", reason="logs are read with DuckDB, an extra")

SAMPLE = Path(__file__).parents[2] / "samples" / "travel-claim"
GIVEN = ["evidence", str(SAMPLE / "process.yml"), str(SAMPLE / "log.csv.gz"), "--today", TODAY.isoformat()]
SEEN = {
    "way that nobody declared",
    "declared way that no case took",
    "done, and declared by nobody",
    "declared, and never done",
}


@pytest.fixture(scope="module")
def observed():
    from flowtrim.evidence.engines import opened
    from flowtrim.evidence.log_cache import cached
    from flowtrim.evidence.log_reading import Terms
    from flowtrim.evidence.observing import observe

    process = read(SAMPLE / "process.yml", today=TODAY).process
    cache = cached(SAMPLE / "log.csv.gz", Terms(), today=TODAY, check=lambda _: None)
    with opened(cache.events, "duckdb") as engine:
        found = observe(process, cache, engine, name="log.csv.gz", min_persons=5)
    return Survey(process, today=TODAY, observed=found), found


@pytest.fixture(scope="module")
def drawing(observed):
    return as_done(*observed)


@pytest.fixture(scope="module")
def page():
    return CliRunner().invoke(front, [*GIVEN, "--format", "html"]).stdout


def line(drawing, source, target):
    step = {box.id: box.step for box in drawing.boxes}
    return next(each for each in drawing.arrows if (step[each.source], step[each.target]) == (source, target))


def test_whatever_is_seen_is_explained_and_nothing_more(drawing):
    assert_explained(drawing)
    assert meanings(drawing) >= SEEN


def test_a_way_that_nobody_declared_is_as_thick_as_it_is_used(drawing, observed):
    work = observed[1].undeclared["Enter it in the old list"]
    way = line(drawing, work.after, "undeclared-0")
    busiest = max(times for ways in observed[1].used.values() for times in ways)

    assert "undeclared" == way.way
    assert 0.8 + 6.0 * work.visits / busiest == pytest.approx(way.thickness)


def test_cases_begin_and_end_on_lines_as_thick_as_others(drawing, observed):
    start, end = drawing.arrows[0], drawing.arrows[-1]
    busiest = max(times for ways in observed[1].used.values() for times in ways)

    assert 0.8 + 6.0 * observed[1].counted / busiest == pytest.approx(start.thickness)
    assert end.thickness == start.thickness


def test_words_stand_beside_thick_lines(drawing):
    told = [(arrow, arrow.label) for arrow in drawing.arrows if arrow.label and arrow.thickness]

    assert told
    for arrow, label in told:
        for (x, y), (along, down) in zip(arrow.points, arrow.points[1:], strict=False):
            if x == along and min(y, down) < label.y < max(y, down) and label.x > x:
                assert label.x - x > arrow.thickness / 2 + 2, label.lines
            if y == down and min(x, along) < label.x < max(x, along):
                bottom = label.y + 1.25 * label.size * len(label.lines)
                assert bottom <= y - arrow.thickness / 2 or label.y >= y + arrow.thickness / 2, label.lines


def test_a_line_keeps_its_ends_when_it_gets_thicker(drawing):
    for arrow in drawing.arrows:
        assert arrow.points == replace(arrow, label=None).thickened(9.0).points


def test_the_page_is_dark_where_the_screen_is(page):
    figures = re.findall(r"<(?:polygon|path|ellipse|polyline) ([^>]*)>", page)
    fills, lines = ({each for told in figures for each in re.findall(rf'{key}="(#[^"]*)"', told)} for key in ("fill", "stroke"))  # fmt: skip

    assert night_style() in page
    assert (set(), set()) == (fills - set(_NIGHT_FILLS) - SIGNS, lines - set(_NIGHT_LINES))


def test_the_page_tells_findings_without_ids_of_rules(page):
    assert "is not declared. Who needs it" in page
    assert not re.search("evidence-", re.sub("<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))


def test_shares_are_rounded_in_one_way(page):
    assert "100.0%" not in page
    assert "99.6%–100%" in page
