"""What a report on evidence tells, part by part: what was measured, with its interval, beside what is declared."""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.observed import (
    Average,
    Deviation,
    Difference,
    Observed,
    ObservedStep,
    Part,
    SinceDay,
    Spread,
)
from flowtrim.model import END, Step
from flowtrim.reports.evidence_report.evidence_figures import (
    Cell,
    Section,
    clock,
    figure_cell,
    interval_cell,
    number_cell,
    said,
    table,
    time_cell,
)
from flowtrim.reports.media.words import plain, share, worked
from flowtrim.reports.media.workbook import Measured
from flowtrim.sentences import quoted, quoted_list

_MOST = 12
"""Rows of a table that answers where cases leave the process: the rest is in the JSON report."""


def sections(survey: Survey, observed: Observed) -> Iterator[Section]:
    """Yield the parts of the report, those in which there is something to tell."""
    teller = _Teller(survey, observed)
    told = (
        teller.names(), teller.conformance(), teller.steps(), teller.times(), teller.repeats(), teller.choices(),
        teller.decisions(), teller.roles(), teller.customer(), teller.outcomes(),
    )  # fmt: skip
    return (each for each in told if each.lines or (each.table and each.table.rows))


def since_section(found: SinceDay) -> Section:
    """Say what differs since a day, what is proved first; what is the same is left to the JSON report."""
    sides = f"{found.before:,} cases were over before {found.day}, {found.after:,} began on it or later"
    proved = "Proved is what chance does not explain, even though so many are compared (Holm, 5% for all of them)."
    lines = [
        f"{sides}; {found.straddling:,} straddle it and are left out.",
        f"{len(found.differences)} figures that can differ are compared. {proved}",
    ]
    if not any(each.proved for each in found.differences):
        lines.append("No proof of any change: every difference may be chance.")
    if found.untold:
        lines.append(f"Of too few cases to compare: {quoted_list(found.untold, most=6)}.")
    for each in found.differences:
        if each.proved:
            was, now = figure_cell(each.before).text, figure_cell(each.after).text
            lines.append(f"Proved: {each.name}, {was} before and {now} since.")
    told = sorted(found.differences, key=lambda each: (not each.proved, each.change.chance))
    rows = [_difference(each) for each in told if each.before.figure != each.after.figure]
    heads = ("what", "before", "after", "difference, 95%", "changed", "of", "and of")
    return Section(f"Since {found.day}", tuple(lines), table(heads, 1, rows))


def _difference(each: Difference) -> tuple[Cell | str, ...]:
    moved = f"{each.change.low:+.2f} to {each.change.high:+.2f}"
    if isinstance(each.before, Part):
        moved = f"{each.change.low * 100:+.0f} to {each.change.high * 100:+.0f} points"
    elif isinstance(each.before, Spread):
        moved = _moved(each.change.low, each.change.high)
    sides, moved = (each.before, each.after), moved.replace("-", "−")
    proof = "yes" if each.proved else "no proof"
    return each.name, *map(figure_cell, sides), moved, proof, *(number_cell(_of(figure)) for figure in sides)


def _moved(low: float, high: float) -> str:
    """Say the bounds of a difference of times in one unit: the largest that tells both.

    >>> _moved(-266_400_000, -244_800_000), _moved(-354_000, 558_000)
    ('-3.1 to -2.8 d', '-5.9 to +9.3 min')
    """
    largest = max(abs(low), abs(high))
    unit, size = (
        ("d", 86_400_000) if largest > 172_800_000 else ("h", 3_600_000) if largest > 7_200_000 else ("min", 60_000)
    )
    return f"{low / size:+.1f} to {high / size:+.1f} {unit}"


def _of(figure: Part | Average | Spread) -> int:
    """Return of how many cases or visits a figure is."""
    if isinstance(figure, Part):
        return figure.of
    return figure.cases if isinstance(figure, Average) else figure.count


class _Teller:
    def __init__(self, survey: Survey, observed: Observed) -> None:
        self._survey, self._process, self._observed = survey, survey.process, observed

    def names(self) -> Section:
        observed = self._observed
        lines = []
        if observed.never:
            lines.append(f"Declared and never seen: {quoted_list(map(self._name, observed.never))}.")
        if observed.ambiguous:
            lines.append(f"More than one step is called {quoted_list(observed.ambiguous, most=6)}: counted for none.")
        for activity, guess in observed.guesses.items():
            if activity in observed.undeclared:
                lines.append(f"{quoted(activity)}: did you mean {quoted(guess)}? Then name it under its aliases.")
        rows = []
        for activity, work in list(observed.undeclared.items())[:_MOST]:
            part = Part(work.cases, observed.counted)
            rows.append(
                (activity, number_cell(work.visits), number_cell(part.count), figure_cell(part), interval_cell(part))
            )
        told = table(("seen and never declared", "times", "cases", "share", "95%"), 1, rows)
        return Section("Declared and done", tuple(lines), told)

    def conformance(self) -> Section:
        title = "Where cases leave the way"
        found = self._observed.conformance
        if found is None:
            return Section(title)
        lines = (
            f"{said(found.fitting)} of the cases went a declared way from start to end.",
            f"{said(found.allowed)} of the moves from step to step are declared ones.",
        )
        rows = [self._deviation(left, found.fitting.of) for left in found.deviations[:_MOST]]
        heads = ("after", "came", "declared instead", "cases", "share", "95%")
        return Section(title, lines, table(heads, 3, rows))

    def _deviation(self, left: Deviation, cases: int) -> tuple[Cell | str, ...]:
        instead = [self._name(step) if step else "the end" for step in left.allowed]
        source = self._name(left.source) if left.source else "the start"
        target = self._name(left.target) if left.target else "the end"
        part = Part(left.cases, cases)
        counts = number_cell(part.count), figure_cell(part), interval_cell(part)
        return source, target, " or ".join(instead[:3]), *counts

    def steps(self) -> Section:
        rows = [self._step(step) for step in self._observed.steps if step.cases]
        heads = ("step", "done by", "cases", "a case", "95%", "declared")
        return Section("How often steps are done", (), table(heads, 2, rows))

    def _step(self, step: ObservedStep) -> tuple[Cell | str, ...]:
        done_by = sorted(step.roles, key=lambda role: -step.roles[role])
        return (
            self._name(step.step),
            ", ".join(map(self._role, done_by)),
            number_cell(step.cases),
            figure_cell(step.in_a_case),
            interval_cell(step.in_a_case),
            figure_cell(self._survey.visits.get(step.step)),
        )

    def times(self) -> Section:
        rows = [row for step in self._observed.steps for row in self._times(step)]
        heads = ("step", "time", "median", "95%", "declared", "90% within")
        lines = ("By the clock; declared are working hours.",) if rows else ()
        return Section("How long steps take", lines, table(heads, 2, rows))

    def _times(self, step: ObservedStep) -> Iterator[tuple[Cell | str, ...]]:
        declared = self._process.step(step.step)
        told = [("work", step.work, declared.takes), ("waiting", step.waiting, declared.waits)]
        if not step.waiting:
            told.append(("elapsed", step.elapsed, _both(declared)))
        for what, found, minutes in told:
            beside = "" if minutes is None else worked(minutes, self._process.clock, short=True)
            if found:
                spread = figure_cell(found), interval_cell(found)
                yield self._name(step.step), what, *spread, beside, time_cell(found.p90)
            elif what == "work" and step.withheld:
                yield self._name(step.step), what, "withheld", "", beside, ""

    def repeats(self) -> Section:
        rows = []
        for step in self._observed.steps:
            told = (
                ("comes back to it", Part(step.returned, step.cases), self._survey.returns.get(step.step)),
                ("done more than once", Part(step.repeated, step.cases), None),
                ("done in batches", Part(step.batched, step.visits), None),
            )
            for what, part, declared in told:
                if part.count:
                    counts = number_cell(part.count), figure_cell(part), interval_cell(part)
                    beside = "" if declared is None else Cell(share(declared), Measured(declared, "percent"))
                    rows.append((self._name(step.step), what, *counts, beside))
        lines = ("Of the cases with the step; batches are visits completed at the very time of another case's.",)
        heads = ("step", "what", "times", "share", "95%", "declared")
        return Section("Rework and batches", lines if rows else (), table(heads, 2, rows))

    def choices(self) -> Section:
        rows = []
        for choice in self._observed.choices:
            step, total = self._process.step(choice.step), sum(choice.ways.values())
            for flow in step.flows:
                part = Part(choice.ways[flow.to], total)
                counts = number_cell(part.count), figure_cell(part), interval_cell(part)
                beside = "" if flow.share is None else Cell(share(flow.share), Measured(flow.share, "percent"))
                way = flow.when or ("the end" if flow.to == END else self._name(flow.to))
                rows.append((step.name, way, *counts, beside))
        heads = ("after", "way", "times", "share", "95%", "declared")
        return Section("Choices, of the cases that fit", (), table(heads, 2, rows))

    def decisions(self) -> Section:
        rows = []
        for step in self._observed.steps:
            if step.refused and step.refused.of:
                declared = self._process.step(step.step).decisions
                beside = f"{declared.refused:,} of {declared.made:,}" if declared else ""
                counts = number_cell(step.refused.count), number_cell(step.refused.of)
                rows.append(
                    (self._name(step.step), *counts, figure_cell(step.refused), interval_cell(step.refused), beside)
                )
        return Section("What is refused", (), table(("step", "refused", "of", "share", "95%", "declared"), 1, rows))

    def roles(self) -> Section:
        observed = self._observed
        if observed.handoffs is None or observed.ping_pongs is None:
            return Section("Between roles", ("The log names no role, and none follows from a mapping (--roles FILE).",))
        lines = [
            f"Handoffs a case: {said(observed.handoffs)}{_declared(self._survey.expected_handoffs)}.",
            f"Straight back to who gave it, a case: {said(observed.ping_pongs)}{_declared(self._survey.ping_pongs)}.",
        ]
        for told in observed.separations:
            names = quoted_list(map(self._name, told.steps))
            lines.append(f"One {told.by} did {names} in {said(told.broken)} of the cases.")
        cells = sorted(observed.matrix, key=lambda cell: -cell[2])[:_MOST]
        rows = [
            (self._role(giver), self._role(taker), number_cell(count), figure_cell(count / (observed.counted or 1)))
            for giver, taker, count in cells
        ]
        return Section("Between roles", tuple(lines), table(("from", "to", "handoffs", "a case"), 2, rows))

    def customer(self) -> Section:
        observed = self._observed
        lines = []
        if observed.contacts and observed.again:
            lines.append(f"Contacts a case: {said(observed.contacts)}{_declared(self._survey.expected_contacts)}.")
            lines.append(f"Several contacts in {said(observed.again)} of the cases.")
        if observed.duration:
            lines.append(f"From start to end: {said(observed.duration)}, 90% within {clock(observed.duration.p90)}.")
        if observed.duration_withheld:
            lines.append(
                "The time from start to end is withheld: with the waiting it would tell the work of few persons."
            )
        if observed.promise:
            promise = self._process.promise
            of = f", promised for {share(promise.of or 1.0)}" if promise else ""
            lines.append(f"The promise was kept in {said(observed.promise)} of the cases{of}.")
        return Section("What the customer sees", tuple(lines))

    def outcomes(self) -> Section:
        told = self._observed.outcomes
        parts = [(name, Part(count, sum(told.values()))) for name, count in told.items()]
        rows = [(name, number_cell(part.count), figure_cell(part), interval_cell(part)) for name, part in parts]
        return Section("Outcomes", (), table(("outcome", "times", "share", "95%"), 1, rows))

    def _name(self, step: str) -> str:
        return self._process.step(step).name

    def _role(self, role: str) -> str:
        return self._process.role(role).name


def _declared(figure: float | None) -> str:
    return "" if figure is None else f"; declared {plain(figure)}"


def _both(step: Step) -> float | None:
    return None if step.takes is None or step.waits is None else step.takes + step.waits
