"""What speaks against taking out a step, so that nobody is asked too late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from flowtrim.model import Process, Step


class Cautions:
    """Says what makes dropping a step a question, whatever its reason is worth.

    Law, contract, separation of duties, the only maker of something needed, the only decision before a branch.
    Steps that are gone are taken out of the books, so that nobody is said to need what nobody is left to take.
    """

    def __init__(self, process: Process) -> None:
        self._process = process
        self._makers: dict[str, dict[str, None]] = defaultdict(dict)
        self._users: dict[str, dict[str, None]] = defaultdict(dict)
        self._set_against: dict[str, list[str]] = defaultdict(list)
        for step in process.work:
            for item in step.outputs:
                self._makers[item][step.id] = None
            for item in step.inputs:
                self._users[item][step.id] = None
        for group in process.separate:
            for step_id in group:
                self._set_against[step_id].extend(other for other in group if other != step_id)

    def about(self, step: Step) -> tuple[str, ...]:
        """What speaks against dropping a step, in sentences; ``step`` is as it is now."""
        return tuple(self._about(step))

    def _about(self, step: Step) -> Iterator[str]:
        if step.serves in ("law", "contract"):
            yield f"It is said to serve the {step.serves}."
        if step.id in self._set_against:
            others = ", ".join(f"'{self._name(other)}'" for other in self._set_against[step.id])
            yield f"A separation of duties sets it against {others}."
        if decides(step):
            yield "It decides which way a case goes; the choice stays, and somebody else has to make it."
        for item in self.only_it_makes(step):
            user = next((user for user in self._users[item] if user != step.id), None)
            if item in self._process.outputs:
                yield f"Only it makes '{item}', which the process delivers."
            elif user is not None:
                yield f"Only it makes '{item}', which '{self._name(user)}' takes."

    def only_it_makes(self, step: Step) -> tuple[str, ...]:
        """What nobody else makes."""
        return tuple(item for item in dict.fromkeys(step.outputs) if not self._makers[item].keys() - {step.id})

    def delivers_alone(self, step: Step) -> str | None:
        """An output of the process that would no longer be made without a step; None where there is none."""
        return next((item for item in self.only_it_makes(step) if item in self._process.outputs), None)

    def forget(self, step: Step) -> None:
        """Take a step that is gone out of the books."""
        for item in step.outputs:
            self._makers[item].pop(step.id, None)
        for item in step.inputs:
            self._users[item].pop(step.id, None)

    def _name(self, step_id: str) -> str:
        return self._process.step(step_id).name


def decides(step: Step) -> bool:
    """Whether a step chooses between ways that differ; leaving it or doing it again is no choice of others."""
    return step.split != "all" and len({way.to for way in step.flows} - {step.id}) > 1
