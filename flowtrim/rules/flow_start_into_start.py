"""A beginning that leads into another beginning.

## Why it matters

"The phone rings", then "A letter comes": nobody works like that. Where a step names no `next`, the case goes on to the
step below it, and below the first event stands the second one. So cases of the first kind are told, counted and drawn
as if they were also of the second. Say what follows each beginning.

## Example

```yaml
process: Take a report
starts: [private, public]
steps:
  - {id: private, name: A report comes in privately, kind: event}
  - {id: public, name: A report is public already, kind: event}
  - {id: triage, name: Triage it, owner: Desk}
```

## Instead

```yaml
process: Take a report
starts: [private, public]
steps:
  - {id: private, name: A report comes in privately, kind: event, next: triage}
  - {id: public, name: A report is public already, kind: event}
  - {id: triage, name: Triage it, owner: Desk}
```

## When to accept it

When the second event does happen after the first one, and some cases begin with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask of each event at which cases begin whether it leads into another one."""
    process = survey.process
    begins = {start.at for start in process.entries if process.step(start.at).kind == "event"}
    for step in process.steps:
        into = next((flow.to for flow in step.flows if flow.to in begins and flow.to != step.id), None)
        if step.id in begins and into is not None:
            message = say(
                "Cases that begin with {step} go on to {other}, with which others begin: say what follows by 'next'.",
                step=quoted(step.name),
                other=quoted(process.step(into).name),
            )
            yield on_step(step, message)
