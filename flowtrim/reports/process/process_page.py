"""What a report says, as plain data: terminal, plain text and Markdown only differ in how they look.

Texts may hold names as people wrote them; the renderer of a page makes them harmless for its medium.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from flowtrim.reports.comparison import Compared
from flowtrim.sentences import Message, in_a_row

if TYPE_CHECKING:
    from flowtrim.model import Result
    from flowtrim.rules import Severity


Outlook = Literal["fits", "asks", "long"]
"""Whether a process fits in one ride: it does, it depends on questions that nobody answered yet, it does not."""
OUTLOOKS: dict[Outlook, tuple[str, Literal["good", "warning", "bad"]]] = {
    "fits": ("✓ ", "good"),
    "asks": ("? ", "warning"),
    "long": ("✗ ", "bad"),
}
"""The sign of each outlook, and how it looks."""


class Verdict(Struct, frozen=True):
    """The answer to the elevator test, and one line on what it means."""

    outlook: Outlook
    text: str
    meaning: str

    @property
    def sign(self) -> str:
        """What stands before the text: fits, ask first, too long."""
        return OUTLOOKS[self.outlook][0].strip()


class Figure(Message):
    """A phrase that tells a figure; ``key`` is its name among those compared, ``besides`` what it says of it as well.

    >>> told = Figure.of("handoffs", "9 handoffs", "2 with a system")
    >>> told, told.key, told.besides
    ('9 handoffs, 2 with a system', 'handoffs', '2 with a system')
    """

    __slots__ = ("besides", "key")
    key: str
    besides: str

    @classmethod
    def of(cls, key: str, text: str, besides: str = "") -> Figure:
        """Return a phrase with what it says besides behind a comma."""
        row = in_a_row(text, besides)
        told = cls(row, row.template, row.parts)
        told.key, told.besides = key, besides
        return told


class Group(Struct, frozen=True):
    """Figures that belong together, each a short phrase such as "31 steps"."""

    label: str
    figures: tuple[str, ...]


class Block(Struct, frozen=True):
    """What one rule says: its first finding in full, and where else it found something.

    What the message says is true of the places in ``also``, but for the name; ``others`` are places of which the rule
    says it in other words.
    """

    severity: Severity
    message: str
    rule: str
    place: str
    also: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    accepted: str | None = None

    @property
    def count(self) -> int:
        """How many findings there are in all."""
        return 1 + len(self.also) + len(self.others)


class Family(Struct, frozen=True):
    """The blocks of one family of rules, worst first; ``folded`` counts those of other rules that are not shown."""

    title: str
    blocks: tuple[Block, ...]
    folded: tuple[str, ...] = ()


class Spare(Struct, frozen=True):
    """A role that the process could do without, with the proof."""

    role: str
    gain: str
    proof: tuple[str, ...]
    rules: tuple[str, ...]


class Said(Struct, frozen=True):
    """A sentence of the spoken text, and the ride in which it ends."""

    sentence: str
    ride: int


class Attempt(Struct, frozen=True):
    """A recorded plan: how it went in a word, what it changes, the lesson; ``misfit`` says why it fits no longer."""

    name: str
    result: Result
    outcome: str
    figures: tuple[str, ...] = ()
    lesson: str | None = None
    misfit: str | None = None
    chosen: bool = False


class Page(Struct, frozen=True):
    """One process as a reader meets it, from the verdict to what to do next.

    ``foremost`` are the rules of which to read first, of all ``found`` findings that are open; ``hidden`` says how many
    the families leave out. ``stamp`` says what day the page holds for, and what it was made from. ``language`` is that
    of the process, in which it is told; findings and proofs are in it already.
    """

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
    foremost: tuple[Block, ...] = ()
    found: int = 0
    hidden: str | None = None
    stamp: str = ""
    language: str | None = None
