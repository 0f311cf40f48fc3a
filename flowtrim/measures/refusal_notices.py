"""Who tells the customer, or another house, that they are refused, or the customer that their case has ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from flowtrim.graph import FlowGraph
from flowtrim.graph.spelled_out import done_beside
from flowtrim.measures.addressees import is_with_customer
from flowtrim.measures.approval_branches import meaning
from flowtrim.model import Flow, Process, Step

_NO = re.compile(
    r"^\W*(no|it is (no|none)|nein|non|否|不|いいえ|아니오)\W*$"
    r"|\bnot (insured|granted|allowed|possible|admitted|creditworthy|fulfilled)\b"
    r"|\bnicht (möglich|gewährt|tragbar|angenommen|erfüllt|bewilligt)\b|untragbar"
    r"|\bno (admitido|posible|procede)\b|\bnon (admis|éligible|accordé)",
    re.IGNORECASE,
)
"""Conditions that say no to whoever asked."""
_SAYS_NO = re.compile(
    r"refus|reject|declin|turn\w* (\w+ )?down|\bden(y|ies|ial)\b|\bno$"
    r"|\b(say|tell)\b.* (no\b|that .*\b(not|cannot|no|none|nothing)\b)"
    r"|absag|ablehn|rechaz|deneg|rejet|断り|却下|拒绝|驳回|거절",
    re.IGNORECASE,
)
"""Names of steps that say no to somebody."""
_OBJECTS = re.compile(
    r"^\W*(object|complain|withdraw|revoke|dispute|contest)\b|\bobjects? to\b"
    r"|\b(objection|appeal|complaint|protest|withdrawal)s?\b"
    r"|widerspr[iuo]ch|widerruf|\beinspruch|einsprüche|beschwer|reklamier|anfecht|klagt\b|klagen\b"
    r"|\b(recurr|impugn|reclam|desist|opon[eg]|objet)|\b(contest|réclam|rétract|faire (appel|opposition)|s'oppos)"
    r"|異議|不服|苦情|クレーム|取り下げ|申し立て|异议|申诉|上诉|投诉|撤回|复议|이의|항의|철회",
    re.IGNORECASE,
)
"""Names of steps by which somebody uses a right that they have against us."""


def tells_of_refusal(graph: FlowGraph, step: Step, *, left_out: Collection[str] = ()) -> bool:
    """Whether nobody but a step tells the customer or a partner, on a way that only cases take which were refused.

    ``left_out`` are steps that are not done any more.

    >>> yes, no = Flow("pay", "agreed", 0.9), Flow("tell", "not agreed", 0.1)
    >>> claim = Process("Claim", customer="Buyer", steps=(
    ...     Step("look", "Look", kind="check", flows=(yes, no)), Step("pay", "Pay", flows=(Flow("end"),)),
    ...     Step("tell", "Say no", kind="notify", informs=("Buyer",))))
    >>> [step.id for step in claim.steps if tells_of_refusal(FlowGraph(claim), step)]
    ['tell']
    """

    def refuses(choice: Step, target: str) -> bool:
        leading = (flow for flow in choice.flows if flow.to == target)
        return not graph.can_follow(step.id, choice.id) and all(_refuses(choice, flow, step) for flow in leading)

    way = _way(graph, step, refuses) if _tells(graph.process, step) else None
    if way is None:
        return False
    others = map(graph.process.step, {*way, *_onward(graph, step)} - {step.id, *left_out})
    return not any(_is_as_sure(graph.process, other, step) for other in others)


def tells_of_an_end(graph: FlowGraph, step: Step, *, left_out: Collection[str] = ()) -> bool:
    """Whether nobody but a step tells the customer that their case ends, on a branch that delivers nothing.

    Whatever the condition says: whoever waits for an output of the process would wait for ever. Whoever was spoken with
    at the choice knows. ``left_out`` are steps that are not done any more.

    >>> asked, silent = Flow("pay", "clear", 0.9), Flow("close", "no word for a month", 0.1)
    >>> claim = Process("Claim", customer="Buyer", outputs=("money",), steps=(
    ...     Step("look", "Look", kind="check", flows=(asked, silent)),
    ...     Step("pay", "Pay", outputs=("money",), flows=(Flow("end"),)),
    ...     Step("close", "Close it", informs=("Buyer",))))
    >>> [step.id for step in claim.steps if tells_of_an_end(FlowGraph(claim), step)]
    ['close']
    """
    process = graph.process

    def tells(one: Step) -> bool:
        return _tells(process, one, partners=False)

    declared = bool(step.informs) and tells(step)  # the kind alone does not say that it is the customer who hears it
    way = _way(graph, step, lambda choice, _: not tells(choice)) if declared else None
    if way is None or not _goes_without(graph, step, way):
        return False
    others = map(process.step, {*way, *_onward(graph, step)} - {step.id, *left_out})
    return not any(_is_as_sure(process, other, step, partners=False) for other in others)


def _goes_without(graph: FlowGraph, step: Step, way: Collection[str]) -> bool:
    """Whether a case that comes to a step on some way has no output of the process, where others have one."""
    process, wanted = graph.process, set(graph.process.outputs)
    makers = [one.id for one in process.work if one.id in graph.reachable and wanted.intersection(one.outputs)]
    if not makers or step.id not in graph.reachable or step.id in done_beside(process):
        return False
    choices = {source for one in way for source in graph.before[one]}.difference(way)
    makers = [maker for maker in makers if not _waits_for(graph, maker, choices)]
    delivers = any(one == maker or graph.can_follow(one, maker) for one in way for maker in makers)
    return not delivers and not any(graph.can_follow(maker, step.id) for maker in makers)


def _waits_for(graph: FlowGraph, maker: str, choices: Collection[str]) -> bool:
    """Whether a step is only done once all branches have come together of which some choice lets a case leave one.

    A choice that all branches have behind them lets nobody leave one.
    """
    joins = (one.id for one in graph.process.steps if one.join == "all" and graph.dominates(one.id, maker))
    return any(
        graph.can_follow(choice, join) and not graph.can_follow(join, choice) and not graph.dominates(choice, join)
        for join in joins
        for choice in choices
    )


def _tells(process: Process, step: Step, *, partners: bool = True) -> bool:
    """Whether one of our people, or a machine for us, tells the customer, or a partner, something.

    A notice that does not say for whom it is may be for them: what asks before it takes a word away asks of it too.
    """
    if step.owner is not None and (process.is_customer(step.owner) or process.is_partner(step.owner)):
        return False
    return _says_whom(process, step, partners=partners) or (step.kind == "notify" and not step.informs)


def _says_whom(process: Process, step: Step, *, partners: bool = True) -> bool:
    """Whether a step says that the customer, or a partner, is told or spoken with."""
    told = any(process.is_customer(role) or role == process.customer for role in step.informs)
    return told or (partners and any(map(process.is_partner, step.informs))) or is_with_customer(process, step)


def _is_as_sure(process: Process, other: Step, step: Step, *, partners: bool = True) -> bool:
    """Whether another step tells them as well: a notice that names nobody is no reason to take away one that does."""
    return _tells(process, other, partners=partners) and (
        _says_whom(process, other, partners=partners) or not _says_whom(process, step, partners=partners)
    )


def _way(graph: FlowGraph, step: Step, counts: Callable[[Step, str], bool]) -> set[str] | None:
    """Return what lies between the choices that lead to a step and it; None where one of these does not count.

    Nor does a way on which no choice is. Of refusals a choice does not count to which a case comes back: whoever is
    asked for what is missing is not refused.
    """
    way, waiting, is_chosen = {step.id}, [step.id], False
    while waiting:
        target = waiting.pop()
        if target in graph.starts:
            return None
        for source in map(graph.process.step, graph.before[target]):
            if source.split == "one" and len({flow.to for flow in source.flows}) > 1:
                is_chosen = True
                if not counts(source, target):
                    return None
            elif source.id not in way:
                way.add(source.id)
                waiting.append(source.id)
    return way if is_chosen else None


def _refuses(choice: Step, flow: Flow, step: Step) -> bool:
    """Whether a way is that of what is refused: the lesser one of a judgement, or by its words or those of the step."""
    if choice.passing is not None:
        return flow is not choice.passing
    return meaning(flow) == "refused" or bool(_NO.search(flow.when or "") or _SAYS_NO.search(step.name))


def _onward(graph: FlowGraph, step: Step) -> Iterator[str]:
    """Yield what follows a step in every case, as far as nothing else leads there."""
    seen = {step.id}
    while len(onward := graph.after[step.id]) == 1:
        (target,) = onward
        if target in seen or len(graph.before[target]) > 1:
            return
        seen.add(target)
        yield target
        step = graph.process.step(target)


def objects(process: Process, step: Step) -> bool:
    """Whether the customer objects, appeals, complains or withdraws: that is their right, and no work of ours.

    >>> objects(Process("Claim", customer="Buyer"), Step("no", "Object to the decision", owner="Buyer"))
    True
    """
    return step.owner is not None and process.is_customer(step.owner) and bool(_OBJECTS.search(step.name))
