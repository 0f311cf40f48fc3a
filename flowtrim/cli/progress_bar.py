"""Progress of a long run on standard error, once it has taken a second."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from flowtrim.redesign import Stage, Watch
from flowtrim.reports.trim_report.waterfall import STAGES

_PATIENCE = 1.0
"""Seconds of silence before progress is shown."""
_CLEAR = "\r\x1b[K"


@contextmanager
def progress(label: str) -> Iterator[Watch]:
    """Yield a function that shows how far the run is; the line is removed at the end, and needs a terminal.

    Calls after the end show nothing.
    """
    begin = monotonic()
    shown, over = False, False

    def watch(stage: Stage, seen: int, expected: int) -> None:
        nonlocal shown
        if not over and sys.stderr.isatty() and monotonic() - begin > _PATIENCE:
            sys.stderr.write(f"{_CLEAR}{label}: {STAGES[stage]}, {seen:,} of {expected:,}")
            sys.stderr.flush()
            shown = True

    try:
        yield watch
    finally:
        over = True
        if shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
