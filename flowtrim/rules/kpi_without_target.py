"""A KPI without a target.

## Why it matters

Without a target nobody can tell whether the figure of today is good or bad news.

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
    formula: handling minutes / calls
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

While the first figures are being collected.

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
    """Ask what each KPI should be."""
    for kpi in survey.kpis:
        if "target" in kpi.missing:
            name = quoted(kpi.name)
            yield on_kpi(kpi.name, say("{name} has no target: is the figure of today good or bad?", name=name))
