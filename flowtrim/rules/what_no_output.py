"""A step that does not say what it delivers.

## Why it matters

Asked *what* comes out of a step, its people either name something that the next step needs, or fall silent.
The silent ones are the second harvest of the story: after the why has been asked, what delivers nothing can
go too. Decisions, contacts, waiting, notices and transfers are not asked: their result is not a thing. When
no step at all names an output, this is said once, for the process.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee, outputs: [claim]}
  - {name: Go through the claim, owner: Payroll, inputs: [claim]}
  - {name: Pay the claim, owner: Payroll, inputs: [claim], outputs: [payment]}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee, outputs: [claim]}
  - {name: Go through the claim, owner: Payroll, inputs: [claim], outputs: [checked claim]}
  - {name: Pay the claim, owner: Payroll, inputs: [checked claim], outputs: [payment]}
```

## When to accept it

When the result cannot be named without splitting words, as with keeping watch over a running machine.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph.choices import work_with_choices
from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say

NO_THING = frozenset({"decide", "contact", "wait", "notify", "transfer"})


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what each step delivers."""
    work = [*work_with_choices(survey.graph)]
    if len(work) > 1 and not any(step.outputs or step.updates for step in work):
        yield Finding(
            say("None of {number} steps says what it delivers: ask what comes out of each.", number=len(work))
        )
        return
    for step in work:
        if not (step.outputs or step.updates) and step.kind not in NO_THING and len(step.flows) < 2:
            yield on_step(step, say("{step} does not say what it delivers.", step=quoted(step.name)))
