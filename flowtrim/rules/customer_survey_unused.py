"""A survey whose answers nobody uses.

## Why it matters

The customer gives time and is told that it matters; then the answers go into a folder. A survey that nobody
acts on teaches customers not to answer, and staff that asking is enough. A survey is used when a later step
takes its answers, when the process delivers them, or when it informs somebody.

## Example

```yaml
process: Hotel stay
outputs: [stay]
steps:
  - {name: Host the guest, owner: Hotel, outputs: [stay]}
  - {name: Ask how it was, owner: Quality, kind: survey, outputs: [answers]}
```

## Instead

```yaml
process: Hotel stay
outputs: [stay]
steps:
  - {name: Host the guest, owner: Hotel, outputs: [stay]}
  - {name: Ask how it was, owner: Quality, kind: survey, outputs: [answers]}
  - {name: Mend what went wrong, owner: Hotel, inputs: [answers]}
```

## When to accept it

When the answers are used elsewhere: name that role under `informs`, and the rule is silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.model import Drop
from flowtrim.rules._catalogue import Finding, on_step, quoted


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who acts on the answers."""
    process = survey.process
    wanted = set(process.outputs) | survey.data_use.users.keys()
    for step in process.work:
        if step.kind == "survey" and not step.informs and not wanted.intersection(step.outputs):
            remedy = Drop(step.id, because="Nobody uses the answers.")
            yield on_step(step, f"Nobody uses the answers of {quoted(step.name)}.", remedy)
