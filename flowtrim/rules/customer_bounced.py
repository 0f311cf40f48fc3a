"""A customer who is sent from one role to another.

## Why it matters

The customer who called twenty times told the same story twenty times, each time to somebody else who could
not help. A contact step counts when a case may come to it that spoke with another role last; of branches side by
side each may have been the last, and a way back that fewer than one case in ten takes counts for nothing. Nor does a
contact that law or contract asks for, one that a declared separation keeps in other hands, or one that needs a skill
which the other role does not have. Nor is it asked where the customer gets what the process is for, be it handed over
or done with them once all is delivered, or where both speak with them for a good reason that serves them.

## Example

```yaml
process: No signal abroad
customer: Traveller
steps:
  - {name: Take the call, owner: Mobile centre, kind: contact}
  - {name: Take the second call, owner: Roaming centre, kind: contact}
```

## Instead

```yaml
process: No signal abroad
customer: Traveller
steps:
  - {name: Take the call, owner: Mobile centre, kind: contact}
  - {name: Find the fault, owner: Roaming centre}
  - {name: Call back, owner: Mobile centre, kind: contact}
```

## When to accept it

When the second role is a specialist whom the customer asked for.

## Source

The contact reduction and case manager heuristics: Reijers, Liman Mansar, *Best practices in business process
redesign*, Omega 33, 2005.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.sent_on import has_the_skill
from flowtrim.model import BINDING, Step
from flowtrim.rules._catalogue import Finding, on_step, quoted, serves_somebody
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether the customer must tell the story again."""
    process = survey.process
    for step_id, others in survey.sent_on.items():
        step, role = process.step(step_id), survey.contacts[step_id]
        unexplained = (other for other in others if not _is_explained(survey, step, other))
        before = next(unexplained, None)
        if before is None or step.serves in BINDING or _is_the_service(survey, step):
            continue
        message = say(
            "At {step} the customer speaks with {here} after speaking with {there}: could one of them do both?",
            step=quoted(step.name),
            here=quoted(process.role(role).name),
            there=quoted(process.role(before).name),
        )
        yield on_step(step, message)


def _is_explained(survey: Survey, step: Step, other: str) -> bool:
    """Whether another role must not, or cannot, speak with the customer at a step, or one of both is not ours."""
    here = survey.contacts[step.id]
    if not all(map(survey.process.is_ours, (here, other))) or _are_both_wanted(survey, step, other):
        return True
    is_declared = step.skill in (survey.process.role(here).skills or ())
    is_able = step.skill in (survey.process.role(other).skills or ()) if is_declared else True
    return not is_able or survey.evidence.able.kept_apart(here, other) or not has_the_skill(survey.process, other, step)


def _is_the_service(survey: Survey, step: Step) -> bool:
    """Whether the customer gets what the process is for: it is handed over, or done with them once all is delivered."""
    outputs, makers = survey.process.outputs, survey.data_use.makers
    if not set(outputs).isdisjoint((*step.inputs, *step.outputs)):
        return True
    made = [any(survey.graph.dominates(maker, step.id) for maker in makers.get(item, ())) for item in outputs]
    return bool(made) and all(made) and _is_wanted(survey, step)


def _are_both_wanted(survey: Survey, step: Step, other: str) -> bool:
    """Whether a contact, and all of another role, are there for a good reason that serves the customer."""
    theirs = [survey.process.step(one) for one, role in survey.contacts.items() if role == other]
    return all(_is_wanted(survey, one) for one in (step, *theirs))


def _is_wanted(survey: Survey, step: Step) -> bool:
    return step.serves == "customer" and serves_somebody(survey, step)
