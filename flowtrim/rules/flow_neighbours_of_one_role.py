"""Steps of one role that follow each other without anything in between.

## Why it matters

When nothing changes hands, nothing is decided and nothing is waited for, several steps are one step told at
length. Each costs a sentence in the elevator and a line in every form. Said once for each row of such steps.
A step that seems to be several in one is looked at for that first.

## Example

```yaml
process: Answer a letter
steps:
  - {name: Open the letter, owner: Care}
  - {name: Read the letter, owner: Care}
  - {name: Sign the answer, owner: Manager}
```

## Instead

```yaml
process: Answer a letter
steps:
  - {name: Read the letter, owner: Care}
  - {name: Sign the answer, owner: Manager}
```

## When to accept it

When the steps need different skills or systems, or are measured apart.

## Source

The task composition heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega
33, 2005.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.four_eyes import own_work
from flowtrim.measures.several_things import does_several
from flowtrim.model import BINDING, Merge, Step
from flowtrim.rules._catalogue import Finding, listed, on_step, quoted
from flowtrim.sentences import say

APART = frozenset({"wait", "approve", "decide"})


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which steps are one."""
    process = survey.process
    kept_apart = {step_id for group in process.kept_apart for step_id in group}
    kept_apart |= {step.id for step in process.work if step.serves in BINDING}  # seen to be done
    kept_apart |= {judging for judging, _ in own_work(survey.graph, through=())}  # no check is hidden in what it checks
    kept_apart.update(survey.justification.unanswered)  # a merger would hide what nobody had a reason for
    links = {step.id: after for step in process.work if (after := _joined_to(survey, step, kept_apart))}
    followers = set(links.values())
    for step in process.work:
        if step.id not in links or step.id in followers:
            continue
        row = [step.id]
        while row[-1] in links:
            row.append(links[row[-1]])
        names = [process.step(step_id).name for step_id in row]
        into = {"id": step.id, "name": ", ".join(names), "owner": step.owner}
        message = say(
            "{role} does {steps} in a row: are they one step?",
            role=quoted(process.role(step.owner or "").name),
            steps=listed(names),
        )
        yield on_step(step, message, Merge(tuple(row), into, because=say("One role does them in a row.")))


def _joined_to(survey: Survey, step: Step, kept_apart: set[str]) -> str | None:
    """Return the one step that follows of the same role, with nothing in between; None where there is none."""
    graph = survey.graph
    if len(step.flows) != 1 or not step.owner or step.kind in APART or step.id in kept_apart or does_several(step):
        return None
    target = step.flows[0].to
    if len(graph.before.get(target, ())) != 1 or target in graph.starts:
        return None
    after = survey.process.step(target)
    alike = after.is_work and after.owner == step.owner and after.part == step.part
    free = (
        not does_several(after)
        and not after.waits
        and after.kind not in APART
        and target not in kept_apart
        and target != step.id
    )
    return target if alike and free else None
