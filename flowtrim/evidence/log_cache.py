"""The cache of a log: its events as whole numbers, sorted by case and time, beside the log and keyed by its hash.

It holds codes of activities, roles and outcomes, and for each person an ordinal within its case: no name, no case id.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from stat import S_ISDIR

import msgspec
from msgspec import Struct

from flowtrim.errors import InvalidFileError, OutputError, Problem
from flowtrim.evidence.log_engine import connect
from flowtrim.evidence.log_reading import Check, Head, Reading, Terms
from flowtrim.evidence.log_source import refusal_of
from flowtrim.formats.drafts import draft_beside
from flowtrim.formats.files import open_file

VERSION = 4


class Cache(Struct, frozen=True):
    """A log that has been read: the folder of its events and cases, and its head."""

    events: Path
    head: Head


class _Kept(Struct, frozen=True):
    """What stands beside the files of a cache: the head, and how large each file is, since a disk may fill up."""

    head: Head
    sizes: Mapping[str, int]


def cached(path: Path, terms: Terms, *, today: date, check: Check = lambda _: None) -> Cache:
    """Return the cache of a log, reading the log where there is none yet; ``check`` may refuse its activities.

    Raises:
        FlowtrimError: the log cannot be read, or does not hold what figures need.
    """
    home = _home(path, terms)
    if known := _known(home):
        return Cache(home, known)
    with draft_beside(home.parent, folder=True) as work:  # whoever is killed leaves it to the next run to clear away
        made = work / "made"
        made.mkdir()
        head = _read(path, terms, work, today, check)
        sizes = {file.name: file.stat().st_size for file in sorted(made.iterdir())}
        (made / "log.json").write_bytes(msgspec.json.encode(_Kept(head, sizes)))
        shutil.rmtree(home, ignore_errors=True)
        home.parent.mkdir(exist_ok=True)
        try:
            made.rename(home)
        except OSError:
            if not _known(home):  # else somebody read the same log meanwhile
                raise
    return Cache(home, head)


def _known(home: Path) -> Head | None:
    """Return what was known of a log when it was read before; None where it was not, or somebody changed that."""
    with suppress(OSError, ValueError, RecursionError):
        kept = msgspec.json.decode((home / "log.json").read_bytes(), type=_Kept)
        if all((home / file).stat().st_size == size for file, size in kept.sizes.items()):
            return kept.head
    return None


def _home(path: Path, terms: Terms) -> Path:
    """Return the folder of the cache: beside the log, or among temporary files where that may not be written."""
    digest = hashlib.sha256(msgspec.json.encode((VERSION, terms), order="deterministic"))
    try:
        with open_file(path) as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    except OSError as refusal:
        why = "There is no such file." if isinstance(refusal, FileNotFoundError) else f"{refusal.strerror}."
        raise InvalidFileError([Problem(str(path), 0, 0, why)]) from refusal
    caches = path.parent / ".flowtrim-evidence"
    if not os.access(path.parent, os.W_OK) or not _is_ours(caches):
        caches = Path(tempfile.gettempdir()) / f".flowtrim-evidence-{getattr(os, 'getuid', int)()}"
    if not _is_ours(caches):
        raise OutputError(f"{caches} is a link, or belongs to somebody else: remove it.")
    return caches / digest.hexdigest()[:32]


def _is_ours(folder: Path) -> bool:
    """Whether a folder is one that nobody else can have prepared: a link of that name would lead elsewhere."""
    if not os.path.lexists(folder):
        return True
    about = folder.lstat()
    return S_ISDIR(about.st_mode) and about.st_uid == getattr(os, "getuid", lambda: about.st_uid)()


def _read(path: Path, terms: Terms, work: Path, today: date, check: Check) -> Head:
    connection = connect(str(work))  # says how to install DuckDB where there is none
    import duckdb

    try:
        return Reading(connection, path, terms, work=work, today=today).head(check, work / "made")
    except duckdb.Error as trouble:
        raise refusal_of(path, trouble) from trouble
    finally:
        connection.close()
