"""A class of cases that has no way on at a step, while others have one.

## Why it matters

Where the way on depends on the class of a case, each class needs one. A case of a class that nobody thought of
lies on the desk until somebody asks for it. Asked of each class that comes to the step (`cases` and `when` by class).

## Example

```yaml
process: Buy goods
cases: {amount: {up to 10000: 70%, to 25000: 20%, above: 10%}}
steps:
  - id: ask
    name: Ask for it
    owner: Requester
    next: [{to: order, when: {amount: up to 10000}}, {to: quotes, when: {amount: to 25000}}]
  - {id: quotes, name: Get three quotes, owner: Requester}
  - {id: order, name: Order it, owner: Buyer}
```

## Instead

```yaml
process: Buy goods
cases: {amount: {up to 10000: 70%, to 25000: 20%, above: 10%}}
steps:
  - id: ask
    name: Ask for it
    owner: Requester
    next: [{to: order, when: {amount: up to 10000}}, {to: quotes, when: otherwise}]
  - {id: quotes, name: Get three quotes, owner: Requester}
  - {id: order, name: Order it, owner: Buyer}
```

## When to accept it

When cases of that class cannot come to the step, for a reason that the file does not show.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph.case_classes import classes
from flowtrim.measures import Survey
from flowtrim.measures.groups_of_cases import class_name, stuck_steps
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import listed, say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which class of cases finds no way on."""
    stuck: dict[str, list[str]] = {}
    for share, bands in classes(survey.process):
        for step_id in stuck_steps(survey.process, bands) if share > 0 else ():
            stuck.setdefault(step_id, []).append(class_name(bands))
    for step in filter(lambda each: each.id in stuck, survey.process.steps):
        name, names = quoted(step.name), listed(stuck[step.id])
        yield on_step(step, say("At {name} cases have no way on: {classes}.", name=name, classes=names))
