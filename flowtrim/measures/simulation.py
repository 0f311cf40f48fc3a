"""Playing cases through a process, where no formula tells how long they last."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from math import ceil, sqrt

from msgspec import Struct

from flowtrim.graph import NormalForm
from flowtrim.measures.case_player import CasePlayer, PlayedCase
from flowtrim.measures.term_amounts import lasting_minutes, waiting_minutes
from flowtrim.model import Process
from flowtrim.sentences import say

SEED = 20_240
CASES = 1_000
"""Cases that are played in any event."""
MOST_CASES = 100_000
FEWEST_CASES = 30
PRECISE = 0.01
"""The half width of the confidence interval, by the mean, at which a figure is precise enough."""
SURE = 1.96
"""Standard errors in the half width of a 95 % confidence interval."""


SPREAD = (0.5, 0.9)
"""The shares of cases of which it is told by when they are done: half of them, and nine of ten."""
SPREAD_CASES = 10_000


class Percentile(Struct, frozen=True):
    """The time within which a share ``of`` the simulated cases is done (docs/theory.md#percentiles).

    ``least`` and ``most`` are the bounds of the 95 % confidence interval, in minutes.
    """

    of: float
    minutes: float
    least: float
    most: float
    cases: int
    seed: int

    @property
    def error(self) -> float:
        """How far away the farther one of the two bounds is, in minutes."""
        return max(self.minutes - self.least, self.most - self.minutes)

    @property
    def precise(self) -> bool:
        """Whether both bounds are at most 1 % away."""
        return self.error <= PRECISE * self.minutes


class Simulation(Struct, frozen=True):
    """The mean over simulated cases, with what must be known to trust it (docs/theory.md#simulation).

    ``half_width`` is that of the 95 % confidence interval, in minutes. ``precise`` says that it is at most 1 % of the
    mean; where it is not, the cases differ so much that the moves allowed did not suffice.
    """

    minutes: float
    half_width: float
    cases: int
    seed: int

    @property
    def precise(self) -> bool:
        """Whether the error is at most 1 % of the mean."""
        return self.half_width <= PRECISE * self.minutes


def simulate(  # noqa: PLR0913 - all but the first three are keywords
    form: NormalForm,
    work: Mapping[str, float],
    waits: Mapping[str, float] | None = None,
    *,
    seed: int = SEED,
    cases: int | None = None,
    groups: int = 1,
) -> Simulation | None:
    """Play cases through the process and return how long they last on average (docs/theory.md#simulation).

    Durations are those declared, drawn where a range is declared; choices fall by their shares, a join that waits goes
    on with the last to come. Cases are played until the mean is known to 1 %, or ``cases`` of them. The same seed
    gives the same figure. None where a case deadlocks, is in one place twice or does not end, or where joins for some
    would have to know what is still on its way.

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.model import Flow, Process, Step
    >>> form = NormalForm(FlowGraph(Process("Ship and bill", steps=(
    ...     Step("order", "Order", flows=(Flow("ship"), Flow("bill")), split="all"),
    ...     Step("ship", "Ship"), Step("bill", "Bill")))))
    >>> simulate(form, {"ship": 20.0, "bill": 10.0}).minutes
    20.0
    """
    played = play_cases(form, work, waits or {}, seed=seed, cases=cases, groups=groups)
    return None if played is None else summary([case.minutes for case in played], seed)


def play_cases(  # noqa: PLR0913 - all but the first three are keywords
    form: NormalForm,
    work: Mapping[str, float],
    waits: Mapping[str, float],
    *,
    watched: set[str] | None = None,
    seed: int = SEED,
    cases: int | None = None,
    groups: int = 1,
) -> list[PlayedCase] | None:
    """Play cases until their mean duration is known to 1 %, or as many as asked for; None where that is no use."""
    if form.is_inclusive:
        return None
    dice = random.Random(seed)  # noqa: S311 - no secret depends on it
    player = CasePlayer(form, work, waits, dice, watched=watched, groups=groups)
    played: list[PlayedCase] = []
    wanted = cases or CASES
    while len(played) < wanted and not player.tires:
        case = player.play()
        if case is None:
            return played if player.tires and len(played) >= FEWEST_CASES else None
        played.append(case)
        if len(played) == wanted and cases is None:
            wanted = _needed([each.minutes for each in played])
    return played if len(played) >= min(cases or CASES, FEWEST_CASES) else None


def spread(process: Process, form: NormalForm) -> tuple[Percentile, ...]:
    """Return within which time half and nine of ten cases are done (docs/theory.md#percentiles).

    It is asked for by whoever declares a range or rounds, and empty for all others: a mean says enough of what always
    takes as long. Cases are played until both are known to 1 %, or ten thousand of them.

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.model import Range, Step
    >>> pay = Process("Pay", steps=(Step("pay", "Pay", takes=50.0, takes_range=Range(0.0, 100.0)),))
    >>> [round(each.minutes, -1) for each in spread(pay, NormalForm(FlowGraph(pay)))]
    [50.0, 90.0]
    """
    if not any(step.takes_range or step.waits_range or (step.every and step.waits is None) for step in process.work):
        return ()
    timed = form.graph.process
    work, waits = lasting_minutes(timed), waiting_minutes(timed)
    found: tuple[Percentile, ...] = ()
    for cases in (FEWEST_CASES, SPREAD_CASES):
        played = play_cases(form, work, waits, cases=cases)
        if played is None:
            return ()
        found = percentiles([case.minutes for case in played], SEED)
        if len(played) < cases or all(each.precise for each in found):
            break
    return found


def why_not_played(form: NormalForm) -> str:
    """Say why cases could not be played: nobody said which inclusive branches one takes together."""
    if form.is_inclusive:
        return say("not simulated, since a case may take several of the branches at a choice")
    return say("not simulated, since some cases never end properly, or go round too often")


def _needed(minutes: Sequence[float]) -> int:
    """Return how many cases it takes until the mean is precise, by what those played so far differ."""
    found = summary(minutes, SEED)
    if found.precise or len(minutes) >= MOST_CASES:
        return len(minutes)
    more = len(minutes) * (found.half_width / (PRECISE * found.minutes)) ** 2
    return min(MOST_CASES, max(len(minutes) + CASES, int(more * 1.02) + 1))


def summary(minutes: Sequence[float], seed: int) -> Simulation:
    """Return the mean of what was played, with its error."""
    mean = sum(minutes) / len(minutes)
    variance = sum((minute - mean) ** 2 for minute in minutes) / max(1, len(minutes) - 1)
    return Simulation(mean, SURE * sqrt(variance / len(minutes)), len(minutes), seed)


def percentiles(minutes: Sequence[float], seed: int) -> tuple[Percentile, ...]:
    """Return within which time half and nine of ten of the played cases are done, by nearest rank.

    The interval is that of the ranks, whatever the distribution: of so many cases as many are done by the true
    percentile as a binomial law says.

    >>> [found.minutes for found in percentiles([5.0, 1.0, 4.0, 2.0, 3.0], SEED)]
    [3.0, 5.0]
    """
    ranked, many = sorted(minutes), len(minutes)
    found = []
    for share in SPREAD:
        error = SURE * sqrt(many * share * (1 - share))
        ranks = (share * many, share * many - error, share * many + error + 1)
        told, least, most = (ranked[min(many, max(1, ceil(rank))) - 1] for rank in ranks)
        found.append(Percentile(share, told, least, most, many, seed))
    return tuple(found)
