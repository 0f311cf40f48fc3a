"""What a report says, as plain data: terminal, plain text and Markdown only differ in how they look.

Texts may hold names as people wrote them; whoever renders a page makes them harmless for its medium.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowtrim.model import Result
    from flowtrim.rules import Severity


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to the elevator test, and one line on what it means."""

    passed: bool
    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together, each a short phrase such as "31 steps"."""

    label: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What one rule says: its first finding in full, and where else it found the same."""

    severity: Severity
    message: str
    rule: str
    place: str
    also: tuple[str, ...] = ()
    accepted: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """The blocks of one family of rules, worst first; ``folded`` counts those of other rules that are not shown."""

    title: str
    blocks: tuple[Block, ...]
    folded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spare:
    """A role that the process could do without, with the proof."""

    role: str
    gain: str
    proof: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the spoken text, and the ride in which it ends."""

    sentence: str
    ride: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure before and after, and what became of it: better, worse, same, or None where nobody can say."""

    name: str
    before: str
    after: str
    change: str
    better: bool | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A recorded plan: how it went in a word, what it changes, the lesson; ``misfit`` says why it fits no longer."""

    name: str
    result: Result
    outcome: str
    figures: tuple[str, ...] = ()
    lesson: str | None = None
    misfit: str | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One process as a reader meets it, from the verdict to what to do next."""

    title: str
    file: str
    verdict: Verdict
    after_title: str | None
    compared: tuple[Compared, ...]
    speech: tuple[Said, ...]
    groups: tuple[Group, ...]
    tally: tuple[tuple[Severity, str], ...]
    families: tuple[Family, ...]
    asides: tuple[str, ...]
    spare: tuple[Spare, ...]
    spare_folded: int
    next: tuple[str, ...]
    attempts: tuple[Attempt, ...] = ()
