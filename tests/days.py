"""The day on which the tests are run, wherever no other day is told in the test itself."""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 11, 22)
ON_THE_DAY = ("--today", TODAY.isoformat())
"""The same day, said to a command."""
