"""The steps of a page that has no table of them: its lists, or headings with what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flowtrim.formats.owners_in_text import Roles, key_of, subject_of
from flowtrim.formats.pages.page_blocks import Block, Heading, Item, Items, Paragraph, Section, Words
from flowtrim.formats.pages.page_items import Told, is_beside, take_apart
from flowtrim.formats.pages.section_words import numbered, stands_beside, step_of, tells_steps
from flowtrim.formats.tabular.cell_text import join_cell
from flowtrim.formats.tabular.step_references import (
    Way,
    covers_all,
    mentions_a_step,
    numbers_led_to,
    way_told,
    ways_behind,
)
from flowtrim.model import END
from flowtrim.sentences import listed, quoted


class Steps(NamedTuple):
    """The steps that were found, and what was passed over: a sentence by line."""

    steps: list[Told]
    left: dict[int, str]


def steps_of(blocks: Sequence[Block], roles: Roles) -> Steps:
    """Return the steps of headings such as *Step 1: Ask*, else those of lists that are no contents or records."""
    if headings := _step_headings(blocks):
        return _below_headings(blocks, headings, roles)
    lists = [block for block in blocks if isinstance(block, Items)]
    paragraphs = _step_paragraphs(blocks)
    chosen = [paragraphs] if paragraphs else _chosen(lists, roles)
    if not chosen and (clauses := _clauses(blocks)):
        chosen = [clauses]
    left = {each.line: f"{_where(each.section)}was passed over" for each in lists if each not in chosen}
    parts = _parts(blocks, chosen)
    told = [(each, [_in_part(take_apart(item, roles), parts[each.line]) for item in each.items]) for each in chosen]
    led = _led_on([(int(each.ordered) or 1, items) for each, items in told])
    return Steps(led.steps, left | led.left)


def _in_part(told: Told, part: str | None) -> Told:
    return Told({"part": part, **told.cells}, told.line, told.assumed) if part else told


def _parts(blocks: Sequence[Block], chosen: Sequence[Items]) -> dict[int, str | None]:
    """Return the part of each list, by its line: the short line that leads it in, else its section."""
    title = _title(blocks)
    leads = {
        block.line: before.words.text.rstrip(" :：")
        for before, block in pairwise(blocks)
        if isinstance(block, Items)
        and block in chosen
        and isinstance(before, Paragraph)
        and _LEAD.fullmatch(before.words.text)
    }
    if len(leads) > 1:
        return {each.line: leads.get(each.line) for each in chosen}
    several = len({each.section for each in chosen}) > 1
    return {each.line: _part(each.section, title) if several else None for each in chosen}


_LEAD = re.compile(r"(?:\S+\s+){0,4}\S+\s*[:：]")


def _led_on(lists: Sequence[tuple[int, Sequence[Told]]]) -> Steps:
    """Return the steps of lists with where their sentences lead, as *Pay it. Go to 2*; what only says so is no step."""
    steps = [told for _, each in lists for told in each]
    names = [told.cells["name"] for told in steps]
    numbers = [str(first + number) for first, each in lists for number in range(len(each))]
    places: list[dict[str, int]] = []
    for _, each in lists:
        begin = len(places)
        places += [{numbers[at]: at for at in range(begin, begin + len(each))}] * len(each)
    whole = {number: at for at, number in enumerate(numbers)}
    left: dict[int, str] = {}
    ways: dict[int, list[tuple[str | None, int]]] = {}
    texts = [text for told in steps for text in (told.cells["name"], told.cells.get("note", ""))]
    goals = numbers_led_to("\n".join(texts))
    for at, told in enumerate(steps):
        own = whole if len(whole) == len(steps) else places[at]
        last = at + 1 == len(steps) or places[at] is not places[at + 1] or numbers[at + 1] in goals
        said = _ways_of(told, last)
        found = [(way.when, len(steps) if way.to == END else own.get(way.to, -1)) for way in said]
        if any(to < 0 for _, to in found) or (not found and mentions_a_step(told.cells["name"])):
            left[told.line] = f"{quoted(names[at])} leads to a step that was not found, and was read as going on"
        elif found:
            ways[at] = found
    alone = [at for at in ways if steps[at].cells == {"name": names[at]} and len(steps) > 2]
    only = {at: ways[at][0][1] for at in alone if ways[at][0][0] is None}
    _write_ways(steps, ways, only)
    for at, to in only.items():
        goes_on = "ends" if to == len(steps) else "goes on"
        left[steps[at].line] = f"{quoted(names[at])} is where it {goes_on}, and no step"
    return Steps([told for at, told in enumerate(steps) if at not in only], left)


def _ways_of(told: Told, last: bool) -> list[Way]:
    """Take what leads on off the name and the note of a step; one that says nothing else has no name or is a choice."""
    notes = told.cells.get("note", "").split("\n")
    found = [way for line in notes if (way := way_told(line))]
    name, behind = ways_behind(told.cells["name"], last=last)
    alone = None if behind or told.cells.keys() != {"name"} else way_told(name, last=last)
    if alone:
        told.cells |= {"kind": "gateway"} if alone.when else {}
        return [alone]
    if found or behind:
        told.cells["note"] = "\n".join(line for line in notes if not way_told(line))
        told.cells["name"] = name.rstrip(" :：")
    return [*behind, *found]


def _write_ways(steps: Sequence[Told], ways: dict[int, list[tuple[str | None, int]]], only: dict[int, int]) -> None:
    """Write where steps lead by their numbers once those are gone that only lead on."""
    number = {at: str(n) for n, at in enumerate((at for at in range(len(steps)) if at not in only), 1)}
    led_to = {to for flows in ways.values() for _, to in flows}

    def target(at: int) -> str:
        seen: set[int] = set()
        while at in only and at not in seen:
            seen.add(at)
            at = only[at]
        return number.get(at, END)

    for at, told in enumerate(steps):
        flows = ways.get(at, [])
        if flows and not covers_all(when for when, _ in flows):
            if len(flows) == 1 or at + 1 not in (len(steps), *led_to):
                flows = [*flows, ("otherwise", at + 1)]
        elif len(flows) > 1:
            flows = [(when or "otherwise", to) for when, to in flows]
        flows = flows or ([(None, at + 1)] if at + 1 in only else [])
        if flows and at not in only:
            told.cells["next"] = join_cell(target(to) for _, to in flows)
            told.cells["when"] = join_cell(when for when, _ in flows)
        if at in ways:
            leads = listed("the end" if to == END else to for _, at_step in flows for to in [target(at_step)])
            told.assumed = f"was read as leading to {leads}"


def _step_paragraphs(blocks: Sequence[Block]) -> Items | None:
    """Return paragraphs such as *Step 1. Ask* as a list, where there are several."""
    items: list[Item] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines = block.words.lines or (block.words.text,)
            told = [step for line in lines if (step := step_of(line))]
            bold = step_of(block.words.bold) or "" if len(lines) == 1 else ""
            items += [
                Item(Words(step, bold), block.line + number)
                for number, step in enumerate(told)
                if len(told) == len(lines)
            ]
    return Items(items, True, items[0].line) if len(items) > 1 else None


def _clauses(blocks: Sequence[Block]) -> Items | None:
    """Return lines such as *4.1 The clerk logs it* as a list, where there are several."""
    lines = [
        (found[1], block.line + number)
        for block in blocks
        if isinstance(block, Paragraph) and not any(map(stands_beside, block.section))
        for number, line in enumerate(block.words.lines or (block.words.text,))
        if (found := _CLAUSE.fullmatch(line))
    ]
    items = [Item(Words(text), line) for text, line in lines]
    return Items(items, True, items[0].line) if len(items) > 1 else None


_CLAUSE = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})+[.)]?\s+(\S.*)", re.DOTALL)


def _title(blocks: Sequence[Block]) -> str | None:
    """Return the first heading, where it is the only one of its level and none stands above it."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    above = [each.words.text for each in headings if each.level <= headings[0].level]
    return above[0] if len(above) == 1 else None


def _part(section: Section, title: str | None) -> str | None:
    """Return the part of the process that a section is: its heading, unless that is the title or says *Procedure*."""
    inner = section[-1] if section else None
    return None if inner is None or inner == title or (tells_steps(inner) and len(section) < 3) else inner


def _where(section: Section) -> str:
    return f"below {quoted(section[-1])} " if section else ""


def _chosen(lists: Sequence[Items], roles: Roles) -> list[Items]:
    """Return the lists of steps: those below a heading that says so, else numbered ones and what follows, else all."""
    possible = [each for each in lists if not any(map(stands_beside, each.section)) and not is_beside(each, roles)]
    said = [each for each in possible if any(map(tells_steps, each.section[1:]))]
    if said:
        possible = said
    numbers = [each for each in possible if each.ordered]
    if not numbers or sum(len(each.items) for each in numbers) < 2:
        return possible
    first, sections = numbers[0].line, {each.section for each in numbers}
    return [each for each in possible if each.ordered or (each.section in sections and each.line > first)]


def _step_headings(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the headings that tell steps, by their line: *Step 1: Ask*, or numbers before what is done."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    told = {block.line: step for block in headings if (step := step_of(block.words.text))}
    if len(told) > 1:
        return told
    if len(led := _above_keys(blocks)) > 1:
        return led
    found: dict[int, str] = {}
    for level in sorted({block.level for block in headings}):
        same = [block for block in headings if block.level == level]
        counted = {block.line: text for block in same if (text := numbered(block.words.text))}
        generic = any(
            stands_beside(block.words.text) or tells_steps(block.words.text) for block in same if block.line in counted
        )
        if len(counted) > 1 and not generic and not _holds_numbered_lists(blocks, counted):
            found = counted
    return found


def _above_keys(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the headings right above who is responsible, accountable and so on, by their line."""
    return {
        before.line: before.words.text
        for before, block in pairwise(blocks)
        if isinstance(before, Heading) and isinstance(block, Items) and not stands_beside(before.words.text)
        if {"owner"} <= {key_of(item.words.text.partition(":")[0]) for item in block.items} - {None}
        if all(re.match(r"[^:：]{1,40}[:：]", item.words.text) for item in block.items)
    }


def _holds_numbered_lists(blocks: Sequence[Block], headings: dict[int, str]) -> bool:
    """Whether most of the headings have numbered steps of their own below them: then they are phases."""
    inside, held = None, set()
    for block in blocks:
        if isinstance(block, Heading):
            inside = block.line if block.line in headings else None
        elif isinstance(block, Items) and block.ordered and len(block.items) > 1 and inside:
            held.add(inside)
    return 2 * len(held) > len(headings)


def _below_headings(blocks: Sequence[Block], headings: dict[int, str], roles: Roles) -> Steps:
    """Return a step for each heading, with what stands below it, and what else was passed over."""
    steps: list[Told] = []
    left: dict[int, str] = {}
    level = next(block.level for block in blocks if isinstance(block, Heading) and block.line in headings)
    item: Item | None = None
    lead = ""
    for block in (*blocks, Heading(1, Words(""), 0)):
        if isinstance(block, Heading) and (block.level <= level or block.line in headings):
            steps += [_below(item, lead, roles)] if item else []
            item, lead = (Item(Words(headings[block.line]), block.line) if block.line in headings else None), ""
        elif item:
            lead = block.words.text if isinstance(block, Paragraph) and not item.inner else lead
            item = Item(item.words, item.line, (*item.inner, *_texts(block)))
        elif isinstance(block, Items):
            left[block.line] = f"{_where(block.section)}was passed over"
    led = _led_on([(1, steps)])
    return Steps(led.steps, left | led.left)


def _below(item: Item, lead: str, roles: Roles) -> Told:
    """Return what a heading tells; its first paragraph may say who does it."""
    told = take_apart(item, roles)
    return told if "owner" in told.cells else Told({**told.cells, **(subject_of(lead, roles) or {})}, told.line)


def _texts(block: Block) -> Iterator[Words]:
    if isinstance(block, Paragraph | Heading):
        yield block.words
    elif isinstance(block, Items):
        for item in block.items:
            yield item.words
            yield from item.inner
