"""Where a case goes one of several ways, and who finds out which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from flowtrim.graph import FlowGraph
from flowtrim.measures.handoff_ways import through_routing
from flowtrim.measures.passing_on import PASSING
from flowtrim.model import END, FINDING_OUT, Flow, Process, Step
from flowtrim.sentences import Message, in_a_row, listed, percent, quoted, quoted_list, say

_MOST_TOLD = 2


def parts_ways(step: Step) -> bool:
    """Whether one of several flows that differ is gone by; leaving a step or doing it again is no choice of others."""
    return step.split != "all" and len({flow.to for flow in step.flows} - {step.id}) > 1


def decides(step: Step) -> bool:
    """Whether a step chooses between flows that differ: where they go by the class of a case, that is known without it.

    >>> ways = (Flow("pay", band=("amount", "small")), Flow("ask", band=("amount", "large")))
    >>> [decides(Step("sign", "Sign", kind=kind, flows=ways)) for kind in ("approve", "decide")]
    [False, True]
    """
    return parts_ways(step) and (step.kind == "decide" or not all(flow.band for flow in step.flows))


def finds_out(step: Step, resting: Collection[str] = ()) -> bool:
    """Whether a step finds out by what a case goes its way; ``resting`` are those on which the choice of another rests.

    >>> finds_out(Step("ask", "Ask what is wrong", kind="contact", flows=(Flow("mend"), Flow("end"))))
    True
    """
    return step.kind in FINDING_OUT and (decides(step) or step.id in resting)


def found_for(graph: FlowGraph) -> Mapping[str, list[Step]]:
    """Map each step to the choices right after it that others make by what it finds out.

    A gateway finds out nothing, and whoever only passes the work on does not either: it is whoever was at the case
    before. Of a step that is not said to judge or to ask that is taken only where nobody else can have found it out,
    and where the ways go by something that is told, and is neither a figure of the case nor whether the customer acts.

    >>> ways = (Flow("ask", "they differ", 0.1), Flow("pay", "they agree", 0.9))
    >>> claim = Process("Claim", steps=(
    ...     Step("look", "Compare", kind="check", flows=(Flow("way"),)), Step("way", "", kind="gateway", flows=ways),
    ...     Step("ask", "Ask", flows=(Flow("pay"),)), Step("pay", "Pay")))
    >>> {step: [choice.id for choice in choices] for step, choices in found_for(FlowGraph(claim)).items()}
    {'look': ['way']}
    """
    found: dict[str, list[Step]] = defaultdict(list)
    for choice in graph.process.steps:
        if decides(choice) and not (choice.is_work and choice.kind not in PASSING):
            for finder in _finders(graph, choice):
                found[finder].append(choice)
    return found


def _finders(graph: FlowGraph, choice: Step) -> Iterator[str]:
    """Yield who may have found out what a choice goes by: whoever was last at the case, not only to pass it on."""
    process, seen, waiting = graph.process, {choice.id}, [choice.id]
    found: list[Step] = []
    begun = choice.id in graph.starts
    while waiting:
        for step in (process.step(node) for node in graph.before[waiting.pop()] if node not in seen):
            seen.add(step.id)
            begun = begun or step.kind == "event"
            if step.kind == "gateway" or step.kind in PASSING:
                waiting.append(step.id)
            elif step.is_work:
                found.append(step)
    is_told = any(flow.when for flow in choice.flows) and not _is_known(graph, choice)
    is_alone = len(found) == 1 and is_told and not begun
    yield from (step.id for step in found if step.kind in FINDING_OUT or is_alone)


def _is_known(graph: FlowGraph, choice: Step) -> bool:
    """Whether a choice goes by what is known without us: a figure of the case, or whether the customer acts."""
    process = graph.process
    led = map(process.step, through_routing(graph, (flow.to for flow in choice.flows if flow.to != END), graph.after))
    return all(map(_is_figure, choice.flows)) or any(step.owner and process.is_customer(step.owner) for step in led)


def _is_figure(flow: Flow) -> bool:
    return flow.band is not None or any(map(str.isdigit, flow.when or ""))


def conditions(choice: Step) -> Message | None:
    """Name the conditions by which cases leave the usual way of a choice, with their shares; None where none is told.

    >>> ways = (Flow("ask", "they differ", 0.1), Flow("pay", "they agree", 0.9))
    >>> conditions(Step("look", "Compare them", flows=ways))
    "'they differ' (10%)"
    """
    ways = _most_taken_first(choice.flows)
    usual = next(iter(ways), None)
    is_known = all(flow.share is not None for flow in ways)
    told = [condition(flow) for flow in ways if flow.when and not (is_known and flow is usual)]
    return listed(told, "or", most=_MOST_TOLD) if told else None


def condition(flow: Flow) -> Message:
    """Name the condition of a way, and how many go it where somebody declared that.

    >>> condition(Flow("ask", "they differ", 0.034))
    "'they differ' (3.4%)"
    """
    when = quoted(flow.when or "")
    return say("{when} ({share})", when=when, share=percent(flow.share)) if flow.share else when


def together(flows: Iterable[Flow]) -> Message | None:
    """Name the conditions of ways to one place, and how many go there, as it stands in brackets; None without one.

    >>> together([Flow("ask", "they differ", 0.1), Flow("ask", "nobody knows", 0.05)])
    "'they differ' and 'nobody knows', 15%"
    """
    ways = _most_taken_first(flow for flow in flows if flow.when)
    if not ways:
        return None
    share = sum(flow.share or 0.0 for flow in ways)
    return in_a_row(quoted_list((flow.when or "" for flow in ways), most=_MOST_TOLD), percent(share) if share else "")


def _most_taken_first(flows: Iterable[Flow]) -> list[Flow]:
    """Put ways in an order of their own: in which one somebody wrote them down says nothing."""
    return sorted(flows, key=lambda flow: (-(flow.share or 0.0), flow.when or "", flow.to))


def without_finder(before: FlowGraph, after: Process, gone: Collection[str]) -> tuple[str, ...]:
    """Return the conditions that are still told after some steps are gone, and that only those found out.

    >>> ways = (Flow("ask", "they differ", 0.1), Flow("pay", "they agree", 0.9))
    >>> steps = Step("look", "Look", flows=ways), Step("ask", "Ask", flows=(Flow("pay"),)), Step("pay", "Pay")
    >>> claim = Process("Claim", steps=(Step("open", "Open", flows=(Flow("look"),)), *steps))
    >>> left = Process("Claim", steps=(Step("open", "Open", flows=ways), *steps[1:]))
    >>> without_finder(FlowGraph(claim), left, {"look"})
    ('they differ', 'they agree')
    """
    finders: dict[str, set[str]] = defaultdict(set)
    for step_id, choices in found_for(before).items():
        for choice in choices:
            finders[choice.id].add(step_id)
    for step in before.process.work:
        known = step.kind not in FINDING_OUT and _is_known(before, step)
        if decides(step) and step.id not in finders and not known:
            finders[step.id].add(step.id)
    lost = (before.process.step(choice) for choice, found in finders.items() if found.issubset(gone))
    still = [flow.when for step in after.steps if decides(step) for flow in step.flows if flow.when]
    told = (flow.when for choice in lost for flow in choice.flows if flow.when)
    return tuple(dict.fromkeys(when for when in told if any(when in other for other in still)))
