"""Small logs, written as the ways that cases took, and what is observed of them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flowtrim.evidence.log_cache import Terms, cached
from flowtrim.evidence.log_engine import duckdb_over
from flowtrim.evidence.observing import observe
from tests.days import TODAY

BEGIN = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - as the log writes it
_EVENT = re.compile(r"(?P<activity>[^(]+?)\s*(?:\((?P<role>[^/)]+)(?:/(?P<person>[^)]+))?\))?")


def log_rows(ways):
    """Yield the rows of a log: ``Ask (Customer/c) > Pay x 40`` is forty cases of two events, ten minutes apart.

    Role and person of an event are optional.
    """
    number = 0
    for line in ways.strip().splitlines():
        way, _, times = line.rpartition(" x ")
        for _ in range(int(times)):
            for place, event in enumerate(way.split(" > ")):
                found = _EVENT.fullmatch(event.strip())
                moment = BEGIN + timedelta(hours=number, minutes=10 * place)
                yield str(number), found["activity"], str(moment), found["role"] or "", found["person"] or ""
            number += 1


def observed_of(process, ways, *, min_persons=5):
    """Return what is observed of a process in a log that is written as ways."""
    rows = list(log_rows(ways))
    used = [n for n, head in enumerate(HEADS) if n < 3 or any(row[n] for row in rows)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        path.write_text("".join(",".join(row[n] for n in used) + "\n" for row in [HEADS, *rows]), encoding="utf-8")
        cache = cached(path, Terms(), today=TODAY)
        with duckdb_over(cache.events) as engine:
            return observe(process, cache, engine, name="log.csv", min_persons=min_persons)


HEADS = ("case", "activity", "time", "role", "resource")
