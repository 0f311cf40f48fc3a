"""A front line that must wait for another role's approval before it can help.

## Why it matters

The waiter sees the wrong dish and may decide nothing; the manager is not there; the guest waits. Who speaks
with the customer and gets the work back after the approval could have decided, within a limit. Asked of
approvals and decisions that come right after a step of a role that speaks with the customer and go straight
back to it. Law, contract and declared separations are respected.

## Example

```yaml
process: Wrong dish
customer: Guest
steps:
  - {name: Hear what is wrong, owner: Waiter, kind: contact}
  - {name: Approve a new dish, owner: Manager, kind: approve}
  - {name: Bring the new dish, owner: Waiter}
```

## Instead

```yaml
process: Wrong dish
customer: Guest
steps:
  - {name: Hear what is wrong, owner: Waiter, kind: contact}
  - {name: Decide on a new dish, owner: Waiter, kind: decide}
  - {name: Bring the new dish, owner: Waiter}
```

## When to accept it

When the sum at stake is large, and the approval comes at once.

## Source

The empower heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega 33, 2005.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.model import Assign
from flowtrim.rules._catalogue import Finding, on_step, quoted

BINDING = frozenset({"law", "contract"})


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what the front line may decide."""
    process, graph = survey.process, survey.graph
    front = set(survey.contacts.values())
    separate = {step_id for group in process.separate for step_id in group}
    for step in process.work:
        if step.kind not in {"approve", "decide"} or step.serves in BINDING or step.id in separate:
            continue
        givers = {graph.owner(before) for before in graph.work_before[step.id]}
        takers = {graph.owner(after) for after in graph.work_after[step.id]}
        waiting = sorted(role for role in givers & takers & front if role and role != step.owner)
        if waiting and step.owner:
            role, boss = quoted(process.role(waiting[0]).name), quoted(process.role(step.owner).name)
            message = f"{role} speaks with the customer but must wait for {boss} to do {quoted(step.name)}."
            yield on_step(step, message, Assign(step.id, to=waiting[0], because="It faces the customer."))
