"""Tables with a column for each role: letters (RACI) or marks say who takes part, or steps stand below their role."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flowtrim.formats.role_words import reads_as_role
from flowtrim.formats.tabular.cell_text import join_cell, one_line
from flowtrim.formats.tabular.columns import heading, holds_words
from flowtrim.formats.tabular.nobody import says_nothing
from flowtrim.formats.tabular.participation import codes_of, is_legend, is_plain, legend_of, meanings
from flowtrim.formats.unit_words import bare
from flowtrim.sentences import listed, quoted

Rows = Sequence[Sequence[str]]
Fields = Sequence[str | None]
Codes = Mapping[str, str]
"""What letters and marks mean: the field of each."""
_ASSIGNED = ("owner", "accountable", "consults", "informs")
_QUALITIES = {
    "done", "yes", "no", "manual", "automatic", "automated", "mandatory", "optional", "va", "bva", "nva",
    "value adding", "manuell", "automatisch", "manuel", "automatique", "automatico", "手动", "自动", "手動", "自動",
}  # fmt: skip
"""Headings over marks that say how a step is, and not who does it."""


class Unfolded(NamedTuple):
    """The rows with a column for each field, the row that each came from, and what the headings that are gone meant.

    ``assumed`` has what was assumed about a row, by its number here, and ``left`` what of a row was not read.
    """

    rows: list[list[str]]
    origins: Sequence[int]
    meant: Mapping[str, str]
    assumed: Mapping[int, str]
    left: Mapping[int, str] = {}


def unfold_roles(rows: Rows, at: int, fields: Fields, legend: Codes | None = None) -> Unfolded | None:
    """Return a table without its columns of roles; None where it has none. ``at`` is the row of its headings.

    ``legend`` says what letters mean, where the file tells it in another place than the table.

    >>> table = [["Task", "PM", "Dev", "QA"], ["Build", "A", "R", "I"]]
    >>> unfold_roles(table, 0, ["name", None, None, None]).rows
    [['Task', 'Owner', 'Accountable', 'Consults', 'Informs'], ['Build', 'Dev', 'PM', '', 'QA']]
    >>> unfold_roles([["#", "Sales", "Bank"], ["1", "Ask", ""], ["2", "", "Pay"]], 0, ["order", None, None]).rows
    [['#', 'Step', 'Owner'], ['1', 'Ask', 'Sales'], ['2', 'Pay', 'Bank']]
    """
    square, all_fields = _squared(rows, fields)
    if matrix := _matrix(square, all_fields, at, legend or {}):
        steps_across = _steps_across(square, at, matrix, all_fields)
        return _turned(square, at, matrix) if steps_across else _by_letters(square, at, matrix, all_fields)
    lanes = _lanes(square, at, all_fields)
    return _by_lanes(square, at, lanes, all_fields) if lanes else None


def _squared(rows: Rows, fields: Fields) -> tuple[list[list[str]], list[str | None]]:
    wide = max(map(len, rows), default=0)
    return [[*row, *[""] * (wide - len(row))] for row in rows], [*fields, *[None] * (wide - len(fields))]


def _may_be_roles(columns: Sequence[int], fields: Fields) -> bool:
    """Whether several columns have headings that mean nothing else: a role may be called System, but not all are."""
    return sum(fields[column] is None for column in columns) > 1


class _Matrix(NamedTuple):
    """The columns that say who takes part, by codes, and the field of each code."""

    columns: Sequence[int]
    meant: Codes


def _matrix(square: Sequence[list[str]], fields: Fields, at: int, legend: Codes) -> _Matrix | None:
    """Return the columns of codes, where there are several, and one of the codes says who does it."""
    coded = _coded(square, at, fields)
    if len(coded) < 2:
        return None
    titles = square[at] if square else []
    legend = legend or legend_of(filter(is_legend, square))
    roles = [column for column in coded if reads_as_role(titles[column])]
    letters = [column for column in coded if _used(square, at, [column]) <= {*"racisx"}]
    for columns in (coded, roles, *([letters] if set(roles) <= set(letters) else [])):
        meant = meanings(_used(square, at, columns), legend) if columns else None
        if meant and _is_of_roles(columns, meant, (titles, fields)):
            return _Matrix(columns, meant)
    return None


def _is_of_roles(columns: Sequence[int], meant: Mapping[str, str], headed: tuple[Sequence[str], Fields]) -> bool:
    """Whether columns of codes are those of roles: crosses may say how a step is, letters of what kind or size."""
    titles, fields = headed
    roles = sum(reads_as_role(titles[column]) for column in columns)
    owned = "name" in fields and any(fields[n] == "owner" for n in range(len(fields)) if n not in columns)
    if not (_may_be_roles(columns, fields) or 1 < len(columns) == roles):
        return False
    if set(meant) <= _MARKS:
        return not owned and not any(bare(titles[column]) in _QUALITIES for column in columns)
    if is_plain(meant):
        return True
    return not owned and (2 * roles >= len(columns) or (len(meant) > 2 and not set(meant) <= _SIZES))


_SIZES = frozenset("sml")
_MARKS = frozenset("x◎★●■▲○☆□△") | {"(x)"}


def _coded(square: Sequence[list[str]], at: int, fields: Fields) -> list[int]:
    """Return the columns with a heading in which most cells are codes."""
    found, body = [], [row for row in square[at + 1 : at + _LOOKED_AT] if not is_legend(row)]
    for column, title in enumerate(square[at] if square else ()):
        if not title.strip() or not (fields[column] in _ROLE_LIKE or reads_as_role(title)) or len(title.strip()) < 2:
            continue
        cells = [row[column] for row in body if row[column].strip()]
        told = [cell for cell in cells if codes_of(cell) or not says_nothing(cell)]
        coded = sum(bool(codes_of(cell)) for cell in told)
        if coded and coded >= _MOST * len(told):
            found.append(column)
    return found


_ROLE_LIKE = (None, "owner", "system")
_LOOKED_AT = 500
"""Rows that show whether columns hold codes."""
_MOST = 2 / 3
"""So many of the cells of a role are codes; the others are told."""


def _used(square: Sequence[list[str]], at: int, columns: Sequence[int]) -> set[str]:
    rows = (row for row in square[at + 1 : at + _LOOKED_AT] if not is_legend(row))
    return {code for row in rows for column in columns for code in codes_of(row[column])}


def heads_roles(rows: Rows, at: int, fields: Fields, legend: Codes) -> bool:
    """Whether a row has the headings of columns of codes, which say of each role what it does."""
    return len([text for text in rows[at] if text.strip()]) > 1 and bool(
        _matrix(*_squared(rows, fields), at=at, legend=legend)
    )


def unknown_codes(rows: Rows, at: int, fields: Fields, legend: Codes) -> str | None:
    """Say why a table with a column of letters for each role is not read; None for any other table."""
    square, all_fields = _squared(rows, fields)
    coded = _coded(square, at, all_fields)
    roles = [column for column in coded if reads_as_role(square[at][column])]
    used = sorted(code for code in _used(square, at, roles) if code.isalpha() or len(code) == 1)
    owned = any(field == "owner" for column, field in enumerate(all_fields) if column not in coded)
    if len(roles) < 2 or owned or 2 * len(roles) < len(coded) or _matrix(square, all_fields, at, legend):
        return None
    if not used or any(len(code) > 3 for code in used) or set(used) <= {*"hmlyjn"}:  # levels, or yes and no
        return None
    shown = listed(quoted(code.upper()) for code in used)
    titles = listed(quoted(square[at][column].strip()) for column in roles[:6])
    return (
        f"The columns {titles} say by {shown} who takes part, and which of them is who does a step is not known. "
        f"Say it in a row of its own, as in: {used[0].upper()} = Responsible, {used[-1].upper()} = Informed"
    )


def _steps_across(square: Sequence[list[str]], at: int, matrix: _Matrix, fields: Fields) -> bool:
    """Whether a matrix has its roles below each other, and its steps beside each other."""
    kept = [column for column in range(len(square[at])) if column not in matrix.columns]
    wordy = [column for column in kept if holds_words(square[at + 1 :], column)]
    if len(wordy) != 1 or fields[wordy[0]] == "name" or any(reads_as_role(square[at][n]) for n in matrix.columns):
        return False
    names = [row[wordy[0]] for row in square[at + 1 :] if any(codes_of(row[column]) for column in matrix.columns)]
    return fields[wordy[0]] == "owner" or (len(names) > 1 and all(map(reads_as_role, names)))


def _turned(square: Sequence[list[str]], at: int, matrix: _Matrix) -> Unfolded:
    """Return a matrix with its steps below each other."""
    first = next(n for n in range(len(square[at])) if n not in matrix.columns and holds_words(square[at + 1 :], n))
    people = [row for row in square[at + 1 :] if any(codes_of(row[column]) for column in matrix.columns)]
    turned = [[heading("name"), *(row[first] for row in people)]]
    turned += [[square[at][column], *(row[column] for row in people)] for column in matrix.columns]
    unfolded = _by_letters(turned, 0, _Matrix(range(1, len(people) + 1), matrix.meant), ["name"])
    above = [[""] * len(unfolded.rows[0]) for _ in range(at)]
    assumed = {number + at: why for number, why in unfolded.assumed.items()}
    origins = [*range(at), *[at] * len(unfolded.rows)]
    meant = {text.strip(): "step" if n in matrix.columns else "role" for n, text in enumerate(square[at])}
    return Unfolded([*above, *unfolded.rows], origins, meant, assumed)


def _titles(square: Sequence[list[str]], at: int, kept: Sequence[int], fields: Fields) -> list[str]:
    """Return the headings beside the roles; where none is that of the steps, the column with most names in it is.

    Words in a column before it that has no heading are those of the part.
    """
    titles = {column: square[at][column] for column in kept}
    if any(fields[column] == "name" for column in kept):
        return list(titles.values())
    wordy = [n for n in kept if holds_words(square[at + 1 :], n)]
    free = [n for n in wordy if fields[n] is None] or wordy
    names = {n: len({row[n].strip() for row in square[at + 1 :]} - {""}) for n in free}
    best = max(free, key=names.__getitem__, default=None)
    for column in free:
        if column == best:
            titles[column] = heading("name")
        elif not titles[column].strip() and best is not None and column < best:
            titles[column] = heading("part")
    return list(titles.values())


def _by_letters(square: Sequence[list[str]], at: int, matrix: _Matrix, fields: Fields) -> Unfolded:
    kept = [column for column in range(len(square[at])) if column not in matrix.columns]
    out = [[*_picked(row, kept), *[""] * len(_ASSIGNED)] for row in square[: at + 1]]
    out[at] = [*_titles(square, at, kept, fields), *map(heading, _ASSIGNED)]
    assumed = {} if is_plain(matrix.meant) else {at: _explained(matrix.meant)}
    origins, left = list(range(at + 1)), {}
    for number, row in enumerate(square[at + 1 :], at + 1):
        said = {_role(square[at][column]): codes_of(row[column]) for column in matrix.columns}
        if is_legend(row):
            continue
        people, doubt = _people({role: {matrix.meant.get(code, "") for code in codes} for role, codes in said.items()})
        if doubt:
            assumed[len(out)] = doubt
        other = [row[n].strip() for n in matrix.columns if row[n].strip() and not codes_of(row[n])]
        if unread := [text for text in other if not says_nothing(text)]:
            left[len(out)] = f"says {listed(map(quoted, unread))} for a role, which is not understood"
        out.append([*_picked(row, kept), *(join_cell(people[field]) for field in _ASSIGNED)])
        origins.append(number)
    return Unfolded(out, origins, _meant(square[at], matrix.columns), assumed, left)


def _people(said: Mapping[str, set[str]]) -> tuple[dict[str, list[str]], str]:
    """Return the roles by field, and what was assumed where several do a step, or several decide."""
    people = {field: [role for role, fields in said.items() if field in fields] for field in _ASSIGNED}
    more = people["owner"][1:] + people["accountable"][1:]
    doubts = []
    if len(people["owner"]) > 1:
        doubts.append(f"{people['owner'][0]} was read as the owner, and the others who are responsible as consulted")
    if len(people["accountable"]) > 1:
        doubts.append(f"{people['accountable'][0]} was read as accountable, and the others who decide as consulted")
    people["consults"] = [role for role in said if role in people["consults"] or role in more]
    people |= {"owner": people["owner"][:1], "accountable": people["accountable"][:1]}
    return people, "; ".join(doubts)


def _explained(meant: Mapping[str, str]) -> str:
    words = {"owner": "does it", "accountable": "answers for it", "consults": "is consulted", "informs": "is informed"}
    told = [f"{quoted(code.upper())} as who {words[field]}" for code, field in meant.items() if field in words]
    return f"its columns of roles were read with {listed(told)}"


def _role(title: str) -> str:
    return one_line(_SAYS_ROLE.sub("", title))


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
