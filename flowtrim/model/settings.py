"""What a folder or an organisation has settled for all of its processes, and the figures that divide good from poor."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Literal

from msgspec import Struct, field

Severity = Literal["error", "warning", "hint"]
Level = Literal["error", "warning", "hint", "off"]
"""How grave what a rule finds is; a rule that is off is not asked."""
Gate = Literal["error", "warning", "hint", "never"]
"""The mildest severity that fails a run."""


class Ceiling(Struct, frozen=True):
    """The most that a figure of a process may be, by the name of the figure; times are minutes of working time."""

    figure: str
    most: float


class Limits(Struct, frozen=True):
    """Limits with the defaults of the field; the comments name the authority, or say that it is ours.

    ``ceilings`` are limits on the figures of a process as a whole: none unless somebody sets them.

    >>> Limits().ride_seconds
    60.0
    """

    ride_seconds: float = 60.0  # the span of an elevator pitch
    review_months: int = 12  # audit practice: once a year
    kpi_months: int = 18  # a house rule: no standard sets it
    due_soon_days: int = 30
    size_hint: int = 31  # nodes of the normal form: Mendling et al. 2012
    size_hard: int = 50  # 7PMG, guideline 7
    connector_degree: int = 3  # Mendling et al. 2012
    roles_hint: int = 5  # an opinion of practitioners, not a finding
    role_overlap: float = 0.65  # Burattin et al. 2013
    rubber_stamp: float = 0.02  # upper 95% bound of the refusal rate
    exception_share: float = 0.05
    underloaded_share: float = 0.02
    near_duplicate: float = 90.0  # similarity of two reasons, of 100
    min_persons: int = 5  # a practice of works councils: fewer doers could be told apart by their times
    spoken_rates: tuple[tuple[str, float], ...] = ()  # units a minute by language; what is not named keeps its own
    ceilings: tuple[Ceiling, ...] = ()


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
