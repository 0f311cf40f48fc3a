"""An approval that the log shows to refuse hardly anything.

## Why it matters

What an approval refuses stands in the log: in its outcomes, or in the ways that cases took after it. Where the upper
bound of the refusals lies under 2%, every case waited for a signature that decided nothing. What law or contract asks
for is left alone; of a duty that is kept apart from others, it asks who would see a mistake without it.

## Example

```yaml
process: Claim
steps:
  - {id: fill, name: Fill, owner: Employee}
  - {id: approve, name: Approve, owner: Manager, kind: approve,
     next: [{to: pay, when: approved}, {to: end, when: refused}]}
  - {id: pay, name: Pay, owner: Payroll}
```

```text
Fill > Approve > Pay x 400
```

## Instead

```yaml
process: Claim
steps:
  - {id: fill, name: Fill, owner: Employee}
  - {id: approve, name: Approve, owner: Manager, kind: approve,
     next: [{to: pay, when: approved}, {to: end, when: refused}]}
  - {id: pay, name: Pay, owner: Payroll}
```

```text
Fill > Approve > Pay x 360
Fill > Approve x 40
```

## When to accept it

When the approval is there to be seen, and everybody knows that it decides nothing.

## Source

Clopper, Pearson, *The use of confidence or fiducial limits*, Biometrika 26, 1934.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.measures.rubber_stamp import is_rubber_stamp, refusal_bound
from flowtrim.model import Decisions, Drop, Step
from flowtrim.rules._catalogue import Finding, on_step, percent, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what each approval really refused."""
    process = survey.process
    apart = {step_id for group in process.kept_apart for step_id in group}
    for found in survey.observed.steps if survey.observed else ():
        step = process.step(found.step)
        if found.refused is None or not found.refused.of:
            continue
        decisions = Decisions(found.refused.of, found.refused.count)
        if not is_rubber_stamp(replace(step, decisions=decisions), survey.limits):
            continue
        if step.id in apart:
            yield on_step(step, _asked(step, decisions))
        else:
            because = f"It refused {decisions.refused:,} of {decisions.made:,}."
            yield on_step(step, _told(step, decisions), Drop(step.id, because=because))


def _told(step: Step, decisions: Decisions) -> str:
    return say(
        "By the log, {step} refused {refused} of {made} cases: at most {bound} of them need it.",
        **_words(step, decisions),
    )


def _asked(step: Step, decisions: Decisions) -> str:
    return say(
        "By the log, {step} refused {refused} of {made} cases: at most {bound} of them need it. It is a duty that is "
        "kept apart: who would see a mistake without it?",
        **_words(step, decisions),
    )


def _words(step: Step, decisions: Decisions) -> dict[str, object]:
    return {
        "step": quoted(step.name),
        "refused": decisions.refused,
        "made": decisions.made,
        "bound": percent(refusal_bound(decisions) or 0.0),
    }
