"""A check that refuses cases, and no way on from it for those.

## Why it matters

The counts say that one case in six was refused, and the flow sends them all on: either somebody mends them on
the way, whom nobody sees and whose time nobody counts, or they lie somewhere. Every figure takes them for
passed. Asked of checks and approvals of ours with one way on, after which nobody decides by what was found; one that
refuses next to nothing is asked about by `who-rubber-stamp`.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Check the claim, owner: Payroll, kind: check, decisions: {made: 900, refused: 150}}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {id: fill, name: Fill in the claim, owner: Employee}
  - id: check
    name: Check the claim
    owner: Payroll
    kind: check
    decisions: {made: 900, refused: 150}
    next: [{to: pay, when: all is there, share: 83%}, {to: fill, when: a receipt is missing, share: 17%}]
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## When to accept it

When whoever checks mends it at once, in the time that the step takes.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.measures.four_eyes import JUDGING
from flowtrim.measures.rubber_stamp import is_rubber_stamp
from flowtrim.model import Step
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask where that goes which was refused."""
    refusing = [step for step in survey.process.work if step.kind in JUDGING and _refuses(survey, step)]
    parted = _before_a_choice(survey.graph) if refusing else ()
    for step in refusing:
        if step.id in parted or step.decisions is None:
            continue
        told = say(
            "{step} refused {refused} of {made}, and no way on is for those: where do they go?",
            step=quoted(step.name),
            refused=step.decisions.refused,
            made=step.decisions.made,
        )
        yield on_step(step, told)


def _refuses(survey: Survey, step: Step) -> bool:
    """Whether a step of ours refused more than next to nothing."""
    is_ours = step.owner is None or survey.process.is_ours(step.owner)
    refused = step.decisions is not None and step.decisions.refused > 0
    return is_ours and refused and not is_rubber_stamp(step, survey.limits)


def _before_a_choice(graph: FlowGraph) -> set[str]:
    """Return the nodes at which ways part by what was found, and all from which a case may come to one."""
    waiting = [step.id for step in graph.process.steps if _parts_by_what_was_found(step)]
    found = {*waiting}
    for node in waiting:
        fresh = graph.before[node].keys() - found
        found.update(fresh)
        waiting.extend(fresh)
    return found


def _parts_by_what_was_found(step: Step) -> bool:
    """Whether ways on part by more than the class of a case, which is no other for what was refused."""
    if any(deadline.instead is not None for deadline in step.within):
        return True
    return (
        step.split != "all" and len({flow.to for flow in step.flows}) > 1 and not all(flow.band for flow in step.flows)
    )
