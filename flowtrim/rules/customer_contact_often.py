"""A customer who is contacted three times or more in one case.

## Why it matters

Every contact costs the customer time and leaves the case waiting for an answer. Most of the questions could
have been asked at once, and most of the calls were needed because the one before did not settle it. The
number is what an average case goes through. A contact that only hands over or tells asks nothing: where fewer than
two of them get something that the process goes on with, it is asked which of them it takes.

## Example

```yaml
process: Insure a car
customer: Driver
steps:
  - {name: Take the request, owner: Agent, kind: contact}
  - {name: Ask for the papers, owner: Agent, kind: contact}
  - {name: Ask for the mileage, owner: Agent, kind: contact}
```

## Instead

```yaml
process: Insure a car
customer: Driver
steps:
  - {name: Take the request with papers and mileage, owner: Agent, kind: contact}
  - {name: Tell the premium, owner: Agent, kind: contact}
```

## When to accept it

When being in contact is what the customer pays for.

## Source

The contact reduction heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega
33, 2005. The number three is ours: a request and its answer are two.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.customer_contacts import asks_something
from flowtrim.rules._catalogue import Finding, on_average
from flowtrim.sentences import say

MANY = 3.0
SEVERAL = 2.0
"""Contacts of a case that ask something, from which on it could be asked at once."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask how often the customer is bothered."""
    expected = survey.expected_contacts
    if expected is not None and expected > MANY - 1e-9:
        times = on_average(expected)
        asking = (step for step in survey.contacts if asks_something(survey.process, survey.process.step(step)))
        if sum(survey.visits[step] or 0.0 for step in asking) > SEVERAL - 1e-9:
            yield Finding(
                say("An average case contacts the customer {times} times: ask everything at once.", times=times)
            )
        else:
            yield Finding(
                say("An average case contacts the customer {times} times: which of them does it take?", times=times)
            )
