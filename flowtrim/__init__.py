"""The elevator test for business processes.

The front door: a handful of names, each fetched when it is first used, so that asking for the version
does not load a graph library.

>>> from datetime import date
>>> from flowtrim import analyse, loads
>>> claim = loads('''
... process: Expense claim
... steps:
...   - {name: Fill in the claim, owner: Employee}
...   - {name: Stamp the claim, owner: Clerk, why: none}
... ''', file="claim.yml", today=date(2026, 11, 22))
>>> found = analyse(claim, today=date(2026, 11, 22))
>>> found.survey.handoffs, found.survey.elevator.rides
(1, 1)
>>> [(placed.line, placed.finding.rule) for placed in found.open if placed.finding.severity == "error"]
[(5, 'why-none')]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from flowtrim._version import __version__

if TYPE_CHECKING:
    from flowtrim.analysis import analyse as analyse
    from flowtrim.drawings import draw
    from flowtrim.drawings import render as render
    from flowtrim.errors import FlowtrimError as FlowtrimError
    from flowtrim.errors import InvalidFileError as InvalidFileError
    from flowtrim.formats import Document as Document
    from flowtrim.formats import dumps as dumps
    from flowtrim.formats import loads as loads
    from flowtrim.formats import read as read
    from flowtrim.graph import FlowGraph as FlowGraph
    from flowtrim.graph import role_graph as role_graph
    from flowtrim.measures import Survey as Survey
    from flowtrim.model import Flow as Flow
    from flowtrim.model import Process as Process
    from flowtrim.model import Role as Role
    from flowtrim.model import Step as Step
    from flowtrim.reports.process.process_json import report as report
    from flowtrim.rules import Finding as Finding
    from flowtrim.rules import check as check

_ROOMS = {
    "Document": "flowtrim.formats",
    "Finding": "flowtrim.rules",
    "Flow": "flowtrim.model",
    "FlowGraph": "flowtrim.graph",
    "FlowtrimError": "flowtrim.errors",
    "InvalidFileError": "flowtrim.errors",
    "Process": "flowtrim.model",
    "Role": "flowtrim.model",
    "Step": "flowtrim.model",
    "Survey": "flowtrim.measures",
    "analyse": "flowtrim.analysis",
    "check": "flowtrim.rules",
    "draw": "flowtrim.drawings",
    "dumps": "flowtrim.formats",
    "loads": "flowtrim.formats",
    "read": "flowtrim.formats",
    "render": "flowtrim.drawings",
    "report": "flowtrim.reports.process.process_json",
    "role_graph": "flowtrim.graph",
}

__all__ = [
    "Document",
    "Finding",
    "Flow",
    "FlowGraph",
    "FlowtrimError",
    "InvalidFileError",
    "Process",
    "Role",
    "Step",
    "Survey",
    "__version__",
    "analyse",
    "check",
    "draw",
    "dumps",
    "loads",
    "read",
    "render",
    "report",
    "role_graph",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"flowtrim has no name {name!r}")
    return getattr(import_module(_ROOMS[name]), name)


def __dir__() -> list[str]:
    return __all__
