"""A KPI that does not say how it is worked out.

## Why it matters

Without the formula the figure can be improved by counting differently.

## Example

```yaml
process: Answer a question
steps:
  - {name: Take the call, owner: Care}
kpis:
  - name: Handling time
    what: Minutes from greeting to the end of the call.
    why: Shows which topics take long to answer.
    action: Coach the topic with the longest answers.
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

When the figure is read off an instrument.

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
    """Ask how each KPI is worked out."""
    for kpi in survey.kpis:
        if "formula" in kpi.missing:
            yield on_kpi(kpi.name, say("{name} does not say how it is worked out.", name=quoted(kpi.name)))
