"""The JSON report: stable keys, null for what is undefined, the same bytes for the same file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flowtrim.measures import Survey
from flowtrim.reports.analysis import Analysis, Placed
from flowtrim.reports.figures import figure, measures

FORMAT = "flowtrim-report/1"
_LINE = 120


def as_json(reports: Sequence[dict[str, Any]], *, several: bool) -> str:
    """Return reports as JSON text: one object, or a list where several files were given."""
    return _pretty(reports if several else reports[0], "") + "\n"


def _pretty(value: Any, indent: str) -> str:
    """Set out JSON for people: what fits on a line stays on it. Python's own indenting is ten times slower."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if len(text) + len(indent) <= _LINE or not value or not isinstance(value, dict | list):
        return text
    deeper = indent + "  "
    if isinstance(value, dict):
        lines = [f"{json.dumps(key, ensure_ascii=False)}: {_pretty(item, deeper)}" for key, item in value.items()]
    else:
        lines = [_pretty(item, deeper) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{deeper}" + f",\n{deeper}".join(lines) + f"\n{indent}{closing}"


def report(analysis: Analysis) -> dict[str, Any]:
    """Return the report on one process as plain data; ``after`` is there only when there is an after-process."""
    process, after = analysis.process, analysis.after
    told: dict[str, Any] = {
        "format": FORMAT,
        "process": {
            "name": process.name,
            "file": analysis.document.file,
            "owner": process.owner,
            "customer": process.customer,
        },
        "measures": measures(analysis.survey),
        "kpis": _kpis(analysis.survey),
        "findings": [_finding(placed) for placed in analysis.placed],
        "plan": {"changes": [], "measures_after": {}},
    }
    if analysis.document.source:
        told["source"] = analysis.document.source
    if after:
        told["after"] = {
            "process": {"name": after.process.name, "file": after.document.file},
            "measures": measures(after.survey),
        }
    return told


def _kpis(survey: Survey) -> list[dict[str, Any]]:
    return [
        {
            "name": kpi.name,
            "overdue": kpi.overdue,
            "last": figure(kpi.last),
            "due": figure(kpi.due),
            "missing": list(kpi.missing),
            "duplicates": list(kpi.duplicates),
            "orphan": kpi.orphan,
            "elevator": {"seconds": figure(kpi.speech.seconds), "fits": kpi.speech.fits},
        }
        for kpi in survey.kpis
    ]


def _finding(placed: Placed) -> dict[str, Any]:
    finding = placed.finding
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "at": finding.at,
        "kind": finding.kind,
        "line": placed.line,
        "column": placed.column,
        "accepted": placed.accepted,
    }
