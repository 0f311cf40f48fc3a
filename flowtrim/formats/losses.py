"""What a format has no place for: said item by item, with how often each occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from flowtrim.model import Process, Step
from flowtrim.model.step import KINDS, Kind

ENDS = "as"
"""Stands among the fields of a step for the names of the ends that it leads to."""
STEP_KEYS = frozenset({*Step.__struct_fields__, ENDS})
_KEYS = {
    "flows": "next", "ride_seconds": "elevator", "told": "elevator", "ceilings": "limits", "alongside": "with",
    "takes_range": "takes", "waits_range": "waits", "waits_for": "waits", "questions": "open",
    "separate_persons": "separate",
}  # fmt: skip
"""What a field is called in a file, where that is something else."""


def lost(
    process: Process,
    medium: str,
    *,
    steps: Collection[str] = STEP_KEYS,
    whole: Collection[str] = (),
    kinds: Collection[Kind] = KINDS,
) -> tuple[str, ...]:
    """Return a sentence that names what a process says and a medium does not; nothing where all of it is carried.

    ``steps`` are the fields of a step that the medium carries, ``whole`` those of the process beside its steps, and
    ``kinds`` the kinds of steps that it tells apart.

    >>> lost(Process("p", (Step("a", "A", takes=3.0),), customer="c"), "A sketch", steps=["id", "name"], whole=["name"])
    ('A sketch has no place for customer, takes (1 step).',)
    """
    bare, empty = Step("", ""), Process("")
    told = Counter(
        field
        for step in process.steps
        for field in Step.__struct_fields__
        if getattr(step, field) != getattr(bare, field)
        and (field not in steps or (field == "kind" and step.kind not in kinds))
    )
    missing = [f"{_KEYS.get(field, field)} ({times} step{'s' * (times > 1)})" for field, times in sorted(told.items())]
    named = sum(flow.outcome is not None for step in process.steps for flow in step.flows)
    if named and ENDS not in steps:
        missing.append(f"as ({named} end{'s' * (named > 1)})")
    for field in process.__struct_fields__:
        value = getattr(process, field)
        if field not in ("steps", *whole) and value != getattr(empty, field):
            missing.append(_KEYS.get(field, field) + (f" ({len(value)})" if isinstance(value, tuple) else ""))
    return (f"{medium} has no place for {', '.join(sorted(missing))}.",) if missing else ()
