"""Small processes written in one line, for tests that are about the flow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flowtrim.model import Flow, Process, Role, Start, Step

Branching = Mapping[str, str | Mapping[str, float]]


def chart(
    ways: Branching,
    *,
    together: str = "",
    some: str = "",
    waits: str = "",
    waits_some: str = "",
    routing: str = "",
    owners: Mapping[str, str] | None = None,
    takes: Mapping[str, float] | None = None,
    pauses: Mapping[str, float] | None = None,
    starts: str = "",
    roles: Iterable[Role] = (),
) -> Process:
    """Build a process from what follows each step: ``{"a": "b c", "b": {"a": 0.2, "end": 0.8}, "c": ""}``.

    The words of ``together`` and ``some`` are the steps that split to all and to some; those of ``waits`` and
    ``waits_some`` join all and some; those of ``routing`` are gateways.
    """
    owned, taken, paused = owners or {}, takes or {}, pauses or {}
    steps = tuple(
        Step(
            step_id,
            step_id.title(),
            owner=owned.get(step_id),
            kind="gateway" if step_id in routing.split() else "do",
            takes=taken.get(step_id),
            waits=paused.get(step_id),
            flows=_flows(onward),
            split="all" if step_id in together.split() else "some" if step_id in some.split() else "one",
            join="all" if step_id in waits.split() else "some" if step_id in waits_some.split() else "any",
        )
        for step_id, onward in ways.items()
    )
    return Process("Chart", steps=steps, starts=tuple(Start(s) for s in starts.split()), roles=tuple(roles))


def _flows(onward: str | Mapping[str, float]) -> tuple[Flow, ...]:
    if isinstance(onward, str):
        return tuple(Flow(target) for target in onward.split())
    return tuple(Flow(target, share=share) for target, share in onward.items())


def oracle_0a(**owners: str) -> Process:
    """Return the loop of the theory (docs/theory.md#visits): A to B, B back with 0.2, on to C with 0.7, out with 0.1."""
    return chart({"a": "b", "b": {"a": 0.2, "c": 0.7, "end": 0.1}, "c": ""}, owners=owners)


def oracle_0b(**owners: str) -> Process:
    """Return the other example there: rework inside a parallel branch, and an outer loop."""
    ways = {"s": "x y", "x": "z", "z": {"x": 0.25, "q": 0.75}, "y": "q", "q": {"end": 0.9, "s": 0.1}}
    return chart(ways, together="s", waits="q", owners=owners)


def oracle_2c(**owners: str) -> Process:
    """Return the book's handover example a, b parallel to d, e, h."""
    return chart({"a": "b d", "b": "e", "d": "e", "e": "h", "h": ""}, together="a", waits="e", owners=owners)
