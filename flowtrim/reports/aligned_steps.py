"""Which step of an after-process is which of the one before, so that both are drawn and told as the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from flowtrim.changes import Fate
from flowtrim.changes.difference.diff import diff
from flowtrim.model import Change, Process


class Aligned(Struct, frozen=True):
    """The after-process with the ids of before where a step is the same; ``ids`` leads from its own ids to those."""

    process: Process
    fates: Mapping[str, Fate]
    ids: Mapping[str, str]


def aligned(before: Process, after: Process, *, plan: Iterable[Change] = ()) -> Aligned:
    """Find out which step of after is which of before, also where it got another id.

    >>> from flowtrim.model import Flow, Step
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
        process=after.renamed({now: was for now, was in ids.items() if now != was}),
        fates={fate.key: fate.fate for fate in fates if fate.is_work},
        ids=ids,
    )
