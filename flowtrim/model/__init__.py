"""What a process is: frozen data, no input and no output."""

from flowtrim.model.kpi import Kpi
from flowtrim.model.longest_run import longest_run
from flowtrim.model.plan import (
    Add,
    Assign,
    Change,
    Drop,
    Edit,
    Merge,
    Move,
    Parallel,
    Plan,
    Release,
    Result,
    identity,
    steps_of,
)
from flowtrim.model.process import Acceptance, Process, Start, Volume, implied_starts
from flowtrim.model.role import Role, RoleKind
from flowtrim.model.settings import Ceiling, Gate, Level, Limits, Settings, Severity
from flowtrim.model.step import END, Decisions, Flow, Join, Kind, Serves, Split, Step, spread

__all__ = [
    "END",
    "Acceptance",
    "Add",
    "Assign",
    "Ceiling",
    "Change",
    "Decisions",
    "Drop",
    "Edit",
    "Flow",
    "Gate",
    "Join",
    "Kind",
    "Kpi",
    "Level",
    "Limits",
    "Merge",
    "Move",
    "Parallel",
    "Plan",
    "Process",
    "Release",
    "Result",
    "Role",
    "RoleKind",
    "Serves",
    "Settings",
    "Severity",
    "Split",
    "Start",
    "Step",
    "Volume",
    "identity",
    "implied_starts",
    "longest_run",
    "spread",
    "steps_of",
]
