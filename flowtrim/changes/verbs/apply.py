"""Carry out a change, or a plan of them: a process in, a new process out. The verbs of a few lines stand here, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from msgspec.structs import replace

from flowtrim.changes.description import by_id, refusal
from flowtrim.changes.verbs.add import add
from flowtrim.changes.verbs.bridging import take_out
from flowtrim.changes.verbs.edit import edit
from flowtrim.changes.verbs.flows import lets_pass, without
from flowtrim.changes.verbs.merge import merge
from flowtrim.changes.verbs.references import forget
from flowtrim.changes.verbs.reordering import move, parallel
from flowtrim.changes.verbs.tidy import returns_by, strike_returns, tidy
from flowtrim.changes.working_copy import Draft, direct
from flowtrim.errors import ChangeError
from flowtrim.model import (
    END,
    Add,
    Assign,
    Change,
    Drop,
    Edit,
    Flow,
    Merge,
    Move,
    Parallel,
    Process,
    Release,
    Role,
    Step,
)
from flowtrim.sentences import did_you_mean, names_in_a_row, nearest, say


def apply(process: Process, change: Change) -> Process:
    """Return the process with one change made.

    Raises:
        ChangeError: it does not fit; the message names the change.

    >>> from flowtrim.model import Flow, Step
    >>> claim = Process("Claim", steps=(
    ...     Step("fill", "Fill in", flows=(Flow("stamp"),)),
    ...     Step("stamp", "Stamp", flows=(Flow("pay"),)),
    ...     Step("pay", "Pay")))
    >>> [(step.id, [flow.to for flow in step.flows]) for step in apply(claim, Drop("stamp")).steps]
    [('fill', ['pay']), ('pay', [])]
    """
    draft = Draft(process)
    carry_out(draft, change)
    return draft.process()


def apply_plan(process: Process, changes: Iterable[Change]) -> Process:
    """Return the process with all changes made in their order.

    Raises:
        ChangeError: one does not fit; the message says which by its number.
    """
    draft = Draft(process)
    for number, change in enumerate(changes, 1):
        try:
            carry_out(draft, change)
        except ChangeError as problem:
            told = say("Change {number} of the plan fails. {problem}", number=number, problem=problem.message)
            raise ChangeError(told) from problem
    return draft.process()


def carry_out(draft: Draft, change: Change) -> None:
    """Make one change on a draft.

    Raises:
        ChangeError: it does not fit; the draft may be half changed then.
    """
    try:
        VERBS[type(change)](draft, change)
    except ChangeError as problem:
        raise ChangeError(refusal(change, problem.message)) from problem
    draft.settle()


class Trial:
    """Makes changes at the price of what they touch, however long the process is.

    >>> from flowtrim.model import Drop, Flow
    >>> trial = Trial(Process("P", steps=(Step("a", "A", flows=(Flow("b"),)), Step("b", "B"))))
    >>> trial.make(Drop("b"))
    >>> [step.id for step in trial.process().steps]
    ['a']
    """

    def __init__(self, process: Process) -> None:
        self._base = process
        self._made: list[Change] = []
        self._draft = Draft(process)

    def make(self, *changes: Change) -> None:
        """Make a change, or several one after the other, wholly or not at all.

        Raises:
            ChangeError: one does not fit; nothing has changed then.
        """
        try:
            for change in changes:
                carry_out(self._draft, change)
        except ChangeError:
            self._draft = Draft(self._base)
            for made in self._made:
                carry_out(self._draft, made)
            raise
        self._made += changes

    def step(self, step_id: str) -> Step:
        """Return a step as it is now, with the choice that is made right after it.

        Raises:
            ChangeError: there is none of that id.
        """
        return self._draft.choosing(step_id)

    def find(self, step_id: str) -> Step | None:
        """Return a step as it is now, with the choice made right after it; None where there is none of that id."""
        return self._draft.choosing(step_id) if step_id in self._draft.steps else None

    def passing(self, step: Step) -> Flow | None:
        """Return the way of what an approval or check lets pass, among the steps as they are now."""
        return lets_pass(step, self._draft.steps)

    def whole_branch(self, step_id: str) -> tuple[Flow, ...] | None:
        """Return the ways of choices that lead to a step where it is all that is done on that branch; else None.

        It is where what follows it is reached without it, too.
        """
        step, own = self._draft.choosing(step_id), {step_id}
        if step is not (alone := self._draft.step(step_id)):
            own |= {flow.to for flow in alone.flows}
        onward = {flow.to for flow in step.flows} or {END}
        joins = all(to == END or set(self._draft.sources(to)) - own or self._draft.is_start(to) for to in onward)
        before = (self._draft.step(source) for source in self._draft.sources(step_id) if source != step_id)
        choices = [one for one in before if one.split != "all" and len(one.flows) > 1]
        leading = tuple(flow for one in choices for flow in one.flows if flow.to == step_id)
        return leading if joins and leading else None

    def ends_the_usual_way(self, step_id: str) -> bool:
        """Whether a step is the end to which a choice before it leads most of the cases, as far as shares say so."""
        step = self._draft.step(step_id)
        before = (self._draft.step(source) for source in self._draft.sources(step_id) if source != step_id)
        leading = (
            flow.share or 0.0 for one in before if one.split == "one" for flow in one.flows if flow.to == step_id
        )
        return all(flow.to == END for flow in step.flows) and any(share > 0.5 for share in leading)

    def process(self) -> Process:
        """Return the process as it is now."""
        self._base = self._draft.process()
        self._made = []
        return self._base


def drop(draft: Draft, change: Drop) -> None:
    """Take a step out of the flow and out of everything that refers to it.

    What an approval or a check refuses is refused no more: only the way of what passes is left. A way back on which
    nothing else was done goes along: done again at once, a step would find what it found before. What only the step
    itself sent back, such as an answer that came on a reminder, takes its other ways. Whoever took what an approval of
    everything had signed takes what was given it to sign.
    """
    step = draft.step(change.step)
    if step.is_work and next((other for other in draft.work() if other.id != step.id), None) is None:
        raise ChangeError(say("it is the last step, and a process needs one."))
    around = (*draft.sources(step.id), *(flow.to for flow in step.flows))
    chosen = draft.choosing(step.id)
    passing = lets_pass(chosen, draft.steps)
    if passing is not None:
        draft.put(direct(chosen, passing.to))
    returns = returns_by(draft, step.id)
    if returns and len(draft.steps[step.id].flows) > 1:
        flows, split = without(draft.steps[step.id], returns[0][1])
        draft.put(replace(draft.steps[step.id], flows=flows, split=split))
    _pass_on(draft, step)
    take_out(draft, step.id)
    forget(draft, step.id)
    strike_returns(draft, returns)
    tidy(draft, around)


def _pass_on(draft: Draft, step: Step) -> None:
    """Give whoever took what only an approval of everything made what that was given: it let all of it pass."""
    if step.kind not in ("approve", "check") or step.decisions is None or step.decisions.refused:
        return
    alone = set(step.outputs).difference(*(other.outputs for other in draft.work() if other.id != step.id))
    for taker in [one for one in draft.work() if not alone.isdisjoint(one.inputs)]:
        given = (step.inputs if item in alone else (item,) for item in taker.inputs)
        draft.put(replace(taker, inputs=tuple(dict.fromkeys(chain.from_iterable(given)))))


def assign(draft: Draft, change: Assign) -> None:
    """Let another role, named by its id or its name, perform a step."""
    step = draft.step(change.step)
    if not step.is_work:
        raise ChangeError(say("it is not work, so nobody can perform it."))
    draft.put(replace(step, owner=draft.head.role_id(change.to)))


def release(draft: Draft, change: Release) -> None:
    """Take a role out of steps, duties to answer for, to advise and to be told, and out of the declared roles."""
    leaving = draft.head.role_id(change.role)
    heir = None if change.to is None else draft.head.role_id(change.to)
    _check_release(draft, leaving, heir)
    for step in tuple(draft.steps.values()):
        if leaving in step.involved:
            draft.put(_without_role(step, leaving, heir))
    head = draft.head
    draft.head = replace(
        head,
        roles=tuple(_relieved(role, leaving, heir) for role in head.roles if role.id != leaving),
        owner=heir if heir is not None and head.owner == leaving else head.owner,
        accepted=tuple(one for one in head.accepted if one.at != leaving or one.at in draft.steps),
    )


def _relieved(role: Role, leaving: str, heir: str | None) -> Role:
    """Return a role without the one that leaves as its deputy or its team."""
    if role.deputy == leaving:
        role = replace(role, deputy=None if heir == role.id else heir)
    return replace(role, of=None) if role.of is not None and role.of.team == leaving else role


def _check_release(draft: Draft, leaving: str, heir: str | None) -> None:
    if heir == leaving:
        raise ChangeError(say("a role cannot hand its work to itself."))
    known = {party for step in draft.steps.values() for party in step.involved}
    declared = [role.id for role in draft.head.roles]
    if leaving not in known and leaving not in declared:
        guess = did_you_mean(nearest(leaving, [*declared, *sorted(known)]))
        raise ChangeError(say("there is no such role.{guess}", guess=guess))
    left = [step.id for step in draft.work() if step.owner == leaving]
    if left and heir is None:
        steps = names_in_a_row(*map(by_id, left))
        raise ChangeError(say("it still performs {steps}, and nobody is named to take over.", steps=steps))


def _without_role(step: Step, leaving: str, heir: str | None) -> Step:
    def told(parties: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(party for party in parties if party != leaving)

    return replace(
        step,
        owner=heir if step.owner == leaving else step.owner,
        accountable=heir if step.accountable == leaving else step.accountable,
        alongside=told(step.alongside),
        consults=told(step.consults),
        informs=told(step.informs),
    )


VERBS: dict[type[Any], Callable[[Draft, Any], None]] = {
    Drop: drop,
    Assign: assign,
    Merge: merge,
    Move: move,
    Parallel: parallel,
    Edit: edit,
    Add: add,
    Release: release,
}
