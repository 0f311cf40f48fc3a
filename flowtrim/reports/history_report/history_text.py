"""The progress of a process, laid out in lines for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from flowtrim.formats.tabular.delimited import write_csv
from flowtrim.measures.figures import figure
from flowtrim.reports.media.text_lines import (
    NARROWEST,
    WIDEST,
    Line,
    inert_json,
    phrase_lines,
    shortened,
    text_lines,
    washed,
)
from flowtrim.reports.media.words import plain
from flowtrim.reports.stamp import origin, signed
from flowtrim.review.revisions import FOLLOWED, Moment, Progress
from flowtrim.sentences import counted

HEADS = {
    "rides": "rides",
    "steps": "steps",
    "roles": "roles",
    "handoffs": "handoffs",
    "unjustified": "no why",
    "expected_handoffs": "expected",
}
"""What a figure is called where there is little room."""
_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_WIDE = 78
"""The least columns in which the figures of a revision stand beside each other."""


def laid_out(progress: Progress, columns: int) -> Iterator[Line]:
    """Yield the lines: a spark for each figure, and then revision by revision, the newest first."""
    room = min(max(columns, NARROWEST), WIDEST)
    yield from text_lines(progress.name, room, style="title")
    yield from text_lines(standing(progress), room, style="dim")
    if progress.told:
        yield ()
        yield from _sparks(progress, room)
    yield ()
    if room >= _WIDE:
        yield ((_row("", [HEADS[name] for name in FOLLOWED]) + "late", "dim"),)
    for moment in reversed(progress.moments):
        yield from _moment(moment, room)
    yield ()
    yield from text_lines(made_from(progress), room, style="dim")


def made_from(progress: Progress) -> str:
    """Say what day the progress holds for, and what it was made from."""
    return signed(progress.file, progress.digest, progress.today)


def standing(progress: Progress) -> str:
    """Say how many revisions there are, since when, and how many of them have no figures.

    >>> from datetime import date
    >>> standing(Progress("Claim", "claim.yml", (), date(2026, 3, 2)))
    'claim.yml: no revisions'
    """
    moments = progress.moments
    past = sum(moment.commit is not None for moment in moments)
    lost = len(moments) - len(progress.told)
    told = [counted(past, "revision") if past else "no revisions"]
    told += [f"since {moments[0].day}"] if past else []
    told += [f"{lost:,} without figures"] if lost else []
    return f"{progress.file}: {', '.join(told)}"


def spark(course: Sequence[float | None], most: int) -> str:
    """Draw a course in one line, from 0 to its highest; with more than ``most`` moments the last of each stretch.

    >>> spark([8, 4, None, 0], 20)
    '█▅·▁'
    """
    count = len(course)
    drawn = course if count <= most else [course[(n + 1) * count // most - 1] for n in range(most)]
    top = max((value for value in drawn if value is not None), default=0.0)
    last = len(_BARS) - 1
    return "".join(_GAP if value is None else _BARS[round(value / top * last) if top else 0] for value in drawn)


def known(value: float | None) -> str:
    """Put a figure into a cell."""
    return "–" if value is None else plain(value)


def _sparks(progress: Progress, room: int) -> Iterator[Line]:
    label = max(map(len, HEADS.values())) + 2
    for name in FOLLOWED:
        course = progress.course(name)
        change = f"{known(course[0])} → {known(course[-1])}" if len(course) > 1 else known(course[-1])
        drawn = spark(course, room - label - len(change) - 2)
        yield (f"{HEADS[name]:<{label}}", "dim"), (drawn, "plain"), ("  ", "plain"), (change, "strong")


def _moment(moment: Moment, room: int) -> Iterator[Line]:
    aloud = "" if moment.read_aloud is None else f"read aloud in {moment.read_aloud:g} s · "
    said = aloud + (f"{moment.commit[:7]} {moment.subject}" if moment.commit else moment.subject)
    if moment.problem is not None:
        yield (f"{moment.day}  ", "plain"), ("✗ ", "error"), (shortened(washed(said), room - 14), "plain")
        yield from text_lines(moment.problem, room, first=(" " * 14, "plain"), style="error")
        return
    values = [known(moment.figures[name]) for name in FOLLOWED]
    late = " ▲" if moment.overdue else ""
    if room >= _WIDE:
        row = _row(str(moment.day), values)
        yield (row, "plain"), (f"{late:<6}", "warning"), (shortened(washed(said), room - len(row) - 6), "dim")
        return
    yield (str(moment.day), "plain"), (f"{late}  ", "warning"), (shortened(washed(said), room - 14), "dim")
    pairs = (f"{HEADS[name]} {value}" for name, value in zip(FOLLOWED, values, strict=True))
    yield from phrase_lines(pairs, room, first=("  ", "plain"))


def _row(day: str, cells: Sequence[str]) -> str:
    sizes = [max(len(head), 5) for head in HEADS.values()]
    return f"{day:<10}  " + " ".join(f"{cell:>{size}}" for cell, size in zip(cells, sizes, strict=True)) + "  "


FORMAT = "flowtrim-history/1"


def as_json(progress: Progress) -> str:
    """Return the progress as JSON text: stable keys, null for what is undefined, the oldest revision first."""
    told = {
        "format": FORMAT,
        **origin(progress.digest, progress.today),
        "process": {"name": progress.name, "file": progress.file},
        "revisions": [
            {
                "date": moment.day.isoformat(),
                "commit": moment.commit,
                "subject": moment.subject,
                "measures": {name: figure(moment.figures.get(name)) for name in FOLLOWED},
                "overdue": moment.overdue,
                **({} if moment.read_aloud is None else {"read_aloud_seconds": figure(moment.read_aloud)}),
                "problem": moment.problem,
            }
            for moment in progress.moments
        ],
    }
    return inert_json(json.dumps(told, ensure_ascii=False, allow_nan=False, indent=2)) + "\n"


def as_csv(progress: Progress) -> bytes:
    """Return the progress as a table: no cell is a formula; the last columns say of each row what it was made from."""
    made = origin(progress.digest, progress.today)
    head = ["date", "commit", *FOLLOWED, "overdue", "subject", "problem", *made]
    return write_csv([head, *([*_cells(one), *(value or "" for value in made.values())] for one in progress.moments)])


def as_markdown(progress: Progress) -> str:
    """Return the progress as Markdown; whatever people wrote stays text."""
    from flowtrim.reports.document.report_markdown import rendered

    return rendered(
        "progress.md.j2",
        name=progress.name,
        stamp=made_from(progress),
        standing=standing(progress),
        heads=[HEADS[name] for name in FOLLOWED],
        rows=[
            (moment, [known(moment.figures.get(name)) for name in FOLLOWED]) for moment in reversed(progress.moments)
        ],
    )


def _cells(moment: Moment) -> list[str]:
    figures = [moment.figures.get(name) for name in FOLLOWED]
    values = ["" if value is None else str(figure(value)) for value in figures]
    overdue = "" if moment.overdue is None else str(moment.overdue).lower()
    return [moment.day.isoformat(), moment.commit or "", *values, overdue, moment.subject, moment.problem or ""]
