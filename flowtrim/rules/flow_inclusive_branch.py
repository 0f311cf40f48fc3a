"""A branch of which some ways are taken, nobody knows how many.

## Why it matters

"One or more of these" leaves everybody guessing which of them are on their way, and the place where they meet
again must know it too. Say which ways belong together, as a choice or as work at the same time.

## Example

```yaml
process: Plan a trip
steps:
  - {id: plan, name: Plan the trip, owner: Desk, next: {some: [flight, hotel]}}
  - {id: flight, name: Book the flight, owner: Desk, next: send}
  - {id: hotel, name: Book the hotel, owner: Desk, next: send}
  - {id: send, name: Send the plan, owner: Desk, join: some}
```

## Instead

```yaml
process: Plan a trip
steps:
  - {id: plan, name: Plan the trip, owner: Desk, next: {all: [flight, hotel]}}
  - {id: flight, name: Book a flight or none, owner: Desk, next: send}
  - {id: hotel, name: Book a hotel or none, owner: Desk, next: send}
  - {id: send, name: Send the plan, owner: Desk, join: all}
```

## When to accept it

When writing all combinations out would be longer than the process.

## Source

Mendling, Reijers, van der Aalst, *Seven process modeling guidelines (7PMG)*, 2010, guideline 5.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, placed
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which ways are taken together."""
    for step in survey.process.steps:
        if step.split == "some" and len(step.flows) > 1:
            message = say(
                "After {step} some of {number} ways are taken: say which belong together.",
                step=placed(survey, step),
                number=len(step.flows),
            )
            yield on_step(step, message)
