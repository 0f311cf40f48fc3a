from pathlib import Path

import pytest

from flowtrim.cli import front, run

SAMPLE = Path(__file__).parents[2] / "samples/billing-question/process.yml"


@pytest.fixture
def cards(capsys):
    def made(*options: str) -> str:
        assert 0 == run(front, ["cards", str(SAMPLE), "--today", "2026-11-28", *options])
        return capsys.readouterr().out

    return made


def test_every_role_of_ours_and_the_customer_has_a_card(cards):
    titles = [line for line in cards().splitlines() if line.startswith("# ")]

    assert 13 == len(titles)
    assert {"# Care agent", "# Subscriber"} <= set(titles)
    assert "# CRM" not in titles


def test_a_card_says_what_one_does_why_with_whom_and_which_figure(cards):
    card = cards("--role", "care agent")

    assert "- 1 Take the call (for the customer). Why: Only the subscriber can say" in card
    assert "- From CRM: recording." in card
    assert "- To Second-line agent: transferred call." in card
    assert "Average handling time: Minutes from greeting to end of call." in card
    assert "Nobody has said yet what you may decide without asking: ask." in card
    assert "1 ride of the elevator" in card


def test_where_a_step_delivers_nothing_the_case_after_it_is_what_goes_on(cards):
    step = "the case, after '10 Read the ticket and choose the department that has to deal with it next'"

    assert f"- To Tariff specialist: {step}." in cards("--role", "Ticket dispatcher")
    assert f"- From Ticket dispatcher: {step}." in cards("--role", "Tariff specialist")


def test_with_a_plan_a_card_says_what_changes_and_where_hours_are_freed(cards):
    assert "You gain: '8 Look up the bill' and '27 Explain the bill'." in cards("--role", "agent", "--plan", "Ask why")
    assert "hours of yours a year" in cards("--role", "Second-line agent", "--plan", "Ask why")


def test_the_card_of_the_customer_is_the_way_through(cards):
    card = cards("--role", "Subscriber")

    assert "## Your way through it" in card
    assert "You are spoken with at" in card
    assert "You meet" in card


def test_names_that_look_like_markup_stay_text(tmp_path, capsys):
    hostile = tmp_path / "p.yml"
    hostile.write_text("process: <b>P</b>\nsteps: [{name: <script>x</script>, owner: <i>me</i>}]\n")

    assert 0 == run(front, ["cards", str(hostile), "--format", "html"])
    page = capsys.readouterr().out
    assert "<script>" not in page
    assert "&lt;script&gt;x" in page


def test_a_role_that_there_is_not_is_told_with_a_guess(capsys):
    assert 2 == run(front, ["cards", str(SAMPLE), "--role", "Care agnet"])
    assert "Did you mean 'Care agent'?" in capsys.readouterr().err


def test_cards_are_never_written_over_something_else(tmp_path, capsys):
    there = tmp_path / "cards.html"
    there.write_text("mine")

    assert 2 == run(front, ["cards", str(SAMPLE), "-o", str(there)])
    assert "mine" == there.read_text()
    assert "exists already" in capsys.readouterr().err


CLAIM = """process: Claim
customer: Buyer
promise: {within: 3d, of: 90%}
volume: 1200/year
roles: {buyer: {name: Buyer, kind: customer}}
steps:
  - {name: Take the call, owner: Care, kind: contact, takes: 10m}
  - {name: Stamp, owner: Desk, takes: 30m, waits: 2d}
  - {name: Tell the buyer, owner: Care, kind: contact, takes: 5m}
plans:
  - name: One stamp less
    changes: [{drop: stamp}]
    promises: [{to: Desk, what: a day a week for the archive, until: 2027-03-01}]
"""


@pytest.fixture
def claim(tmp_path, capsys):
    file = tmp_path / "claim.yml"
    file.write_text(CLAIM)

    def card(role, *options):
        assert 0 == run(front, ["cards", str(file), "--role", role, "--today", "2026-11-28", *options])
        return capsys.readouterr().out

    return card


def test_the_customer_reads_the_promise_and_the_longest_silence(claim):
    card = claim("Buyer")

    assert "You are promised it within this time, in 90% of cases: 3 working days." in card
    assert "You are spoken with at 2 steps." in card
    assert "The longest time without a word to you: " in card


def test_freed_hours_are_said_with_what_was_promised_for_them(claim):
    card = claim("Desk", "--plan", "One stamp less")

    assert "It frees 600 hours of yours a year." in card
    assert "nobody has said yet." not in card.partition("## What changes for you")[2]
    assert "You are promised by 2027-03-01: a day a week for the archive." in card


def test_each_card_is_told_in_one_ride(cards):
    told = [line for line in cards().splitlines() if line.startswith("Told in ") or "of the elevator" in line]

    assert 13 == len(told)
    assert all("1 ride of the elevator" in line for line in told)
