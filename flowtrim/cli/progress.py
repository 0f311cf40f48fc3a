"""Progress of a long run on standard error, once it has taken a second."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from flowtrim.redesign import Stage, Watch

Item = TypeVar("Item")

_PATIENCE = 1.0
"""Seconds of silence before progress is shown."""
_CLEAR = "\r\x1b[K"


def watched(items: Sequence[Item], *, label: str) -> Iterator[Item]:
    """Yield items, with a progress bar on standard error once it has taken a while."""
    start = monotonic()
    with ExitStack() as stack:
        bar = None
        for number, item in enumerate(items):
            if bar is None and sys.stderr.isatty() and monotonic() - start > _PATIENCE:
                bar = stack.enter_context(click.progressbar(length=len(items), label=label, file=sys.stderr))
                bar.update(number)
            yield item
            if bar is not None:
                bar.update(1)


@contextmanager
def announced(label: str) -> Iterator[None]:
    """Say on a terminal's standard error what is being done, once it has taken a while.

    For work in one piece, whose progress is not known.
    """
    from threading import Timer

    timer = Timer(_PATIENCE, lambda: click.echo(f"{label} ...", err=True))
    timer.daemon = True
    if sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def progress(label: str) -> Iterator[Watch]:
    """Yield a function that shows how far the run is; the line is removed at the end, and needs a terminal.

    Calls after the end show nothing.
    """
    from flowtrim.reports.trim_report.waterfall import STAGES

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
