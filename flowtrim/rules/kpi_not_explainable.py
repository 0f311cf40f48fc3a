"""A KPI that cannot be explained in one elevator ride.

## Why it matters

No measure is kept that the newest member of the team could not explain. Its name, purpose, formula and action
are spoken at the rate of the language, and must fit in one ride.

## Example

```yaml
process: Answer a question
elevator: {seconds: 5}
steps:
  - {name: Take the call, owner: Care}
kpis:
  - name: Handling time
    what: Minutes from the greeting to the end of the call.
    why: Shows which topics take long to answer and where an article of the handbook misleads the agents.
    action: Coach the topic with the longest answers, and mend the article that misleads.
    formula: total handling minutes of all calls of the month / number of calls of the month
```

## Instead

```yaml
process: Answer a question
steps:
  - {name: Take the call, owner: Care}
kpis:
  - name: Handling time
    what: Minutes of a call.
    why: Shows what takes long.
    action: Coach.
    formula: minutes / calls
```

## When to accept it

Hardly ever: split it, or let it go.

## Source

The elevator test: Rasiel, Friga, *The McKinsey Mind*, 2001. Sixty seconds is our default.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.elevator import shown_seconds
from flowtrim.rules._catalogue import Finding, on_kpi, quoted
from flowtrim.sentences import say_many


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether each KPI can be told in one ride."""
    for kpi in survey.kpis:
        if not kpi.speech.fits:
            seconds = shown_seconds(kpi.speech.seconds, survey.elevator.limit)
            words = say_many(
                seconds,
                "Explaining {name} takes {number} second, more than a ride.",
                "Explaining {name} takes {number} seconds, more than a ride.",
                name=quoted(kpi.name),
            )
            yield on_kpi(kpi.name, words)
