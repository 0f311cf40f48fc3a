"""The figures that divide good from poor; every one can be set for a folder or an organisation."""

from __future__ import annotations

from msgspec import Struct


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
    spoken_rates: tuple[tuple[str, float], ...] = ()  # units a minute by language; what is not named keeps its own
    ceilings: tuple[Ceiling, ...] = ()
