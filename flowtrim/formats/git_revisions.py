"""A file in git: as it stood in a revision, and every revision that changed it, through renames.

git is asked without a shell, without prompts, without locks, without a network, and in one language. A repository may
come from anybody: no program that its settings name is run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.errors import InvalidFileError, Problem

if TYPE_CHECKING:
    from subprocess import CompletedProcess, Popen

_NO_GIT = "git is needed to look into its history, and it is not installed or does not answer."
_FIXED = ("--no-pager", "--literal-pathspecs", "-c", "log.showSignature=false", "-c", "log.showRoot=true")
"""What nobody's own settings may change."""
_PORTION = 2**20
"""Bytes in which what is too large is passed over."""
_LOG = (
    "--follow",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-mailmap",
    "-O/dev/null",
    "-c",
    "--format=%H%x00%cs%x00%s",
)
_REVISION = re.compile(r"(?!-)(?P<revision>[^\s:][^:\0]+|[^\s:\\/]):(?P<path>[^\0]+)")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
PATIENCE = 60.0
"""Seconds after which git is taken to be stuck: a repository may name a pipe or a device as one of its files."""
_AT_FIRST = 5.0
"""Seconds for a first question, which shows whether it can read its own settings at all."""
_GIT = (
    "git", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "log.mailmap=false",
    "-c", "mailmap.file=", "-c", "mailmap.blob=",
)  # fmt: skip
_CALM = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",  # a fetch may run what the address of the other side says, so none is begun,
    "GIT_ALLOW_PROTOCOL": "none",  # nor by a git older than 2.45
    "LC_ALL": "C",
}


class Revision(Struct, frozen=True):
    """One change of a file: the day, the first line of what was said about it, and the path that the file had then.

    ``blob`` is the name that git has for the content; None where the file was deleted.
    """

    commit: str
    day: date
    subject: str
    path: str
    blob: str | None


def revisions(file: str, *, since: date | None = None, last: int | None = None) -> tuple[Revision, ...]:
    """Return the revisions of a file, the oldest first; none where git does not know it yet.

    Names are data: there is no shell, and nothing that a file is called can be taken for an option or a pattern.

    Raises:
        InvalidFileError: git is missing, or the file lies in no repository.
    """
    place = Path(os.path.realpath(file))
    wanted = ([f"--since={since}T00:00:00"] if since else []) + ([f"--max-count={last}"] if last else [])
    told = _told(file, place.parent, "log", *_LOG, *wanted, "--", place.name)
    return tuple(reversed(list(_parsed(told))))


def contents(file: str, blobs: Iterable[str], *, largest: int) -> Iterator[bytes | None]:
    """Yield what each blob holds, one after the other from one git; None for what it cannot give.

    What has more than ``largest`` bytes is left out, too.

    Raises:
        InvalidFileError: git is missing.
    """
    asking = conversation("-C", str(Path(os.path.realpath(file)).parent), "cat-file", "--batch")
    if asking is None:
        raise _refused(file, _NO_GIT)
    with asking:
        yield from (_within_time(asking, blob, largest) for blob in blobs)


def _within_time(asking: Popen[bytes], blob: str, largest: int) -> bytes | None:
    """Return the content of a blob; a git that is stuck is ended, and then gives nothing more."""
    from threading import Timer

    timer = Timer(PATIENCE, asking.kill)
    timer.daemon = True
    timer.start()
    try:
        return _content(asking, blob, largest)
    except (BrokenPipeError, ValueError):
        return None
    finally:
        timer.cancel()


def _content(asking: Popen[bytes], blob: str, largest: int) -> bytes | None:
    assert asking.stdin and asking.stdout  # noqa: S101, PT018  (both are pipes)
    asking.stdin.write(f"{blob}\n".encode())
    asking.stdin.flush()
    head = asking.stdout.readline().split()
    if len(head) != 3 or head[1] != b"blob":
        return None
    size = int(head[2])
    if size <= largest:
        return asking.stdout.read(size + 1)[:-1]
    for start in range(0, size + 1, _PORTION):
        asking.stdout.read(min(_PORTION, size + 1 - start))
    return None


def _parsed(log: bytes) -> Iterator[Revision]:
    """Yield the revisions of a log, in its order: commit, day and subject, then what changed, unless nothing did."""
    words = iter(log.decode("utf-8", "surrogateescape").split("\0"))
    commit = next(words, "")
    while commit:
        day, subject, change = (next(words, "") for _ in range(3))
        change = (change or next(words, "")).lstrip("\n")  # of a merge there is a NUL in place of the line end
        if not change.startswith(":"):
            commit = change  # a merge, in which the file is as it was on one of its sides
            continue
        *_, blob, status = change.split()
        path = next(words, "")
        if status[0] in "RC" and not change.startswith("::"):
            path = next(words, "")
        yield Revision(
            commit, date.fromisoformat(day), _shown(subject), _shown(path), blob if blob.strip("0") else None
        )
        commit = next(words, "")


def _shown(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _told(file: str, folder: Path, *arguments: str) -> bytes:
    done = asked(*_FIXED, "-C", str(folder), *arguments) if answers(str(folder)) else None
    if done is None:
        raise _refused(file, _NO_GIT)
    if done.returncode == 0 or b"does not have any commits yet" in done.stderr:
        return done.stdout
    raise _refused(file, _why(done.stderr.decode("utf-8", "replace")))


def _why(said: str) -> str:
    if "not a git repository" in said:
        return "This file lies in no git repository, so it has no history to look into."
    if "lazy fetching" in said or "promisor" in said:
        return (
            "This clone is partial and lacks what its history needs; nothing is fetched here: clone without --filter."
        )
    if "cannot change to" in said:
        return "There is no such folder."
    return f"git does not tell its history: {said.strip().splitlines()[0] if said.strip() else 'it says nothing'}"


def _refused(file: str, why: str) -> InvalidFileError:
    return InvalidFileError([Problem(file, 0, 0, why)])


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
        size = _git_said("cat-file", "-s", spec)
        if size is not None:
            if int(size) > largest:
                raise _refused(source, f"The file is larger than {largest // 2**20} MiB.")
            return _ask(source, "cat-file", "blob", spec)
    raise _refused(source, f"There is no file '{path}' in the revision '{revision}'.")


def _ask(source: str, *arguments: str) -> bytes:
    answer = _git_said(*arguments)
    if answer is None:
        kind = "a file" if arguments[0] == "cat-file" else "a revision of git"
        raise _refused(source, f"There is no such file, and it does not name {kind} here either.")
    return answer


def _git_said(*arguments: str) -> bytes | None:
    """Return what git says; None where it has nothing to say, or is not there."""
    done = asked(*arguments)  # what begins with a dash never gets here
    return done.stdout if done and done.returncode == 0 else None


def asked(*arguments: str) -> CompletedProcess[bytes] | None:
    """Return what git answers, good or bad; None where it is not there, or does not answer."""
    return _asked(arguments, PATIENCE)


def answers(folder: str) -> bool:
    """Whether git is there, and tells within seconds where the repository of a folder lies, or that there is none."""
    return _asked(("-C", folder, "rev-parse", "--git-dir", "HEAD"), _AT_FIRST) is not None


def _asked(arguments: Sequence[str], seconds: float) -> CompletedProcess[bytes] | None:
    import subprocess

    try:
        return subprocess.run(
            [*_GIT, *arguments],
            capture_output=True,
            check=False,
            env=_calm(),
            stdin=subprocess.DEVNULL,
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None


def conversation(*arguments: str) -> Popen[bytes] | None:
    """Start a git that answers line by line; None where it is not there."""
    import subprocess

    pipe = subprocess.PIPE
    try:
        return subprocess.Popen([*_GIT, *arguments], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=_calm())
    except OSError:
        return None


def _calm() -> dict[str, str]:
    return os.environ | _CALM
