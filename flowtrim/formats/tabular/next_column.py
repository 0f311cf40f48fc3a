"""Where the steps of a table lead: by a column of what is next, by numbers with letters, or by the order of rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Protocol

from flowtrim.formats import scalars
from flowtrim.formats.ids import id_from_name
from flowtrim.formats.json_text import next_data
from flowtrim.formats.tabular.cell_text import split_cell
from flowtrim.formats.tabular.vocabulary import Told
from flowtrim.model import END, Flow, Split
from flowtrim.sentences import quoted

_BRANCH = re.compile(r"(\d+)([a-z]+)\d*", re.IGNORECASE)
_ENDS = frozenset({"end", "ende", "fin", "stop", "none", "-", "结束", "終了", "おわり"})


class Row(Protocol):
    """What is needed of a row."""

    line: int
    cells: dict[str, str]
    id: str


def follow(entries: Sequence[Row], *, empty_ends: bool, told: Told) -> dict[str, dict[str, Any]]:
    """Return the keys ``next`` and ``join`` of each step; ``empty_ends`` says that no word of what is next ends it."""
    if not any("next" in entry.cells for entry in entries):
        if any(_BRANCH.fullmatch(entry.cells.get("order", "")) for entry in entries):
            return _by_letters(entries)
        if not empty_ends:
            return _by_rows(entries)
    known = _names(entries)
    after = [*(entry.id for entry in entries[1:]), END][: len(entries)]
    return {
        entry.id: _named(entry, known, None if empty_ends else follower, told)
        for entry, follower in zip(entries, after, strict=True)
    }


def _by_rows(entries: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """Read conditions from the rows that they lead to."""
    ways: dict[str, dict[str, Any]] = {}
    for entry, following in zip(entries, [*entries[1:], None][: len(entries)], strict=True):
        ends = following is None or entry.cells.get("ends", "").casefold() in {"yes", "x", "true", "1", "ja", "oui"}
        flows = () if ends or following is None else (Flow(following.id, following.cells.get("when")),)
        ways[entry.id] = next_data(flows, "one")
    return ways


def _names(entries: Sequence[Row]) -> dict[str, str]:
    """Return the step that a word means: its id, its number, its name; the first of these wins."""
    known: dict[str, str] = {}
    for words in (
        lambda entry: entry.id,
        lambda entry: entry.cells.get("order", ""),
        lambda entry: entry.cells.get("name", ""),
        lambda entry: id_from_name(entry.cells.get("name", "")),
    ):
        for entry in entries:
            known.setdefault(words(entry), entry.id)
    return known


def _named(entry: Row, known: Mapping[str, str], follower: str | None, told: Told) -> dict[str, Any]:
    cell = entry.cells.get("next", "")
    if not cell.strip():
        return next_data((Flow(follower),) if follower and follower != END else (), "one")
    items = [cell.strip()] if cell.strip() in known else _items(cell, known)
    conditions, shares = split_cell(entry.cells.get("when", ""), commas=len(items) > 1), _shares(entry)
    flows: list[Flow] = []
    for number, item in enumerate(items):
        target = _target(item, known)
        if target is None:
            told.add("next", entry.line, f"leads to {quoted(item)}, and no step is called so")
            continue
        when = conditions[number] if number < len(conditions) else ""
        flows.append(Flow(target, when or None, shares[number] if number < len(shares) else None))
    split = _split(entry)
    if flows == [Flow(END)] and split == "one":
        flows = []
    return next_data(_sound(flows, split, entry, told), split)


def _items(cell: str, known: Mapping[str, str]) -> list[str]:
    plain = [item for item in split_cell(cell) if item]
    return plain if all(_target(item, known) for item in plain) else [i for i in split_cell(cell, commas=True) if i]


def _target(item: str, known: Mapping[str, str]) -> str | None:
    return known.get(item) or (END if item.casefold() in _ENDS else known.get(id_from_name(item)))


def _shares(entry: Row) -> list[float | None]:
    return [scalars.share(item) if item else None for item in split_cell(entry.cells.get("share", ""))]


def _split(entry: Row) -> Split:
    match entry.cells.get("split", "").casefold():
        case "all" | "some" as told:
            return told
    return "one"


def _sound(flows: Sequence[Flow], split: Split, entry: Row, told: Told) -> tuple[Flow, ...]:
    """Leave out shares that make no sense, and repeated ways of a parallel section."""
    given = [flow.share for flow in flows if flow.share is not None]
    total, whole = sum(given), len(given) == len(flows)
    wrong = any(not 0 <= each <= 1 for each in given) or (split == "all" and bool(given))
    if split == "one" and given:
        wrong = wrong or (abs(total - 1) > 1e-6 if whole else total > 1 - 1e-6)
    if wrong:
        told.add("share", entry.line, f"{quoted(entry.cells.get('share', ''))} does not add up to 100%")
        flows = [Flow(flow.to, flow.when) for flow in flows]
    if split == "one":
        return tuple(flows)
    return tuple({flow.to: Flow(flow.to, flow.when, flow.share or None) for flow in reversed(flows)}.values())[::-1]


def _by_letters(entries: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """Numbers with letters (2a, 2b) are branches: with conditions one of them is taken, without all of them are."""
    groups: list[tuple[str, dict[str, list[Row]]]] = []
    for entry in entries:
        found = _BRANCH.fullmatch(entry.cells.get("order", ""))
        number, letter = (found[1], found[2].casefold()) if found else (entry.cells.get("order", entry.id), "")
        if not (found and groups and groups[-1][0] == number):
            groups.append((number, {}))
        groups[-1][1].setdefault(letter, []).append(entry)
    ways: dict[str, dict[str, Any]] = {}
    following: list[Row] = []
    for _, branches in reversed(groups):
        flows = tuple(Flow(row.id, row.cells.get("when")) for row in following)
        chosen = len(flows) < 2 or any(flow.when for flow in flows)
        for branch in branches.values():
            for row, after in pairwise(branch):
                ways[row.id] = next_data((Flow(after.id),), "one")
            last = branch[-1]
            ended = last.cells.get("ends", "").casefold() in {"yes", "x", "true", "1"}
            ways[last.id] = next_data(() if ended else flows, "one" if chosen or ended else "all")
        following = [branch[0] for branch in branches.values()]
        if len(branches) > 1 and not any(row.cells.get("when") for row in following):
            for flow in flows:
                ways[flow.to]["join"] = "all"
    return ways
