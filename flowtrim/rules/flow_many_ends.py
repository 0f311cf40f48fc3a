"""A process with more than two starts or more than two ends.

## Why it matters

Where it begins and where it stops is the first thing anybody asks. Models with many starts and ends are
understood worse and contain more errors.

## Example

```yaml
process: Answer a question
steps:
  - id: read
    name: Read the question
    owner: Care
    kind: decide
    next: [{to: answer, when: easy}, {to: forward, when: hard}, {to: file, when: spam}]
  - {id: answer, name: Answer it, owner: Care, next: end}
  - {id: forward, name: Forward it, owner: Care, next: end}
  - {id: file, name: File it, owner: Care, next: end}
```

## Instead

```yaml
process: Answer a question
steps:
  - id: read
    name: Read the question
    owner: Care
    kind: decide
    next: [{to: answer, when: worth an answer}, {to: end, when: spam}]
  - {id: answer, name: Answer it, owner: Care, next: end}
```

## When to accept it

When each end means something else to the customer.

## Source

Mendling, Sánchez-González, García, La Rosa, *Thresholds for error probability measures of business process
models*, Journal of Systems and Software 85, 2012.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, counted
from flowtrim.sentences import say

MANY = 2


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask where it begins and where it ends."""
    graph = survey.graph
    starts, ends = len(graph.starts), sum(step in graph.reachable for step in graph.ends)
    if max(starts, ends) > MANY:
        yield Finding(
            say(
                "The process begins at {starts} and ends at {ends}: more than two of either are hard to keep in mind.",
                starts=counted(starts, "place"),
                ends=counted(ends, "place"),
            )
        )
