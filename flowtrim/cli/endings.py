"""What the ending of a file that is to be written asks for: one rule for every command.

An option that names the format goes first. Else the ending decides, and one that names no format is refused: nobody
is to find Markdown in what they took for a letter.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from flowtrim.cli.paths import STDIN, is_directory
from flowtrim.errors import OutputError

ENDINGS = {
    "yaml": (".yml", ".yaml"),
    "text": (".txt",),
    "md": (".md", ".markdown"),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "json": (".json",),
    "pdf": (".pdf",),
    "xlsx": (".xlsx",),
    "csv": (".csv",),
    "ics": (".ics",),
    "svg": (".svg",),
    "png": (".png",),
    "dot": (".dot", ".gv"),
}
"""The formats that commands write, and the endings that ask for them."""


def form_of(output: str | None, forms: Sequence[str], *, otherwise: str) -> str:
    """Return which of the forms the ending of a file asks for; ``otherwise`` where there is no file, or no ending.

    Raises:
        OutputError: the ending names none of them.

    >>> form_of("due.HTML", ("text", "html"), otherwise="text"), form_of("-", ("text", "html"), otherwise="text")
    ('html', 'text')
    """
    ending = "" if output is None or output == STDIN else Path(output).suffix.lower()
    if not ending:
        return otherwise
    found = next((form for form in forms if ending in ENDINGS[form]), None)
    if found is None:
        known = ", ".join(ending for form in forms for ending in ENDINGS[form])
        also = " Or say it with --format." if len(forms) > 1 else ""
        raise OutputError(f"The ending of {output!r} names no format that is written here. There are: {known}.{also}")
    return found


def asks_for_a_file(output: str) -> bool:
    """Whether a name that is not taken asks for a file by its ending, and not for a folder.

    >>> asks_for_a_file("report.html"), asks_for_a_file("report.html/"), asks_for_a_file("v1.2")
    (True, False, False)
    """
    known = {ending for endings in ENDINGS.values() for ending in endings}
    return Path(output).suffix.lower() in known and not (output.endswith(("/", os.sep)) or is_directory(output))
