"""The figures of a process and of its cases as plain data, under the keys of the JSON report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from flowtrim.measures import Survey
from flowtrim.measures.figures import figure
from flowtrim.measures.handoffs import messages
from flowtrim.sentences import Message, say, say_many

if TYPE_CHECKING:
    from flowtrim.measures.articles import Article
    from flowtrim.measures.elevator import Speech
    from flowtrim.measures.groups_of_cases import CaseFigures
    from flowtrim.measures.loop_costs import LoopCost
    from flowtrim.measures.promises import Kept
    from flowtrim.measures.redundancy import RedundantRole
    from flowtrim.measures.sensitivity import Sensitivity
    from flowtrim.measures.simulation import Percentile, Simulation
    from flowtrim.measures.workload import Workload

_TIME = (
    "effort_minutes", "cycle_minutes", "theoretical_minutes", "efficiency", "cost", "hours_per_year", "cost_per_year",
)  # fmt: skip
_COMPLEXITY = (
    "nodes", "arcs", "density", "cnc", "cfc", "cyclomatic", "separability", "sequentiality", "depth", "diameter",
    "token_split", "heterogeneity", "structuredness",
)  # fmt: skip


def measures(survey: Survey) -> dict[str, Any]:
    """Return every figure of the report; what is undefined is None, dates are ISO text, minutes are working time."""
    return {
        "steps": survey.steps,
        **people(survey),
        **_handoffs(survey),
        **_reasons(survey),
        "ask_first": survey.rests_on_questions,
        "redundant_roles": [_redundant(role) for role in survey.redundant_roles],
        "value": {key: getattr(survey.value, key) for key in ("VA", "BVA", "NVA", "unclassified")},
        "elevator": _elevator(survey.elevator) | _read_aloud(survey),
        "time": _time(survey),
        **_case_figures(survey),
        "checks_in_vain": _checks_in_vain(survey),
        "complexity": {key: figure(getattr(survey.complexity, key)) for key in _COMPLEXITY},
        "sound": survey.soundness.verdict,
        "counted_in_part": list(survey.counted_in_part),
        "review": {key: figure(getattr(survey.clock, key)) for key in ("last", "due", "overdue", "months")},
    }


def people(survey: Survey) -> dict[str, int]:
    """Count who performs steps: our own roles, and apart from them customers, partners and systems."""
    process = survey.process
    outside = {"partners": process.is_partner, "customers": process.is_customer, "systems": process.is_system}
    counts = {name: sum(concerns(role.id) for role in process.performers) for name, concerns in outside.items()}
    return {"roles": survey.roles, **counts}


def performing(survey: Survey) -> Iterator[str]:
    """Say how many roles of ours perform steps, and how many partners, if any, such as "6 roles" and "1 partner"."""
    who = people(survey)
    yield say_many(who["roles"], "{number} role", "{number} roles")
    if who["partners"]:
        yield say_many(who["partners"], "{number} partner", "{number} partners")


def _handoffs(survey: Survey) -> dict[str, Any]:
    most = survey.most_handoffs
    return {
        "handoffs": survey.handoffs,
        "handoffs_with_systems": survey.system_handoffs,
        "handoffs_with_partners": survey.partner_handoffs,
        "handoffs_with_customer": survey.customer_handoffs,
        "contacts_expected": figure(survey.expected_contacts),
        "people_met_expected": figure(survey.people_met),
        "silence_minutes": figure(survey.silence),
        "messages": len(messages(survey.graph)),
        "handoffs_expected": figure(survey.expected_handoffs),
        "handoffs_assumed": survey.assumed,
        "handoffs_fewest": survey.fewest_handoffs,
        "handoffs_most": None if most is None else most.value,
        "ping_pongs_expected": figure(survey.ping_pongs),
        "handoff_matrix": [
            {"from": cell.giver, "to": cell.taker, "static": cell.static, "expected": figure(cell.expected)}
            for cell in survey.handoff_matrix
        ],
        "visits": {step.id: figure(survey.visits[step.id]) for step in survey.process.steps},
    }


def _reasons(survey: Survey) -> dict[str, Any]:
    reasons = survey.justification
    return {
        "unjustified_steps": list(reasons.unjustified),
        "unasked_steps": list(reasons.unasked),
        "weak_steps": list(reasons.weak),
        "expired_steps": list(reasons.expired),
        "unjustified_roles": list(reasons.roles.unjustified),
        "unasked_roles": list(reasons.roles.unasked),
        "weak_roles": list(reasons.roles.weak),
        "expired_roles": list(reasons.roles.expired),
    }


def _time(survey: Survey) -> dict[str, Any]:
    times = survey.times
    return {
        **{key: figure(getattr(times, key)) for key in _TIME},
        "lower_bound": times.lower_bound,
        "simulated": times.simulated is not None,
        "undeclared": list(times.undeclared),
        "simulation": None if times.simulated is None else played(times.simulated),
        "efficiency_error": figure(times.efficiency_error),
        "critical_path": None if times.critical_path is None else list(times.critical_path),
        "critical_path_why_not": str(why_not) if (why_not := why_no_critical_path(survey)) else None,
        "percentiles": [_percentile(each) for each in survey.percentiles],
        "waiting_for": {cause or "unsaid": figure(minutes) for cause, minutes in times.waiting_for.items()},
    }


def _percentile(found: Percentile) -> dict[str, Any]:
    bounds = {key: figure(getattr(found, key)) for key in ("of", "minutes", "least", "most")}
    return bounds | {"simulated": {"cases": found.cases, "seed": found.seed, "precise": found.precise}}


def why_no_critical_path(survey: Survey) -> Message | None:
    """Say why no steps are known to set the duration; None where they are."""
    if survey.times.critical_path is not None:
        return None
    timed = any(step.takes is not None or step.waits is not None for step in survey.process.work)
    return say("the most usual case never comes to an end") if timed else say("no time is declared")


def _checks_in_vain(survey: Survey) -> dict[str, Any]:
    found = survey.knock_outs
    return {
        "minutes": figure(found.minutes),
        "cost": figure(found.cost),
        "refused": {step: figure(share) for step, share in found.refused.items()},
        "times": {step: figure(times) for step, times in found.in_vain.items()},
    }


def _redundant(role: RedundantRole) -> dict[str, Any]:
    return {
        "role": role.role,
        "reasons": list(role.reasons),
        "absorbed_by": role.absorbed_by,
        "handoffs_saved": figure(role.handoffs_saved),
        "instead": role.instead,
    }


def _elevator(speech: Speech) -> dict[str, Any]:
    limit = speech.limit
    return {
        "text": speech.text,
        "seconds": figure(speech.seconds),
        "rides": speech.rides,
        "fits": speech.fits,
        "limit": int(limit) if limit == int(limit) else figure(limit),
    }


def _read_aloud(survey: Survey) -> dict[str, Any]:
    """Return how long it really took to tell the process, where somebody took the time."""
    told = survey.process.told
    if told is None:
        return {}
    return {"measured": {"seconds": figure(told.seconds), "on": told.on.isoformat() if told.on else None}}


def _case_figures(survey: Survey) -> dict[str, Any]:
    """Return what cases take: by outcome and class, against promises, by role, by loop, by article, by assumption."""
    return {
        "outcomes": [_group(each) for each in survey.outcomes],
        "classes": [_group(each) | {"stuck_at": list(each.stuck_at)} for each in survey.classes],
        "promises": [_kept(each) for each in survey.kept],
        "workload": [_workload(each) for each in survey.workloads],
        "loops": [_loop(each) for each in survey.loop_costs],
        "articles": [_article(each) for each in survey.articles],
        "sensitivity": [_sensitivity(each) for each in survey.sensitivities],
    }


def played(found: Simulation) -> dict[str, Any]:
    """Return what must be known to trust a simulated figure."""
    return {
        "half_width": figure(found.half_width),
        "cases": found.cases,
        "seed": found.seed,
        "precise": found.precise,
        "why_not": None if found.precise else f"after {found.cases} cases they still differ too much",
    }


def _group(found: CaseFigures) -> dict[str, Any]:
    return {
        "name": found.name,
        "share": figure(found.share),
        "handoffs": figure(found.handoffs),
        "effort_minutes": figure(found.effort_minutes),
        "cycle_minutes": figure(found.cycle_minutes),
        "hours_per_year": figure(found.hours_per_year),
        "rides": found.rides,
        "lower_bound": found.lower_bound,
        "simulation": None if found.simulated is None else played(found.simulated),
    }


def _kept(found: Kept) -> dict[str, Any]:
    term = found.term
    return {
        "sort": term.sort,
        "promised": term.sort == "promise",
        "kpi": term.kpi,
        "step": term.step,
        "within_minutes": figure(term.within),
        "from": term.since,
        "to": term.until,
        "of": figure(term.of),
        "kept": found.is_kept,
        "expected_minutes": figure(found.expected),
        "expected_error": figure(found.expected_error),
        "share": figure(found.share),
        "share_error": figure(found.share_error),
        "simulated": {"cases": found.cases, "seed": found.seed},
        "lower_bound": found.lower_bound,
        "why_not": str(found.why_not) if found.why_not else None,
    }


def _workload(found: Workload) -> dict[str, Any]:
    return {
        "role": found.role,
        "ours": found.ours,
        "minutes": figure(found.minutes),
        "hours_per_year": figure(found.hours),
        "posts": figure(found.posts),
        "called": found.called,
        "cost": figure(found.cost),
        "cost_per_year": figure(found.cost_per_year),
    }


def _loop(found: LoopCost) -> dict[str, Any]:
    return {
        "from": found.source,
        "to": found.target,
        "handoffs": figure(found.handoffs),
        "minutes": figure(found.minutes),
        "cost": figure(found.cost),
        "hours_per_year": figure(found.hours_per_year),
        "cost_per_year": figure(found.cost_per_year),
    }


def _article(found: Article) -> dict[str, Any]:
    deadlines = [{"step": step, "within_minutes": figure(deadline.within)} for step, deadline in found.deadlines]
    return {"source": found.source, "steps": list(found.steps), "roles": list(found.roles), "deadlines": deadlines}


def _sensitivity(found: Sensitivity) -> dict[str, Any]:
    return {
        "step": found.step,
        "to": found.to,
        "assumed": figure(found.assumed),
        "handoffs": _between(found.handoffs),
        "minutes": _between(found.minutes),
        "rides": _between(found.rides),
    }


def _between(bounds: Sequence[float] | None) -> list[float | int | str | None] | None:
    return None if bounds is None else [figure(bound) for bound in bounds]
