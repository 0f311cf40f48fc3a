"""A place where more than three ways part or meet.

## Why it matters

Nobody keeps five ways on in mind. Ask whether some of them do the same, or whether a smaller question comes
first.

## Example

```yaml
process: Sort the mail
steps:
  - id: sort
    name: Sort the mail
    owner: Mail room
    kind: decide
    next: [{to: a, when: claim}, {to: b, when: order}, {to: c, when: question}, {to: end, when: spam}]
  - {id: a, name: Answer the claim, owner: Care, next: end}
  - {id: b, name: Enter the order, owner: Sales, next: end}
  - {id: c, name: Answer the question, owner: Care, next: end}
```

## Instead

```yaml
process: Sort the mail
steps:
  - id: sort
    name: Sort the mail
    owner: Mail room
    kind: decide
    next: [{to: a, when: to be answered}, {to: b, when: order}, {to: end, when: spam}]
  - {id: a, name: Answer it, owner: Care, next: end}
  - {id: b, name: Enter the order, owner: Sales, next: end}
```

## When to accept it

When the list of cases comes from outside, as with the branches of a tariff. What begins a process does not count
as a way in, nor do alternatives that all end in the same notice, or strands of work of different roles that run side
by side.

## Source

Mendling, Sánchez-González, García, La Rosa, *Thresholds for error probability measures of business process
models*, Journal of Systems and Software 85, 2012: at most three ways in or out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowtrim.measures import Survey
from flowtrim.model import Step
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say

LIMIT = "connector_degree"


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask where too many ways part or meet."""
    graph, most = survey.graph, survey.limits.connector_degree
    for step in survey.process.steps:
        leaving = len(graph.after[step.id]) + (step.id in graph.ends and bool(step.flows))
        entering = _ways_in(survey, step)
        if step.split == "all" and _are_by_different_roles(survey, graph.after[step.id]):
            continue
        if leaving > most:
            yield on_step(
                step,
                say(
                    "{number} ways part at {step}: do some of them do the same?", number=leaving, step=quoted(step.name)
                ),
            )
        elif entering > most:
            yield on_step(
                step,
                say(
                    "{number} ways meet at {step}: could some of them meet before?",
                    number=entering,
                    step=quoted(step.name),
                ),
            )


def _ways_in(survey: Survey, step: Step) -> int:
    graph, process = survey.graph, survey.process
    ways = [source for source in graph.before[step.id] if process.step(source).kind != "event"]
    tells = step.kind == "notify" and step.join != "all"
    if tells or (step.join == "all" and _are_by_different_roles(survey, ways)):
        return 0
    return len(ways) + (step.id in graph.starts)


def _are_by_different_roles(survey: Survey, steps: Iterable[str]) -> bool:
    owners = [survey.graph.owner(step) for step in steps]
    return None not in owners and len(set(owners)) == len(owners)
