"""What cases take, as plain data under the keys of the JSON report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flowtrim.measures import Survey
from flowtrim.measures.figures import figure

if TYPE_CHECKING:
    from flowtrim.measures.articles import Article
    from flowtrim.measures.groups_of_cases import CaseFigures
    from flowtrim.measures.loop_costs import LoopCost
    from flowtrim.measures.promises_kept import Kept
    from flowtrim.measures.sensitivity import Sensitivity
    from flowtrim.measures.simulation import Simulation
    from flowtrim.measures.workload import Workload


def case_figures(survey: Survey) -> dict[str, Any]:
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
        "promised": term.promised,
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
        "why_not": found.why_not,
    }


def _workload(found: Workload) -> dict[str, Any]:
    return {
        "role": found.role,
        "ours": found.ours,
        "minutes": figure(found.minutes),
        "hours_per_year": figure(found.hours),
        "posts": figure(found.posts),
        "called": found.called,
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
