"""Details that the customer is asked for and that nobody uses.

## Why it matters

Collecting ever more detail feels like acting and delays acting. Each question costs the customer time, must
be typed in and kept safe, and nobody ever looks at the answer. Only contacts are asked, and only of what the
customer gives there, not of what they are given, told or asked for; while no step declares inputs, nobody has
written down what is used, and the rule keeps silent. An offer with a good reason
that the next choice is about is used by it; without a reason it is asked whether the choice is worth the question.

## Example

```yaml
process: Report a fault
outputs: [repair]
steps:
  - {name: Take the report, owner: Care, kind: contact, outputs: [fault, age of the device, hobby]}
  - {name: Mend it, owner: Field, inputs: [fault], outputs: [repair]}
```

## Instead

```yaml
process: Report a fault
outputs: [repair]
steps:
  - {name: Take the report, owner: Care, kind: contact, outputs: [fault]}
  - {name: Mend it, owner: Field, inputs: [fault], outputs: [repair]}
```

## When to accept it

When a law demands the detail: then say so in the why of the step, with its source.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph.choices import work_with_choices
from flowtrim.measures import Survey
from flowtrim.measures.customer_contacts import answers
from flowtrim.model import Edit, Process, Step
from flowtrim.rules._catalogue import Finding, listed, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what the answers of the customer are for."""
    founded = survey.justification.justified
    for step in work_with_choices(survey.graph):
        if step.kind != "contact" or step.informs or step.id not in survey.data_use.unused:
            continue
        answered = answers(survey.graph, step)
        unused = tuple(name for name in survey.data_use.unused[step.id] if name in answered)
        if not unused:
            continue
        if step.split == "one" and len(step.flows) > 1 and len(step.outputs) == 1:
            if step.id not in founded:
                yield on_step(step, _used_by_the_choice(step, listed(unused)))
            continue
        kept = tuple(name for name in step.outputs if name not in unused)
        remedy = Edit(step.id, {"outputs": kept}, because=say("Nobody uses the rest of the answers."))
        yield on_step(step, _told(step, listed(unused), survey.process), remedy)


def _used_by_the_choice(step: Step, details: str) -> str:
    return say(
        "Only the choice at {step} uses {details}: is it worth asking the customer?",
        step=quoted(step.name),
        details=details,
    )


def _told(step: Step, details: str, process: Process) -> str:
    names = {"step": quoted(step.name), "details": details}
    if step.owner is not None and process.is_customer(step.owner):
        return say("At {step} the customer gives {details}, and nobody uses it.", **names)
    return say("{step} collects {details}, and nobody uses it.", **names)
