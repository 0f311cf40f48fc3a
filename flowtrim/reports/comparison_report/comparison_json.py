"""A comparison as plain data, under stable keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict

from flowtrim.analysis import Analysis
from flowtrim.changes import FieldChange
from flowtrim.changes.difference.diff import Difference
from flowtrim.measures import Survey
from flowtrim.measures.figures import figure
from flowtrim.reports.comparison import worse
from flowtrim.reports.figure_rows import figures_of
from flowtrim.reports.figure_text import played
from flowtrim.reports.stamp import origin

if TYPE_CHECKING:
    from flowtrim.changes import RoleFate, StepFate

FORMAT = "flowtrim-compare/1"


def compare_report(analysis: Analysis, difference: Difference, *, watched: Iterable[str] = ()) -> dict[str, Any]:
    """Return a comparison as data: figures by name, and the fate of every step and role."""
    after = analysis.after or analysis
    was, now = figures_of(analysis.survey), figures_of(after.survey)
    return {
        "format": FORMAT,
        **origin(analysis.document.digest, analysis.survey.today),
        "before": {"name": analysis.process.name, "file": analysis.document.file},
        "after": {
            "name": after.process.name,
            "file": after.document.file,
            "source_hash": after.document.digest or None,
        },
        "plan": analysis.plan.name if analysis.plan else None,
        "sound": {"before": analysis.survey.soundness.verdict, "after": after.survey.soundness.verdict},
        "figures": {name: {"before": figure(was[name]), "after": figure(now[name])} for name in was},
        "simulation": {"before": _played(analysis.survey), "after": _played(after.survey)},
        "worse": list(worse(analysis.survey, after.survey, watched=watched)),
        "numbers": {"before": analysis.survey.numbers, "after": after.survey.numbers},
        "steps": [_step(fate) for fate in difference.steps],
        "roles": [_role(fate) for fate in difference.roles],
        "process_fields": [_field(change) for change in difference.process],
    }


def _played(survey: Survey) -> dict[str, Any] | None:
    """Return what must be known to trust a duration that was simulated."""
    return played(survey.times.simulated) if survey.times.simulated else None


def _step(fate: StepFate) -> dict[str, Any]:
    return {
        **_role(fate),
        "into": list(fate.into),
        "replaced": fate.replaced,
        "is_work": fate.is_work,
        "fields": [_field(change) for change in fate.fields],
    }


def _role(fate: StepFate | RoleFate) -> dict[str, Any]:
    return {key: getattr(fate, key) for key in ("before", "after", "name", "fate", "to", "because")}


def _field(change: FieldChange) -> dict[str, Any]:
    return {"field": change.field, "was": _plain(change.was), "now": _plain(change.now)}


def _plain(value: Any) -> Any:
    if isinstance(value, Struct):
        return _plain(asdict(value))
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if hasattr(value, "items"):
        return {str(key): _plain(each) for key, each in value.items()}
    return figure(value)
