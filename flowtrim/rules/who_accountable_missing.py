"""A step for which nobody is accountable, where others have somebody.

## Why it matters

Exactly one role answers for a step, be it the one that performs it or another. Where nobody is named, two
think it is the other. While no step names an accountable role, the performing role is taken to answer, and
the rule is silent. Steps of customers, partners and systems are not asked about. Several such steps are told once,
for the process; a step for which it was accepted stands alone.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, accountable: Head of Finance}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, accountable: Head of Finance}
  - {name: Pay the claim, owner: Payroll, accountable: Head of Finance}
```

## When to accept it

When the performing role is accountable and everybody knows it.

## Source

The rule of the single A in RACI charts.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import quoted_list, say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who answers for each step: of one at its place, of several once, but of those accepted one by one alone."""
    process = survey.process
    steps = [process.step(step_id) for step_id in survey.raci.unaccounted]
    asked = [step for step in steps if step.owner is None or process.is_ours(step.owner)]
    accepted = {each.at for each in process.accepted if each.rule == "who-accountable-missing"}
    together = [step for step in asked if step.id not in accepted]
    if len(together) > 1:
        names = quoted_list(step.name for step in together)
        told = say("Nobody is named who answers for {number} steps: {steps}.", number=len(together), steps=names)
        yield Finding(told)
    for step in asked:
        if step.id in accepted or len(together) == 1:
            yield on_step(step, say("Nobody is named who answers for {step}.", step=quoted(step.name)))
