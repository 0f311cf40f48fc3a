"""A case that ends with nothing delivered and nobody told.

## Why it matters

The customer waits for something that will never come. A way through the process counts as a dead end when it
ends although no output of the process was made on it, and the last step is neither a choice by which a case
ends there nor a word to the customer. A check that lets everything pass one way says no to nobody. What is
done beside a step that is late ends no case. While the process declares no outputs, or no step to which a case comes
makes any of them, the rule keeps silent.

## Example

```yaml
process: Expense claim
outputs: [payment]
steps:
  - id: check
    name: Check the claim
    owner: Payroll
    next: [{to: pay, when: complete}, {to: set-aside, when: incomplete}]
  - {id: pay, name: Pay the claim, owner: Payroll, outputs: [payment], next: end}
  - {id: set-aside, name: Set the claim aside, owner: Payroll, next: end}
```

## Instead

```yaml
process: Expense claim
outputs: [payment]
customer: Employee
steps:
  - id: check
    name: Check the claim
    owner: Payroll
    next: [{to: pay, when: complete}, {to: explain, when: incomplete}]
  - {id: pay, name: Pay the claim, owner: Payroll, outputs: [payment], next: end}
  - {id: explain, name: Say what is missing, owner: Payroll, informs: [Employee], next: end}
```

## When to accept it

When the case goes on in another process: name that under `calls`, and the rule is silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph import FlowGraph
from flowtrim.graph.spelled_out import done_beside
from flowtrim.measures import Survey
from flowtrim.measures.cautions import decides
from flowtrim.measures.customer_contacts import WORDS
from flowtrim.measures.passing_on import JUDGING
from flowtrim.model import Process, Step
from flowtrim.rules._catalogue import Finding, listed, on_step, quoted
from flowtrim.sentences import say

SAYS_SOMETHING = frozenset({"contact", "notify", "gateway", "event"})


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what the customer has at each end."""
    process, graph = survey.process, survey.graph
    delivered = _delivered(survey)
    fine = delivered | done_beside(process) | (_told_since_a_choice(graph) if delivered else set())
    for step_id in graph.reading_order if delivered else ():
        step = process.step(step_id)
        is_end = step_id in graph.ends and step_id in graph.reachable
        if is_end and step_id not in fine and not _is_told(process, step):
            message = say(
                "A case may end at {step} without {outputs}, and nobody is told.",
                step=quoted(step.name),
                outputs=listed(process.outputs),
            )
            yield on_step(step, message)


def _delivered(survey: Survey) -> set[str]:
    """Return the steps at which a case may have had some output of the process made."""
    wanted, comes = set(survey.process.outputs), survey.graph.reachable
    reached = {step.id for step in survey.process.steps if step.id in comes and wanted.intersection(step.outputs)}
    waiting = list(reached)
    while waiting:
        fresh = [step for step in survey.graph.after[waiting.pop()] if step not in reached]
        reached.update(fresh)
        waiting.extend(fresh)
    return reached


def _told_since_a_choice(graph: FlowGraph) -> set[str]:
    """Return the steps to which a case comes only with a word to somebody at the last choice before, or since."""
    process = graph.process
    chosen: set[str] = set()
    told: set[str] = set()
    for node in graph.reading_order:
        step = process.step(node)
        before = [source for source in graph.before[node] if (source, node) not in graph.back_arcs]
        chooses = step.split == "one" and len({flow.to for flow in step.flows}) > 1
        if chooses or not chosen.isdisjoint(before):
            chosen.add(node)
            says = step.kind in WORDS or bool(step.informs)
            handed_on = bool(before) and told.issuperset(before) and not chooses
            if says or handed_on:
                told.add(node)
    return told


def _is_told(process: Process, step: Step) -> bool:
    customer_acts = step.owner is not None and process.is_customer(step.owner)
    return step.kind in SAYS_SOMETHING or _says_no(step) or bool(step.informs) or bool(step.calls) or customer_acts


def _says_no(step: Step) -> bool:
    """Whether somebody may be refused at a step: one of its ways ends the case, or it counted some."""
    counted = step.kind in JUDGING and step.decisions is not None and step.decisions.refused > 0
    return counted or decides(step)
