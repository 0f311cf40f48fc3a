"""Graphviz run in a child process with a time limit: DOT text in, pictures out.

Graphviz may crash on odd input, so it never runs in the process of the caller.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

from flowtrim.errors import DrawingError

Format = Literal["svg", "png", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)
TIMEOUT = 120.0
INSTALL = (
    "Graphviz is missing, so no picture was made: install it with 'apt install graphviz' (Debian), "
    "'brew install graphviz' (macOS) or 'winget install Graphviz.Graphviz' (Windows), "
    "or with 'pip install pygraphviz'; the format 'dot' needs none."
)
_CHILD = Path(__file__).with_name("child.py")
_CHILD_LACKS_GRAPHVIZ = 3

Job = tuple[str, float]
"""DOT text, and how much smaller than usual it is to be painted: 1 means not at all."""


def paint(jobs: Sequence[Job], format_: Format, *, engine: str | None, timeout: float) -> tuple[bytes, ...]:
    """Paint DOT texts; ``engine`` None means the Graphviz that came along, or else that of the system.

    Raises:
        DrawingError: there is none, it fails, or it takes longer than ``timeout`` seconds.
    """
    if engine is None:
        told = json.dumps([(dot, _options(format_, shrink)) for dot, shrink in jobs])
        done = _run([sys.executable, "-P", str(_CHILD), format_], told, timeout)
        if done.returncode != _CHILD_LACKS_GRAPHVIZ:
            return tuple(_unpacked(_checked(done)))
        engine = shutil.which("neato") or _windows_neato()
        if engine is None:
            raise DrawingError(INSTALL)
    if not shutil.which(engine):
        raise DrawingError(f"There is no program {engine!r} here. {INSTALL}")
    command = [engine, "-Kneato", "-n2", f"-T{format_}"]
    return tuple(_checked(_run([*command, *_options(format_, shrink)], dot, timeout)) for dot, shrink in jobs)


def _options(format_: Format, shrink: float) -> list[str]:
    if shrink == 1.0:
        return []
    return [f"-Gdpi={96 * shrink:.4f}"] if format_ == "png" else ["-Gsize=200,200"]


def _run(command: Sequence[str], told: str, timeout: float) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            command, input=told.encode("utf-8"), capture_output=True, timeout=timeout, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        raise DrawingError(
            f"The picture was not ready after {timeout:g} seconds; the format 'dot' is ready at once, "
            "and 'flowtrim draw --screens' cuts it into smaller ones."
        ) from None
    except OSError as reason:
        raise DrawingError(f"{command[0]} cannot be run: {reason.strerror}. {INSTALL}") from reason


def _checked(done: subprocess.CompletedProcess[bytes]) -> bytes:
    if done.returncode == 0 and done.stdout:
        return done.stdout
    said = [line.strip() for line in done.stderr.decode("utf-8", "replace").splitlines() if "rror" in line]
    last = f" It said: {said[-1]}" if said else ""
    raise DrawingError(f"Graphviz could not make the picture; the format 'dot' gives its text.{last}")


def _unpacked(stream: bytes) -> Iterator[bytes]:
    """Yield the pictures that the child wrote, each behind its length in eight bytes."""
    place = 0
    while place < len(stream):
        length = int.from_bytes(stream[place : place + 8], "big")
        yield stream[place + 8 : place + 8 + length]
        place += 8 + length


def _environment() -> Mapping[str, str]:
    """Numbers with a point, whatever the language of the machine."""
    return os.environ | {"LC_NUMERIC": "C"}


def _windows_neato() -> str | None:
    """Return where installers on Windows put Graphviz; they often leave it out of the search path."""
    folders = (os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)"))
    places = (Path(folder) / "Graphviz" / "bin" / "neato.exe" for folder in folders if folder)
    return next((str(place) for place in places if place.is_file()), None)
