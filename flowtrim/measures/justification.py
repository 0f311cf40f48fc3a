"""Which steps and roles have a reason, and what their reasons are worth (docs/theory.md#justified-steps)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from msgspec import Struct

from flowtrim.measures.clock import add_months
from flowtrim.measures.exclusive_branches import ExclusiveBranches
from flowtrim.measures.judging import Verdicts, judge
from flowtrim.measures.lexicon import Words, words_for
from flowtrim.measures.needs import in_circles, needed_by
from flowtrim.measures.reasons import Weakness
from flowtrim.model import Limits, Process, Role, Step

Item = TypeVar("Item", Step, Role)

DANGLING = Weakness("enables-nothing", "It is said to enable other work, and no step takes what it delivers.")
IN_VAIN = Weakness("enables-nothing", "None of the steps that take what it delivers has a reason of its own.")
CIRCULAR = Weakness("circular", "The steps that it is said to enable are there only to enable it in turn.")
IDLE = Weakness("enables-nothing", "The role is said to enable other work, and none of its steps has a reason.")


class Reasons(Struct, frozen=True):
    """The reasons of some steps or roles; ids in the order of the file.

    ``unjustified`` ones have no reason as text, nor anything else that justifies them; ``unasked`` are those among
    them about which nobody was asked yet. ``weak`` reasons justify nothing; ``hints`` are flaws too mild for that.
    ``expired`` reasons are older than the cadence, by their own date or that of the process, and still justify.
    """

    unjustified: tuple[str, ...]
    unasked: tuple[str, ...]
    weak: Mapping[str, Weakness]
    hints: Mapping[str, Weakness]
    expired: tuple[str, ...]

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Those without a reason about which somebody was asked and had no answer."""
        unasked = frozenset(self.unasked)
        return tuple(item for item in self.unjustified if item not in unasked)


class Justification(Reasons, frozen=True):
    """The reasons of the steps of a process, and under ``roles`` those of its roles.

    ``justified`` are the steps with an adequate reason, and those whose outputs such a step, or one of these, needs
    (docs/theory.md#justified-steps); ``enabled_by`` names that step for the latter. ``dangling`` and ``circular`` steps
    are said to enable others, and nobody takes what they deliver, or only steps that they enable in a circle.

    Customers, partners and systems are not asked why they are there. A role whose steps are all unjustified is
    ``hollow``, whatever is said of the role itself. ``never_reviewed`` says that the process has no date of a full
    review: reasons without a date of their own then cannot expire.
    """

    justified: frozenset[str]
    enabled_by: Mapping[str, str]
    dangling: tuple[str, ...]
    circular: tuple[str, ...]
    roles: Reasons
    hollow_roles: tuple[str, ...]
    never_reviewed: bool


def justification(process: Process, *, today: date, limits: Limits, words: Words | None = None) -> Justification:
    """Weigh the reasons of a process. ``words`` are the lists to weigh them with, by default those of its language.

    >>> claim = Process("Claim", steps=(
    ...     Step("log", "Log it", outputs=("number",)),
    ...     Step("stamp", "Stamp it", why="none"),
    ...     Step("pay", "Pay it", inputs=("number",), why="The customer gets back what he spent on our behalf.")))
    >>> reasons = justification(claim, today=date(2026, 3, 2), limits=Limits())
    >>> reasons.unjustified, reasons.unasked, reasons.enabled_by
    (('stamp',), (), {'log': 'pay'})
    """
    roles = asked_roles(process)
    weigh = partial(judge, words=words or words_of(process), near_duplicate=limits.near_duplicate)
    is_old = partial(_is_old, process=process, today=today, limits=limits)
    verdicts, of_roles = weigh(process.work, branches=ExclusiveBranches(process)), weigh(roles)
    own = verdicts.adequate.difference(step.id for step in process.work if step.serves == "enables")
    enabled_by = needed_by(process.work, own)
    justified = own | enabled_by.keys()
    idle = tuple(step for step in _enablers(process.work, verdicts) if step.id not in justified)
    dangling, circular = _dangling(process, idle), in_circles(idle)
    flaws = _flaws(idle, dangling=dangling, circular=circular)
    steps = _reasons(process.work, verdicts, justified=justified, flaws=flaws, is_old=is_old)
    busy = {step.owner for step in process.work if step.id in justified}
    idlers = {role.id: IDLE for role in _enablers(roles, of_roles) if role.id not in busy}
    return Justification(
        *(steps.unjustified, steps.unasked, steps.weak, steps.hints, steps.expired),
        justified=justified,
        enabled_by=enabled_by,
        dangling=dangling,
        circular=circular,
        roles=_reasons(roles, of_roles, justified=frozenset(), flaws=idlers, is_old=is_old),
        hollow_roles=_hollow(process, roles, steps.unjustified),
        never_reviewed=process.reviewed is None,
    )


def asked_roles(process: Process) -> tuple[Role, ...]:
    """Return the roles that are to say why they are there: our own, declared or not.

    >>> claim = Process("Claim", customer="Buyer", steps=(Step("a", "A", owner="Buyer"), Step("b", "B", owner="Clerk")))
    >>> [role.id for role in asked_roles(claim)]
    ['Clerk']
    """
    return tuple(role for role in process.parties if process.is_ours(role.id))


def words_of(process: Process) -> Words:
    """Return the word lists that the reasons of a process are weighed with: those of its language and scripts."""
    items: tuple[Step | Role, ...] = (*process.work, *asked_roles(process))
    return words_for(process.language, (f"{item.name} {item.why}" for item in items if item.why))


def _is_old(item: Step | Role, *, process: Process, today: date, limits: Limits) -> bool:
    """Whether the reason of an item is past its date: its own, or else that of the process."""
    reviewed = item.reviewed or process.reviewed
    return reviewed is not None and today > add_months(reviewed, limits.review_months)


def _enablers(items: Sequence[Item], verdicts: Verdicts) -> Iterator[Item]:
    return (item for item in items if item.serves == "enables" and verdicts.readings[item.id] == "text")


def _dangling(process: Process, idle: Sequence[Step]) -> tuple[str, ...]:
    if not idle:
        return ()
    taken = {name for step in process.work for name in step.inputs}
    return tuple(step.id for step in idle if taken.isdisjoint(step.outputs))


def _flaws(idle: Sequence[Step], *, dangling: Collection[str], circular: Collection[str]) -> dict[str, Weakness]:
    flaws = {step.id: IN_VAIN for step in idle}
    return flaws | dict.fromkeys(dangling, DANGLING) | dict.fromkeys(circular, CIRCULAR)


def _reasons(
    items: Sequence[Step | Role],
    verdicts: Verdicts,
    *,
    justified: frozenset[str],
    flaws: Mapping[str, Weakness],
    is_old: Callable[[Step | Role], bool],
) -> Reasons:
    """Sum up; what is wrong with the text of a reason goes before what is wrong with what it enables."""
    weak = {**flaws, **verdicts.weak}
    told = {item.id for item in items if verdicts.readings[item.id] == "text"}
    unjustified = tuple(item.id for item in items if item.id not in told and item.id not in justified)
    return Reasons(
        unjustified,
        unasked=tuple(item for item in unjustified if verdicts.readings[item] == "absent"),
        weak={item.id: weak[item.id] for item in items if item.id in weak},
        hints={item: flaw for item, flaw in verdicts.hints.items() if item not in weak},
        expired=tuple(item.id for item in items if item.id in told and is_old(item)),
    )


def _hollow(process: Process, roles: Sequence[Role], unjustified: Collection[str]) -> tuple[str, ...]:
    bare = frozenset(unjustified)
    useful = {step.owner for step in process.work if step.id not in bare}
    performing = {step.owner for step in process.work}
    return tuple(role.id for role in roles if role.id in performing and role.id not in useful)
