"""Where each KPI stands: what it measures, why, what it leads to, and whether its time is up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.reports.media.words import spoken
from flowtrim.sentences import listed

if TYPE_CHECKING:
    from flowtrim.measures import Survey
    from flowtrim.measures.kpis import KpiAudit


class Standing(Struct, frozen=True):
    """One KPI with its record; ``remarks`` say what is wrong with it."""

    name: str
    what: str | None
    why: str | None
    action: str | None
    owner: str | None
    remarks: tuple[str, ...]


def kpis_told(survey: Survey) -> tuple[Standing, ...]:
    """Return the KPIs of a process in the order of the file."""
    return tuple(
        Standing(kpi.name, kpi.what, kpi.why, kpi.action, kpi.owner, tuple(_remarks(audit)))
        for kpi, audit in zip(survey.process.kpis, survey.kpis, strict=True)
    )


def _remarks(audit: KpiAudit) -> Iterator[str]:
    if audit.overdue:
        yield f"Due for review since {audit.due}." if audit.due else "Never reviewed."
    if audit.missing:
        yield f"Nobody has written down its {listed(audit.missing)}."
    if audit.weak:
        yield "Its reason says hardly anything."
    if audit.duplicates:
        yield f"It measures the same as {listed(audit.duplicates, most=3)}."
    if audit.orphan:
        yield "No step of this process is measured by it."
    if not audit.speech.fits:
        yield f"It takes {spoken(audit.speech.seconds)} to explain, longer than a ride."
