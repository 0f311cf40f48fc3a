"""Where steps lead by what comes before each (3, or 2FS+1 day, or 4;5), or by rows that lead from a step to another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flowtrim.formats.json_text import next_data
from flowtrim.formats.role_words import reads_as_role
from flowtrim.formats.tabular.cell_text import join_cell, one_line
from flowtrim.formats.tabular.columns import heading, names_steps, spelling
from flowtrim.formats.tabular.matrices import Fields, Rows, Unfolded
from flowtrim.formats.tabular.nobody import says_nothing
from flowtrim.formats.tabular.step_references import ENDS, Named, References
from flowtrim.formats.tabular.vocabulary import Told
from flowtrim.formats.unit_words import bare
from flowtrim.model import END, Flow
from flowtrim.sentences import quoted

_LINK = re.compile(r"(.+?)\s*(?:(FS|EA|FD|FC)|(SS|FF|SF|AA|EE|AE|DD|DF|CC|CF))?\s*([+-]\s*\d.*)?", re.IGNORECASE)
"""A step, the kind of link in English, German, French and Spanish, the usual one apart, and a lag."""


def by_predecessors(entries: Sequence[Named], told: Told) -> dict[str, dict[str, Any]]:
    """Return the keys ``next`` and ``join`` of each step; a step waits for all that come before it.

    Where conditions are told, one of the steps that follow is taken, and nothing waits.
    """
    references = References(entries)
    choice = any("when" in entry.cells for entry in entries)
    before = {entry.id: list(dict.fromkeys(_before(entry, references, told))) for entry in entries}
    flows_of: dict[str, dict[str, Flow]] = {entry.id: {} for entry in entries}
    for entry in entries:
        for step in before[entry.id]:
            flows_of[step][entry.id] = Flow(entry.id, entry.cells.get("when"))
    following: dict[str, dict[str, Any]] = {}
    for entry in entries:
        flows = tuple(flows_of[entry.id].values())
        following[entry.id] = next_data(flows, "all" if len(flows) > 1 and not choice else "one")
        if len(before[entry.id]) > 1 and not choice:
            following[entry.id]["join"] = "all"
    return following


def with_outline_numbers(rows: Rows, at: int, fields: Fields) -> tuple[Rows, Fields]:
    """Return a table with the number of each row in its outline where a column has but the level, as project tools do.

    >>> with_outline_numbers([["Name", "Outline Level"], ["Build", "1"], ["Dig", "2"]], 0, ["name", None])
    ([['Name', 'Outline Level'], ['Build', '1'], ['Dig', '1.1']], ['name', 'order'])
    """
    column = next((n for n, text in enumerate(rows[at] if rows else ()) if spelling(text) in _LEVELS), None)
    if column is None or fields[column] or "order" in fields:
        return rows, fields
    counts: list[int] = []
    numbered = list(rows[: at + 1])
    for row in rows[at + 1 :]:
        told = row[column].strip() if column < len(row) else ""
        level = int(told) if told.isascii() and told.isdecimal() and 0 < len(told) < 3 else 0
        counts = [*counts, *[0] * level][:level]
        counts[-1:] = [counts[-1] + 1] if counts else []
        numbered.append([*row[:column], ".".join(map(str, counts)), *row[column + 1 :]])
    return numbered, ["order" if n == column else field for n, field in enumerate(fields)]


_LEVELS = {
    "outlinelevel", "gliederungsebene", "niveauhierarchique", "niveldeesquema", "大纲级别", "アウトラインレベル",
}  # fmt: skip


def beginnings(entries: Sequence[Named], following: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the steps that nothing comes before."""
    led_to = {target for answer in following.values() for target in _targets(answer["next"])}
    return [entry.id for entry in entries if entry.id not in led_to]


def _targets(following: Any) -> Iterator[str]:
    """Yield the ids in what is written under ``next``."""
    if isinstance(following, str):
        yield following
    elif isinstance(following, dict):
        yield from [following["to"]] if "to" in following else _targets(next(iter(following.values())))
    else:
        for each in following:
            yield from _targets(each)


def _before(entry: Named, references: References, told: Told) -> Iterator[str]:
    for item in re.split(r"[,;\n、，；]|\s+and\s+|\s*&\s*", entry.cells.get("after", "")):
        link = item.strip()
        if not link or link in ("-", "–", "—"):
            continue
        step = references.step(link, entry)
        found = None if step else _LINK.fullmatch(link)
        step = step or (references.step(found[1], entry) if found else None)
        if step is None or step in (entry.id, END):
            told.add("after", entry.line, f"comes after {quoted(link)}, and no step is called so")
            continue
        if found and (found[3] or found[4]):
            told.assume("after", entry.line, f"{quoted(link)} was read as after its end, without a lag")
        yield step


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
