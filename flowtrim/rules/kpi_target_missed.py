"""A KPI whose target the declared times do not reach.

## Why it matters

A target that the process as it is declared cannot reach measures nothing but how far off it is: people learn to
explain it away. Asked where the target is a time, such as `6m` or `at most 2d`, and the KPI names its steps: the work
of one step, or the time from the first of them to the last.

## Example

```yaml
process: Answer a call
steps:
  - {id: call, name: Take the call, owner: Agent, takes: 8m}
kpis:
  - {name: Handling time, target: 6m, steps: [call]}
```

## Instead

```yaml
process: Answer a call
steps:
  - {id: call, name: Take the call, owner: Agent, takes: 5m}
kpis:
  - {name: Handling time, target: 6m, steps: [call]}
```

## When to accept it

While the process is being made faster, until a date; or when the KPI measures something else than this time.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_kpi, quoted
from flowtrim.rules._told_times import due, lasting
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether the times of the process reach the targets."""
    clock = survey.process.clock
    for late in survey.late:
        if late.term.kpi and late.expected is not None:
            times = {"given": due(late.term.within, clock), "taken": lasting(late.expected, late.error, clock)}
            name = quoted(late.term.kpi)
            words = say("{name} has a target of {given}, and it takes {taken} on average.", name=name, **times)
            yield on_kpi(late.term.kpi, words)
