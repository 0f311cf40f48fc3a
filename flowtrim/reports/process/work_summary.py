"""Where work comes from, in words: roles, critical path, loops, articles, and the assumed share that matters most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from flowtrim.measures import Survey
from flowtrim.model import END
from flowtrim.reports.figure_text import why_no_critical_path
from flowtrim.reports.media.text_lines import shortened, washed
from flowtrim.reports.media.words import declared, plain, rounded, share, worked
from flowtrim.sentences import Digits, counted, in_a_row, listed, quoted, say, say_many

if TYPE_CHECKING:
    from flowtrim.measures.articles import Article
    from flowtrim.measures.loop_costs import LoopCost
    from flowtrim.measures.workload import Workload

WORK = say("Work")
"""The figures by role, which a chart tells where there are charts."""
_NAME = 40
"""Cells of a name in a list of names."""
_MOST = 6
"""So many of a kind are told, and the others counted; the JSON report has all."""
_LEAST = 0.005
_SHORT = 0.05
"""Less than that of a handoff, or of a minute, in a case is told as none."""


def work_by_role(survey: Survey) -> Iterator[str]:
    """Say how much each role works, in a year where the volume is declared, and what that costs where its rate is.

    Work that lies in a process that this one calls says so.
    """
    together: dict[tuple[str, str | None], list[Workload]] = {}
    for load in survey.workloads:
        if load.minutes:
            together.setdefault((load.role, load.called), []).append(load)
    yield from _first([_role(loads, survey) for loads in together.values()])


def _first(told: Sequence[str]) -> Iterator[str]:
    yield from told[:_MOST]
    if len(told) > _MOST:
        yield counted(len(told) - _MOST, "more", "more")


def _role(loads: Sequence[Workload], survey: Survey) -> str:
    role: str = _named(survey.process.role(loads[0].role).name)
    if loads[0].called:
        role = say("{role} (in {process})", role=role, process=quoted(_named(loads[0].called)))
    if not loads[0].ours:
        role = say("{role} (not ours)", role=role)
    posts = round(sum(load.posts or 0.0 for load in loads), 2)
    several = say_many(posts, "{number} post", "{number} posts") if posts else ""
    cost, yearly = (sum(getattr(load, key) or 0.0 for load in loads) for key in ("cost", "cost_per_year"))
    work = in_a_row(_work(loads, survey), several, _costs(cost, yearly))
    return say("{role}: {work}", role=role, work=work)


def _work(loads: Sequence[Workload], survey: Survey) -> str:
    hours = round(sum(load.hours or 0.0 for load in loads))
    if hours:
        return say("{hours} a year", hours=counted(hours, "hour"))
    return say("{time} a case", time=worked(sum(load.minutes for load in loads), survey.process.clock))


def _costs(cost: float | None, yearly: float | None) -> str:
    """Say what something costs, in a year where that is known."""
    if yearly:
        return say("costs {amount} a year", amount=Digits(f"{yearly:,.0f}"))
    return say("costs {amount} a case", amount=Digits(plain(cost))) if cost else ""


def critical_path(survey: Survey) -> Iterator[str]:
    """Say which steps set how long the most usual case lasts, or why that is not known."""
    if not survey.process.work:
        return
    if why_not := why_no_critical_path(survey):
        yield say("no critical path: {why}", why=why_not)
    elif way := survey.times.critical_path:
        yield say("critical in the most usual case: {steps}", steps=_steps(way, survey))


def loops(survey: Survey) -> Iterator[str]:
    """Say what each way back costs: in a year where the volume is declared, else in a case."""
    yield from _first([told for each in survey.loop_costs if (told := _loop(each, survey))])


def _loop(each: LoopCost, survey: Survey) -> str:
    handoffs, minutes = each.handoffs or 0.0, each.minutes or 0.0
    costs = in_a_row(
        say("{handoffs} a case", handoffs=counted(rounded(handoffs), "handoff")) if handoffs >= _LEAST else "",
        say("{time} of work a case", time=worked(minutes, survey.process.clock)) if minutes >= _SHORT else "",
        say("{hours} a year", hours=counted(hours, "hour")) if (hours := round(each.hours_per_year or 0.0)) else "",
        _costs(each.cost, each.cost_per_year),
    )
    back = {"source": _step(each.source, survey), "target": _step(each.target, survey)}
    return say("{source} back to {target}: {costs}", **back, costs=costs) if costs else ""


def articles(survey: Survey) -> Iterator[str]:
    """Say which place in a law, a contract or the minutes demands which step, and within what time."""
    yield from _first([_article(each, survey) for each in survey.articles])


def _article(each: Article, survey: Survey) -> str:
    demanded = [_demanded(step, each, survey) for step in each.steps]
    demanded += [_named(survey.process.role(role).name) for role in each.roles]
    return say("{source}: {demanded}", source=_named(each.source), demanded=listed(demanded, most=_MOST))


def _demanded(step: str, article: Article, survey: Survey) -> str:
    times = [declared(term.within, survey.process.clock) for late, term in article.deadlines if late == step]
    name = _step(step, survey)
    return say("{name} within {time}", name=name, time=listed(times)) if times else name


def assumed_share(survey: Survey) -> Iterator[str]:
    """Say which share that nobody declared moves the figures most, and between what, from none to all of the cases."""
    clock = survey.process.clock
    for each in survey.sensitivities[:1]:
        time = partial(worked, clock=clock)
        told = in_a_row(
            say("handoffs {range}", range=moved) if (moved := _between(each.handoffs, _number)) else "",
            say("from start to end {range}", range=moved) if (moved := _between(each.minutes, time)) else "",
            say("rides {range}", range=moved) if (moved := _between(each.rides, _number)) else "",
        )
        if told:
            where = {"step": _step(each.step, survey), "share": Digits(share(each.assumed)), "figures": told}
            if each.to == END:
                yield say("most hangs on the share from {step} to the end, {share} assumed: {figures}", **where)
            else:
                to = _step(each.to, survey)
                yield say(
                    "most hangs on the share from {step} to {target}, {share} assumed: {figures}", target=to, **where
                )


def _number(figure: float) -> str:
    return Digits(plain(figure))


def _between(bounds: tuple[float, float] | None, show: Callable[[float], str]) -> str:
    """Say between what a figure moves; nothing where that cannot be seen."""
    least, most = map(show, bounds or (0.0, 0.0))
    return "" if least == most else say("{least} to {most}", least=least, most=most)


def _steps(steps: Sequence[str], survey: Survey) -> str:
    return listed([_step(step, survey) for step in steps], most=_MOST)


def _step(step: str, survey: Survey) -> str:
    return quoted(_named(survey.told.step(step).name))


def _named(name: str) -> str:
    return shortened(washed(name), _NAME)
