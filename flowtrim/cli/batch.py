"""Many files, one after the other: what is wrong with one does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from flowtrim.analysis.analysis import Analysis
from flowtrim.cli.command_group import COULD_NOT_RUN, our_fault, say
from flowtrim.cli.paths import Source
from flowtrim.cli.progress import watched
from flowtrim.errors import FlowtrimError, InvalidFileError, Problem
from flowtrim.formats.collector import collector_paused

if TYPE_CHECKING:
    from flowtrim.reports.document.folder import Kept

Item = TypeVar("Item")
Made = TypeVar("Made")


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
