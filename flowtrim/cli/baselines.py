"""A baseline beside a run: held against it, or drawn anew from it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from flowtrim.analysis import Analysis
from flowtrim.analysis.baseline import against, recorded
from flowtrim.cli.command_group import say
from flowtrim.cli.paths import STDIN
from flowtrim.errors import FlowtrimError
from flowtrim.formats import write_atomically
from flowtrim.formats.baseline_file import Baseline, Remembered, read_baseline, write_baseline
from flowtrim.sentences import counted


class Line(Protocol):
    """What a run does with a baseline, file by file, and at its end."""

    def drawn(self, path: str, analysis: Analysis) -> Analysis:
        """Return the analysis of a file with what is known in it."""

    def close(self, *, whole: bool) -> None:
        """End the run; ``whole`` says that every file could be analysed."""


class Against:
    """Holds a run against a baseline, and says which files of it are no longer there."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._baseline = read_baseline(file)
        self._gone: dict[str, int] = {}
        self._eased = 0

    def drawn(self, path: str, analysis: Analysis) -> Analysis:
        """Return the analysis with what the baseline knows of the file."""
        name = name_in(self._file, path)
        found = against(analysis, self._baseline.get(name, Remembered()))
        self._gone[name] = len(found.gone or ())
        self._eased += len(found.eased)
        return found

    def close(self, *, whole: bool) -> None:  # noqa: ARG002 - the signature of a line
        """Say what of the baseline is gone: findings, where no report of a single file said it already, and files."""
        gone = sum(self._gone.values())
        if gone and len(self._gone) > 1:
            is_gone, them = ("is gone", "it") if gone == 1 else ("are gone", "them")
            say(f"{self._file}: {counted(gone, 'finding')} {is_gone}; --write-baseline {self._file} drops {them}.")
        if self._eased and len(self._gone) > 1:
            many = counted(self._eased, "figure over its limit is", "figures over their limits are")
            say(f"{self._file}: {many} better; --write-baseline {self._file} holds them to it.")
        for name in sorted(self._baseline.keys() - self._gone.keys()):
            if not _place(self._file, name).exists():
                say(f"{self._file}: the file {name} is gone; --write-baseline {self._file} drops it.")


class Redraw:
    """Draws a baseline anew: whatever a run finds is known from now on. Files that it does not look at keep theirs."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._kept: Baseline = read_baseline(file) if Path(file).exists() else {}
        self._new: dict[str, Remembered] = {}

    def drawn(self, path: str, analysis: Analysis) -> Analysis:
        """Return the analysis with everything in it known."""
        found = recorded(analysis)
        self._new[name_in(self._file, path)] = found
        return against(analysis, found)

    def close(self, *, whole: bool) -> None:
        """Write the baseline, unless something could not be analysed."""
        if not whole:
            say(f"{self._file} was not written, since not everything could be analysed.")
            return
        kept = {name: known for name, known in self._kept.items() if _place(self._file, name).exists()}
        files = {**kept, **self._new}
        write_atomically(self._file, write_baseline(files), force=True, in_place=True)
        count = sum(sum(known.times.values()) for known in files.values())
        say(f"Written: {self._file}, with {counted(count, 'known finding')}.")


def held_against(file: str) -> Line:
    """Return the line of a baseline that is there.

    Raises:
        FlowtrimError: there is none, or it cannot be read.
    """
    if not Path(file).exists():
        raise FlowtrimError(f"{file}: there is no such baseline; --write-baseline {file} makes it.")
    return Against(file)


def name_in(baseline: str, path: str) -> str:
    """Return the name of a file in a baseline: its path from the folder of the baseline, wherever the run is started.

    >>> name_in("care/baseline.json", "care/bills/claim.yml"), name_in("care/baseline.json", "claim.yml")
    ('bills/claim.yml', '../claim.yml')
    """
    if path == STDIN:
        return path
    try:
        way = os.path.relpath(path, os.path.dirname(baseline) or os.curdir)  # noqa: PTH120 - pathlib cannot go up
    except ValueError:  # another drive
        way = os.path.abspath(path)  # noqa: PTH100
    return Path(way).as_posix()


def _place(baseline: str, name: str) -> Path:
    return Path(baseline).parent / name
