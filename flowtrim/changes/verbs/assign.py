"""Give a step to another role."""

from __future__ import annotations

from msgspec.structs import replace

from flowtrim.changes.roles import role_id
from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import Assign


def assign(draft: Draft, change: Assign) -> None:
    """Let another role, named by its id or its name, perform a step."""
    step = draft.step(change.step)
    if not step.is_work:
        raise ChangeError("it is not work, so nobody can perform it.")
    draft.put(replace(step, owner=role_id(draft.head, change.to)))
