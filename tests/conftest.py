"""What every test shares: Hypothesis runs that are the same each time, and a thorough one for those who ask.

``pytest --hypothesis-profile=thorough`` draws anew, and more; ``laws`` draws 2,000 of each, the same ones each time. ``pytest --update-golden`` rewrites the whole artefacts
under ``tests/golden``, to be read as a difference before they are committed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

GOLDEN = Path(__file__).parent / "golden"
BROWSER = Path("/usr/bin/chromium")
PATIENCE = 120_000
"""Milliseconds that a browser may take to start on a machine with its hands full."""

SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]
PHASES = [Phase.explicit, Phase.generate, Phase.shrink]  # to explain a failure takes minutes

settings.register_profile(
    "house",
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=PHASES,
    suppress_health_check=SLOW_IS_FINE,
)
settings.register_profile(
    "quick", max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=SLOW_IS_FINE
)
settings.register_profile(
    "thorough", max_examples=1000, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE
)
settings.register_profile(
    "laws",
    max_examples=2000,
    deadline=None,
    derandomize=True,
    database=None,
    phases=PHASES,
    suppress_health_check=SLOW_IS_FINE,
)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the files under tests/golden")


@pytest.fixture(autouse=True)
def _a_run_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test know of no file that another one read: what a run has read it does not write over."""
    monkeypatch.setattr("flowtrim.formats.files._READ", defaultdict(set))


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    """Compile the catalogues of messages where they changed since the package was installed."""
    if any(not made.exists() or made.stat().st_mtime < file.stat().st_mtime for file, made in _compiled()):
        from docs.messages import compile_all

        compile_all()


def _compiled() -> Iterator[tuple[Path, Path]]:
    files = Path(__file__).parents[1].glob("flowtrim/locale/*/LC_MESSAGES/*.po")
    return ((file, file.with_suffix(".mo")) for file in files)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser, one for all tests of a worker: the client of Playwright runs once in a process."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not BROWSER.exists():
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=str(BROWSER), args=["--no-sandbox"], timeout=PATIENCE)
        yield chromium
        chromium.close()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a whole text with the file of that name under ``tests/golden``."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        assert file.read_bytes().decode() == text, "look at the difference; then: pytest --update-golden"

    return compare
