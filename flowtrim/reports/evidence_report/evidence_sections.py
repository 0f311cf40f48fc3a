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
    clock,
    figure_cell,
    interval_cell,
    number_cell,
    part_cells,
    said,
    share_cell,
    time_cell,
    timed,
)
from flowtrim.reports.evidence_report.evidence_tables import Cell, Section, table
from flowtrim.reports.media.words import plain, share, worked
from flowtrim.sentences import Digits, Message, listed, quoted, quoted_list, say

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
    lines = [
        say(
            "{before} cases were over before {day}, {after} began on it or later; {others} straddle it "
            "and are left out.",
            before=found.before, day=found.day, after=found.after, others=found.straddling,
        ),
        say(
            "{count} figures that can differ are compared. Proved is what chance does not explain, even though so many "
            "are compared (Holm, 5% for all of them).",
            count=len(found.differences),
        ),
    ]  # fmt: skip
    if not any(each.proved for each in found.differences):
        lines.append(say("No proof of any change: every difference may be chance."))
    if found.untold:
        lines.append(say("Of too few cases to compare: {figures}.", figures=listed(found.untold, most=6)))
    for each in found.differences:
        if each.proved:
            was, now = figure_cell(each.before).text, figure_cell(each.after).text
            lines.append(say("Proved: {figure}, {was} before and {now} since.", figure=each.name, was=was, now=now))
    told = sorted(found.differences, key=lambda each: (not each.proved, each.change.chance))
    rows = [_difference(each) for each in told if each.before.figure != each.after.figure]
    heads = (
        say("what"), say("changed"), say("before"), say("after"), say("difference, 95%"), say("of"), say("and of"),
    )  # fmt: skip
    return Section(say("Since {day}", day=found.day), tuple(lines), table(heads, 2, rows))


def _difference(each: Difference) -> tuple[Cell | str, ...]:
    low, high = each.change.low, each.change.high
    if isinstance(each.before, Part):
        moved = say("{low} to {high} points", low=_signed(low * 100, 0), high=_signed(high * 100, 0))
    elif isinstance(each.before, Spread):
        moved = _moved(low, high)
    else:
        moved = say("{low} to {high}", low=_signed(low, 2), high=_signed(high, 2))
    sides = (each.before, each.after)
    proof = say("yes") if each.proved else say("no proof")
    return each.name, proof, *map(figure_cell, sides), moved, *(number_cell(_of(figure)) for figure in sides)


def _moved(low: float, high: float) -> Message:
    """Say the bounds of a difference of times in one unit: the largest that tells both.

    >>> _moved(-266_400_000, -244_800_000), _moved(-354_000, 558_000)
    ('−3.1 to −2.8 d', '−5.9 to +9.3 min')
    """
    largest = max(abs(low), abs(high))
    if largest > 172_800_000:
        return say("{low} to {high} d", low=_signed(low / 86_400_000, 1), high=_signed(high / 86_400_000, 1))
    if largest > 7_200_000:
        return say("{low} to {high} h", low=_signed(low / 3_600_000, 1), high=_signed(high / 3_600_000, 1))
    return say("{low} to {high} min", low=_signed(low / 60_000, 1), high=_signed(high / 60_000, 1))


def _signed(number: float, decimals: int) -> Digits:
    return Digits(f"{number:+.{decimals}f}".replace("-", "−"))


def _of(figure: Part | Average | Spread) -> int:
    """Return of how many cases or visits a figure is."""
    if isinstance(figure, Part):
        return figure.of
    return figure.cases if isinstance(figure, Average) else figure.count


class _Teller:
    def __init__(self, survey: Survey, observed: Observed) -> None:
        self._survey, self._process, self._observed = survey, survey.told, observed

    def names(self) -> Section:
        observed = self._observed
        lines = []
        if observed.never:
            steps = quoted_list(map(self._name, observed.never))
            lines.append(say("Declared and never seen: {steps}.", steps=steps))
        if observed.ambiguous:
            names = quoted_list(observed.ambiguous, most=6)
            lines.append(say("More than one step is called {names}: counted for none.", names=names))
        for activity, guess in observed.guesses.items():
            if activity in observed.undeclared:
                told = {"activity": quoted(activity), "guess": quoted(guess)}
                lines.append(say("{activity}: did you mean {guess}? Then name it under its aliases.", **told))
        rows = []
        for activity, work in list(observed.undeclared.items())[:_MOST]:
            rows.append((activity, number_cell(work.visits), *part_cells(Part(work.cases, observed.counted))))
        heads = (say("seen and never declared"), say("times"), say("cases"), say("share"), say("95%"))
        return Section(say("Declared and done"), tuple(lines), table(heads, 1, rows))

    def conformance(self) -> Section:
        title = say("Where cases leave the way, apart from undeclared work")
        found = self._observed.conformance
        if found is None:
            return Section(
                title, (say("That is left out: the process has too many states to follow cases through it."),)
            )
        lines = (
            say("{cases} of the cases went a declared way from start to end.", cases=said(found.fitting)),
            say("{moves} of the moves from step to step are declared ones.", moves=said(found.allowed)),
        )
        rows = [self._deviation(left, found.fitting.of) for left in found.deviations[:_MOST]]
        heads = (say("after"), say("came"), say("declared instead"), say("cases"), say("share"), say("95%"))
        return Section(title, lines, table(heads, 3, rows))

    def _deviation(self, left: Deviation, cases: int) -> tuple[Cell | str, ...]:
        instead = [self._name(step) if step else say("the end") for step in left.allowed[:3]]
        source = self._name(left.source) if left.source else say("the start")
        target = self._name(left.target) if left.target else say("the end")
        return source, target, listed(instead, "or"), *part_cells(Part(left.cases, cases))

    def steps(self) -> Section:
        rows = [self._step(step) for step in self._observed.steps if step.cases]
        heads = (say("step"), say("done by"), say("cases"), say("a case"), say("95%"), say("declared"))
        return Section(say("How often steps are done"), (), table(heads, 2, rows))

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
        heads = (say("step"), say("time"), say("median"), say("95%"), say("declared"), say("90% within"))
        lines = (say("By the clock; declared are working hours."),) if rows else ()
        return Section(say("How long steps take"), lines, table(heads, 2, rows))

    def _times(self, step: ObservedStep) -> Iterator[tuple[Cell | str, ...]]:
        declared = self._process.step(step.step)
        told = [(say("work"), step.work, declared.takes), (say("waiting"), step.waiting, declared.waits)]
        if not step.waiting:
            told.append((say("elapsed"), step.elapsed, _both(declared)))
        for what, found, minutes in told:
            beside = "" if minutes is None else timed(worked(minutes, self._process.clock, short=True))
            if found:
                spread = figure_cell(found), interval_cell(found)
                yield self._name(step.step), what, *spread, beside, time_cell(found.p90)
            elif what == "work" and step.withheld:
                yield self._name(step.step), what, say("withheld"), "", beside, ""

    def repeats(self) -> Section:
        rows = []
        for step in self._observed.steps:
            told = (
                (say("comes back to it"), Part(step.returned, step.cases), self._survey.returns.get(step.step)),
                (say("done more than once"), Part(step.repeated, step.cases), None),
                (say("done in batches"), Part(step.batched, step.visits), None),
            )
            for what, part, declared in told:
                if part.count:
                    rows.append((self._name(step.step), what, *part_cells(part), _beside(declared)))
        lines = (say("Of the cases with the step; batches are visits completed at the very time of another case's."),)
        heads = (say("step"), say("what"), say("times"), say("share"), say("95%"), say("declared"))
        return Section(say("Rework and batches"), lines if rows else (), table(heads, 2, rows))

    def choices(self) -> Section:
        rows = []
        for choice in self._observed.choices:
            step, total = self._process.step(choice.step), sum(choice.ways.values())
            for flow in step.flows:
                way = flow.when or (say("the end") if flow.to == END else self._name(flow.to))
                rows.append((step.name, way, *part_cells(Part(choice.ways[flow.to], total)), _beside(flow.share)))
        heads = (say("after"), say("way"), say("times"), say("share"), say("95%"), say("declared"))
        return Section(say("Choices, of the cases that fit"), (), table(heads, 2, rows))

    def decisions(self) -> Section:
        rows = []
        for step in self._observed.steps:
            if step.refused and step.refused.of:
                declared = self._process.step(step.step).decisions
                beside = say("{count} of {of}", count=declared.refused, of=declared.made) if declared else ""
                count, part, bounds = part_cells(step.refused)
                rows.append((self._name(step.step), count, number_cell(step.refused.of), part, bounds, beside))
        heads = (say("step"), say("refused"), say("of"), say("share"), say("95%"), say("declared"))
        return Section(say("What is refused"), (), table(heads, 1, rows))

    def roles(self) -> Section:
        observed, title = self._observed, say("Between roles")
        if observed.handoffs is None or observed.ping_pongs is None:
            unknown = say("The log names no role, and none follows from a mapping (--roles FILE).")
            return Section(title, (unknown,))
        handoffs = _with_declared(said(observed.handoffs), self._survey.expected_handoffs)
        back = _with_declared(said(observed.ping_pongs), self._survey.ping_pongs)
        lines = [
            say("Handoffs a case: {figure}.", figure=handoffs),
            say("Straight back to who gave it, a case: {figure}.", figure=back),
        ]
        for told in observed.separations:
            parts = {"steps": quoted_list(map(self._name, told.steps)), "share": said(told.broken)}
            if told.by == "person":
                lines.append(say("One person did {steps} in {share} of the cases.", **parts))
            else:
                lines.append(say("One role did {steps} in {share} of the cases.", **parts))
        cells = sorted(observed.matrix, key=lambda cell: -cell[2])[:_MOST]
        rows = [
            (self._role(giver), self._role(taker), number_cell(count), figure_cell(count / (observed.counted or 1)))
            for giver, taker, count in cells
        ]
        heads = (say("from"), say("to"), say("handoffs"), say("a case"))
        return Section(title, tuple(lines), table(heads, 2, rows))

    def customer(self) -> Section:
        observed = self._observed
        lines = []
        if observed.contacts and observed.again:
            contacts = _with_declared(said(observed.contacts), self._survey.expected_contacts)
            lines.append(say("Contacts a case: {figure}.", figure=contacts))
            lines.append(say("Several contacts in {share} of the cases.", share=said(observed.again)))
        if observed.duration:
            times = {"figure": said(observed.duration), "longest": clock(observed.duration.p90)}
            lines.append(say("From start to end: {figure}, 90% within {longest}.", **times))
        if observed.duration_withheld:
            lines.append(
                say("The time from start to end is withheld: with the waiting it would tell the work of few persons.")
            )
        promise = self._process.promise
        if observed.promise and promise:
            parts = {"share": said(observed.promise), "promised": Digits(share(promise.of or 1.0))}
            lines.append(say("The promise was kept in {share} of the cases, promised for {promised}.", **parts))
        return Section(say("What the customer sees"), tuple(lines))

    def outcomes(self) -> Section:
        told = self._observed.outcomes
        rows = [(name, *part_cells(Part(count, sum(told.values())))) for name, count in told.items()]
        heads = (say("outcome"), say("times"), say("share"), say("95%"))
        return Section(say("Outcomes"), (), table(heads, 1, rows))

    def _name(self, step: str) -> str:
        return self._process.step(step).name

    def _role(self, role: str) -> str:
        return self._process.role(role).name


def _beside(declared: float | None) -> Cell:
    return Cell("") if declared is None else share_cell(declared)


def _with_declared(figure: Message, declared: float | None) -> Message:
    if declared is None:
        return figure
    return say("{figure}; declared {declared}", figure=figure, declared=Digits(plain(declared)))


def _both(step: Step) -> float | None:
    return None if step.takes is None or step.waits is None else step.takes + step.waits
