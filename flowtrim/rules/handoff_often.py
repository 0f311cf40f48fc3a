"""Work that changes hands three times or more in one case.

## Why it matters

A hand-off parts responsibility from knowledge: the next role must learn what the one before knew. Where the
same roles hand to each other case after case, one team that takes a case from beginning to end needs no
handing over. The number is what an average case goes through, loops and branches counted by their shares.
What is handed out side by side, as in an alarm, and what is waited for together is not counted: no team could
be in several places at once.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Register the claim, owner: Registry}
  - {name: Check the claim, owner: Controller}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Register the claim, owner: Payroll}
  - {name: Check the claim, owner: Payroll}
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

When every role has a skill that no other has. What is done for each of several things counts as often as for one.

## Source

The customer team heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega 33,
2005. The number three is ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_average
from flowtrim.sentences import say

MANY = 3.0


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask how often the work changes hands."""
    in_a_row = survey.successive_handoffs
    if in_a_row is None or in_a_row <= MANY - 1e-9:
        return
    often, every = (on_average(each) for each in (in_a_row, survey.expected_handoffs or in_a_row))
    if often == every:
        yield Finding(say("An average case changes hands {often} times: could one team take it?", often=often))
    else:
        yield Finding(
            say(
                "An average case changes hands {every} times, {often} of them one after the other: could one team "
                "take it?",
                every=every,
                often=often,
            )
        )
