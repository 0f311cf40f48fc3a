"""A step that makes again what a step before it made already.

## Why it matters

The same thing made twice, with nobody needing it in between, is work done twice; and when the two differ,
somebody has to find out which one is right. Only outputs made on every way to the step count, so two branches
of a choice may both make the same thing; nor is it told of what is made because it was not found, or did not work,
before.

## Example

```yaml
process: Delivery
steps:
  - {name: Write the address label, owner: Sales, outputs: [label]}
  - {name: Pack the goods, owner: Store, outputs: [parcel]}
  - {name: Print the address label, owner: Store, inputs: [parcel], outputs: [label]}
  - {name: Ship the parcel, owner: Store, inputs: [parcel, label]}
```

## Instead

```yaml
process: Delivery
steps:
  - {name: Pack the goods, owner: Store, outputs: [parcel]}
  - {name: Print the address label, owner: Store, inputs: [parcel], outputs: [label]}
  - {name: Ship the parcel, owner: Store, inputs: [parcel, label]}
```

## When to accept it

When two independent answers are wanted, as with two readings of one X-ray: better to name them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, listed, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether somebody made it before."""
    process = survey.process
    for step in process.work:
        for first, names in _by_maker(survey.data_use.made_again.get(step.id, {})).items():
            message = say(
                "{step} makes {things} again; {earlier} made it before.",
                step=quoted(step.name),
                things=listed(names),
                earlier=quoted(process.step(first).name),
            )
            yield on_step(step, message)
            break


def _by_maker(made_again: Mapping[str, str]) -> dict[str, list[str]]:
    makers: dict[str, list[str]] = {}
    for name, maker in made_again.items():
        makers.setdefault(maker, []).append(name)
    return makers
