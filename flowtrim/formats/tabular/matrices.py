"""Tables with a column for each role: letters (RACI) or marks say who takes part, or steps stand below their role."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flowtrim.formats.role_words import reads_as_role
from flowtrim.formats.tabular.cell_text import join_cell
from flowtrim.formats.tabular.columns import heading, holds_words
from flowtrim.formats.tabular.nobody import says_nothing
from flowtrim.formats.unit_words import bare

Rows = Sequence[Sequence[str]]
Fields = Sequence[str | None]
_LETTERS = re.compile(r"[racis]+")
_WORDS = {"responsible": "r", "accountable": "a", "consulted": "c", "informed": "i", "support": "s", "supports": "s"}
_MARKS = frozenset({"x", "✓", "✔", "✅", "☑", "●", "•", "○", "◎", "√", "*", "■"})
_ASSIGNED = {"owner": "r", "accountable": "a", "consults": "cs", "informs": "i"}


_QUALITIES = {
    "done", "yes", "no", "manual", "automatic", "automated", "mandatory", "optional", "va", "bva", "nva",
    "value adding", "manuell", "automatisch", "manuel", "automatique", "automatico", "手动", "自动", "手動", "自動",
}  # fmt: skip
"""Headings over marks that say how a step is, and not who does it."""


class Unfolded(NamedTuple):
    """The rows with a column for each field, the row that each came from, and what the headings that are gone meant.

    ``assumed`` has what was assumed about a row, by its number here.
    """

    rows: list[list[str]]
    origins: Sequence[int]
    meant: Mapping[str, str]
    assumed: Mapping[int, str]


def unfold_roles(rows: Rows, at: int, fields: Fields) -> Unfolded | None:
    """Return a table without its columns of roles; None where it has none. ``at`` is the row of its headings.

    >>> table = [["Task", "PM", "Dev", "QA"], ["Build", "A", "R", "I"]]
    >>> unfold_roles(table, 0, ["name", None, None, None]).rows
    [['Task', 'Owner', 'Accountable', 'Consults', 'Informs'], ['Build', 'Dev', 'PM', '', 'QA']]
    >>> unfold_roles([["#", "Sales", "Bank"], ["1", "Ask", ""], ["2", "", "Pay"]], 0, ["order", None, None]).rows
    [['#', 'Step', 'Owner'], ['1', 'Ask', 'Sales'], ['2', 'Pay', 'Bank']]
    """
    wide = max(map(len, rows), default=0)
    square = [[*row, *[""] * (wide - len(row))] for row in rows]
    all_fields = [*fields, *[None] * (wide - len(fields))]
    if lettered := _lettered(square, at, all_fields):
        return _by_letters(square, at, lettered, all_fields)
    lanes = _lanes(square, at, all_fields)
    return _by_lanes(square, at, lanes, all_fields) if lanes else None


def _may_be_roles(columns: Sequence[int], fields: Fields) -> bool:
    """Whether several columns have headings that mean nothing else: a role may be called System, but not all are."""
    return sum(fields[column] is None for column in columns) > 1


def _letters(cell: str) -> str:
    """Return the letters of RACI in a cell, nothing where it says anything else; a mark says who does it."""
    said = cell.strip().casefold()
    if said in _MARKS:
        return "r"
    words = re.split(r"[\s/,;&+()\[\]*.-]+", said)
    letters = "".join(_WORDS.get(word, word) for word in words)
    return letters if _LETTERS.fullmatch(letters) and len(letters) < 5 else ""


def _lettered(square: Sequence[list[str]], at: int, fields: Fields) -> list[int]:
    """Return the columns with nothing but letters or marks in them, where there are several, and somebody does it."""
    found, letters = [], ""
    for column, title in enumerate(square[at] if square else ()):
        if fields[column] not in _ROLE_LIKE or not title.strip():
            continue
        cells = [row[column] for row in square[at + 1 :] if row[column].strip()]
        told = [cell for cell in cells if cell.strip() in _MARKS or not says_nothing(cell)]
        if told and all(map(_letters, told)):
            found.append(column)
            letters += "".join("x" if cell.strip().casefold() in _MARKS else _letters(cell) for cell in told)
    qualities = "owner" in fields or any(bare(square[at][column]) in _QUALITIES for column in found)
    return found if _may_be_roles(found, fields) and ("r" in letters or ("x" in letters and not qualities)) else []


_ROLE_LIKE = (None, "owner", "system")


def _titles(square: Sequence[list[str]], at: int, kept: Sequence[int], fields: Fields) -> list[str]:
    """Return the headings beside the roles; the first column of words is that of the steps where none is called so."""
    wordy = next((n for n in kept if holds_words(square[at + 1 :], n)), None)
    unnamed = all(fields[column] != "name" for column in kept)
    return [heading("name") if unnamed and column == wordy else square[at][column] for column in kept]


def _by_letters(square: Sequence[list[str]], at: int, lettered: Sequence[int], fields: Fields) -> Unfolded:
    kept = [column for column in range(len(square[at])) if column not in lettered]
    roles = {column: _role(square[at][column]) for column in lettered}
    out = [[*_picked(row, kept), *[""] * len(_ASSIGNED)] for row in square[: at + 1]]
    out[at] = [*_titles(square, at, kept, fields), *map(heading, _ASSIGNED)]
    assumed: dict[int, str] = {}
    for number, row in enumerate(square[at + 1 :], at + 1):
        said = {role: _letters(row[column]) for column, role in roles.items()}
        doers, more = [role for role, letters in said.items() if "r" in letters], []
        if len(doers) > 1:
            assumed[number] = f"{doers[0]} was read as the owner, and the others who are responsible as consulted"
            more = doers[1:]
        people = {field: [role for role in said if set(said[role]) & set(_ASSIGNED[field])] for field in _ASSIGNED}
        people["consults"] = [role for role in roles.values() if role in (*people["consults"], *more)]
        people |= {"owner": doers[:1], "accountable": people["accountable"][:1]}
        out.append([*_picked(row, kept), *(join_cell(people[field]) for field in _ASSIGNED)])
    return Unfolded(out, range(len(square)), _meant(square[at], lettered), assumed)


def _role(title: str) -> str:
    return _SAYS_ROLE.sub("", title).strip()


_SAYS_ROLE = re.compile(r"^\s*(?:role|rolle|rôle|rol|角色|役割)\s*[:：]\s*(?=\S)", re.IGNORECASE)


def _meant(headings: Sequence[str], columns: Sequence[int]) -> dict[str, str]:
    return dict.fromkeys((headings[column].strip() for column in columns), "role")


def _lanes(square: Sequence[list[str]], at: int, fields: Fields) -> list[int]:
    """Return the columns that are roles with steps below them: each row says something in one, seldom in more."""
    titles = square[at] if square else []
    lanes = [column for column, title in enumerate(titles) if title.strip() and fields[column] in _ROLE_LIKE]
    lanes = [column for column in lanes if not _numbers(square[at + 1 :], column)]
    named = any(field == "name" and not _numbers(square[at + 1 :], column) for column, field in enumerate(fields))
    if named and ("owner" in fields or not all(reads_as_role(titles[column]) for column in lanes)):
        return []
    filled = [[column for column in lanes if row[column].strip()] for row in square[at + 1 :]]
    told = [columns for columns in filled if columns]
    alone = sum(len(columns) == 1 for columns in told)
    several = len({column for columns in told for column in columns}) > 1
    return lanes if several and _may_be_roles(lanes, fields) and len(told) > 1 and alone >= 0.7 * len(told) else []


def _numbers(rows: Rows, column: int) -> bool:
    told = [row[column] for row in rows if column < len(row) and row[column].strip()]
    return all(re.fullmatch(r"[\d.,:/-]+[a-z]?", bare(text)) for text in told)


def _by_lanes(square: Sequence[list[str]], at: int, lanes: Sequence[int], fields: Fields) -> Unfolded:
    kept = [column for column in range(len(square[at])) if column not in lanes]
    words = {column for column in kept if fields[column] == "name" and not _numbers(square[at + 1 :], column)}
    above = {column: heading("part") if column in words else "#" for column in kept if fields[column] == "name"}
    titles = [above.get(column, square[at][column]) for column in kept]
    out = [[*_picked(row, kept), "", ""] for row in square[:at]] + [[*titles, heading("name"), heading("owner")]]
    origins, assumed = list(range(at + 1)), {}
    for number, row in enumerate(square[at + 1 :], at + 1):
        done = [column for column in lanes if row[column].strip() and not says_nothing(row[column])]
        if len(done) > 1:
            assumed[len(out)] = "several roles do something here, which was read as one after the other"
        steps = [(row[column], _role(square[at][column])) for column in done] or [("", "")]
        out += [[*_picked(row, kept), *step] for step in steps]
        origins += [number] * len(steps)
    return Unfolded(out, origins, _meant(square[at], lanes), assumed)


def _picked(row: Sequence[str], columns: Sequence[int]) -> list[str]:
    return [row[column] for column in columns]
