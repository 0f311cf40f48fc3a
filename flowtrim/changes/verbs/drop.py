"""Take a step out; whatever led to it then leads to what followed it."""

from __future__ import annotations

from flowtrim.changes.verbs.bridging import take_out
from flowtrim.changes.verbs.references import forget
from flowtrim.changes.verbs.tidy import tidy
from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import Drop


def drop(draft: Draft, change: Drop) -> None:
    """Take a step out of the flow and out of everything that speaks of it."""
    step = draft.step(change.step)
    if step.is_work and next((other for other in draft.work() if other.id != step.id), None) is None:
        raise ChangeError("it is the last step, and a process needs one.")
    around = (*draft.sources(step.id), *(way.to for way in step.flows))
    take_out(draft, step.id)
    forget(draft, step.id)
    tidy(draft, around)
