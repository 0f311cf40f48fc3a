"""The JSON report: stable keys, null for what is undefined, the same bytes for the same file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flowtrim.measures import Survey
from flowtrim.reports.analysis import Analysis, Placed
from flowtrim.reports.figures import figure, measures

FORMAT = "flowtrim-report/1"


def as_json(reports: Sequence[dict[str, Any]], *, several: bool) -> str:
    """Return reports as JSON text: one object, or a list where several files were given."""
    return json.dumps(reports if several else reports[0], ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def report(analysis: Analysis) -> dict[str, Any]:
    """Return the report on one process as plain data; ``after`` is there only when there is an after-process."""
    process, after = analysis.process, analysis.after
    told = {
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
