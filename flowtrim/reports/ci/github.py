"""Findings as workflow commands of GitHub Actions, which show them beside the lines of a pull request."""

from __future__ import annotations

from flowtrim.analysis import Analysis, Placed
from flowtrim.errors import FlowtrimError, InvalidFileError
from flowtrim.reports.media.text_lines import washed
from flowtrim.reports.process.acceptances import Remark, remarks
from flowtrim.reports.stamp import signed
from flowtrim.rules import Severity
from flowtrim.sentences import listed

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "hint": "notice"}


def workflow_commands(analysis: Analysis) -> str:
    """Return a line for each open finding and each acceptance that no longer holds, and lines for what got better.

    A line for the log says first what was looked at; as a notice it would take the place of a finding.
    """
    file = analysis.document.file
    lines = [f"::debug::{_data(signed(file, analysis.document.digest, analysis.survey.today))}\n"]
    lines += [_line(placed, file) for placed in analysis.open]
    lines += [_lapse(remark, file) for remark in remarks(analysis.ledger, analysis.document)]
    gained = {"No longer found": analysis.gone, "Better than in the baseline": analysis.eased}
    lines += [_gain(said, keys, file) for said, keys in gained.items() if keys]
    return "".join(lines)


def refusal_lines(refusal: FlowtrimError) -> str:
    r"""Return the lines for what could not be analysed: one for each problem of a file, at its place.

    >>> refusal_lines(FlowtrimError("100% lost."))
    '::error title=flowtrim::100%25 lost.\n'
    """
    if not isinstance(refusal, InvalidFileError):
        return f"::error title=flowtrim::{_data(str(refusal))}\n"
    return "".join(
        f"::error file={_property(problem.file)}{_at(problem.line, problem.column)},title=flowtrim"
        f"::{_data(problem.message)}\n"
        for problem in refusal.problems
    )


def _line(placed: Placed, file: str) -> str:
    finding = placed.finding
    place = f"file={_property(file)}{_at(placed.line, placed.column)}"
    head = f"::{_COMMANDS[finding.severity]} {place},title={_property(finding.rule)}"
    return f"{head}::{_data(finding.message)}\n"


def _lapse(remark: Remark, file: str) -> str:
    head = f"::warning file={_property(file)},line={remark.line},col={remark.column},title=flowtrim"
    return f"{head}::{_data(remark.text)}\n"


def _gain(said: str, keys: tuple[str, ...], file: str) -> str:
    head = f"::notice file={_property(file)},title=flowtrim"
    return f"{head}::{_data(f'{said}, so the baseline can be written anew: {listed(keys, most=3)}.')}\n"


def _at(line: int, column: int) -> str:
    return f",line={line},col={column}" if line else ""


def _data(text: str) -> str:
    """Escape what follows the second pair of colons; line breaks are blanks by then."""
    return washed(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
