"""What stands on a role card: what I do, why it matters and to whom, and what a plan means to me."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil

from msgspec import Struct

from flowtrim.errors import UnknownNameError
from flowtrim.formats.scalars import duration
from flowtrim.measures import Survey
from flowtrim.measures.answers import reading
from flowtrim.measures.elevator import shown_seconds, spoken_seconds
from flowtrim.measures.elevator.phrases import phrases_of
from flowtrim.measures.elevator.spoken_terms import spoken_time
from flowtrim.model import Kpi, Plan, Process, Promise, Role, Step
from flowtrim.reports.cards_report.plan_lines import ended, plan_lines, promised
from flowtrim.review.declared_terms import DeclaredTerms, RoleTerms, percentage
from flowtrim.sentences import (
    counted,
    did_you_mean,
    listed,
    marked,
    messages,
    nearest,
    paragraph,
    phrase,
    quoted,
    say,
    say_many,
)

_SERVES = {
    "customer": marked("for the customer"),
    "law": marked("because the law requires it"),
    "contract": marked("because a contract requires it"),
    "risk": marked("so that nothing goes wrong"),
    "business": marked("for the house"),
    "enables": marked("so that others can go on"),
}


_ALWAYS = 0.95
"""Conversations in a case, from which on nobody would say that they are an exception."""


class Passage(Struct, frozen=True):
    """A part of a card: a title and its lines."""

    title: str
    lines: tuple[str, ...]


class Card(Struct, frozen=True):
    """The card of one role: one page, told in so many seconds, and so many rides."""

    role: str
    process: str
    purpose: str
    passages: tuple[Passage, ...]
    told: str
    seconds: float
    rides: int
    stamp: str = ""


def cards(
    survey: Survey, *, after: Survey | None = None, plan: Plan | None = None, role: str | None = None
) -> tuple[Card, ...]:
    """Return the card of each of our roles and of the customer, or of one role; ``after`` is what ``plan`` makes of it.

    Raises:
        UnknownNameError: there is no such role.

    >>> from datetime import date
    >>> claim = Process("Claim", (Step("pay", "Pay", owner="Bank", why="The traveller lent it."),), why="Trust.")
    >>> card, = cards(Survey(claim, today=date(2026, 3, 2)))
    >>> card.role, card.passages[1].lines
    ('Bank', ('1 Pay. Why: The traveller lent it.',))
    """
    process = survey.process
    wanted = [one for one in process.parties if not process.is_system(one.id) and not process.is_partner(one.id)]
    if role is not None:
        folded = role.casefold()
        wanted = [one for one in process.parties if folded in (one.id.casefold(), one.name.casefold())]
        if not wanted:
            guess = did_you_mean(nearest(role, (one.name for one in process.parties)))
            raise UnknownNameError(f"There is no role '{role}'.{guess}")
    return tuple(_Writing(survey, after, plan, one).card() for one in wanted)


class _Writing:
    def __init__(self, survey: Survey, after: Survey | None, plan: Plan | None, role: Role) -> None:
        self._plan = plan
        self._survey = survey
        self._process: Process = survey.process
        self._after = after
        self._role = role
        self._: Callable[[str], str] = messages(survey.process.language)
        self._mine = _in_order(survey, role.id)

    def card(self) -> Card:
        process, _ = self._process, self._
        passages = tuple(one for one in (*self._passages(), *self._planned()) if one.lines)
        ride = self._in_one_ride()
        seconds = self._seconds(ride)
        rides = max(1, ceil(seconds / self._survey.elevator.limit))
        purpose = process.why if reading(process.why) == "text" else _(say("Nobody has said yet what it is for."))
        said = _(
            say(
                "Told in {seconds} seconds, {rides} of the elevator.",
                seconds=shown_seconds(seconds, self._survey.elevator.limit),
                rides=counted(rides, "ride"),
            )
        )
        passages = (Passage(_(say("In one ride")), (ride,)), *passages)
        return Card(self._role.name, process.name, purpose or "", passages, said, seconds, rides)

    def _in_one_ride(self) -> str:
        """Return what is told of a role in an elevator: as many of its steps as fit a ride, the rest as a number."""
        for most in range(len(self._mine), 1, -1):
            if self._seconds(text := self._spoken(most)) <= self._survey.elevator.limit:
                return text
        return self._spoken(1)

    def _spoken(self, most: int) -> str:
        names = listed((step.name.rstrip(".") for step in self._mine), most=most)
        told = [say("You are {role} in: {process}.", role=self._role.name, process=self._process.name)]
        told += [say("It is there for this: {why}", why=ended(why)) for why in [self._process.why] if why]
        told += [say("Your part: {steps}.", steps=names)] if self._mine else []
        told += [say("Why you: {why}", why=ended(self._role.why or ""))] if reading(self._role.why) == "text" else []
        return paragraph(map(self._, told))

    def _seconds(self, text: str) -> float:
        return spoken_seconds(text, self._survey.elevator.language, self._survey.limits)

    def _passages(self) -> Iterator[Passage]:
        _ = self._
        if self._process.is_customer(self._role.id):
            yield Passage(_(say("Your way through it")), tuple(self._journey()))
        yield Passage(_(say("What you do, in this order")), tuple(map(self._work, self._mine)))
        terms = RoleTerms(self._survey, self._role, self._mine)
        yield Passage(_(say("By when")), tuple(terms.times()))
        yield Passage(_(say("How often")), tuple(terms.repetitions()))
        yield Passage(_(say("With whom")), tuple(terms.company()))
        yield Passage(_(say("What can come in between")), tuple(terms.interruptions()))
        yield Passage(_(say("How it can end with you")), tuple(terms.ends()))
        yield Passage(_(say("What you get, and from whom")), tuple(self._given(before=True)))
        yield Passage(_(say("What you give, and to whom")), (*self._given(before=False), *terms.updated()))
        if self._process.is_ours(self._role.id):
            yield Passage(_(say("Why you are in it")), (self._reason(),))
            yield Passage(_(say("What you may decide")), (self._may(),))
            yield Passage(_(say("Your figures")), tuple(map(self._figure, self._kpis())))

    def _planned(self) -> Iterator[Passage]:
        if self._after is not None:
            told = promised(self._plan, self._role) if self._plan else ()
            lines = tuple(map(self._, plan_lines(self._survey, self._after, self._role.id, tuple(told))))
            yield Passage(self._(say("What changes for you")), lines)

    def _work(self, step: Step) -> str:
        why = step.why if reading(step.why) == "text" else None
        name = self._survey.told.step(step.id).name.rstrip(".")
        if why is None:
            return self._(say("{name}. Nobody has said why yet: ask.", name=name))
        if step.serves is None:
            return self._(say("{name}. Why: {why}", name=name, why=why))
        whom = phrase(_SERVES[step.serves])
        return self._(say("{name} ({whom}). Why: {why}", name=name, why=why, whom=whom))

    def _given(self, *, before: bool) -> Iterator[str]:
        """Yield what comes from, or goes to, each other role."""
        graph = self._survey.graph
        next_to = graph.work_before if before else graph.work_after
        found: dict[str, dict[str, None]] = {}
        for step in self._mine:
            for other in map(self._process.step, next_to[step.id]):
                if other.owner and other.owner != self._role.id:
                    giver, taker = (other, step) if before else (step, other)
                    found.setdefault(other.owner, {}).update(dict.fromkeys(self._handed(giver, taker)))
        for owner, handed in found.items():
            name = self._process.role(owner).name
            if before:
                yield self._(say("From {role}: {items}.", role=name, items=listed(handed)))
            else:
                yield self._(say("To {role}: {items}.", role=name, items=listed(handed)))

    def _handed(self, giver: Step, taker: Step) -> list[str]:
        """Return what one step hands to the next: what is declared, else the case as the step leaves it."""
        name = self._survey.told.step(giver.id).name
        after = say("the case, after {step}", step=quoted(name, len(name)))
        return [item for item in giver.outputs if item in taker.inputs] or list(giver.outputs) or [after]

    def _reason(self) -> str:
        why = self._role.why if reading(self._role.why) == "text" else None
        return why or self._(say("Nobody has said yet why this takes a role of its own: ask."))

    def _may(self) -> str:
        return self._role.may or self._(say("Nobody has said yet what you may decide without asking: ask."))

    def _kpis(self) -> list[Kpi]:
        mine = {step.id for step in self._mine}
        me = (self._role.id, self._role.name)
        return [kpi for kpi in self._process.kpis if mine.intersection(kpi.steps) or kpi.owner in me]

    def _figure(self, kpi: Kpi) -> str:
        what = kpi.what or self._(say("nobody has said what it measures"))
        action = kpi.action or self._(say("nobody has said what to do"))
        return self._(
            say("{name}: {what} When it moves: {action}", name=kpi.name, what=ended(what), action=ended(action))
        )

    def _journey(self) -> Iterator[str]:
        """Yield what a customer meets: contacts, people, waiting, and the promise."""
        process, survey = self._process, self._survey
        met = dict.fromkeys(survey.contacts.values())
        at = len(survey.contacts)
        spoken = say_many(at, "You are spoken with at {number} step.", "You are spoken with at {number} steps.")
        yield self._(spoken if at else say("Nobody speaks with you on the way."))
        if survey.expected_contacts and survey.expected_contacts < _ALWAYS:
            yield self._(say("That does not happen in every case."))
        elif survey.expected_contacts:
            yield self._(
                say_many(
                    round(survey.expected_contacts, 1),
                    "That makes {number} conversation in a case.",
                    "That makes {number} conversations in a case.",
                )
            )
        if met:
            names = (process.role(role).name for role in met)
            yield self._(say("You meet {roles}.", roles=listed(names)))
        yield from self._waiting()
        if survey.silence:
            yield self._(say("The longest time without a word to you: {time}.", time=self._rounded(survey.silence)))
        yield self._promise(process.promise)
        yield from DeclaredTerms(survey).whole()
        ends = [flow.outcome for step in process.steps for flow in step.flows]
        ends += [each.outcome for each in process.anytime]
        if named := dict.fromkeys(filter(None, ends)):
            yield self._(say("It can end so: {ends}.", ends=listed(named)))

    def _waiting(self) -> Iterator[str]:
        """Yield how long a case lies still; a wait for the customer is none of these."""
        visits = self._survey.visits
        waits = [
            (visits[step.id] or 0.0) * step.waits
            for step in self._process.work
            if step.waits and step.waited_for != "customer"
        ]
        if sum(waits):
            time = self._rounded(sum(waits))
            yield self._(say("Nobody works on your case for about {time} in all, on average.", time=time))

    def _promise(self, promise: Promise | None) -> str:
        if promise is None:
            return self._(say("Nobody promises you a date: ask for one."))
        if promise.within is None:
            return self._(say("You are promised: {words}", words=ended(promise.text or "")))
        time = DeclaredTerms(self._survey).promised_time(promise)
        if promise.of is None:
            return self._(say("You are promised it within this time: {time}.", time=time))
        share = percentage(promise.of)
        return self._(say("You are promised it within this time, in {share} of cases: {time}.", share=share, time=time))

    def _rounded(self, minutes: float) -> str:
        """Say a measured time in the largest unit of which it has one, to the half below ten."""
        clock = self._process.clock
        size, sign = next(pair for pair in ((clock.day, "d"), (60.0, "h"), (0.0, "m")) if minutes >= pair[0])
        number = minutes / (size or 1.0)
        number = max(round(number * 2) / 2 if number < 10 else round(number), 0.5)
        time = duration(f"{number:g}{sign}", clock) or minutes
        return spoken_time(time, clock, phrases_of(self._survey.elevator.language))


def _in_order(survey: Survey, role: str) -> tuple[Step, ...]:
    """Return the steps of a role in the order in which the process is told."""
    told = {part.step: number for number, part in reversed(list(enumerate(survey.elevator.parts)))}
    mine = [step for step in survey.process.work if step.owner == role or role in step.alongside]
    return tuple(sorted(mine, key=lambda step: told.get(step.id, len(told))))
