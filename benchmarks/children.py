"""Commands run in processes of their own, and what the operating system counted for each."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

Command = Sequence[str | Path]
MEBIBYTE = 1024
"""Linux counts the peak of a process in kibibytes."""


class Cost(NamedTuple):
    """What one process took: ``seconds`` of processor time, its own and the system's, and ``mebibytes`` at its peak."""

    seconds: float
    mebibytes: float


def cost(command: Command) -> Cost:
    """Run a command to its end and return what it took; what it prints is thrown away."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0  # it is waited for already
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEBIBYTE)


def side_by_side(first: Command, second: Command, *, rounds: int) -> float:
    """Return how many times the processor time of the first the second takes: run in turn, the best of each.

    In turn, so that a machine that is busy for a while is busy for both; the best, since nothing makes it faster.
    """
    pairs = [(cost(first).seconds, cost(second).seconds) for _ in range(rounds)]
    return min(pair[1] for pair in pairs) / min(pair[0] for pair in pairs)
