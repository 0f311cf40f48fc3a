"""An error that is found three or more steps after it was made.

## Why it matters

Everything done between the error and its discovery is done again. A check nearer the source costs little and
saves the way round. Asked of ways back over at least three steps that at least one case in ten takes, where
shares are declared. Who only carries back what another step decided has found nothing. What the customer does is no
error, and who only passes work on, stores, tells or waits finds none.

## Example

```yaml
process: Connect a line
steps:
  - {id: order, name: Enter the order, owner: Sales}
  - {id: plan, name: Plan the line, owner: Planning}
  - {id: book, name: Book the crew, owner: Planning}
  - id: visit
    name: Visit the site
    owner: Crew
    next: [{to: order, when: wrong address, share: 15%}, {to: end, when: connected, share: 85%}]
```

## Instead

```yaml
process: Connect a line
steps:
  - id: order
    name: Enter the order and look at the map
    owner: Sales
    next: [{to: order, when: no such address, share: 15%}, {to: plan, when: found, share: 85%}]
  - {id: plan, name: Plan the line, owner: Planning}
  - {id: book, name: Book the crew, owner: Planning}
  - {id: visit, name: Visit the site, owner: Crew}
```

## When to accept it

When the error can only be seen at the end.

## Source

The control addition heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega
33, 2005. The numbers are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.passing_on import PASSING
from flowtrim.model import Process, Step
from flowtrim.rules._catalogue import Finding, counted, on_flow, percent, quoted
from flowtrim.sentences import say

FAR = 3
OFTEN = 0.1


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask how far errors travel before somebody sees them."""
    process = survey.process
    if survey.graph.assumed:
        return
    for back in survey.sent_back:
        flow, distance = back.flow, back.flow.distance - back.carried_by
        finder, maker = process.step(back.decided_at), process.step(flow.target)
        if distance < FAR or (back.share or 0.0) < OFTEN or not _finds_errors(process, finder, maker):
            continue
        message = say(
            "What goes wrong at {maker} is found {steps} later, at {finder}, in {share} of the cases there: could it "
            "be seen nearer the source?",
            maker=quoted(maker.name),
            steps=counted(distance, "step"),
            finder=quoted(finder.name),
            share=percent(back.share or 0.0),
        )
        yield on_flow(message, source=flow.source, target=flow.target)


def _finds_errors(process: Process, finder: Step, maker: Step) -> bool:
    by_customer = any(step.owner and process.is_customer(step.owner) for step in (finder, maker))
    return not by_customer and finder.kind not in {*PASSING, "survey"}
