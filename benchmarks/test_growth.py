"""How time and memory grow with the size of a process, each size in a process of its own."""

import sys
from pathlib import Path

import pytest

from benchmarks.children import cost
from benchmarks.drawn import drawn_process

FLOWTRIM = Path(sys.executable).with_name("flowtrim")
SIZES = (1_000, 10_000, 100_000)
FACTOR = 1.3
"""How much faster than the number of steps time and memory may grow."""


@pytest.fixture(scope="module")
def costs(tmp_path_factory):
    """What each size took beyond what a process of one passage takes: starting up is not growing."""
    folder = tmp_path_factory.mktemp("grown")

    def cost_of(steps):
        file = folder / f"{steps}.yml"
        file.write_text(drawn_process(steps), encoding="utf-8")
        command = (FLOWTRIM, "analyze", file, "--format", "json", "--fail-on", "never")
        runs = [cost(command) for _ in range(1 if steps == SIZES[-1] else 3)]
        return min(run.seconds for run in runs), min(run.mebibytes for run in runs)

    idle_seconds, idle_mebibytes = cost_of(10)
    grown = {steps: cost_of(steps) for steps in SIZES}
    return {steps: (seconds - idle_seconds, peak - idle_mebibytes) for steps, (seconds, peak) in grown.items()}


@pytest.mark.parametrize(("smaller", "larger"), [SIZES[:2], SIZES[1:]])
@pytest.mark.parametrize("what", ["seconds", "mebibytes"])
def test_growth_is_about_linear(costs, smaller, larger, what, capsys):
    index = ("seconds", "mebibytes").index(what)
    before, after = costs[smaller][index], costs[larger][index]
    growth = after / before / (larger / smaller)
    with capsys.disabled():
        sys.stdout.write(f"\n{larger:,} steps: {after:,.1f} {what}, {growth:.2f} times linear, at most {FACTOR}\n")

    assert growth <= FACTOR
