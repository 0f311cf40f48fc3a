"""A check of the very things that a check before it looked at.

## Why it matters

Two checks of the same invite each to trust the other, and both become lax. Only checks count that every
case has passed before, that take the same inputs, with nothing new made of them in between. A check is
another one where it delivers what somebody uses, takes a skill that the first one does not, refuses cases
by its own counts, or has a good reason or a law with its source. Approvals after approvals have a rule of
their own. What a machine checks takes nobody's time, and what somebody looks at after a machine did is only
asked about.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee, outputs: [claim]}
  - {name: Check the claim, owner: Team office, kind: check, inputs: [claim]}
  - {name: Check the claim again, owner: Payroll, kind: check, inputs: [claim]}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee, outputs: [claim]}
  - {name: Check the claim, owner: Payroll, kind: check, inputs: [claim]}
```

## When to accept it

When the second check looks for something else: then name it as an input, or say so in its why.

## Source

The task elimination heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega
33, 2005.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph.choices import work_with_choices
from flowtrim.measures import Survey
from flowtrim.measures.rubber_stamp import is_rubber_stamp
from flowtrim.model import Drop, Step
from flowtrim.rules._catalogue import Finding, listed, on_step, quoted
from flowtrim.sentences import say

FAR = 100
"""How many steps back a check is looked for: bounded, so that a process of any length is asked in no time."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which check finds nothing new."""
    for step in work_with_choices(survey.graph):
        if step.kind != "check" or not step.inputs or len(step.flows) > 1 or _is_automatic(survey, step):
            continue
        if earlier := _same_check_before(survey, step):
            parts = {"step": quoted(step.name), "what": listed(step.inputs), "earlier": quoted(earlier.name)}
            if _is_automatic(survey, earlier):
                asked = say("{step} looks at {what} after {earlier}: what does a machine not see there?", **parts)
                yield on_step(step, asked)
                continue
            if _finds_something_else(survey, step, earlier):
                continue
            because = say("It was checked before.")
            remedy = () if step.serves in {"law", "contract"} else (Drop(step.id, because=because),)
            yield on_step(step, say("{step} checks {what} again after {earlier}.", **parts), *remedy)


def _is_automatic(survey: Survey, step: Step) -> bool:
    return step.owner is not None and survey.process.is_system(step.owner)


def _finds_something_else(survey: Survey, step: Step, earlier: Step) -> bool:
    """Whether a check of the same things is none of the same question: a doctor is no second registrar."""
    founded = survey.justification.justified.difference(survey.justification.enabled_by)
    if step.id in founded or (step.skill is not None and step.skill != earlier.skill):
        return True
    if step.decisions and (not step.decisions.refused or is_rubber_stamp(step, survey.limits)):
        return False
    unused = (*survey.data_use.unused.get(step.id, ()), *earlier.outputs)
    is_used = bool(survey.data_use.users) and not {*step.outputs} <= {*unused}
    return is_used or step.decisions is not None


def _same_check_before(survey: Survey, step: Step) -> Step | None:
    """Walk back along the only way to the step until something touches what it looks at."""
    earlier = step
    for _ in range(FAR):
        before = survey.graph.work_before[earlier.id]
        if len(before) != 1 or earlier.id in survey.graph.starts:
            return None
        earlier = survey.process.step(next(iter(before)))
        if earlier.id == step.id or set(earlier.outputs) & set(step.inputs):
            return None
        if earlier.kind == "check" and set(step.inputs) <= set(earlier.inputs):
            return earlier
    return None
