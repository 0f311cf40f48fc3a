"""An approval or check that lets everything pass.

## Why it matters

412 approvals, none refused: the case waited 412 times for nothing, and the boss was interrupted as often. The
counts must prove it: the upper bound of the refusal rate, at 95% confidence, lies under 2%. Twenty approvals
without a refusal prove only that it is under 14%. What law or contract asks for is left alone, and counts
that contradict the shares of the step prove nothing. Of a control for a risk that refused any, however few,
it is only asked what those refusals saved, unless its reason says so in figures; nor is a check told that
refused any and has a good reason with a count in it.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Approve the claim, owner: Manager, kind: approve, decisions: {made: 412, refused: 0}}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Approve the claim over 500, owner: Manager, kind: approve, decisions: {made: 40, refused: 9}}
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

When the approval is there to be seen, and everybody knows that it decides nothing.

## Source

Clopper, Pearson, *The use of confidence or fiducial limits*, Biometrika 26, 1934, for the bound; the empower
heuristic of Reijers, Liman Mansar, Omega 33, 2005. The 2% are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.dead_steps import refusals_to_weigh, rubber_stamps
from flowtrim.measures.rubber_stamp import CONFIDENCE, refusal_bound
from flowtrim.model import Decisions, Drop
from flowtrim.rules._catalogue import Finding, on_step, percent, quoted
from flowtrim.sentences import say

LIMIT = "rubber_stamp"


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what each approval has ever refused."""
    to_weigh = {step.id for step in refusals_to_weigh(survey)}
    bound_by_separation = {step_id for group in survey.process.kept_apart for step_id in group}
    for step, counts in rubber_stamps(survey):
        if counts.refused and step.id not in to_weigh:
            continue
        if step.serves == "risk" and counts.refused:
            yield on_step(step, _worth(step.name, counts))
            continue
        because = say("It refused {refused} of {made}.", refused=counts.refused, made=counts.made)
        drop = Drop(step.id, because=because)
        yield on_step(step, _told(step.name, counts), *(() if step.id in bound_by_separation else (drop,)))


def _told(name: str, decisions: Decisions) -> str:
    parts = {
        "step": quoted(name),
        "made": decisions.made,
        "bound": percent(refusal_bound(decisions) or 0.0),
        "sure": percent(CONFIDENCE),
    }
    if not decisions.refused:
        return say(
            "{step} refused none of {made}: even allowing for chance, no more than {bound} of the cases need it "
            "({sure} sure).",
            **parts,
        )
    return say(
        "{step} refused {refused} of {made} ({share}): even allowing for chance, no more than {bound} of the cases "
        "need it ({sure} sure).",
        refused=decisions.refused,
        share=percent(decisions.refused / decisions.made),
        **parts,
    )


def _worth(name: str, decisions: Decisions) -> str:
    return say(
        "{name} guards against a risk, and refused {refused} of {made}: ask what those refusals saved.",
        name=quoted(name),
        refused=decisions.refused,
        made=decisions.made,
    )
