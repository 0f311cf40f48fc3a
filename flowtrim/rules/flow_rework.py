"""A role that does its own work again.

## Why it matters

Rework is paid for twice and delivers once. When a step finds that an earlier one was not right, ask what that
one needs to get it right at once: the answer is nearly always a missing piece of information. Work sent back
to another role has a rule of its own, and so has a step that repairs.

## Example

```yaml
process: Write an offer
steps:
  - {id: price, name: Work out the price, owner: Sales}
  - id: read
    name: Read the offer again
    owner: Sales
    next: [{to: price, when: wrong, share: 30%}, {to: send, when: right, share: 70%}]
  - {id: send, name: Send the offer, owner: Sales}
```

## Instead

```yaml
process: Write an offer
steps:
  - {id: price, name: Work out the price with the list of the day, owner: Sales}
  - {id: send, name: Send the offer, owner: Sales}
```

## When to accept it

When going round is the work itself, as in drafting a text.

## Source

Defects among the wastes of lean.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.sent_back import SentBack
from flowtrim.rules._catalogue import Finding, how_often, on_flow, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which work is done again."""
    process, graph = survey.process, survey.graph
    for back in survey.sent_back:
        flow = back.flow
        giver, taker = graph.owner(flow.source), graph.owner(flow.target)
        if (giver and taker and giver != taker) or process.step(flow.source).kind == "rework":
            continue  # another rule speaks of it
        yield on_flow(_told(survey, back), source=flow.source, target=flow.target)


def _told(survey: Survey, back: SentBack) -> str:
    """Say what is done again, and how often where that is known."""
    often = how_often(survey, back)
    source, target = (quoted(survey.process.step(end).name) for end in (back.flow.source, back.flow.target))
    if source == target and often:
        return say("{step} is done again {often}: what would get it right at once?", step=source, often=often)
    if source == target:
        return say("{step} is done again: what would get it right at once?", step=source)
    if often:
        return say(
            "{step} goes back to {earlier} {often}: what would get it right at once?",
            step=source,
            earlier=target,
            often=often,
        )
    return say("{step} goes back to {earlier}: what would get it right at once?", step=source, earlier=target)
