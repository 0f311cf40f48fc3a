"""What can go wrong, by name, with an exit code.

A poor process is not an error: it has findings. An error means that flowtrim could not do its work.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

MOST_TOLD = 100
"""Problems of one file that are told one by one: nobody mends more at once."""


class FlowtrimError(Exception):
    """Root of every error that flowtrim raises on purpose; its text is one or more whole sentences."""

    exit_code = 2


class Problem(Struct, frozen=True, order=True):
    """One thing wrong with a file, and where: lines and columns count from 1, 0 means the file as a whole."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message}"


class InvalidFileError(FlowtrimError):
    """A file that cannot be read as a process; carries every problem found in it, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        more = len(self.problems) - MOST_TOLD
        last = [f"and {more:,} more problems."] if more > 0 else []
        super().__init__("\n".join([*map(str, self.problems[:MOST_TOLD]), *last]))


class UnknownNameError(FlowtrimError):
    """Somebody asked for a step, rule, sample, plan or format that does not exist."""


class TooLargeError(FlowtrimError):
    """A process whose figures would take far too long, with what is too large."""


class ChangeError(FlowtrimError):
    """A change that does not fit the process it is applied to; ``message`` is a sentence, made so that it can be said.

    It names steps and roles by their ids, as the file does.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class DrawingError(FlowtrimError):
    """A drawing that could not be made, with what to install or try instead."""


class OutputError(FlowtrimError):
    """A result that could not be written where it was asked for."""
