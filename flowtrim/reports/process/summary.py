"""What the figures say, group by group, and what they ask for next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flowtrim.measures import Survey
from flowtrim.measures.handoffs import messages
from flowtrim.measures.redundancy import asked_about
from flowtrim.reports.figure_text import people, performing
from flowtrim.reports.media.text_lines import shortened, washed
from flowtrim.reports.media.words import plain, points, several, share, worked
from flowtrim.reports.process.case_summary import (
    called_work,
    duration,
    groups_of_cases,
    hours,
    promises,
    spread,
    waited_for,
)
from flowtrim.reports.process.process_page import Figure, Group
from flowtrim.reports.process.verdict import needed
from flowtrim.sentences import counted, listed, say, say_many

if TYPE_CHECKING:
    from flowtrim.measures.handoff_ways import Bounded
    from flowtrim.measures.redundancy import RedundantRole
    from flowtrim.measures.times import Times


def groups(survey: Survey) -> tuple[Group, ...]:
    """Return the figures in groups; what is undefined is left out, what is assumed says so."""
    told = (
        ("Size", _size(survey)),
        ("Handoffs", _handoffs(survey)),
        ("Customer", _customer(survey)),
        ("Reasons", _reasons(survey)),
        ("Value", _value(survey)),
        ("Elevator", _read_aloud(survey)),
        ("Time", _time(survey)),
        ("Costs", _costs(survey)),
        ("Promise", promises(survey)),
        ("Ends", groups_of_cases(survey.outcomes, survey.process.clock)),
        ("Classes", groups_of_cases(survey.classes, survey.process.clock)),
        ("Shape", _shape(survey)),
        ("KPIs", _kpis(survey)),
        ("Review", _review(survey)),
    )
    return tuple(Group(label, figures) for label, lines in told if (figures := tuple(lines)))


def _size(survey: Survey) -> Iterator[str]:
    who = people(survey)
    yield Figure.of("steps", counted(survey.steps, "step"))
    roles, *partners = performing(survey)
    yield Figure.of("roles", roles)
    yield from partners
    if who["customers"]:
        yield "the customer acts too"
    if who["systems"]:
        yield counted(who["systems"], "system")


def _handoffs(survey: Survey) -> Iterator[str]:
    yield Figure.of("handoffs", counted(survey.handoffs, "handoff"), ", ".join(_outside(survey)))
    if not survey.handoffs:
        return
    if survey.expected_handoffs is not None:
        assumed = " (assumed shares)" if survey.assumed else ""
        yield Figure.of("expected", f"{plain(survey.expected_handoffs)} expected in a case{assumed}")
    fewest, most = survey.fewest_handoffs, survey.most_handoffs
    if fewest is not None and most is not None:
        more = (survey.expected_handoffs or 0.0) > most.value
        yield _ways(fewest, most, around=", going back nowhere" if more else "")
    if survey.ping_pongs:
        yield Figure.of("ping-pongs", f"comes straight back {plain(survey.ping_pongs)} × a case")


def _outside(survey: Survey) -> Iterator[str]:
    """Say how many of the handoffs are with somebody else than our own people, and what only messages carry."""
    others = (
        (survey.system_handoffs, "a system"),
        (survey.partner_handoffs, "a partner"),
        (survey.customer_handoffs, "the customer"),
    )
    yield from (f"{count:,} with {other}" for count, other in others if count)
    if told := messages(survey.graph):
        yield f"{counted(len(told), 'message')} to other pools"


def _ways(fewest: int, most: Bounded, *, around: str) -> str:
    """Say how many handoffs a way through has that goes nowhere twice; ``around`` says so where there are loops."""
    if fewest == most.value and most.exact:
        return f"{fewest:,} on every way through{around}"
    return f"{fewest:,} to {most.value:,}{'' if most.exact else ' or more'} on one way through{around}"


def _customer(survey: Survey) -> Iterator[str]:
    """Say how often the customer is spoken with, by how many, and how long nobody does."""
    often, met = survey.expected_contacts, survey.people_met
    if often:
        in_hundred = f"{several(round(often * 100), 'contact')} in 100 cases"
        told = f"{several(often, 'contact')} in a case" if often >= 1 else in_hundred
        yield Figure.of("contacts", told)
    if met and round(met, 1) >= 1:
        average = "" if met == round(met) else " on average"
        yield Figure.of("people-met", f"meets {plain(round(met, 1))} of our roles{average}")
    if survey.silence:
        yield Figure.of("silence", f"up to {worked(survey.silence, survey.process.clock)} without a word")


def _reasons(survey: Survey) -> Iterator[str]:
    reasons = survey.justification
    bare, asked = len(reasons.unjustified), len(reasons.unanswered)
    if not survey.process.work:
        return
    every = "every step has one, or is needed by one that has" if needed(survey) else "every step has one"
    yield Figure.of("unjustified", f"{counted(bare, 'step')} without" if bare else every)
    if bare > asked:
        yield f"{bare - asked:,} never asked"
    if asked:
        yield f"{asked:,} asked, no answer"
    if reasons.weak:
        yield f"{len(reasons.weak):,} weak"
    if reasons.expired:
        yield f"{len(reasons.expired):,} expired"
    if reasons.roles.unjustified:
        yield f"{counted(len(reasons.roles.unjustified), 'role')} without"


def _read_aloud(survey: Survey) -> Iterator[str]:
    """Say how long it really took to tell the process, beside the computed time, where somebody took the time."""
    if told := survey.process.told:
        on = f" on {told.on}" if told.on else ""
        yield f"read aloud in {told.seconds:g} s{on}"
        yield f"computed {survey.elevator.shown:,g} s"


def _value(survey: Survey) -> Iterator[str]:
    value = survey.value
    for number, words in (
        (value.VA, "for the customer"),
        (value.BVA, "for the business"),
        (value.NVA, "adds nothing" if value.NVA == 1 else "add nothing"),
        (value.unclassified, "unclassified"),
    ):
        if number:
            yield f"{number:,} {words}"


def _time(survey: Survey) -> Iterator[str]:
    times, clock = survey.times, survey.process.clock
    if times.effort_minutes:
        yield Figure.of("work", f"{worked(times.effort_minutes, clock)} of work")
    if times.cycle_minutes:
        whole = f"{duration(times.cycle_minutes, times, clock)} from start to end"
        yield Figure.of("duration", whole, _unknown_waiting(times))
    yield from spread(survey)
    if told := list(waited_for(survey)):
        yield f"waits {listed(told)}"
    if survey.knock_outs.minutes:
        yield f"{worked(survey.knock_outs.minutes, clock)} of checks in cases refused later"
    if times.efficiency is not None:
        error = times.efficiency_error
        played = "" if error is None else f" (simulated, ± {points(error)} at 95%)"
        yield Figure.of("efficiency", f"{share(times.efficiency)} efficient{played}")
    yield from called_work(survey)
    if times.effort_minutes and times.undeclared:
        yield f"{counted(len(times.undeclared), 'step')} without a time"


def _costs(survey: Survey) -> Iterator[str]:
    times = survey.times
    if times.hours_per_year:
        yield from hours(survey)
    if times.cost_per_year:
        yield Figure.of("cost", f"costs {times.cost_per_year:,.0f} a year")
    if times.cost:
        yield f"costs {plain(times.cost)} a case"


def _unknown_waiting(times: Times) -> str:
    return "waiting unknown" if times.effort_minutes and not times.waiting_for and times.waiting_share is None else ""


def _shape(survey: Survey) -> Iterator[str]:
    if not survey.process.work:
        return
    yield {True: "sound", False: "not sound", None: "soundness undecided"}[survey.soundness.verdict]
    yield f"{counted(survey.complexity.nodes, 'node')}"
    yield Figure.of("complexity", f"control-flow complexity {survey.complexity.cfc:,}")
    if survey.complexity.structuredness is not None:
        yield f"{share(survey.complexity.structuredness)} in blocks"


def _kpis(survey: Survey) -> Iterator[str]:
    if survey.kpis:
        overdue = sum(kpi.overdue for kpi in survey.kpis)
        yield counted(len(survey.kpis), "KPI")
        if overdue:
            yield f"{overdue:,} overdue"


def _review(survey: Survey) -> Iterator[str]:
    clock = survey.clock
    yield f"last in full {clock.last}" if clock.last else "never in full"
    if clock.due:
        yield f"{'overdue since' if clock.overdue else 'due'} {clock.due}"


_FEW = 3
_NAME = 40
"""Cells of a name in a list of names."""


def advice(survey: Survey, *, worst: str | None) -> Iterator[str]:
    """Yield what the figures ask for first, never more than a handful; ``worst`` is the rule of the worst finding."""
    reasons = survey.justification
    if survey.soundness.verdict is False:
        yield say("Mend the flow first: as declared, some cases get stuck or never end properly.")
    if reasons.unasked:
        yield _asking(survey)
    bought = {step.id for step in survey.process.work if survey.process.is_bought(step)}
    if pointless := [step for step in reasons.unanswered if step not in bought]:
        yield say("Let go what nobody had a reason for: {steps}.", steps=_names(survey, pointless))
    if doubtful := [step for step in reasons.unanswered if step in bought]:
        yield say("Ask whether we need to buy {steps}.", steps=_names(survey, doubtful))
    could_go = asked_about(survey.redundant_roles, survey.evidence)
    if spare := len(could_go):
        yield say_many(
            spare,
            "Talk about {number} role that could go, {roles}; the proof stands with it.",
            "Talk about {number} roles that could go, {roles}; the proof stands with each.",
            roles=_spare(survey, could_go),
        )
    if survey.clock.overdue and survey.process.work:
        yield say("Review it in full, process, steps and roles, and write down the day.")
    if worst:
        yield f"Read what is behind a finding, and when to accept it: flowtrim rules {worst}"


def _spare(survey: Survey, could_go: Iterable[RedundantRole]) -> str:
    names = [f"'{shortened(washed(spare_name(survey, spare)), _NAME)}'" for spare in could_go]
    return listed(names, most=_FEW)


def _asking(survey: Survey) -> str:
    """Say which steps to ask about; of many, those first that change hands most."""
    unasked = survey.justification.unasked
    if len(unasked) <= _FEW:
        return say("Ask why of {steps}.", steps=_names(survey, unasked))
    first = _names(survey, _most_at_stake(survey, unasked)[:_FEW])
    return say("Ask why of {number} steps, beginning with {first}.", number=len(unasked), first=first)


def _most_at_stake(survey: Survey, steps: Iterable[str]) -> list[str]:
    """Return steps by the handoffs around them, most first; the order of the file breaks ties."""
    graph = survey.graph
    place = {step.id: number for number, step in enumerate(survey.process.steps)}

    def stake(step: str) -> tuple[int, int]:
        around = (*graph.work_after[step], *graph.work_before[step])
        return -sum(graph.owner(other) != graph.owner(step) for other in around), place[step]

    return sorted(steps, key=stake)


def _names(survey: Survey, steps: Iterable[str]) -> str:
    return listed([f"'{shortened(washed(survey.told.step(step).name), _NAME)}'" for step in steps], most=_FEW)


def gain(survey: Survey, spare: RedundantRole) -> str:
    """Say what would become of the steps of a role, and what that saves."""
    if spare.absorbed_by is None:
        return _left(survey, spare.role)
    saved = f", with {several(spare.handoffs_saved, 'handoff')} a case fewer" if spare.handoffs_saved else ""
    if spare.instead:
        return f"one of the two, since each could take over from the other{saved}"
    return f"{survey.process.role(spare.absorbed_by).name} could take over{saved}"


def spare_name(survey: Survey, spare: RedundantRole) -> str:
    """Name a role that could go, or the two of which one could."""
    both = [spare.role, *([spare.instead] if spare.instead else [])]
    return listed([survey.process.role(role).name for role in both], "or")


def _left(survey: Survey, role: str) -> str:
    """Say what would be left of a role that nobody could take over from."""
    if role in survey.justification.hollow_roles:
        return "all its steps could go"
    works = any(step.owner == role for step in survey.process.work)
    return "no role is declared that could take over" if works else "it does nothing here"
