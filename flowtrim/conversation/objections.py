"""What a decision would break: said before it is taken, never after."""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.changes import apply, with_names
from flowtrim.conversation.journal_entries import Decided
from flowtrim.errors import ChangeError
from flowtrim.graph import FlowGraph
from flowtrim.measures.cautions import Cautions, Hold, bound
from flowtrim.model import Process, Role, Step
from flowtrim.sentences import Message, listed, quoted, say


def objections(process: Process, decision: Decided) -> tuple[Message, ...]:
    """Return what speaks against a decision: a separation, a law, an only producer, four eyes.

    >>> claim = Process("Claim", (Step("pay", "Pay", serves="law", source="Article 3"), Step("file", "File")))
    >>> objections(claim, Decided("drop", "pay"))
    ("'Pay' is there for the law (Article 3): who has checked that it may go?",)
    """
    merged = tuple(_merged_duties(process, decision)) if decision.verb == "merge" else ()
    if merged or misfit(process, decision):
        return merged
    return (*_losses(process, decision), *_mixed_duties(process, apply(process, decision.change)))


def misfit(process: Process, decision: Decided) -> Message | None:
    """Return why a decision cannot be carried out at all; None where it can."""
    merged = next(_merged_duties(process, decision), None) if decision.verb == "merge" else None
    try:
        apply(process, decision.change)
    except ChangeError as refusal:
        why = refusal.__cause__ if isinstance(refusal.__cause__, ChangeError) else refusal
        return merged or say("It does not fit: {reason}", reason=with_names(why.message, process))
    return merged


def _losses(process: Process, decision: Decided) -> Iterator[Message]:
    """Yield what goes with what is taken out."""
    if decision.verb == "drop":
        step = process.step(decision.at)
        for hold in Cautions(FlowGraph(process)).holds(step):
            yield _said(process, step, hold)
    elif decision.verb == "release":
        role = process.role(decision.at)
        for hold in bound(role):
            yield _said(process, role, hold)


def _said(process: Process, item: Step | Role, hold: Hold) -> Message:
    name = quoted(item.name)
    match hold.by:
        case "law":
            return say(
                "{name} is there for the law ({source}): who has checked that it may go?",
                name=name,
                source=item.source or "?",
            )
        case "contract":
            return say(
                "{name} is there for a contract ({source}): who has asked the other side?",
                name=name,
                source=item.source or "?",
            )
        case "separation":
            return say("{name} is one of four eyes: nobody else would look any more.", name=name)
        case "partner":
            return say("{name} is done by another house: what was agreed with them?", name=name)
        case "only-decision":
            return say("{name} decides which way a case goes: who decides then?", name=name)
        case "only-maker" if isinstance(item, Step):
            made = Cautions(FlowGraph(process)).needed_of(item)
            return say(
                "Only {name} makes what others need ({items}): who makes it then?", name=name, items=listed(made)
            )
    return hold.text


def _merged_duties(process: Process, decision: Decided) -> Iterator[Message]:
    together = {decision.at, *decision.others}
    for group in process.kept_apart:
        if len(together.intersection(group)) > 1:
            names = (quoted(process.step(step).name) for step in group)
            yield say(
                "{names} are kept apart on purpose: as one step they would be four eyes no more.", names=listed(names)
            )


def _mixed_duties(process: Process, after: Process) -> Iterator[Message]:
    """Yield the separated steps that come into one hand by a change."""
    for group in process.separate:
        there = [after.step(step) for step in group if after.has_step(step)]
        owners = [step.owner for step in there if step.owner]
        before = [process.step(step).owner for step in group if process.has_step(step)]
        if len(set(owners)) < len(owners) and len(set(owners)) < len(set(before)):
            names = (quoted(step.name) for step in there)
            yield say("{names} may not be in one hand: that breaks a separation of duties.", names=listed(names))
