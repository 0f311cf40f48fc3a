"""What a folder or an organisation has settled for all of its processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from flowtrim.model.limits import Limits

Severity = Literal["error", "warning", "hint"]
Level = Literal["error", "warning", "hint", "off"]
"""How grave what a rule finds is; a rule that is off is not asked."""
Gate = Literal["error", "warning", "hint", "never"]
"""The mildest severity that fails a run."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The terms under which processes are judged; what nobody has set has the defaults of the field.

    ``severities`` overrule the profile for single rules. ``file`` is where the settings stand, None where nobody
    wrote any; ``places`` holds line and column of each key that stands there, such as ``review.kpi_months``.

    >>> Settings(profile="strict").limits.review_months
    12
    """

    profile: str = "recommended"
    severities: Mapping[str, Level] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    fail_on: Gate = "error"
    file: str | None = None
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)
