"""A step that is several steps in one.

## Why it matters

"Check and correct and file the order" hides three pieces of work behind one name. Nobody can say why *it* is
needed, who does which part, or where its time goes; and the count of steps looks better than the work is. The
name must join two things, and the step must deliver several or use several systems: a lone "and" proves
nothing.

## Example

```yaml
process: Take an order
steps:
  - {name: Check and file the order, owner: Sales, outputs: [checked order, file copy]}
```

## Instead

```yaml
process: Take an order
steps:
  - {name: Check the order, owner: Sales, outputs: [checked order]}
  - {name: File the order, owner: Sales, outputs: [file copy]}
```

## When to accept it

When the two things cannot be told apart in time, or were merged on purpose.

## Source

Mendling, Reijers, van der Aalst, *Seven process modeling guidelines (7PMG)*, Information and Software
Technology 52, 2010: one verb and one object name an activity.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.several_things import does_several
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether a step is one piece of work."""
    for step in survey.process.work:
        if does_several(step):
            message = say("{step} seems to be several steps in one: look at each by itself.", step=quoted(step.name))
            yield on_step(step, message)
