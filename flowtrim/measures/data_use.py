"""What the steps deliver, and who needs it afterwards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product

from msgspec import Struct

from flowtrim.graph import FlowGraph, led_to
from flowtrim.graph.choices import with_choice
from flowtrim.measures.needs import needed_by
from flowtrim.measures.passing_on import JUDGING
from flowtrim.model import END, Step


class DataUse(Struct, frozen=True):
    """Who makes and who needs each data object, by step ids in the order of reading.

    ``unused`` names for each step the outputs that are not delivered by the process and that no later step, nor one
    that a loop leads back to, takes as an input or updates; what a decision delivers alone is used by its own ways
    on. It is empty where no step declares inputs: then nobody wrote down what is used.
    ``made_again`` names for each step the outputs that some step made on every way to it, with nobody needing them in
    between (docs/theory.md#unused-outputs), and which step that was.
    ``in_vain`` are the steps whose data end nowhere: neither the process delivers what they make, or what is made of
    it in the end, nor is anybody informed, nor does it end at a step that declares no output of its own.
    """

    makers: Mapping[str, tuple[str, ...]]
    users: Mapping[str, tuple[str, ...]]
    unused: Mapping[str, tuple[str, ...]]
    made_again: Mapping[str, Mapping[str, str]]
    in_vain: frozenset[str]


def data_use(graph: FlowGraph) -> DataUse:
    """Find out who makes and who needs what.

    >>> from flowtrim.model import Flow, Process, Step
    >>> use = data_use(FlowGraph(Process("Claim", outputs=("answer",), steps=(
    ...     Step("log", "Log it", outputs=("number", "copy"), flows=(Flow("answer"),)),
    ...     Step("answer", "Answer it", inputs=("number",), outputs=("answer",))))))
    >>> use.unused, use.users["number"]
    ({'log': ('copy',)}, ('answer',))
    """
    steps = {step.id: step for step in graph.process.steps}
    ordered = [steps[step_id] for step_id in graph.reading_order]
    makers = _by_object((step.id, step.outputs) for step in ordered if step.outputs)
    users = _by_object((step.id, (*step.inputs, *step.updates)) for step in ordered if step.inputs or step.updates)
    unused = _unused(ordered, graph, users) if users else {}
    return DataUse(makers, users, unused, _made_again(graph, makers, users), _in_vain(graph))


def alternatives(graph: FlowGraph) -> tuple[tuple[str, ...], ...]:
    """Return what the process delivers, parted where no case brings the one and the other.

    Known is that where both are made, and nothing that makes the one leads to what makes the other, or goes on beside.

    >>> from flowtrim.model import Flow, Process, Step
    >>> loan = FlowGraph(Process("Loan", outputs=("loan", "contract", "refusal"), steps=(
    ...     Step("look", "Look", flows=(Flow("pay"), Flow("refuse"))),
    ...     Step("pay", "Pay", outputs=("contract", "loan"), flows=(Flow("end"),)),
    ...     Step("refuse", "Refuse", outputs=("refusal",)))))
    >>> alternatives(loan)
    (('loan', 'contract'), ('refusal',))
    """
    parts: list[list[str]] = []
    makers = {name: [s.id for s in graph.process.work if name in s.outputs] for name in graph.process.outputs}
    led = {step: led_to([step], graph.after) for each in makers.values() for step in each} if len(makers) > 1 else {}

    def exclude(one: str, other: str) -> bool:
        pairs = [*product(makers[one], makers[other])]
        return bool(pairs) and all(a not in led[b] and b not in led[a] and _part_before(graph, a, b) for a, b in pairs)

    for name in graph.process.outputs:
        met = [part for part in parts if not all(exclude(name, one) for one in part)]
        parts = [part for part in parts if part not in met] + [[*(one for part in met for one in part), name]]
    order = {name: place for place, name in enumerate(graph.process.outputs)}
    return tuple(
        sorted((tuple(sorted(part, key=order.__getitem__)) for part in parts), key=lambda part: order[part[0]])
    )


def _part_before(graph: FlowGraph, one: str, other: str) -> bool:
    """Whether each case has chosen between two steps before it comes to one of them."""
    if not graph.undisturbed.issuperset({one, other}):
        return False
    split = graph.parting(one, other)
    return split is None or graph.process.step(split).split == "one"


def _by_object(rows: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for step_id, objects in rows:
        for name in objects:
            found.setdefault(name, {})[step_id] = None
    return {name: tuple(ids) for name, ids in found.items()}


def _unused(ordered: list[Step], graph: FlowGraph, users: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    loop_of = graph.loop_of
    taken_behind = frozenset(_taken_behind(graph, users))
    in_loop = Counter((name, loop_of[user]) for name, taking in users.items() for user in taking)

    def is_needed(name: str, step: Step) -> bool:
        within = in_loop[name, loop_of[step.id]] > (name in step.inputs or name in step.updates)
        return within or (step.id, name) in taken_behind

    def is_used_beside(name: str, step: Step) -> bool:
        return any(user != step.id and graph.can_follow(step.id, user) for user in users.get(name, ()))

    delivered = frozenset(graph.process.outputs)
    left = {
        s.id: tuple(n for n in s.outputs if n not in delivered and not is_needed(n, s) and not is_used_beside(n, s))
        for s in ordered
        if not _is_its_own_use(with_choice(graph, s))
    }
    return {step_id: names for step_id, names in left.items() if names}


def _is_its_own_use(step: Step) -> bool:
    """Whether all that a step delivers is the decision by which its own ways on part."""
    ways = len(step.flows) + sum(deadline.instead is not None for deadline in step.within)
    return step.kind in JUDGING and step.split == "one" and ways > 1 and len(step.outputs) == 1


def _taken_behind(graph: FlowGraph, users: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield each step with each output of its own that a step behind its loop takes.

    Loops are gone through from the end. What is taken in a loop and behind it is the bits of one number, which is
    forgotten once no loop leads there any more: kept for every loop, they were half of all memory at 100,000 steps.
    """
    place = {name: number for number, name in enumerate(users)}
    loop_of, steps = graph.loop_of, {step.id: step for step in graph.process.steps}
    behind = [{loop_of[target] for node in loop for target in graph.after[node]} for loop in graph.loops]
    still_needed = Counter(target for number, targets in enumerate(behind) for target in targets - {number})
    taken: dict[int, int] = {}
    for number in reversed(range(len(graph.loops))):
        later = 0
        for target in behind[number] - {number}:
            later |= taken[target]
            still_needed[target] -= 1
            if not still_needed[target]:
                del taken[target]
        inside = [steps[node] for node in graph.loops[number]]
        yield from ((s.id, name) for s in inside for name in s.outputs if name in place and later >> place[name] & 1)
        if still_needed[number]:
            own = {place[name] for step in inside for name in (*step.inputs, *step.updates)}
            taken[number] = later | sum(1 << bit for bit in own)


def _in_vain(graph: FlowGraph) -> frozenset[str]:
    process = graph.process
    delivered = frozenset(process.outputs)
    ends = {s.id for s in process.work if s.informs or not s.outputs or not delivered.isdisjoint(s.outputs)}
    left = frozenset(step.id for step in process.work) - ends
    return left - needed_by(process.work, ends, graph.can_follow).keys() if left else left


def _made_again(
    graph: FlowGraph, makers: Mapping[str, tuple[str, ...]], users: Mapping[str, tuple[str, ...]]
) -> dict[str, dict[str, str]]:
    again: dict[str, dict[str, str]] = {}
    for name, ids in makers.items():
        for number, second in enumerate(ids):
            first = next((one for one in reversed(ids[:number]) if graph.dominates(one, second)), None)
            if (
                first is not None
                and not _may_have_failed(graph, first, second)
                and not _is_made_instead(graph, first, second)
                and not _is_needed_between(graph, first, second, users.get(name, ()))
            ):
                again.setdefault(second, {})[name] = first
    return again


OUTCOMES = frozenset({"check", "approve", "decide", "wait", "contact"})
"""Kinds of steps that may bring nothing: what comes of them is there on the usual way on."""


def _may_have_failed(graph: FlowGraph, first: str, second: str) -> bool:
    """Whether a case comes from one maker to another on an unusual way only, where the first may have made nothing."""
    import networkx as nx

    step, onward = graph.process.step(first), graph.work_after[first]
    if step.kind not in OUTCOMES or step.split != "one" or not onward:
        return False
    share = max(onward.values())
    if share < 1.0 - sum(onward.values()):
        return True  # most cases end
    usual = {target for target, taken in onward.items() if taken > share - 1e-9}

    def ways(node: str) -> Iterator[str]:
        return iter(()) if node == first else iter(graph.after[node])

    behind = (node for one in usual for _, node in nx.generic_bfs_edges(graph.network, one, ways))
    return second not in usual.union(behind)


_FAILED = re.compile(
    r"\b(?:not|no|none|nothing|never|cannot|without|missing|fail(?:s|ed)?|impossible|unknown|lost|in vain)\b|n't\b"
    r"|\b(?:nicht|nichts|kein\w*|nie|fehlt|fehlen|ohne|vergeblich|erfolglos|misslungen|unbekannt|unauffindbar|verloren)\b"
    r"|\b(?:ne|non|pas|aucune?|rien|sans|introuvable|échec|échoue|échoué|manque|perdue?|inconnue?)\b|\bn'"
    r"|\b(?:ningun[oa]?|ningún|nada|nunca|sin|falta|faltan|falla|fallido|perdid[oa]|desconocid[oa])\b"
    r"|ない|なし|無し|ません|ず$|不明|失敗|不在|不|没|无|未|失败|없|못|않|아니|실패",
    re.IGNORECASE,
)
"""Conditions that say that something is not there, or did not work."""


def _is_made_instead(graph: FlowGraph, first: str, second: str) -> bool:
    """Whether a case comes from one maker to another only where a condition says that something failed before.

    >>> from flowtrim.model import Flow, Process, Step
    >>> trace = FlowGraph(Process("Trace", steps=(
    ...     Step("search", "Search", outputs=("trace",), flows=(Flow("bring", "found"), Flow("walk", "not found"))),
    ...     Step("walk", "Walk the hall", outputs=("trace",), flows=(Flow("bring"),)), Step("bring", "Bring it"))))
    >>> _is_made_instead(trace, "search", "walk"), data_use(trace).made_again
    (True, {})
    """
    import networkx as nx

    def goes_well(node: str) -> Iterator[str]:
        step = graph.process.step(node)
        if step.split != "one" or len(step.flows) < 2:
            return iter(graph.after[node])
        return (flow.to for flow in step.flows if flow.to != END and not _FAILED.search(flow.when or ""))

    return all(node != second for _, node in nx.generic_bfs_edges(graph.network, first, goes_well))


def _is_needed_between(graph: FlowGraph, first: str, second: str, users: Iterable[str]) -> bool:
    """Whether a case can come from one maker to a user, and from there to the other maker."""
    import networkx as nx

    def ways(nearby: Mapping[str, Iterable[str]], goal: str) -> Callable[[str], Iterator[str]]:
        return lambda node: iter(()) if node == goal else iter(nearby[node])

    if not users:
        return False
    behind = {node for _, node in nx.generic_bfs_edges(graph.network, first, ways(graph.after, second))}
    ahead = {second, *(node for _, node in nx.generic_bfs_edges(graph.network, second, ways(graph.before, first)))}
    return not (behind & ahead).isdisjoint(users)


def decides_what_is_done(graph: FlowGraph, use: DataUse, step_id: str) -> bool:
    """Whether a choice goes by what is made of the data of a step, and its ways lead to different work that is used.

    >>> from flowtrim.model import Flow, Process, Step
    >>> stay = FlowGraph(Process("Stay", outputs=("bed", "room"), steps=(
    ...     Step("ask", "Ask", outputs=("score",), flows=(Flow("end", "good"), Flow("mend", "bad"))),
    ...     Step("mend", "Mend the bed", outputs=("bed",)))))
    >>> decides_what_is_done(stay, data_use(stay), "ask")
    True
    """
    waiting = [step_id]
    for one in waiting:
        made = graph.process.step(one).outputs
        waiting += {user for name in made for user in use.users.get(name, ())} - {*waiting}
    onward = {node: graph.onward(node) for node in graph.after}
    used = {step.id for step in graph.process.work} - use.in_vain - {*waiting}
    return any(len({frozenset(way & used) for way in _ways_from(graph, one, onward)}) > 1 for one in waiting)


def _ways_from(graph: FlowGraph, node: str, onward: Mapping[str, Sequence[str]]) -> list[set[str]]:
    """Return what each way on from a node leads to, past what only passes a case on; one that ends leads to nothing."""
    step = graph.process.step(node)
    while len(step.flows) == 1 and step.flows[0].to != END and not graph.process.step(step.flows[0].to).is_work:
        step = graph.process.step(step.flows[0].to)
    if step.split != "one":
        return []
    return [set[str]() if flow.to == END else led_to([flow.to], onward) for flow in step.flows]
