"""What may stay where it is when a row takes a new order: a longest rising run of its places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_run(numbers: Sequence[int]) -> list[int]:
    """Return the positions of a longest strictly rising subsequence (patience sorting, in n log n).

    >>> longest_run([3, 0, 1, 4, 2])
    [1, 2, 4]
    """
    tails: list[int] = []
    ends: list[int] = []
    back: list[int | None] = []
    for here, number in enumerate(numbers):
        length = bisect_left(tails, number)
        back.append(ends[length - 1] if length else None)
        tails[length : length + 1] = [number]
        ends[length : length + 1] = [here]
    run: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        run.append(last)
        last = back[last]
    return run[::-1]
