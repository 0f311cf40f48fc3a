"""A check of what the customer just said, when it could have been checked as it was said.

## Why it matters

A form that checks itself sends the customer back at once, free of charge. A check right after the contact
that looks at nothing but the customer's own answers sends them back days later. Where whoever speaks with them
checks it without a wait, or a machine does, it is checked as it is given.

## Example

```yaml
process: Open an account
customer: Applicant
steps:
  - {name: Take the form, owner: Branch, kind: contact, outputs: [form]}
  - {name: Check the form, owner: Back office, kind: check, inputs: [form]}
```

## Instead

```yaml
process: Open an account
customer: Applicant
steps:
  - {name: Take the form that checks itself, owner: Branch, kind: contact, outputs: [form]}
  - {name: Check the identity, owner: Back office, kind: check, inputs: [form, register]}
```

## When to accept it

When the customer must not know what is checked. A check with a skill of what the customer did without us, such as
goods that came back, is not asked, nor is one that looks into another system than the talk, nor one with a skill that
whoever speaks with the customer lacks, nor one that holds the answers against a contract: it serves that and names its
source.

## Source

The control relocation heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega
33, 2005.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.model import Process, Step
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether the customer could have checked it."""
    process, graph = survey.process, survey.graph
    for step in process.work:
        if step.kind != "check" or not step.inputs or (step.serves == "contract" and step.source):
            continue
        before = [process.step(step_id) for step_id in graph.work_before[step.id]]
        talks = (contact for contact in before if set(step.inputs) <= set(contact.outputs))
        given = (contact for contact in talks if step.system in (None, contact.system))  # else it is held against more
        if any(_says(process, contact, step) and not _is_at_once(survey, contact, step) for contact in given):
            message = say(
                "{step} looks only at what the customer has just given: let that be checked as it is given.",
                step=quoted(step.name),
            )
            yield on_step(step, message)


def _is_at_once(survey: Survey, contact: Step, check: Step) -> bool:
    """Whether what the customer gives is checked as it is given: by whoever they speak with, or by a machine."""
    if check.waits or check.every or check.owner is None:
        return False
    return survey.process.is_system(check.owner) or check.owner in {contact.owner, survey.contacts.get(contact.id)}


def _says(process: Process, step: Step, check: Step) -> bool:
    """Whether a step takes down what the customer says; what they send in, such as goods, takes a skilled look."""
    if step.owner is None:
        return step.kind == "contact"
    if process.is_customer(step.owner):
        return step.kind == "contact" or check.skill is None
    skills = process.role(step.owner).skills
    is_able = check.skill is None or skills is None or check.skill in skills
    return step.kind == "contact" and is_able
