"""Where the steps of a table lead: by a column of what is next, by numbers with letters, or by the order of rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct

from flowtrim.formats import scalars
from flowtrim.formats.json_text import next_data
from flowtrim.formats.shares import share_told
from flowtrim.formats.tabular.cell_text import Item, join_cell, split_cell
from flowtrim.formats.tabular.predecessors import by_predecessors
from flowtrim.formats.tabular.step_references import Named, References
from flowtrim.formats.tabular.vocabulary import Told
from flowtrim.model import END, Flow, Split
from flowtrim.sentences import quoted

_BRANCH = re.compile(r"(\d+)([a-z]+)\d*", re.IGNORECASE)
_OR = re.compile(
    r"(?<!\s)\s*+(?:[/|｜／；]|或者?|または|もしくは)\s*+|(?<!\s)\s++(?:or|oder|bzw\.|ou|o)\s++|[/|]\s*+", re.IGNORECASE
)
_AND = re.compile(
    r"(?<!\s)\s*+(?:[&+＋]|および|及び|と|以及|和|并)\s*+|(?<!\s)\s++(?:and|und|sowie|et|y|e)\s++", re.IGNORECASE
)
"""A run of blanks is looked at once, and not again from each blank in it."""
_TOLD = ("next", "yes", "no")


def follow(
    entries: Sequence[Named], answers: Mapping[str, str], *, empty_ends: bool, told: Told
) -> dict[str, dict[str, Any]]:
    """Return the keys ``next`` and ``join`` of each step.

    ``answers`` are the words of the table for yes and no; ``empty_ends`` says that no word of what is next ends it.
    """
    if not any(key in entry.cells for entry in entries for key in _TOLD):
        if any("after" in entry.cells for entry in entries):
            return by_predecessors(entries, told)
        if any(_BRANCH.fullmatch(entry.cells.get("order", "")) for entry in entries):
            return _by_letters(entries)
        if not empty_ends:
            return _by_rows(entries)
    references = References(entries)
    after = [*(entry.id for entry in entries[1:]), END][: len(entries)]
    following = {}
    for entry, follower in zip(entries, after, strict=True):
        told_here = _answered(entry, answers, follower) if "next" not in entry.cells else entry
        following[entry.id] = _named(told_here, references, None if empty_ends else follower, told)
    if answers:
        _tell_who_goes_on(entries, references, told)
    return following


def _tell_who_goes_on(entries: Sequence[Named], references: References, told: Told) -> None:
    """Tell which rows without a word of what is next lead on to one to which an answer leads: they may well end."""
    asked = {references.flow(row.cells[key], row)[0] for row in entries for key in ("yes", "no") if key in row.cells}
    for row, below in pairwise(entries):
        if below.id in asked and not row.cells.keys() & {"next", "yes", "no"}:
            name = quoted(below.cells.get("name", below.id))
            why = f"says nothing of what is next, and was read as leading on to {name}, where an answer leads, too"
            told.assume("row", row.line, why)


def _answered(entry: Named, answers: Mapping[str, str], follower: str) -> Named:
    """Return a row with its answers to a question as ways on; one alone is no choice, unless only one is asked for."""
    said = {key: entry.cells[key] for key in ("yes", "no") if key in entry.cells}
    if not said:
        return entry
    if "yes" not in answers:  # what follows is the other one
        ways = {"next": join_cell([said["no"], follower]), "when": join_cell([answers["no"], "otherwise"])}
        return _Row(entry.line, entry.cells | ways, entry.id)
    when = [answers.get(key, key) for key in said] if len(said) > 1 else []
    return _Row(entry.line, entry.cells | {"next": join_cell(said.values()), "when": join_cell(when)}, entry.id)


class _Row(Struct):
    line: int
    cells: dict[str, str]
    id: str


def _by_rows(entries: Sequence[Named]) -> dict[str, dict[str, Any]]:
    """Read conditions from the rows that they lead to."""
    answers: dict[str, dict[str, Any]] = {}
    for entry, following in zip(entries, [*entries[1:], None][: len(entries)], strict=True):
        ends = following is None or entry.cells.get("ends", "").casefold() in {"yes", "x", "true", "1", "ja", "oui"}
        flows = () if ends or following is None else (Flow(following.id, following.cells.get("when")),)
        answers[entry.id] = next_data(flows, "one")
    return answers


def _named(entry: Named, references: References, follower: str | None, told: Told) -> dict[str, Any]:
    cell = entry.cells.get("next", "")
    if not cell.strip():
        return next_data((Flow(follower),) if follower and follower != END else (), "one")
    items, at_once = _items(cell, entry, references)
    conditions, shares = _conditions(entry.cells.get("when", ""), len(items)), _shares(entry, len(items), told)
    flows: list[Flow] = []
    for number, item in enumerate(items):
        target, condition = references.flow(item, entry)
        if target is None:
            told.add("next", entry.line, f"leads to {quoted(item)}, and no step is called so")
            continue
        told_when = conditions[number] if number < len(conditions) else Item("")
        beside = share_told(condition or "")  # as in 2 (80%)
        when = told_when.text if told_when.text or told_when.quoted else beside[0]
        flows.append(Flow(target, when, shares[number] if number < len(shares) else beside[1]))
    split = _split(entry)
    if at_once and len(flows) > 1:
        split = "all"
        told.assume("next", entry.line, f"{quoted(cell.strip())} was read as leading to all of them at once")
    if flows == [Flow(END)] and split == "one" and ";" not in cell:
        flows = []
    return next_data(_sound(flows, split, entry, told), split)


def _conditions(cell: str, count: int) -> list[Item]:
    """Return the conditions of so many ways, apart as these are."""
    either = _OR.split(cell)
    if count > 1 and len(either) == count and ";" not in cell:
        return [Item(each.strip()) for each in either]
    return split_cell(cell, commas=count > 1)


def _items(cell: str, entry: Named, references: References) -> tuple[list[str], bool]:
    """Return the ways on in a cell, and whether all are taken at once, as *Pay and inform* says.

    They stand apart by semicolons or lines, else the whole is one, else they stand apart by commas or a word between
    them; where some are no steps, as most are steps.
    """

    def known(items: Sequence[str]) -> int:
        return sum(references.flow(item, entry)[0] is not None for item in items)

    plain = [item.text for item in split_cell(cell) if item.text]
    for items in (plain, [cell.strip()]):
        if all(references.step(item, entry) for item in items):
            return items, False
    commas = [item.text for item in split_cell(_COMMA_AND.sub(" ", cell), commas=True) if item.text]
    both = [each for item in commas for each in _AND.split(item)] if not _split_told(entry) else []
    ways = [(commas, False), ([each for item in commas for each in _OR.split(item)], False), (both, len(both) > 1)]
    for items, at_once in ways:
        if len(items) > 1 and known(items) == len(items):
            return items, at_once and len(both) > len(commas)
    if known(plain) == len(plain):
        return plain, False
    items, at_once = max(ways, key=lambda way: known(way[0]))
    return (items, at_once) if known(items) > known(commas) else (commas, False)


_COMMA_AND = re.compile(r"[,，、]\s*(?=(?:and|or|und|oder|et|ou|y|o)\s)", re.IGNORECASE)


def _split_told(entry: Named) -> bool:
    return bool(entry.cells.get("when", "").strip() or entry.cells.get("split", "").strip())


def _shares(entry: Named, count: int, told: Told) -> list[float | None]:
    """Return the shares of so many ways; what is no share is told."""
    shares = []
    for item in split_cell(entry.cells.get("share", ""), commas=count > 1):
        share = scalars.share(item.text.replace(",", ".")) if item.text else None
        if item.text and share is None:
            told.add("share", entry.line, f"{quoted(item.text)} is not understood here")
        shares.append(share)
    return shares


def _split(entry: Named) -> Split:
    match entry.cells.get("split", "").casefold():
        case "all" | "some" as told:
            return told
    return "one"


def _sound(flows: Sequence[Flow], split: Split, entry: Named, told: Told) -> tuple[Flow, ...]:
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


def _by_letters(entries: Sequence[Named]) -> dict[str, dict[str, Any]]:
    """Numbers with letters (2a, 2b) are branches: with conditions one of them is taken, without all of them are."""
    groups: list[tuple[str, dict[str, list[Named]]]] = []
    for entry in entries:
        found = _BRANCH.fullmatch(entry.cells.get("order", ""))
        number, letter = (found[1], found[2].casefold()) if found else (entry.cells.get("order", entry.id), "")
        # 2a and 2b are branches of each other; where a plain 2 stands before them, they follow it
        if not (found and groups and groups[-1][0] == number and "" not in groups[-1][1]):
            groups.append((number, {}))
        groups[-1][1].setdefault(letter, []).append(entry)
    answers: dict[str, dict[str, Any]] = {}
    following: list[Named] = []
    for _, branches in reversed(groups):
        flows = tuple(Flow(row.id, row.cells.get("when")) for row in following)
        chosen = len(flows) < 2 or any(flow.when for flow in flows)
        for branch in branches.values():
            for row, after in pairwise(branch):
                answers[row.id] = next_data((Flow(after.id),), "one")
            last = branch[-1]
            ended = last.cells.get("ends", "").casefold() in {"yes", "x", "true", "1"}
            answers[last.id] = next_data(() if ended else flows, "one" if chosen or ended else "all")
        following = [branch[0] for branch in branches.values()]
        if len(branches) > 1 and not any(row.cells.get("when") for row in following):
            for flow in flows:
                answers[flow.to]["join"] = "all"
    return answers
