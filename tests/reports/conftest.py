from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from flowtrim.analysis import Analysis, analyse
from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.model import Settings
from flowtrim.redesign import trim
from flowtrim.reports.document.folder import as_page
from tests.days import TODAY

AXE = Path(os.environ.get("NODE_PATH") or "nowhere") / "axe-core" / "axe.min.js"
PATIENCE = 120_000
"""Milliseconds."""


@pytest.fixture
def analysed() -> Callable[..., Analysis]:
    """Analyse the text of a process, and of its after-process where one is given."""

    def make(text: str, *, after: str | None = None, today: date = TODAY, profile: str = "recommended") -> Analysis:
        return analyse(
            loads(text, file="claim.yml", today=today),
            today=today,
            settings=Settings(profile=profile),
            after=loads(after, file="lean.yml", today=today) if after else None,
        )

    return make


@pytest.fixture
def proposed() -> Callable[[str], Analysis]:
    """Analyse the text of a process beside what trimming makes of it."""

    def make(text: str) -> Analysis:
        document = loads(text, file="claim.yml", today=TODAY)
        proposal = trim(Survey(document.process, today=TODAY))
        return replace(analyse(document, today=TODAY, plan=proposal.plan("Trim")), proposal=proposal)

    return make


@pytest.fixture
def shown(browser, tmp_path):
    """Open a page of HTML; what the console says is in ``said``, what was asked of others in ``asked``."""
    contexts = []

    def make(html: str, **options):
        (tmp_path / "report.html").write_text(html, encoding="utf-8")
        # a machine with its hands full answers late, and what glides is not where a click falls
        contexts.append(browser.new_context(offline=True, reduced_motion="reduce", **options))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.asked = []
        here = (tmp_path / "report.html").as_uri()
        page.on("request", lambda request: request.url == here or page.asked.append(request.url))
        page.goto(here)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def opened(shown, analysed, proposed):
    """Open the report on a process."""

    def make(text: str, *, after: str | None = None, with_proposal: bool = False, **options):
        found = proposed(text) if with_proposal else analysed(text, after=after)
        return shown(as_page(found), **options)

    return make


@pytest.fixture
def violations() -> Callable[..., list[str]]:
    """Ask axe what of a page, as it stands, shuts anybody out."""
    if not AXE.is_file():
        pytest.skip("NODE_PATH names no axe-core")

    def make(page) -> list[str]:
        page.evaluate(AXE.read_text())
        # all of it, and not only what nobody has folded
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        found = page.evaluate("axe.run()")["violations"]
        return [f"{one['id']}: {node['html'][:200]} {node['failureSummary']}" for one in found for node in one["nodes"]]

    return make
