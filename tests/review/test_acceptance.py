from __future__ import annotations

from datetime import date

from flowtrim.model import Acceptance
from flowtrim.review import ledger
from flowtrim.rules._catalogue import Finding

STAMP = Acceptance("why-missing", "stamp", "The bank asks for it.", until=date(2027, 3, 1), by="Treasury")
FOUND = Finding("“Stamp” has no reason.", at="stamp", kind="step", rule="why-missing")


def test_an_acceptance_answers_its_finding():
    book = ledger([FOUND], [STAMP], today=date(2026, 11, 22))

    assert STAMP == book.of(FOUND)


def test_an_acceptance_holds_on_its_last_day():
    assert STAMP == ledger([FOUND], [STAMP], today=date(2027, 3, 1)).of(FOUND)


def test_an_acceptance_runs_out():
    book = ledger([FOUND], [STAMP], today=date(2027, 3, 2))

    assert (None, (STAMP,), ()) == (book.of(FOUND), book.lapsed, book.unmatched)


def test_an_acceptance_of_one_step_says_nothing_about_another():
    other = Finding("“File” has no reason.", at="file", kind="step", rule="why-missing")

    assert ledger([FOUND, other], [STAMP], today=date(2026, 11, 22)).of(other) is None


def test_an_acceptance_that_matches_nothing_is_reported():
    book = ledger([], [STAMP], today=date(2028, 1, 1))

    assert ((), (STAMP,)) == (book.lapsed, book.unmatched)


def test_findings_without_acceptances_are_all_open():
    book = ledger([FOUND], [], today=date(2026, 11, 22))

    assert (None, (), ()) == (book.of(FOUND), book.lapsed, book.unmatched)
