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
from flowtrim.rules._catalogue import Finding, how_often, on_flow, quoted


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which work is done again."""
    process, graph = survey.process, survey.graph
    for back in survey.sent_back:
        flow = back.flow
        giver, taker = graph.owner(flow.source), graph.owner(flow.target)
        if (giver and taker and giver != taker) or process.step(flow.source).kind == "rework":
            continue  # another rule speaks of it
        often = how_often(survey, back)
        source, target = quoted(process.step(flow.source).name), quoted(process.step(flow.target).name)
        what = f"{source} is done again{often}" if source == target else f"{source} goes back to {target}{often}"
        yield on_flow(f"{what}: what would get it right at once?", source=flow.source, target=flow.target)
