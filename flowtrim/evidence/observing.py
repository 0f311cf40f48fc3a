"""From the events of a log, and the process beside them, to everything that was observed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from functools import cached_property

from flowtrim.evidence import figure_queries as queries
from flowtrim.evidence.conformance import Trace, conformance, follows
from flowtrim.evidence.engines import Engine
from flowtrim.evidence.filling_in import by_the_clock
from flowtrim.evidence.log_cache import Cache
from flowtrim.evidence.log_engine import Rows
from flowtrim.evidence.nearest_rank import WHOLE, nearest, ranked, spreads
from flowtrim.evidence.replayed_cases import OpenCases, TokenGame, between, declared_part
from flowtrim.evidence.shares_taken import choices, undeclared, used
from flowtrim.evidence.silent_net import TooManyMarkingsError
from flowtrim.evidence.step_figures import Given, StepFigures
from flowtrim.evidence.step_matching import Matching, match, require_match, spelt
from flowtrim.graph import FlowGraph
from flowtrim.measures.customer_contacts import contacts
from flowtrim.measures.observed import (
    Average,
    Choice,
    Conformance,
    Log,
    Observed,
    ObservedStep,
    Part,
    Separation,
    Undeclared,
)
from flowtrim.model import Process, Promise


def observe(process: Process, cache: Cache, engine: Engine, *, name: str, min_persons: int) -> Observed:
    """Return what a log shows of a process.

    Raises:
        InvalidFileError: no activity of the log is a step of the process.
    """
    return _Observing(process, cache, engine, name=name, min_persons=min_persons).observed()


class _Observing:
    """The figures of one log beside one process, each worked out once."""

    def __init__(self, process: Process, cache: Cache, engine: Engine, *, name: str, min_persons: int) -> None:
        self._process, self._head, self._engine = process, cache.head, engine
        self._name, self._min_persons = name, min_persons
        self._matching: Matching = match(process, self._head.activities)
        require_match(process, self._head.activities, file=name)
        codes = {activity: code for code, activity in enumerate(self._head.activities)}
        self._step_of = {codes[activity]: step for activity, step in self._matching.steps.items()}
        self._roles = [_role_id(process, role) for role in self._head.roles]
        self._game = self._playable()
        self._open = self._leave_open_cases_out()

    def observed(self) -> Observed:
        """Return everything that was observed."""
        process, matching = self._process, self._matching
        return Observed(
            log=self._log(),
            steps=self._done,
            matched=matching.steps,
            undeclared=self._undeclared(),
            guesses=matching.guesses,
            never=tuple(step.id for step in process.work if step.id not in matching.steps.values()),
            ambiguous=matching.ambiguous,
            conformance=self._conformance,
            choices=self._choices,
            used=used(process, self._cases),
            variants=len(self._variants),
            handoffs=self._handed_over(0),
            ping_pongs=self._handed_over(1),
            matrix=self._matrix,
            roles=self._visits_of_roles(),
            persons=self._persons,
            contacts=self._contacts,
            again=self._met_again if self._contacts else None,
            duration=None if self._gives_work_away else spreads(self._engine, queries.DURATION, WHOLE).get("case"),
            duration_withheld=self._gives_work_away,
            promise=self._promise(),
            outcomes=self._outcomes(),
            separations=tuple(self._separations()),
            min_persons=self._min_persons,
            counted=sum(self._variants.values()),
        )

    @cached_property
    def _done(self) -> tuple[ObservedStep, ...]:
        return tuple(map(self._steps.of, self._process.work))

    @cached_property
    def _gives_work_away(self) -> bool:
        """Whether the time of a case, less what is told of it, is withheld work: of one step, or few persons."""
        withheld = [step for step in self._done if step.withheld]
        persons = [self._persons.get(role, 0) for role in {role for step in withheld for role in step.roles}]
        return len(withheld) == 1 or (all(persons) and 0 < sum(persons) < self._min_persons)

    @cached_property
    def _persons(self) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for role, count in self._head.persons.items():
            found[_role_id(self._process, role)] += count
        return found

    def _rows(self, query: str) -> Rows:
        return self._engine.rows(query)

    def _playable(self) -> TokenGame | None:
        try:
            game = TokenGame(self._process)
            follows(game)  # tells whether there are too many states
        except TooManyMarkingsError:
            return None
        return game

    def _leave_open_cases_out(self) -> int:
        """Leave out the cases that are still under way, keep the others by their declared steps, and count the open."""
        near = self._head.last - ranked(self._engine, queries.GAPS, WHOLE, nearest(19, 20))["case"][1][0]
        going_on = OpenCases(self._process, self._game)
        self._variants: dict[tuple[int, ...], int] = {}
        may_go_on: list[int] = []
        left_out = 0
        for activities, count, first_case, recent in self._rows(queries.variants(near)):
            variant = tuple(activities)
            opened = recent if recent and going_on.may_go_on(declared_part(variant, self._step_of)) else 0
            if opened:
                may_go_on.append(first_case)
                left_out += opened
            if count > opened:
                self._variants[variant] = count - opened
        if may_go_on:
            self._engine.leave_out(queries.recent_like(may_go_on, near))
        return left_out

    @cached_property
    def _cases(self) -> Mapping[Trace, int]:
        cases: Counter[Trace] = Counter()
        for variant, count in self._variants.items():
            cases[declared_part(variant, self._step_of)] += count
        return cases

    @cached_property
    def _conformance(self) -> Conformance | None:
        return conformance(self._game, self._cases) if self._game else None

    @cached_property
    def _choices(self) -> tuple[Choice, ...]:
        return choices(self._process, self._game, self._cases) if self._game else ()

    @cached_property
    def _matrix(self) -> tuple[tuple[str, str, int], ...]:
        """Handoffs from role to role; work that nobody's role is known of hands nothing over."""
        cells: Counter[tuple[str, str]] = Counter()
        for _, _, role, after, count in self._rows(queries.FLOWS):
            if role is not None and after is not None and role != after:
                cells[self._roles[role], self._roles[after]] += count
        return tuple((giver, taker, count) for (giver, taker), count in sorted(cells.items()))

    def _handed_over(self, place: int) -> Average | None:
        """Return the handoffs of a case, or at place 1 its ping-pongs; None where the log tells no roles."""
        if not self._head.roles:
            return None
        times: Counter[int] = Counter()
        for *found, cases in self._handed:
            times[found[place]] += cases
        return Average.of_cases(times)

    @cached_property
    def _handed(self) -> Rows:
        return self._rows(queries.HANDED_OVER)

    @cached_property
    def _met(self) -> Counter[int]:
        """The cases with each number of visits of steps at which the customer is met."""
        met = contacts(FlowGraph(self._process))
        found: Counter[int] = Counter()
        for case, count in self._cases.items():
            found[sum(step in met for step in case)] += count
        return found

    @property
    def _contacts(self) -> Average | None:
        return Average.of_cases(self._met) if any(self._met) else None

    @property
    def _met_again(self) -> Part:
        return Part(sum(cases for times, cases in self._met.items() if times > 1), sum(self._met.values()))

    def _outcomes(self) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for _, outcome, visits in self._steps.outcomes:
            found[outcome] += visits
        return dict(sorted(found.items()))

    def _undeclared(self) -> Mapping[str, Undeclared]:
        known = {*self._matching.steps, *self._matching.ambiguous, *self._matching.passed}
        codes = {code for code, activity in enumerate(self._head.activities) if activity not in known}
        doers = {code: self._roles[role] for code, role, _ in sorted(self._by_role, key=lambda row: row[2])}
        found = undeclared(self._variants, codes, self._step_of, doers)
        names = {code: self._head.activities[code] for code in found}
        return {names[code]: found[code] for code in sorted(found, key=lambda code: (-found[code].visits, names[code]))}

    @property
    def _by_role(self) -> Rows:
        return [row for row in self._rows(queries.ROLES) if row[1] is not None]

    @cached_property
    def _steps(self) -> StepFigures:
        return StepFigures(
            Given(
                head=self._head,
                engine=self._engine,
                step_of=self._step_of,
                roles=self._roles,
                cases=self._cases,
                choices=self._choices,
                min_persons=self._min_persons,
            )
        )

    def _visits_of_roles(self) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for visits in self._steps.roles_of.values():
            found.update(visits)
        return dict(sorted(found.items()))

    def _promise(self) -> Part | None:
        """Return the cases in which the promise was kept; days and weeks of it are those of the calendar."""
        promise = self._process.promise
        if promise is None or promise.within is None or self._head.by_day or self._is_of_withheld_work(promise):
            return None
        minutes = by_the_clock(promise.within, self._process.clock)
        bounds = (self._activities(promise.since), self._activities(promise.until))
        kept, cases = self._rows(queries.promised(round(minutes * 60_000), *bounds))[0]
        return Part(int(kept or 0), cases) if cases else None

    def _is_of_withheld_work(self, promise: Promise) -> bool:
        """Whether in every case nothing but one step lies within the promise, and its work is withheld."""
        within = {step for case in self._cases for step in between(case, promise.since, promise.until)}
        return any({step.step} == within for step in self._done if step.withheld)

    def _activities(self, step: str | None) -> str:
        if step is None:
            return "true"
        codes = [str(code) for code, named in self._step_of.items() if named == step] or ["-1"]
        return f"activity in ({', '.join(codes)})"

    def _separations(self) -> list[Separation]:
        found = []
        by_person = "resource" in self._head.columns
        for groups, persons_only in ((self._process.separate, False), (self._process.separate_persons, True)):
            for steps in groups:
                by = "person" if by_person else "role"
                if (
                    (persons_only and not by_person)
                    or not self._seen_all(steps)
                    or (not self._head.roles and not by_person)
                ):
                    continue
                codes = tuple(tuple(c for c, s in self._step_of.items() if s == step) for step in steps)
                broken, of = self._rows(queries.together(codes, "person" if by_person else "role_code"))[0]
                found.append(Separation(steps, Part(broken, of), by))
        return found

    def _seen_all(self, steps: Sequence[str]) -> bool:
        return all(step in self._step_of.values() for step in steps)

    def _log(self) -> Log:
        head = self._head
        return Log(
            name=self._name,
            first=_moment(head.first, head.clock),
            last=_moment(head.last, head.clock),
            zone=head.zone,
            rows=head.rows,
            events=head.events,
            cases=head.cases,
            open=self._open,
            tied=head.tied,
            columns=head.columns,
            by_day=head.by_day,
            unread=head.unread,
        )


def _role_id(process: Process, named: str) -> str:
    """Return the declared role that a log means: by its id, or by its name, however it is spelt."""
    meant = {spelt(word): role.id for role in reversed(process.parties) for word in (role.name, role.id)}
    return meant.get(spelt(named), named)


def _moment(milliseconds: int, zone: tzinfo) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, zone).strftime("%Y-%m-%d %H:%M")
