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

    assert "1. Take the call (for the customer). Why: Only the subscriber can say" in card
    assert "- From CRM: recording." in card
    assert "- To Second-line agent: transferred call." in card
    assert "Average handling time: Minutes from greeting to end of call." in card
    assert "Nobody has said yet what you may decide without asking: ask." in card
    assert "rides of the elevator" in card


def test_with_a_plan_a_card_says_what_changes_and_where_hours_are_freed(cards):
    assert "You gain: 'Look up the bill' and 'Explain the bill'." in cards("--role", "agent", "--plan", "Ask why")
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
