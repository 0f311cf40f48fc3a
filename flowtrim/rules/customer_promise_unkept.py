"""A promise that is not kept: by the average case, or by the share of the cases that it asks for.

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
from flowtrim.rules._catalogue import Finding, percent
from flowtrim.rules._told_times import due, lasting, simulated_share
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether the promise is kept."""
    clock = survey.process.clock
    for late in (each for each in survey.late if each.term.sort == "promise"):
        given = due(late.term.within, clock)
        if late.expected is not None:
            taken = lasting(late.expected, late.error, clock)
            yield Finding(say("{given} is promised, and the average case takes {taken}.", given=given, taken=taken))
        else:
            shares = {"asked": percent(late.term.of or 1.0), "kept": simulated_share(late.share or 0.0, late.error)}
            yield Finding(
                say("{given} is promised for {asked} of the cases, and {kept} are in time.", given=given, **shares)
            )
