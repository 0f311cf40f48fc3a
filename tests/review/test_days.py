"""Days as spreadsheets and people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from flowtrim.review.returned import meant_day


@pytest.mark.parametrize("day", [date(2000, 2, 29), date(2026, 2, 27), date(2026, 12, 31)])
def test_the_number_that_a_spreadsheet_makes_of_a_day_leads_back_to_it(day):
    assert str(day) == meant_day(str((day - date(1899, 12, 30)) // timedelta(days=1)))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026/2/1", "2026-02-01"),
        ("13/02/2026", "2026-02-13"),
        ("2026年2月1日", "2026-02-01"),
        ("２０２６-02-13", "2026-02-13"),
        ("2026년 2월 13일", "2026-02-13"),
        ("2026-02-30", None),
        ("1.2.26", None),
        ("01/02-2026", None),
        ("", None),
    ],
)
def test_only_what_can_be_a_day_is_offered(text, meant):
    assert meant == meant_day(text)
