"""What a finding says, whatever it says it of."""

from __future__ import annotations

from flowtrim.model import Process
from flowtrim.rules import Finding
from flowtrim.sentences import quoted


def wording(finding: Finding, process: Process) -> str:
    """Return the message with a blank for the step, role, flow or KPI that it is about.

    Where two findings have the same, what is said of the one is true of the other: only the name is another.

    >>> from flowtrim.model import Step
    >>> claim = Process("Claim", steps=(Step("log", "Log"), Step("file", "File")))
    >>> wording(Finding("'Log' makes 'File' late.", at="log", kind="step"), claim)
    "… makes 'File' late."
    """
    said = finding.message
    for name in _names(finding, process):
        said = said.replace(quoted(name), "…")
    return said


def _names(finding: Finding, process: Process) -> tuple[str, ...]:
    if finding.kind == "flow":
        return tuple(process.step(end).name for end in finding.at.split("->") if process.has_step(end))
    if finding.kind == "role":
        return (process.role(finding.at).name,)
    if finding.kind == "step" and process.has_step(finding.at):
        return (process.step(finding.at).name,)
    return (finding.at,)
