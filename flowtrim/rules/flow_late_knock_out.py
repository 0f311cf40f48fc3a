"""A check that comes after a dearer one, though it refuses more for the effort.

## Why it matters

A refusal stops the case, so every check before it was done in vain. Checks that can end a case belong in the
order of effort for each refusal, the smallest first. Asked of two checks in a row of which the first declares
the shares of its ways on, the second its refusals, and both their time or cost, where the second needs
nothing from the first. Silent where the other order saves less than a twentieth of their effort: declared times
and shares are round figures.

## Example

```yaml
process: Grant a loan
steps:
  - id: visit
    name: Value the house
    owner: Valuer
    kind: check
    takes: 5h
    next: [{to: register, when: worth it, share: 90%}, {to: end, when: refused, share: 10%}]
  - id: register
    name: Look into the register of debtors
    owner: Clerk
    kind: check
    takes: 5m
    next: [{to: pay, when: clean, share: 80%}, {to: end, when: refused, share: 20%}]
  - {id: pay, name: Pay the loan out, owner: Clerk}
```

## Instead

```yaml
process: Grant a loan
steps:
  - id: register
    name: Look into the register of debtors
    owner: Clerk
    kind: check
    takes: 5m
    next: [{to: visit, when: clean, share: 80%}, {to: end, when: refused, share: 20%}]
  - id: visit
    name: Value the house
    owner: Valuer
    kind: check
    takes: 5h
    next: [{to: pay, when: worth it, share: 90%}, {to: end, when: refused, share: 10%}]
  - {id: pay, name: Pay the loan out, owner: Clerk}
```

## When to accept it

When the checks depend on each other in a way that is not declared, or the order is fixed by law.

## Source

van der Aalst, *Re-engineering knock-out processes*, Decision Support Systems 30, 2001; Lashkevich and others,
RCIS 2023.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.knock_outs import refuses_too_late
from flowtrim.model import Move, Step
from flowtrim.rules._catalogue import Finding, on_step, percent, quoted
from flowtrim.sentences import say

GATES = frozenset({"check", "approve", "decide"})


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether checks stand in the order of effort for each refusal."""
    process = survey.process
    for early in process.work:
        for target in survey.graph.work_after[early.id] if early.kind in GATES else ():
            late = process.step(target)
            if len(survey.graph.work_before[target]) == 1 and late.kind in GATES and refuses_too_late(early, late):
                move = Move(late.id, before=early.id, because=say("It refuses more for its effort."))
                yield on_step(late, _told(survey, early, late), move)


def _told(survey: Survey, early: Step, late: Step) -> str:
    """Say which check comes too late, and how often the one before it is done in a case that is refused afterwards."""
    names = {"late": quoted(late.name), "early": quoted(early.name)}
    often = survey.knock_outs.in_vain.get(early.id)
    if not often or survey.graph.assumed:
        return say(
            "{late} refuses more for its effort than {early} before it: ask it first, and the other is needed less "
            "often.",
            **names,
        )
    return say(
        "{late} refuses more for its effort than {early} before it, which {share} of the cases pass in vain: ask it "
        "first, and the other is needed less often.",
        **names,
        share=percent(often),
    )
