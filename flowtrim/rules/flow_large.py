"""A process with more than 31 nodes in its full drawing.

## Why it matters

With every branch and meeting point drawn, a model of more than 31 nodes is likelier to be wrong, and above 50
likelier wrong than right. A hint: whether the process can be told is for the elevator to say.

## Example

```yaml
process: Count to thirty
steps: [{name: a1}, {name: a2}, {name: a3}, {name: a4}, {name: a5}, {name: a6}, {name: a7}, {name: a8}, {name: a9},
  {name: b1}, {name: b2}, {name: b3}, {name: b4}, {name: b5}, {name: b6}, {name: b7}, {name: b8}, {name: b9},
  {name: c1}, {name: c2}, {name: c3}, {name: c4}, {name: c5}, {name: c6}, {name: c7}, {name: c8}, {name: c9},
  {name: d1}, {name: d2}, {name: d3}]
```

## Instead

```yaml
process: Count to three
steps: [{name: a1}, {name: a2}, {name: a3}]
```

## When to accept it

When the process is told in parts, and each of them fits in one ride.

## Source

Mendling, Reijers, van der Aalst, *Seven process modeling guidelines (7PMG)*, 2010, guideline 7; Mendling and
others, *Thresholds for error probability measures of business process models*, Journal of Systems and
Software 85, 2012.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding
from flowtrim.sentences import say

LIMIT = "size_hint"


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether it is too much for one drawing."""
    nodes, limits = len(survey.normal_form.after), survey.limits
    if nodes > limits.size_hint:
        limit = limits.size_hard if nodes > limits.size_hard > limits.size_hint else limits.size_hint
        yield Finding(
            say(
                "The full drawing has {number} nodes; above {limit} a model is likely to contain errors.",
                number=nodes,
                limit=limit,
            )
        )
