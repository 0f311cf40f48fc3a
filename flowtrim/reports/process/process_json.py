"""The JSON report: stable keys, null for what is undefined, the same bytes for the same file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from flowtrim.analysis import Analysis, Placed
from flowtrim.measures import Survey
from flowtrim.measures.figures import figure
from flowtrim.reports.figure_text import measures
from flowtrim.reports.media.text_lines import inert_json
from flowtrim.reports.process.acceptances import acceptances
from flowtrim.reports.stamp import origin

FORMAT = "flowtrim-report/1"
_DEPTH = 3
"""The report, its parts, and the figures in them."""


def _as_string(value: Any) -> str:
    """Return a message as the string that it is; the encoder takes no kinds of strings."""
    if isinstance(value, str):
        return str(value)
    raise NotImplementedError(f"JSON has no form for {type(value)}")


_encoded = msgspec.json.Encoder(enc_hook=_as_string).encode


def as_json(reports: Sequence[dict[str, Any]], *, several: bool) -> str:
    """Return reports as JSON text: one object, or a list where several files were given."""
    try:
        told = [_set_out(report, _DEPTH) for report in reports]
    except UnicodeEncodeError:  # a file may have a name that UTF-8 has no signs for
        speakable = json.dumps(reports, ensure_ascii=False).encode(errors="replace")
        told = [_set_out(report, _DEPTH) for report in json.loads(speakable)]
    return inert_json((b"[" + b",\n".join(told) + b"]\n" if several else told[0] + b"\n").decode())


def _set_out(value: Any, depth: int, indent: bytes = b"") -> bytes:
    """Give what is in the outer levels, and each entry of a list, a line of its own."""
    deeper = indent + b"  "
    between = b",\n" + deeper
    if depth and value and isinstance(value, dict):
        lines = [b"%b: %b" % (_encoded(key), _set_out(item, depth - 1, deeper)) for key, item in value.items()]
        return b"{\n" + deeper + between.join(lines) + b"\n" + indent + b"}"
    if depth and value and isinstance(value, list):
        return b"[\n" + deeper + between.join(map(_on_a_line, value)) + b"\n" + indent + b"]"
    return _on_a_line(value) if isinstance(value, dict | list) else _encoded(value)


def _on_a_line(value: Any) -> bytes:
    """Return a value with a space after each comma and colon."""
    return msgspec.json.format(_encoded(value), indent=0)


def report(analysis: Analysis) -> dict[str, Any]:
    """Return the report on one process as plain data; ``after`` is there only when there is an after-process.

    ``settings`` is there only when they stand in a file, ``known``, ``gone`` and ``eased`` only when there is a
    baseline. ``plan`` holds a plan only where one was asked for: to propose one takes longer than to analyse.
    """
    process, after, gone = analysis.process, analysis.after, analysis.gone
    told: dict[str, Any] = {
        "format": FORMAT,
        **origin(analysis.document.digest, analysis.survey.today),
        "process": {
            "name": process.name,
            "file": analysis.document.file,
            "owner": process.owner,
            "customer": process.customer,
        },
        "numbers": analysis.survey.numbers,
        "measures": measures(analysis.survey),
        "kpis": _kpis(analysis.survey),
        "findings": [_finding(placed, known=gone is not None) for placed in analysis.placed],
        "plan": _plan(analysis),
    }
    if analysis.settings.file:
        told["settings"] = analysis.settings.file
    if process.accepted:
        told["acceptances"] = acceptances(analysis)
    if gone is not None:
        told |= {"gone": list(gone), "eased": list(analysis.eased)}
    if analysis.document.source:
        told["source"] = analysis.document.source
    if analysis.document.spellings:
        told["spellings"] = analysis.document.spellings
    if after and not analysis.plan:
        told["after"] = _after(after)
    return told


def _after(after: Analysis) -> dict[str, Any]:
    return {
        "process": {"name": after.process.name, "file": after.document.file},
        "source_hash": after.document.digest or None,
        "numbers": after.survey.numbers,
        "measures": measures(after.survey),
    }


def _plan(analysis: Analysis) -> dict[str, Any]:
    """Return the plan that was asked for: its changes as a file has them, and every figure after it."""
    plan, after = analysis.plan, analysis.after
    if plan is None or after is None:
        return {"changes": [], "measures_after": {}}
    from flowtrim.formats.plan_writer import change_entries
    from flowtrim.reports.process.attempts import attempts

    return {
        "name": plan.name,
        "result": plan.result,
        "changes": [change_entries(change, analysis.process) for change in plan.changes],
        "measures_after": measures(after.survey),
        "numbers_after": after.survey.numbers,
        "attempts": [
            {
                "name": attempt.name,
                "result": attempt.result,
                "lesson": attempt.lesson,
                "figures": list(attempt.figures),
                "misfit": attempt.misfit,
            }
            for attempt in attempts(analysis.survey, chosen=plan)
        ],
    }


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


def _finding(placed: Placed, *, known: bool) -> dict[str, Any]:
    """Return a finding; ``known`` says whether there is a baseline that may know it."""
    finding = placed.finding
    told = {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "at": finding.at,
        "kind": finding.kind,
        "line": placed.line,
        "column": placed.column,
        "accepted": placed.accepted,
    }
    return told | {"known": placed.known} if known else told
