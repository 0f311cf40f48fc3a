"""Two KPIs that measure the same.

## Why it matters

The same formula under two names is reported twice, targeted twice, and explained twice when the two differ by
a rounding.

## Example

```yaml
process: Answer a question
steps:
  - {name: Take the call, owner: Care}
kpis:
  - {name: Handling time, formula: minutes / calls}
  - {name: Productivity of agents, formula: minutes / calls}
```

## Instead

```yaml
process: Answer a question
steps:
  - {name: Take the call, owner: Care}
kpis:
  - {name: Handling time, formula: minutes / calls}
  - {name: Solved at once, formula: calls without a second call / calls}
```

## When to accept it

When two reports need two names for a time.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_kpi, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which KPIs are one."""
    seen: set[str] = set()
    for kpi in survey.kpis:
        earlier = [name for name in kpi.duplicates if name in seen]
        seen.add(kpi.name)
        if earlier:
            names = {"name": quoted(kpi.name), "other": quoted(earlier[0])}
            yield on_kpi(kpi.name, say("{name} is worked out like {other}: one of them is enough.", **names))
