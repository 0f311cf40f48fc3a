"""An after-process under the ids of the before-process, so that a drawing shows what is really the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.changes import Fate, diff
from flowtrim.model import Change, Process, Step


class Aligned(Struct, frozen=True):
    """The after-process with the ids of before where a step is the same; ``ids`` leads from its own ids to those."""

    process: Process
    fates: Mapping[str, Fate]
    ids: Mapping[str, str]


def aligned(before: Process, after: Process, *, plan: Iterable[Change] = ()) -> Aligned:
    """Find out which step of after is which of before, also where it got another id.

    >>> from flowtrim.model import Flow
    >>> before = Process("P", (Step("a", "Pay it", flows=(Flow("b"),)), Step("b", "B")))
    >>> told = aligned(before, Process("P", (Step("x", "Pay it"),)))
    >>> [step.id for step in told.process.steps], told.fates
    (['a'], {'a': 'kept', 'b': 'dropped'})
    """
    if not after.steps:
        return Aligned(after, dict.fromkeys((step.id for step in before.steps), "dropped"), {})
    fates = diff(before, after, plan=plan).steps
    ids = {fate.after: fate.before for fate in fates if fate.after and fate.before and fate.fate != "merged"}
    return Aligned(
        process=_renamed(after, {now: was for now, was in ids.items() if now != was}),
        fates={fate.key: fate.fate for fate in fates if fate.is_work},
        ids=ids,
    )


def _renamed(process: Process, ids: Mapping[str, str]) -> Process:
    if not ids:
        return process

    def rename(step: Step) -> Step:
        flows = tuple(replace(flow, to=ids.get(flow.to, flow.to)) for flow in step.flows)
        return replace(step, id=ids.get(step.id, step.id), flows=flows)

    starts = tuple(replace(start, at=ids.get(start.at, start.at)) for start in process.starts)
    return replace(process, steps=tuple(map(rename, process.steps)), starts=starts)
