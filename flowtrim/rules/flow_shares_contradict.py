"""Figures of one step that cannot all be true.

## Why it matters

The counts say that one case in two thousand was refused, and the flow sends one in a hundred back. Every figure
that is worked out of either is worth nothing until somebody looks which one holds. A step counts that declares
what it decided, and the shares of the ways on that say that they are refusals, or else that of the lesser of
two; shares rounded to whole percents agree with theirs. Where ways have no shares, what is assumed for them is
told that the counts rule out, and which shares to write. Where a case goes by its class, nothing is refused. An
interruption cannot strike more cases than come to the steps during which it happens.

## Example

```yaml
process: Expense claim
steps:
  - id: sign
    name: Sign the claim
    owner: Manager
    kind: approve
    decisions: {made: 36400, refused: 20}
    next: [{to: pay, when: agreed, share: 95%}, {to: end, when: not agreed, share: 5%}]
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - id: sign
    name: Sign the claim
    owner: Manager
    kind: approve
    decisions: {made: 36400, refused: 1900}
    next: [{to: pay, when: agreed, share: 95%}, {to: end, when: not agreed, share: 5%}]
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## When to accept it

When the counts are of another year, until the new ones are there.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph.choices import work_with_choices
from flowtrim.measures import Survey
from flowtrim.measures.rubber_stamp import assumed_refusals, contradicting_share
from flowtrim.model import Decisions, Flow, Step
from flowtrim.rules._catalogue import Finding, on_step, percent, quoted
from flowtrim.sentences import quoted_list, say

ROUNDED = 0.005
"""Shares rounded to whole percents may differ by so much."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which of two figures holds."""
    for step in work_with_choices(survey.graph):
        share = contradicting_share(step)
        if share is not None and step.decisions is not None:
            message = say(
                "{step} refused {refused} of {made}, and its ways on say that it refuses {share}: which holds?",
                step=quoted(step.name),
                refused=step.decisions.refused,
                made=step.decisions.made,
                share=percent(share),
            )
            yield on_step(step, message)
        if (assumed := assumed_refusals(step)) and step.decisions is not None:
            yield on_step(step, _assumed(step, step.decisions, *assumed))
    for struck in survey.process.anytime:
        often = [survey.visits[step] or 0.0 for step in struck.since]
        if struck.share is not None and often and sum(often) < struck.share - ROUNDED:
            message = say(
                "{share} of the cases are said to stop because {when}, and only {come} come to {steps}: which holds?",
                share=percent(struck.share),
                when=quoted(struck.when),
                come=percent(sum(often)),
                steps=quoted_list(survey.process.step(step).name for step in struck.since),
            )
            yield on_step(survey.process.step(struck.since[0]), message)


def _assumed(step: Step, counts: Decisions, ways: tuple[Flow, ...], assumed: float) -> str:
    """Say which share is assumed though the counts say another one, and which one to write where."""
    others = [flow for flow in step.flows if flow not in ways]
    share, rest = _as_written(counts)
    parts = {"step": quoted(step.name), "refused": counts.refused, "made": counts.made, "assumed": percent(assumed)}
    if not ways:
        return say(
            "{step} refused {refused} of {made}, and {assumed} is assumed for each of its ways, which have no shares: "
            "write “share: {share}” at the way of what it refuses.",
            **parts,
            share=share,
        )
    parts["ways"] = quoted_list(flow.when or flow.to for flow in ways)
    if any(flow.share is not None for flow in ways) or all(flow.share is not None for flow in others):
        return say(
            "{step} refused {refused} of {made}, and its other shares leave {assumed} for {ways}: which holds?", **parts
        )
    return say(
        "{step} refused {refused} of {made}, and {assumed} is assumed for {ways}, as no share is declared: "
        "write “share: {share}” there, and “{rest}” for the rest.",
        **parts,
        share=share,
        rest=rest,
    )


def _as_written(counts: Decisions) -> tuple[str, str]:
    """Return what the counts come to in the words of a file, what was refused and the rest: 100 % together."""
    digits = 2 if counts.refused == 0 or counts.refused * 1000 >= counts.made else 4
    share = round(100.0 * counts.refused / counts.made, digits)
    return f"{share:g}%", f"{round(100.0 - share, digits):g}%"
