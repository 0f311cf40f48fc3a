"""Commands run in processes of their own, and what the operating system counted for each."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

Command = Sequence[str | Path]
# With it an editable install would compile every file at each start, which no user has to wait for.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
KIBIBYTES = 1024
"""In a mebibyte; Linux counts the peak of a process in kibibytes."""

# A process is charged with the peak of the one that started it, so a small one stands between pytest and it.
LAUNCHER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


class Cost(NamedTuple):
    """What one process took: ``seconds`` of processor time, its own and the system's, and ``mebibytes`` at its peak."""

    seconds: float
    mebibytes: float


def run(command: Command) -> None:
    """Run a command to its end; what it prints is thrown away."""
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=ENVIRONMENT)


def cost(command: Command) -> Cost:
    """Run a command to its end and return what it took."""
    launch = (sys.executable, "-c", LAUNCHER, *command)
    told = subprocess.run(launch, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout
    seconds, peak = told.split()
    return Cost(float(seconds), int(peak) / KIBIBYTES)


def elapsed(command: Command) -> float:
    """Run a command to its end and return the seconds that passed on the clock."""
    start = perf_counter()
    run(command)
    return perf_counter() - start


def side_by_side(first: Command, second: Command, *, rounds: int) -> float:
    """Return how many times the processor time of the first the second takes: run in turn, the best of each.

    In turn, so that a machine that is busy for a while is busy for both; the best, since nothing makes it faster.
    """
    pairs = [(cost(first).seconds, cost(second).seconds) for _ in range(rounds)]
    return min(pair[1] for pair in pairs) / min(pair[0] for pair in pairs)
