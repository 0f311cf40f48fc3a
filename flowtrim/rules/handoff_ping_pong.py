"""A step in between that comes straight back to the role that handed it over.

## Why it matters

Work that goes to another role for one step and returns has changed hands twice for it. Each time it waits in
a queue, is read anew, and loses what was not written down. Steps of the customer, of partners and of systems
are not counted: asking the customer or another house is no ping-pong, and a machine does not keep work waiting
on a desk. Nor is a step at which more cases end than come back, nor what is done beside other work: one person could
not do both at once.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll}
  - {name: Stamp the claim, owner: Registry}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll}
  - {name: Pay the claim, owner: Payroll}
  - {name: File the claim, owner: Registry}
```

## When to accept it

When a rare skill demands the other role: declare it as `skill`. A role that a law or contract demands with its
source, that has a declared authority (`may`), stands in for another one or is kept apart under `separate` is not asked,
nor who does the work itself: where the steps before and after take less of it in all, they hand it out and take it
back. Nor is who only answers on a way back.

## Source

Direct ping-pong in process mining; subcontracting in van der Aalst, Reijers, Song, *Discovering social
networks from event logs*, CSCW 14, 2005.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from flowtrim.graph.side_by_side import side_by_side
from flowtrim.measures import Survey
from flowtrim.measures.approval_branches import is_for_larger
from flowtrim.model import Assign, Step
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say

Arc = tuple[str, str]
MOSTLY = 0.5
"""The share of its visits from which on a step sends the work straight back: where more cases end, they do not."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask where work goes back and forth."""
    process = survey.process
    separate = {step_id for group in process.separate for step_id in group}
    back = {(flow.source, flow.target) for flow in survey.back_flows}
    beside = side_by_side(survey.graph)
    people = {role.id for role in process.staff}
    for step in process.work:
        owner = step.owner
        if owner is None or owner not in people or step.id in separate or _has_refused(step):
            continue
        if is_for_larger(survey.graph, step) or survey.evidence.does_the_work(step):
            continue
        giver = _gives_and_takes(survey, step, back, beside)
        if giver not in people or survey.evidence.is_called_for(process.role(owner)):
            continue
        able = step.skill in (process.role(giver).skills or ())
        if able or step.skill not in (process.role(owner).skills or ()):  # else it takes a skill that the giver lacks
            message = say(
                "The work leaves {giver} for {step} by {role} and comes straight back.",
                giver=quoted(process.role(giver).name),
                step=quoted(step.name),
                role=quoted(process.role(owner).name),
            )
            yield on_step(step, message, *([Assign(step.id, to=giver)] if able else []))


def _has_refused(step: Step) -> bool:
    """Whether it is declared that a step refused something: then it does what the role around it could not."""
    return step.decisions is not None and step.decisions.refused > 0


def _gives_and_takes(survey: Survey, step: Step, back: Container[Arc], beside: Container[Arc]) -> str | None:
    """Return the one other role that hands the step over, where the same role takes on whatever goes on."""
    graph, owners = survey.graph, survey.graph.owners
    givers = {owners[s] for s in graph.work_before[step.id] if (s, step.id) not in back and (s, step.id) not in beside}
    giver = givers.pop() if len(givers) == 1 else None
    if not giver or giver == step.owner:
        return None
    onward = graph.work_after[step.id]
    if all((step.id, target) in back for target in onward):
        return None  # it answers what it was asked
    comes_back = {owners[t] for t in onward} == {giver} and sum(onward.values()) >= MOSTLY
    return giver if comes_back else None
