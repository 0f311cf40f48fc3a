"""A declared step that the log never shows.

## Why it matters

A step that nobody does is either dropped in silence, or done where no system sees it. The first makes the process
shorter than its description; the second is worth a talk. So many cases must have been seen that chance is ruled out:
the 95% interval of "none" lies under what the declared shares lead to.

## Example

```yaml
process: Refund
steps:
  - {name: Ask, owner: Customer}
  - {name: Stamp, owner: Clerk}
  - {name: Pay, owner: Cashier}
```

```text
Ask > Pay x 40
```

## Instead

```yaml
process: Refund
steps:
  - {name: Ask, owner: Customer}
  - {name: Stamp, owner: Clerk}
  - {name: Pay, owner: Cashier}
```

```text
Ask > Stamp > Pay x 40
```

## When to accept it

When the step is done by hand, and no system notes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.observed import Part
from flowtrim.model import BINDING, Drop
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask of each declared step whether anybody does it; what law, contract or a kept duty asks for is no change."""
    observed, process = survey.observed, survey.process
    apart = {step_id for group in process.kept_apart for step_id in group}
    for step_id in observed.never if observed else ():
        step, cases = process.step(step_id), observed.counted if observed else 0
        if Part(0, cases).interval.high < min(1.0, survey.visits.get(step_id) or 0.0):
            message = say(
                "Nobody did {step} in {cases} cases. Is it done where no system sees it?",
                step=quoted(step.name),
                cases=cases,
            )
            is_bound = step.serves in BINDING or step_id in apart
            drop = Drop(step_id, because=f"It was done in none of {cases:,} cases.")
            yield on_step(step, message, *(() if is_bound else (drop,)))
