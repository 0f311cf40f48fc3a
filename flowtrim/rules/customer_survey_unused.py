"""A survey whose answers nobody uses.

## Why it matters

The customer gives time and is told that it matters; then the answers go into a folder. A survey that nobody
acts on teaches customers not to answer, and staff that asking is enough. A survey is used when a later step
takes its answers, when the process delivers them, when it informs somebody, or when a choice goes by them and leads
to other work that is used.

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
from flowtrim.measures.data_use import decides_what_is_done
from flowtrim.model import Drop
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who acts on the answers."""
    process = survey.process
    for step in process.work:
        ours = step.kind == "survey" and not (step.owner and process.is_customer(step.owner))
        unheard = step.id in survey.data_use.in_vain or not (step.outputs or step.informs)
        if ours and unheard and not decides_what_is_done(survey.graph, survey.data_use, step.id):
            remedy = Drop(step.id, because=say("Nobody acts on the answers."))
            yield on_step(step, say("Nobody acts on the answers of {step}.", step=quoted(step.name)), remedy)
