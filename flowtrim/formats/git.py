"""git, asked without a shell, without prompts, without locks, without a network, and in one language.

A repository may come from anybody: no program that its settings name is run.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import CompletedProcess, Popen

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
