"""One role performs steps that were declared to be separate.

## Why it matters

Whoever proposes a payment must not approve it: authorising, keeping, recording and checking in one hand is
how money disappears. The process declares the pair under `separate`, and then gives both steps to one role.

## Example

```yaml
process: Grant a credit
steps:
  - {id: propose, name: Propose the credit, owner: Agent}
  - {id: approve, name: Approve the credit, owner: Agent}
separate: [[propose, approve]]
```

## Instead

```yaml
process: Grant a credit
steps:
  - {id: propose, name: Propose the credit, owner: Agent}
  - {id: approve, name: Approve the credit, owner: Team lead}
separate: [[propose, approve]]
```

## When to accept it

When two people of the same role always do it, and the policy looks at persons, not at roles.

## Source

Segregation of duties, a general principle of internal control.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, listed, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether declared separations are kept."""
    process = survey.process
    said: set[str] = set()
    for group in process.separate:
        by_owner: dict[str, list[str]] = {}
        for step in map(process.step, group):
            if step.owner:
                by_owner.setdefault(step.owner, []).append(step.id)
        for owner, ids in by_owner.items():
            at = next((step_id for step_id in reversed(ids) if step_id not in said), None)
            if len(ids) < 2 or at is None:
                continue
            said.add(at)  # groups that share their last step are told at another one each
            names = listed(process.step(step_id).name for step_id in ids)
            role = quoted(process.role(owner).name)
            if len(ids) == 2:
                told = say("{steps} must be separate, and {role} performs both.", steps=names, role=role)
            else:
                told = say("{steps} must be separate, and {role} performs all of them.", steps=names, role=role)
            yield on_step(process.step(at), told)
