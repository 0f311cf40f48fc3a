"""Verbs on a process, and the difference between two: what a plan says, carried out and found again."""

from flowtrim.changes.application import apply, apply_plan
from flowtrim.changes.wording import describe

__all__ = ["apply", "apply_plan", "describe"]
