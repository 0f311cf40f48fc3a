"""Verbs on a process, and the difference between two: what a plan says, carried out and found again."""

from flowtrim.changes.application import apply, apply_plan
from flowtrim.changes.difference import Difference, diff
from flowtrim.changes.fates import Fate, FieldChange, RoleFate, StepFate
from flowtrim.changes.parties import involved
from flowtrim.changes.trial import Trial
from flowtrim.changes.wording import describe

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
    "involved",
]
