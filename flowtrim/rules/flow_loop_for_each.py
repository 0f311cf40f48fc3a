"""A way back that is taken for each of several things.

## Why it matters

What is done for one branch, one item, one room after the other is no rework: nothing was wrong, and nothing comes back.
Drawn as a loop it is counted as rework, as handoffs back and forth, and as time without end, and the number of things
hides in a percentage. The word `each` says it: what it is done for, how many there are, one after the other or at once.

## Example

```yaml
process: Ship a fix
steps:
  - {id: pick, name: Cherry-pick it onto a branch, owner: Lead}
  - id: approve
    name: Approve it
    owner: Team
    next: [{to: pick, when: another branch is left, share: 75%}, {to: end, when: all branches are done, share: 25%}]
```

## Instead

```yaml
process: Ship a fix
parts:
  Branches: {each: {of: branch, count: 4}}
steps:
  - {name: Cherry-pick it onto a branch, owner: Lead, part: Branches}
  - {name: Approve it, owner: Team, part: Branches}
```

## When to accept it

When the number of things is not known before, and each of them decides whether there is another one.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.sent_back import those_to_the_next_one
from flowtrim.rules._catalogue import Finding, on_flow, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which ways back are no rework, but the next of several things."""
    process = survey.process
    for flow, when in those_to_the_next_one(survey.graph, survey.back_flows).items():
        message = say(
            "{step} goes back to {target} on {when}: if it is done for each of several things, say so by 'each', "
            "and nothing of it counts as rework.",
            step=quoted(process.step(flow.source).name),
            target=quoted(process.step(flow.target).name),
            when=quoted(when),
        )
        yield on_flow(message, source=flow.source, target=flow.target)
