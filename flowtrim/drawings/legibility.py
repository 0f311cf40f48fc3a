"""What a picture cannot show, in words: what is too large for it or for its format, and letters that no font has."""

from __future__ import annotations

import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator

from flowtrim.drawings.chart import ends_here
from flowtrim.drawings.drawing import Arrow, Box, Drawing, Lane, Sign, Text
from flowtrim.drawings.engine import Format
from flowtrim.drawings.render import shrinking
from flowtrim.drawings.scene import SCREEN
from flowtrim.drawings.sizes import SMALL
from flowtrim.errors import DrawingError
from flowtrim.model import Process
from flowtrim.sentences import counted

_SCRIPTS = {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}
_PACKAGES = {"Chinese": "fonts-noto-cjk", "Japanese": "fonts-noto-cjk", "Korean": "fonts-noto-cjk"}
_MOST_SCRIPTS = 20
_LARGEST = {"node": 4_000, "lane": 400, "line": 4_000}  # some ten seconds and a few hundred megabytes
_READABLE = 0.6  # of the usual size
_PIXELS = 96 / 72  # to the point
SMALLEST_LETTERS = 6.0
"""Pixels: hardly anybody reads smaller letters on a screen."""
_PATIENCE = 10  # seconds


def refuse_too_large(process: Process, *, pictures: int = 1) -> None:
    """Refuse, in no time, what is certain to be too large for so many pictures: each has nodes and lines besides.

    Raises:
        DrawingError: there are too many steps, roles or flows.
    """
    refuse_sizes(
        pictures,
        node=len(process.steps),
        lane=len({step.owner for step in process.work}),
        line=sum(max(1, len(step.flows)) for step in process.steps if not ends_here(step)),
    )


def refuse_sizes(pictures: int = 1, **sizes: int) -> None:
    """Refuse what nobody could read.

    Raises:
        DrawingError: there are too many nodes, lanes or lines.
    """
    for what, size in sizes.items():
        if size > (most := _LARGEST[what] // pictures):
            large, largest = f"the picture would have {counted(size, what)} or more", f"{most:,} are the most"
            raise DrawingError(f"It is too large to draw: {large}, and {largest}.")


def remarks(drawings: Iterable[Drawing], format_: Format) -> tuple[str, ...]:
    """Return what to know about the pictures of drawings in a format, in whole sentences; mostly nothing.

    An SVG only names its fonts, so it lacks none. Fonts are asked of fontconfig; where that is missing (it comes
    with Linux desktops; Windows and macOS bring fonts for most scripts) nothing is said about letters.
    """
    drawings = tuple(drawings)
    smallest = min((shrinking(drawing, format_) for drawing in drawings), default=1.0)
    said = [*_about_size(format_, smallest)]
    if format_ != "svg":
        said += (_about_script(script) for script in _lacking(drawings))
    return tuple(said)


def letters_on_a_screen(drawings: Iterable[Drawing]) -> float:
    """Return how high the smallest letters of drawings are, in pixels, where each of them fills one screen."""
    wide, high = SCREEN
    fitted = (min(wide / drawing.width, high / drawing.height) for drawing in drawings)
    return SMALL * _PIXELS * min(fitted, default=1.0)


def _about_size(format_: Format, shrink: float) -> Iterator[str]:
    if shrink < _READABLE:
        yield (
            f"The picture is larger than {format_.upper()} allows and was made {1 / shrink:.1f} times smaller; "
            "SVG stays legible, and so does 'flowtrim draw --screens'."
        )


def _about_script(script: str) -> str:
    package = _PACKAGES.get(script, "fonts-noto")
    return (
        f"No font here has {script} letters, so the picture shows boxes in their place; "
        f"install one (on Debian: apt install {package}) or use SVG."
    )


def _lacking(drawings: Iterable[Drawing]) -> Iterator[str]:
    """Yield the scripts of which this machine has no letters, one letter of each being tried."""
    tool = shutil.which("fc-list") if sys.platform.startswith("linux") else None
    if tool is None:
        return
    letters = {_script(letter): letter for text in _texts(drawings) for letter in text if letter > "\u024f"}
    letters.pop(None, None)
    for script, letter in sorted(letters.items(), key=lambda item: item[1])[:_MOST_SCRIPTS]:
        if script and not _has(tool, letter):
            yield script


def _has(tool: str, letter: str) -> bool:
    """Whether a font here has a letter; where fontconfig does not answer in time, yes."""
    asked = [tool, f":charset={ord(letter):x}", "family"]
    try:
        return bool(subprocess.run(asked, capture_output=True, timeout=_PATIENCE, check=False).stdout.strip())
    except subprocess.TimeoutExpired:
        return True


def _script(letter: str) -> str | None:
    """Return the script of a letter in plain words; None for signs and for marks that stand on letters.

    >>> _script("付"), _script("ж"), _script("→")
    ('Chinese', 'Cyrillic', None)
    """
    if unicodedata.category(letter)[0] != "L":
        return "emoji" if ord(letter) >= 0x1F300 and unicodedata.category(letter) == "So" else None
    word = unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
    return _SCRIPTS.get(word, word.capitalize()) or None


def _texts(drawings: Iterable[Drawing]) -> Iterator[str]:
    for drawing in drawings:
        for lane in drawing.lanes:
            yield from lane.name
        for part in (*drawing.boxes, *drawing.arrows, *drawing.texts, *drawing.legend):
            yield from _lines(part)


def _lines(part: Box | Arrow | Sign | Text | Lane) -> tuple[str, ...]:
    if isinstance(part, Box):
        return part.lines + part.caption
    if isinstance(part, Arrow):
        return part.label.lines if part.label else ()
    return part.lines if isinstance(part, Text) else ()
