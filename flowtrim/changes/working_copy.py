"""A mutable copy of a process, on which the verbs work."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from flowtrim.changes.step_order import Row
from flowtrim.errors import ChangeError
from flowtrim.model import END, Flow, Process, Start, Step, choosing, implied_starts
from flowtrim.sentences import did_you_mean, nearest, quoted, say


class Draft:
    """A process taken apart so that each change costs what it touches, not what the process is long.

    ``order`` is the order of the file. ``starts`` is always written out here; ``process()`` leaves it out again
    where nobody declared it and the file says the same without it. ``timed`` are the steps with deadlines. Draft is
    the only mutable thing in this room.
    """

    def __init__(self, process: Process) -> None:
        self.head = replace(process, steps=(), starts=())
        self.steps = {step.id: step for step in process.steps}
        self.order = Row(step.id for step in process.steps)
        self._before: dict[str, dict[str, None]] = {step.id: {} for step in process.steps}
        self._events: dict[str, None] = {}
        self.timed: dict[str, None] = {}
        for step in process.steps:
            self._note(step)
            self._link(step)
        self.starts = process.starts or self.implied_starts()
        self._declared = bool(process.starts)

    def step(self, step_id: str) -> Step:
        """Return a step.

        Raises:
            ChangeError: there is none of that id; the message guesses which was meant.
        """
        if step_id not in self.steps:
            guess = did_you_mean(nearest(step_id, self.order))
            raise ChangeError(say("there is no step {step}.{guess}", step=quoted(step_id, len(step_id)), guess=guess))
        return self.steps[step_id]

    def choosing(self, step_id: str) -> Step:
        """Return a step with the choice that is made right after it as its own.

        Raises:
            ChangeError: there is none of that id.
        """
        return choosing(self.step(step_id), self.step, self.sources)

    def sources(self, step_id: str) -> tuple[str, ...]:
        """Return the steps that lead to a step, itself included where it repeats itself."""
        return tuple(self._before[step_id])

    def is_start(self, step_id: str) -> bool:
        """Whether a case may begin at a step."""
        return any(start.at == step_id for start in self.starts)

    def work(self) -> Iterator[Step]:
        """Return the steps that somebody performs, in the order of the file."""
        return (step for step in map(self.steps.__getitem__, self.order) if step.is_work)

    def put(self, step: Step) -> None:
        """Write a step anew in its place."""
        self._unlink(self.steps[step.id])
        self.steps[step.id] = step
        self._unnote(step.id)
        self._note(step)
        self._link(step)

    def insert(self, step: Step, *, before: str | None = None) -> None:
        """Write a new step, before another one in the file or at its end.

        Raises:
            ChangeError: its id is taken.
        """
        if step.id in self.steps or step.id == END or not step.id:
            raise ChangeError(say("the id {id} is not free.", id=quoted(step.id)))
        self.order.insert(step.id, before=before)
        self.steps[step.id] = step
        self._before[step.id] = {}
        self._note(step)
        self._link(step)

    def remove(self, step_id: str) -> None:
        """Remove a step that nothing leads to any more."""
        self.order.remove(step_id)
        self._unlink(self.steps.pop(step_id))
        del self._before[step_id]
        self._unnote(step_id)
        self.starts = tuple(start for start in self.starts if start.at != step_id)

    def rename(self, old: str, new: str) -> None:
        """Give a step another id; whatever leads to it, or begins there, follows."""
        step = self.steps.pop(old)
        self._unlink(step)
        self._before[new] = self._before.pop(old)
        self.order.rename(old, new)
        for source in self._before[new]:
            self.steps[source] = aimed(self.steps[source], old, new)
        self.steps[new] = aimed(replace(step, id=new), old, new)
        self._link(self.steps[new])
        self._unnote(old)
        self._note(self.steps[new])
        self.start_at(old, new)

    def redirect(self, source: str, old: str, new: str) -> None:
        """Let the flow from a step to ``old`` lead to ``new`` instead."""
        self.put(aimed(self.steps[source], old, new))

    def start_at(self, old: str, new: str) -> None:
        """Let the cases that begin at ``old`` begin at ``new`` instead."""
        self.starts = tuple(replace(start, at=new) if start.at == old else start for start in self.starts)

    def set_starts(self, starts: tuple[Start, ...]) -> None:
        """Declare where cases begin; nothing declared leaves it to the file."""
        self._declared = bool(starts)
        self.starts = starts or self.implied_starts()

    def implied_starts(self) -> tuple[Start, ...]:
        """Return where cases begin when nobody says it, found at the price of the events and not of all steps."""
        triggers = [event for event in self._events if not self._before[event]]
        if triggers and (self.timed or self.head.anytime):
            late = {deadline.consequence for step in self.timed for deadline in self.steps[step].within}
            late |= {interruption.to for interruption in self.head.anytime}
            triggers = [event for event in triggers if event not in late]
        if len(triggers) > 1:
            known = set(triggers)
            triggers = [event for event in self.order if event in known]
        return implied_starts(triggers, self.order.first)

    def settle(self) -> None:
        """End a change: starts that no longer follow from the file have to be written out from now on."""
        if not self.starts:
            self._declared = False
            self.starts = self.implied_starts()
        self._declared = self._declared or self.starts != self.implied_starts()

    def process(self) -> Process:
        """Return the process that the draft has become."""
        steps = tuple(map(self.steps.__getitem__, self.order))
        return replace(self.head, steps=steps, starts=self.starts if self._declared else ())

    def free_id(self, wanted: str) -> str:
        """Return an id that no step has: the one wanted, or the next with a number."""
        number, step_id = 1, wanted
        while step_id in self.steps or step_id == END:
            number += 1
            step_id = f"{wanted}-{number}"
        return step_id

    def _note(self, step: Step) -> None:
        if step.kind == "event":
            self._events[step.id] = None
        if step.within:
            self.timed[step.id] = None

    def _unnote(self, step_id: str) -> None:
        self._events.pop(step_id, None)
        self.timed.pop(step_id, None)

    def _link(self, step: Step) -> None:
        for flow in step.flows:
            if flow.to != END:
                if flow.to not in self._before:
                    ends = {"step": quoted(step.id), "other": quoted(flow.to)}
                    raise ChangeError(say("{step} would lead to {other}, which is no step.", **ends))
                self._before[flow.to][step.id] = None

    def _unlink(self, step: Step) -> None:
        for flow in step.flows:
            if flow.to != END:
                self._before[flow.to].pop(step.id, None)


def aimed(step: Step, old: str, new: str) -> Step:
    """Return the step with its flow to ``old`` leading to ``new``."""
    return replace(step, flows=tuple(replace(flow, to=new) if flow.to == old else flow for flow in step.flows))


def direct(step: Step, to: str) -> Step:
    """Return the step with one outgoing flow and no choice; a case that ended by it ends as it did."""
    outcome = next((flow.outcome for flow in step.flows if flow.to == to), None)
    return replace(step, flows=() if to == END and outcome is None else (Flow(to, outcome=outcome),), split="one")
