"""Verbs on a process: what a plan says, carried out. ``difference`` finds it again between two processes."""

from flowtrim.changes.description import deed, describe, with_names
from flowtrim.changes.difference.fates import Fate, FieldChange, RoleFate, StepFate
from flowtrim.changes.verbs.apply import Trial, apply, apply_plan

__all__ = [
    "Fate",
    "FieldChange",
    "RoleFate",
    "StepFate",
    "Trial",
    "apply",
    "apply_plan",
    "deed",
    "describe",
    "with_names",
]
