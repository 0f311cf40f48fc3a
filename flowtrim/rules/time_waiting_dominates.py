"""A case that waits more than three quarters of its time.

## Why it matters

Making the work faster hardly shortens such a case: even work done in no time would leave three quarters of
it. Look at the longest waits first, and at whom or what they wait for. Only declared times count, of waits side by
side only the longest, and not what a case waits for the law, a contract, a partner or the customer, nor steps of a
partner or the customer, nor steps that are a wait and have a good reason. Until a customer gets through to us
(`kind: contact`) is a wait for us.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, takes: 10m, waits: 1d}
  - {name: Pay the claim, owner: Payroll, takes: 5m, waits: 2d}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, takes: 10m, waits: 15m}
  - {name: Pay the claim, owner: Payroll, takes: 5m, waits: 20m}
```

## When to accept it

When the customer set the date, and it is kept. Where time has to pass before anybody can tell whether something worked,
write that as a step of its own, `kind: wait`, with its reason.

## Source

George, *Lean Six Sigma*, 2002: a process is lean from 25% of its time on; paper work typically reaches 10%.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flowtrim.measures import Survey
from flowtrim.measures.term_amounts import wait_before
from flowtrim.measures.times import OF_OTHERS, waiting_share_without
from flowtrim.model import Step
from flowtrim.rules._catalogue import Finding, percent, quoted
from flowtrim.rules._told_times import due
from flowtrim.sentences import Message, say

MOST = 0.75


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask how much of the time is waiting."""
    waiting = [step for step in survey.process.work if wait_before(step)]
    ours = [step for step in waiting if step.waited_for not in OF_OTHERS]
    meant = [step for step in ours if _is_meant(survey, step)]
    own = [step for step in ours if step not in meant]
    share = _share(survey, meant)
    if share is not None and share > MOST and own:
        way = survey.times.critical_path or ()
        felt = [each for each in own if each.id in way] or own  # beside a longer branch a wait delays nothing
        step = min(felt, key=lambda one: (-_waited(survey, one), one.id))
        yield Finding(_said(survey, step, share, is_all=len(own) == len(waiting)))


def _waited(survey: Survey, step: Step) -> float:
    """Return the minutes that a case waits for a step in all, rounded so that equals are equal in any order."""
    return round((wait_before(step) or 0.0) * (survey.visits.get(step.id) or 0.0), 6)


def _is_meant(survey: Survey, step: Step) -> bool:
    """Whether a step waits for a good reason, or is one of a customer or partner, who take their time."""
    if step.kind == "wait" and step.id in survey.justification.justified:
        return True
    if step.owner is None or (step.kind == "contact" and survey.process.is_customer(step.owner)):
        return False  # until a customer gets through is a wait for us
    return survey.process.is_customer(step.owner) or survey.process.is_partner(step.owner)


def _share(survey: Survey, meant: Collection[Step]) -> float | None:
    """Return how much of its time a case waits without steps that wait on purpose, or for their customer or partner."""
    share = survey.times.waiting_share
    if share is None or share <= MOST or not meant:
        return share
    return waiting_share_without(survey.timed_reduction, survey.spelled.node_visits, {step.id for step in meant})


def _said(survey: Survey, step: Step, share: float, *, is_all: bool) -> Message:
    if is_all:
        much = say("A case waits {share} of its time.", share=percent(share))
    else:
        much = say("A case waits {share} of its time, what it has to wait for left out.", share=percent(share))
    parts = {"much": much, "step": quoted(step.name), "time": due(wait_before(step) or 0.0, survey.process.clock)}
    if step.waited_for or step.waits is None or step.kind == "wait":  # then the step says it
        return say("{much} The largest part is before {step}, {time} each time.", **parts)
    return say("{much} The largest part is before {step}, {time} each time: what does it wait for?", **parts)
