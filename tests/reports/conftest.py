from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from flowtrim.formats import loads
from flowtrim.model import Settings
from flowtrim.reports.analysis import Analysis, analyse

TODAY = date(2026, 11, 22)


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
