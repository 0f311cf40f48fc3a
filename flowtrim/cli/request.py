"""What was asked of ``analyze``, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Literal

import click
from msgspec import Struct, field
from msgspec.structs import replace

from flowtrim.cli.effective_settings import Prevailing, asked_of
from flowtrim.cli.reader import Reader
from flowtrim.errors import FlowtrimError
from flowtrim.formats import Document

if TYPE_CHECKING:
    from flowtrim.cli.baselines import Line
    from flowtrim.model import Ceiling, Gate, Limits, Plan, Process, Settings
    from flowtrim.redesign import Proposal
    from flowtrim.reports.media.terminal import When

_LOOKED_AT = 500
"""Steps up to which a report shows what trimming would do without being asked; of more, it takes too long."""


class Request(Struct, frozen=True, kw_only=True):
    """The options of ``analyze``; ``several`` says that the answer is a list, even if only one file was found."""

    form: Literal["text", "json", "markdown", "html", "sarif", "junit", "github"]
    output: str | None
    after: str | None
    plan: str | None
    trim: bool
    say: bool
    everything: bool
    fail_on: Gate | None
    profile: str | None
    ride: float | None
    ceilings: tuple[Ceiling, ...]
    settings: Prevailing
    baseline: str | None
    unheld: bool
    redraw: str | None
    today: date
    colour: When
    debug: bool
    several: bool
    reader: Reader = field(default_factory=Reader)
    paths: list[str] = field(default_factory=list)
    _lines: dict[str, Line] = field(default_factory=dict)
    _named: dict[str, Process] = field(default_factory=dict)

    @property
    def unfolded(self) -> bool:
        """Whether each process is told in full, however many there are."""
        return self.everything or self.say

    def check(self) -> None:
        """Raise UsageError where options were given that do not go together."""
        if self.several and self.after:
            raise click.UsageError("--after goes with one file: its after-process.")
        if self.several and self.form == "html":
            raise click.UsageError("--format html tells one process; -o DIR writes a page for each of several.")
        if self.several and self.plan is not None:
            raise click.UsageError("--plan goes with one file: the one that holds the plan.")
        if bool(self.baseline) + bool(self.redraw) + self.unheld > 1:
            raise click.UsageError(
                "A baseline is read with --baseline, written with --write-baseline, or left alone with --no-baseline."
            )
        if (self.after is not None) + (self.plan is not None) + self.trim > 1:
            raise click.UsageError("Name one thing to compare with: --after, --plan or --trim.")

    def line_of(self, settings: Settings) -> Line | None:
        """Return the baseline for files with such settings, to be held against or to be drawn anew, if there is one.

        One that was named holds for every file. Each is read once.

        Raises:
            FlowtrimError: there is none where it should be, or it cannot be read.
        """
        named = self.redraw or self.baseline or (None if self.unheld else settings.baseline_path)
        if named is None:
            return None
        if named not in self._lines:
            from flowtrim.cli.baselines import Redraw, held_against

            self._lines[named] = Redraw(named) if self.redraw else held_against(named)
        return self._lines[named]

    def close_lines(self, *, whole: bool) -> None:
        """End the run of every baseline that was held against or drawn; ``whole`` says that every file was analysed."""
        for line in self._lines.values():
            line.close(whole=whole)

    def plan_of(self, process: Process, proposal: Proposal | None) -> Plan | None:
        """Find the plan that was named, or take what was proposed; where nothing was, there is no after."""
        if self.trim and proposal:
            return proposal.plan("Trim") if proposal.changes else None
        if self.plan is None:
            return None
        from flowtrim.analysis.planning import find_plan

        return find_plan(process, self.plan)

    def proposal_of(self, process: Process, limits: Limits) -> Proposal | None:
        """Propose a plan where that was asked for, and for a report that has no other after to show."""
        pages = self.output is not None or self.form == "html"
        looked = pages and self.after is None and self.plan is None and len(process.steps) <= _LOOKED_AT
        if not (self.trim or looked):
            return None
        from flowtrim.measures import Survey
        from flowtrim.redesign import trim

        return trim(Survey(process, today=self.today, limits=limits))

    def called_by(self, process: Process) -> Mapping[str, Process]:
        """Return the processes of all files that were given, by name, if the process calls any.

        A file that cannot be read is told when its own turn comes.
        """
        if not self._named and any(step.calls for step in process.steps):
            for path in self.paths:
                with suppress(FlowtrimError):
                    other = self.read(path).process
                    self._named.setdefault(other.name, other)
        return self._named

    def read(self, path: str) -> Document:
        """Read one file as of the day, and under the terms, that were asked for."""
        document = self.reader.read(path, today=self.today)
        return replace(document, process=asked_of(document.process, ride=self.ride, ceilings=self.ceilings))
