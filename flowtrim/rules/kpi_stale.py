"""A KPI whose why and what were last answered longer ago than eighteen months.

## Why it matters

A measure outlives its reason quietly: people go on working for the figure when the aim has moved. After
eighteen months it does more harm than good until somebody answers again what it is for. A KPI that was never
reviewed counts as stale.

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
from flowtrim.sentences import Message, say_many


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask when each KPI was last questioned."""
    for kpi in survey.kpis:
        if kpi.overdue:
            yield on_kpi(kpi.name, _told(quoted(kpi.name), kpi.last, survey.limits.kpi_months))


def _told(name: str, last: date | None, months: int) -> Message:
    if last is None:
        return say_many(
            months,
            "{name} was never questioned: after {number} month a KPI does more harm than good.",
            "{name} was never questioned: after {number} months a KPI does more harm than good.",
            name=name,
        )
    return say_many(
        months,
        "{name} was last questioned on {day}: after {number} month a KPI does more harm than good.",
        "{name} was last questioned on {day}: after {number} months a KPI does more harm than good.",
        name=name,
        day=last,
    )
