"""An approval of what was approved before, with nothing new to look at.

## Why it matters

The second signature trusts the first, and the first trusts the second. Two weak controls replace one strong
one, and the case waits twice. The work must have been approved on every way to the step and only passed on
since, and the step takes nothing that the earlier approval did not have. Where larger cases are approved again
higher up, the lower approval is the needless one in them; asked of each class of cases, where the file has classes.
The lower one is that to which other cases come as well; one that refused some is never the needless one.
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

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.approval_branches import approved_by_larger
from flowtrim.measures.groups_of_cases import class_in_words
from flowtrim.measures.passing_on import approvals_again_by_class, empty_approvals, needless_of_two
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
        yield on_step(step, _again(step, earlier), Drop(step_id, because=say("It was approved before.")))
    for step_id, after in empty.items():
        step, later = survey.process.step(step_id), survey.process.step(after)
        yield on_step(step, _empty(step, later), Drop(step_id, because=say("It refused none, and is approved again.")))
    yield from _for_some_cases(survey)


def _for_some_cases(survey: Survey) -> Iterator[Finding]:
    """Ask the same of the larger cases, and of each class of cases."""
    process, order, apart = survey.process, survey.graph.reading_order, survey.evidence.able.kept_apart
    told = {*survey.evidence.serial_approvals.items()}
    for lower, higher in approved_by_larger(survey.graph).items():
        pair = needless_of_two(process.step(lower), process.step(higher), is_lower=True)
        if pair and not {pair, pair[::-1]} & told and not apart(*(process.step(each).owner or "" for each in pair)):
            step, other = map(process.step, pair)
            yield on_step(step, _in_larger(step, other) if step.id == lower else _again(step, other))
        told.add((lower, higher))
    for pair, bands in approvals_again_by_class(process).items():
        if not {pair, pair[::-1]} & told and not apart(*(process.step(each).owner or "" for each in pair)):
            step, other = map(process.step, pair)
            classes = listed((class_in_words(process, each) for each in bands), "or")
            tell = _in_classes if order.index(step.id) < order.index(other.id) else _again_in_classes
            yield on_step(step, tell(step, other, classes))


def _again(step: Step, earlier: Step) -> str:
    names = {"step": quoted(step.name), "earlier": quoted(earlier.name)}
    return say("{step} approves what {earlier} approved before, with nothing new to look at.", **names)


def _empty(step: Step, later: Step) -> str:
    return say(
        "{step} refused none of {made}, and {later} looks at the same again: the first one is needless.",
        step=quoted(step.name),
        made=step.decisions.made if step.decisions else 0,
        later=quoted(later.name),
    )


def _in_larger(lower: Step, higher: Step) -> str:
    parts = {"lower": quoted(lower.name), "higher": quoted(higher.name)}
    return say(
        "{lower} is needless in the larger cases, which {higher} approves again: what would be missed without it?",
        **parts,
    )


def _in_classes(lower: Step, higher: Step, classes: str) -> str:
    parts = {"lower": quoted(lower.name), "classes": classes, "higher": quoted(higher.name)}
    return say(
        "{lower} is needless where {classes}, which {higher} approves again: what would be missed without it?", **parts
    )


def _again_in_classes(step: Step, earlier: Step, classes: str) -> str:
    parts = {"step": quoted(step.name), "classes": classes, "earlier": quoted(earlier.name)}
    return say(
        "{step} is needless where {classes}, which {earlier} approved before: what would be missed without it?", **parts
    )
