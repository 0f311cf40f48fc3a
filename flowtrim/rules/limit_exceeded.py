"""A figure of the process that is above the limit set for it.

## Why it matters

Whoever set the limit decided what this process, or every process of this house, may cost those in it. Nothing is
limited by itself: limits stand under `limits` in the process file, else in `flowtrim.toml`, or are given with `--max`.

## Example

```yaml
process: Expense claim
limits: {max_handoffs: 1, max_rides: 1}
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Check the receipts, owner: Controller}
  - {name: Approve the claim, owner: Manager}
```

## Instead

```yaml
process: Expense claim
limits: {max_handoffs: 1, max_rides: 1}
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Check and approve the claim, owner: Manager}
```

## When to accept it

While the process is being trimmed, until a date: `limit-exceeded@handoffs`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.figures import FIGURES, Figure
from flowtrim.model import Ceiling, Clock
from flowtrim.rules._catalogue import Finding, on_figure
from flowtrim.rules._told_times import amount, lasting
from flowtrim.sentences import Message, say

_DUST = 1e-9
"""What floating point may add to a figure."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask of each limit whether it is kept; a figure that is undefined breaks none."""
    ceilings = {ceiling.figure: ceiling for ceiling in (*survey.limits.ceilings, *survey.process.ceilings)}
    for ceiling in ceilings.values():
        figure = FIGURES[ceiling.figure]
        value, clock = figure.read(survey), survey.process.clock
        played = survey.times.simulated if figure.name == "duration" else None
        error = played.half_width if played else 0.0
        if value is not None and value - error > ceiling.most * (1 + _DUST):
            told = lasting(value, error, clock) if played else amount(figure, value, clock)
            yield on_figure(figure.name, _told(figure, told, ceiling, clock))


def _told(figure: Figure, value: str, ceiling: Ceiling, clock: Clock) -> Message:
    parts = {"figure": figure.words, "value": value, "limit": amount(figure, ceiling.most, clock)}
    return say("{figure}: {value}, and {limit} is the limit.", **parts)
