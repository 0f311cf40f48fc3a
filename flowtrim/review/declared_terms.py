"""What is declared of steps and roles beside what they do, in the language of the process, for cards and checklists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flowtrim.measures import Survey
from flowtrim.measures.elevator.phrases import phrases_of
from flowtrim.measures.elevator.spoken_terms import SpokenTerms, spoken_time
from flowtrim.model import END, Interruption, Promise, Repetition, Role, Step
from flowtrim.sentences import Message, listed, marked, messages, phrase, say, say_many


def percentage(share: float) -> str:
    """Return a share as it stands in a line.

    >>> percentage(0.8), percentage(0.125)
    ('80%', '12.5%')
    """
    return f"{100 * share:.3g}%"


class DeclaredTerms:
    """Says the terms of a process line by line; steps have the numbers that they have in every report."""

    def __init__(self, survey: Survey) -> None:
        self.process = survey.told
        self.say = phrases_of(survey.elevator.language)
        self.terms = SpokenTerms(self.process, self.say, self._quoted)
        self._: Callable[[str], str] = messages(survey.process.language)

    def whole(self) -> list[str]:
        """Say within which time a case has to be done."""
        return list(map(self.say.sentence, self.terms.whole()))

    def promised_time(self, promise: Promise) -> str:
        """Say within which time something is promised, and between which steps it counts."""
        time: str | Message = spoken_time(promise.within or 0.0, self.process.clock, self.say)
        first, last = (self._quoted(step) if step else "" for step in (promise.since, promise.until))
        if first and last:
            time = say("{time} from {first} until {last}", time=time, first=first, last=last)
        elif first or last:
            time = (
                self.say.since.format(time=time, step=first)
                if first
                else say("{time} until {last}", time=time, last=last)
            )
        return self._(time)

    def promise(self, promise: Promise) -> str:
        """Say what the customer is promised: the words, or the time and for how many cases."""
        if promise.within is None:
            return promise.text or ""
        clause = self.say.within.format(time=self.promised_time(promise))
        share = None if promise.of is None else f"{100 * promise.of:.3g} %"
        return clause if share is None else self.say.in_share.format(clause=clause, share=share)

    def due(self, step: Step) -> Iterator[str]:
        """Yield in which rounds a step is done, and within which time."""
        yield from self.terms.clauses(step)

    def late(self, step: Step) -> Iterator[tuple[str, str, float | None]]:
        """Yield what opens each thing that follows once a deadline has passed, who then does what, and how often."""
        for deadline in step.within:
            if deadline.consequence:
                cue = self.terms.late(step, deadline)
                yield cue, self._named(deadline.consequence), deadline.share

    def between(self, interruption: Interruption) -> tuple[str, str]:
        """Return when something comes in between, and what then happens."""
        when = self.terms.interrupted(interruption)
        if interruption.to != END:
            return when, self._named(interruption.to)
        return when, self.end(interruption.outcome)

    def end(self, outcome: str | None) -> str:
        """Say how a case ends."""
        return self.say.ends_as.format(outcome=outcome) if outcome else self.say.ends

    def sentence(self, cue: str, rest: str) -> str:
        """Return what happens and when as one sentence."""
        return self.say.sentence(self.say.cue_step.format(cue=cue, step=rest))

    def repeated(self, name: str, each: Repetition) -> str:
        """Say for how many things something is done, and whether at once."""
        words = {"step": name, "thing": each.of, "number": f"{each.count:g}"}
        return self._(
            say("{step}: for each {thing}, {number} in a case, all at the same time.", **words)
            if each.parallel
            else say("{step}: for each {thing}, {number} in a case, one after the other.", **words)
        )

    def deadline_rows(self) -> Iterator[tuple[str, str]]:
        """Yield every time that somebody set, with what it is set for."""
        whole = self._(phrase(marked("the whole process")))
        if self.process.promise:
            yield self._(phrase(marked("the promise to the customer"))), self.promise(self.process.promise)
        yield from ((whole, line) for line in self.whole())
        for step in self.process.work:
            yield from ((step.name, clause) for clause in self.due(step))
            yield from ((step.name, self.sentence(cue, rest)) for cue, rest, _ in self.late(step))

    def repetition_rows(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield what is done for each of several things, with their number and whether at once."""
        at_once = {False: phrase(marked("no")), True: phrase(marked("yes"))}
        steps = ((step.name, step.each) for step in self.process.work)
        for name, each in (*steps, *((part.name, part.each) for part in self.process.parts)):
            if each is not None:
                yield name, each.of, f"{each.count:g}", at_once[each.parallel]

    def exception_rows(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield what does not happen in every case: optional steps, late ones, and what comes in between."""
        for step in self.process.work:
            if step.optional is not None:
                yield step.name, self.say.optional, "", percentage(step.optional)
            for cue, rest, share in self.late(step):
                yield step.name, cue, rest, "" if share is None else percentage(share)
        for each in self.process.anytime:
            at = listed(self.process.step(step).name for step in each.since) if each.since else self.say.any_time
            end = self._(phrase(marked("end"))) if each.outcome is None else each.outcome
            to = end if each.to == END else self._named(each.to)
            yield self._(at), each.when, to, "" if each.share is None else percentage(each.share)

    def authority_rows(self) -> Iterator[tuple[str, str | None, str, str]]:
        """Yield what each role may decide, who stands in for it, and how many have it; those that decide without."""
        deciding = {step.owner for step in self.process.work if step.kind in ("approve", "decide")}
        for role in self.process.parties:
            declared = role.may or role.deputy or role.persons is not None
            if declared or (role.id in deciding and self.process.is_ours(role.id)):
                deputy = self.process.role(role.deputy).name if role.deputy else ""
                yield role.name, role.may, deputy, "" if role.persons is None else f"{role.persons:g}"

    def _named(self, step_id: str) -> str:
        """Return a step with who does it."""
        step = self.process.step(step_id)
        return f"{step.name} ({self.process.role(step.owner).name})" if step.owner else step.name

    def _quoted(self, step_id: str) -> str:
        return self.say.quoted.format(step=self.process.step(step_id).name)


class RoleTerms(DeclaredTerms):
    """What of it concerns one role; ``mine`` are the steps that it does or helps with, in the order of the telling."""

    def __init__(self, survey: Survey, role: Role, mine: Sequence[Step]) -> None:
        super().__init__(survey)
        self.role = role
        self.steps = tuple(self.process.step(step.id) for step in mine)
        self.mine = {step.id for step in mine}

    def times(self) -> Iterator[str]:
        """Yield the times that the steps have to keep, and what follows late ones: of them, and by them."""
        if self.mine and self.process.is_ours(self.role.id):
            yield from self.whole()
        for step in self.steps:
            if self.terms.clauses(step):
                yield self.say.sentence(self.terms.title(step, step.name))
        for step in self.process.work:
            followed = [deadline for deadline in step.within if deadline.consequence]
            for deadline, (cue, rest, _) in zip(followed, self.late(step), strict=True):
                if step.id in self.mine or deadline.consequence in self.mine:
                    yield self.sentence(cue, rest)

    def repetitions(self) -> Iterator[str]:
        """Yield what is done for each of several things, and what not in every case."""
        for step in self.steps:
            yield from (self.repeated(step.name, each) for each in self.process.repetitions(step))
            if step.optional is not None:
                yield self._(say("{step}: in {share} of cases.", step=step.name, share=percentage(step.optional)))

    def company(self) -> Iterator[str]:
        """Yield with whom the role works, who stands in for whom, and what must be done by others."""
        for step in self.steps:
            others = [role for role in dict.fromkeys((step.owner, *step.alongside)) if role and role != self.role.id]
            if step.alongside:
                names = listed(self.process.role(role).name for role in others)
                yield self._(say("{step}: together with {roles}.", step=step.name, roles=names))
        if self.process.is_ours(self.role.id):
            yield from self._persons()
        apart = ((group, True) for group in self.process.separate)
        for group, is_of_roles in (*apart, *((group, False) for group in self.process.separate_persons)):
            if self.mine.intersection(group):
                steps = listed(self.process.step(step).name for step in group)
                role = say("Never by the same role: {steps}.", steps=steps)
                yield self._(role if is_of_roles else say("Never by the same person: {steps}.", steps=steps))

    def _persons(self) -> Iterator[str]:
        """Yield who stands in for the role and for whom it does, from which team it is taken, and how many have it."""
        process, role = self.process, self.role
        if role.deputy:
            yield self._(say("{deputy} stands in for you.", deputy=process.role(role.deputy).name))
        if others := [one.name for one in process.roles if one.deputy == role.id]:
            yield self._(say("You stand in for {roles}.", roles=listed(others)))
        if role.of:
            team = process.role(role.of.team).name
            turn = say("For each case, somebody of {team} has this role: {turn}.", team=team, turn=role.of.turn or "")
            yield self._(turn if role.of.turn else say("For each case, somebody of {team} has this role.", team=team))
        if role.persons is not None:
            yield self._(say_many(role.persons, "{number} person has this role.", "{number} persons have this role."))

    def interruptions(self) -> Iterator[str]:
        """Yield what may come in between and leads to the role."""
        yield from (self.sentence(*self.between(each)) for each in self.process.anytime if each.to in self.mine)

    def ends(self) -> Iterator[str]:
        """Yield the named ends to which the steps lead, by way of gateways too."""
        ahead = [flow for step in self.steps for flow in step.flows]
        seen: set[str] = set()
        found: dict[str, None] = {}
        for flow in ahead:
            if flow.to == END and flow.outcome:
                found[flow.outcome] = None
            elif self.process.has_step(flow.to) and flow.to not in seen and not self.process.step(flow.to).is_work:
                seen.add(flow.to)
                ahead += self.process.step(flow.to).flows
        yield from found

    def updated(self) -> Iterator[str]:
        """Yield which documents the role keeps up to date."""
        if documents := dict.fromkeys(item for step in self.steps for item in step.updates):
            yield self._(say("You keep up to date: {documents}.", documents=listed(documents)))
