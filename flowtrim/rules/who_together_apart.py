"""Two roles perform steps that were declared to stay in one hand.

## Why it matters

Some work must be finished by whoever began it: the one who examined the patient writes the letter. The
process declares the steps under `together`, and then gives them to different roles.

## Example

```yaml
process: Examine a patient
steps:
  - {id: examine, name: Examine the patient, owner: Physician}
  - {id: write, name: Write the letter, owner: Ward office}
together: [[examine, write]]
```

## Instead

```yaml
process: Examine a patient
steps:
  - {id: examine, name: Examine the patient, owner: Physician}
  - {id: write, name: Write the letter, owner: Physician}
together: [[examine, write]]
```

## When to accept it

For a time of transition, with a date at which it ends.

## Source

Binding of duty in workflow authorisation, for instance Crampton, Gutin, Yeo, arXiv 1205.0852.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, listed, on_step
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether declared bindings are kept."""
    process = survey.process
    said: set[str] = set()
    for group in process.together:
        steps = [process.step(step_id) for step_id in group]
        owners = dict.fromkeys(step.owner for step in steps if step.owner)
        at = next((step for step in reversed(steps) if step.id not in said), None)
        if len(owners) > 1 and at is not None:
            said.add(at.id)  # groups that share their last step are told at another one each
            roles = listed(process.role(owner).name for owner in owners)
            names = listed(step.name for step in steps)
            told = say("{steps} must stay in one hand, and {roles} share them.", steps=names, roles=roles)
            yield on_step(at, told)
