"""One file while it is read: its text, the day, and everything that is wrong with it so far."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import accumulate

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.model import Clock
from flowtrim.sentences import LONGEST_NAME, did_you_mean, nearest

MOST_COMPARISONS = 20_000
"""How many pairs of words are compared for guesses in one file: a fraction of a second."""

_LINE_BREAK = re.compile(r"\r\n?|\n")


class Lines:
    """Where the lines of a text begin.

    YAML counts the signs NEL, LS and PS as line breaks; editors do not, so this counts for itself.
    """

    def __init__(self, text: str) -> None:
        if "\r" in text:
            self._starts = [0, *(found.end() for found in _LINE_BREAK.finditer(text))]
        else:
            # the same, several times as fast: every file that is read comes by here
            self._starts = [0, *accumulate(map((1).__add__, map(len, text.split("\n"))))]

    def place(self, offset: int) -> tuple[int, int]:
        r"""Return line and column of an offset, both from 1.

        >>> Lines("a: 1\nb: 2\n").place(8)
        (2, 4)
        """
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class Reading:
    """Collects what is wrong with a file, so that all of it is reported at once."""

    def __init__(self, *, file: str, text: str, today: date) -> None:
        self.file = file
        self.text = text
        self.today = today
        self.clock = Clock()
        self._problems: dict[Problem, None] = {}
        self._comparisons = 0

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text, for places."""
        return Lines(self.text)

    def __len__(self) -> int:
        """Return how many problems were noted so far."""
        return len(self._problems)

    def add(self, offset: int, message: str) -> None:
        """Note one problem at an offset of the text."""
        line, column = self.lines.place(offset)
        self._problems[Problem(self.file, line, column, message)] = None

    def finish(self) -> None:
        """Raise InvalidFileError where anything was wrong."""
        if self._problems:
            raise InvalidFileError(self._problems)

    def guess(self, word: str, candidates: Iterable[str]) -> str:
        """Return a sentence with the likeliest candidate, or nothing; none where comparing would take long."""
        names = list(candidates)
        self._comparisons += len(names)
        if self._comparisons > MOST_COMPARISONS or len(word) > LONGEST_NAME:
            return ""
        by_folded = {name.casefold(): name for name in reversed(names)}
        return did_you_mean(by_folded.get(nearest(word.casefold(), by_folded) or ""))


class Places(Mapping[str, tuple[int, int]]):
    """Line and column of what is named, worked out when somebody asks: most are never asked for."""

    def __init__(self, offsets: Mapping[str, int], reading: Reading) -> None:
        self._offsets = offsets
        self._reading = reading

    def __getitem__(self, name: str) -> tuple[int, int]:
        return self._reading.lines.place(self._offsets[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._offsets)

    def __len__(self) -> int:
        return len(self._offsets)
