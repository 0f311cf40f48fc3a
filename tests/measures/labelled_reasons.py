"""Reasons with the labels that two readings gave them, and what the classifier makes of them.

``python -m tests.measures.labelled_reasons`` prints the figures, and what is misread in the half that may be looked at.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from math import exp, lgamma, log, log1p
from pathlib import Path
from typing import NamedTuple

from flowtrim.measures.lexicon import words_for
from flowtrim.measures.reasons import Reason, weakness

FOLDER = Path(__file__).parent / "reasons"
SETS = (
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
)
"""Sets that were labelled before the classifier had seen them; README.md has what it made of each at first sight."""
LANGUAGES = ("en", "zh", "ja", "de", "es", "fr")
GOOD = "good"
SMELLS = ("empty", "tautology", "tradition", "authority", "vague")


class Labelled(NamedTuple):
    """A reason, what two readings made of it, and in which language."""

    language: str
    step: str
    reason: str
    first: str
    second: str
    is_later: bool = False

    @property
    def is_frozen(self) -> bool:
        return not self.is_later and sha256(f"{self.step}\t{self.reason}".encode()).digest()[0] < 128

    @property
    def is_either(self) -> bool:
        return (self.first == GOOD) != (self.second == GOOD)


@cache
def labelled() -> tuple[Labelled, ...]:
    return tuple(row for language in LANGUAGES for row in _read(language))


def _read(language: str) -> Iterator[Labelled]:
    yield from (Labelled(language, *cells) for cells in _cells(FOLDER / f"{language}.tsv"))
    yield from (
        Labelled(language, *cells, cells[-1], is_later=True) for cells in _cells(FOLDER / "later" / f"{language}.tsv")
    )


def _cells(file: Path) -> Iterator[list[str]]:
    _, *lines = file.read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines)


def half(*, frozen: bool) -> list[Labelled]:
    """The rows of one half on which both readings agree whether they are good."""
    return [row for row in labelled() if row.is_frozen == frozen and not row.is_either]


@cache
def fresh(name: str) -> tuple[Labelled, ...]:
    """The rows of one of the sets, which one reading labelled."""
    return tuple(
        Labelled(language, *cells, cells[-1])
        for language in LANGUAGES
        for cells in _cells(FOLDER / name / f"{language}.tsv")
    )


@cache
def good_in_processes() -> tuple[Labelled, ...]:
    """The reasons of the samples and of real processes, and examples of the theory and of the rules, all good."""
    rows = (cells for name in ("processes", "examples") for cells in _cells(FOLDER / f"{name}.tsv"))
    return tuple(Labelled(language, *cells, GOOD, GOOD) for language, *cells in rows)


@cache
def unseen() -> tuple[Labelled, ...]:
    """The rows that neither the lists nor the weights were made with, on which both readings agree whether they are good.

    Nobody who mends the classifier looks at a misread one; only the figures are printed.
    """
    rows = (
        Labelled(language, *cells) for language in LANGUAGES for cells in _cells(FOLDER / "unseen" / f"{language}.tsv")
    )
    return tuple(row for row in rows if not row.is_either)


def taught() -> list[Labelled]:
    """All rows that the weights of features are made of."""
    return [row for row in labelled() if not row.is_either] + [
        row for rows in (*map(fresh, SETS), fresh("weighed"), good_in_processes()) for row in rows
    ]


def digest() -> str:
    """What changes when a row does."""
    rows = sorted(f"{row.language}\t{row.step}\t{row.reason}\t{row.first}" for row in taught())
    return sha256("\n".join(rows).encode()).hexdigest()[:16]


@cache
def told(row: Labelled) -> str:
    """What the classifier says: a smell, or good where it has nothing against it, or a hint only."""
    found = weakness(Reason(row.step, row.reason), words=words_for(row.language, (row.step, row.reason)))
    return found.code if found and not found.mild else GOOD


class Rate(NamedTuple):
    """So many of so many, with the bounds of Clopper and Pearson at 95 %."""

    hits: int
    total: int

    @property
    def share(self) -> float:
        return self.hits / self.total if self.total else 1.0

    @property
    def bounds(self) -> tuple[float, float]:
        misses = self.total - self.hits
        return 1 - _at_most(misses, self.total), _at_most(self.hits, self.total)

    def __str__(self) -> str:
        low, high = self.bounds
        return f"{self.hits:4}/{self.total:<4} {self.share:5.3f} ({low:.3f} to {high:.3f})"


def _at_most(hits: int, total: int) -> float:
    """The upper bound: the largest share at which so few hits still have a probability of 2.5 %."""
    if hits == total:
        return 1.0
    low, high = hits / total, 1.0
    for _ in range(50):
        share = (low + high) / 2
        low, high = (share, high) if _chance(hits, total, share) > 0.025 else (low, share)
    return high


def _chance(hits: int, total: int, share: float) -> float:
    """The probability of at most so many hits."""
    if not share:
        return 1.0
    return sum(
        exp(lgamma(total + 1) - lgamma(k + 1) - lgamma(total - k + 1) + k * log(share) + (total - k) * log1p(-share))
        for k in range(hits + 1)
    )


def precision(rows: Iterable[Labelled]) -> Rate:
    """Of the reasons that are called weak, those that are."""
    called = [row for row in rows if told(row) != GOOD]
    return Rate(sum(row.first != GOOD for row in called), len(called))


def recall(rows: Iterable[Labelled], *smells: str) -> Rate:
    """Of the reasons with one of these smells, those that are called weak, by whatever name."""
    smelling = [row for row in rows if row.first in smells]
    return Rate(sum(told(row) != GOOD for row in smelling), len(smelling))


def naming(rows: Iterable[Labelled]) -> Rate:
    """Of the weak reasons that are called weak, those that are called by a name that a reading gave them."""
    called = [row for row in rows if GOOD not in (row.first, told(row))]
    return Rate(sum(told(row) in (row.first, row.second) for row in called), len(called))


def table(rows: Sequence[Labelled]) -> str:
    """Precision, recall of each smell, and how each language fares."""
    lines = [f"precision {precision(rows)}", *(f"{smell:9} {recall(rows, smell)}" for smell in SMELLS)]
    lines += [f"all       {recall(rows, *SMELLS)}", f"named     {naming(rows)}"]
    for language in LANGUAGES:
        spoken = [row for row in rows if row.language == language]
        found = Counter((row.first, told(row)) for row in spoken)
        smells = "  ".join(f"{smell} {recall(spoken, smell).share:.2f}" for smell in SMELLS)
        lines.append(f"{language}: precision {precision(spoken).share:.3f}  {smells}  good {found[GOOD, GOOD]}")
    return "\n".join(lines)


def misread(rows: Iterable[Labelled]) -> str:
    """The good ones that are called weak, and the weak ones that pass."""
    wrong = (row for row in rows if (row.first == GOOD) != (told(row) == GOOD))
    return "\n".join(f"{row.language} {row.first} told {told(row)} | {row.step} | {row.reason}" for row in wrong)


if __name__ == "__main__":
    working, frozen = half(frozen=False), half(frozen=True)
    report = (
        "working half",
        table(working),
        "\nfrozen half",
        table(frozen),
        "\nnever seen",
        table(unseen()),
        "\nmisread in the working half",
        misread(working),
        *(line for name in SETS for line in (f"\n{name} set", table(fresh(name)), misread(fresh(name)))),
    )
    sys.stdout.write("\n".join(report) + "\n")
