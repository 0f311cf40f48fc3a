"""Findings as SARIF 2.1.0, the exchange format of code scanning (OASIS standard, 2020)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from flowtrim._version import __version__
from flowtrim.analysis import Analysis, Placed
from flowtrim.errors import FlowtrimError, InvalidFileError
from flowtrim.reports.media.text_lines import inert_json, washed
from flowtrim.reports.process.acceptances import remarks
from flowtrim.reports.stamp import made_on
from flowtrim.rules import Rule, Severity, catalogue

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_PRINT = "flowtrim/v1"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "hint": "note"}

_UNREAD = {
    "id": "unreadable-file",
    "shortDescription": {"text": "A file that cannot be read as a process; nothing else was looked for in it."},
}


class Part(NamedTuple):
    """What a log holds of one file: its results, what else is to be said, and the file itself with its hash."""

    results: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    artifact: dict[str, Any]

    @classmethod
    def of(cls, analysis: Analysis) -> Part:
        """Read the part off an analysis."""
        return cls(results(analysis), notices(analysis), _artifact(analysis))


def results(analysis: Analysis) -> list[dict[str, Any]]:
    """Return one result for each finding; an accepted one is suppressed with its reason.

    The fingerprint is made of what the finding is about, so that it survives lines that move. Against a baseline each
    result is new or unchanged, and what is gone is absent.
    """
    file, gone = analysis.document.file, analysis.gone
    told = [_result(placed, file) for placed in analysis.placed]
    if gone is not None:
        for placed, result in zip(analysis.placed, told, strict=True):
            result["baselineState"] = "unchanged" if placed.known else "new"
        told += [_absent(key, file) for key in gone]
    times: dict[str, int] = {}
    for result in told:
        prints = result["partialFingerprints"]
        times[prints[_PRINT]] = number = times.get(prints[_PRINT], 0) + 1
        prints[_PRINT] += f"#{number}" if number > 1 else ""
    return told


def notices(analysis: Analysis) -> list[dict[str, Any]]:
    """Return a notification for each acceptance that no longer holds."""
    file = analysis.document.file
    return [
        {
            "level": "warning",
            "message": _message(remark.text),
            "locations": [{"physicalLocation": _place(file, remark.line, remark.column)}],
        }
        for remark in remarks(analysis.ledger, analysis.document)
    ]


def _artifact(analysis: Analysis) -> dict[str, Any]:
    document = analysis.document
    hashes = {"hashes": {"sha-256": document.digest}} if document.digest else {}
    return {"location": {"uri": address(document.file)}, **hashes}


def as_sarif(parts: Iterable[Part], *, refusals: Iterable[FlowtrimError] = (), today: date) -> str:
    """Return one SARIF log of the parts of several files; ``refusals`` say what could not be analysed."""
    made = list(parts)
    found = [result for one in made for result in one.results]
    met = {result["ruleId"] for result in found}
    rules = [rule for rule in catalogue() if rule.name in met]
    index = {rule.name: number for number, rule in enumerate(rules)}
    for result in found:
        if result["ruleId"] in index:  # a rule that broke has no page
            result["ruleIndex"] = index[result["ruleId"]]
    failures = [failure for refusal in refusals for failure in _failures(refusal)]
    invocation = {
        "executionSuccessful": not failures,
        "toolExecutionNotifications": [*failures, *(notice for one in made for notice in one.notices)],
    }
    unread = [_unread(failure) for failure in failures if "locations" in failure]
    pages = [*map(_rule, rules), *([_UNREAD] if unread else [])]
    driver = {"name": "flowtrim", "version": __version__, "rules": pages}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "artifacts": list({one.artifact["location"]["uri"]: one.artifact for one in made}.values()),
        "results": [*found, *unread],
        "properties": made_on(today),
    }
    return (
        inert_json(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1))
        + "\n"
    )


def _failures(refusal: FlowtrimError) -> list[dict[str, Any]]:
    """Return a notification for each problem of a file, at its place, or for what could not be done at all."""
    if not isinstance(refusal, InvalidFileError):
        return [{"level": "error", "message": _message(str(refusal))}]
    return [
        {
            "level": "error",
            "message": _message(str(problem)),
            "locations": [{"physicalLocation": _place(problem.file, problem.line, problem.column)}],
        }
        for problem in refusal.problems
    ]


def _unread(failure: dict[str, Any]) -> dict[str, Any]:
    """Return the result beside a notification: most readers show results only, and none would look like no findings."""
    key = f"{_UNREAD['id']}@{failure['message']['text']}"
    return failure | {"ruleId": _UNREAD["id"], "partialFingerprints": {_PRINT: key}}


def address(file: str) -> str:
    """Return the name of a file as a reference that a SARIF reader understands.

    >>> address("care/a bill.yml"), address("HEAD~1:bill.yml")
    ('care/a%20bill.yml', 'HEAD~1%3Abill.yml')
    """
    from urllib.parse import quote

    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="replace")


def _result(placed: Placed, file: str) -> dict[str, Any]:
    finding, note = placed.finding, placed.acceptance
    place = _place(file, placed.line, placed.column)
    told = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": _message(finding.message),
        "locations": [{"physicalLocation": place, "logicalLocations": [{"name": washed(finding.at)}]}],
        "partialFingerprints": {_PRINT: washed(finding.key)},
    }
    if note:
        told["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": washed(note.because)}]
    return told


def _place(file: str, line: int, column: int) -> dict[str, Any]:
    region = {"region": {"startLine": line, "startColumn": column}} if line else {}
    return {"artifactLocation": {"uri": address(file)}} | region


def _absent(key: str, file: str) -> dict[str, Any]:
    """Return the result for a finding of the baseline that is gone."""
    rule, _, at = key.partition("@")
    place = _place(file, 0, 0)
    return {
        "ruleId": washed(rule),
        "kind": "pass",
        "level": "none",
        "message": _message(f"{rule} finds nothing at {at} any more."),
        "locations": [{"physicalLocation": place, "logicalLocations": [{"name": washed(at)}]}],
        "partialFingerprints": {_PRINT: washed(key)},
        "baselineState": "absent",
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "properties": {"tags": [rule.family]},
    }


def _message(text: str) -> dict[str, str]:
    """Return a message in which nothing is a placeholder or a link: braces are doubled, as the standard says."""
    return {"text": washed(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")}
