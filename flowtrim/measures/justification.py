"""Which steps and roles have a reason, and what their reasons are worth (docs/theory.md#justified-steps)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import TypeVar

from msgspec import Struct

from flowtrim.graph import FlowGraph
from flowtrim.measures.answers import reading
from flowtrim.measures.clock import add_months
from flowtrim.measures.customer_contacts import tells_how_it_ended
from flowtrim.measures.exclusive_branches import ExclusiveBranches
from flowtrim.measures.judging import Verdicts, judge, twins_of
from flowtrim.measures.lexicon import Words, words_for
from flowtrim.measures.needs import in_circles, needed_by
from flowtrim.measures.reasons import Reason, Weakness, weakness
from flowtrim.measures.refusal_notices import objects
from flowtrim.model import Limits, Process, Role, Step
from flowtrim.sentences import say

Item = TypeVar("Item", Step, Role)

DANGLING = Weakness("enables-nothing", say("It is said to enable other work, and no step takes what it delivers."))
IN_VAIN = Weakness("enables-nothing", say("None of the steps that take what it delivers has a reason of its own."))
CIRCULAR = Weakness("circular", say("The steps that it is said to enable are there only to enable it in turn."))
IDLE = Weakness("enables-nothing", say("The role is said to enable other work, and none of its steps has a reason."))


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


def justification(graph: FlowGraph, *, today: date, limits: Limits, words: Words | None = None) -> Justification:
    """Weigh the reasons of a process. ``words`` are the lists to weigh them with, by default those of its language.

    >>> claim = Process("Claim", steps=(
    ...     Step("log", "Log it", outputs=("number",)),
    ...     Step("stamp", "Stamp it", why="none"),
    ...     Step("pay", "Pay it", inputs=("number",), why="The customer gets back what he spent on our behalf.")))
    >>> reasons = justification(FlowGraph(claim), today=date(2026, 3, 2), limits=Limits())
    >>> reasons.unjustified, reasons.unasked, reasons.enabled_by
    (('stamp',), (), {'log': 'pay'})
    """
    process = graph.process
    roles = asked_roles(process)
    weigh = partial(judge, words=words or words_of(process), near_duplicate=limits.near_duplicate)
    is_old = partial(_is_old, process=process, today=today, limits=limits)
    verdicts, of_roles = weigh(process.work, branches=ExclusiveBranches(process)), weigh(roles)
    own = verdicts.adequate.difference(step.id for step in process.work if step.serves == "enables")
    enabled_by = needed_by(process.work, own, graph.can_follow)
    justified = own | enabled_by.keys()
    idle = tuple(step for step in _enablers(process.work, verdicts) if step.id not in justified)
    dangling, circular = _dangling(graph, idle), in_circles(idle)
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
    """Return the roles that are to say why they are there: our own, declared or not; no team that others only are of.

    >>> claim = Process("Claim", customer="Buyer", steps=(Step("a", "A", owner="Buyer"), Step("b", "B", owner="Clerk")))
    >>> [role.id for role in asked_roles(claim)]
    ['Clerk']
    """
    named = {role.of.team for role in process.roles if role.of}
    teams = named.difference(*(step.involved for step in process.work)) if named else ()
    return tuple(role for role in process.parties if process.is_ours(role.id) and role.id not in teams)


def is_explained(process: Process, step: Step) -> bool:
    """Whether what leads to a step says why it is there, as long as nobody was asked: then it is not asked about.

    That is a deadline that has passed, an interruption, or the way by which a case ends of which somebody is told; and
    that the customer objects is their right. It is counted among those without a reason all the same (docs/theory.md).

    >>> tell = Step("tell", "Tell", kind="notify", informs=("buyer",))
    >>> is_explained(Process("Claim", steps=(tell,)), tell)
    True
    """
    known = step.id in process.consequences or tells_how_it_ended(step) or objects(process, step)
    return known and reading(step.why) == "absent"


def to_be_asked(process: Process, unasked: Iterable[str]) -> tuple[str, ...]:
    """Return those of the steps that nobody was asked about which are asked about: what leads there explains others."""
    return tuple(step_id for step_id in unasked if not is_explained(process, process.step(step_id)))


def words_of(process: Process) -> Words:
    """Return the word lists that the reasons of a process are weighed with: those of its language and scripts.

    They know its customers by name.
    """
    items: tuple[Step | Role, ...] = (*process.work, *asked_roles(process))
    words = words_for(process.language, (f"{item.name} {item.why}" for item in items if item.why))
    served = [role.id for role in process.parties if process.is_customer(role.id)]
    named = [*served, *([process.customer] if process.customer else [])]
    return words.serving(tuple(dict.fromkeys(process.role(one).name for one in named)))


def _is_old(item: Step | Role, *, process: Process, today: date, limits: Limits) -> bool:
    """Whether the reason of an item is past its date: its own, or else that of the process."""
    reviewed = item.reviewed or process.reviewed
    return reviewed is not None and today > add_months(reviewed, limits.review_months)


def _enablers(items: Sequence[Item], verdicts: Verdicts) -> Iterator[Item]:
    return (item for item in items if item.serves == "enables" and verdicts.readings[item.id] == "text")


def _dangling(graph: FlowGraph, idle: Sequence[Step]) -> tuple[str, ...]:
    takers = _takers(graph.process.work) if idle else {}

    def is_taken(step: Step) -> bool:
        return any(graph.can_follow(step.id, taker.id) for name in step.outputs for taker in takers.get(name, ()))

    return tuple(step.id for step in idle if not is_taken(step))


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


def unjustified_steps(graph: FlowGraph, *, limits: Limits) -> tuple[str, ...]:
    """Return the ids of the steps without a reason, as ``justification`` does, at a fraction of its cost.

    See docs/theory.md#justified-steps.

    A step that gives no reason has one if what it delivers is needed by a step that has. So reasons are weighed only
    from such steps onwards along the data, and no further than to the first ones that are good.

    >>> claim = Process("Claim", steps=(
    ...     Step("log", "Log it", outputs=("number",)),
    ...     Step("stamp", "Stamp it", why="none"),
    ...     Step("pay", "Pay it", inputs=("number",), why="The customer gets back what he spent on our behalf.")))
    >>> unjustified_steps(FlowGraph(claim), limits=Limits())
    ('stamp',)
    """
    process = graph.process
    bare = [step for step in process.work if reading(step.why) != "text"]
    if not any(step.outputs for step in bare):
        return tuple(step.id for step in bare)
    bench = _Bench(process, limits)
    reached = tuple(_reached(process, bare, bench))
    needed = needed_by(reached, {step.id for step in reached if bench.is_good(step)}, graph.can_follow)
    return tuple(step.id for step in bare if step.id not in needed)


MOST_UNASKED = 1 / 3
"""The share of steps that nobody was asked about, beyond which every figure waits for the answers."""


def rests_on_questions(process: Process, unjustified: Sequence[str]) -> bool:
    """Whether so many steps were never asked about that the asking comes first, whatever the figures say.

    ``unjustified`` are the steps without a reason. See docs/theory.md#justified-steps.

    >>> claim = Process("Claim", steps=(Step("log", "Log it"), Step("pay", "Pay it", why="none")))
    >>> rests_on_questions(claim, ["log", "pay"]), rests_on_questions(claim, ["pay"])
    (True, False)
    """
    unasked = sum(reading(process.step(step_id).why) == "absent" for step_id in unjustified)
    return unasked > MOST_UNASKED * len(process.work)


def _reached(process: Process, bare: Sequence[Step], bench: _Bench) -> Iterator[Step]:
    """Yield some steps and those that need what they deliver, and so on up to those with a good reason."""
    takers = _takers(process.work)
    waiting = list(bare)
    seen = {step.id for step in bare}
    while waiting:
        step = waiting.pop()
        yield step
        if bench.is_good(step):
            continue
        for name in step.outputs:
            # each data object is followed once, so that the time grows with the data alone
            fresh = [taker for taker in takers.pop(name, ()) if taker.id not in seen]
            waiting += fresh
            seen.update(taker.id for taker in fresh)


def _takers(steps: Sequence[Step]) -> dict[str, list[Step]]:
    takers: dict[str, list[Step]] = {}
    for step in steps:
        for name in step.inputs:
            takers.setdefault(name, []).append(step)
    return takers


class _Bench:
    """Judges the reason of a step when it is asked, beside those of all the others."""

    def __init__(self, process: Process, limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self._verdicts: dict[str, bool] = {}

    def is_good(self, step: Step) -> bool:
        """Whether the reason of a step justifies it by itself."""
        if step.id not in self._verdicts:
            self._verdicts[step.id] = step.serves != "enables" and reading(step.why) == "text" and self._holds(step)
        return self._verdicts[step.id]

    def _holds(self, step: Step) -> bool:
        flaw = weakness(Reason.of(step), words=self._words, twin=self._twins.get(step.id))
        return flaw is None or flaw.mild

    @cached_property
    def _words(self) -> Words:
        return words_of(self._process)

    @cached_property
    def _twins(self) -> Mapping[str, str]:
        told = {step.id: Reason.of(step) for step in self._process.work if reading(step.why) == "text"}
        return twins_of(told, self._limits.near_duplicate, ExclusiveBranches(self._process))
