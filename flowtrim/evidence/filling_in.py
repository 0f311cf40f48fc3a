"""What a log can fill into a process file: shares, times, decisions and other names of steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from msgspec.structs import replace

from flowtrim.measures.observed import Observed, ObservedStep, Spread
from flowtrim.model import Clock, Decisions, Flow, OpenQuestion, Plan, Process, Step
from flowtrim.rules import Finding

_CALENDAR_DAY = 1440
_SHARE_DIGITS = 3


def filled_in(process: Process, observed: Observed, *, prefer_log: bool) -> Process:
    """Return the process with what was observed; a declared figure is replaced only where the log is preferred.

    Times are medians, in minutes of work: a whole day of waiting counts as a day of work. Each step that gets a figure
    says in its note from which log, of which days and of how many cases it is.
    """
    filling = _Filling(process, observed, prefer_log=prefer_log)
    return replace(process, steps=tuple(map(filling.step, process.steps)))


def with_findings(process: Process, findings: Iterable[Finding], observed: Observed) -> Process:
    """Return the process with what the log speaks against: its changes as a plan, its questions as open ones.

    What is in the file already, by its name or its words, is not written again.
    """
    told = tuple(findings)
    name = f"By the log {PurePath(observed.log.name).name}"
    changes = tuple(change for finding in told for change in finding.remedy)
    plans = () if not changes or any(plan.name == name for plan in process.plans) else (Plan(name, changes=changes),)
    known = {each.question for each in process.questions}
    asked = (str(finding.message) for finding in told if not finding.remedy)
    questions = tuple(OpenQuestion(question) for question in asked if question not in known)
    return replace(process, plans=(*process.plans, *plans), questions=(*process.questions, *questions))


class _Filling:
    def __init__(self, process: Process, observed: Observed, *, prefer_log: bool) -> None:
        self._prefer_log = prefer_log
        self._clock = process.clock
        self._steps = {found.step: found for found in observed.steps}
        self._ways = {choice.step: choice.ways for choice in observed.choices}
        self._names: dict[str, list[str]] = {}
        for activity, step in observed.matched.items():
            self._names.setdefault(step, []).append(activity)
        log = observed.log
        self._source = (
            f"By the log {PurePath(log.name).name}: {log.first[:10]} to {log.last[:10]}, {observed.counted:,} cases."
        )

    def step(self, step: Step) -> Step:
        """Return a step with what was observed of it, and with the note that says so."""
        found = self._steps.get(step.id)
        filled = replace(step, flows=self._flows(step))
        if found is not None:
            filled = self._with_names(self._with_figures(filled, found))
        if filled == step:
            return step
        notes = [step.note] if step.note and self._source not in step.note else []
        return replace(filled, note=" ".join([*notes, self._source]))

    def _with_figures(self, step: Step, found: ObservedStep) -> Step:
        if self._may_set(step.takes) and step.takes_range is None and (takes := _minutes(found.work)):
            step = replace(step, takes=takes)
        if self._may_set(step.waits) and step.waits_range is None and (waits := _minutes(found.waiting)):
            step = replace(step, waits=_worked(waits, self._clock))
        if self._may_set(step.decisions) and found.refused and found.refused.of:
            step = replace(step, decisions=Decisions(found.refused.of, found.refused.count))
        return step

    def _with_names(self, step: Step) -> Step:
        known = {step.name, step.id, *step.aliases}
        return replace(step, aliases=(*step.aliases, *(n for n in self._names.get(step.id, ()) if n not in known)))

    def _flows(self, step: Step) -> tuple[Flow, ...]:
        """Return the ways on with the shares that cases took; they are set for all of them or for none."""
        ways = self._ways.get(step.id)
        declared = any(flow.share is not None for flow in step.flows)
        if ways is None or (declared and not self._prefer_log):
            return step.flows
        shares = _shares(ways)
        return tuple(replace(flow, share=shares[flow.to]) for flow in step.flows)

    def _may_set(self, declared: object) -> bool:
        return declared is None or self._prefer_log


def _shares(ways: Mapping[str, int]) -> dict[str, float]:
    """Return shares that add up to 1 as they are written: the largest one takes what rounding leaves.

    >>> _shares({"a": 2, "b": 1})
    {'a': 0.667, 'b': 0.333}
    """
    total = sum(ways.values())
    shares = {way: round(count / total, _SHARE_DIGITS) for way, count in ways.items()}
    largest = max(shares, key=lambda way: shares[way])
    others = sum(share for way, share in shares.items() if way != largest)
    return shares | {largest: round(1.0 - others, _SHARE_DIGITS)}


def _minutes(spread: Spread | None) -> float | None:
    """Return a median in minutes, as exact as people would write it."""
    if spread is None:
        return None
    minutes = spread.median / 60_000
    return float(round(minutes)) if minutes >= 10 else round(minutes, 1)


def by_the_clock(minutes: float, clock: Clock) -> float:
    """Return a time that is promised, in minutes of work, as minutes by the clock on the wall.

    A working day is one of the calendar, and a working week seven. What is no whole number of working minutes was
    written as hours or days by the clock, and is those.

    >>> by_the_clock(480.0, Clock()), by_the_clock(2400.0, Clock()), by_the_clock(72 * 60 * 2400 / 10080, Clock())
    (1440.0, 10080.0, 4320.0)
    """
    if minutes != int(minutes):
        return float(round(minutes / clock.week_minutes * 7 * _CALENDAR_DAY / 60) * 60)
    if minutes >= clock.week_minutes:
        return minutes / clock.week_minutes * 7 * _CALENDAR_DAY
    return minutes / clock.day * _CALENDAR_DAY if minutes >= clock.day else minutes


def _worked(minutes: float, clock: Clock) -> float:
    """Return minutes by the clock on the wall as minutes of work.

    >>> _worked(3000.0, Clock())
    1080.0
    """
    days, rest = divmod(minutes, _CALENDAR_DAY)
    return float(round(days * clock.day + min(rest, clock.day), 1))
