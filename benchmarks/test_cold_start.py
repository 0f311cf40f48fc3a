"""What a person waits for: whole processes, each command beside the yardstick it must stay close to."""

import sys
from pathlib import Path

import pytest

from benchmarks.children import run, side_by_side

SHOWCASE = Path(__file__).parents[1] / "samples" / "billing-question" / "process.yml"
FLOWTRIM = Path(sys.executable).with_name("flowtrim")

IMPORTS = (sys.executable, "-c", "import networkx, click, yaml")
ANALYZE = (FLOWTRIM, "analyze", SHOWCASE, "--format", "json")
PASS = (sys.executable, "-c", "pass")
VERSION = (FLOWTRIM, "--version")


@pytest.mark.benchmark(group="whole processes")
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(PASS, id="python -c pass"),
        pytest.param(VERSION, id="--version"),
        pytest.param(IMPORTS, id="bare imports"),
        pytest.param(ANALYZE, id="analyze as JSON"),
    ],
)
def test_whole_process(benchmark, command):
    benchmark.pedantic(run, args=(command,), rounds=15, warmup_rounds=2)


@pytest.mark.parametrize(
    ("yardstick", "command", "most"),
    [
        pytest.param(IMPORTS, ANALYZE, 1.5, id="analyze within 1.5 times the bare imports"),
        pytest.param(PASS, VERSION, 3.0, id="--version within 3 times python -c pass"),
    ],
)
def test_start_stays_close_to_its_yardstick(yardstick, command, most, record_property, capsys):
    ratio = side_by_side(yardstick, command, rounds=20)
    record_property("ratio", ratio)
    with capsys.disabled():
        sys.stdout.write(f"\n{ratio:.2f} times the yardstick, at most {most}\n")

    assert ratio <= most
