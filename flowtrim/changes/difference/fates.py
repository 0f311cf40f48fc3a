"""What became of a step or a role between two processes."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

Fate = Literal["kept", "moved", "merged", "split", "dropped", "new"]


class FieldChange(Struct, frozen=True):
    """A field whose value changed."""

    field: str
    was: Any
    now: Any


class StepFate(Struct, frozen=True):
    """What became of a step, gateway or event.

    ``before`` and ``after`` are its ids, None where it was not there yet or is not there any more.
    ``moved`` means into other hands (``to`` is then the role) or to another place in the flow (``replaced``);
    ``merged`` names in ``to`` the id of the step that it became part of, ``split`` in ``into`` the ids of those that
    do its work now; ``after`` is the one of them that it is, if any. ``because`` is what a plan said.
    """

    before: str | None
    after: str | None
    name: str
    fate: Fate
    to: str | None = None
    into: tuple[str, ...] = ()
    replaced: bool = False
    fields: tuple[FieldChange, ...] = ()
    because: str | None = None
    is_work: bool = True

    @property
    def key(self) -> str:
        """The id before, or for a new step the id after."""
        return self.before or self.after or ""


class RoleFate(Struct, frozen=True):
    """What became of a role; ``merged`` names in ``to`` the one role that has all that is left of its steps."""

    before: str | None
    after: str | None
    name: str
    fate: Fate
    to: str | None = None
    because: str | None = None
