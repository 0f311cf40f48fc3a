"""An approval or a check by the role whose own work it looks at.

## Why it matters

Nobody sees their own mistakes, and nobody refuses their own wish. An approval in the hand of who made the thing
costs time and stops nothing; a check may still help, if another person of the role does it. Asked of approvals and
checks that take what the same role made, or follow it directly where nothing is declared. What a role only took down,
such as a claim that it opened on the customer's report, or a picture of what is there, it did not make; nor what the
customer made too, such as a form that the customer fills in.

## Example

```yaml
process: Pay a claim
steps:
  - {name: Decide how much is paid, owner: Handler, kind: decide}
  - {name: Approve the decision, owner: Handler, kind: approve}
```

## Instead

```yaml
process: Pay a claim
steps:
  - {name: Decide how much is paid, owner: Handler, kind: decide}
  - {name: Approve the decision, owner: Team lead, kind: approve}
```

## When to accept it

When another person of the role always does it: say so with `separate` and `by: person`, and nothing is found.

## Source

Segregation of duties, a general principle of internal control; the four-eyes principle.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, listed, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who approves or checks their own work."""
    process = survey.process
    pointless = set(survey.justification.unanswered)
    for step_id, pairs in groupby(survey.own_work, key=itemgetter(0)):
        step, works = process.step(step_id), [process.step(work).name for _, work in pairs]
        if step.kind == "check" and step_id in pointless:
            continue  # nobody knew what it is for: by another person it would be no better
        role, names = quoted(process.role(step.owner or "").name), listed(works)
        if step.kind == "approve":
            told = say("{role} approves its own work in {step}: {work}.", role=role, step=quoted(step.name), work=names)
        else:
            told = say(
                "{role} checks its own work in {step}: by another person of the role?",
                role=role,
                step=quoted(step.name),
            )
        yield on_step(step, told)._replace(mild=step.kind == "check")
