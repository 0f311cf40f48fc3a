"""Verbs on a process: what a plan says, carried out. ``difference`` finds it again between two processes."""

from flowtrim.changes.description import deed, describe, with_names
from flowtrim.changes.difference.fates import Fate, FieldChange, RoleFate, StepFate
from flowtrim.changes.field_words import KINDS, field_word
from flowtrim.changes.verbs.apply import Trial, apply, apply_plan

__all__ = [
    "KINDS",
    "Fate",
    "FieldChange",
    "RoleFate",
    "StepFate",
    "Trial",
    "apply",
    "apply_plan",
    "deed",
    "describe",
    "field_word",
    "with_names",
]
