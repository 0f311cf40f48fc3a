"""A deadline that is not kept: by the average case, or by the share of the cases that it asks for.

## Why it matters

A deadline that is missed as a rule protects nobody: a law is broken, or everybody has learnt to pass it by. Asked of
a deadline from which nothing follows, against the times that are declared; where something follows, the file says
itself how often.

## Example

```yaml
process: Report an incident
steps:
  - {name: Tell the authority, owner: Care, takes: 1h, waits: 4d, within: 2d}
```

## Instead

```yaml
process: Report an incident
steps:
  - {name: Tell the authority, owner: Care, takes: 1h, waits: 1d, within: 2d}
```

## When to accept it

While the work is being made faster, until a date.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.promises import Late
from flowtrim.model import Process
from flowtrim.rules._catalogue import Finding, on_step, percent, quoted
from flowtrim.rules._told_times import due, lasting, simulated_share
from flowtrim.sentences import Message, say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether each deadline is kept."""
    process = survey.process
    for late in (each for each in survey.late if each.term.sort == "deadline"):
        words = _by_mean(process, late) if late.share is None else _by_share(process, late)
        yield on_step(process.step(late.term.step), words) if late.term.step else Finding(words)


def _by_mean(process: Process, late: Late) -> Message:
    times = {
        "given": due(late.term.within, process.clock),
        "taken": lasting(late.expected or 0.0, late.error, process.clock),
    }
    if late.term.step:
        name = quoted(process.step(late.term.step).name)
        return say("{name} is due within {given}, and takes {taken} on average.", name=name, **times)
    return say("A case is due within {given}, and takes {taken} on average.", **times)


def _by_share(process: Process, late: Late) -> Message:
    shares = {"asked": percent(late.term.of or 1.0), "kept": simulated_share(late.share or 0.0, late.error)}
    given = due(late.term.within, process.clock)
    if late.term.step:
        name = quoted(process.step(late.term.step).name)
        return say(
            "{name} is due within {given} in {asked} of the cases, and {kept} are in time.",
            name=name,
            given=given,
            **shares,
        )
    return say("A case is due within {given} in {asked} of the cases, and {kept} are in time.", given=given, **shares)
