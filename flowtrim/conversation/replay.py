"""What was said, held against a process file: answers in their fields, decisions as a plan, and what does not apply."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.changes import Trial, with_names
from flowtrim.conversation.answering import fill_in
from flowtrim.conversation.journal_entries import (
    Answered,
    Closed,
    Decided,
    Entry,
    Idea,
    Kept,
    Postponed,
    Skipped,
)
from flowtrim.errors import ChangeError
from flowtrim.model import Change, OpenQuestion, Plan, Process
from flowtrim.sentences import say

Key = tuple[str, str]
"""Kind and id of a step, role or KPI; the process has the id ""."""


class Result(Struct, frozen=True, dict=True):
    """What came of a conversation so far.

    ``process`` is the one of the file with the answers in it, ``changes`` what was decided, ``after`` the process with
    both. ``lost`` says what no longer applies to the file, and why.
    """

    process: Process
    after: Process
    changes: tuple[Change, ...]
    answered: frozenset[Key]
    kept: frozenset[Key]
    decided: Mapping[Key, Decided]
    postponed: Mapping[Key, Postponed]
    skipped: tuple[str, ...]
    ideas: tuple[Idea, ...]
    closed: tuple[Closed, ...]
    lost: tuple[str, ...]

    @cached_property
    def settled(self) -> frozenset[Key]:
        """What needs no further question: decided, kept, or left to somebody who finds out."""
        return frozenset((*self.kept, *self.decided, *self.postponed))

    def plan(self, name: str, *, on: date, problem: str | None = None, lesson: str | None = None) -> Plan:
        """Return what was decided as a plan; ideas stand in what was learnt, each with the role that had it."""
        ideas = [f"{idea.text} ({idea.role})" if idea.role else idea.text for idea in self.ideas]
        found = [f"{one.question} {one.answer}" for one in self.closed]
        learnt = " ".join(filter(None, (lesson, *found, *(["Ideas: " + "; ".join(ideas) + "."] if ideas else ()))))
        return Plan(name, on, "open", learnt or None, self.changes, problem)


def replay(base: Process, entries: Iterable[Entry], *, today: date) -> Result:
    """Hold what was said against a process; what no longer fits is told and left out, the rest counts."""
    return _Replay(base, today).of(tuple(entries))


class _Replay:
    def __init__(self, base: Process, today: date) -> None:
        self._process = base
        self._today = today
        self._lost: list[str] = []

    def of(self, entries: Sequence[Entry]) -> Result:
        answered = self._answers(entries)
        postponed: dict[Key, Postponed] = {
            (one.kind, one.at): one for one in entries if isinstance(one, Postponed) and self._there(one)
        }
        kept = {(one.kind, one.at) for one in entries if isinstance(one, Kept) and self._there(one)}
        for kind, at in kept:
            self._process = fill_in(self._process, kind, at, {}, today=self._today)
        closed = tuple(one for one in entries if isinstance(one, Closed))
        self._process = _left_open(self._process, postponed.values(), {one.question for one in closed})
        decided, changes, after = self._decisions(entries)
        return Result(
            process=self._process,
            after=after,
            changes=changes,
            answered=frozenset(answered),
            kept=frozenset(kept),
            decided=decided,
            postponed=postponed,
            skipped=tuple(dict.fromkeys(one.question for one in entries if isinstance(one, Skipped))),
            ideas=tuple(one for one in entries if isinstance(one, Idea)),
            closed=closed,
            lost=tuple(self._lost),
        )

    def _answers(self, entries: Sequence[Entry]) -> set[Key]:
        answers: dict[Key, dict[str, str]] = {}
        for one in entries:
            if isinstance(one, Answered) and self._there(one):
                values = dict(one.values)
                if "customer" in values:
                    values["customer"] = role_of(self._process, values["customer"])
                answers.setdefault((one.kind, one.at), {}).update(values)
        for (kind, at), values in answers.items():
            self._process = fill_in(self._process, kind, at, values, today=self._today)
        return set(answers)

    def _there(self, one: Answered | Kept | Postponed) -> bool:
        if has_item(self._process, one.kind, one.at):
            return True
        what = " ".join(one.values.values()) if isinstance(one, Answered) else one.at
        self._lost.append(say("There is no '{name}' any more, of which was said: {words}", name=one.at, words=what))
        return False

    def _has_left(self, role: str, now: Process) -> bool:
        """Whether a role of the file went with the last of its steps, so that it need not be let go."""
        return has_item(self._process, "role", role) and not has_item(now, "role", role)

    def _decisions(self, entries: Sequence[Entry]) -> tuple[dict[Key, Decided], tuple[Change, ...], Process]:
        decided: dict[Key, Decided] = {}
        for one in entries:
            found = one.change if isinstance(one, Idea) else one
            if isinstance(found, Decided):
                found = with_roles(self._process, found)
                decided.update(dict.fromkeys(touched(found), found))
            elif isinstance(one, Kept):
                decided.pop((one.kind, one.at), None)
        trial, changes = Trial(self._process), []
        for one in dict.fromkeys(decided.values()):
            if one.verb == "release" and self._has_left(one.at, trial.process()):
                continue
            try:
                trial.make(one.change)
            except ChangeError as refusal:
                self._lost.append(with_names(refusal.message, self._process))
                decided = {key: value for key, value in decided.items() if value is not one}
            else:
                changes.append(one.change)
        return decided, tuple(changes), trial.process()


def role_of(process: Process, typed: str) -> str:
    """Return the id of the role that somebody means, whatever its case; else what was typed: a role not seen yet.

    >>> from flowtrim.model import Step
    >>> role_of(Process("Claim", (Step("pay", "Pay", owner="Payroll office"),)), " payroll  Office ")
    'Payroll office'
    """
    spelt = {_folded(word): role.id for role in reversed(process.parties) for word in (role.name, role.id)}
    return spelt.get(_folded(typed), " ".join(typed.split()))


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


def with_roles(process: Process, decision: Decided) -> Decided:
    """Return a decision with its roles as the process calls them."""
    roles = {name: role_of(process, said) for name in ("to", "by") if (said := getattr(decision, name))}
    return replace(decision, **roles) if roles else decision


def touched(decision: Decided) -> tuple[Key, ...]:
    """Return the steps, or the role, that a decision settles."""
    kind = "role" if decision.verb == "release" else "step"
    return tuple((kind, at) for at in (decision.at, *decision.others))


def has_item(process: Process, kind: str, at: str) -> bool:
    """Whether a process has such a step, role or KPI."""
    known: dict[str, Any] = {"step": process.has_step, "role": lambda name: any(r.id == name for r in process.parties)}
    return known[kind](at) if kind in known else kind == "process" or any(kpi.name == at for kpi in process.kpis)


def _left_open(process: Process, postponed: Iterable[Postponed], closed: Collection[str]) -> Process:
    """Return the process with questions that nobody could answer among its open ones, and without those answered."""
    asked = {one.question: one for one in process.questions if one.question not in closed}
    asked |= {one.question: OpenQuestion(one.question, role_of(process, one.owner), one.until) for one in postponed}
    return replace(process, questions=tuple(asked.values()))
