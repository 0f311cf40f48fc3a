"""What the figures say, group by group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowtrim.measures import Survey
from flowtrim.measures.dead_steps import refusing_nothing
from flowtrim.measures.figures import is_trifle
from flowtrim.measures.handoffs import messages
from flowtrim.measures.letting_go import needed_without_answer
from flowtrim.reports.figure_text import people, performing
from flowtrim.reports.media.words import plain, rounded, share, worked
from flowtrim.reports.process.case_summary import costs, groups_of_cases, promises, times
from flowtrim.reports.process.process_page import Figure, Group
from flowtrim.reports.process.verdict import needed
from flowtrim.reports.process.work_summary import WORK, articles, assumed_share, critical_path, loops, work_by_role
from flowtrim.sentences import Digits, counted, in_a_row, listed, say, say_many

if TYPE_CHECKING:
    from flowtrim.measures.handoff_ways import Bounded
    from flowtrim.measures.redundancy import RedundantRole


def groups(survey: Survey) -> tuple[Group, ...]:
    """Return the figures in groups; what is undefined is left out, what is assumed says so."""
    told = (
        (say("Size"), _size(survey)),
        (say("Handoffs"), _handoffs(survey)),
        (say("Customer"), _customer(survey)),
        (say("Reasons"), _reasons(survey)),
        (say("Value"), _value(survey)),
        (say("Elevator"), _read_aloud(survey)),
        (say("Time"), times(survey)),
        (say("Costs"), costs(survey)),
        (WORK, work_by_role(survey)),
        (say("Path"), critical_path(survey)),
        (say("Loops"), loops(survey)),
        (say("Assumed"), assumed_share(survey)),
        (say("Promise"), promises(survey)),
        (say("Ends"), groups_of_cases(survey.outcomes, survey.process.clock)),
        (say("Classes"), groups_of_cases(survey.classes, survey.process.clock)),
        (say("Sources"), articles(survey)),
        (say("Shape"), _shape(survey)),
        (say("KPIs"), _kpis(survey)),
        (say("Review"), _review(survey)),
    )
    return tuple(Group(label, figures) for label, lines in told if (figures := tuple(lines)))


def _size(survey: Survey) -> Iterator[str]:
    who = people(survey)
    yield Figure.of("steps", counted(survey.steps, "step"))
    roles, *partners = performing(survey)
    yield Figure.of("roles", roles)
    yield from partners
    if who["customers"]:
        yield say("the customer acts too")
    if who["systems"]:
        yield counted(who["systems"], "system")


def _handoffs(survey: Survey) -> Iterator[str]:
    yield Figure.of("handoffs", counted(survey.handoffs, "handoff"), in_a_row(*_outside(survey)))
    if not survey.handoffs:
        return
    if survey.expected_handoffs is not None:
        number = Digits(plain(survey.expected_handoffs))
        assumed = say("{number} expected in a case (assumed shares)", number=number)
        yield Figure.of("expected", assumed if survey.assumed else say("{number} expected in a case", number=number))
    fewest, most = survey.fewest_handoffs, survey.most_handoffs
    if fewest is not None and most is not None:
        more = (survey.expected_handoffs or 0.0) > most.value
        yield in_a_row(_ways(fewest, most), *(_left_out(survey) if more else ()))
    if survey.ping_pongs and plain(survey.ping_pongs) != "0":
        yield Figure.of(
            "ping-pongs", say("comes straight back {number} × a case", number=Digits(plain(survey.ping_pongs)))
        )


def _outside(survey: Survey) -> Iterator[str]:
    """Say how many of the handoffs are with somebody else than our own people, and what only messages carry."""
    if count := survey.system_handoffs:
        yield say("{number} with a system", number=count)
    if count := survey.partner_handoffs:
        yield say("{number} with a partner", number=count)
    if count := survey.customer_handoffs:
        yield say("{number} with the customer", number=count)
    if told := messages(survey.graph):
        yield say_many(len(told), "{number} message to others", "{number} messages to others")


def _ways(fewest: int, most: Bounded) -> str:
    """Say how many handoffs a way through has that goes nowhere twice."""
    if fewest == most.value and most.exact:
        return say("{number} on every way through", number=fewest)
    if most.exact:
        return say("{fewest} to {most} on one way through", fewest=fewest, most=most.value)
    return say("{fewest} to {most} or more on one way through", fewest=fewest, most=most.value)


def _left_out(survey: Survey) -> Iterator[str]:
    """Say what one way through leaves out that is expected of a case: going back, and what runs side by side."""
    graph = survey.graph
    if any(len(loop) > 1 or loop[0] in graph.after[loop[0]] for loop in graph.loops if loop[0] in graph.reachable):
        yield say("without going back")
    if any(step.split != "one" and len(step.flows) > 1 for step in survey.process.steps if step.id in graph.reachable):
        yield say("counting only one of the branches that run side by side")


def _customer(survey: Survey) -> Iterator[str]:
    """Say how often the customer is spoken with, by how many, and how long nobody does."""
    often, met = survey.expected_contacts, survey.people_met
    if often:
        in_hundred = say("{contacts} in 100 cases", contacts=counted(round(often * 100), "contact"))
        told = say("{contacts} in a case", contacts=counted(rounded(often), "contact")) if often >= 1 else in_hundred
        yield Figure.of("contacts", told)
    elif often is not None and survey.customer_handoffs:
        yield Figure.of("contacts", say("no contact declared"))  # though work goes to the customer and back
    if met and round(met, 1) >= 1:
        number = Digits(plain(round(met, 1)))
        average = say("meets {number} of our roles on average", number=number)
        told = say("meets {number} of our roles", number=number) if met == round(met) else average
        yield Figure.of("people-met", told)
    if survey.silence:
        yield Figure.of(
            "silence", say("up to {time} without a word", time=worked(survey.silence, survey.process.clock))
        )


def _reasons(survey: Survey) -> Iterator[str]:
    reasons = survey.justification
    bare, asked = len(reasons.unjustified), len(reasons.unanswered)
    if not survey.process.work:
        return
    without = say_many(bare, "{number} step without", "{number} steps without")
    every = say("every step has one, or is needed by one that has") if needed(survey) else say("every step has one")
    yield Figure.of("unjustified", without if bare else every)
    if bare > asked:
        yield say_many(bare - asked, "{number} never asked", "{number} never asked")
    if asked:
        yield say_many(asked, "{number} asked, no answer", "{number} asked, no answer")
    if kept := len(needed_without_answer(survey)):
        yield say_many(
            kept, "{number} asked, no answer, needed by others", "{number} asked, no answer, needed by others"
        )
    if reasons.weak:
        yield say_many(len(reasons.weak), "{number} weak", "{number} weak")
    if reasons.expired:
        yield say_many(len(reasons.expired), "{number} expired", "{number} expired")
    if roles := len(reasons.roles.unjustified):
        yield say_many(roles, "{number} role without", "{number} roles without")


def _read_aloud(survey: Survey) -> Iterator[str]:
    """Say how long it really took to tell the process, beside the computed time, where somebody took the time."""
    if told := survey.process.told:
        seconds = Digits(f"{told.seconds:g}")
        dated = say("read aloud in {number} s on {date}", number=seconds, date=told.on or "")
        yield dated if told.on else say("read aloud in {number} s", number=seconds)
        yield say("computed {number} s", number=Digits(f"{survey.elevator.shown:,g}"))


def _value(survey: Survey) -> Iterator[str]:
    value = survey.value
    told = (
        (value.VA, say("{number} for the customer", number=value.VA)),
        (value.BVA, say("{number} for the business", number=value.BVA)),
        (value.NVA, say_many(value.NVA, "{number} adds nothing", "{number} add nothing")),
        (value.unclassified, say("{number} unclassified", number=value.unclassified)),
    )
    yield from (words for number, words in told if number)


def _shape(survey: Survey) -> Iterator[str]:
    if not survey.process.work:
        return
    verdicts = {True: say("sound"), False: say("not sound"), None: say("soundness undecided")}
    yield verdicts[survey.soundness.verdict]
    yield counted(survey.complexity.nodes, "node")
    yield Figure.of("complexity", say("control-flow complexity {number}", number=survey.complexity.cfc))
    if survey.complexity.structuredness is not None:
        yield say("{share} in blocks", share=Digits(share(survey.complexity.structuredness)))


def _kpis(survey: Survey) -> Iterator[str]:
    if survey.kpis:
        overdue = sum(kpi.overdue for kpi in survey.kpis)
        yield counted(len(survey.kpis), "KPI")
        if overdue:
            yield say("{number} overdue", number=overdue)


def _review(survey: Survey) -> Iterator[str]:
    clock = survey.clock
    yield say("last in full {date}", date=clock.last) if clock.last else say("never in full")
    if clock.due:
        yield say("overdue since {date}", date=clock.due) if clock.overdue else say("due {date}", date=clock.due)


def gain(survey: Survey, spare: RedundantRole) -> str:
    """Say what would become of the steps of a role, and what that saves."""
    if spare.absorbed_by is None:
        return _left(survey, spare.role)
    taker = say("{role} could take over", role=survey.process.role(spare.absorbed_by).name)
    told = say("one of the two, since each could take over from the other") if spare.instead else taker
    if not spare.handoffs_saved or is_trifle(spare.handoffs_saved, 0.0, in_a_case=True):
        return told
    fewer = say("with {handoffs} a case fewer", handoffs=counted(rounded(spare.handoffs_saved), "handoff"))
    return in_a_row(told, fewer)


def spare_name(survey: Survey, spare: RedundantRole) -> str:
    """Name a role that could go, or the two of which one could."""
    both = [spare.role, *([spare.instead] if spare.instead else [])]
    return listed([survey.process.role(role).name for role in both], "or")


def _left(survey: Survey, role: str) -> str:
    """Say what would be left of a role that nobody could take over from."""
    if role in survey.justification.hollow_roles:
        return say("all its steps could go")
    mine = {step.id for step in survey.process.work if step.owner == role}
    if not mine:
        return say("it does nothing here")
    if mine <= refusing_nothing(survey).keys():
        return say("what it approves and checks could go on without it")
    return say("only with its work, which no declared role could take over")
