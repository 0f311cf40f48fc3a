"""An attempt that failed, and nobody wrote down what was learnt.

## Why it matters

The third attempt half worked, the sixth solved it. That only happens where the first two were kept and learnt
from; otherwise the next team tries them again.

## Example

```yaml
process: Quality and billing
steps:
  - {name: Count the scrap, owner: Shift lead}
plans:
  - {name: Count twice, on: 2025-03-01, result: failed}
```

## Instead

```yaml
process: Quality and billing
steps:
  - {name: Count the scrap, owner: Shift lead}
plans:
  - {name: Count twice, on: 2025-03-01, result: failed, lesson: The second count copies the first.}
```

## When to accept it

When nobody who was there can be asked any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, listed
from flowtrim.sentences import say

LEARN = frozenset({"failed", "partly"})


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what each attempt taught."""
    silent = [plan.name for plan in survey.process.plans if plan.result in LEARN and not (plan.lesson or "").strip()]
    if silent:
        yield Finding(say("Nobody wrote down what was learnt from {plans}.", plans=listed(silent)))
