"""Work that moves from one system to another twice or more in one case.

## Why it matters

At every switch somebody types in again what the last system knew already, or copies it with errors. The
number is what an average case goes through, between steps that name their systems.

## Example

```yaml
process: Answer a billing question
steps:
  - {name: Find the customer, owner: Agent, system: CRM}
  - {name: Find the invoice, owner: Agent, system: Billing}
  - {name: Write the answer, owner: Agent, system: CRM}
```

## Instead

```yaml
process: Answer a billing question
steps:
  - {name: Find the customer and the invoice, owner: Agent, system: CRM}
  - {name: Write the answer, owner: Agent, system: CRM}
```

## When to accept it

When the systems pass everything on by themselves.

## Source

The integral technology heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega
33, 2005; motion among the wastes of lean.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_average
from flowtrim.sentences import say

MANY = 2.0


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask how often the work changes systems."""
    process, graph = survey.process, survey.graph
    systems = {step.id: step.system for step in process.work if step.system}
    switches = sum(
        (survey.visits.get(source) or 0.0) * weight
        for source, system in systems.items()
        for target, weight in graph.work_after[source].items()
        if target in systems and systems[target] != system
    )
    if switches > MANY - 1e-9:
        yield Finding(
            say(
                "An average case switches {times} times between {number} systems: could one do?",
                times=on_average(switches),
                number=len(set(systems.values())),
            )
        )
