"""Two steps of the same name.

## Why it matters

Either the same work is done twice, and one of the two can go; or it is different work, and nobody who hears
the process can tell which is meant.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Team lead}
  - {name: Register the claim, owner: Registry}
  - {name: Check the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Register the claim, owner: Registry}
  - {name: Check the claim, owner: Payroll}
```

## When to accept it

When two roles do the same in two branches that never meet in one case.
"""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether a name means one step."""
    named: dict[str, list[str]] = {}
    for step in survey.process.work:
        if step.id in survey.process.consequences:
            continue  # it is done in the place of another one, or because of it
        named.setdefault(" ".join(normalize("NFKC", step.name).casefold().split()), []).append(step.id)
    for ids in named.values():
        if len(ids) > 1:
            step = survey.process.step(ids[-1])
            yield on_step(step, _alike(quoted(step.name), len(ids) - 1))


def _alike(name: str, others: int) -> str:
    if others == 1:
        return say("{step} has the name of another step: is the same work done twice?", step=name)
    return say(
        "{step} has the name of {number} other steps: is the same work done several times?", step=name, number=others
    )
