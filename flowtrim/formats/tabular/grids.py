"""The rows of a table as they stand in a file and what they are called; rows that lead from a step to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct, field

from flowtrim.formats.role_words import reads_as_role
from flowtrim.formats.tabular.cell_text import join_cell, one_line
from flowtrim.formats.tabular.columns import heading, names_steps, other_tables, spelling, understand
from flowtrim.formats.tabular.matrices import Fields, Rows, Unfolded, unfold_roles
from flowtrim.formats.tabular.nobody import says_nothing
from flowtrim.formats.tabular.placed import Key, Place
from flowtrim.formats.tabular.step_references import ENDS
from flowtrim.formats.unit_words import bare
from flowtrim.model import END

Row = Sequence[str]
DEEPEST_HEADING = 20
"""Headings stand in one of so many rows."""
_LEADING = frozenset({"owner", "accountable", "next", "after", "yes", "no"})
"""Fields that say who does a step, or where it leads."""
_FROM = (
    "From|From step|From task|From activity|From node|From state|Source activity|Source|Source step|Source node|Von|"
    "Von Schritt|Aus|"
    "Quelle|Ausgangsschritt|De|Depuis|Étape source|Étape de départ|Desde|Desde paso|De paso|Origen|Paso origen|从|自|"
    "来源|源|源步骤|起点|起始步骤|前步骤|遷移元|接続元|元|開始ステップ"
)
_TO = (
    "To|To step|To task|To activity|To node|To state|Target activity|Target|Target step|Target node|Destination|Nach|"
    "Nach Schritt|Zu|"
    "Zielschritt|Ziel|Vers|À|Étape cible|Étape d'arrivée|Cible|Hasta|A|A paso|Hacia|Destino|Paso destino|到|至|目标|"
    "目标步骤|终点|去向|后步骤|遷移先|接続先|先|終了ステップ"
)
_WHEN = (
    "Trigger|Event|Transition|Guard|Via|Edge|Edge label|Auslöser|Übergang|Événement|Evento|Transición|触发|触发条件|"
    "イベント"
)
_STARTS = {"start", "begin", "anfang", "beginn", "debut", "inicio", "开始", "開始", "(start)", "[*]"}


class Grid(Struct, frozen=True):
    """The rows of a table, and what else the file says about the process, in the words of a process file.

    ``lines`` are the lines of the rows, where they are not simply their numbers; ``sheet`` is the name of the sheet in
    a workbook, and ``places`` tells sheet and row of what else is said. ``left`` tells what was not read beside it, and
    ``typed`` that its cells hold numbers, which need no reading; ``listed`` that it was made of a list.
    """

    rows: Sequence[Row]
    data: Mapping[str, Any] = field(default_factory=dict)
    form: str = "csv"
    lines: Sequence[int] | None = None
    sheet: str = ""
    places: Mapping[Key, Place] = field(default_factory=dict)
    left: Sequence[Mapping[str, Any]] = ()
    typed: bool = False
    listed: bool = False

    def line(self, number: int) -> int:
        """Return the line in the file of a row, counted from 0."""
        return self.lines[number] if self.lines is not None else number + 1

    def cell(self, column: int, line: int) -> str:
        """Return what people call a cell: Steps!C5, or the letter of its column where there are no sheets."""
        if self.listed:
            return ""
        letters = letters_of(column)
        return f"{self.sheet}!{letters}{line}" if self.sheet else f"column {letters}"


def letters_of(column: int) -> str:
    """Return the letters of a column, counted from 0.

    >>> letters_of(0), letters_of(27)
    ('A', 'AB')
    """
    letters = ""
    while column >= 0:
        column, letter = column // 26 - 1, chr(ord("A") + column % 26)
        letters = letter + letters
    return letters


def heading_row(rows: Sequence[Row], said: Mapping[str, str]) -> tuple[int, list[str | None]]:
    """Return the number of the row with the headings, counted from 0, and what they mean: the best among the first.

    A row of a step may hold a word for a column, too; of headings at least half mean something, unless they come first.
    Letters alone, such as R, A and C, are those of a step with a column for each role.
    """
    found = [understand(row, said) for row in rows[:DEEPEST_HEADING]]
    first = next((n for n, row in enumerate(rows[:DEEPEST_HEADING]) if any(map(str.strip, row))), 0)

    def sense(n: int) -> tuple[bool, int, bool, int]:
        known, filled = len(set(found[n]) - {None}), sum(bool(text.strip()) for text in rows[n])
        named = "name" in found[n]
        letters = not named and all(
            len(text.strip()) == 1 for text, field in zip(rows[n], found[n], strict=True) if field
        )
        return named and (n == first or 2 * known >= filled), 0 if letters else known, named, -n

    best = max(range(len(found)), key=sense, default=0)
    return best, found[best] if found else []


def with_one_heading_row(rows: Sequence[Row], said: Mapping[str, str]) -> Sequence[Row]:
    """Return the rows with headings on two rows in one: below a heading that spans columns stands what each means.

    >>> with_one_heading_row([["Task", "Who", ""], ["", "Owner", "Accountable"], ["Ask", "Desk", "Boss"]], {})
    [['', '', ''], ['Task', 'Owner', 'Accountable'], ['Ask', 'Desk', 'Boss']]
    """
    at, fields = heading_row(rows, said)
    if at + 2 >= len(rows) or len(rows[at]) != len(rows[at + 1]):
        return rows
    top, below = rows[at], rows[at + 1]
    meant = understand(below, said)
    told = [n for n, text in enumerate(below) if text.strip() and text.strip() != top[n].strip()]
    units = [n for n in told if below[n].strip()[:1] in ("(", "[", "（") and fields[n]]
    wide = [
        n for n in told if top[n].strip() in (*top[:n], *top[n + 1 :], "") or not "".join(top[n + 1 : n + 2]).strip()
    ]
    joined = [other or one for one, other in zip(top, below, strict=True)]
    joined = [f"{top[n]} {text}" if n in units else text for n, text in enumerate(joined)]
    on_one = [*rows[:at], [""] * len(top), joined, *rows[at + 2 :]]
    if told and len(units) + sum(meant[n] is not None for n in wide if n not in units) >= len(told):
        return on_one
    roles = len(told) > 1 and len(wide) == len(told) and "name" in understand(joined, said)
    return on_one if roles and unfold_roles(on_one, at + 1, understand(joined, said)) else rows


def unfold(rows: Sequence[Row], at: int, fields: Fields) -> Unfolded | None:
    """Return a table whose rows are no steps as one of steps: one of flows, or one with a column for each role."""
    return unfold_edges(rows, at, fields) or unfold_roles(rows, at, fields)


class Likeness(Struct, frozen=True, order=True):
    """How much a table looks like steps, the more telling thing first."""

    names_steps: bool = False
    leads: bool = False
    fields: int = 0
    rows: int = 0

    @classmethod
    def of(cls, rows: Sequence[Row], said: Mapping[str, str]) -> Likeness:
        """Compare a table by its headings, and by columns of roles in it.

        >>> Likeness.of([["Role", "Description"], ["Clerk", "Pays"]], {}) < Likeness.of([["Step"], ["Pay"]], {})
        True
        """
        at, fields = heading_row(rows, said)
        if unfold_edges(rows[: at + 50], at, fields):
            return cls(names_steps=True)  # any other table of steps says more of them
        if unfolded := unfold_roles(rows[: at + 50], at, fields):
            rows, fields = unfolded.rows, understand(unfolded.rows[at], said)
        known, telling = set(fields) - {None}, False
        if "name" in known and not _beside(rows[at], fields, rows[at + 1 :]):
            telling = bool(said or unfolded or known & (_LEADING | {"order"})) or _names_steps(rows[at], fields)
        return cls(telling, telling and bool(known & _LEADING), len(known), min(len(rows), 50))


def _names_steps(headings: Row, fields: Sequence[str | None]) -> bool:
    return any(names_steps(text) for text, field in zip(headings, fields, strict=False) if field == "name")


def likely_else(headings: Row, fields: Sequence[str | None]) -> str | None:
    """Return what a table looks like that is none of steps, by its headings; None for any other."""
    kinds = sorted(other_tables(headings))
    steps = _names_steps(headings, fields) and bool(set(fields) & _LEADING)
    return kinds[0] if kinds and not steps else None


def _beside(headings: Row, fields: Sequence[str | None], rows: Sequence[Row]) -> bool:
    """Whether a table stands beside a process: a history of revisions, measures, a legend, roles with their tasks."""
    if likely_else(headings, fields):
        return True
    names, owners = fields.index("name"), fields.index("owner") if "owner" in fields else None
    if owners is None or owners > names or set(fields) & {"id", "order", "next", "after", "yes"}:
        return False
    who = [row[owners].strip() for row in rows if len(row) > owners and row[owners].strip()]
    return not _names_steps(headings, fields) and len(who) == len(set(who))


class _Columns(NamedTuple):
    source: int
    target: int
    when: int | None
    share: int | None


def unfold_edges(rows: Rows, at: int, fields: Fields) -> Unfolded | None:
    """Return a table of flows with a row for each step, in the order in which they are first named; None for others.

    ``at`` is the row of its headings. A word for the end that nothing leads from is the end, and one for the start that
    nothing leads to an event.

    >>> table = [["From", "To", "If"], ["Check", "Pay", "fine"], ["Check", "End", "not"], ["Pay", "End", ""]]
    >>> for row in unfold_edges(table, 0, [None, None, "when"]).rows: print(row)
    ['Step', 'Next', 'When', 'Share', 'Kind']
    ['Check', 'Pay; end', 'fine; not', '', '']
    ['Pay', 'end', '', '', '']
    """
    if at >= len(rows) or (columns := _columns(rows[at], fields)) is None:
        return None
    edges = _edges(rows, at, columns)
    sources, targets = {edge.source for edge in edges}, {edge.target for edge in edges}
    ends = {name for name in targets - sources if bare(name) in _ENDS}
    if not sources & targets or all(map(_is_no_step, sources)):
        return None
    kept = [number for number in range(len(rows[at])) if number not in columns]
    steps = [name for name in _steps(edges) if name not in ends]
    out = [*map(list, rows[:at]), [*(rows[at][number] for number in kept), *map(heading, _FIELDS)]]
    origins = list(range(at + 1))
    for step in steps:
        mine = [edge for edge in edges if edge.source == step]
        first = mine[0].row if mine else next(edge.row for edge in edges if edge.target == step)
        beside = [rows[first][number] if mine and number < len(rows[first]) else "" for number in kept]
        out.append([*beside, *_cells(step, mine, ends, begins=step not in targets)])
        origins.append(first)
    return Unfolded(out, origins, _meanings(rows[at], columns), {})


_FIELDS = ("name", "next", "when", "share", "kind")
_ENDS = {bare(word) for word in ENDS}


class _Edge(NamedTuple):
    row: int
    source: str
    target: str
    when: str
    share: str


def _columns(headings: Sequence[str], fields: Fields) -> _Columns | None:
    """Return the columns of a table of flows, where each has its two ends and no other column names steps."""
    source, target = _headed(headings, _SOURCES), _headed(headings, _TARGETS)
    others = [number for number in range(len(headings)) if number not in (source, target)]
    if source is None or target is None or any(names_steps(headings[number]) for number in others):
        return None
    told = dict(zip(others, (fields[number] if number < len(fields) else None for number in others), strict=True))
    when = next((n for field in ("when", "name") for n, meant in told.items() if meant == field), None)
    if when is None:
        when = next((n for n in others if spelling(headings[n]) in _CONDITIONS), None)
    return _Columns(source, target, when, next((n for n, meant in told.items() if meant == "share"), None))


def _is_no_step(name: str) -> bool:
    """Whether something is a number or a role: such tables tell pages, and who hands over to whom."""
    return not any(sign.isalpha() for sign in name) or reads_as_role(name)


def _headed(headings: Sequence[str], words: frozenset[str]) -> int | None:
    return next((number for number, text in enumerate(headings) if spelling(text) in words), None)


_SOURCES, _TARGETS, _CONDITIONS = (frozenset(map(spelling, words.split("|"))) for words in (_FROM, _TO, _WHEN))


def _edges(rows: Rows, at: int, columns: _Columns) -> list[_Edge]:
    def cell(row: Sequence[str], column: int | None) -> str:
        text = one_line(row[column]) if column is not None and column < len(row) else ""
        return "" if says_nothing(text) and column != columns.target else text

    found = ((number, cell(row, columns.source), cell(row, columns.target), row) for number, row in enumerate(rows))
    return [
        _Edge(
            number, source, END if says_nothing(target) else target, cell(row, columns.when), cell(row, columns.share)
        )
        for number, source, target, row in found
        if number > at and source
    ]


def _steps(edges: Iterable[_Edge]) -> list[str]:
    return list(dict.fromkeys(name for edge in edges for name in (edge.source, edge.target)))


def _cells(step: str, edges: Sequence[_Edge], ends: set[str], *, begins: bool) -> list[str]:
    told = [END if edge.target in ends else edge.target for edge in edges] or [END]
    when = join_cell([edge.when or None for edge in edges])
    share = join_cell([edge.share or None for edge in edges])
    event = "event" if begins and bare(step) in _STARTS else ""
    return [step, join_cell(told), when, share, event]


def _meanings(headings: Sequence[str], columns: _Columns) -> Mapping[str, str]:
    told = zip(("name", "next", "when", "share"), columns, strict=True)
    return {headings[column].strip(): field for field, column in told if column is not None}
