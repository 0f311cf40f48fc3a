"""A customer who is sent from one role to another.

## Why it matters

The customer who called twenty times told the same story twenty times, each time to somebody else who could
not help. A contact step counts when a case may come to it that another role has already spoken with the
customer about. A contact that law or contract asks for counts for nothing, nor one that a declared
separation keeps in other hands.

## Example

```yaml
process: No signal abroad
customer: Traveller
steps:
  - {name: Take the call, owner: Mobile centre, kind: contact}
  - {name: Take the second call, owner: Roaming centre, kind: contact}
```

## Instead

```yaml
process: No signal abroad
customer: Traveller
steps:
  - {name: Take the call, owner: Mobile centre, kind: contact}
  - {name: Find the fault, owner: Roaming centre}
  - {name: Call back, owner: Mobile centre, kind: contact}
```

## When to accept it

When the second role is a specialist whom the customer asked for.

## Source

The contact reduction and case manager heuristics: Reijers, Liman Mansar, *Best practices in business process
redesign*, Omega 33, 2005.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say

BINDING = frozenset({"law", "contract"})


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether the customer must tell the story again."""
    process = survey.process
    for step_id, before in survey.sent_on.items():
        step = process.step(step_id)
        kept_apart = survey.evidence.able.kept_apart(survey.contacts[step_id], before)
        if step.serves in BINDING or kept_apart:
            continue
        here, there = quoted(process.role(survey.contacts[step_id]).name), quoted(process.role(before).name)
        message = say(
            "At {step} the customer speaks with {here} after speaking with {there}: one is enough.",
            step=quoted(step.name),
            here=here,
            there=there,
        )
        yield on_step(step, message)
