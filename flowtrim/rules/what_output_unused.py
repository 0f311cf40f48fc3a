"""A step whose outputs nobody uses.

## Why it matters

Over-production is the waste that feeds all others: somebody makes it, somebody files it, somebody looks for
it. An output counts as used when the process delivers it, when a later step takes it as an input, or when the
step informs somebody. Where a step has a good reason of its own and nobody takes anything that it delivers, what it
does is its use, such as access that is closed or a book that the law wants kept. What tells somebody that they are
refused is used by whoever reads it. Details asked of the customer and
surveys have rules of their own. While no step declares inputs, nobody has written down what is used, and the rule
keeps silent.

## Example

```yaml
process: Expense claim
outputs: [payment]
steps:
  - {name: Fill in the claim, owner: Employee, outputs: [claim]}
  - {name: Copy the claim, owner: Payroll, inputs: [claim], outputs: [copy]}
  - {name: Pay the claim, owner: Payroll, inputs: [claim], outputs: [payment]}
```

## Instead

```yaml
process: Expense claim
outputs: [payment]
steps:
  - {name: Fill in the claim, owner: Employee, outputs: [claim]}
  - {name: Pay the claim, owner: Payroll, inputs: [claim], outputs: [payment]}
```

## When to accept it

When another process uses the output and cannot be named under `outputs`, or a law wants it kept.

## Source

Over-production among the wastes of lean; Dumas, La Rosa, Mendling, Reijers, *Fundamentals of Business Process
Management*, 2nd edition, 2018, waste analysis.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph.choices import work_with_choices
from flowtrim.measures import Survey
from flowtrim.measures.refusal_notices import tells_of_refusal
from flowtrim.model import Drop
from flowtrim.rules._catalogue import Finding, listed, on_step, quoted
from flowtrim.sentences import say

ELSEWHERE = frozenset({"contact", "survey"})


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who uses what each step delivers."""
    founded = survey.justification.justified.difference(survey.justification.enabled_by)
    for step in work_with_choices(survey.graph):
        unused = survey.data_use.unused.get(step.id, ())
        whole = len(unused) == len(step.outputs)
        if not unused or step.informs or step.kind in ELSEWHERE or (whole and step.id in founded):
            continue
        if step.kind == "notify" and tells_of_refusal(survey.graph, step):
            continue
        message = say("Nobody uses {things}, which {step} delivers.", things=listed(unused), step=quoted(step.name))
        useless = whole and len(step.flows) < 2
        remedy = (Drop(step.id, because=say("Nobody uses what it delivers.")),) if useless else ()
        yield on_step(step, message, *remedy)
