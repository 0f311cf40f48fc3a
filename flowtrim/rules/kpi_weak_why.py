"""A KPI with a reason that is none.

## Why it matters

"To monitor performance" says only that somebody looks. The same tests hold as for the reason of a step:
nothing new beside the name, tradition, an authority without a source, praise alone.

## Example

```yaml
process: Answer a question
steps:
  - {name: Take the call, owner: Care}
kpis:
  - {name: Handling time, why: We have always measured it.}
```

## Instead

```yaml
process: Answer a question
steps:
  - {name: Take the call, owner: Care}
kpis:
  - {name: Handling time, why: Shows which topics our handbook explains badly.}
```

## When to accept it

While its owner is thinking of a better one, until a date.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_kpi, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what the reasons of KPIs are worth."""
    for kpi in survey.kpis:
        if kpi.weak and not kpi.weak.mild:
            parts = {"name": quoted(kpi.name), "explanation": kpi.weak.explanation}
            yield on_kpi(kpi.name, say("The why of {name} does not count. {explanation}", **parts))
