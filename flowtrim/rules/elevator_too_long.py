"""A process that cannot be told in one elevator ride.

## Why it matters

What cannot be told between two floors is not understood by those who do it, and nobody can improve what
nobody understands. The text is made from the model, so that it cannot be made shorter by prose: each step,
branch, loop and handoff costs words. Count the rides it takes today. Whoever declares that more are fine
(`limits: {max_rides: 2}`) is held to that.

## Example

```yaml
process: Expense claim
elevator: {seconds: 10}
steps:
  - {name: Fill in the claim with every receipt, owner: Employee}
  - {name: Register the claim in the book, owner: Registry}
  - {name: Compare the claim with the receipts, owner: Controller}
  - {name: Approve the claim or send it back, owner: Manager}
  - {name: Pay the claim with the next salary, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
elevator: {seconds: 60}
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

While the process is being trimmed, until a date.

## Source

The elevator test: Rasiel, Friga, *The McKinsey Mind*, 2001. Sixty seconds is our default.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, counted, number
from flowtrim.sentences import Digits, say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether it can be told in one ride."""
    speech = survey.elevator
    if not speech.fits:
        parts = {"seconds": Digits(f"{speech.shown:,g}"), "limit": number(speech.limit)}
        rides = counted(speech.rides, "ride")
        if speech.most_rides == 1:
            said = say(
                "Telling it takes {seconds} seconds, {rides} of {limit}; one is the limit.", rides=rides, **parts
            )
        else:
            said = say(
                "Telling it takes {seconds} seconds, {rides} of {limit}; {most} are the limit.",
                **(parts | {"rides": rides, "most": speech.most_rides}),
            )
        yield Finding(said)
