"""Where changes are tried: applied, measured again, and kept with what they gained."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property

from flowtrim.changes import Trial, with_names
from flowtrim.errors import ChangeError
from flowtrim.graph import FlowGraph
from flowtrim.graph.choices import with_choice
from flowtrim.measures import Survey
from flowtrim.measures.asked_first import lacked, measured_at, reason_told
from flowtrim.measures.choices import decides, found_for
from flowtrim.measures.justification import to_be_asked
from flowtrim.model import Assign, Change, Drop, Flow, Release, Step, identity
from flowtrim.redesign.assignment import Assignment, Impossible, assign
from flowtrim.redesign.assignment_problem import AssignmentProblem
from flowtrim.redesign.proposal import QUESTION, Figures, Proposed, Refused, Row, Stage, made_worse
from flowtrim.redesign.resting import rests_on
from flowtrim.sentences import Message, marked, phrase, say

MOST_MEASURING = 1_000_000
"""Steps times changes of a stage up to which every single change is measured; beyond, the stage as a whole is.

Measuring takes about 12 microseconds a step, so a stage takes about ten seconds at most.
"""

STRANDED = phrase(marked("No case comes there any more."))

Watch = Callable[[Stage, int, int], None]
"""Told the stage, how many of its changes were looked at, and about how many there are."""


class Bench:
    """Holds the process as it is after the changes so far. The stages of trimming work on it one after the other.

    ``only_safe`` leaves questions unanswered, as it is until somebody begins to ask; ``refused`` are changes that
    somebody does not want; ``accepted`` are those to which all is confined, if it is given; ``watch`` is told how far
    it is. What would be safe, but only once a question found no answer, is a question as well. ``numbers`` are those of
    changes that were discussed before, by identity; others are numbered on from them, and noted there.
    ``passed_over`` are roles that are given no work, ``spared`` steps that stay, each with the reason.
    ``survey`` is that of the process as it stood when something was last measured; ``measures_each`` says whether
    that is after every change, or only after each stage. ``unjustified`` and ``unasked`` speak of the beginning, and
    so does ``emptied``: the steps of branches on which nothing would be left; None until somebody has looked.
    """

    def __init__(
        self,
        survey: Survey,
        *,
        refused: Iterable[Change] = (),
        accepted: Iterable[Change] | None = None,
        watch: Watch | None = None,
        numbers: dict[Hashable, int] | None = None,
    ) -> None:
        self.before = survey
        self.passed_over: frozenset[str] = frozenset()
        self.spared: Mapping[str, Message] = {}
        self._numbers = {} if numbers is None else numbers
        self._known = dict(self._numbers)
        self.survey = survey
        self.changes: list[Proposed] = []
        self.refused: list[Refused] = []
        self.notes: list[str] = []
        self.conflict: str | None = None
        self.waterfall: list[tuple[Row, Figures]] = [(None, Figures.of(survey))]
        self.only_safe = True
        self._tried: tuple[Survey, Hashable, Survey | None] | None = None
        self._solved: tuple[AssignmentProblem, Assignment | Impossible] | None = None
        self._unwanted = {identity(change): change for change in refused}
        self._accepted = self._wanted = None if accepted is None else {identity(one): one for one in accepted}
        process, reasons = survey.process, survey.justification
        self.unasked = frozenset(to_be_asked(process, reasons.unasked))
        self.unjustified = frozenset(reasons.unjustified).difference(reasons.unasked) | self.unasked
        self.unasked_roles = frozenset(reasons.roles.unasked)
        self.groundless = frozenset((*reasons.roles.unjustified, *reasons.roles.weak))
        self._figures = self.waterfall[0][1]
        self._trial = Trial(survey.process)
        self._stage: Stage = "why"
        self._watch = watch or (lambda *_: None)
        self._seen, self._expected = 0, 0
        self.measures_each = True
        self.emptied: Mapping[str, tuple[Flow, ...]] | None = None

    def anew(self, *, passed_over: frozenset[str] | None = None, spared: Mapping[str, Message] | None = None) -> Bench:
        """Return a bench as this one was at the beginning, on which other roles are given no work, or more is spared.

        What is not given is as it was on this one.
        """
        self._numbers.clear()
        self._numbers.update(self._known)
        accepted = None if self._accepted is None else self._accepted.values()
        bench = Bench(
            self.before,
            refused=self._unwanted.values(),
            accepted=accepted,
            watch=self._watch,
            numbers=self._numbers,
        )
        bench.passed_over = self.passed_over if passed_over is None else passed_over
        bench.spared = self.spared if spared is None else spared
        return bench

    @property
    def given(self) -> frozenset[str]:
        """The roles that are given work by some change."""
        return frozenset(move.to for move in self.moved)

    @property
    def moved(self) -> tuple[Assign, ...]:
        """The steps that change hands so far, each with who takes it."""
        changes = (change for one in self.changes for change in (*one.moves, one.change))
        return tuple(change for change in changes if isinstance(change, Assign))

    @property
    def leaving(self) -> frozenset[str]:
        """The roles that leave by some change."""
        return frozenset(one.change.role for one in self.changes if isinstance(one.change, Release))

    def ask(self) -> None:
        """Begin with the questions: what was only left alone because it is one is looked at again."""
        self.only_safe = False
        self.refused = [one for one in self.refused if one.reason != QUESTION]
        if self.changes:
            self.waterfall.append(("safe", self._figures))

    def allows(self, change: Change, *, safe: bool = True) -> bool:
        """Whether nobody has decided against a change, and the time for it has come."""
        return self._objection(change, safe=safe) is None

    def is_accepted(self, change: Change) -> bool:
        """Whether somebody said that this change is wanted."""
        return identity(change) in (self._accepted or {})

    def is_to_stay(self, role_id: str) -> bool:
        """Whether somebody decided against letting a role go."""
        return any(isinstance(one, Release) and one.role == role_id for one in self._unwanted.values())

    @property
    def to_leave(self) -> frozenset[str]:
        """The roles that are wanted to go with all their work, where it is said what is wanted."""
        wanted = (self._wanted or {}).values()
        return frozenset(one.role for one in wanted if isinstance(one, Release) and one.to is not None)

    def whole_branch(self, step: Step) -> tuple[Flow, ...] | None:
        """Return the ways to a step where it is all that happens on a branch, or on a way back; else None."""
        return self._trial.whole_branch(step.id)

    def ends_the_usual_way(self, step: Step) -> bool:
        """Whether a step is the end to which a choice before it leads most of the cases."""
        return self._trial.ends_the_usual_way(step.id)

    def begin(self, stage: Stage, changes: int) -> None:
        """Begin a stage that may make so many changes."""
        self._stage, self._seen, self._expected = stage, 0, changes
        self.measures_each = changes * len(self.survey.process.steps) <= MOST_MEASURING

    def step(self, step_id: str) -> Step:
        """Return a step as it is now."""
        return self._trial.step(step_id)

    def passing(self, step: Step) -> Flow | None:
        """Return the way of what a step lets pass, by the steps as they are now; None where nobody can tell."""
        return self._trial.passing(step)

    def chooses_anew(self, step: Step) -> bool:
        """Whether a step decides now, as others went, and does not today, or the other way round."""
        process, graph = self.before.process, self.before.graph
        return process.has_step(step.id) and decides(step) != decides(with_choice(graph, process.step(step.id)))

    @cached_property
    def found_today(self) -> Collection[str]:
        """The steps by which others choose today which way a case goes."""
        return found_for(self.before.graph).keys()

    def graph(self) -> FlowGraph:
        """Return the graph of the process when it was last measured."""
        return self.survey.graph

    def current(self, step: Step) -> Step | None:
        """Return what a step has become; None where it is gone."""
        return self._trial.find(step.id)

    def propose(
        self, change: Change, *, rule: str, against: Collection[str] = (), safe: bool, moves: tuple[Assign, ...] = ()
    ) -> bool:
        """Try a change and keep it, unless it is unwanted, does not fit, or is a question and only safe ones count.

        ``moves`` are part of it: the steps of a role that leaves. Steps to which no case comes any more go along.
        """
        self._seen += max(len(moves), 1)
        self._watch(self._stage, self._seen, max(self._seen, self._expected))
        if not self.only_safe:
            anew = isinstance(change, Drop) and self.chooses_anew(self.step(change.step))
            against = (*against, *rests_on(change, self.changes, self.before, safe=safe, choosing_anew=anew))
        safe = safe and self.only_safe
        reason = self._objection(change, safe=safe)
        if reason is None:
            try:
                self._trial.make(*moves, change)
            except ChangeError as problem:
                reason = with_names(problem.message, self.before.process)
            else:
                gain = self._measure() if self.measures_each else None
                is_drawn = not isinstance(change, Drop) or self.survey.spelled.counted.assumed
                said = (*against, *made_worse(gain, self._figures, is_drawn=is_drawn))
                number = self._numbers.setdefault(identity(change), len(self._numbers) + 1)
                self.changes.append(Proposed(number, self._stage, rule, change, safe, said, gain, moves))
                self.refused = [one for one in self.refused if identity(one.change) != identity(change)]
                self._drop_stranded(rule, safe=safe)
                return True
        self.refuse(change, rule=rule, reason=reason, moves=moves)
        return False

    def _drop_stranded(self, rule: str, *, safe: bool) -> None:
        """Drop what a case came to before, and does not come to now: it was only for what is refused no more.

        Those with one way on go first: where a choice goes before them, a gateway takes its place.
        """
        if stranded := self._stranded() if self.measures_each else []:
            step = min(stranded, key=lambda step: len(step.flows))
            drop, measured = Drop(step.id, because=STRANDED), (*measured_at(self.survey.process, step),)
            self._wanted = None if self._wanted is None else self._wanted | {identity(drop): drop}
            missing = lacked(self.before.graph, self.survey.process, step)
            told = () if safe else (*reason_told(step), *missing, *self._stranding())
            self.propose(drop, rule=rule, against=(*told, *measured), safe=safe and not measured)

    def _stranding(self) -> tuple[str, ...]:
        """Say on which question it rests that no case comes to a step any more: on that after which others went."""
        last = next(one for one in reversed(self.changes) if one.change.because != STRANDED)
        return () if last.safe else (say("It follows from question {question}.", question=str(last.number)),)

    def _stranded(self) -> list[Step]:
        process, reached = self.before.process, self.before.graph.reachable
        left = [step for step in self.survey.process.steps if step.id not in self.survey.graph.reachable]
        return [step for step in left if step.id in reached or not process.has_step(step.id)]

    def try_out(self, change: Change) -> Survey | None:
        """Return the survey as it would be after a change; None where the change does not fit."""
        asked = identity(change)
        if self._tried is None or self._tried[0] is not self.survey or self._tried[1] != asked:
            trial = Trial(self.survey.process)
            after = None
            with suppress(ChangeError):
                trial.make(change)
                after = self.before.changed(trial.process())
            self._tried = self.survey, asked, after
        return self._tried[2]

    def refuse(self, change: Change, *, rule: str, reason: str, moves: tuple[Assign, ...] = ()) -> None:
        """Record that a change was considered, and why it is not made."""
        if all(identity(one.change) != identity(change) for one in self.refused):
            self.refused.append(Refused(self._stage, rule, change, reason, moves))

    def solve(self, problem: AssignmentProblem) -> Assignment | Impossible:
        """Solve an assignment, unless it is the one that was solved last."""
        if self._solved is None or self._solved[0] != problem:
            self._solved = problem, assign(problem)
        return self._solved[1]

    def note(self, text: str) -> None:
        """Keep a sentence on what was proven, or what is missing; once."""
        if text not in self.notes:
            self.notes.append(text)

    def end(self) -> None:
        """End the stage, and note the figures if it changed something."""
        if self.changes and self.changes[-1].stage == self._stage:
            if not self.measures_each:
                self._measure()
            if not self.only_safe and not self.changes[-1].safe and self._figures != self.waterfall[-1][1]:
                self.waterfall.append((self._stage, self._figures))

    def _objection(self, change: Change, *, safe: bool) -> str | None:
        if identity(change) in self._unwanted:
            return say("Somebody decided against it.")
        if self._wanted is not None and identity(change) not in self._wanted:
            return say("Nobody accepted it.")
        if isinstance(change, Drop) and change.step in self.spared:
            return self.spared[change.step]
        if isinstance(change, Drop) and self._does_all(change.step):
            return say("A case comes to nothing else: without it nothing would be left to do.")
        return QUESTION if self.only_safe and not safe else None

    def _does_all(self, step_id: str) -> bool:
        """Whether a step is all the work that a case comes to: without it nothing could be late, or be interrupted."""
        reached = self.survey.graph.undisturbed
        return {step.id for step in self.survey.process.work if step.id in reached} == {step_id}

    def _measure(self) -> Figures:
        """Measure the process as it is now; return what was gained since it was last measured."""
        was, process = self._figures, self._trial.process()
        tried = self._tried[2] if self._tried is not None and self._tried[0] is self.survey else None
        is_known = tried is not None and tried.process == process  # it was tried out before it was proposed
        self.survey = tried if tried and is_known else self.before.changed(process)
        self._figures = Figures.of(self.survey)
        return was.saved(self._figures)
