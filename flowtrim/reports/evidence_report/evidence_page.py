"""What a report on evidence says, as titles, sentences and tables, whatever it is written as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from flowtrim.measures import Survey
from flowtrim.measures.observed import Deviation, Observed, ObservedStep, Part, SinceDay, Spread
from flowtrim.model import END
from flowtrim.reports.media.words import share, whole, worked
from flowtrim.rules import Finding
from flowtrim.sentences import counted, quoted, quoted_list

_MOST = 12
"""Rows of a table that answers where cases leave the process: the rest is in the JSON report."""


class Table(Struct, frozen=True):
    """A table whose first columns, ``texts`` of them, are texts, and the others figures, set to the right."""

    heads: tuple[str, ...]
    texts: int
    rows: tuple[tuple[str, ...], ...]


class Section(Struct, frozen=True):
    """A part of the report: a title, sentences, and what stands in columns."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


class EvidencePage(Struct, frozen=True):
    """The whole report."""

    title: str
    about: str
    log: tuple[str, ...]
    findings: tuple[Finding, ...]
    sections: tuple[Section, ...]


def evidence_page(
    survey: Survey, observed: Observed, findings: Sequence[Finding], since: SinceDay | None = None
) -> EvidencePage:
    """Return the report on a process and what was observed of it, first what differs since a day if that was asked."""
    teller = _Teller(survey, observed)
    sections = [_since(since)] if since else []
    sections += [each for each in teller.sections() if each.lines or (each.table and each.table.rows)]
    return EvidencePage(
        title=survey.process.name,
        about=_about(observed),
        log=tuple(teller.log()),
        findings=tuple(findings),
        sections=tuple(sections),
    )


def _about(observed: Observed) -> str:
    """Return what every figure is of."""
    log = observed.log
    opened = f", {counted(log.open, 'open case')} apart" if log.open else ""
    return f"{log.name}: {log.first} to {log.last}, {counted(observed.counted, 'case')}{opened}"


def _since(found: SinceDay) -> Section:
    """Say what differs since a day, what is proved first; what is the same is left to the JSON report."""
    sides = f"{found.before:,} cases were over before {found.day}, {found.after:,} began on it or later"
    lines = [f"{sides}; {found.straddling:,} straddle it and are left out."]
    if not any(each.proved for each in found.differences):
        lines.append("No proof of any change: every difference may be chance.")
    told = [each for each in found.differences if each.before.share != each.after.share]
    rows = tuple(
        (
            each.name,
            share(each.before.share or 0.0),
            share(each.after.share or 0.0),
            f"{each.interval.low * 100:+.0f} to {each.interval.high * 100:+.0f} points",
            "yes" if each.proved else "no proof",
        )
        for each in sorted(told, key=lambda each: not each.proved)
    )
    heads = ("what", "before", "after", "difference, 95%", "changed")
    return Section(f"Since {found.day}", tuple(lines), Table(heads, 1, rows))


class _Teller:
    def __init__(self, survey: Survey, observed: Observed) -> None:
        self._survey, self._process, self._observed = survey, survey.process, observed

    def log(self) -> Iterator[str]:
        """Say how the log was understood."""
        log, observed = self._observed.log, self._observed
        yield "Understood as: " + ", ".join(f"{field} = {column}" for field, column in log.columns.items()) + "."
        each = log.events / log.cases
        yield (
            f"A case is one value of {quoted(log.columns['case'])}: {log.cases:,} cases with {each:.1f} events each. "
            f"Times are of one zone: {log.zone}."
        )
        if log.tied:
            yield f"{log.tied:,} neighbouring events have the same time; they are taken in the order of the rows."
        if log.open:
            yield f"{counted(log.open, 'case')} were still under way when the log ended, and are in no figure."
        yield from log.remarks
        yield f"Work times of fewer than {observed.min_persons} persons are withheld; nothing is told about persons."

    def sections(self) -> Iterator[Section]:
        """Yield the parts of the report."""
        yield self._names()
        yield self._conformance()
        yield self._steps()
        yield self._choices()
        yield self._work_between_roles()
        yield self._customer()

    def _names(self) -> Section:
        observed = self._observed
        lines = []
        if observed.never:
            lines.append(f"Declared and never seen: {quoted_list(map(self._name, observed.never))}.")
        for activity, times in observed.undeclared.items():
            guess = observed.guesses.get(activity)
            hint = f" Did you mean {quoted(guess)}? Then name it under its aliases." if guess else ""
            lines.append(f"Seen and never declared: {quoted(activity)}, {counted(times, 'time')}.{hint}")
        if observed.ambiguous:
            lines.append(f"More than one step is called {quoted_list(observed.ambiguous, most=6)}: counted for none.")
        return Section("What is declared and what is done", tuple(lines))

    def _conformance(self) -> Section:
        found = self._observed.conformance
        if found is None:
            return Section("Where cases leave the declared way")
        lines = (
            f"{_part(found.fitting)} of the cases went a declared way from start to end.",
            f"{_part(found.allowed)} of the moves from step to step are declared ones.",
        )
        rows = tuple(self._deviation(left, found.fitting.of) for left in found.deviations[:_MOST])
        heads = ("after", "came", "declared instead", "cases", "share")
        return Section(
            "Where cases leave the declared way",
            lines,
            Table(heads, 3, rows),
        )

    def _deviation(self, left: Deviation, cases: int) -> tuple[str, ...]:
        instead = [self._name(step) if step else "the end" for step in left.allowed]
        source = self._name(left.source) if left.source else "the start"
        target = self._name(left.target) if left.target else "the end"
        return source, target, " or ".join(instead[:3]), f"{left.cases:,}", share(left.cases / cases)

    def _steps(self) -> Section:
        heads = ("step", "cases", "a case", "work", "waiting", "elapsed", "refused")
        rows = tuple(self._step(step) for step in self._observed.steps if step.cases)
        lines = ("Visits a case stand beside what the declared shares lead to, in brackets.",) if rows else ()
        return Section("Steps (median times by the clock)", lines, Table(heads, 1, rows))

    def _step(self, step: ObservedStep) -> tuple[str, ...]:
        declared = self._survey.visits.get(step.step)
        cases = self._observed.counted or 1
        return (
            self._name(step.step),
            f"{step.cases:,}",
            f"{step.visits / cases:.2f}" + ("" if declared is None else f" ({declared:.2f})"),
            "withheld" if step.withheld else _time(step.work),
            _time(step.waiting),
            _time(step.elapsed),
            f"{step.refused.count:,} of {step.refused.of:,}" if step.refused else "",
        )

    def _choices(self) -> Section:
        rows = []
        for choice in self._observed.choices:
            step, total = self._process.step(choice.step), sum(choice.ways.values())
            for flow in step.flows:
                part = Part(choice.ways[flow.to], total)
                low, high = part.interval
                declared = "" if flow.share is None else share(flow.share)
                way = flow.when or ("the end" if flow.to == END else self._name(flow.to))
                rows.append(
                    (
                        step.name,
                        way,
                        f"{part.count:,}",
                        share(part.share or 0.0),
                        f"{share(low)}–{share(high)}",
                        declared,
                    )
                )
        heads = ("after", "way", "times", "share", "95%", "declared")
        return Section("Choices, of the cases that fit", (), Table(heads, 2, tuple(rows)))

    def _work_between_roles(self) -> Section:
        observed, cases = self._observed, self._observed.counted or 1
        if observed.handoffs is None:
            return Section("Between roles", ("The log names no role, and none follows from a mapping (--roles FILE).",))
        expected = self._survey.expected_handoffs
        declared = "" if expected is None else f" Declared: {expected:.2f} handoffs."
        back = (observed.ping_pongs or 0) / cases
        lines = [
            f"{observed.handoffs / cases:.2f} handoffs a case; {back:.2f} times work went straight back.{declared}"
        ]
        for told in observed.separations:
            names = quoted_list(map(self._name, told.steps))
            lines.append(f"One {told.by} did {names} in {told.broken.count:,} of {told.broken.of:,} cases.")
        rows = tuple(
            (self._role(giver), self._role(taker), f"{count:,}", f"{count / cases:.2f}")
            for giver, taker, count in sorted(observed.matrix, key=lambda cell: -cell[2])[:_MOST]
        )
        return Section(
            "Between roles",
            tuple(lines),
            Table(("from", "to", "handoffs", "a case"), 2, rows),
        )

    def _customer(self) -> Section:
        observed, cases = self._observed, self._observed.counted or 1
        lines = []
        if observed.contacts:
            several = _part(Part(observed.again, cases))
            lines.append(f"{observed.contacts / cases:.2f} contacts a case; {several} of the cases had several.")
        if observed.duration:
            lines.append(
                f"From start to end: median {_time(observed.duration)}, 90% within {_clock(observed.duration.p90)}."
            )
        if observed.promise:
            lines.append(f"The promise was kept in {_part(observed.promise)} of the cases.")
        if observed.outcomes:
            lines.append(
                "Outcomes: " + ", ".join(f"{name} {count:,}" for name, count in observed.outcomes.items()) + "."
            )
        return Section("What the customer sees", tuple(lines))

    def _name(self, step: str) -> str:
        return self._process.step(step).name

    def _role(self, role: str) -> str:
        return self._process.role(role).name


def _part(part: Part) -> str:
    """Say a share with its counts and its interval.

    >>> _part(Part(3, 4))
    '75% (3 of 4; 95% interval 19%–99%)'
    """
    if part.share is None:
        return "none"
    low, high = part.interval
    return f"{share(part.share)} ({whole(part.count)} of {whole(part.of)}; 95% interval {share(low)}–{share(high)})"


def _time(spread: Spread | None) -> str:
    return _clock(spread.median) if spread else ""


def _clock(milliseconds: int) -> str:
    """Say a time by the clock on the wall, on which a day has 24 hours.

    >>> _clock(90_000), _clock(5_400_000), _clock(180_000_000)
    ('1.5 min', '1 h 30 min', '2 d 2 h')
    """
    minutes = milliseconds / 60_000
    if minutes < 480:
        return worked(minutes)
    days, hours = divmod(round(minutes / 60), 24)
    return f"{days} d {hours} h" if days and hours else f"{days} d" if days else f"{hours} h"
