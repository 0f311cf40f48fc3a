"""A customer who waits a day or longer without a word.

## Why it matters

Waiting is bearable; not knowing is not. Who hears nothing asks, complains, or leaves. A wait counts from one
day of the process' clock, and a word counts when the step, or every step before it, informs the customer, speaks
with the customer, or sends a notice. Waiting for the customer does not count, nor what a law or contract lets
everybody wait for. Said once for the process, with the longest wait.

## Example

```yaml
process: Repair a phone
customer: Owner of the phone
steps:
  - {name: Take the phone, owner: Shop}
  - {name: Repair the phone, owner: Workshop, waits: 5d}
```

## Instead

```yaml
process: Repair a phone
customer: Owner of the phone
steps:
  - {name: Take the phone, owner: Shop}
  - {name: Tell the owner when it will be ready, owner: Shop, kind: notify}
  - {name: Repair the phone, owner: Workshop, waits: 5d}
```

## When to accept it

When the customer can see the state at any time, say on a page of their own. A committee or a board, which waits for its
meeting, is not asked about.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.customer_contacts import KNOWN, has_customer, hears, meets, served_before
from flowtrim.model import Step
from flowtrim.rules._catalogue import Finding, quoted
from flowtrim.rules._told_times import due, minutes
from flowtrim.sentences import say_many


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what the customer hears while waiting."""
    process = survey.process
    if not has_customer(process) or meets(process):
        return
    served = served_before(survey.graph)
    waiting = (step for step in process.work if step.id not in served)
    waits = {step.id: time for step in waiting if (time := _silence(survey, step)) >= process.clock.day}
    if waits:
        longest = max(waits, key=lambda step_id: waits[step_id])
        length, name = due(waits[longest], process.clock), quoted(process.step(longest).name)
        yield Finding(
            say_many(
                len(waits),
                "The customer waits {day} or longer without a word, at {number} place: {length} before {name}.",
                "The customer waits {day} or longer without a word, at {number} places: up to {length} before {name}.",
                day=minutes(process.clock.day, process.clock),
                length=length,
                name=name,
            )
        )


def _silence(survey: Survey, step: Step) -> float:
    """Return the minutes that a step keeps a customer waiting who was told nothing right before."""
    process = survey.process
    before = [process.step(step_id) for step_id in survey.graph.work_before[step.id]]
    told = hears(process, step) or (bool(before) and all(hears(process, earlier) for earlier in before))
    known = step.waited_for in KNOWN
    if told or known:
        return 0.0
    return (step.waits or 0.0) + step.takes if step.kind == "wait" and step.takes else step.waits or 0.0
