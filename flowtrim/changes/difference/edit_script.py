"""The way from one process to another, told in the vocabulary of plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from flowtrim.changes.verbs.apply import carry_out
from flowtrim.changes.verbs.bridging import bridge
from flowtrim.changes.verbs.edit import ORDER
from flowtrim.changes.verbs.references import holding
from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import ITSELF, Add, Assign, Change, Drop, Edit, Process, Release, Start, Step
from flowtrim.sentences import say

TIES = ("within", "promise", "anytime")
"""The fields of a process that count from steps or lead to them."""
FLOWS = ("flows", "split")
"""The fields that a file writes as one: the outgoing flows, and how they are chosen."""


class Route:
    """Changes that make one process of another, collected while they are carried out.

    First what a person would say: new ids, new steps in their places, steps that go, steps that change hands,
    roles that leave. Then whatever still differs is set field by field, so that the end is reached exactly.
    """

    def __init__(self, before: Process, after: Process, same: Mapping[str, str]) -> None:
        if before.steps and not after.steps:
            raise ChangeError(say("No changes lead to a process without steps."))
        if before.work and not after.work:
            raise ChangeError(say("No changes lead to a process in which nobody performs a step any more."))
        self.after = after
        self.changes: list[Change] = []
        self._draft = Draft(before)
        self._target = Draft(after)
        self._rename(same)
        self._add_steps()
        self._untie()
        self._drop_steps()
        self._change_hands()
        self._release_roles(before)
        self._set_fields()
        self._clear_rest()
        self._set_process()

    def _do(self, change: Change) -> None:
        carry_out(self._draft, change)
        self.changes.append(change)

    def _rename(self, same: Mapping[str, str]) -> None:
        for was, now in self._cleared(same).items():
            if was != now:
                self._do(Edit(was, {"id": now}))

    def _cleared(self, same: Mapping[str, str]) -> dict[str, str]:
        """Give the ids free that another step bears in the process after, and return which id each step gets still."""
        wanted = dict(same)
        for step_id in list(self._draft.order):
            if step_id in self._target.steps and same.get(step_id) != step_id:
                free = f"{step_id}-before"
                while free in self._draft.steps or free in self._target.steps:
                    free += "-before"
                self._do(Edit(step_id, {"id": free}))
                if step_id in wanted:
                    wanted[free] = wanted.pop(step_id)
        return wanted

    def _add_steps(self) -> None:
        for step in self.after.steps:
            if step.id not in self._draft.steps:
                bare = replace(step, flows=(), split="one", join="any")
                after, before = self._anchors(step)
                self._do(Add(bare, after=after, before=before))

    def _anchors(self, step: Step) -> tuple[str | None, str | None]:
        """Return the neighbour beside which a new step stands alone, so that nothing else has to be said about it."""
        sources = self._target.sources(step.id)
        if len(sources) == 1 and sources[0] in self._draft.steps and len(self._target.steps[sources[0]].flows) == 1:
            return sources[0], None
        targets = [flow.to for flow in step.flows]
        if len(targets) == 1 and targets[0] in self._draft.steps and self._target.sources(targets[0]) == (step.id,):
            return None, targets[0]
        return None, None

    def _extras(self) -> list[str]:
        return [step_id for step_id in self._draft.order if step_id not in self._target.steps]

    def _untie(self) -> None:
        """Let no deadline, promise or interruption hold a step that is gone afterwards."""
        extras = set(self._extras())
        for step in tuple(self._draft.steps.values()):
            target = self._target.steps.get(step.id)
            if any(not extras.isdisjoint((one.since, one.consequence)) for one in step.within):
                self._do(Edit(step.id, {"within": target.within if target else ()}))
        if any(holding(self._draft, step_id) for step_id in extras):
            values = differing(self._draft.process(), self.after)
            self._do(Edit(ITSELF, {name: values[name] for name in TIES if name in values}))

    def _drop_steps(self) -> None:
        for step_id in self._extras():
            step = self._draft.steps.get(step_id)
            if step is not None and bridge(self._draft, step) is not None and self._is_spare(step):
                self._do(Drop(step_id))

    def _is_spare(self, step: Step) -> bool:
        return not step.is_work or any(other.id != step.id for other in self._draft.work())

    def _change_hands(self) -> None:
        for step in self.after.work:
            now = self._draft.steps.get(step.id)
            known = step.owner is not None and self._draft.head.role_id(step.owner) == step.owner
            if now is not None and now.is_work and known and now.owner != step.owner:
                self._do(Assign(step.id, str(step.owner)))

    def _release_roles(self, before: Process) -> None:
        busy = {step.owner for step in self._draft.steps.values()}
        staying = {role.id for role in self.after.parties}
        for role in before.roles:
            if role.id not in staying and role.id not in busy:
                self._do(Release(role.id))

    def _set_fields(self) -> None:
        for step in self.after.steps:
            if step.id not in self._draft.steps:
                self._do(Add(replace(step, flows=(), split="one", join="any")))
        for step in self.after.steps:
            values = differing(self._draft.steps[step.id], step)
            if not values.keys().isdisjoint(FLOWS):
                # told together, since a reader of the plan does not know how the step split by then
                values |= {name: getattr(step, name) for name in FLOWS}
            if values:
                self._do(Edit(step.id, values))

    def _clear_rest(self) -> None:
        extras = self._extras()
        if any(self._draft.is_start(step_id) for step_id in extras):
            self._do(Edit(ITSELF, {"starts": (Start(self.after.steps[0].id),)}))
        for step_id in extras:
            if self._draft.steps[step_id].flows:
                self._do(Edit(step_id, {"flows": (), "split": "one"}))
        for step_id in extras:
            self._do(Drop(step_id))

    def _set_process(self) -> None:
        order = [step.id for step in self.after.steps]
        if list(self._draft.order) != order:
            self._do(Edit(ITSELF, {ORDER: tuple(order)}))
        values = differing(self._draft.process(), self.after)
        if values:
            self._do(Edit(ITSELF, values))


def differing(was: Step | Process, now: Step | Process, *, ignore: Iterable[str] = ("id", "steps")) -> dict[str, Any]:
    """Return the fields in which two steps, or two processes, differ, with the values of the second."""
    names = [name for name in now.__struct_fields__ if name not in ignore]
    return {name: getattr(now, name) for name in names if getattr(was, name) != getattr(now, name)}
