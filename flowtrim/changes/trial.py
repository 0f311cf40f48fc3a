"""A process on which changes are tried one by one, where a change that does not fit leaves no trace."""

from __future__ import annotations

from flowtrim.changes.verbs.apply import carry_out
from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import Change, Process, Step


class Trial:
    """Makes changes at the price of what they touch, however long the process is.

    >>> from flowtrim.model import Drop, Flow
    >>> trial = Trial(Process("P", steps=(Step("a", "A", flows=(Flow("b"),)), Step("b", "B"))))
    >>> trial.make(Drop("b"))
    >>> [step.id for step in trial.process().steps]
    ['a']
    """

    def __init__(self, process: Process) -> None:
        self._base = process
        self._made: list[Change] = []
        self._draft = Draft(process)

    def make(self, change: Change) -> None:
        """Make a change; raises ChangeError where it does not fit, and then nothing has changed."""
        try:
            carry_out(self._draft, change)
        except ChangeError:
            self._draft = Draft(self._base)
            for made in self._made:
                carry_out(self._draft, made)
            raise
        self._made.append(change)

    def step(self, step_id: str) -> Step:
        """A step as it is now; raises ChangeError where there is none of that id."""
        return self._draft.step(step_id)

    def find(self, step_id: str) -> Step | None:
        """A step as it is now; None where there is none of that id."""
        return self._draft.steps.get(step_id)

    def process(self) -> Process:
        """The process as it is now."""
        self._base = self._draft.process()
        self._made = []
        return self._base
