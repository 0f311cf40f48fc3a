from __future__ import annotations

from datetime import date

from flowtrim.model import Acceptance
from flowtrim.review.acceptance import ledger
from flowtrim.rules._catalogue import Finding

STAMP = Acceptance("why-missing", "stamp", "The bank asks for it.", until=date(2027, 3, 1), by="Treasury")
FOUND = Finding("“Stamp” has no reason.", at="stamp", kind="step", rule="why-missing")


def test_an_acceptance_answers_its_finding():
    book = ledger([FOUND.key], [STAMP], today=date(2026, 11, 22))

    assert STAMP == book.held.get(FOUND.key)


def test_an_acceptance_holds_on_its_last_day():
    assert STAMP == ledger([FOUND.key], [STAMP], today=date(2027, 3, 1)).held.get(FOUND.key)


def test_an_acceptance_runs_out():
    book = ledger([FOUND.key], [STAMP], today=date(2027, 3, 2))

    assert (None, (STAMP,), ()) == (book.held.get(FOUND.key), book.lapsed, book.unmatched)


def test_an_acceptance_of_one_step_says_nothing_about_another():
    other = Finding("“File” has no reason.", at="file", kind="step", rule="why-missing")

    assert ledger([FOUND.key, other.key], [STAMP], today=date(2026, 11, 22)).held.get(other.key) is None


def test_an_acceptance_that_matches_nothing_is_reported():
    book = ledger([], [STAMP], today=date(2028, 1, 1))

    assert ((), (STAMP,)) == (book.lapsed, book.unmatched)


def test_findings_without_acceptances_are_all_open():
    book = ledger([FOUND.key], [], today=date(2026, 11, 22))

    assert (None, (), ()) == (book.held.get(FOUND.key), book.lapsed, book.unmatched)
