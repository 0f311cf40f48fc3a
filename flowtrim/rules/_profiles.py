"""Every rule by its name, and how grave it is under each profile: the one list that a new rule is added to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Level = Literal["error", "warning", "hint", "off"]

LEVELS: tuple[Level, ...] = get_args(Level)

_COLUMNS = ("recommended", "strict", "all")
_TABLE: dict[str, tuple[Level, Level, Level]] = {
    "why-purpose-missing": ("warning", "error", "error"),
    "why-missing": ("warning", "error", "error"),
    "why-none": ("error", "error", "error"),
    "why-circular": ("warning", "warning", "error"),
    "why-enables-nothing": ("warning", "warning", "error"),
    "why-tautology": ("warning", "warning", "error"),
    "why-duplicate": ("warning", "warning", "error"),
    "why-tradition": ("warning", "warning", "error"),
    "why-authority-without-source": ("warning", "error", "error"),
    "why-vague": ("warning", "warning", "error"),
    "why-short": ("off", "hint", "hint"),
    "why-risk-without-evidence": ("off", "hint", "hint"),
    "why-expired": ("warning", "error", "error"),
    "what-output-unused": ("warning", "warning", "error"),
    "what-duplicate-output": ("warning", "warning", "error"),
    "what-detail-collected": ("warning", "warning", "error"),
    "what-no-output": ("hint", "warning", "warning"),
    "what-two-things": ("hint", "hint", "warning"),
    "who-process-owner-missing": ("warning", "error", "error"),
    "who-missing": ("warning", "error", "error"),
    "who-separation-broken": ("error", "error", "error"),
    "who-together-apart": ("error", "error", "error"),
    "who-unjustified": ("warning", "error", "error"),
    "who-idle": ("warning", "warning", "error"),
    "who-pass-through": ("warning", "warning", "error"),
    "who-sandwich": ("hint", "warning", "warning"),
    "who-rubber-stamp": ("warning", "warning", "error"),
    "who-serial-approver": ("warning", "warning", "error"),
    "who-approval-of-approval": ("warning", "warning", "error"),
    "who-no-authority": ("warning", "warning", "error"),
    "who-subsumed": ("hint", "warning", "warning"),
    "who-overlap": ("hint", "hint", "warning"),
    "who-underloaded": ("hint", "hint", "warning"),
    "who-informed-only": ("hint", "hint", "warning"),
    "who-one-step": ("off", "hint", "hint"),
    "who-too-many-roles": ("hint", "hint", "warning"),
    "who-split-responsibility": ("warning", "warning", "error"),
    "who-accountable-missing": ("hint", "warning", "warning"),
    "who-accountable-everywhere": ("hint", "hint", "warning"),
    "who-crowded": ("hint", "hint", "warning"),
    "who-named-person": ("hint", "warning", "warning"),
    "handoff-forward-only": ("warning", "warning", "error"),
    "handoff-ping-pong": ("warning", "warning", "error"),
    "handoff-return-to-sender": ("warning", "warning", "error"),
    "handoff-imposed-terms": ("warning", "warning", "error"),
    "handoff-often": ("hint", "hint", "warning"),
    "flow-unreachable": ("error", "error", "error"),
    "flow-loop-without-exit": ("error", "error", "error"),
    "flow-dead-end": ("warning", "error", "error"),
    "flow-late-knock-out": ("warning", "warning", "error"),
    "flow-needless-order": ("hint", "hint", "warning"),
    "flow-neighbours-of-one-role": ("hint", "hint", "warning"),
    "flow-rework": ("hint", "warning", "warning"),
    "flow-repair-step": ("warning", "warning", "error"),
    "flow-checked-twice": ("warning", "warning", "error"),
    "flow-error-found-late": ("hint", "hint", "warning"),
    "flow-exception-in-main-flow": ("hint", "hint", "warning"),
    "flow-branch-without-condition": ("warning", "warning", "error"),
    "flow-share-unknown": ("off", "hint", "hint"),
    "flow-superfluous-gateway": ("hint", "hint", "warning"),
    "flow-duplicate-name": ("hint", "warning", "warning"),
    "flow-inclusive-branch": ("off", "hint", "hint"),
    "flow-crowded-branch": ("hint", "hint", "hint"),
    "flow-many-ends": ("off", "hint", "hint"),
    "flow-tangled": ("off", "hint", "hint"),
    "flow-large": ("hint", "hint", "warning"),
    "time-waiting-dominates": ("hint", "warning", "warning"),
    "time-batch-wait": ("hint", "hint", "warning"),
    "time-system-switches": ("hint", "hint", "warning"),
    "time-repeated-by-hand": ("hint", "hint", "warning"),
    "customer-missing": ("warning", "error", "error"),
    "customer-bounced": ("warning", "warning", "error"),
    "customer-left-waiting": ("warning", "warning", "error"),
    "customer-no-promise": ("hint", "warning", "warning"),
    "customer-contact-often": ("hint", "hint", "warning"),
    "customer-input-checked-later": ("hint", "hint", "warning"),
    "customer-survey-unused": ("warning", "warning", "error"),
    "customer-surveyed-every-time": ("hint", "warning", "warning"),
    "kpi-stale": ("warning", "error", "error"),
    "kpi-not-explainable": ("error", "error", "error"),
    "kpi-without-what": ("warning", "warning", "error"),
    "kpi-without-why": ("warning", "warning", "error"),
    "kpi-weak-why": ("warning", "warning", "error"),
    "kpi-without-action": ("warning", "warning", "error"),
    "kpi-without-owner": ("hint", "warning", "warning"),
    "kpi-without-formula": ("hint", "warning", "warning"),
    "kpi-without-target": ("hint", "hint", "warning"),
    "kpi-duplicate": ("warning", "warning", "error"),
    "kpi-orphan": ("hint", "hint", "warning"),
    "review-never": ("warning", "error", "error"),
    "review-overdue": ("error", "error", "error"),
    "review-due-soon": ("hint", "hint", "hint"),
    "review-attempt-without-lesson": ("hint", "warning", "warning"),
    "review-attempt-forgotten": ("hint", "hint", "warning"),
    "elevator-too-long": ("error", "error", "error"),
}

PROFILES: Mapping[str, Mapping[str, Level]] = {
    column: {rule: levels[number] for rule, levels in _TABLE.items()} for number, column in enumerate(_COLUMNS)
}
"""The level of every rule under each profile, in the order of the catalogue.

``recommended`` is for everyday work: an error is what cannot stay, a warning what can probably go, a hint what is
worth a talk. ``strict`` is for a process that was reviewed before. ``all`` leaves nothing out.
"""
