"""Verbs on a process, and the difference between two: what a plan says, carried out and found again."""

from flowtrim.changes.description import describe
from flowtrim.changes.difference.diff import Difference, diff
from flowtrim.changes.difference.fates import Fate, FieldChange, RoleFate, StepFate
from flowtrim.changes.verbs.apply import Trial, apply, apply_plan

__all__ = [
    "Difference",
    "Fate",
    "FieldChange",
    "RoleFate",
    "StepFate",
    "Trial",
    "apply",
    "apply_plan",
    "describe",
    "diff",
]
