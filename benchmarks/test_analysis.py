"""One analysis after the other in one process, and how the cost grows with the size of the process."""

from datetime import date
from pathlib import Path

import pytest
from drawn import drawn_process

from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.reports.analysis import analyse
from flowtrim.reports.as_json import as_json

TODAY = date(2026, 11, 22)
SHOWCASE = Path(__file__).parents[1] / "samples" / "billing-question" / "process.yml"


def analysed(data, file="process.yml"):
    return as_json([analyse(loads(data, file=file, today=TODAY), today=TODAY)], several=False)


@pytest.mark.benchmark(group="31 steps: at least 200 files a second")
def test_file_after_file(benchmark):
    data = SHOWCASE.read_bytes()

    benchmark(analysed, data)


@pytest.mark.benchmark(group="growth: 10 times the steps, at most 13 times the time")
@pytest.mark.parametrize("steps", [1_000, 10_000, 100_000])
def test_growth(benchmark, steps):
    data = drawn_process(steps).encode()

    benchmark.pedantic(analysed, args=(data,), rounds=3 if steps < 100_000 else 1)


@pytest.mark.benchmark(group="reading alone")
@pytest.mark.parametrize("steps", [31, 1_000, 10_000])
def test_reading(benchmark, steps):
    data = drawn_process(steps).encode()

    benchmark.pedantic(loads, args=(data,), kwargs={"file": "process.yml", "today": TODAY}, rounds=5)


@pytest.mark.benchmark(group="measures alone")
@pytest.mark.parametrize(
    "figure", ["visits", "elevator", "complexity", "soundness", "justification", "redundant_roles", "times"]
)
def test_each_measure(benchmark, figure):
    process = loads(drawn_process(1_000), file="process.yml", today=TODAY).process

    benchmark.pedantic(lambda: getattr(Survey(process, today=TODAY), figure), rounds=5)
