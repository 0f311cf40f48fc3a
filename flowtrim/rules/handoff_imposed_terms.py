"""Terms that a role imposes on those who need its work.

## Why it matters

"Only before eleven", "only on the green form": the next role in the process is a customer too, and these
terms make it arrange its work around the convenience of another. Who waits in the end is the customer who
pays.

## Example

```yaml
process: Send spare parts
steps:
  - {name: Order the part, owner: Field service}
  - {name: Hand out the part, owner: Store, terms: only before 11:00}
```

## Instead

```yaml
process: Send spare parts
steps:
  - {name: Order the part, owner: Field service}
  - {name: Hand out the part, owner: Store}
```

## When to accept it

When the terms protect people or come from a law: then they belong into the why of the step, with their
source.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, listed, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who must bend to the terms of whom."""
    process, graph = survey.process, survey.graph
    for step in process.work:
        if not step.terms or step.serves == "law":
            continue
        owners = (graph.owner(before) for before in graph.work_before[step.id])
        bent = [process.role(owner).name for owner in dict.fromkeys(owners) if owner and owner != step.owner]
        if bent:
            message = say(
                "{step} is done on the terms of the role that does it ({terms}), and {roles} must bend to them.",
                step=quoted(step.name),
                terms=quoted(step.terms),
                roles=listed(sorted(bent)),
            )
            yield on_step(step, message)
