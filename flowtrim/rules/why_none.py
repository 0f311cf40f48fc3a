"""A step that somebody was asked about, and had no reason for.

## Why it matters

This is how eight of twelve employees were found to be needed elsewhere: somebody asked why, and there was no
answer. Where nothing speaks against it, it can go today: nothing that is left needs what it makes. Where something
does, the finding says what, as [trimming](../trim.md) does: ask about that first. Where a step with a reason takes what
one makes that has none, it stays as things are, and the finding is less grave.

## Example

```yaml
process: Expense claim
steps:
  - {name: Stamp the claim, owner: Registry, why: none}
  - {name: Pay the claim, owner: Payroll, why: Employees must not lend us their own money.}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Pay the claim, owner: Payroll, why: Employees must not lend us their own money.}
```

## When to accept it

When leaving it out has been tried and something broke: then write down what, that is the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.letting_go import letting_go, needed_without_answer
from flowtrim.model import Drop
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which steps have no reason."""
    for step_id, against in letting_go(survey).items():
        step = survey.process.step(step_id)
        name = quoted(step.name)
        if step.owner and survey.process.is_by_partner(step):
            partner = quoted(survey.process.role(step.owner).name)
            yield on_step(step, say("Nobody could say why we need {step} from {partner}.", step=name, partner=partner))
        elif against:
            parts = {"step": name, "caution": against[0]}
            yield on_step(step, say("Nobody could say why {step} is there. Before it goes: {caution}", **parts))
        else:
            remedy = Drop(step.id, because=say("Nobody could say what it is there for."))
            yield on_step(step, say("Nobody could say why {step} is there: let it go.", step=name), remedy)
    for step in map(survey.process.step, needed_without_answer(survey)):
        taker = survey.process.step(survey.justification.enabled_by[step.id])
        parts = {"step": quoted(step.name), "taker": quoted(taker.name)}
        message = say("Nobody could say why {step} is there, and {taker} takes what it makes: ask what for.", **parts)
        yield on_step(step, message)._replace(mild=True)
