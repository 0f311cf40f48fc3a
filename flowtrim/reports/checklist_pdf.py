"""The checklist as PDF: printed by the browser of this machine, or by weasyprint where that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from flowtrim.errors import OutputError

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PATIENCE = 120
_MISSING = (
    "A PDF needs Chromium, Chrome or Edge on this machine, or the extra: pip install 'flowtrim[pdf]'. "
    "Or write HTML, and print it from a browser."
)


def as_pdf(page: str) -> bytes:
    """Print a page of HTML that needs nothing from outside.

    Raises:
        OutputError: there is nothing on this machine that prints, or it fails.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    return _printed(browser, page) if browser else _set(page)


def _printed(browser: str, page: str) -> bytes:
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8", errors="replace")
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        told = [
            *(
                browser,
                "--headless",
                "--disable-gpu",
                *root,
                "--no-pdf-header-footer",
                f"--user-data-dir={folder}/home",
            ),
            *(f"--print-to-pdf={target}", source.as_uri()),
        ]
        try:
            subprocess.run(told, check=True, capture_output=True, timeout=_PATIENCE)
            return target.read_bytes()
        except (OSError, subprocess.SubprocessError) as refusal:
            said = f"The browser could not print the PDF ({type(refusal).__name__}). Write HTML, and print that."
            raise OutputError(said) from refusal


def _set(page: str) -> bytes:
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as refusal:
        raise OutputError(_MISSING) from refusal
    made: bytes = HTML(string=page, url_fetcher=_nothing).write_pdf()
    return made


def _nothing(url: str, *_: object, **__: object) -> dict[str, object]:
    raise OutputError(f"A checklist loads nothing from outside, and here it wanted {url}.")
