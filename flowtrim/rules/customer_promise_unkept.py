"""A promise that is not kept: by the average case, or by the share of the cases that it asks for.

## Why it matters

A promise that half of the customers see broken is worse than none: they plan by it. Either the work becomes faster,
or the promise becomes true. Asked of a promise that is a time, against the times that are declared. Where it is
promised for every case, it is told when more than one case in twenty is late, by cases that are played.

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

FEW = 0.05
"""The share of late cases up to which a promise for every case is not told as broken; a figure of ours."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether the promise is kept."""
    clock, promise = survey.process.clock, survey.process.promise
    broken = [each for each in survey.late if each.term.sort == "promise"]
    for late in broken:
        given = due(late.term.within, clock)
        if late.expected is not None:
            taken = lasting(late.expected, late.error, clock)
            yield Finding(say("{given} is promised, and the average case takes {taken}.", given=given, taken=taken))
        else:
            shares = {"asked": percent(late.term.of or 1.0), "kept": simulated_share(late.share or 0.0, late.error)}
            yield Finding(
                say("{given} is promised for {asked} of the cases, and {kept} are in time.", given=given, **shares)
            )
    if promise and promise.within is not None and promise.of is None and not broken:
        yield from _late_for_some(survey)


def _late_for_some(survey: Survey) -> Iterator[Finding]:
    """Tell a promise that the average case keeps, and many others do not."""
    for kept in (each for each in survey.kept if each.term.sort == "promise" and each.share is not None):
        if (kept.share or 0.0) + (kept.share_error or 0.0) < 1 - FEW:
            given = due(kept.term.within, survey.process.clock)
            share = simulated_share(kept.share or 0.0, kept.share_error)
            yield Finding(
                say("{given} is promised, and of the cases only {share} are in time.", given=given, share=share)
            )
