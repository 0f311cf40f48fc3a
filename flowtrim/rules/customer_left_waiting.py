"""A customer who waits a day or longer without a word.

## Why it matters

Waiting is bearable; not knowing is not. Who hears nothing asks, complains, or leaves. A silence is the declared waiting
and work, half of the time between rounds included, from the start, or from a word, to the next word or the end; it
counts from one day of the process' clock. A word is a step that informs the customer, a talk with the customer,
something that the customer does, or a notice that names nobody else, also on a branch beside. Waiting for the customer,
a law or a contract does not count, and how much that is, is said; nor do ways back, nor what follows a deadline that
passes. Of whom the process asks all that it delivers, as of a debtor, does not wait for it. Said once, with the longest
silence.

## Example

```yaml
process: Repair a phone
customer: Owner of the phone
steps:
  - {name: Find what is broken, owner: Workshop, waits: 6h}
  - {name: Repair the phone, owner: Workshop, waits: 6h}
```

## Instead

```yaml
process: Repair a phone
customer: Owner of the phone
steps:
  - {name: Find what is broken, owner: Workshop, waits: 6h}
  - {name: Tell the owner what is broken, owner: Workshop, kind: notify}
  - {name: Repair the phone, owner: Workshop, waits: 6h}
```

## When to accept it

When the customer was told how long it takes, or can see the state at any time, say on a page of their own. A committee
or a board, which waits for its meeting, is not asked about.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.customer_contacts import has_customer, meets
from flowtrim.measures.silences import Silence, silences
from flowtrim.model import Process
from flowtrim.rules._catalogue import Finding, quoted
from flowtrim.rules._told_times import minutes, summed
from flowtrim.sentences import Message, say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what the customer hears while waiting."""
    process = survey.process
    if not has_customer(process) or meets(process):
        return
    longest = max(silences(survey.graph), key=lambda each: each.minutes, default=None)
    if longest and longest.minutes >= process.clock.day:
        yield Finding(_said(process, longest))


def _said(process: Process, silence: Silence) -> Message:
    parts = {
        "day": minutes(process.clock.day, process.clock),
        "length": summed(silence.minutes, process.clock),
        "first": _named(process, silence.since, say("the start of a case")),
        "last": _named(process, silence.until, say("the end of a case")),
    }
    if not silence.left_out:
        return say(
            "The customer waits {day} or longer without a word: up to {length} between {first} and {last}.", **parts
        )
    return say(
        "The customer waits {day} or longer without a word: up to {length} between {first} and {last}, not counting "
        "{known} of waiting for the customer, a law or a contract.",
        **parts,
        known=summed(silence.left_out, process.clock),
    )


def _named(process: Process, step: str | None, otherwise: Message) -> Message:
    return quoted(process.step(step).name) if step else otherwise
