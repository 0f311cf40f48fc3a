"""A file as it stood in a revision of git, named as git names it: ``HEAD~1:process.yml``."""

from __future__ import annotations

import re

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.git import answers, asked

_REVISION = re.compile(r"(?!-)(?P<revision>[^\s:][^:\0]+|[^\s:\\/]):(?P<path>[^\0]+)")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def is_revision(source: str) -> bool:
    """Whether a name could be a file in a revision; a file of that very name goes before.

    >>> is_revision("HEAD~1:process.yml"), is_revision("process.yml"), is_revision("C:/process.yml")
    (True, False, False)
    """
    return bool(_REVISION.fullmatch(source)) and not _DRIVE.match(source)


def revision_bytes(source: str, *, largest: int) -> bytes:
    """Return the bytes of a file in a revision; the path counts from the top of the repository, else from here.

    Raises:
        InvalidFileError: git is missing, there is no such revision or no such file in it, or it is far too large.
    """
    found = _REVISION.fullmatch(source)
    if found is None:
        raise _refused(source, "There is no such file.")
    revision, path = found["revision"], found["path"]
    if not answers("."):
        raise _refused(source, "There is no such file, and git is not installed, or does not answer.")
    _ask(source, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    for spec in dict.fromkeys([f"{revision}:{path}", f"{revision}:./{path}"]):
        size = _told("cat-file", "-s", spec)
        if size is not None:
            if int(size) > largest:
                raise _refused(source, f"The file is larger than {largest // 2**20} MiB.")
            return _ask(source, "cat-file", "blob", spec)
    raise _refused(source, f"There is no file '{path}' in the revision '{revision}'.")


def _ask(source: str, *arguments: str) -> bytes:
    answer = _told(*arguments)
    if answer is None:
        kind = "a file" if arguments[0] == "cat-file" else "a revision of git"
        raise _refused(source, f"There is no such file, and it does not name {kind} here either.")
    return answer


def _told(*arguments: str) -> bytes | None:
    """Return what git says; None where it has nothing to say, or is not there."""
    done = asked(*arguments)  # what begins with a dash never gets here
    return done.stdout if done and done.returncode == 0 else None


def _refused(source: str, why: str) -> InvalidFileError:
    return InvalidFileError([Problem(source, 0, 0, why)])
