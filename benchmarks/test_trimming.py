"""How long trimming takes on the showcase, and comparing on ten thousand steps."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from flowtrim.changes.difference.diff import diff
from flowtrim.formats import read
from flowtrim.measures import Survey
from flowtrim.model import Flow, Process, Step
from flowtrim.redesign import assign, trim
from tests.redesign.test_assignment import dense, large

SHOWCASE = Path(__file__).parents[1] / "samples" / "billing-question" / "process.yml"
TODAY = date(2026, 11, 22)
LONG = 10_000


def row(numbers: range, owner: str) -> Process:
    last = numbers[-1]
    steps = (
        Step(f"s{n}", f"Step {n}", owner=f"{owner}{n % 9}", flows=() if n == last else (Flow(f"s{n + numbers.step}"),))
        for n in numbers
    )
    return Process("Row", tuple(steps))


@pytest.mark.benchmark(group="trim of the showcase within a second")
def test_trim_of_the_showcase(benchmark):
    process = read(SHOWCASE, today=TODAY).process
    found = benchmark(lambda: trim(Survey(process, today=TODAY)))

    assert len(found.after.process.work) == 9


@pytest.mark.benchmark(group="difference of 10,000 steps within five seconds")
@pytest.mark.parametrize("step", [1, 2], ids=["other hands", "every other one dropped"])
def test_difference_of_long_processes(benchmark, step):
    before, after = row(range(0, LONG, 1), "a"), row(range(0, LONG, step), "b")
    found = benchmark.pedantic(diff, args=(before, replace(after, name="After")), rounds=2)

    assert len(found.steps) == LONG


@pytest.mark.benchmark(group="500 steps, 40 roles, 20 separations: proven within 60 seconds")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_assignment_with_proof(benchmark, seed):
    found = benchmark.pedantic(assign, args=(large(500, 40, 20, seed=seed),), rounds=1)

    assert found.proven


@pytest.mark.benchmark(group="500 steps, 40 roles, 20 separations, 1,000 links: proven within 60 seconds")
@pytest.mark.parametrize("problem", [large(500, 40, 20, links=1.0), dense(500, 40, 20)], ids=["some can", "all can"])
def test_dense_assignment_with_proof(benchmark, problem):
    found = benchmark.pedantic(assign, args=(problem,), rounds=1)

    assert found.proven
