"""The pictures of a workshop: the whole process as a map, and one step with its neighbours, large enough to read."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from flowtrim.conversation import Decided, Session
from flowtrim.measures import Survey
from flowtrim.model import Process
from flowtrim.reports.aligned_steps import aligned


class Look:
    """A conversation as the screens show it; everything is made when it is first asked for, and kept."""

    def __init__(self, talk: Session) -> None:
        """Look at a conversation as it counts now."""
        self._talk = talk
        self._close_ups: dict[str, bytes] = {}

    @cached_property
    def speech(self) -> str:
        """What is read aloud in the elevator by now."""
        after = self._talk.result.after
        return Survey(after, today=self._talk.today).elevator.text if after.steps else ""

    @cached_property
    def seconds(self) -> tuple[tuple[Decided, float], ...]:
        """Each decision that counts, and how many seconds it takes to tell the process after it."""
        return tuple((one, seconds) for one, seconds in self._told())

    def _told(self) -> list[tuple[Decided, float]]:
        from flowtrim.changes import Trial

        trial, told = Trial(self._talk.result.process), []
        for one in dict.fromkeys(self._talk.result.decided.values()):
            trial.make(one.change)
            told.append((one, Survey(trial.process(), today=self._talk.today).elevator.seconds))
        return told

    @cached_property
    def before(self) -> bytes:
        """The whole process as it was, as SVG."""
        return self._drawn(self._talk.process)

    @cached_property
    def now(self) -> bytes:
        """The whole process as it is by now, as SVG; each step keeps the id that it had before."""
        after = self._talk.result.after
        return self._drawn(aligned(self._talk.process, after).process if after.steps else after)

    def close_up(self, step_id: str) -> bytes:
        """Return a step with what comes right before and after it, as SVG."""
        if step_id not in self._close_ups:
            after = self._talk.result.after
            self._close_ups[step_id] = self._drawn(after, neighbourhood(after, step_id))
        return self._close_ups[step_id]

    def _drawn(self, process: Process, part: Collection[str] = ()) -> bytes:
        from flowtrim.drawings import draw, render, unstyled

        return unstyled(render(draw(process, numbers=self._talk.numbers, steady=True, part=part)[0], "svg"))


def neighbourhood(process: Process, step_id: str) -> frozenset[str]:
    """Return a step and what is next to it.

    >>> from flowtrim.model import Flow, Step
    >>> steps = [Step(name, name, flows=(Flow(to),)) for name, to in zip("abcd", "bcde")] + [Step("e", "e")]
    >>> sorted(neighbourhood(Process("P", tuple(steps)), "c"))
    ['b', 'c', 'd']
    """
    after = {flow.to for flow in process.step(step_id).flows if process.has_step(flow.to)}
    before = {step.id for step in process.steps if any(flow.to == step_id for flow in step.flows)}
    return frozenset({step_id, *after, *before})
