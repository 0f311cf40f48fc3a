"""Figures of one step that cannot all be true.

## Why it matters

The counts say that one case in two thousand was refused, and the flow sends one in a hundred back. Every figure
that is worked out of either is worth nothing until somebody looks which one holds. A step counts that declares
what it decided, and the shares of the ways on that say that they are refusals; shares rounded to whole percents
agree with theirs. An interruption cannot strike more cases than come to the steps during which it happens.

## Example

```yaml
process: Expense claim
steps:
  - id: sign
    name: Sign the claim
    owner: Manager
    kind: approve
    decisions: {made: 36400, refused: 20}
    next: [{to: pay, when: agreed, share: 95%}, {to: end, when: not agreed, share: 5%}]
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - id: sign
    name: Sign the claim
    owner: Manager
    kind: approve
    decisions: {made: 36400, refused: 1900}
    next: [{to: pay, when: agreed, share: 95%}, {to: end, when: not agreed, share: 5%}]
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## When to accept it

When the counts are of another year, until the new ones are there.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.rubber_stamp import contradicting_share
from flowtrim.rules._catalogue import Finding, on_step, percent, quoted
from flowtrim.sentences import quoted_list

ROUNDED = 0.005
"""Shares rounded to whole percents may differ by so much."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which of two figures holds."""
    for step in survey.process.work:
        share = contradicting_share(step)
        if share is not None and step.decisions is not None:
            counted = f"refused {step.decisions.refused:,} of {step.decisions.made:,}"
            way = f"its ways on say that it refuses {percent(share)}: which holds?"
            yield on_step(step, f"{quoted(step.name)} {counted}, and {way}")
    for struck in survey.process.anytime:
        often = [survey.visits[step] or 0.0 for step in struck.since]
        if struck.share is not None and often and sum(often) < struck.share - ROUNDED:
            where = quoted_list(survey.process.step(step).name for step in struck.since)
            come = f"and only {percent(sum(often))} come to {where}: which holds?"
            yield on_step(
                survey.process.step(struck.since[0]),
                f"{percent(struck.share)} of the cases are said to stop because {quoted(struck.when)}, {come}",
            )
