"""Findings as workflow commands of GitHub Actions, which show them beside the lines of a pull request."""

from __future__ import annotations

from flowtrim.reports.acceptances import Remark, remarks
from flowtrim.reports.analysis import Analysis, Placed
from flowtrim.reports.cells import washed
from flowtrim.reports.words import listed
from flowtrim.rules import Severity

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "hint": "notice"}


def workflow_commands(analysis: Analysis) -> str:
    """Return a line for each open finding and each acceptance that no longer holds, and one for what is gone."""
    file = analysis.document.file
    lines = [_line(placed, file) for placed in analysis.open]
    lines += [_lapse(remark, file) for remark in remarks(analysis)]
    return "".join([*lines, *([_gone(analysis)] if analysis.gone else [])])


def refusal_line(message: str) -> str:
    r"""Return the line for what could not be analysed.

    >>> refusal_line("a.yml: 100% lost.")
    '::error title=flowtrim::a.yml: 100%25 lost.\n'
    """
    return f"::error title=flowtrim::{_data(message)}\n"


def _line(placed: Placed, file: str) -> str:
    finding = placed.finding
    place = f",line={placed.line},col={placed.column}" if placed.line else ""
    head = f"::{_COMMANDS[finding.severity]} file={_property(file)}{place},title={_property(finding.rule)}"
    return f"{head}::{_data(finding.message)}\n"


def _lapse(remark: Remark, file: str) -> str:
    head = f"::warning file={_property(file)},line={remark.line},col={remark.column},title=flowtrim"
    return f"{head}::{_data(remark.text)}\n"


def _gone(analysis: Analysis) -> str:
    gone = listed(analysis.gone or ())
    head = f"::notice file={_property(analysis.document.file)},title=flowtrim"
    return f"{head}::{_data(f'No longer found, so the baseline can be written anew: {gone}.')}\n"


def _data(text: str) -> str:
    """Escape what follows the second pair of colons; line breaks are blanks by then."""
    return washed(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
