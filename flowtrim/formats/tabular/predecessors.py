"""Where steps lead by what comes before each, as project tools tell it: 3, or 2FS+1 day, or 4;5."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flowtrim.formats.json_text import next_data
from flowtrim.formats.tabular.step_references import Named, References
from flowtrim.formats.tabular.vocabulary import Told
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
