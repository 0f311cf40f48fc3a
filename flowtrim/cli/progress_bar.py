"""How far a long run is, on standard error, once it takes longer than a person gladly waits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from flowtrim.redesign import Stage, Watch
from flowtrim.reports.trim_report.waterfall import STAGES

_PATIENCE = 1.0
"""Seconds after which a person wants to see progress."""
_CLEAR = "\r\x1b[K"


@contextmanager
def progress(label: str) -> Iterator[Watch]:
    """Give something to tell how far it is; the line is gone in the end, and there is none without a terminal.

    Whoever is told more afterwards tells nobody.
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
