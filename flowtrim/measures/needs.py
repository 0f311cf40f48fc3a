"""Which step needs what another one delivers."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence

from flowtrim.model import Step


def makers_of(steps: Iterable[Step]) -> Mapping[str, list[Step]]:
    """Return for each data object the steps that deliver it.

    >>> makers_of([Step("price", "Price it", outputs=("offer",))])["offer"][0].id
    'price'
    """
    makers: dict[str, list[Step]] = {}
    for step in steps:
        for name in dict.fromkeys(step.outputs):
            makers.setdefault(name, []).append(step)
    return makers


def needed_by(steps: Sequence[Step], justified: Collection[str]) -> dict[str, str]:
    """Map each step that becomes justified through its outputs to the step that needs them.

    This is the least fixpoint (docs/theory.md#justified-steps): what a justified step takes as an input justifies the
    step that delivers it, and so on backwards. Those justified in their own right are not in the answer. Linear in the
    data.

    >>> needed_by([Step("price", "Price it", outputs=("offer",)), Step("send", "Send it", inputs=("offer",))], {"send"})
    {'price': 'send'}
    """
    makers = makers_of(steps)
    needed: dict[str, str] = {}
    waiting = deque(step for step in steps if step.id in justified)
    asked_for: set[str] = set()
    while waiting:
        step = waiting.popleft()
        for name in dict.fromkeys(step.inputs):
            if name in asked_for:
                continue
            asked_for.add(name)
            fresh = [maker for maker in makers.get(name, ()) if maker.id not in justified and maker.id not in needed]
            needed.update((maker.id, step.id) for maker in fresh)
            waiting.extend(fresh)
    return needed


def in_circles(steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the steps that need each other's outputs in a circle, or their own.

    >>> in_circles([Step("a", "A", inputs=("y",), outputs=("x",)), Step("b", "B", inputs=("x",), outputs=("y",))])
    ('a', 'b')
    """
    if not steps:
        return ()
    import networkx as nx

    data: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
    for step in steps:
        data.add_edges_from((("step", step.id), ("object", name)) for name in step.outputs)
        data.add_edges_from((("object", name), ("step", step.id)) for name in step.inputs)
    circles = (part for part in nx.strongly_connected_components(data) if len(part) > 1)
    members = {node for circle in circles for node in circle}
    return tuple(step.id for step in steps if ("step", step.id) in members)
