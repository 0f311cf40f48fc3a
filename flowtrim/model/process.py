"""A process: what it is for, who is in it, and its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.model.kpi import Kpi
from flowtrim.model.plan import Plan
from flowtrim.model.role import Role
from flowtrim.model.settings import Ceiling, Limits
from flowtrim.model.step import Step
from flowtrim.model.timing import Clock, Deadline, Promise, Repetition


class Start(Struct, frozen=True):
    """A step at which a case may begin; ``share`` of the cases do, None where nobody declared it."""

    at: str
    share: float | None = None


def implied_starts(triggers: Iterable[str], first: str | None) -> tuple[Start, ...]:
    """Return where cases begin when nobody says it: at events that nothing leads to, else at the first step.

    ``triggers`` are those events; ``first`` is None where there are no steps.
    """
    return tuple(map(Start, triggers)) or (() if first is None else (Start(first),))


class Volume(Struct, frozen=True):
    """How many cases come in a stretch of time."""

    cases: float
    per: str = "year"

    @property
    def per_year(self) -> float:
        """Cases a year, with 52 weeks and 250 working days in it."""
        return self.cases * {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 250}[self.per]


class Acceptance(Struct, frozen=True):
    """A finding that somebody accepted, until a date; ``at`` is the step, role, KPI or flow it speaks of."""

    rule: str
    at: str
    because: str
    until: date
    by: str | None = None

    @property
    def key(self) -> str:
        """The key of the finding that it accepts."""
        return f"{self.rule}@{self.at}"


class Interruption(Struct, frozen=True):
    """What may happen at any time: the case leaves the steps it is in and goes on at ``to``, or ends.

    ``share`` of the cases are interrupted; ``since`` names the steps during which it can happen, empty for all.
    """

    when: str
    to: str
    share: float | None = None
    since: tuple[str, ...] = ()
    outcome: str | None = None

    def renamed(self, ids: Mapping[str, str]) -> Interruption:
        """Return the same where some steps have other ids."""
        return replace(self, to=ids.get(self.to, self.to), since=_renamed(self.since, ids))


class CaseClass(Struct, frozen=True):
    """A property by which cases differ, such as the amount: its bands in order, each with its share of the cases."""

    name: str
    bands: tuple[tuple[str, float], ...]


class Part(Struct, frozen=True):
    """What is said of a part of the process as a whole."""

    name: str
    each: Repetition | None = None


class OpenQuestion(Struct, frozen=True):
    """A question that nobody could answer yet, with who finds out and until when."""

    question: str
    owner: str | None = None
    until: date | None = None


class ToldRide(Struct, frozen=True):
    """How many seconds somebody really took to tell the process, and on which day."""

    seconds: float
    on: date | None = None


class Process(Struct, frozen=True, dict=True):
    """A named step graph with a purpose, deliverables, a customer and an owner.

    ``steps`` holds gateways and events too; ``work`` is the steps that somebody performs.
    ``starts`` is empty where the file leaves it to the graph to find out.
    ``roles`` holds the declared roles only: an owner needs no declaration.
    ``separate`` keeps roles apart, ``separate_persons`` only persons, who may be of one role.
    """

    name: str
    steps: tuple[Step, ...] = ()
    roles: tuple[Role, ...] = ()
    why: str | None = None
    outputs: tuple[str, ...] = ()
    customer: str | None = None
    owner: str | None = None
    created: date | None = None
    reviewed: date | None = None
    promise: Promise | None = None
    volume: Volume | None = None
    language: str | None = None
    ride_seconds: float | None = None
    ceilings: tuple[Ceiling, ...] = ()
    starts: tuple[Start, ...] = ()
    separate: tuple[tuple[str, ...], ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    kpis: tuple[Kpi, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    plans: tuple[Plan, ...] = ()
    clock: Clock = Clock()
    within: tuple[Deadline, ...] = ()
    anytime: tuple[Interruption, ...] = ()
    cases: tuple[CaseClass, ...] = ()
    parts: tuple[Part, ...] = ()
    separate_persons: tuple[tuple[str, ...], ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    told: ToldRide | None = None

    @cached_property
    def work(self) -> tuple[Step, ...]:
        """The steps that somebody performs, in the order of the file."""
        return tuple(step for step in self.steps if step.is_work)

    @property
    def kept_apart(self) -> tuple[tuple[str, ...], ...]:
        """The groups of steps that one role, or only one person, must not do together."""
        return (*self.separate, *self.separate_persons)

    @cached_property
    def consequences(self) -> frozenset[str]:
        """The steps that happen when a deadline has passed, or when a case is interrupted."""
        late = (deadline.consequence for step in self.steps for deadline in step.within)
        return frozenset(step for step in (*late, *(each.to for each in self.anytime)) if step and self.has_step(step))

    @cached_property
    def _steps_by_id(self) -> dict[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def _roles_by_id(self) -> dict[str, Role]:
        """Every role that was asked for: the declared ones, and by and by those that are nothing but a name."""
        return {role.id: role for role in self.roles}

    @cached_property
    def entries(self) -> tuple[Start, ...]:
        """Where cases begin: as declared, or else as the steps imply it.

        >>> Process("Claim", (Step("fill", "Fill in"), Step("mail", "Mail comes in", kind="event"))).entries
        (Start(at='mail', share=None),)
        """
        led_to = {flow.to for step in self.steps for flow in step.flows} | self.consequences
        triggers = (step.id for step in self.steps if step.kind == "event" and step.id not in led_to)
        first = self.steps[0].id if self.steps else None
        return self.starts or implied_starts(triggers, first)

    def renamed(self, ids: Mapping[str, str]) -> Process:
        """Return the process with other ids for some steps, and all that it measures by them.

        Its plans and acceptances stay as they were written.

        >>> from flowtrim.model import Flow
        >>> claim = Process("Claim", (Step("fill", "Fill in", flows=(Flow("pay"),)), Step("pay", "Pay")))
        >>> [(step.id, step.flows) for step in claim.renamed({"pay": "settle"}).steps]
        [('fill', (Flow(to='settle'),)), ('settle', ())]
        """
        if not ids:
            return self
        return replace(
            self,
            steps=tuple(step.renamed(ids) for step in self.steps),
            starts=tuple(replace(start, at=ids.get(start.at, start.at)) for start in self.starts),
            promise=self.promise.renamed(ids) if self.promise else None,
            within=tuple(deadline.renamed(ids) for deadline in self.within),
            anytime=tuple(interruption.renamed(ids) for interruption in self.anytime),
            kpis=tuple(replace(kpi, steps=_renamed(kpi.steps, ids)) for kpi in self.kpis),
            separate=tuple(_renamed(group, ids) for group in self.separate),
            together=tuple(_renamed(group, ids) for group in self.together),
            separate_persons=tuple(_renamed(group, ids) for group in self.separate_persons),
        )

    def seconds_a_ride(self, limits: Limits) -> float:
        """Return how long one elevator ride takes: as the process declares it, or else as the limits do."""
        return self.ride_seconds or limits.ride_seconds

    @cached_property
    def _repeated_parts(self) -> dict[str, Repetition]:
        return {part.name: part.each for part in self.parts if part.each}

    def repeats(self, part: str | None) -> bool:
        """Whether a part is done several times."""
        return part in self._repeated_parts

    def repetitions(self, step: Step) -> tuple[Repetition, ...]:
        """Return what a step is repeated for: its own repetition, and that of its part.

        >>> order = Process("Order", parts=(Part("Pick", Repetition("line", 4.0)),), steps=(
        ...     Step("find", "Find it", part="Pick"), Step("pack", "Pack")))
        >>> [[each.count for each in order.repetitions(step)] for step in order.steps]
        [[4.0], []]
        """
        of_part = self._repeated_parts.get(step.part or "")
        return tuple(each for each in (step.each, of_part) if each)

    def step(self, step_id: str) -> Step:
        """Return the step of that id.

        Raises:
            KeyError: there is none.
        """
        return self._steps_by_id[step_id]

    def has_step(self, step_id: str) -> bool:
        """Whether there is a step of that id."""
        return step_id in self._steps_by_id

    def role(self, role_id: str) -> Role:
        """Return the declared role of that id, or a role that is nothing but its name."""
        known = self._roles_by_id
        return known.get(role_id) or known.setdefault(role_id, Role(id=role_id, name=role_id))

    def role_id(self, named: str) -> str:
        """Return the id of the declared role that is meant by an id or a name; else the text: an undeclared role."""
        if any(role.id == named for role in self.roles):
            return named
        return next((role.id for role in self.roles if role.name == named), named)

    @cached_property
    def performers(self) -> tuple[Role, ...]:
        """The roles that perform at least one step, in the order in which they first stand in the file."""
        return tuple(self.role(owner) for owner in dict.fromkeys(step.owner for step in self.work) if owner)

    @cached_property
    def staff(self) -> tuple[Role, ...]:
        """The performers that are our own people: neither customer, nor partner, nor system.

        >>> order = Process("Order", customer="buyer", roles=(Role("carrier", "Carrier", kind="partner"),), steps=(
        ...     Step("ask", "Ask", owner="buyer"), Step("pack", "Pack", owner="store"),
        ...     Step("ship", "Ship", owner="carrier")))
        >>> [role.id for role in order.staff]
        ['store']
        """
        return tuple(role for role in self.performers if self.is_ours(role.id))

    @cached_property
    def parties(self) -> tuple[Role, ...]:
        """Every role that is declared or performs a step: the declared ones first, each in the order of the file."""
        return tuple({role.id: role for role in (*self.roles, *self.performers)}.values())

    def is_ours(self, role_id: str) -> bool:
        """Whether a role is one of our own people: neither customer, nor partner, nor system."""
        return not (self.is_customer(role_id) or self.is_partner(role_id) or self.is_system(role_id))

    def is_customer(self, role_id: str) -> bool:
        """Whether a role is the customer: by its kind, or because the process names it as its customer."""
        kind = self.role(role_id).kind
        return kind == "customer" or (kind is None and role_id == self.customer)

    def is_partner(self, role_id: str) -> bool:
        """Whether a role is another house, such as a supplier or an authority: none of ours, and not ours to trim."""
        return self.role(role_id).kind == "partner"

    def is_by_partner(self, step: Step) -> bool:
        """Whether a partner performs a step: what is asked about it is why we need it from them."""
        return step.owner is not None and self.is_partner(step.owner)

    def is_system(self, role_id: str) -> bool:
        """Whether a role is a machine."""
        return self.role(role_id).kind == "system"


def _renamed(steps: Iterable[str], ids: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(ids.get(step_id, step_id) for step_id in steps)
