"""A KPI that does not say what is measured.

## Why it matters

A name is not a measure. Two people who count "handling time" from two clocks will argue about the figure
instead of the work.

## Example

```yaml
process: Answer a question
steps:
  - {name: Take the call, owner: Care}
kpis:
  - name: Handling time
    why: Shows which topics take long to answer.
    action: Coach the topic with the longest answers.
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

While the KPI is being defined.

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
    """Ask what each KPI measures."""
    for kpi in survey.kpis:
        if "what" in kpi.missing:
            yield on_kpi(kpi.name, say("{name} does not say what is measured.", name=quoted(kpi.name)))
