"""An approval of what was approved before, with nothing new to look at.

## Why it matters

The second signature trusts the first, and the first trusts the second. Two weak controls replace one strong
one, and the case waits twice. The work must have been approved on every way to the step and only passed on
since, and the step takes nothing that the earlier approval did not have. Where larger cases are approved again
higher up, the lower approval is the needless one in them; asked of each class of cases, where the file has classes.
Who decides because nobody answered, or after a refusal, approves nothing again. Law, contract and declared
separations are respected.

## Example

```yaml
process: Expense claim
steps:
  - {name: Approve the claim, owner: Team lead, kind: approve, inputs: [claim]}
  - {name: Approve the claim again, owner: Head of unit, kind: approve, inputs: [claim]}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Approve the claim, owner: Team lead, kind: approve, inputs: [claim]}
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

When the two look at different risks: then name what the second one needs to see.

## Source

Sign-offs with no questions or changes, a waste in lean practice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowtrim.measures import Survey
from flowtrim.measures.approval_branches import approved_by_larger
from flowtrim.measures.groups_of_cases import class_name
from flowtrim.measures.passing_on import approvals_again_by_class, empty_approvals
from flowtrim.model import Drop, Step
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import listed, say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what a second approval can see that the first could not."""
    empty = empty_approvals(survey.graph)
    for step_id, before in survey.evidence.serial_approvals.items():
        if step_id in empty:
            continue
        step, earlier = survey.process.step(step_id), survey.process.step(before)
        message = say(
            "{step} approves what {earlier} approved before, with nothing new to look at.",
            step=quoted(step.name),
            earlier=quoted(earlier.name),
        )
        yield on_step(step, message, Drop(step_id, because=say("It was approved before.")))
    for step_id, after in empty.items():
        step, later = survey.process.step(step_id), survey.process.step(after)
        yield on_step(step, _empty(step, later), Drop(step_id, because=say("It refused none, and is approved again.")))
    apart = survey.evidence.able.kept_apart
    larger = approved_by_larger(survey.graph)
    for lower, higher in larger.items():
        step, later = survey.process.step(lower), survey.process.step(higher)
        if not apart(step.owner or "", later.owner or ""):
            yield on_step(step, _in_larger(step, later))
    for (lower, higher), bands in approvals_again_by_class(survey.process).items():
        step, later = survey.process.step(lower), survey.process.step(higher)
        told = lower in larger or survey.evidence.serial_approvals.get(higher) == lower
        if not told and not apart(step.owner or "", later.owner or ""):
            yield on_step(step, _in_classes(step, later, map(class_name, bands)))


def _empty(step: Step, later: Step) -> str:
    return say(
        "{step} refused none of {made}, and {later} looks at the same again: the first one is needless.",
        step=quoted(step.name),
        made=step.decisions.made if step.decisions else 0,
        later=quoted(later.name),
    )


def _in_larger(lower: Step, higher: Step) -> str:
    return say(
        "{lower} is needless in the larger cases, which {higher} approves again: what would be missed without it?",
        lower=quoted(lower.name),
        higher=quoted(higher.name),
    )


def _in_classes(lower: Step, higher: Step, names: Iterable[str]) -> str:
    return say(
        "{lower} is needless where {classes}, which {higher} approves again: what would be missed without it?",
        lower=quoted(lower.name),
        classes=listed(names, "or"),
        higher=quoted(higher.name),
    )
