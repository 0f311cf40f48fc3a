"""Work that another role sends back.

## Why it matters

What comes back was not right when it left: something was unclear, missing, or not allowed. The case waits
twice, and the cause stays where it was. Ask what the receiver needs, and let the sender see it before handing
over. Who answers a question sends nothing back, nor does a customer: what he objects to or asks is his right, and the
cause shows where he was answered. A machine that runs again is sent nothing back either. The share told is that of
the step that decides.

## Example

```yaml
process: Expense claim
steps:
  - {id: fill-in, name: Fill in the claim, owner: Employee}
  - id: check
    name: Check the claim
    owner: Payroll
    next: [{to: fill-in, when: a receipt is missing, share: 20%}, {to: pay, when: complete, share: 80%}]
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {id: fill-in, name: Fill in the claim with every receipt, owner: Employee}
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## When to accept it

When the way back is rare and cheaper than preventing it. Where some cases take it that were never there before, the
share is that of those that were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, how_often, on_flow, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which work is sent back, and by whom."""
    process, graph = survey.process, survey.graph
    for back in survey.sent_back:
        flow = back.flow
        giver, taker = graph.owner(flow.source), graph.owner(flow.target)
        if not giver or not taker or giver == taker or process.is_customer(giver) or process.is_system(taker):
            continue
        names = {
            "giver": quoted(process.role(giver).name),
            "taker": quoted(process.role(taker).name),
            "source": quoted(process.step(flow.source).name),
            "target": quoted(process.step(flow.target).name),
        }
        often = how_often(survey, back, named=True)
        told = _said(names, often) if back.decided_at == flow.source and often else _told(names, often)
        yield on_flow(told, source=flow.source, target=flow.target)


def _said(names: Mapping[str, str], often: str) -> str:
    """Say whereto work is sent back, where it was told already from where."""
    places = {name: names[name] for name in ("giver", "taker", "target")}
    return say("{giver} sends the work back to {taker} {often}, to {target}.", **places, often=often)


def _told(names: Mapping[str, str], often: str) -> str:
    if often:
        return say("{giver} sends the work back to {taker} {often}: from {source} to {target}.", **names, often=often)
    return say("{giver} sends the work back to {taker}: from {source} to {target}.", **names)
