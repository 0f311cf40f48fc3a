"""What may be said in a conversation, as data: what stands under ``said`` in a line of its journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, TypeAlias, TypeVar, get_args

from msgspec import Struct, convert, to_builtins

from flowtrim.model import Assign, Change, Drop, Merge, Move, Release

ItemKind = Literal["process", "step", "role", "kpi"]
Verb = Literal["drop", "assign", "merge", "move", "release"]

FORMAT = "flowtrim-journal/1"


class Said(Struct, frozen=True, tag_field="what", tag=str.lower, omit_defaults=True):
    """Anything that is said."""


class Opened(Said, frozen=True, omit_defaults=False):
    """The conversation begins; the bytes of the process file stand in its first line, so that it can be replayed."""

    file: str
    content: bytes
    format: str = FORMAT


class FileChanged(Said, frozen=True):
    """Somebody else changed the file meanwhile; what was said so far is to be held against the new one."""

    content: bytes


class Written(Said, frozen=True):
    """What was said so far was written into the file, which reads so now; ``plan`` is the name of the plan in it."""

    content: bytes
    plan: str | None = None


class Answered(Said, frozen=True):
    """A question was answered: ``values`` holds fields of a step, role, KPI or the process as the file names them."""

    kind: ItemKind
    at: str
    values: Mapping[str, str]


class Kept(Said, frozen=True):
    """It stays as it is: the reason that it has still holds today."""

    kind: ItemKind
    at: str


class Decided(Said, frozen=True):
    """A change was decided.

    ``at`` is the step, or the role that leaves; ``to`` the role that takes over; ``others`` are the steps that are
    merged with it, ``name`` and ``to`` then belong to the new step; ``after`` is where a step moves to.
    """

    verb: Verb
    at: str
    to: str | None = None
    others: tuple[str, ...] = ()
    after: str | None = None
    name: str | None = None
    because: str | None = None
    by: str | None = None
    until: date | None = None

    @property
    def change(self) -> Change:
        """The change in the vocabulary of plans.

        >>> Decided("assign", "pay", to="clerk", because="The clerk has the bank card.").change
        Assign(step='pay', to='clerk', because='The clerk has the bank card.')
        """
        terms: dict[str, Any] = {"because": self.because, "by": self.by, "until": self.until}
        match self.verb:
            case "drop":
                return Drop(self.at, **terms)
            case "assign":
                return Assign(self.at, self.to or "", **terms)
            case "merge":
                told = {"name": self.name, "owner": self.to}
                into = {key: value for key, value in told.items() if value is not None}
                return Merge((self.at, *self.others), into, **terms)
            case "move":
                return Move(self.at, after=self.after, **terms)
            case "release":
                return Release(self.at, self.to, **terms)


class Idea(Said, frozen=True):
    """Somebody had an idea: free words, and the change that it comes to, where it comes to one."""

    text: str
    kind: ItemKind
    at: str
    role: str | None = None
    change: Decided | None = None


class Postponed(Said, frozen=True):
    """Nobody in the room could answer; ``owner`` finds out until a day. It comes first on the next agenda."""

    kind: ItemKind
    at: str
    question: str
    owner: str
    until: date


class Closed(Said, frozen=True):
    """A question that was left open has found its answer; it stands in what was learnt."""

    question: str
    answer: str


class Skipped(Said, frozen=True):
    """A question was passed over for now; it stays on the agenda, behind the others."""

    question: str


class Undone(Said, frozen=True):
    """The line of that number no longer counts."""

    line: int


Entry: TypeAlias = (
    Opened | FileChanged | Written | Answered | Kept | Decided | Idea | Postponed | Closed | Skipped | Undone
)

Kind = TypeVar("Kind")


def by_tag(kinds: Iterable[type[Kind]]) -> dict[str, type[Kind]]:
    """Return kinds of what is said or done by the word that stands for each under ``what``."""
    return {kind.__struct_config__.tag: kind for kind in kinds}  # type: ignore[attr-defined]


def told_as(data: Mapping[str, Any], kinds: Mapping[str, type[Kind]]) -> Kind | None:
    """Return what plain data tells as one of those kinds; None where it is none of them.

    Raises:
        msgspec.ValidationError: it is one of them, and not as it should be.
    """
    kind = kinds.get(data.get("what", ""))
    return None if kind is None else convert(data, kind)


_ENTRIES: dict[str, type[Entry]] = by_tag(get_args(Entry))


def as_data(entry: Entry | Mapping[str, Any]) -> dict[str, Any]:
    """Return what was said as plain data for JSON; what a door says in words of its own is plain data already."""
    data: dict[str, Any] = to_builtins(entry)
    return data


def as_entry(data: Mapping[str, Any]) -> Entry | None:
    """Return what plain data says; None where it is something that only another door understands, such as a vote.

    Raises:
        msgspec.ValidationError: it is one of ours, and not as it should be.

    >>> as_entry({"what": "kept", "kind": "step", "at": "pay"})
    Kept(kind='step', at='pay')
    >>> as_entry({"what": "vote", "for": 3})
    """
    return told_as(data, _ENTRIES)
