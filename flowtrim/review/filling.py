"""Make the checklist of a process: filled in with facts, never with decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from flowtrim.measures import Survey
from flowtrim.measures.answers import reading
from flowtrim.measures.capability import Capabilities
from flowtrim.measures.clock import add_months
from flowtrim.measures.pending import deed, pending, undone
from flowtrim.measures.rubber_stamp import refusal_bound
from flowtrim.model import Kpi, Process, Settings, Step
from flowtrim.model.step import SERVES
from flowtrim.review.checklist_rows import (
    ACTION,
    ACTION_DUE,
    ACTION_OWNER,
    ACTION_TODAY,
    ACTIONS,
    BY,
    DECISION,
    DECISIONS,
    DONE,
    ID,
    KPI_DECISIONS,
    MARK,
    MAY,
    NEWEST,
    NUMBER,
    ON,
    PERFORMER,
    REASON,
    ROLE_DECISIONS,
    SERVED,
    SOURCE,
    TARGET,
    WHAT_TODAY,
    YES_NO,
    Checklist,
    Column,
    Table,
    change_id,
    mark,
    seal,
    told,
)
from flowtrim.review.declared_terms import DeclaredTerms, percentage
from flowtrim.rules import Finding, check
from flowtrim.sentences import counted, marked, messages, phrase, say

SIGN_OFF = (
    "Reviewed on",
    "Reviewer",
    "Process owner",
    "Role representative",
    "Minutes",
    "Evidence",
    "Lesson",
)
_TOP_HANDOFFS = 5
_FREE_ACTIONS = 3
_MOST_USERS = 5
_RIGHT, _SETTLED = "Still right?", "Answered or kept?"
_NEVER = phrase(marked("never"))
_FILLED = (Column(BY, open=True), Column(ON, open=True), Column(MARK))
STEPS = (
    Column(NUMBER), Column(ID, tells=True), Column("Step", tells=True), Column("Who", tells=True),
    Column("Why", tells=True), Column("What it delivers", tells=True), Column("Who uses it"),
    Column("Last justified"), Column("Findings"), Column("Last changed an outcome", open=True),
    Column(REASON, open=True), Column(SERVED, open=True, choices=SERVES), Column(SOURCE, open=True),
    Column(DECISION, open=True, choices=DECISIONS), Column(TARGET, open=True), Column(PERFORMER, open=True), *_FILLED,
)  # fmt: skip
ROLES = (
    Column(NUMBER), Column(ID, tells=True), Column("Role", tells=True), Column("Why", tells=True), Column("Its steps"),
    Column("Only it can do"), Column("Findings"), Column(REASON, open=True), Column(MAY, open=True),
    Column(DECISION, open=True, choices=ROLE_DECISIONS), Column(TARGET, open=True), *_FILLED,
)  # fmt: skip
KPIS = (
    Column(NUMBER), Column("KPI", tells=True), Column("What", tells=True), Column("Why", tells=True),
    Column("Action", tells=True), Column("Formula", tells=True), Column("Target", tells=True),
    Column("Owner", tells=True), Column("Last reviewed"), Column("Findings"),
    Column(WHAT_TODAY, open=True), Column(REASON, open=True), Column(ACTION_TODAY, open=True),
    Column(NEWEST, open=True, choices=YES_NO), Column(DECISION, open=True, choices=KPI_DECISIONS), *_FILLED,
)  # fmt: skip
CHANGES = (
    Column(NUMBER), Column(ID, tells=True), Column("Decided", tells=True), Column("Who does it", tells=True),
    Column("Due"), Column(DONE, open=True, choices=YES_NO), *_FILLED,
)  # fmt: skip
_TABLES = {"steps": STEPS, "roles": ROLES, "kpis": KPIS, "changes": CHANGES}


def checklist(process: Process, *, today: date, settings: Settings | None = None) -> Checklist:
    """Make the checklist of a process on a day, with what the settings let the rules find.

    >>> claim = Process("Claim", steps=(Step("pay", "Pay", owner="Bank"),))
    >>> made = checklist(claim, today=date(2026, 3, 2))
    >>> made.table("steps").rows[0][:4], [table.title for table in made.tables][:2]
    (('1', 'pay', 'Pay', 'Bank'), ['Steps', 'Roles'])
    """
    terms = settings or Settings()
    return _Filling(Survey(process, today=today, limits=terms.limits), terms).checklist()


class _Filling(Struct, frozen=True):
    survey: Survey
    settings: Settings

    def checklist(self) -> Checklist:
        process = self.survey.process
        name = told(process.name)
        findings = check(self.survey, profile=self.settings.profile, severities=self.settings.severities)
        own = [
            self._own("Steps", "steps", self._steps(findings), name),
            self._own("Roles", "roles", self._roles(findings), name),
            self._own("KPIs", "kpis", self._kpis(findings), name),
            self._own("Decided changes", "changes", self._changes(), name),
        ]
        facts = tuple((key, self._told(value)) for key, value in self._facts())
        tables = (*own, *(table for table in self._others(findings) if table.rows))
        return Checklist(
            name, facts, tables, SIGN_OFF, version_of(name, [table.rows for table in own]), process.language
        )

    def _own(self, title: str, key: str, rows: Iterable[Sequence[object]], name: str) -> Table:
        columns = _TABLES[key]
        made = []
        for number, cells in enumerate(rows, 1):
            facts = iter([str(number), *map(self._told, cells)])
            row = [next(facts) if not column.open and column.title != MARK else "" for column in columns]
            row[-1] = mark(columns, row, process=name, key=key)
            made.append(tuple(row))
        return Table(title, columns, tuple(made), key)

    def _told(self, text: object) -> str:
        """Return a fact in the language of the process."""
        said = messages(self.survey.process.language)
        return told(said(text) if isinstance(text, str) else text)

    def _said(self, findings: Sequence[Finding], kind: str) -> dict[str, str]:
        """Return what is found of each step, role or KPI, in words; hints are left out."""
        found: dict[str, dict[str, None]] = {}
        for finding in findings:
            if finding.kind == kind and finding.severity != "hint":
                found.setdefault(finding.at, {})[self._in_words(finding)] = None
        return {at: " ".join(words) for at, words in found.items()}

    def _in_words(self, finding: Finding) -> str:
        """Return what a finding says in the language of the process, with the numbers of the steps."""
        said = messages(self.survey.process.language)(finding.message)
        return self.survey.quoted_steps.numbered(said, finding.about)

    def _facts(self) -> Iterator[tuple[str, object]]:
        process, survey, speech = self.survey.process, self.survey, self.survey.elevator
        due = add_months(survey.today, survey.limits.review_months)
        yield from (("Why", process.why), ("Customer", process.customer and process.role(process.customer).name))
        yield from (("Delivers", ", ".join(process.outputs)), ("Owner", process.owner))
        yield from (("Made on", survey.today), ("Last full review", survey.clock.last or _NEVER))
        start = survey.clock.last or process.created or phrase(marked("the beginning"))
        yield "Period", say("{start} to {end}", start=start, end=survey.today)
        yield "Next review due, if signed today", due
        rides, seconds = counted(speech.rides, "ride"), speech.shown
        fits = say("{rides}, {seconds} s; fits", rides=rides, seconds=seconds)
        over = say("{rides}, {seconds} s; does not fit in {limit} s", rides=rides, seconds=seconds, limit=speech.limit)
        ask = say("{rides}, {seconds} s; ask first", rides=rides, seconds=seconds)
        yield "Elevator test", ask if survey.rests_on_questions else fits if speech.fits else over
        yield "Handoffs", survey.handoffs
        yield "Ping-pongs in one case", "" if survey.ping_pongs is None else f"{survey.ping_pongs:.2f}"
        yield "Steps without a reason", len(survey.unjustified)

    def _steps(self, findings: Sequence[Finding]) -> Iterator[Sequence[object]]:
        process = self.survey.process
        takers: dict[str, list[str]] = {}
        for step in self.survey.told.work:
            for item in step.inputs:
                takers.setdefault(item, []).append(step.name)
        said = self._said(findings, "step")
        for step in map(process.step, self.survey.numbers):  # so that the rows have the numbers of the steps
            users = list(dict.fromkeys(name for item in step.outputs for name in takers.get(item, ())))
            users = (
                users
                if len(users) <= _MOST_USERS
                else [*users[:_MOST_USERS], self._told(counted(len(users) - _MOST_USERS, "more", "more"))]
            )
            users += [process.role(process.customer).name] if _final(step, process) and process.customer else []
            why = " · ".join(filter(None, (step.why, step.serves, step.source)))
            owner = process.role(step.owner).name if step.owner else ""
            last = step.reviewed or process.reviewed if reading(step.why) == "text" else None
            what, used = ", ".join(step.outputs), ", ".join(users)
            yield step.id, step.name, owner, why, what, used, last, said.get(step.id)

    def _roles(self, findings: Sequence[Finding]) -> Iterator[Sequence[object]]:
        process = self.survey.process
        steps: dict[str, list[str]] = {}
        for step in self.survey.told.work:
            steps.setdefault(step.owner or "", []).append(step.name)
        said, capable = self._said(findings, "role"), Capabilities(self.survey.told)
        for role in process.parties:
            only = ", ".join(step.name for step in capable.only_it_can(role.id))
            yield role.id, role.name, role.why, ", ".join(steps.get(role.id, ())), only, said.get(role.id)

    def _kpis(self, findings: Sequence[Finding]) -> Iterator[Sequence[object]]:
        said = self._said(findings, "kpi")
        for kpi in self.survey.process.kpis:
            yield *_record(kpi), kpi.reviewed or _NEVER, said.get(kpi.name)

    def _changes(self) -> Iterator[Sequence[object]]:
        process = self.survey.process
        for plan, number, change in undone(process):
            who = process.role(change.by).name if change.by else None
            yield change_id(plan, number), deed(change, process), who, change.until

    def _others(self, findings: Sequence[Finding]) -> Iterator[Table]:
        process, terms = self.survey.process, DeclaredTerms(self.survey)
        yield self._table("Said in the elevator", ("No.", "What"), enumerate(self.survey.elevator.sentences, 1))
        heads = ("Step", "Times decided", "Refused", "Refuses at most (95% sure)")
        yield self._table("Approvals and checks", heads, self._approvals())
        heads = ("From", "To", "Flows", "Expected in one case")
        yield self._table("Top handoffs", heads, self._handoffs())
        yield self._table("Separation of duties", ("Steps", "Rule"), self._pairs(), room=("Still needed",))
        yield self._table("Deadlines and promises", ("At", "What"), terms.deadline_rows(), room=(_RIGHT, "Still kept?"))
        heads = ("At", "For each", "How many", "At the same time")
        yield self._table("Done for each of several", heads, terms.repetition_rows(), room=(_RIGHT,))
        shares = (*self._shares(), *terms.exception_rows())
        yield self._table("Exceptions and shares", ("At", "When", "To", "Share"), shares, room=(_RIGHT,))
        heads = ("Role", MAY, "Deputy", "Persons")
        yield self._table("Authority and deputies", heads, terms.authority_rows(), room=(_RIGHT,))
        still = [(one.what, one.who, one.until) for one in pending(process) if one.sort != "decision"]
        yield self._table("Open questions, promises", ("What", "Who", "Until"), still, room=(_SETTLED,))
        plans = [(plan.name, plan.on, plan.result, plan.lesson) for plan in process.plans]
        yield self._table("Plans tried", ("Plan", "On", "Result", "Learnt"), plans)
        whole = [(f.rule, f.at, self._in_words(f)) for f in findings if f.kind in ("process", "flow")
                 and f.severity != "hint"]  # fmt: skip
        more = [("", "", "")] * _FREE_ACTIONS
        yield self._table(ACTIONS, ("Rule", "At", "What"), [*whole, *more], room=(ACTION, ACTION_OWNER, ACTION_DUE))

    def _table(
        self, title: str, heads: Sequence[str], rows: Iterable[Sequence[object]], *, room: Sequence[str] = ()
    ) -> Table:
        """Return a table of facts with empty columns behind them for what people have to say."""
        columns = (*map(Column, heads), *(Column(each, open=True) for each in room))
        return Table(title, columns, tuple((*map(self._told, row), *[""] * len(room)) for row in rows))

    def _approvals(self) -> Iterator[Sequence[object]]:
        for step in self.survey.told.work:
            if step.decisions:
                bound = refusal_bound(step.decisions)
                at_most = "" if bound is None else f"{bound:.1%}"
                yield step.name, step.decisions.made, step.decisions.refused, at_most

    def _handoffs(self) -> Iterator[Sequence[object]]:
        role = self.survey.process.role
        cells = [cell for cell in self.survey.handoff_matrix if cell.giver != cell.taker]
        cells.sort(key=lambda cell: (-(cell.expected or 0), cell.giver, cell.taker))
        for cell in cells[:_TOP_HANDOFFS]:
            expected = "" if cell.expected is None else f"{cell.expected:.2f}"
            yield role(cell.giver).name, role(cell.taker).name, cell.static, expected

    def _pairs(self) -> Iterator[Sequence[object]]:
        process = self.survey.told
        apart, together = phrase(marked("never the same role")), phrase(marked("always the same role"))
        alone = phrase(marked("never the same person"))
        kinds = ((process.separate, apart), (process.separate_persons, alone), (process.together, together))
        for groups, said in kinds:
            for group in groups:
                yield ", ".join(process.step(step).name for step in group), said

    def _shares(self) -> Iterator[Sequence[object]]:
        process = self.survey.told
        for step in process.steps:
            for flow in step.flows:
                if flow.share is not None and flow.share < 1:
                    end = flow.outcome or phrase(marked("end"))
                    to = process.step(flow.to).name if process.has_step(flow.to) else end
                    yield step.name, flow.when, to, percentage(flow.share)


def version_of(name: str, tables: Iterable[Iterable[Sequence[str]]]) -> str:
    """Return the letters that stand for a version of a process, with the number of rows of each table."""
    lists = [[row[-1] for row in rows] for rows in tables]
    counts = "-".join(str(len(rows)) for rows in lists)
    return f"{counts}-{seal([name, *(each for rows in lists for each in [*rows, ''])])}"


def _final(step: Step, process: Process) -> bool:
    return not set(step.outputs).isdisjoint(process.outputs)


def _record(kpi: Kpi) -> tuple[str | None, ...]:
    return kpi.name, kpi.what, kpi.why, kpi.action, kpi.formula, kpi.target, kpi.owner
