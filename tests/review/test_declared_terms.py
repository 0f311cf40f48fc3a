"""What a file declares of steps and roles stands on role cards and is asked in the yearly checklist."""

from datetime import date

import pytest

from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.reports.cards_report.cards import cards
from flowtrim.review.filling import checklist

DAY = date(2026, 11, 29)
RELEASE = """process: Release a fix
why: Users are safe before attackers know.
customer: user
promise: {within: 60m, from: assess, to: publish, of: 90%}
within: {time: 30 calendar days, of: 80%}
roles:
  user: {name: User, kind: customer}
  lead: {name: Lead, of: {team: Response team, turn: round-robin}, deputy: dev, may: decide up to 500, persons: 3}
  dev: {name: Developer}
  editor: {name: Editor}
steps:
  - {id: assess, name: Assess it, owner: lead, kind: contact, takes: 1h, waits: 3d,
     within: [{time: 4d, then: remind}, {time: 5d, instead: escalate, share: 1%}]}
  - {id: develop, name: Develop it, owner: dev, takes: 3d, with: [editor]}
  - {id: port, name: Backport it, owner: dev, takes: 2h, within: {time: 1w, from: assess, of: 95%},
     each: {of: branch, count: 4, parallel: true}}
  - {id: review, name: Review it, owner: dev, kind: check, optional: 30%,
     next: [{to: publish, share: 87.5%}, {to: end, as: rejected, share: 12.5%}]}
  - {id: publish, name: Publish it, owner: lead, every: Thursday, updates: [CVE record], next: {to: sorted}}
  - {id: sorted, name: Sorted, kind: gateway, next: {to: end, as: released}}
  - {id: remind, name: Remind them, owner: editor, next: end}
  - {id: escalate, name: Decide in place, owner: dev, next: develop}
  - {id: stop, name: Stop quietly, owner: editor, next: {to: end, as: withdrawn}}
separate: [{steps: [develop, review], by: person}, [assess, develop]]
anytime: [{when: a vendor talks, from: [develop], share: 3%, to: stop}]
open: [{question: Who tells the press?, owner: lead, until: 2027-01-10}]
plans: [{name: One less, promises: [{to: dev, what: a day off, until: 2026-12-24}], changes: [{drop: remind}]}]
"""


def survey(text: str = RELEASE) -> Survey:
    return Survey(loads(text, today=DAY).process, today=DAY)


def lines(role: str, title: str) -> tuple[str, ...]:
    [card] = cards(survey(), role=role)
    return next((passage.lines for passage in card.passages if passage.title == title), ())


def rows(title: str) -> list[tuple[str, ...]]:
    made = checklist(loads(RELEASE, today=DAY).process, today=DAY)
    table = next(table for table in made.tables if table.title == title)
    return [tuple(row) for row in table.rows]


@pytest.mark.parametrize(
    ("role", "title", "told"),
    [
        ("lead", "By when", "All of it within 30 calendar days in 80 % of cases."),
        ("lead", "By when", "7 Publish it, on Thursdays."),
        ("lead", "By when", "After 4 working days, while “1 Assess it” goes on: 2 Remind them (Editor)."),
        ("lead", "By when", "After 5 working days, instead of “1 Assess it”: 3 Decide in place (Developer)."),
        ("dev", "By when", "5 Backport it, within 1 week from “1 Assess it” in 95 % of cases."),
        ("dev", "By when", "After 5 working days, instead of “1 Assess it”: 3 Decide in place (Developer)."),
        ("dev", "How often", "5 Backport it: for each branch, 4 in a case, all at the same time."),
        ("dev", "How often", "6 Review it: in 30% of cases."),
        ("dev", "With whom", "4 Develop it: together with Editor."),
        ("editor", "With whom", "4 Develop it: together with Developer."),
        ("dev", "With whom", "You stand in for Lead."),
        ("lead", "With whom", "Developer stands in for you."),
        ("lead", "With whom", "For each case, somebody of Response team has this role: round-robin."),
        ("lead", "With whom", "3 persons have this role."),
        ("dev", "With whom", "Never by the same person: 4 Develop it and 6 Review it."),
        ("lead", "With whom", "Never by the same role: 1 Assess it and 4 Develop it."),
        ("editor", "What can come in between", "During “4 Develop it”, if a vendor talks: 8 Stop quietly (Editor)."),
        ("dev", "How it can end with you", "rejected"),
        ("lead", "How it can end with you", "released"),
        ("lead", "What you give, and to whom", "You keep up to date: CVE record."),
        ("lead", "What you may decide", "decide up to 500"),
        ("user", "Your way through it", "It can end so: rejected, released and withdrawn."),
        ("user", "Your way through it", "All of it within 30 calendar days in 80 % of cases."),
        ("user", "Your way through it", "Nobody works on your case for about 3 working days in all, on average."),
    ],
)  # fmt: skip
def test_a_card_says_what_is_declared_for_its_role(role: str, title: str, told: str) -> None:
    assert told in lines(role, title)


@pytest.mark.parametrize(
    ("role", "title"),
    [("editor", "How often"), ("lead", "What can come in between"), ("user", "By when"), ("user", "With whom")],
)
def test_a_card_is_silent_about_what_concerns_others(role: str, title: str) -> None:
    assert () == lines(role, title)


def test_a_wait_for_the_customer_is_not_held_against_the_house() -> None:
    text = RELEASE.replace("waits: 3d,", "waits: {time: 3d, for: customer},")
    [card] = cards(survey(text), role="user")
    assert not any("Nobody works on your case" in line for passage in card.passages for line in passage.lines)


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("Deadlines and promises",
         ("the promise to the customer", "within 60 minutes from “1 Assess it” until “7 Publish it” in 90 % of cases", "", "")),
        ("Deadlines and promises", ("the whole process", "All of it within 30 calendar days in 80 % of cases.", "", "")),
        ("Deadlines and promises", ("5 Backport it", "within 1 week from “1 Assess it” in 95 % of cases", "", "")),
        ("Done for each of several", ("5 Backport it", "branch", "4", "yes", "")),
        ("Exceptions and shares", ("6 Review it", "sometimes", "", "30%", "")),
        ("Exceptions and shares", ("6 Review it", "", "rejected", "12.5%", "")),
        ("Exceptions and shares", ("4 Develop it", "a vendor talks", "8 Stop quietly (Editor)", "3%", "")),
        ("Exceptions and shares",
         ("1 Assess it", "after 5 working days, instead of “1 Assess it”", "3 Decide in place (Developer)", "1%", "")),
        ("Authority and deputies", ("Lead", "decide up to 500", "Developer", "3", "")),
        ("Open questions, promises", ("Who tells the press?", "Lead", "2027-01-10", "")),
        ("Open questions, promises", ("One less: a day off", "Developer", "2026-12-24", "")),
        ("Separation of duties", ("4 Develop it, 6 Review it", "never the same person", "")),
        ("Said in the elevator", ("1", "Release a fix.")),
    ],
)  # fmt: skip
def test_the_checklist_asks_once_a_year_what_is_declared(title: str, row: tuple[str, ...]) -> None:
    assert row in rows(title)


def test_the_checklist_tells_the_speech_a_sentence_a_row() -> None:
    told = rows("Said in the elevator")
    assert list(survey().elevator.sentences) == [sentence for _, sentence in told]
    assert [str(number) for number in range(1, len(told) + 1)] == [number for number, _ in told]
