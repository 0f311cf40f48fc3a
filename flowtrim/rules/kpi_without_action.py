"""A KPI that leads to no action.

## Why it matters

When the figure moves, what does somebody do? Where nobody can say, the figure is decoration, and people learn
to look good in it.

## Example

```yaml
process: Answer a question
steps:
  - {name: Take the call, owner: Care}
kpis:
  - name: Handling time
    what: Minutes from greeting to the end of the call.
    why: Shows which topics take long to answer.
    formula: handling minutes / calls
    target: 6m
    owner: Head of Care
    reviewed: 2026-01-10
    steps: [take-the-call]
```

## Instead

```yaml
process: Answer a question
steps:
  - {name: Take the call, owner: Care}
kpis:
  - name: Handling time
    what: Minutes from greeting to the end of the call.
    why: Shows which topics take long to answer.
    action: Coach the topic with the longest answers.
    formula: handling minutes / calls
    target: 6m
    owner: Head of Care
    reviewed: 2026-01-10
    steps: [take-the-call]
```

## When to accept it

When the figure is published because somebody outside asks for it.

## Source

The performance measure record sheet of Neely and others, *Designing performance measures*, International
Journal of Operations and Production Management 17, 1997.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_kpi, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what each KPI makes somebody do."""
    for kpi in survey.kpis:
        if "action" in kpi.missing:
            yield on_kpi(kpi.name, say("Nobody can say what to do when {name} moves.", name=quoted(kpi.name)))
