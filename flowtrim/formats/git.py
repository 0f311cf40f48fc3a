"""git, asked without a shell, without prompts, without locks, without a network, and in one language.

A repository may come from anybody: no program that its settings name is run.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import CompletedProcess, Popen

_PATIENCE = 600
"""Seconds after which git is taken to be stuck."""
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
_CALM = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",  # a fetch may run what the address of the other side says, so none is begun,
    "GIT_ALLOW_PROTOCOL": "none",  # nor by a git older than 2.45
    "LC_ALL": "C",
}


def asked(*arguments: str) -> CompletedProcess[bytes] | None:
    """Return what git answers, good or bad; None where it is not there, or does not answer."""
    import subprocess

    try:
        return subprocess.run(
            [*_GIT, *arguments],
            capture_output=True,
            check=False,
            env=_calm(),
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
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
