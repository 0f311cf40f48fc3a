"""Which steps deliver nothing that anybody uses, and which approvals refuse nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flowtrim.graph.choices import with_choice, work_with_choices
from flowtrim.measures.choices import finds_out, found_for
from flowtrim.measures.needs import needed_by
from flowtrim.measures.passing_on import empty_approvals
from flowtrim.measures.rubber_stamp import contradicting_share, counts_something, is_rubber_stamp, says_what_was_saved
from flowtrim.measures.survey import Survey
from flowtrim.model import Decisions, Process, Step


def rubber_stamps(survey: Survey) -> Iterator[tuple[Step, Decisions]]:
    """Yield the approvals and checks that let nearly everything pass, as their counts prove, each with its counts.

    What the customer approves, or a machine checks, takes none of our time; and counts that contradict the shares of
    the ways on prove nothing.
    """
    for step in work_with_choices(survey.graph):
        if step.decisions is None or not is_rubber_stamp(step, survey.limits):
            continue
        if is_at_our_cost(survey.process, step) and contradicting_share(step) is None:
            yield step, step.decisions


def refusing_nothing(survey: Survey) -> dict[str, str]:
    """Return the approvals and checks that refused none, and the rule that says so of each.

    Their counts are proof, or they stand before an approval that refuses some of what they let pass. What the customer
    approves, or a machine checks, takes none of our time.
    """
    found = {}
    before_others = empty_approvals(survey.graph)
    proved = {step.id for step, _ in rubber_stamps(survey)}
    for step in survey.process.work:
        if step.decisions is None or step.decisions.refused or not is_at_our_cost(survey.process, step):
            continue
        if step.id in before_others:
            found[step.id] = "who-approval-of-approval"
        elif step.id in proved:
            found[step.id] = "who-rubber-stamp"
    return found


def refusals_to_weigh(survey: Survey) -> list[Step]:
    """Return the approvals and checks that refused so few that somebody must say what those refusals saved.

    One whose reason tells it has been weighed: by a figure of what was saved where it guards against a risk, by a count
    otherwise.
    """
    founded = survey.justification.justified.difference(survey.justification.enabled_by)

    def is_weighed(step: Step, decisions: Decisions) -> bool:
        if step.serves == "risk":
            return says_what_was_saved(step.why or "", decisions)
        return step.id in founded and counts_something(step.why or "")

    return [step for step, counts in rubber_stamps(survey) if counts.refused and not is_weighed(step, counts)]


def is_at_our_cost(process: Process, step: Step) -> bool:
    """Whether a step takes the time of our people, or is bought: neither the customer nor a machine does it."""
    return step.owner is None or not (process.is_customer(step.owner) or process.is_system(step.owner))


def dead_steps(survey: Survey, gone: Collection[str] = ()) -> list[Step]:
    """Return the steps whose outputs reach neither the outputs of the process nor a step that matters otherwise.

    A step with a reason that holds matters, and so does one that declares no outputs, since nobody knows what it
    is good for, and one that judges or asks the customer, and finds out which way a case goes: its own branches, or
    those of the choice after it, use what it found. Where too little is declared nothing is called dead. Those that are
    ``gone`` use nothing.
    """
    process = survey.process
    if not is_declared(process):
        return []
    work = [step for step in process.work if step.id not in gone]
    resting = found_for(survey.graph)
    roots = {step.id for step in work if not step.outputs or finds_out(with_choice(survey.graph, step), resting)}
    roots |= survey.justification.justified.difference(gone)
    live = roots.union(step.id for step in work if not set(process.outputs).isdisjoint(step.outputs))
    live |= needed_by(work, live, survey.graph.can_follow).keys()
    return [step for step in work if step.id not in live]


def is_declared(process: Process) -> bool:
    """Whether enough is declared to tell: what the process delivers, and what some steps take and make."""
    taken = {item for step in process.work for item in step.inputs}
    made = {item for step in process.work for item in step.outputs}
    return bool(taken) and not made.isdisjoint(process.outputs)
