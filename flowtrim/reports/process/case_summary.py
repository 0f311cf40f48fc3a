"""What cases take, in words: how long, for what they wait, how they end, and whether promises are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor
from typing import TYPE_CHECKING, Protocol

from flowtrim.measures import Survey
from flowtrim.measures.term_amounts import rated_roles, waiting_minutes
from flowtrim.measures.times import expected_duration
from flowtrim.model import Clock
from flowtrim.reports.media.text_lines import shortened, washed
from flowtrim.reports.media.words import declared, plain, points, rounded, share, worked
from flowtrim.reports.process.process_page import Figure
from flowtrim.reports.process.verdict import longer_on_average
from flowtrim.sentences import Digits, counted, in_a_row, listed, quoted, say, say_many

if TYPE_CHECKING:
    from flowtrim.measures.groups_of_cases import CaseFigures
    from flowtrim.measures.promises import Kept
    from flowtrim.measures.simulation import Simulation
    from flowtrim.measures.times import Times

_NAME = 40
"""Cells of a name in a list of names."""
_FEW = 3
"""Steps that are named where there are many."""
_MOST = 6
"""Groups of cases that are told; the JSON report has all."""


WAITED_FOR = {
    "law": say("for the law"),
    "contract": say("for a contract"),
    "partner": say("for a partner"),
    "customer": say("for the customer to act"),
    "batch": say("for the next round"),
    "queue": say("in a queue"),
    "": say("for reasons not said"),
}
"""For what a case waits, by the causes of the file."""


class Lasting(Protocol):
    """A duration with what has to be said of it."""

    @property
    def lower_bound(self) -> bool: ...  # noqa: D102 - as in Times

    @property
    def simulated(self) -> Simulation | None: ...  # noqa: D102 - as in Times


def times(survey: Survey) -> Iterator[str]:
    """Say how long a case takes, and of what that time consists."""
    times, clock = survey.times, survey.process.clock
    if times.effort_minutes:
        yield Figure.of("work", say("{time} of work", time=worked(times.effort_minutes, clock)))
    if times.cycle_minutes:
        yield Figure.of("duration", _from_start_to_end(survey), _unknown_waiting(times))
    yield from _spread(survey)
    if told := list(_waited_for(survey)):
        waits, add_up = listed(told), _waits_side_by_side(survey)
        yield (
            say("waits {times}, some of it side by side", times=waits) if add_up else say("waits {times}", times=waits)
        )
    if survey.knock_outs.minutes:
        yield say("{time} of checks in cases refused later", time=worked(survey.knock_outs.minutes, clock))
    if times.efficiency is not None:
        yield Figure.of("efficiency", _efficiency(times.efficiency, times.efficiency_error))
    yield from _called_work(survey)
    if times.effort_minutes and times.undeclared:
        yield say_many(len(times.undeclared), "{number} step without a time", "{number} steps without a time")


def _from_start_to_end(survey: Survey) -> str:
    """Say how long a case takes; on average where cases go different ways, since the longest takes longer."""
    time = duration(survey.times.cycle_minutes or 0.0, survey.times, survey.process.clock)
    if any(step.split != "all" and len(step.flows) > 1 for step in survey.process.steps):
        return say("{time} from start to end on average", time=time)
    return say("{time} from start to end", time=time)


def _efficiency(part: float, error: float | None) -> str:
    if error is None:
        return say("{share} efficient", share=Digits(share(part)))
    return say("{share} efficient (simulated, ± {points} at 95%)", share=Digits(share(part)), points=points(error))


def costs(survey: Survey) -> Iterator[str]:
    """Say what the work costs, in hours and in money."""
    times = survey.times
    if times.hours_per_year:
        yield from _hours(survey)
    if times.cost_per_year:
        yearly = say("costs {amount} a year", amount=Digits(f"{times.cost_per_year:,.0f}"))
        yield Figure.of("cost", _as_far_as_known(yearly, survey))
    if times.cost:
        yield _as_far_as_known(say("costs {amount} a case", amount=Digits(plain(times.cost))), survey)
    if times.hours_per_year or times.cost:
        yield from _only_in_part(survey)


def _only_in_part(survey: Survey) -> Iterator[str]:
    """Say where figures are not whole, since cases do not come to what follows."""
    if steps := survey.counted_in_part:
        names = listed([quoted(shortened(washed(survey.told.step(step).name), _NAME)) for step in steps], most=_FEW)
        yield say("of what follows {steps} all figures count only a part: cases may wait there for ever", steps=names)


def _as_far_as_known(cost: str, survey: Survey) -> str:
    """Say of a cost for how many roles and steps it counts their work, where that is not all of them."""
    rated, roles = rated_roles(survey.process)
    if not rated:
        return say("{cost} beside the work, for which no rate is declared", cost=cost) if roles else cost
    if rated < roles:
        parts = {"cost": cost, "rated": Digits(str(rated)), "roles": counted(roles, "role")}
        cost = say("{cost}, as far as rates are declared ({rated} of {roles})", **parts)
    steps = map(survey.process.step, survey.times.undeclared)
    untimed = [step for step in steps if step.cost is None and step.owner and survey.process.is_ours(step.owner)]
    if not untimed:
        return cost
    return say_many(
        len(untimed),
        "{cost}, {number} step without a time not counted",
        "{cost}, {number} steps without a time not counted",
        cost=cost,
    )


def _unknown_waiting(times: Times) -> str:
    return (
        say("waiting unknown") if times.effort_minutes and not times.waiting_for and times.waiting_share is None else ""
    )


def duration(minutes: float, told_of: Lasting, clock: Clock) -> str:
    """Say how long a case lasts; a simulated figure says so, with its error, and a lower bound that it is one."""
    time, played = worked(minutes, clock), told_of.simulated
    if played is None:
        return say("at least {time}", time=time) if told_of.lower_bound else time
    told = [say_many(played.cases, "{number} case simulated", "{number} cases simulated")]
    told += [say("± {error} at 95%", error=worked(played.half_width, clock))] if played.half_width else []
    told += [] if played.precise else [say("not to 1%: cases differ too much")]
    return say("about {time} ({how})", time=time, how=in_a_row(*told))


def _spread(survey: Survey) -> Iterator[str]:
    """Say within which time half and nine of ten cases are done, with the larger of the two errors of each."""
    clock = survey.process.clock
    told = [
        say("{share} within {time}", share=Digits(share(each.of)), time=_give_or_take(each.minutes, each.error, clock))
        for each in survey.percentiles
    ]
    if told:
        least, times = survey.times.lower_bound and not survey.times.waiting_for, listed(told)
        times = say("at least {time}", time=times) if least else times
        number = survey.percentiles[0].cases
        if all(each.precise for each in survey.percentiles):
            yield say("{times} ({number} cases simulated, errors at 95%)", times=times, number=number)
        else:
            yield say(
                "{times} ({number} cases simulated, errors at 95%; not to 1%: cases differ too much)",
                times=times,
                number=number,
            )


def _give_or_take(minutes: float, error: float | None, clock: Clock) -> str:
    """Return a time with its error, if it has one."""
    time = worked(minutes, clock)
    return say("{time} ± {error}", time=time, error=worked(error, clock)) if error else time


def _waited_for(survey: Survey) -> Iterator[str]:
    """Say for what a case waits how long, where the file says for what."""
    waits = survey.times.waiting_for
    if set(waits) <= {""}:
        return
    for cause, words in WAITED_FOR.items():
        if waits.get(cause):
            yield say("{time} {cause}", time=worked(waits[cause], survey.process.clock), cause=words)


def _waits_side_by_side(survey: Survey) -> bool:
    """Whether what a case waits for adds up to more than it makes the case longer."""
    waits = waiting_minutes(survey.timed_reduction.form.graph.process)
    ends = None not in survey.visits.values()
    longer, played = expected_duration(survey.timed_reduction, waits, ends=ends)
    if longer is None:
        return False
    return sum(survey.times.waiting_for.values()) > longer * (1 + 1e-6) + (played.half_width if played else 0.0)


def _hours(survey: Survey) -> Iterator[str]:
    """Say how many hours a year the work takes, as every comparison counts them, and how many are those of others."""
    others = survey.yearly.others or 0.0
    by_others = say("{hours} of others included", hours=counted(round(others), "hour")) if others >= 0.5 else ""
    whole = counted(round(survey.times.hours_per_year or 0.0), "hour")
    yield Figure.of("hours", say("{hours} a year", hours=whole), by_others)


def _called_work(survey: Survey) -> Iterator[str]:
    """Say how much work lies in the processes that this one calls, as far as they are among the files given."""
    called = [load for load in survey.workloads if load.called is not None]
    if called:
        minutes = worked(sum(load.minutes for load in called), survey.process.clock)
        yearly = round(sum(load.hours or 0.0 for load in called))
        told = say("{time} in what it calls", time=minutes)
        yield in_a_row(told, say("{hours} a year", hours=counted(yearly, "hour")) if yearly else "")


def groups_of_cases(groups: Sequence[CaseFigures], clock: Clock) -> Iterator[str]:
    """Say what the cases of each group take."""
    for each in groups[:_MOST]:
        name, part = _named(each.name) or say("otherwise"), Digits(share(each.share))
        told: list[str] = [say("{name} {share}", name=name, share=part)]
        if each.cycle_minutes:
            told.append(duration(each.cycle_minutes, each, clock))
        if each.handoffs is not None:
            told.append(counted(rounded(each.handoffs), "handoff"))
        yield in_a_row(*told)


def promises(survey: Survey) -> Iterator[str]:
    """Say whether the promise and the deadlines are kept."""
    from flowtrim.measures.simulation import PRECISE  # here: only who sets times has cases played

    for each in survey.kept:
        how = in_a_row(
            _how(each, survey.process.clock), *_without_times(each, survey), *longer_on_average(each, survey)
        )
        yield say("{term}: {how}", term=_term(each, survey), how=how)
    played = max((each.cases for each in survey.kept), default=0)
    if played and all((each.expected_error or 0.0) <= PRECISE * (each.expected or 0.0) for each in survey.kept):
        yield say("by {number} simulated cases, errors at 95%", number=played)
    elif played:
        yield say(
            "by {number} simulated cases, errors at 95%; that is enough to tell what is kept, but the average times "
            "may be off by more than 1%",
            number=played,
        )


def _without_times(found: Kept, survey: Survey) -> Iterator[str]:
    """Say of how many steps no time is known, where the whole of a case has to be in time and was played."""
    term, unknown = found.term, len(survey.times.undeclared)
    if unknown and found.share is not None and not (term.step or term.since or term.until):
        yield say_many(unknown, "without the time of {number} step", "without the times of {number} steps")


def _term(found: Kept, survey: Survey) -> str:
    term, process = found.term, survey.process
    time = declared(term.within, process.clock)
    match term.sort:
        case "target":
            return say("{name}, target within {time}", name=quoted(_named(term.kpi or "")), time=time)
        case "limit":
            return say("limit, in all within {time}", time=time)
        case "promise":
            told = say("promised within {time}", time=time)
        case _ if term.step is None:
            told = say("in all within {time}", time=time)
        case _:
            told = say("{name} within {time}", name=quoted(_named(survey.told.step(term.step).name)), time=time)
    if term.of is None or term.of >= 1:
        return told
    return say("{term} for {share}", term=told, share=Digits(share(term.of)))


def _how(found: Kept, clock: Clock) -> str:
    """Say how a promise is kept; the error of the share in points of a hundred."""
    if found.share is None or found.expected is None:
        return found.why_not or say("not known")
    time = _give_or_take(found.expected, found.expected_error or None, clock)
    time = say("at least {time}", time=time) if found.lower_bound else time
    part = say("{share} in time", share=_in_time(found.share, found.share_error))
    if found.term.of is None:  # the mean has to keep it, so that many may be late where it does, and few where not
        holds = say("the mean of {time} keeps it", time=time)
        return in_a_row(holds if found.is_kept else say("the mean of {time} does not keep it", time=time), part)
    return in_a_row(say("kept") if found.is_kept else say("not kept"), part, say("{time} on average", time=time))


def _in_time(part: float, error: float | None) -> str:
    """Return the share of the cases in time, with its error; it is only all of them where none was late.

    >>> _in_time(1.0, 0.003), _in_time(0.9997, None), _in_time(0.73, 0.012), _in_time(0.0, 0.003)
    ('all', '99.9%', '73% ± 1.2 points', 'none')
    """
    if part in (0.0, 1.0):
        return say("all") if part else say("none")
    told = Digits(f"{floor(part * 1000) / 10}%" if part >= 0.995 else share(part))
    return say("{share} ± {points}", share=told, points=points(error)) if error and error >= 0.0005 else told


def _named(name: str) -> str:
    return shortened(washed(name), _NAME)
