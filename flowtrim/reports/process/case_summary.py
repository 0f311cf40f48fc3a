"""What cases take, in words: how long, for what they wait, how they end, and whether promises are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor
from typing import TYPE_CHECKING, Protocol

from flowtrim.measures import Survey
from flowtrim.model import Clock
from flowtrim.reports.media.text_lines import shortened, washed
from flowtrim.reports.media.words import declared, points, several, share, worked
from flowtrim.reports.process.process_page import Figure
from flowtrim.sentences import counted, listed

if TYPE_CHECKING:
    from flowtrim.measures.groups_of_cases import CaseFigures
    from flowtrim.measures.promises import Kept
    from flowtrim.measures.simulation import Simulation

_NAME = 40
"""Cells of a name in a list of names."""
_MOST = 6
"""Groups of cases that are told; the JSON report has all."""


WAITED_FOR = {
    "law": "for the law",
    "contract": "for a contract",
    "partner": "for a partner",
    "customer": "for the customer",
    "batch": "for the next round",
    "queue": "in a queue",
    "": "for reasons not said",
}
"""For what a case waits, by the causes of the file."""


class Lasting(Protocol):
    """A duration with what has to be said of it."""

    @property
    def lower_bound(self) -> bool: ...  # noqa: D102 - as in Times

    @property
    def simulated(self) -> Simulation | None: ...  # noqa: D102 - as in Times


def duration(minutes: float, told_of: Lasting, clock: Clock) -> str:
    """Say how long a case lasts; a simulated figure says so, with its error, and a lower bound that it is one."""
    played = told_of.simulated
    if played is None:
        return f"{'at least ' if told_of.lower_bound else ''}{worked(minutes, clock)}"
    error = f", ± {worked(played.half_width, clock)} at 95%" if played.half_width else ""
    rough = "" if played.precise else ", not to 1%: cases differ too much"
    return f"about {worked(minutes, clock)} ({counted(played.cases, 'case')} simulated{error}{rough})"


def spread(survey: Survey) -> Iterator[str]:
    """Say within which time half and nine of ten cases are done, with the larger of the two errors of each."""
    clock = survey.process.clock
    told = [
        f"{share(each.of)} within {worked(each.minutes, clock)} ± {worked(each.error, clock)}"
        for each in survey.percentiles
    ]
    if told:
        least = "at least " if survey.times.lower_bound and not survey.times.waiting_for else ""
        yield f"{least}{listed(told)} ({survey.percentiles[0].cases:,} cases simulated, errors at 95%)"


def waited_for(survey: Survey) -> Iterator[str]:
    """Say for what a case waits how long, where the file says for what."""
    waits = survey.times.waiting_for
    if set(waits) <= {""}:
        return
    for cause, words in WAITED_FOR.items():
        if waits.get(cause):
            yield f"{worked(waits[cause], survey.process.clock)} {words}"


def hours(survey: Survey) -> Iterator[str]:
    """Say how many hours a year the work takes, as every comparison counts them, and how many are those of others."""
    others = sum(load.hours or 0.0 for load in survey.workloads if load.called is None and not load.ours)
    by_others = f"{several(round(others), 'hour')} of others included" if others >= 0.5 else ""
    whole = f"{several(round(survey.times.hours_per_year or 0.0), 'hour')} a year"
    yield Figure.of("hours", whole, by_others)


def called_work(survey: Survey) -> Iterator[str]:
    """Say how much work lies in the processes that this one calls, as far as they are among the files given."""
    called = [load for load in survey.workloads if load.called is not None]
    if called:
        minutes = worked(sum(load.minutes for load in called), survey.process.clock)
        yearly = round(sum(load.hours or 0.0 for load in called))
        yield f"{minutes} in what it calls" + (f", {several(yearly, 'hour')} a year" if yearly else "")


def groups_of_cases(groups: Sequence[CaseFigures], clock: Clock) -> Iterator[str]:
    """Say what the cases of each group take."""
    for each in groups[:_MOST]:
        told = [f"{_named(each.name) or 'otherwise'} {share(each.share)}"]
        if each.cycle_minutes:
            told.append(duration(each.cycle_minutes, each, clock))
        if each.handoffs is not None:
            told.append(several(each.handoffs, "handoff"))
        yield ", ".join(told)


def promises(survey: Survey) -> Iterator[str]:
    """Say whether the promise and the deadlines are kept."""
    for each in survey.kept:
        yield f"{_term(each, survey)}: {_how(each, survey.process.clock)}"
    if played := max((each.cases for each in survey.kept), default=0):
        yield f"by {played:,} simulated cases, errors at 95%"


def _term(found: Kept, survey: Survey) -> str:
    term, process = found.term, survey.process
    within = f"within {declared(term.within, process.clock)}"
    match term.sort:
        case "target":
            return f"'{_named(term.kpi or '')}', target {within}"
        case "limit":
            return f"limit, in all {within}"
        case "promise":
            what = "promised"
        case _:
            what = "in all" if term.step is None else f"'{_named(survey.told.step(term.step).name)}'"
    return f"{what} {within}" + ("" if term.of is None or term.of >= 1 else f" for {share(term.of)}")


def _how(found: Kept, clock: Clock) -> str:
    """Say how a promise is kept; the error of the share in points of a hundred."""
    if found.share is None or found.expected is None:
        return found.why_not or "not known"
    least = "at least " if found.lower_bound else ""
    verdict = "kept" if found.is_kept else "not kept"
    wide = f" ± {worked(found.expected_error, clock)}" if found.expected_error else ""
    mean = f"{least}{worked(found.expected, clock)}{wide} on average"
    return f"{verdict}, {_in_time(found.share, found.share_error)} in time, {mean}"


def _in_time(part: float, error: float | None) -> str:
    """Return the share of the cases in time, with its error; it is only all of them where none was late.

    >>> _in_time(1.0, 0.003), _in_time(0.9997, None), _in_time(0.73, 0.012), _in_time(0.0, 0.003)
    ('all', '99.9%', '73% ± 1.2 points', 'none')
    """
    if part in (0.0, 1.0):
        return "all" if part else "none"
    told = f"{floor(part * 1000) / 10}%" if part >= 0.995 else share(part)
    return f"{told} ± {points(error)}" if error and error >= 0.0005 else told


def _named(name: str) -> str:
    return shortened(washed(name), _NAME)
