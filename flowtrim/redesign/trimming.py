"""Trim a process in the order of the story: why, what, who, order, compose, and what still has to go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from flowtrim.measures import Survey
from flowtrim.measures.cautions import Cautions, only_maker
from flowtrim.measures.choices import finds_out, found_for
from flowtrim.measures.dead_steps import refusing_nothing
from flowtrim.measures.letting_go import is_asking_first, is_indispensable
from flowtrim.model import Change, Drop, Step
from flowtrim.redesign.asking_order import ask_order
from flowtrim.redesign.asking_who import ask_who
from flowtrim.redesign.asking_why import ask_what, ask_why
from flowtrim.redesign.composition import compose
from flowtrim.redesign.fitting import make_it_fit
from flowtrim.redesign.proposal import Proposal
from flowtrim.redesign.questions import questions
from flowtrim.redesign.resting import with_who_leaves
from flowtrim.redesign.staff import enough_staff, note_choices, smallest_staff, undeclared_staff
from flowtrim.redesign.workbench import STRANDED, Bench, Watch
from flowtrim.sentences import Message, marked, phrase, quoted_list, say

ASKING_FIRST = phrase(
    marked("Hardly any step has a reason yet: ask first. The questions below stand in the best order to ask them.")
)
MOST_NAMED = 3
"""Steps that a note names."""
NO_REASONS = phrase(marked("No step has a reason. What would be left is nothing: ask first what the process is for."))


def trim(
    survey: Survey,
    *,
    only_safe: bool = False,
    refused: Iterable[Change] = (),
    accepted: Iterable[Change] | None = None,
    watch: Watch | None = None,
) -> Proposal:
    """Propose a plan: what can go and why, measured again after every change (docs/trim.md).

    First comes what is safe alone, then what is asked: so the safe changes are the same with ``only_safe``, which keeps
    to what goes without further talk. ``refused`` are changes that somebody does not want, for whatever reason they
    are proposed; ``accepted`` are the only ones that are wanted, where it is given. Either way the rest is worked out
    anew, so that it holds without the others. ``watch`` is told how far it is.

    >>> from datetime import date
    >>> from flowtrim.model import Flow, Process, Step
    >>> claim = Process("Claim", steps=(
    ...     Step("log", "Log it", owner="Clerk", why="The customer gets a number to ask for.", flows=(Flow("stamp"),)),
    ...     Step("stamp", "Stamp it", owner="Boss", why="none", flows=(Flow("pay"),)),
    ...     Step("pay", "Pay it", owner="Clerk", why="The customer gets back what he spent for us.")))
    >>> proposal = trim(Survey(claim, today=date(2026, 3, 2)))
    >>> [(one.rule, one.change.step, one.safe, one.gain.handoffs) for one in proposal.changes[:1]]
    [('why-none', 'stamp', True, 2)]
    """
    return trimmed(Bench(survey, refused=refused, accepted=accepted, watch=watch), only_safe=only_safe)


def trimmed(bench: Bench, *, only_safe: bool = False) -> Proposal:
    """Propose a plan on a bench of one's own; see ``trim``."""
    survey = bench.before
    asking_first = is_asking_first(survey)
    safe = survey
    apart = None
    if asking_first:
        everything = len(survey.justification.unjustified) == survey.steps
        bench.note(NO_REASONS if everything else ASKING_FIRST)
    else:
        bench, safe = _worked_out(bench, only_safe=only_safe)
        note_choices(bench)
        apart = make_it_fit(bench)
    _note_what_waits(bench)
    smallest = None if asking_first else smallest_staff(bench.survey)
    return Proposal(
        before=survey,
        safe=safe,
        after=bench.survey,
        changes=tuple(with_who_leaves(bench.changes, survey, bench.survey.process)),
        refused=tuple(bench.refused),
        questions=questions(survey, safe, bench.survey),
        apart=apart,
        waterfall=tuple(bench.waterfall),
        asking_first=asking_first,
        notes=tuple(bench.notes),
        conflict=bench.conflict,
        smallest=smallest,
        enough=enough_staff(survey, bench.survey, smallest),
        undeclared=undeclared_staff(bench.survey, smallest or ()),
    )


def _note_what_waits(bench: Bench) -> None:
    """Note where cases may wait for ever, since the figures of what follows are not whole then."""
    process = bench.before.process
    if waiting := [process.step(step_id).name for step_id in bench.before.counted_in_part[:MOST_NAMED]]:
        told = say(
            "Figures count only part of what follows {steps}: cases may wait there for ever.",
            steps=quoted_list(waiting),
        )
        bench.note(told)


def _worked_out(bench: Bench, *, only_safe: bool) -> tuple[Bench, Survey]:
    """Let every stage make its changes, first what is safe alone; return the bench, and what is left of what is safe.

    No role is given work by one change that leaves by another, and nothing goes without which a step that stays would
    lack what it takes: where that comes about, it is passed over, and all is worked out again. What is safe is the same
    whether anything is asked or not.
    """
    while True:
        safe = _through_all_stages(bench)
        if only_safe and not bench.given:
            return bench, safe
        bench.ask()
        _through_all_stages(bench)
        if staying := _missed(bench):
            bench = bench.anew(spared={**bench.spared, **staying})
            continue
        if in_vain := bench.given & bench.leaving:
            bench = bench.anew(passed_over=bench.passed_over | in_vain)
            continue
        if only_safe:
            bench = bench.anew()
            safe = _through_all_stages(bench)
        return bench, safe


def _through_all_stages(bench: Bench) -> Survey:
    """Let every stage make its changes, until nothing more follows from them; return what is left."""
    count = -1
    while len(bench.changes) > count:
        count = len(bench.changes)
        for stage in (ask_why, ask_what, ask_who, ask_order, compose):
            stage(bench)
    return bench.survey


def _missed(bench: Bench) -> Mapping[str, Message]:
    """Return the steps that a plan lets go, and that alone make what a step that stays takes, each with why it stays.

    A step stays that has a reason, finds out which way a case goes, alone delivers something, or that somebody keeps.
    One that only has a weak reason is asked about as well, and so is what it takes. Those that are missed are missed
    with all that they take themselves. Where several made a thing, the one that went last is missed.
    """
    before = bench.before
    work = {step.id: step for step in map(bench.current, before.process.work) if step is not None}
    staying = set(_held(bench, work.values()))
    gone = [*_gone(bench)]
    takes = {one.id: {*one.inputs, *(work[one.id].inputs if one.id in work else ())} for one in before.process.work}
    found: dict[str, Message] = {}
    count = -1
    while len(found) > count:
        count = len(found)
        for step in [step for step in reversed(gone) if step.id not in found]:
            users = {user: takes[user] for user in staying if not takes[user].isdisjoint(step.outputs)}
            if (why := _why(before, users, work.keys() | found.keys(), step)) is not None:
                found[step.id] = why
                staying.add(step.id)
    return found


def _held(bench: Bench, work: Iterable[Step]) -> Iterator[str]:
    kept = {one.change.step for one in bench.refused if isinstance(one.change, Drop)}
    resting = found_for(bench.before.graph)
    kept |= bench.before.justification.justified
    cautions = Cautions(bench.before.graph)
    for step in work:
        if finds_out(step, resting) or step.id in kept or is_indispensable(cautions, step) is not None:
            yield step.id


def _gone(bench: Bench) -> Iterator[Step]:
    """Yield the steps of today that questions let go, and whose loss may be felt; what is safe is so whatever is asked.

    What lacks the stamp of an approval of everything lacks nothing, unless that was left to make what a step made that
    goes safely.
    """
    process = bench.before.process
    drops = [(one, one.change) for one in bench.changes if isinstance(one.change, Drop)]
    drops = [(one, drop) for one, drop in drops if process.has_step(drop.step)]
    left_to_others = {item for one, drop in drops if one.safe for item in process.step(drop.step).outputs}
    empty = refusing_nothing(bench.before)
    for one, drop in drops:
        step = process.step(drop.step)
        is_stamp = step.id in empty and left_to_others.isdisjoint(step.outputs)
        if not (one.safe or is_stamp or drop.because == STRANDED):
            yield step


def _why(before: Survey, takes: Mapping[str, Collection[str]], left: Collection[str], step: Step) -> Message | None:
    """Say which of some steps, each with what it takes, would lack what a step makes; None where none would."""
    follows = before.graph.can_follow
    for item in dict.fromkeys(step.outputs):
        others = [maker for maker in before.data_use.makers[item] if maker in left]
        for user in (user for user in before.graph.reading_order if item in takes.get(user, ())):
            if follows(step.id, user) and not any(follows(maker, user) for maker in others):
                return only_maker(item, before.process.step(user).name)
    return None
