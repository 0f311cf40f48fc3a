"""Work that is only passed on, and approvals that follow approvals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.graph.case_classes import classes, for_class
from flowtrim.measures.approval_branches import meanings
from flowtrim.measures.capability import separations_of
from flowtrim.measures.handoff_ways import through_routing
from flowtrim.model import BINDING, Process, Step

Bands = Mapping[str, str]
Visits = Mapping[str, float | None]

PASSING = frozenset({"transfer", "notify", "store", "wait"})
MANY = 4
JUDGING = frozenset({"decide", "check", "approve"})


def passes_on(step: Step) -> bool:
    """Whether a step only forwards or holds (docs/theory.md#signs-of-a-redundant-role).

    It does so by its kind, or because it delivers nothing that it was not given. A step that declares no outputs has
    the benefit of the doubt, and so has one that judges.

    >>> passes_on(Step("a", "Forward it", kind="transfer")), passes_on(Step("b", "File it"))
    (True, False)
    >>> passes_on(Step("c", "Hand it in", inputs=("form", "receipt"), outputs=("form",)))
    True
    """
    if step.kind in PASSING:
        return True
    return step.kind not in JUDGING and bool(step.outputs) and set(step.outputs) <= set(step.inputs)


def pass_through_share(steps: Iterable[Step], visits: Visits) -> float | None:
    """Return which share of the expected executions of some steps only passes work on.

    None where they are never executed, or a loop has no way out.

    >>> pass_through_share((Step("a", "Sort"), Step("b", "Forward", kind="transfer")), {"a": 1.0, "b": 3.0})
    0.75
    """
    every = passed = 0.0
    for step in steps:
        times = visits[step.id]
        if times is None:
            return None
        every += times
        passed += times if passes_on(step) else 0.0
    return passed / every if every else None


def serial_approvals(graph: FlowGraph) -> Mapping[str, str]:
    """Map each approval that only repeats one before it to that earlier approval.

    On every way to it, the work was approved before and only passed on since, and it takes no input that the earlier
    approval had not at hand. Who decides because nobody answered, because it was refused or because the case is too
    large for the one before approves nothing again. What law or contract asks for does not count, nor what is declared
    to stay apart.

    >>> from flowtrim.model import Flow, Process
    >>> serial_approvals(FlowGraph(Process("Claim", steps=(
    ...     Step("sign", "Sign", kind="approve", flows=(Flow("send"),)),
    ...     Step("send", "Send on", kind="transfer", flows=(Flow("countersign"),)),
    ...     Step("countersign", "Countersign", kind="approve")))))
    {'countersign': 'sign'}
    """
    process = graph.process
    if sum(step.kind == "approve" for step in process.work) < 2:
        return {}
    apart = separations_of(process)
    approved = _approved_before(graph)
    found: dict[str, str] = {}
    for step in process.work:
        earlier = approved.get(step.id, ())
        if step.kind != "approve" or not earlier or step.serves in BINDING or _refuses(step):
            continue
        kept_apart = apart.get(step.id, frozenset())
        if all(_has_nothing_new(step, process.step(e)) and kept_apart.isdisjoint(apart.get(e, ())) for e in earlier):
            found[step.id] = earlier[0]
    return _not_for_some_classes(process, found) if found else found


def empty_approvals(graph: FlowGraph) -> Mapping[str, str]:
    """Map each approval that refused none to the next one, if that looks at all of the same again and refuses some.

    What law or contract asks for does not count, nor what is declared to stay apart.

    >>> from flowtrim.model import Decisions, Flow, Process
    >>> signed, seen = Decisions(600), Decisions(600, refused=40)
    >>> empty_approvals(FlowGraph(Process("Claim", steps=(
    ...     Step("sign", "Sign", kind="approve", decisions=signed, flows=(Flow("countersign"),)),
    ...     Step("countersign", "Countersign", kind="approve", decisions=seen)))))
    {'sign': 'countersign'}
    """
    process, found = graph.process, {}
    later = [step for step in process.work if step.kind == "approve" and _refuses(step)]
    if not later:
        return {}
    approved, apart = _approved_before(graph), separations_of(process)
    for step in later:
        for earlier in map(process.step, approved.get(step.id, ())):
            bound = earlier.serves in BINDING or not apart.get(step.id, frozenset()).isdisjoint(
                apart.get(earlier.id, ())
            )
            if _refused_none(earlier) and not bound and _leads_only_to(graph, earlier, step.id):
                found[earlier.id] = step.id
    return found


def _refused_none(step: Step) -> bool:
    return step.decisions is not None and step.decisions.made > 0 and step.decisions.refused == 0


def _leads_only_to(graph: FlowGraph, approval: Step, goal: str) -> bool:
    """Whether all that an approval lets pass comes to a step, and is only passed on until then."""
    waiting = [to for to in graph.work_after[approval.id] if meanings(graph, approval, to) != {"refused"}]
    seen = {approval.id}
    while waiting:
        node = waiting.pop()
        if node == goal or node in seen:
            continue
        if not passes_on(graph.process.step(node)) or not graph.work_after[node]:
            return False
        seen.add(node)
        waiting += graph.work_after[node]
    return True


def approvals_again_by_class(process: Process) -> Mapping[tuple[str, str], tuple[Bands, ...]]:
    """Map each approval that is needless for some classes of cases, with the one that stays for them, to these classes.

    For the cases of a class, what their class decides is no choice: they all take that way.

    >>> from flowtrim.model import CaseClass, Flow
    >>> ways = (Flow("end", band=("amount", "small")), Flow("head", band=("amount", "large")))
    >>> buy = Process("Buy", cases=(CaseClass("amount", (("small", 0.9), ("large", 0.1))),), steps=(
    ...     Step("lead", "Approve", kind="approve", flows=ways), Step("head", "Sign", kind="approve")))
    >>> approvals_again_by_class(buy)
    {('lead', 'head'): ({'amount': 'large'},)}
    """
    repeated: dict[tuple[str, str], list[Bands]] = {}
    seen: Counter[str] = Counter()
    for share, bands in classes(process):
        if share > 0:
            alone = FlowGraph(for_class(_without_words(process), bands))
            seen.update(alone.reachable)
            for later, earlier in serial_approvals(alone).items():
                if {earlier, later} <= alone.reachable:
                    repeated.setdefault((earlier, later), []).append(bands)
    found: dict[tuple[str, str], tuple[Bands, ...]] = {}
    for (earlier, later), cases in repeated.items():
        steps = process.step(earlier), process.step(later)
        if pair := needless_of_two(*steps, is_lower=seen[earlier] > seen[later]):
            found[pair] = tuple(cases)
    return found


def needless_of_two(earlier: Step, later: Step, *, is_lower: bool) -> tuple[str, str] | None:
    """Return which of two approvals of the same cases is needless for them, and which stays; None where nobody knows.

    One that refuses stays. Else the lower one goes, to which other cases come as well: the ``earlier`` one where it
    ``is_lower``. What law or contract asks for stays.

    >>> from flowtrim.model import Decisions
    >>> lead, head = Step("lead", "Approve", kind="approve"), Step("head", "Sign", kind="approve")
    >>> needless_of_two(lead, head, is_lower=True), needless_of_two(lead, head, is_lower=False)
    (('lead', 'head'), ('head', 'lead'))
    >>> needless_of_two(replace(lead, decisions=Decisions(90, refused=7)), head, is_lower=True)
    """
    is_empty = is_lower or (_refused_none(earlier) and later.decisions is None)
    if is_empty and not _refuses(earlier) and earlier.serves not in BINDING:
        return earlier.id, later.id
    is_known = not is_lower or (_refuses(earlier) and _refused_none(later))
    return (later.id, earlier.id) if is_known and later.serves not in BINDING else None


def _not_for_some_classes(process: Process, found: Mapping[str, str]) -> Mapping[str, str]:
    """Leave out the approvals to which only some of the classes come that the lower one sees: it decides on those."""
    reached = [FlowGraph(for_class(process, bands)).reachable for share, bands in classes(process) if share > 0]
    return {
        higher: lower for higher, lower in found.items() if all(higher in steps for steps in reached if lower in steps)
    }


def _without_words(process: Process) -> Process:
    """Return a process without the words of what the class of a case decides: they mean neither yes nor no."""
    steps = (
        replace(step, flows=tuple(replace(flow, when=None) if flow.band else flow for flow in step.flows))
        for step in process.steps
    )
    return replace(process, steps=tuple(steps))


def first_steps(graph: FlowGraph) -> frozenset[str]:
    """Return the steps to which a case may come before any other step.

    >>> from flowtrim.model import Flow, Process
    >>> sorted(first_steps(FlowGraph(Process("Claim", steps=(
    ...     Step("mail", "Mail comes in", kind="event", flows=(Flow("read"),)), Step("read", "Read it"))))))
    ['read']
    """
    passed = through_routing(graph, graph.starts, graph.after)
    return frozenset(node for node in passed if graph.process.step(node).is_work)


def _approved_before(graph: FlowGraph) -> Mapping[str, tuple[str, ...]]:
    """Return for each step the last approvals on the ways to it, if on each way there was one and nothing else since.

    Flows that lead back do not count, nor those from steps that no case comes to. Where there are many
    alternatives, none is taken to be the last approval.
    """
    first = first_steps(graph)
    ordered = [node for node in graph.reading_order if node in graph.work_after]
    found: dict[str, tuple[str, ...]] = {}
    for node in ordered:
        ways = (source for source in graph.work_before[node] if source in graph.reachable)
        before = [] if node in first else [source for source in ways if (source, node) not in graph.work_back]
        left = [_leaving(graph, source, node, found.get(source, ())) for source in before]
        if left and all(left):
            last = tuple(dict.fromkeys(approval for several in left for approval in several))
            found[node] = last if len(last) <= MANY else ()
    return found


def _leaving(graph: FlowGraph, source: str, target: str, approved: tuple[str, ...]) -> tuple[str, ...]:
    step = graph.process.step(source)
    if step.kind == "approve":
        return (step.id,) if meanings(graph, step, target) <= {"approved"} else ()
    return approved if passes_on(step) else ()


def _refuses(step: Step) -> bool:
    """Whether it is declared that a step refused something: then it saw what nobody saw before."""
    return step.decisions is not None and step.decisions.refused > 0


def _has_nothing_new(step: Step, earlier: Step) -> bool:
    return set(step.inputs) <= {*earlier.inputs, *earlier.outputs}
