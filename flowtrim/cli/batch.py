"""Many files, one after the other: what is wrong with one does not stop the others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

import click

from flowtrim.analysis.analysis import Analysis
from flowtrim.cli.command_group import COULD_NOT_RUN, our_fault, say
from flowtrim.cli.paths import Source
from flowtrim.errors import FlowtrimError, InvalidFileError, Problem
from flowtrim.formats.collector import collector_paused

if TYPE_CHECKING:
    from flowtrim.reports.document.folder import Kept

Item = TypeVar("Item")
Made = TypeVar("Made")
_PATIENCE = 1.0
"""Seconds of silence before progress is shown."""


class Batch:
    """Files to analyse, and what came of it: what could not be done, and whether a finding fails the run."""

    def __init__(self, sources: Sequence[Source], analyse: Callable[[str], Analysis], *, debug: bool) -> None:
        self.sources = sources
        self._analyse = analyse
        self._debug = debug
        self._reached = self._broken = False
        self.refusals: list[FlowtrimError] = []
        self.kept: list[Kept] = []

    def each(self, make: Callable[[Source, Analysis], Made]) -> Iterator[Made]:
        """Analyse each file and yield what is made of it; one that fails is noted down and passed over."""
        for source in watched(self.sources, label="Analysing"):
            try:
                with collector_paused():
                    analysis = self._analyse(source.path)
                    made = make(source, analysis)
            except FlowtrimError as problem:
                self.refusals.append(problem)
            except Exception as bug:
                if self._debug:
                    raise
                self.refusals.append(InvalidFileError([Problem(source.path, 0, 0, our_fault(bug))]))
            else:
                self._reached |= bool(analysis.failing)
                self._broken |= analysis.broken
                yield made

    def try_to(self, act: Callable[[], None]) -> None:
        """Do something beside the answer; where that is refused, note it down and go on."""
        try:
            act()
        except FlowtrimError as problem:
            self.refusals.append(problem)

    def close(self) -> int:
        """Say what could not be done; return 2 if anything, 1 for findings that fail the run, else 0."""
        for refusal in self.refusals:
            say(str(refusal))
        return COULD_NOT_RUN if self.refusals or self._broken else int(self._reached)


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
