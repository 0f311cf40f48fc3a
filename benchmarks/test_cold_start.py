"""What a person waits for: whole processes, the command beside the yardstick it must stay close to."""

import subprocess
import sys
from pathlib import Path

import pytest

SHOWCASE = Path(__file__).parents[1] / "samples" / "billing-question" / "process.yml"
FLOWTRIM = Path(sys.executable).with_name("flowtrim")


def run(*command):
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


@pytest.mark.benchmark(group="analyze within 1.5 times the bare imports")
@pytest.mark.parametrize(
    "command",
    [
        pytest.param((sys.executable, "-c", "import networkx, click, yaml"), id="bare imports"),
        pytest.param((FLOWTRIM, "analyze", SHOWCASE, "--format", "json"), id="analyze as JSON"),
    ],
)
def test_cold_analyze(benchmark, command):
    benchmark.pedantic(run, args=command, rounds=15, warmup_rounds=2)


@pytest.mark.benchmark(group="--version within 3 times python -c pass")
@pytest.mark.parametrize(
    "command",
    [
        pytest.param((sys.executable, "-c", "pass"), id="python -c pass"),
        pytest.param((FLOWTRIM, "--version"), id="--version"),
    ],
)
def test_cold_version(benchmark, command):
    benchmark.pedantic(run, args=command, rounds=25, warmup_rounds=2)
