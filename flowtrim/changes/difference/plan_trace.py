"""What a plan says of each step, whatever the step is called meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from flowtrim.model import Add, Change, Drop, Edit, Merge, Move, Process, steps_of


class Retelling(Struct, frozen=True):
    """A plan at its word, in the ids of the process before it; what is new has its id after it.

    ``merged`` names the id after of the step that another became part of; one that went on under its own id is one of
    them. ``because`` is the last reason given for each step, but that of its addition for what is new, and that of the
    merge for what was merged.
    """

    gone: frozenset[str]
    fresh: frozenset[str]
    moved: frozenset[str]
    merged: Mapping[str, str]
    because: Mapping[str, str]


def retell(before: Process, plan: Iterable[Change]) -> Retelling:
    """Follow each step through a plan, by whatever id it has meanwhile.

    >>> from flowtrim.model import Step
    >>> claim = Process("Claim", steps=(Step("fill", "Fill in"), Step("pay", "Pay")))
    >>> told = retell(claim, [Edit("fill", {"id": "write"}), Drop("write", because="The app does it.")])
    >>> set(told.gone), dict(told.because)
    ({'fill'}, {'fill': 'The app does it.'})
    """
    thread = _Thread(before)
    for change in plan:
        thread.follow(change)
    return thread.retelling()


class _Thread:
    """Which steps of before stand behind each id while a plan is told; none behind what is new."""

    def __init__(self, before: Process) -> None:
        self._behind = {step.id: frozenset((step.id,)) for step in before.steps}
        self._gone: frozenset[str] = frozenset()
        self._moved: frozenset[str] = frozenset()
        self._merged: frozenset[str] = frozenset()
        self._because: dict[str, str] = {}
        self._because_new: dict[str, str] = {}

    def follow(self, change: Change) -> None:
        if isinstance(change, Add):
            self._behind[change.step.id] = frozenset()
        self._note(change)
        if isinstance(change, Drop):
            self._gone |= self._behind.pop(change.step, frozenset())
        elif isinstance(change, Merge):
            self._unite(change.steps, str(change.into.get("id", change.steps[0])))
        elif isinstance(change, Edit) and "id" in change.values:
            self._rename(change.step, str(change.values["id"]))
        elif isinstance(change, Move):
            self._moved |= self._behind.get(change.step, frozenset())

    def _note(self, change: Change) -> None:
        if not change.because:
            return
        settled = frozenset[str]() if isinstance(change, Drop | Merge) else self._merged
        for step_id in steps_of(change):
            behind = self._behind.get(step_id, frozenset())
            self._because.update(dict.fromkeys(behind - settled, change.because))
            if not behind:
                self._because_new.setdefault(step_id, change.because)

    def _unite(self, steps: Iterable[str], target: str) -> None:
        behind = frozenset[str]().union(*(self._behind.pop(step_id, frozenset()) for step_id in steps))
        self._merged |= behind
        self._behind[target] = behind

    def _rename(self, was: str, now: str) -> None:
        self._behind[now] = self._behind.pop(was, frozenset())
        if was in self._because_new:
            self._because_new[now] = self._because_new.pop(was)

    def retelling(self) -> Retelling:
        fresh = frozenset(now for now, behind in self._behind.items() if not behind)
        merged = {was: now for now, behind in self._behind.items() for was in behind if was in self._merged}
        reasons = {now: because for now, because in self._because_new.items() if now in fresh}
        return Retelling(self._gone, fresh, self._moved, merged, reasons | self._because)
