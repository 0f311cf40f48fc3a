"""What was asked of ``analyze``, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from flowtrim.cli.batch import Level
from flowtrim.formats import Document, read
from flowtrim.reports.analysis import Analysis, analyse

if TYPE_CHECKING:
    from flowtrim.reports.terminal import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The options of ``analyze``; ``several`` says that the answer is a list, even if only one file was found."""

    form: Literal["text", "json", "markdown"]
    output: str | None
    after: str | None
    say: bool
    everything: bool
    fail_on: Level
    profile: str
    today: date
    colour: When
    debug: bool
    several: bool
    pool: str | None = None

    @property
    def unfolded(self) -> bool:
        """Whether each process is told in full, however many there are."""
        return self.everything or self.say

    def analyse(self, path: str) -> Analysis:
        """Read a file, and its after-process where one was named, and analyse them."""
        return analyse(
            self.read(path),
            today=self.today,
            profile=self.profile,
            after=self.read(self.after) if self.after else None,
            debug=self.debug,
        )

    def read(self, path: str) -> Document:
        """Read one file as of the day that was asked for."""
        return read(path, today=self.today, pool=self.pool)
