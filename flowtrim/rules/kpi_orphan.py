"""A KPI that belongs to no step of the process.

## Why it matters

When the figure moves, where does one look? A KPI that names no step says nothing about any of them.

## Example

```yaml
process: Answer a question
steps:
  - {name: Take the call, owner: Care}
kpis:
  - {name: Handling time}
```

## Instead

```yaml
process: Answer a question
steps:
  - {id: take-call, name: Take the call, owner: Care}
kpis:
  - {name: Handling time, steps: [take-call]}
```

## When to accept it

When it is about the process as a whole, as with the time from order to delivery.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_kpi, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask where each KPI is measured."""
    for kpi in survey.kpis:
        if kpi.orphan:
            name = quoted(kpi.name)
            yield on_kpi(kpi.name, say("{name} belongs to no step: where does one look when it moves?", name=name))
