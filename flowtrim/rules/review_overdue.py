"""A process whose last full review is longer ago than it may be.

## Why it matters

No process runs longer than twelve months without a full review that justifies the process *and every step in
it*. The oldest date decides: that of the process, or of a step or role that was left out since. The due day
itself is still in time.

## Example

```yaml
process: Expense claim
reviewed: 2024-02-01
steps:
  - {name: Check the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
reviewed: 2026-02-01
steps:
  - {name: Check the claim, owner: Payroll}
```

## When to accept it

Until the date for which the review is set.

## Source

PCI DSS 4.0.1, requirement 12.1.2: at least once every twelve months. The cadence can be set.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, quoted
from flowtrim.sentences import say_many


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether the review is overdue."""
    clock = survey.clock
    if clock.never or not clock.overdue:
        return
    kind, name = clock.oldest or ("process", "")
    months, days = clock.months or 0, {"last": clock.last, "due": clock.due}
    if kind == "process":
        said = say_many(
            months,
            "The process was last reviewed {number} month ago, on {last}; the full review was due on {due}.",
            "The process was last reviewed {number} months ago, on {last}; the full review was due on {due}.",
            **days,
        )
    else:
        process = survey.process
        said = say_many(
            months,
            "{name} was last reviewed {number} month ago, on {last}; the full review was due on {due}.",
            "{name} was last reviewed {number} months ago, on {last}; the full review was due on {due}.",
            name=quoted(process.step(name).name if kind == "step" else process.role(name).name),
            **days,
        )
    yield Finding(said)
