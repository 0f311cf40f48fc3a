"""A promise to the customer that the log shows to be missed.

## Why it matters

A date that is promised and missed costs more trust than one that is not promised. It fires where the 95% interval of
the cases that kept it lies under the declared share: that of the promise, or all of them.

## Example

```yaml
process: Refund
promise: {within: 15m}
steps:
  - {name: Ask, owner: Customer}
  - {name: Check, owner: Clerk}
  - {name: Pay, owner: Cashier}
```

```text
Ask > Check > Pay x 40
```

## Instead

```yaml
process: Refund
promise: {within: 30m}
steps:
  - {name: Ask, owner: Customer}
  - {name: Check, owner: Clerk}
  - {name: Pay, owner: Cashier}
```

```text
Ask > Check > Pay x 40
```

## When to accept it

When the promise is about to be changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, percent
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether the promise is kept."""
    promise = survey.process.promise
    found = survey.observed.promise if survey.observed else None
    if promise is None or found is None or found.share is None:
        return
    promised = promise.of or 1.0
    if found.interval.high < promised:
        told = say(
            "The promise was kept in {share} of {cases} cases, and given for {promised}. Can it be kept?",
            share=percent(found.share),
            cases=found.of,
            promised=percent(promised),
        )
        yield Finding(told)
