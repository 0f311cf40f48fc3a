"""A KPI whose why and what were last answered longer ago than eighteen months.

## Why it matters

A measure outlives its reason quietly: people go on working for the figure when the aim has moved. After
eighteen months somebody should answer again what it is for: perhaps it still serves, perhaps it does harm by now.
A KPI that was never reviewed counts as stale.

## Example

```yaml
process: Answer a question
steps:
  - {name: Take the call, owner: Care}
kpis:
  - {name: Handling time, what: Minutes of a call., why: Shows what takes long., action: Coach., reviewed: 2023-01-10}
```

## Instead

```yaml
process: Answer a question
steps:
  - {name: Take the call, owner: Care}
kpis:
  - {name: Handling time, what: Minutes of a call., why: Shows what takes long., action: Coach., reviewed: 2026-01-10}
```

## When to accept it

Until the date at which it is reviewed.

## Source

A house rule: no standard sets the eighteen months.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_kpi, quoted
from flowtrim.sentences import Message, say, say_many


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask when each KPI was last questioned."""
    for kpi in survey.kpis:
        if kpi.overdue:
            yield on_kpi(kpi.name, _told(quoted(kpi.name), kpi.last, kpi.clock.months or 0))


def _told(name: str, last: date | None, months: int) -> Message:
    """Say since when nobody asked what a KPI is for; whether it still serves, nobody knows before that is asked."""
    if last is None:
        return say("{name} was never questioned: ask what it is for, and what anybody does by it.", name=name)
    return say_many(
        months,
        "{name} was last questioned {number} month ago, on {day}: ask whether anybody still does something by it.",
        "{name} was last questioned {number} months ago, on {day}: ask whether anybody still does something by it.",
        name=name,
        day=last,
    )
