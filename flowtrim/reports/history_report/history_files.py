"""The progress of a process as JSON, CSV and Markdown."""

from __future__ import annotations

import json

from flowtrim.formats.tabular.delimited import write_csv
from flowtrim.measures.figures import figure
from flowtrim.reports.history_report.history_text import HEADS, known, standing
from flowtrim.review.revisions import FOLLOWED, Moment, Progress

FORMAT = "flowtrim-history/1"


def as_json(progress: Progress) -> str:
    """Return the progress as JSON text: stable keys, null for what is undefined, the oldest revision first."""
    told = {
        "format": FORMAT,
        "process": {"name": progress.name, "file": progress.file},
        "revisions": [
            {
                "date": moment.day.isoformat(),
                "commit": moment.commit,
                "subject": moment.subject,
                "measures": {name: figure(moment.figures.get(name)) for name in FOLLOWED},
                "overdue": moment.overdue,
                "problem": moment.problem,
            }
            for moment in progress.moments
        ],
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def as_csv(progress: Progress) -> bytes:
    """Return the progress as a table: no cell is a formula."""
    head = ["date", "commit", *FOLLOWED, "overdue", "subject", "problem"]
    return write_csv([head, *map(_cells, progress.moments)])


def as_markdown(progress: Progress) -> str:
    """Return the progress as Markdown; whatever people wrote stays text."""
    from flowtrim.reports.document.report_markdown import rendered

    return rendered(
        "progress.md.j2",
        name=progress.name,
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
