"""What the KPIs of a process are worth: whether they are looked after, and whether they can be explained."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal
from unicodedata import normalize

from msgspec import Struct

from flowtrim.formats.scalars import duration
from flowtrim.measures.answers import reading
from flowtrim.measures.clock import Clock, review_clock
from flowtrim.measures.lexicon import words_for
from flowtrim.measures.reasons import Reason, Weakness, weakness
from flowtrim.model import Clock as WorkingClock
from flowtrim.model import Kpi, Limits, Process

Part = Literal["what", "why", "action", "owner", "formula", "target"]

PARTS: tuple[Part, ...] = ("what", "why", "action", "owner", "formula", "target")


_AT_MOST = re.compile(
    r"^(?:[≤<]=?|up to|at most|no more than|not more than|under|below|less than|within|max(?:imum|\.)?|höchstens|unter"
    r"|bis zu|innerhalb von|como máximo|menos de|hasta|au plus|moins de|sous|最多|不超过|少于|以内)\s*",
    re.IGNORECASE,
)


def target_minutes(kpi: Kpi, clock: WorkingClock) -> float | None:
    """Return the most minutes that the target of a KPI allows; None where it is no time, or a least one.

    >>> target_minutes(Kpi("Handling time", target="at most 6m"), WorkingClock()), target_minutes(
    ...     Kpi("Share", target="95 %"), WorkingClock())
    (6.0, None)
    """
    return duration(_AT_MOST.sub("", (kpi.target or "").strip()), clock)


class Statement(Struct, frozen=True):
    """What is said of a KPI in the elevator, how many seconds that takes, and whether it fits in one ride."""

    text: str
    seconds: float
    fits: bool


class KpiAudit(Struct, frozen=True):
    """What is to be said of one KPI (docs/theory.md#the-record-of-a-kpi).

    ``clock`` runs 18 months by default, a rule of this house. ``missing`` names the parts of the record that nobody
    filled in. ``weak`` is what is wrong with its reason, None where it is adequate or missing. ``duplicates`` are the
    KPIs with the same formula. An ``orphan`` says of no step of the process that it measures it.
    """

    name: str
    clock: Clock
    missing: tuple[Part, ...]
    weak: Weakness | None
    duplicates: tuple[str, ...]
    orphan: bool
    speech: Statement

    @property
    def last(self) -> date | None:
        """The day of the last review."""
        return self.clock.last

    @property
    def due(self) -> date | None:
        """The last day on which a review is still in time."""
        return self.clock.due

    @property
    def overdue(self) -> bool:
        """Whether a review is late, or there never was one."""
        return self.clock.overdue


def audit(process: Process, *, today: date, limits: Limits) -> tuple[KpiAudit, ...]:
    """Audit each KPI, in the order of the file.

    >>> claim = Process("Claim", kpis=(Kpi("Claims paid", what="Number of claims paid.", owner="?"),))
    >>> found = audit(claim, today=date(2026, 3, 2), limits=Limits())[0]
    >>> found.overdue, found.missing, found.orphan, found.speech.fits
    (True, ('why', 'action', 'owner', 'formula', 'target'), True, True)
    """
    same = _same_formula(process.kpis)
    return tuple(
        KpiAudit(
            name=kpi.name,
            clock=review_clock(kpi.reviewed, today=today, months=limits.kpi_months, due_soon_days=limits.due_soon_days),
            missing=tuple(part for part in PARTS if reading(getattr(kpi, part)) != "text"),
            weak=_weakness(kpi, process),
            duplicates=tuple(name for name in same.get(_formula(kpi), ()) if name != kpi.name),
            orphan=not any(map(process.has_step, kpi.steps)),
            speech=_statement(kpi, process, limits),
        )
        for kpi in process.kpis
    )


def _statement(kpi: Kpi, process: Process, limits: Limits) -> Statement:
    """Say name, purpose, formula and action (docs/theory.md#spoken-length); placeholders are not read aloud."""
    from flowtrim.measures.elevator import spoken_seconds

    said = [kpi.name, *(text for text in (kpi.why, kpi.formula, kpi.action) if text and reading(text) == "text")]
    text = " ".join(
        part.rstrip() if part.rstrip().endswith((".", "!", "?", "。", "！", "？")) else f"{part}." for part in said
    )
    seconds = spoken_seconds(text, process.language, limits)
    return Statement(text, seconds, fits=seconds <= process.seconds_a_ride(limits))


def _weakness(kpi: Kpi, process: Process) -> Weakness | None:
    if reading(kpi.why) != "text":
        return None
    words = words_for(process.language, (f"{kpi.name} {kpi.why or ''}",))
    return weakness(Reason(kpi.name, kpi.why), words=words)


def _same_formula(kpis: Sequence[Kpi]) -> Mapping[str, list[str]]:
    names: dict[str, list[str]] = {}
    for kpi in kpis:
        if formula := _formula(kpi):
            names.setdefault(formula, []).append(kpi.name)
    return names


def _formula(kpi: Kpi) -> str:
    """Return a formula without what makes no difference: case, width and spaces."""
    formula = kpi.formula if reading(kpi.formula) == "text" else None
    return "".join(normalize("NFKC", formula or "").casefold().split())
