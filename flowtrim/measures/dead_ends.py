"""At which steps a case may end with nothing delivered and nobody told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from flowtrim.graph import FlowGraph, led_to
from flowtrim.graph.spelled_out import done_beside
from flowtrim.measures.addressees import WORDS
from flowtrim.measures.choices import parts_ways
from flowtrim.measures.passing_on import JUDGING
from flowtrim.model import END, Process, Step

SAYS_SOMETHING = frozenset({"contact", "notify", "gateway", "event"})


def dead_ends(graph: FlowGraph) -> tuple[str, ...]:
    """Return the steps at which a case may end without an output of the process and without a word to anybody.

    A choice by which a case ends is a word, and an end with a name is a declared outcome; a branch that ends beside
    another one that goes on ends no case. Empty where no step to which a case comes makes an output of the process.

    >>> from flowtrim.model import Flow
    >>> dead_ends(FlowGraph(Process("Claim", outputs=("money",), steps=(
    ...     Step("look", "Look at it", flows=(Flow("pay"), Flow("shelve"))),
    ...     Step("pay", "Pay", outputs=("money",), flows=(Flow("end"),)), Step("shelve", "Set it aside")))))
    ('shelve',)
    """
    delivered = _delivered(graph)
    if not delivered:
        return ()
    fine = delivered | done_beside(graph.process) | _told_since_a_choice(graph) | _with_named_ends(graph.process)
    ends = [end for end in graph.reading_order if end in graph.ends and end in graph.reachable]
    untold = {end: [*_last_steps(graph, end, fine)] for end in ends if end not in fine}
    beside = _goes_on_beside(graph, {end for end in ends if not untold.get(end)})
    return tuple(dict.fromkeys(last for end, steps in untold.items() if end not in beside for last in steps))


def _with_named_ends(process: Process) -> set[str]:
    """Return the steps that end a case only with an outcome that somebody named."""
    ends = {step.id: [flow.outcome for flow in step.flows if flow.to == END] for step in process.steps}
    return {step_id for step_id, outcomes in ends.items() if outcomes and all(outcomes)}


def _last_steps(graph: FlowGraph, end: str, fine: Collection[str]) -> Iterator[str]:
    """Yield the steps at which nobody is told, by which a case ends at a node: those before a gateway without a choice.

    What only leads together, as models drawn elsewhere have it before each end, tells nobody; where branches meet that
    go on side by side, a word on one of them is enough.
    """
    process, waiting = graph.process, [end]
    for node in waiting:
        step = process.step(node)
        if step.kind != "gateway" or parts_ways(step):
            if node not in fine and not _is_told(process, step):
                yield node
            continue
        sources = [source for source in graph.before[node] if source in graph.reachable]
        told = [source in fine or _is_told(process, process.step(source)) for source in sources]
        if step.join != "all" or not any(told):
            waiting.extend(source for source in sources if source not in waiting)


def _delivered(graph: FlowGraph) -> set[str]:
    """Return the steps at which a case may have had some output of the process made."""
    wanted, comes = set(graph.process.outputs), graph.reachable
    makers = {step.id for step in graph.process.steps if step.id in comes and wanted.intersection(step.outputs)}
    return led_to(makers, graph.after)


def _told_since_a_choice(graph: FlowGraph) -> set[str]:
    """Return the steps to which a case comes only with a word to somebody at the last choice before, or since."""
    process = graph.process
    chosen: set[str] = set()
    told: set[str] = set()
    for node in graph.reading_order:
        step = process.step(node)
        before = [source for source in graph.before[node] if (source, node) not in graph.back_arcs]
        chooses = step.split == "one" and len({flow.to for flow in step.flows}) > 1
        if chooses or not chosen.isdisjoint(before):
            chosen.add(node)
            says = step.kind in WORDS or bool(step.informs)
            handed_on = bool(before) and told.issuperset(before) and not chooses
            if says or handed_on:
                told.add(node)
    return told


def _is_told(process: Process, step: Step) -> bool:
    customer_acts = step.owner is not None and process.is_customer(step.owner)
    return step.kind in SAYS_SOMETHING or _says_no(step) or bool(step.informs) or bool(step.calls) or customer_acts


def _says_no(step: Step) -> bool:
    """Whether somebody may be refused at a step: one of its ways ends the case, or it counted some."""
    counted = step.kind in JUDGING and step.decisions is not None and step.decisions.refused > 0
    return counted or parts_ways(step)


def _goes_on_beside(graph: FlowGraph, good_ends: Collection[str]) -> frozenset[str]:
    """Return the steps to which a case comes only while another branch goes on that brings it to a good end.

    Up to the next choice it is enough that the other branch may come to one: where it does not, it is asked there.
    Whom a choice leads aside has what the other branch makes, whatever is chosen.
    """
    steps = [step for step in graph.process.steps if step.id in graph.reachable]
    if not any(_parts(step) for step in steps):
        return frozenset()
    choices = [flow.to for step in steps if _chooses(step) for flow in step.flows]
    alone = _come_to(graph, led_to(good_ends, graph.before), [*graph.starts, *choices])
    unserved = _come_to(graph, graph.reachable - _may_end_without(graph), [*graph.starts])
    return graph.reachable - (alone & unserved)


def _parts(step: Step) -> bool:
    return step.split == "all" and len(step.flows) > 1


def _chooses(step: Step) -> bool:
    return step.split != "all" and len(step.flows) > 1


def _come_to(graph: FlowGraph, enough: Collection[str], begins: Iterable[str]) -> set[str]:
    """Return what a case comes to by a way on which no branch that is enough has parted from it."""
    aside = [to for targets in graph.consequences.values() for to in targets]
    waiting = [node for node in (*begins, *aside) if node != END]
    found = set(waiting)
    while waiting:
        step = graph.process.step(waiting.pop())
        targets = {flow.to for flow in step.flows}
        kept = {to for to in targets if not (_parts(step) and any(one in enough for one in targets - {to}))}
        fresh = kept - found - {END}
        found |= fresh
        waiting.extend(fresh)
    return found


def _may_end_without(graph: FlowGraph) -> set[str]:
    """Return the steps from which a case may end, or its branch of it, with nothing made that the process delivers."""
    process = graph.process
    makes = {step.id for step in process.work if step.optional is None and {*process.outputs} & {*step.outputs}}
    without: set[str] = {END}
    waiting = [END]
    led_from: dict[str, list[Step]] = {}
    for step in process.steps:
        late = [each.instead for each in step.within if each.instead]
        for to in {*(flow.to for flow in step.flows), *late} or {END}:
            led_from.setdefault(to, []).append(step)
    while waiting:
        for step in led_from.get(waiting.pop(), ()):
            open_ways = [flow for flow in step.flows if flow.to not in without] if _parts(step) else []
            if step.id not in without and step.id not in makes and not open_ways:
                without.add(step.id)
                waiting.append(step.id)
    return without
