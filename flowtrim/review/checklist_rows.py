"""The annual checklist as plain data: facts to look at, and room for decisions (docs/theory.md#the-checklist)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from msgspec import Struct

from flowtrim.model import Plan

DECISIONS = ("keep", "merge", "move", "automate", "drop")
ROLE_DECISIONS = ("keep", "drop")
KPI_DECISIONS = ("keep", "change", "drop")
YES_NO = ("yes", "no")
NUMBER, ID, MARK = "No.", "Id", "Mark"
DECISION, TARGET, BY, ON, NEWEST = (
    "Decision",
    "With / after / to",
    "By",
    "When",
    "Newest member explains it",
)
REASON, SERVED, SOURCE, PERFORMER, MAY = (
    "Reason today",
    "Serves",
    "Source",
    "Who performs it",
    "May decide",
)
WHAT_TODAY, ACTION_TODAY = "What today", "Action today"
DONE = "Done?"
ACTIONS = "Findings and actions"
ACTION, ACTION_OWNER, ACTION_DUE = "Action", "Who does it", "Until"
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
LONGEST = 600
_DATES = frozenset({"Last justified", "Last reviewed", "Due"})
"""Left out of the mark: a spreadsheet that saves CSV writes dates in a way of its own."""


class Column(Struct, frozen=True):
    """A column: its title, whether people fill it in, and the choices that it offers, if any.

    ``tells`` says that the column belongs to the process itself: when it changes, the row is of an older version.
    """

    title: str
    open: bool = False
    choices: tuple[str, ...] = ()
    tells: bool = False


class Table(Struct, frozen=True):
    """A part of the checklist; those with a ``key`` are taken back when it is signed."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    key: str | None = None

    @property
    def facts(self) -> tuple[Column, ...]:
        """The columns that are filled in before people see it."""
        return tuple(column for column in self.columns if not column.open)

    @property
    def asked(self) -> tuple[Column, ...]:
        """The columns that people fill in."""
        return tuple(column for column in self.columns if column.open)


class Checklist(Struct, frozen=True):
    """The checklist of one process: facts at the head, tables, and the fields of the sign-off, all empty.

    Titles and choices are in English; ``language`` is that in which they are shown, and facts are said in it already.
    """

    process: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    sign_off: tuple[str, ...]
    version: str
    language: str | None = None

    def table(self, key: str) -> Table:
        """Return the table of that key.

        Raises:
            KeyError: there is none.
        """
        return {table.key: table for table in self.tables if table.key}[key]


def told(text: object, *, longest: int = LONGEST) -> str:
    """Return a fact as every format can hold it: on one line, of a readable length, without hidden characters.

    >>> told(None), told(" a  b ")
    ('', 'a b')
    """
    words = "" if text is None else "".join(map(_visible, " ".join(str(text).split())))
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _visible(character: str) -> str:
    # Zero-width joiners shape words of some scripts; what else cannot be seen is shown by its number.
    hidden = not character.isprintable() and character not in "\u200c\u200d"
    return f"‹U+{ord(character):04X}›" if hidden else character


def change_id(plan: Plan, number: int) -> str:
    """Return what stands for a change of a plan, by its number in it, from 1 on.

    >>> change_id(Plan("One stamp less"), 2)
    'One stamp less · 2'
    """
    return f"{told(plan.name)} · {number}"


def seal(parts: Iterable[str]) -> str:
    """Return eight letters that change with any of the parts: no spreadsheet takes letters for a number.

    >>> seal(["a", "b"]) == seal(["a", "b"]), seal(["ab"]) == seal(["a", "b"]), len(seal([]))
    (True, False, 8)
    """
    data = "\0".join(parts).encode(errors="replace")
    return sha256(data).hexdigest()[:8].translate(_LETTERS)


def mark(columns: Iterable[Column], row: Iterable[str], *, process: str, key: str) -> str:
    """Return the mark of a row: eight letters for what the process says, and eight for the row as it was handed out."""
    pairs = [(column, cell) for column, cell in zip(columns, row, strict=False) if not column.open]
    says = seal([key, *(cell for column, cell in pairs if column.tells)])
    facts = (cell for column, cell in pairs if column.title != MARK and column.title not in _DATES)
    return f"{says}-{seal([process, says, *facts])}"
