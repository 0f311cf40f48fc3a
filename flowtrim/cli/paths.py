"""Which files are meant: files as named, folders searched for processes, ``-`` for standard input."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISREG

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.errors import FlowtrimError, Problem
from flowtrim.formats.files import LARGEST

STDIN = "-"
_BEGINNING = 2**16
_NO_PROCESS = "there is no process in this folder; a process file has a line that begins with “process:”."
_PROCESS = re.compile(
    rb"""^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:["']?process["']?\s*:|\{\s*["']?process["']?\s*:)""", re.MULTILINE
)
_ANYTHING = re.compile(rb"")
_MARKS = {
    ".yml": _PROCESS,
    ".yaml": _PROCESS,
    ".bpmn": _ANYTHING,
    ".bpmn2": _ANYTHING,
    ".xml": re.compile(rb"spec/BPMN/"),
}
"""What a file with such an ending must hold, to be taken for a process."""


class Source(Struct, frozen=True):
    """A file to read, and the name of a folder that its reports may have beside those of other files."""

    path: str
    name: str


def sources(paths: Iterable[str], *, others: bool = True) -> tuple[list[Source], list[Problem]]:
    """Return the files that are meant, each once, and a problem for every path that leads to none.

    Without the ``others``, a file that is named but does not tell a process is passed over, as one in a folder is.
    """
    found: dict[str, Source] = {}
    lost: list[Problem] = []
    for path in paths:
        if not others and path != STDIN and not is_directory(path) and not _tells_a_process(Path(path)):
            continue
        closed: list[Problem] = []
        meant = list(_inside(Path(path), closed)) if is_directory(path) else [Source(path, _name(path))]
        for source in meant:
            found.setdefault(_where(source.path), source)
        lost += closed
        if not (meant or closed):
            lost.append(Problem(path, 0, 0, _NO_PROCESS))
    return list(_apart(found.values())), lost


def is_directory(path: str) -> bool:
    """Whether a path leads to a folder; not where we may not even look, which reading it will say in words."""
    try:
        return bool(path) and Path(path).is_dir()
    except OSError:
        return False


def single(path: str) -> str:
    """Return the path of one file.

    Raises:
        FlowtrimError: it is a folder.
    """
    if is_directory(path):
        raise FlowtrimError(f"{path}: this is a folder, and one file is needed here.")
    return path


def _apart(found: Iterable[Source]) -> Iterator[Source]:
    """Number the names that occur twice."""
    times: dict[str, int] = {}
    for source in found:
        name = source.name
        while name in times:
            times[source.name] += 1
            name = f"{source.name}-{times[source.name]}"
        times[name] = 1
        yield replace(source, name=name)


def _inside(folder: Path, closed: list[Problem]) -> Iterator[Source]:
    """Yield the processes in a folder; a problem for each folder that cannot be opened goes to ``closed``."""

    def refuse(refusal: OSError) -> None:
        closed.append(Problem(refusal.filename, 0, 0, f"This folder cannot be read: {refusal.strerror}."))

    for place, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        for name in sorted(files):
            file = Path(place, name)
            if _tells_a_process(file):
                yield Source(str(file), str(file.relative_to(folder).with_suffix("")))


def _tells_a_process(file: Path) -> bool:
    """Whether a file has the key of a process, or says by its ending or its text that it is BPMN.

    The reader refuses what cannot be opened, and what says wrongly that it is BPMN. What is no file is passed over: a
    pipe would keep us waiting. Of a file that is far too large the beginning tells.
    """
    mark = _MARKS.get(file.suffix.lower())
    if mark is None:
        return False
    try:
        about = file.stat()
        if not S_ISREG(about.st_mode) or mark is _ANYTHING:
            return S_ISREG(about.st_mode)
        with file.open("rb") as stream:
            start = stream.read(_BEGINNING if about.st_size > LARGEST else -1)
    except OSError:
        return True
    return mark.search(start.replace(b"\0", b"")) is not None


def _where(path: str) -> str:
    return path if path == STDIN else os.path.realpath(path)


def _name(path: str) -> str:
    """Return the path without its ending where it leads down from here, else the name of the file alone."""
    if path == STDIN:
        return "process"
    file = Path(path).with_suffix("") if Path(path).name else Path("process")
    return file.name if file.is_absolute() or ".." in file.parts else str(file)


def is_folder(output: str) -> bool:
    """Whether what was named with ``-o`` is a folder: it is one, ends with a slash, or has no ending as a file has.

    >>> is_folder("out/"), is_folder("out"), is_folder("after.yml"), is_folder("-")
    (True, True, False, False)
    """
    path = Path(output)
    if output == STDIN or path.is_file():
        return False
    return path.is_dir() or output.endswith(("/", os.sep)) or not path.suffix
