"""Two steps of two roles that wait for each other without need.

## Why it matters

The second takes nothing that the first one makes, and the other way round: they can run at the same time, and
the case is done sooner. The price is one more place at which work must be brought together. Only steps that
declare both what they take and what they deliver are asked, and never checks, decisions or contacts: order is
their point. What would save less than a hundredth of the time from start to end is not worth a meeting.

## Example

```yaml
process: Ship an order
steps:
  - {name: Pack the goods, owner: Store, inputs: [order], outputs: [parcel]}
  - {name: Write the invoice, owner: Billing, inputs: [order], outputs: [invoice]}
  - {name: Hand both over, owner: Carrier, inputs: [parcel, invoice], outputs: [delivery]}
```

## Instead

```yaml
process: Ship an order
steps:
  - {id: begin, name: Take the order, owner: Store, outputs: [order], next: {all: [pack, write]}}
  - {id: pack, name: Pack the goods, owner: Store, inputs: [order], outputs: [parcel], next: hand-over}
  - {id: write, name: Write the invoice, owner: Billing, inputs: [order], outputs: [invoice], next: hand-over}
  - {id: hand-over, name: Hand both over, owner: Carrier, inputs: [parcel, invoice], outputs: [delivery], join: all}
```

## When to accept it

When one room, one machine or one person serves both. A step that is left for something else once it is late is not
asked: whatever ran beside it would wait for it.

## Source

The parallelism heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega 33,
2005.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph.choices import with_choice
from flowtrim.measures import Survey
from flowtrim.model import Clock, Parallel, Step
from flowtrim.rules._catalogue import Finding, on_flow, quoted
from flowtrim.rules._told_times import minutes
from flowtrim.sentences import say

HARDLY = 0.01
"""The share of the time from start to end under which a gain is none; a figure of ours."""
FREE = frozenset({"do", "store", "notify", "rework"})


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which order nobody needs."""
    process, graph = survey.process, survey.graph
    for first in process.work:
        following = graph.work_after[first.id]
        if len(following) != 1 or first.id in graph.ends:
            continue
        second = process.step(next(iter(following)))
        if (
            len(graph.work_before[second.id]) == 1
            and len(with_choice(graph, second).flows) < 2
            and _are_independent(first, second)
        ):
            soon = min(first.takes or 0.0, second.takes or 0.0)
            if 0 < soon < HARDLY * (survey.times.cycle_minutes or 0.0):
                continue
            remedy = Parallel((first.id, second.id), because=say("Neither needs what the other makes."))
            yield on_flow(_told(first, second, soon, process.clock), remedy, source=first.id, target=second.id)


def _told(first: Step, second: Step, soon: float, clock: Clock) -> str:
    names = {"second": quoted(second.name), "first": quoted(first.name)}
    if not soon:
        return say("{second} takes nothing from {first}: they could run at once.", **names)
    return say(
        "{second} takes nothing from {first}: they could run at once. That would save {time}.",
        **names,
        time=minutes(soon, clock),
    )


def _are_independent(first: Step, second: Step) -> bool:
    """Whether neither needs, nor overwrites, what the other makes or takes."""
    declared = all((first.owner, second.owner, first.inputs, first.outputs, second.inputs, second.outputs))
    apart = first.id != second.id and first.owner != second.owner and {first.kind, second.kind} <= FREE
    # what ran beside a step that is left once it is late would wait for it
    is_left = any(deadline.instead for step in (first, second) for deadline in step.within)
    if is_left or not (declared and apart):
        return False
    touched = {*first.inputs, *first.outputs}
    return touched.isdisjoint(second.outputs) and set(first.outputs).isdisjoint(second.inputs)
