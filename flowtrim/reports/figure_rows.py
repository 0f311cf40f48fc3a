"""The figures by which two processes are compared, and how each of them is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

from flowtrim.measures import Survey
from flowtrim.measures.figures import FIGURES as MEASURED
from flowtrim.measures.promises import Kept, terms_of
from flowtrim.measures.simulation import SPREAD
from flowtrim.reports.media import rounding
from flowtrim.reports.media.words import plain, points, share, spoken, whole, worked
from flowtrim.sentences import marked, phrase, say


class Row(Struct, frozen=True):
    """A figure by its key and its name: how it is read, shown and rounded, and its error where it is simulated.

    ``in_a_case`` says that it counts how often something happens in a case.
    """

    key: str
    name: str
    read: Callable[[Survey], float | None]
    show: Callable[[float], str] = plain
    rounded: Callable[[float], float] = rounding.plain
    show_change: Callable[[float], str] | None = None
    more_is_better: bool = False
    unit: str = ""
    error: Callable[[Survey], float | None] = lambda _: None
    only_where_any: bool = False
    in_a_case: bool = False


def _duration_error(survey: Survey) -> float | None:
    return survey.times.simulated.half_width if survey.times.simulated else None


def _percentile(of: float, survey: Survey) -> float | None:
    return next((each.minutes for each in survey.percentiles if each.of == of), None)


def _percentile_error(of: float, survey: Survey) -> float | None:
    return next((each.error for each in survey.percentiles if each.of == of), None)


def _in_time(survey: Survey) -> Kept | None:
    """Return how the promise to the customer is kept, or else the first deadline of the whole process.

    Where there is neither no case is played.
    """
    whole = (term for term in terms_of(survey.process) if term.step is None and term.sort in ("promise", "deadline"))
    asked = next(whole, None)
    return None if asked is None else next((each for each in survey.kept if each.term == asked), None)


def _share_in_time(survey: Survey) -> float | None:
    found = _in_time(survey)
    return None if found is None else found.share


def _share_in_time_error(survey: Survey) -> float | None:
    found = _in_time(survey)
    return None if found is None else found.share_error


PERCENTILES = tuple(
    Row(
        f"percentile-{100 * of:.0f}",
        say("time for {share} of cases", share=share(of)),
        partial(_percentile, of),
        worked,
        rounding.worked,
        unit="minutes",
        error=partial(_percentile_error, of),
    )
    for of in SPREAD
)
"""Within which times cases are done, where a range makes somebody ask."""

ROWS = (
    Row("rides", phrase(marked("rides")), MEASURED["rides"].read),
    Row("seconds", phrase(marked("told in")), MEASURED["seconds"].read, spoken, rounding.spoken, unit="seconds"),
    Row("steps", phrase(marked("steps")), MEASURED["steps"].read),
    Row("roles", phrase(marked("roles")), MEASURED["roles"].read),
    Row("handoffs", phrase(marked("handoffs")), MEASURED["handoffs"].read),
    Row("expected", phrase(marked("handoffs expected")), MEASURED["expected_handoffs"].read, in_a_case=True),
    Row("ping-pongs", phrase(marked("ping-pongs expected")), MEASURED["ping_pongs"].read, in_a_case=True),
    Row("unjustified", phrase(marked("steps without a reason")), MEASURED["unjustified"].read),
    Row("work", phrase(marked("work in a case")), MEASURED["work"].read, worked, rounding.worked, unit="minutes"),
    Row(
        "duration",
        phrase(marked("start to end")),
        MEASURED["duration"].read,
        worked,
        rounding.worked,
        unit="minutes",
        error=_duration_error,
    ),
    *PERCENTILES,
    Row(
        "in-time",
        phrase(marked("cases in time")),
        _share_in_time,
        share,
        rounding.share,
        points,
        more_is_better=True,
        unit="share",
        error=_share_in_time_error,
    ),
    Row(
        "contacts",
        phrase(marked("contacts with the customer")),
        MEASURED["contacts"].read,
        only_where_any=True,
        in_a_case=True,
    ),
    Row("people-met", phrase(marked("people the customer meets")), MEASURED["people_met"].read, in_a_case=True),
    Row(
        "silence",
        phrase(marked("longest without a word")),
        MEASURED["silence"].read,
        worked,
        rounding.worked,
        unit="minutes",
    ),
    Row(
        "efficiency",
        phrase(marked("efficiency")),
        lambda survey: survey.times.efficiency,
        share,
        rounding.share,
        points,
        more_is_better=True,
        unit="share",
        error=lambda survey: survey.times.efficiency_error,
    ),
    Row("hours", phrase(marked("hours a year")), MEASURED["hours"].read, whole, rounding.whole),
    Row(
        "hours-of-others",
        phrase(marked("hours of others included")),
        lambda survey: survey.yearly.others,
        whole,
        rounding.whole,
        only_where_any=True,
    ),
    Row("cost", phrase(marked("cost a year")), lambda survey: survey.times.cost_per_year, whole, rounding.whole),
    Row("complexity", phrase(marked("control-flow complexity")), MEASURED["complexity"].read),
)


FIGURES = tuple(row.key for row in ROWS)
"""The names under which figures are asked for, in the order in which they are shown."""


def figures_of(survey: Survey) -> dict[str, float | None]:
    """Return the figures by the names of ``FIGURES``; None where one is undefined."""
    return {row.key: row.read(survey) for row in ROWS}


def named_figures(*surveys: Survey) -> Iterator[tuple[str, str, tuple[float | None, ...]]]:
    """Yield the figures as people read them: name, unit (empty for a count) and the values, None where undefined.

    Below a figure that was simulated stands its error; percentiles are told where a range asks for them.
    """
    for row in ROWS:
        values, errors = tuple(map(row.read, surveys)), tuple(map(row.error, surveys))
        if row not in PERCENTILES or values != (None,) * len(surveys):
            yield row.name, row.unit, values
        if any(error is not None for error in errors):
            yield say("{figure}, simulated: ± at 95%", figure=row.name), row.unit, errors
