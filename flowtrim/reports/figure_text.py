"""The figures of a process as plain data, under the keys of the JSON report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flowtrim.measures import Survey
from flowtrim.measures.figures import figure
from flowtrim.measures.handoffs import messages
from flowtrim.reports.case_figures import case_figures, played
from flowtrim.sentences import counted

if TYPE_CHECKING:
    from flowtrim.measures.elevator import Speech
    from flowtrim.measures.redundancy import RedundantRole

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
        "redundant_roles": [_redundant(role) for role in survey.redundant_roles],
        "value": {key: getattr(survey.value, key) for key in ("VA", "BVA", "NVA", "unclassified")},
        "elevator": _elevator(survey.elevator),
        "time": _time(survey),
        **case_figures(survey),
        "checks_in_vain": _checks_in_vain(survey),
        "complexity": {key: figure(getattr(survey.complexity, key)) for key in _COMPLEXITY},
        "sound": survey.soundness.verdict,
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
    yield counted(who["roles"], "role")
    if who["partners"]:
        yield counted(who["partners"], "partner")


def _handoffs(survey: Survey) -> dict[str, Any]:
    most = survey.most_handoffs
    return {
        "handoffs": survey.handoffs,
        "handoffs_with_systems": survey.system_handoffs,
        "handoffs_with_partners": survey.partner_handoffs,
        "handoffs_with_customer": survey.customer_handoffs,
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
        "critical_path": None if times.critical_path is None else list(times.critical_path),
        "critical_path_why_not": _why_no_critical_path(survey),
        "waiting_for": {cause or "unsaid": figure(minutes) for cause, minutes in times.waiting_for.items()},
    }


def _why_no_critical_path(survey: Survey) -> str | None:
    if survey.times.critical_path is not None:
        return None
    timed = any(step.takes is not None or step.waits is not None for step in survey.process.work)
    return "the most usual case never comes to an end" if timed else "no time is declared"


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
