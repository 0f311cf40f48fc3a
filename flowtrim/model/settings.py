"""What a folder or an organisation has settled for all of its processes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Literal

from msgspec import Struct, field

from flowtrim.model.limits import Limits

Severity = Literal["error", "warning", "hint"]
Level = Literal["error", "warning", "hint", "off"]
"""How grave what a rule finds is; a rule that is off is not asked."""
Gate = Literal["error", "warning", "hint", "never"]
"""The mildest severity that fails a run."""


class Settings(Struct, frozen=True):
    """The terms under which processes are judged; what nobody has set has the defaults of the field.

    ``severities`` overrule the profile for single rules. ``file`` is where the settings stand, None where nobody
    wrote any; ``baseline`` is the path of a baseline from its folder. ``places`` holds line and column of each key
    that stands there, such as ``review.kpi_months``.

    >>> Settings(profile="strict").limits.review_months
    12
    """

    profile: str = "recommended"
    severities: Mapping[str, Level] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    fail_on: Gate = "error"
    file: str | None = None
    baseline: str | None = None
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def baseline_path(self) -> str | None:
        """Where the baseline is, as it leads there from where the file of settings was named.

        >>> Settings(file="care/flowtrim.toml", baseline="known.json").baseline_path
        'care/known.json'
        """
        return None if self.baseline is None else str(PurePath(self.file or "").parent / self.baseline)
