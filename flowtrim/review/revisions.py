"""How a process has changed over time: its figures in each revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from flowtrim.measures import Survey
from flowtrim.measures.figures import FIGURES
from flowtrim.model import Limits, Process

FOLLOWED = ("rides", "steps", "roles", "handoffs", "unjustified", "expected_handoffs")
"""The figures that are followed, by their names."""


class Moment(Struct, frozen=True):
    """A process on one day: its figures by name, where one that is undefined is None.

    ``commit`` is the revision, None for the file as it stands now; ``subject`` is what was said about it. ``problem``
    says why the revision cannot be read; it has no figures then. ``overdue`` says whether its review was, on that day,
    ``read_aloud`` in how many seconds somebody really told it, where the file says so.
    """

    day: date
    commit: str | None
    subject: str
    figures: Mapping[str, float | None]
    overdue: bool | None = None
    problem: str | None = None
    read_aloud: float | None = None


class Progress(Struct, frozen=True):
    """A process through its revisions, the oldest first, as of ``today``; ``digest`` is the SHA-256 of the newest."""

    name: str
    file: str
    moments: tuple[Moment, ...]
    today: date
    digest: str = ""

    @property
    def told(self) -> tuple[Moment, ...]:
        """The moments that have figures."""
        return tuple(moment for moment in self.moments if moment.problem is None)

    def course(self, figure: str) -> Sequence[float | None]:
        """Return a figure through the moments that have figures."""
        return [moment.figures[figure] for moment in self.told]


def moment(process: Process, *, day: date, commit: str | None, subject: str, limits: Limits) -> Moment:
    """Measure a process as it was on a day.

    >>> from flowtrim.model import Step
    >>> claim = Process("Claim", (Step("pay", "Pay", owner="Bank"),), reviewed=date(2025, 3, 2))
    >>> made = moment(claim, day=date(2026, 3, 2), commit="3c22ef2", subject="Begin", limits=Limits())
    >>> made.figures["steps"], made.figures["unjustified"], made.overdue
    (1, 1, False)
    """
    survey = Survey(process, today=day, limits=limits)
    figures = {name: FIGURES[name].read(survey) for name in FOLLOWED}
    told = process.told.seconds if process.told else None
    return Moment(day, commit, subject, figures, overdue=survey.clock.overdue, read_aloud=told)
