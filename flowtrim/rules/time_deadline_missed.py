"""A deadline that the average case does not keep.

## Why it matters

A deadline that is missed as a rule protects nobody: a law is broken, or everybody has learnt to pass it by. Asked of
a deadline from which nothing follows, against the times that are declared; where something follows, the file says
itself how often.

## Example

```yaml
process: Report an incident
steps:
  - {name: Tell the authority, owner: Care, takes: 1h, waits: 4d, within: 2d}
```

## Instead

```yaml
process: Report an incident
steps:
  - {name: Tell the authority, owner: Care, takes: 1h, waits: 1d, within: 2d}
```

## When to accept it

While the work is being made faster, until a date.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.deadlines import deadlines_due
from flowtrim.rules._catalogue import Finding, minutes, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether each deadline is kept."""
    for due in filter(lambda each: each.is_missed, deadlines_due(survey)):
        clock = survey.process.clock
        times = {"given": minutes(due.within, clock), "taken": minutes(due.expected, clock)}
        if due.step:
            name = quoted(due.step.name)
            yield on_step(
                due.step, say("{name} is due within {given}, and takes {taken} on average.", name=name, **times)
            )
        else:
            yield Finding(say("A case is due within {given}, and takes {taken} on average.", **times))
