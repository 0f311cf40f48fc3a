"""Which article, clause or minute demands which steps and deadlines."""

from __future__ import annotations

from msgspec import Struct

from flowtrim.model import Deadline, Process


class Article(Struct, frozen=True):
    """A place that reasons rest on, with the steps and roles that name it, and the deadlines of those steps."""

    source: str
    steps: tuple[str, ...]
    roles: tuple[str, ...]
    deadlines: tuple[tuple[str, Deadline], ...]


def articles(process: Process) -> tuple[Article, ...]:
    """Return every source that is named, in the order of the file.

    >>> from flowtrim.model import Step
    >>> notify = Step("notify", "Notify", serves="law", source="GDPR 33", within=(Deadline(4320.0),))
    >>> [(each.source, each.steps, len(each.deadlines)) for each in articles(Process("Breach", steps=(notify,)))]
    [('GDPR 33', ('notify',), 1)]
    """
    named = [step.source for step in process.work] + [role.source for role in process.roles]
    return tuple(_article(process, source) for source in dict.fromkeys(named) if source)


def _article(process: Process, source: str) -> Article:
    steps = [step for step in process.work if step.source == source]
    return Article(
        source,
        steps=tuple(step.id for step in steps),
        roles=tuple(role.id for role in process.roles if role.source == source),
        deadlines=tuple((step.id, deadline) for step in steps for deadline in step.within),
    )
