"""A front line that must wait for another role's approval before it can help.

## Why it matters

The waiter sees the wrong dish and may decide nothing; the manager is not there; the guest waits. Who speaks
with the customer and gets the work back after the approval could have decided, within a limit. Asked of
approvals and decisions of a role that was handed the work by one that speaks with the customer, and that this
one goes on with later. Law, contract, declared separations and decisions of the customer or a partner are respected,
and so is a front line that `may` decide some of it: what it passes on is beyond its limit. A control for a risk that
has a good reason is meant to be another's, and so is a judgement with a good reason by a role that has one, too; and
who brings several strands of work together decides for all of them.

## Example

```yaml
process: Wrong dish
customer: Guest
steps:
  - {name: Hear what is wrong, owner: Waiter, kind: contact}
  - {name: Approve a new dish, owner: Manager, kind: approve}
  - {name: Bring the new dish, owner: Waiter}
```

## Instead

```yaml
process: Wrong dish
customer: Guest
steps:
  - {name: Hear what is wrong, owner: Waiter, kind: contact}
  - {name: Decide on a new dish, owner: Waiter, kind: decide}
  - {name: Bring the new dish, owner: Waiter}
```

## When to accept it

When the sum at stake is large, and the approval comes at once.

## Source

The empower heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega 33, 2005.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowtrim.measures import Survey
from flowtrim.measures.approval_branches import is_for_larger
from flowtrim.model import BINDING, Assign, Step
from flowtrim.rules._catalogue import Finding, on_step, quoted, serves_somebody
from flowtrim.sentences import say

JUDGING = frozenset({"approve", "decide"})


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what the front line may decide."""
    process = survey.process
    if not survey.contacts:
        return
    place = {step_id: number for number, step_id in enumerate(survey.graph.reading_order)}
    last = {process.step(step_id).owner: number for step_id, number in place.items()}
    separate = {step_id for group in process.separate for step_id in group}
    for step_id, front in _turns(survey, last).items():
        step = process.step(step_id)
        outside = step.owner is None or process.is_customer(step.owner) or process.is_by_partner(step)
        control = serves_somebody(survey, step) and (step.serves == "risk" or _is_wanted(survey, step))
        bound = step.serves in BINDING or control or step.join == "all" or step_id in separate or outside
        bound = bound or is_for_larger(survey.graph, step)
        within_its_limit = process.role(front).may  # what it passes on is beyond what it may decide
        if step.kind in JUDGING and last[front] > place[step_id] and not bound and not within_its_limit:
            role, boss = quoted(process.role(front).name), quoted(process.role(step.owner or "").name)
            message = say(
                "{role} speaks with the customer but must wait for {boss} to do {step}.",
                role=role,
                boss=boss,
                step=quoted(step.name),
            )
            yield on_step(step, message, Assign(step_id, to=front, because=say("It faces the customer.")))


def _is_wanted(survey: Survey, step: Step) -> bool:
    """Whether somebody said for a good reason why the role that judges is there: then it is no matter of a limit."""
    return bool(step.owner) and survey.evidence.has_good_reason(survey.process.role(step.owner or ""))


def _turns(survey: Survey, last: Mapping[str | None, int]) -> dict[str, str]:
    """Return for each step the role facing the customer that handed over the turn of work which it is part of.

    Of several that did, the one that acts last: whoever waits for the step is then found by asking that one.
    """
    graph, front = survey.graph, set(survey.contacts.values())
    givers: dict[str, str] = {}
    for step_id in graph.reading_order:
        before = graph.work_before.get(step_id, ())
        same = [givers[s] for s in before if s in givers and graph.owner(s) == graph.owner(step_id)]
        others = [owner for s in before if (owner := graph.owner(s)) in front and owner != graph.owner(step_id)]
        known = [role for role in (*same, *others) if role is not None]
        if known:
            givers[step_id] = max(known, key=lambda role: last[role])
    return givers
