"""Deadlines, interruptions and repeated parts of our documents: as marked, where the drawing says the same."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from flowtrim.formats.bpmn.dissolving import Strike, Terms
from flowtrim.formats.bpmn.items_to_write import OR
from flowtrim.formats.bpmn.xml import clean
from flowtrim.formats.json_text import plain
from flowtrim.formats.scalars import duration, write_duration, write_iso_duration
from flowtrim.formats.timing_writer import deadlines_entry, each_entry
from flowtrim.formats.yaml_writer import interruption_entry
from flowtrim.model import END, Clock, Deadline, Interruption, Part


class RestoredTerms:
    """The terms of a document in the words of a file; ``id_of`` tells the step of an element."""

    def __init__(self, terms: Terms, clock: Clock, id_of: Callable[[str], str]) -> None:
        self._terms = terms
        self._clock = clock
        self._id = id_of

    def deadlines(self, element: str, marked: Any, added: tuple[Deadline, ...]) -> list[Any]:
        """Return the deadlines of a step: those of its mark as they are drawn now, and those that somebody added."""
        entries = marked if isinstance(marked, list) else [] if marked is None else [marked]
        drawn = self._terms.timers.get(element, {})
        kept = [each for number, entry in enumerate(entries) for each in self._deadline(entry, drawn.get(number))]
        for deadline in added:
            entry = plain(deadlines_entry((deadline,), self._clock))
            kept.append(entry | {key: self._id(entry[key]) for key in ("then", "instead") if key in entry})
        return kept

    def _deadline(self, entry: Any, drawn: Any) -> Iterator[Any]:
        if not isinstance(entry, Mapping) or not ({"then", "instead"} & entry.keys()):
            yield entry
        elif drawn is not None:
            rest = {key: value for key, value in entry.items() if key not in ("time", "then", "instead")}
            consequence = {"instead" if drawn.stops else "then": self._id(drawn.target)}
            yield {"time": self._time(str(entry["time"]), drawn.time)} | rest | consequence

    def _time(self, marked: str, drawn: str) -> str:
        known, now = duration(marked, self._clock), duration(drawn, self._clock)
        if now is None or (known is not None and write_iso_duration(known, self._clock) == drawn):
            return marked
        return write_duration(now, self._clock)

    def interruptions(self, marked: Any, added: tuple[Interruption, ...], known: Container[str]) -> list[Any]:
        """Return the interruptions: those of the mark that are still drawn, and those that somebody added."""
        entries = [entry for entry in marked or () if isinstance(entry, Mapping)]
        drawn = [(entry, self._terms.strikes.get(number)) for number, entry in enumerate(entries)]
        kept = [self._interruption(entry, strike, entries) for entry, strike in drawn if strike is not None]
        for each in added:
            entry = plain(interruption_entry(each))
            since = {"from": list(map(self._id, entry["from"]))} if "from" in entry else {}
            kept.append(entry | since | {"to": self._id(entry["to"])})
        return [entry for entry in kept if entry["to"] == END or entry["to"] in known]

    def _interruption(self, entry: Mapping[str, Any], drawn: Strike, every: list[Mapping[str, Any]]) -> dict[str, Any]:
        kept = {**entry, "to": self._id(drawn.target)}
        alike = [each for each in every if (each["to"], each.get("as")) == (entry["to"], entry.get("as"))]
        together = [each["when"] for each in alike if "from" not in each]
        if drawn.name not in (clean(entry["when"]), clean(OR.join(together))):
            kept["when"] = drawn.name or entry["when"]
        if drawn.among not in (None, drawn.events):
            kept["from"] = [self._id(step) for step in dict.fromkeys(drawn.steps)]
        if drawn.target != END or clean(kept.get("as")) != drawn.outcome:
            kept.pop("as", None)
            kept |= {"as": drawn.outcome} if drawn.outcome else {}
        return kept

    def parts(self, marked: Any, added: tuple[Part, ...]) -> dict[str, Any]:
        """Return what is said of parts: as marked, unless the drawing says something else."""
        kept = {name: dict(entry) for name, entry in (marked or {}).items()}
        drawn = self._terms.parts | {part.name: part.each for part in added}
        for name, each in drawn.items():
            entry = None if each is None else plain(each_entry(each))
            known = kept.get(name, {}).get("each")
            same = entry and known and known | {"of": clean(known.get("of"))} == entry
            if not same and entry:
                kept[name] = {"each": entry}
            elif not entry:
                kept.pop(name, None)
        return kept


def clock_of(marked: Any) -> Clock:
    """Return the clock of a mark; that of an office where it has none."""
    if not isinstance(marked, Mapping):
        return Clock()
    day, week = duration(str(marked.get("day"))), str(marked.get("week")).rstrip("d")
    return Clock(day=day or Clock().day, week=float(week) if week.replace(".", "", 1).isdigit() else Clock().week)
