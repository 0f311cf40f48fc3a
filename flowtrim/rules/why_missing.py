"""A step that nobody was asked about yet.

## Why it matters

A step nobody can defend is the cheapest one to remove, and the likeliest to have outlived the problem it was
added for. Absent, empty and placeholder reasons (tbd, todo, ?) mean that nobody was asked. A step whose
outputs a justified step needs is justified by that, and is not asked.

## Example

```yaml
process: Expense claim
steps:
  - {name: Stamp the claim, owner: Registry}
  - {name: Pay the claim, owner: Payroll, why: Employees must not lend us their own money.}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Stamp the claim, owner: Registry, why: "The bank pays out only what bears our stamp, contract 12 § 3."}
  - {name: Pay the claim, owner: Payroll, why: Employees must not lend us their own money.}
```

## When to accept it

While somebody is finding out, until a date. What only happens because a deadline passed or a case stopped is not asked
about, nor is telling somebody how the case ended: what leads there says why.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.cautions import Cautions
from flowtrim.measures.justification import to_be_asked
from flowtrim.measures.letting_go import is_indispensable
from flowtrim.model import Step
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import Message, say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask why each step is there."""
    cautions = Cautions(survey.graph)
    asked = to_be_asked(survey.process, survey.justification.unasked)
    for step in map(survey.process.step, asked):
        yield on_step(step, _asked(survey, cautions, step))


def _asked(survey: Survey, cautions: Cautions, step: Step) -> Message:
    process, name = survey.process, quoted(step.name)
    if step.source:
        return say(
            "Nobody has said why {step} is there, only where it comes from: what does {source} ask for?",
            step=name,
            source=quoted(step.source),
        )
    if step.owner and process.is_by_partner(step):
        partner = quoted(process.role(step.owner).name)
        return say("Nobody has said why we need {step} from {partner}: ask.", step=name, partner=partner)
    if step.owner and process.is_customer(step.owner):
        role = quoted(process.role(step.owner).name)
        return say("Nobody has said why {role} has to do {step}: ask.", role=role, step=name)
    if needed := is_indispensable(cautions, step):
        return say("Nobody has said why {step} is there: ask. {needed}", step=name, needed=needed)
    return say("Nobody has said why {step} is there: ask, or let it go.", step=name)
