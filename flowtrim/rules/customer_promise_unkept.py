"""A promise that the average case does not keep.

## Why it matters

A promise that half of the customers see broken is worse than none: they plan by it. Either the work becomes faster,
or the promise becomes true. Asked of a promise that is a time, against the times that are declared.

## Example

```yaml
process: Answer a complaint
customer: Guest
promise: 2d
steps:
  - {name: Read the complaint, owner: Care, takes: 10m}
  - {name: Answer it, owner: Care, takes: 20m, waits: 3d}
```

## Instead

```yaml
process: Answer a complaint
customer: Guest
promise: 4d
steps:
  - {name: Read the complaint, owner: Care, takes: 10m}
  - {name: Answer it, owner: Care, takes: 20m, waits: 3d}
```

## When to accept it

While the work is being made faster, until a date.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.deadlines import promise_due
from flowtrim.rules._catalogue import Finding, minutes
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether the promise is kept."""
    due = promise_due(survey)
    if due and due.is_missed:
        clock = survey.process.clock
        given, taken = minutes(due.within, clock), minutes(due.expected, clock)
        yield Finding(say("{given} is promised, and the average case takes {taken}.", given=given, taken=taken))
