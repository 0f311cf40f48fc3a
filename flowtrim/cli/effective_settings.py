"""The settings that prevail for a file: those of the nearest flowtrim.toml, as the command line overrules them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowtrim.cli.paths import STDIN
from flowtrim.errors import InvalidFileError, Problem
from flowtrim.model import Ceiling, Gate, Process, Settings

if TYPE_CHECKING:
    from flowtrim.formats.setting_fields import Known

NAME = "flowtrim.toml"


class Prevailing:
    """Finds the settings of each file, and reads each flowtrim.toml once.

    ``file`` is a file of settings that holds for everything, instead of those that are found.
    """

    def __init__(self, file: str | None = None) -> None:
        self._named = file
        self._by_folder: dict[str, Settings] = {}
        self._by_file: dict[Path, Settings] = {}

    def of(self, path: str) -> Settings:
        """Return the settings for a file; those of the working folder for standard input and revisions of git.

        Raises:
            InvalidFileError: they cannot be read.
        """
        folder = "" if self._named or path == STDIN or not os.path.exists(path) else _folder_of(path)  # noqa: PTH110
        if folder not in self._by_folder:
            self._by_folder[folder] = self._found(folder)
        return self._by_folder[folder]

    def all_of(self, paths: Iterable[str]) -> list[Settings]:
        """Return the settings for each of many files.

        Raises:
            InvalidFileError: some cannot be read; it carries the problems of all of them.
        """
        found: list[Settings] = []
        problems: set[Problem] = set()
        for path in paths:
            try:
                found.append(self.of(path))
            except InvalidFileError as refusal:
                problems.update(refusal.problems)
        if problems:
            raise InvalidFileError(problems)
        return found

    def _found(self, folder: str) -> Settings:
        if self._named:
            return self._read(Path(self._named), name=self._named)
        file = find_settings(Path(folder).absolute())
        return self._read(file, name=_short(file)) if file else Settings()

    def _read(self, file: Path, *, name: str) -> Settings:
        if file not in self._by_file:
            from flowtrim.formats.settings_file import read_settings

            self._by_file[file] = read_settings(file, known_names(), name=name)
        return self._by_file[file]


def find_settings(folder: Path) -> Path | None:
    """Return the flowtrim.toml of a folder, else that of the nearest folder above it that has one."""
    return next((file for place in (folder, *folder.parents) if (file := place / NAME).is_file()), None)


def known_names() -> Known:
    """Return the names of profiles and rules that settings may use."""
    from flowtrim.formats.setting_fields import Known
    from flowtrim.rules import PROFILES, catalogue

    return Known(tuple(PROFILES), {rule.name: rule.limit for rule in catalogue()})


def overruled(settings: Settings, *, profile: str | None = None, fail_on: Gate | None = None) -> Settings:
    """Return settings as the options of the command line overrule them."""
    return replace(settings, profile=profile or settings.profile, fail_on=fail_on or settings.fail_on)


def asked_of(process: Process, *, ride: float | None = None, ceilings: Iterable[Ceiling] = ()) -> Process:
    """Return a process under the terms of the command line: they go before what its file says, and that before ours."""
    asked = {ceiling.figure: ceiling for ceiling in ceilings}
    if not (ride or asked):
        return process
    most = {ceiling.figure: ceiling for ceiling in process.ceilings} | asked
    return replace(process, ride_seconds=ride or process.ride_seconds, ceilings=tuple(most.values()))


def _folder_of(path: str) -> str:
    """Return the folder in which the search begins; without pathlib, since it is asked for thousands of files."""
    return path if os.path.isdir(path) else os.path.dirname(path)  # noqa: PTH112, PTH120


def _short(file: Path) -> str:
    """Return a path as it leads from here, where that is down."""
    here = Path.cwd()
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)
