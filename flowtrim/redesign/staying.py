"""Steps that stay after all: those without which another lacks what it takes, or all is longer to tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from flowtrim.changes import Trial
from flowtrim.errors import ChangeError
from flowtrim.measures import Survey
from flowtrim.measures.dead_steps import finds_out
from flowtrim.model import Change, Drop, Step
from flowtrim.redesign.proposal import Proposed
from flowtrim.redesign.workbench import STRANDED, Bench
from flowtrim.sentences import Message, counted, quoted, say

_EMPTY = frozenset({"who-rubber-stamp", "who-approval-of-approval"})
"""Rules that ask about approvals of everything: what lacks their stamp lacks nothing."""


def missed(bench: Bench) -> Mapping[str, Message]:
    """Return the steps that a plan lets go, and that alone make what a step that stays takes, each with why it stays.

    A step stays that has a reason, that finds out which way a case goes, or that somebody or something keeps. One that
    only has a weak reason is asked about as well, and so is what it takes. Those that are missed are missed with all
    that they take themselves. Where several made a thing, the one that went last is missed.
    """
    before = bench.before
    work = {step.id: step for step in map(bench.current, before.process.work) if step is not None}
    staying = set(_held(bench, work.values()))
    gone = [before.process.step(step_id) for step_id in _gone(bench)]
    found: dict[str, Message] = {}
    count = -1
    while len(found) > count:
        count = len(found)
        for step in [step for step in reversed(gone) if step.id not in found]:
            if (why := _why(before, staying, work.keys() | found.keys(), step)) is not None:
                found[step.id] = why
                staying.add(step.id)
    return found


def _held(bench: Bench, work: Iterable[Step]) -> Iterator[str]:
    kept = {one.change.step for one in bench.refused if isinstance(one.change, Drop)}
    for step in work:
        if finds_out(step) or step.id in kept or step.id in bench.before.justification.justified:
            yield step.id


def _gone(bench: Bench) -> Iterator[str]:
    drops = ((one.rule, one.change) for one in bench.changes if isinstance(one.change, Drop))
    for rule, change in drops:
        if rule not in _EMPTY and change.because != STRANDED and bench.before.process.has_step(change.step):
            yield change.step


def _why(before: Survey, staying: Collection[str], left: Collection[str], step: Step) -> Message | None:
    """Say which of those that stay would lack what a step makes; None where none would."""
    follows, use = before.graph.can_follow, before.data_use
    for item in dict.fromkeys(step.outputs):
        others = [maker for maker in use.makers[item] if maker in left]
        for user in (user for user in use.users.get(item, ()) if user in staying and follows(step.id, user)):
            takes = item in before.process.step(user).inputs
            if takes and not any(follows(maker, user) for maker in others):
                taker = quoted(before.process.step(user).name)
                return say("Only it makes {item}, which {step} takes.", item=quoted(item), step=taker)
    return None


def lengthening(bench: Bench) -> Mapping[str, Message]:
    """Return the first step whose drop lets the whole plan take more rides to tell, with why it stays.

    A drop that takes a ride more by itself is passed over only where the plan without it takes fewer: a later change
    may have made up for it. What somebody accepted is not theirs to lose again.
    """
    for one in bench.changes:
        drop = one.change
        if isinstance(drop, Drop) and _asks_for_a_ride(one) and not bench.is_accepted(drop):
            rest = (change for other in bench.changes if other is not one for change in other.changes)
            left = _after(bench.before, rest)
            if left is not None and (fewer := bench.survey.rides - left.rides) > 0:
                return {
                    drop.step: say("Without it the process takes {rides} more to tell.", rides=counted(fewer, "ride"))
                }
    return {}


def _asks_for_a_ride(one: Proposed) -> bool:
    follows = isinstance(one.change, Drop) and one.change.because == STRANDED
    return not one.safe and not follows and one.gain is not None and one.gain.rides < 0


def _after(before: Survey, changes: Iterable[Change]) -> Survey | None:
    """Return the survey of what changes leave; None where they do not fit without the one that was left out."""
    trial = Trial(before.process)
    try:
        trial.make(*changes)
    except ChangeError:
        return None
    return Survey(trial.process(), today=before.today, limits=before.limits)
