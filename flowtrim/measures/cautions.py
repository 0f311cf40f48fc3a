"""What speaks against dropping a step: reasons to ask first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from flowtrim.changes.verbs.flows import lets_pass
from flowtrim.graph import FlowGraph
from flowtrim.measures.answers import reading
from flowtrim.measures.bringing import brought
from flowtrim.measures.choices import conditions, decides, found_for, together
from flowtrim.measures.passing_on import PASSING
from flowtrim.measures.reasons import Reason
from flowtrim.measures.refusal_notices import tells_of_an_end, tells_of_refusal
from flowtrim.model import BINDING, Flow, Role, Step
from flowtrim.sentences import Message, listed, quoted, quoted_list, say

Bond = Literal[
    "law",
    "contract",
    "separation",
    "partner",
    "only-decision",
    "only-maker",
    "only-skill",
    "refusals",
    "notice",
    "update",
    "bringing",
]


Passing = Callable[[Step], Flow | None]
"""The way of what a step lets pass, where somebody can tell."""


class Hold(Struct, frozen=True):
    """One thing that holds a step or a role in its place; ``text`` says it in a sentence."""

    by: Bond
    text: Message


class Cautions:
    """Says what makes dropping a step a question, whatever its reason is worth.

    Law, contract, separation of duties, another house that does it, what it refused, the only maker of something
    needed, what it changes that was there before, the only decision before a branch, the only word to whoever is
    refused, or whose case ends, and that it brings the case from one role to another.
    Steps that were dropped no longer count as makers or takers of data; ``graph`` is that of the process before. A step
    is the only maker of something also where some cases would come to who needs it without having been at another one.
    ``passing`` and ``now`` look at the steps as they are now, where they are not those of the process any more.
    """

    def __init__(
        self, graph: FlowGraph, passing: Passing | None = None, now: Callable[[], FlowGraph] | None = None
    ) -> None:
        self._graph = graph
        self._process = process = graph.process
        steps = {step.id: step for step in process.steps}
        self._passing = passing or (lambda step: lets_pass(step, steps))
        self._now = now or (lambda: graph)
        self._found_for = graph, found_for(graph)
        self._forgotten: set[str] = set()
        self._makers: dict[str, dict[str, None]] = defaultdict(dict)
        self._users: dict[str, dict[str, None]] = defaultdict(dict)
        self._set_against: dict[str, list[str]] = defaultdict(list)
        for step in process.work:
            for item in step.outputs:
                self._makers[item][step.id] = None
            for item in step.inputs:
                self._users[item][step.id] = None
        for group in process.kept_apart:
            for step_id in group:
                self._set_against[step_id].extend(other for other in group if other != step_id)

    def about(self, step: Step) -> tuple[str, ...]:
        """Return what speaks against dropping a step, in sentences; ``step`` is as it is now."""
        return tuple(hold.text for hold in self.holds(step))

    def holds(self, step: Step) -> Iterator[Hold]:
        """Yield what holds a step in its place; ``step`` is as it is now."""
        yield from bound(step)
        if step.id in self._set_against:
            others = listed(quoted(self._name(other)) for other in dict.fromkeys(self._set_against[step.id]))
            yield Hold("separation", say("A separation of duties sets it against {steps}.", steps=others))
        if step.owner and self._process.is_by_partner(step):
            partner = quoted(self._process.role(step.owner).name)
            words = say("{role} is another house: ask first why we need it, and what was agreed.", role=partner)
            if reading(step.why) == "text":
                words = say("{role} is another house: ask first what was agreed.", role=partner)
            yield Hold("partner", words)
        if step.decisions is not None and step.decisions.refused:
            yield Hold("refusals", _refusals(step))
        if (owed := self.owed_word(step)) is not None:
            yield Hold("notice", owed)
        if (choice := self._chosen_by(step)) is not None:
            yield Hold("only-decision", _choice(step, choice, self._passing(step)))
        if (carried := brought(self._now(), step)) is not None:
            yield Hold("bringing", carried)
        if step.updates:
            yield Hold(
                "update", say("It updates {items}: ask first who relies on that.", items=quoted_list(step.updates))
            )
        for item in dict.fromkeys(step.outputs):
            if (needed := self._needed_of(step, item)) is not None:
                yield Hold("only-maker", only_maker(item, needed, in_some_cases=bool(self._others(step, item))))

    def _chosen_by(self, step: Step) -> Step | None:
        """Return where it is chosen by what a step finds out, there or right after it; None where nowhere."""
        if decides(step):
            return step
        now = self._now()
        if self._found_for[0] is not now:
            self._found_for = now, found_for(now)
        return next(iter(self._found_for[1].get(step.id, ())), None)

    def _needed_of(self, step: Step, item: str) -> str | None:
        """Return the name of the step that takes what a step makes, where some case would have it from nobody else.

        It is empty where the process delivers it, None where nobody needs it.
        """
        graph, others = self._graph, self._others(step, item)
        if any(self._is_beside(step.id, other) for other in others):
            return None
        past = graph.past(step.id, others) if others else None
        if item in self._process.outputs and (past is None or any(graph.ends.get(node) for node in past)):
            return ""
        users = (user for user in self._users[item] if user != step.id and (past is None or user in past))
        user = next((user for user in users if graph.can_follow(step.id, user)), None)
        return None if user is None else self._name(user)

    def _others(self, step: Step, item: str) -> set[str]:
        return self._makers[item].keys() - {step.id}

    def _is_beside(self, one: str, other: str) -> bool:
        """Whether two steps are both done, at the same time."""
        graph = self._graph
        apart = graph.loop_of[one] != graph.loop_of[other]
        return apart and graph.can_follow(one, other) and graph.can_follow(other, one)

    def only_it_makes(self, step: Step) -> tuple[str, ...]:
        """Return what nobody else makes, or only where something is late or interrupts a case."""
        usual = self._graph.undisturbed if step.id in self._graph.undisturbed else self._graph.reachable
        return tuple(item for item in dict.fromkeys(step.outputs) if usual.isdisjoint(self._others(step, item)))

    def needed_of(self, step: Step) -> tuple[str, ...]:
        """Return what others need of a step, and would have from nobody else."""
        return tuple(item for item in dict.fromkeys(step.outputs) if self._needed_of(step, item) is not None)

    def delivers_alone(self, step: Step) -> str | None:
        """Return an output of the process that would no longer be made without a step; None where there is none."""
        return next((item for item in self.only_it_makes(step) if item in self._process.outputs), None)

    def owed_word(self, step: Step) -> Message | None:
        """Say to whom only a step gives a word that is owed; None where it gives none, or somebody else does."""
        if self.tells_of_refusal(step):
            return say("Whoever is refused must be told.")
        if tells_of_an_end(self._graph, step, left_out=self._forgotten):
            return say("Whoever's case is ended must be told.")
        return None

    def tells_of_refusal(self, step: Step) -> bool:
        """Whether nobody but a step tells the customer, or a partner, that they are refused."""
        return tells_of_refusal(self._graph, step, left_out=self._forgotten)

    def forget(self, step: Step) -> None:
        """Forget a dropped step as a maker and taker of data, and as a word to whoever is refused."""
        self._forgotten.add(step.id)
        for item in step.outputs:
            self._makers[item].pop(step.id, None)
        for item in step.inputs:
            self._users[item].pop(step.id, None)

    def _name(self, step_id: str) -> str:
        return self._process.step(step_id).name


def only_maker(item: str, taker: str, *, in_some_cases: bool = False) -> Message:
    """Say that only one step makes what another takes, by its name, or what the process delivers, where it is empty."""
    made, step = quoted(item), quoted(taker)
    if in_some_cases and taker:
        return say("In some cases only it makes {item}, which {step} takes.", item=made, step=step)
    if in_some_cases:
        return say("In some cases only it makes {item}, which the process delivers.", item=made)
    if taker:
        return say("Only it makes {item}, which {step} takes.", item=made, step=step)
    return say("Only it makes {item}, which the process delivers.", item=made)


def _refusals(step: Step) -> Message:
    """Say what a step refused; what that saved is no question where law, contract or another source asks for it."""
    made, refused = (step.decisions.made, step.decisions.refused) if step.decisions else (0, 0)
    if step.serves in BINDING:
        return say("It refused {refused} of {made}.", refused=refused, made=made)
    if Reason.of(step).has_source:
        return say(
            "It refused {refused} of {made}, and {source} is said to ask for it: ask first whoever answers for that.",
            refused=refused,
            made=made,
            source=quoted(step.source or ""),
        )
    return say("It refused {refused} of {made}: ask first what those refusals saved.", refused=refused, made=made)


def _choice(step: Step, choice: Step, passing: Flow | None) -> Message:
    """Say what becomes of the cases that a step tells from others: they go on like all others, or nobody tells them."""
    refusing = next((flow for flow in choice.flows if flow is not passing), None)
    if passing is None or refusing is None:
        return _who_else(step, choice)
    if not refusing.when:
        return say("It decides which way a case goes: the way of what it refuses would go with it.")
    if not refusing.share:
        when = quoted(refusing.when)
        return say("It decides which way a case goes: the way of what it refuses ({when}) would go with it.", when=when)
    return say(
        "It decides which way a case goes: what it refuses ({when}) would go on like all the rest.",
        when=together([refusing]) or quoted(refusing.when),
    )


def _who_else(step: Step, choice: Step) -> Message:
    told = conditions(choice)
    if told is None:
        return say(
            "It decides which way a case goes: without it the choice stays, and somebody else would have to make it."
        )
    if choice is step and step.kind in PASSING:
        return say(
            "Cases go several ways after it: ask first who would tell {conditions} from the rest without it.",
            conditions=told,
        )
    if choice is step:
        return say(
            "It decides which way a case goes: ask first who would find out {conditions} without it.", conditions=told
        )
    return say(
        "What it finds out may decide which way a case goes: ask first who would find out {conditions} without it.",
        conditions=told,
    )


def bound(item: Step | Role) -> Iterator[Hold]:
    """Yield the law or the contract that a step or a role is said to serve, or that a step is said to wait for.

    >>> [hold.text for hold in bound(Step("cool", "Wait for the time to withdraw", waits_for="law"))]
    ['It waits for the law: ask first which one.']
    """
    source = item.source or ""
    if item.serves == "law":
        sourced = say("It is said to serve the law ({source}).", source=source)
        yield Hold(item.serves, sourced if source else say("It is said to serve the law."))
    elif item.serves == "contract":
        sourced = say("It is said to serve the contract ({source}).", source=source)
        yield Hold(item.serves, sourced if source else say("It is said to serve the contract."))
    elif isinstance(item, Step) and item.waits_for == "law":
        sourced = say("It waits for the law ({source}).", source=source)
        yield Hold("law", sourced if source else say("It waits for the law: ask first which one."))
    elif isinstance(item, Step) and item.waits_for == "contract":
        sourced = say("It waits for a contract ({source}).", source=source)
        yield Hold("contract", sourced if source else say("It waits for a contract: ask first which one."))


def self_judged(role: str, judge: Step, made: Step) -> Message:
    """Say that a role would judge what it did itself."""
    parts = {"role": quoted(role), "step": quoted(made.name)}
    if role == made.name:
        if judge.kind == "approve":
            return say("The role {role} would approve what it does itself.", role=quoted(role))
        return say("The role {role} would check what it does itself.", role=quoted(role))
    if judge.kind == "approve":
        return say("{role} would approve its own work: {step}.", **parts)
    return say("{role} would check its own work: {step}.", **parts)


def looking_twice(role: str, first: Step, second: Step) -> Message:
    """Say that a role would do both of two looks at the same thing."""
    parts = {"role": quoted(role), "first": quoted(first.name), "second": quoted(second.name)}
    if first.kind == second.kind == "approve":
        return say("{role} would approve the same thing twice: {first} and {second}.", **parts)
    return say("{role} would look at the same thing twice: {first} and {second}.", **parts)
