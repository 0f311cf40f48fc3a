"""A page of HTML on paper: printed by this machine's browser, or by weasyprint where that is installed instead.

Both know the same rules of paged media, so a page is written once. The browser comes first: its pages look the same,
and a report with drawings takes it a quarter of the time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from flowtrim.drawings.render import undated
from flowtrim.errors import OutputError

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PATIENCE = 120
_ALONE = (
    "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--disable-background-networking",
    "--disable-component-update", "--disable-default-apps", "--disable-extensions", "--disable-sync", "--no-first-run",
    "--no-default-browser-check", "--no-pings", "--disable-domain-reliability", "--metrics-recording-only",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,NetworkTimeServiceQuerying",
    "--dns-prefetch-disable",
)  # fmt: skip
"""A browser that prints a page of its own asks nobody anything; by default it looks up names when it starts."""
MISSING = (
    "A PDF needs Chromium, Chrome or Edge on this machine, or the extra: pip install 'flowtrim[pdf]'. "
    "Or write HTML, and print it from a browser."
)


def as_pdf(page: str) -> bytes:
    """Print a page of HTML that needs nothing from outside; the same page gives the same bytes.

    Raises:
        OutputError: there is nothing on this machine that prints, or it fails.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    return _printed(browser, page) if browser else _set(page)


def _printed(browser: str, page: str) -> bytes:
    """Print with a browser; one that crashes, as it may on a busy machine, is started once more."""
    try:
        try:
            return _once(browser, page)
        except (OSError, subprocess.CalledProcessError):
            return _once(browser, page)
    except (OSError, subprocess.SubprocessError) as refusal:
        said = f"The browser could not print the PDF: {_why(refusal)}. Write HTML, and print that."
        raise OutputError(said) from refusal


def _once(browser: str, page: str) -> bytes:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8", errors="replace")
        told = [*_ALONE, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/home"]
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        printing = [browser, *told, *root, f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(printing, check=True, capture_output=True, timeout=_PATIENCE)
        return undated(target.read_bytes())


def _why(refusal: OSError | subprocess.SubprocessError) -> str:
    if isinstance(refusal, subprocess.TimeoutExpired):
        return f"it was not ready after {_PATIENCE} seconds"
    if isinstance(refusal, subprocess.CalledProcessError):
        return f"it ended with exit code {refusal.returncode}"
    return str(getattr(refusal, "strerror", None) or refusal)


_REFUSED = 3
_WITH_WEASYPRINT = f"""
import sys
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher
nothing = URLFetcher(allowed_protocols=(), fail_on_errors=True)
try:
    made = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=nothing).write_pdf()
except FatalURLFetchingError as refusal:
    print(refusal, file=sys.stderr)
    sys.exit({_REFUSED})
sys.stdout.buffer.write(made)
"""
"""In a process of its own: Pango, below weasyprint, was seen to end a long-lived process that printed late."""


def _set(page: str) -> bytes:
    try:
        import weasyprint  # noqa: F401 - only whether it is there, with the libraries of the system that it wants
    except (ImportError, OSError) as refusal:
        raise OutputError(MISSING) from refusal
    command = [sys.executable, "-P", "-c", _WITH_WEASYPRINT]
    done = subprocess.run(command, input=page.encode(), capture_output=True, check=False)
    if done.returncode == _REFUSED:
        said = done.stderr.decode(errors="replace").strip()
        raise OutputError(f"A page on paper loads nothing from outside, and this one wanted to: {said}.")
    if done.returncode:
        raise OutputError(f"weasyprint could not print the page (it ended with {done.returncode}).")
    return done.stdout
