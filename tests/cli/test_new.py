from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest

from flowtrim.cli import front, run
from flowtrim.formats import read
from tests.days import TODAY

EXPENSES = """Expense claim
People get back what they paid for the company.
Employee
Fill in the claim
Employee
Only the traveller knows what was paid.
Approve the claim
Manager
none
Pay the claim


"""


@pytest.fixture
def answer(monkeypatch):
    def pipe(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))

    return pipe


def test_answers_become_a_file_that_reads_back(answer, capsys):
    answer(EXPENSES)

    assert 0 == run(front, ["new"])

    process = read("expense-claim.yml", today=TODAY).process
    assert ("Expense claim", "Employee") == (process.name, process.customer)
    assert [("Fill in the claim", "Employee"), ("Approve the claim", "Manager"), ("Pay the claim", None)] == [
        (step.name, step.owner) for step in process.steps
    ]
    assert ["Only the traveller knows what was paid.", "none", None] == [step.why for step in process.steps]
    assert "flowtrim analyze expense-claim.yml" in capsys.readouterr().err


def test_roles_that_were_named_are_offered_by_number(answer, capsys):
    answer("Claim\n\nEmployee\nFill in\n1\n\nApprove\nManager\n\nPay\n2\n\nFile\n7\n\n\n")
    run(front, ["new"])

    assert ["Employee", "Manager", "Manager", "7"] == [s.owner for s in read("claim.yml", today=TODAY).process.steps]
    assert "Who does it? (1 Employee, 2 Manager; or a name)" in capsys.readouterr().err


@pytest.mark.parametrize(("said", "owner"), [("y", "Team lead"), ("", "Team-lead")])
def test_a_name_that_looks_like_one_before_is_asked_about(said, owner, answer, capsys):
    answer(f"Claim\n\n\nCheck\nTeam lead\n\nSign\nTeam-lead\n{said}\n\n\n")
    run(front, ["new"])

    assert ["Team lead", owner] == [step.owner for step in read("claim.yml", today=TODAY).process.steps]
    assert "looks like the role 'Team lead': is it the same?" in capsys.readouterr().err


def test_questions_do_not_stand_in_the_output(answer, capsys):
    answer(EXPENSES)
    run(front, ["new"])

    assert "" == capsys.readouterr().out


def test_the_file_written_is_as_short_as_one_written_by_hand(answer):
    answer("Claim\n\n\nPay\nBank\n\n")
    run(front, ["new", "mine.yml"])
    text = Path("mine.yml").read_text(encoding="utf-8")

    assert "id:" not in text
    assert "next:" not in text


def test_answers_that_run_out_end_the_asking(answer, capsys):
    answer("Claim\n\n\nPay the claim")

    assert 0 == run(front, ["new"])
    assert "What was answered so far is in claim.yml." in capsys.readouterr().err
    assert ["Pay the claim"] == [step.name for step in read("claim.yml", today=TODAY).process.steps]


def test_answers_that_run_out_before_a_step_was_named_write_nothing(answer, capsys, tmp_path):
    answer("Claim\nPeople get back what they paid.\n")

    assert 2 == run(front, ["new"])
    assert "\nNo step was named yet, so nothing was written.\n" in capsys.readouterr().err
    assert [] == list(tmp_path.iterdir())


class Interrupted(io.StringIO):
    """Answers, and then Ctrl-C."""

    def readline(self, *size):
        line = super().readline(*size)
        if not line:
            raise KeyboardInterrupt
        return line


def test_whoever_stops_the_asking_keeps_the_steps_so_far(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", Interrupted("Claim\n\nEmployee\nFill in\nEmployee\nnone\nApprove\nManager\n"))

    assert 130 == run(front, ["new"])
    assert capsys.readouterr().err.endswith(
        "\nWhat was answered so far is in claim.yml. Look at it with: flowtrim analyze claim.yml\nStopped.\n"
    )
    process = read("claim.yml", today=TODAY).process
    assert "Employee" == process.customer
    assert [("Fill in", "Employee", "none"), ("Approve", "Manager", None)] == [
        (step.name, step.owner, step.why) for step in process.steps
    ]


def test_whoever_stops_before_a_step_was_named_is_told_that_nothing_was_written(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "stdin", Interrupted("Claim\n"))

    assert 130 == run(front, ["new"])
    assert capsys.readouterr().err.endswith("\nNo step was named yet, so nothing was written.\nStopped.\n")
    assert [] == list(tmp_path.iterdir())


def test_hostile_answers_are_quoted(answer):
    answer("a: b # c\n- x: [\n\n{step}: 'no'\n&anchor\n!!python/object:os.system\n")
    run(front, ["new", "mine.yml"])
    process = read("mine.yml", today=TODAY).process

    assert ("a: b # c", "- x: [") == (process.name, process.why)
    assert ("{step}: 'no'", "&anchor", "!!python/object:os.system") == (
        process.steps[0].name,
        process.steps[0].owner,
        process.steps[0].why,
    )


def test_a_process_without_a_name_is_not_written(answer, capsys, tmp_path):
    answer("")

    assert 2 == run(front, ["new"])
    assert "A process needs a name" in capsys.readouterr().err
    assert [] == list(tmp_path.iterdir())


def test_an_existing_file_is_left_alone_and_said_before_any_question(answer, capsys):
    Path("mine.yml").write_text("precious", encoding="utf-8")
    answer(EXPENSES)

    assert 2 == run(front, ["new", "mine.yml"])
    assert "precious" == Path("mine.yml").read_text(encoding="utf-8")
    assert "mine.yml is there already" in capsys.readouterr().err


def test_a_file_whose_name_is_taken_is_said_before_the_other_questions(answer, capsys):
    Path("expense-claim.yml").write_text("precious", encoding="utf-8")
    answer(EXPENSES)

    assert 2 == run(front, ["new"])
    asked = capsys.readouterr().err
    assert "expense-claim.yml is there already" in asked
    assert "Why does it exist?" not in asked


def test_what_is_said_after_answers_ran_out_begins_a_line(answer, capsys):
    answer("Claim\n\n\nPay the claim")
    run(front, ["new"])

    assert "\nWhat was answered so far is in claim.yml." in capsys.readouterr().err


def test_a_sample_is_copied_whole(tmp_path):
    assert 0 == run(front, ["new", "--example", "billing-question"])
    assert {"README.md", "process.yml"} <= {file.name for file in (tmp_path / "billing-question").iterdir()}


def test_a_sample_may_go_to_another_folder(tmp_path):
    run(front, ["new", "--example", "billing-question", "mine"])

    assert (tmp_path / "mine" / "process.yml").is_file()


def test_a_sample_overwrites_nothing(capsys, tmp_path):
    (tmp_path / "billing-question").mkdir()

    assert 2 == run(front, ["new", "--example", "billing-question"])
    assert "billing-question is there already" in capsys.readouterr().err


def test_a_misspelt_sample_gets_a_guess(capsys):
    assert 2 == run(front, ["new", "--example", "billing-qestion"])
    assert "There is no sample 'billing-qestion'. Did you mean 'billing-question'?" in capsys.readouterr().err


def test_the_samples_are_listed_with_their_stories(capsys):
    assert 0 == run(front, ["new", "--list"])
    assert any(
        line.split(None, 1) == ["billing-question", "Why is my bill so high?"]
        for line in capsys.readouterr().out.splitlines()
    )


def test_a_sample_that_cannot_be_copied_whole_leaves_nothing_behind(monkeypatch, capsys):
    def disk_that_runs_full(_sample: Path, target: Path, **_: object) -> None:
        target.mkdir(exist_ok=True)
        raise shutil.Error([("README.md", str(target / "README.md"), "[Errno 28] No space left on device")])

    monkeypatch.setattr(shutil, "copytree", disk_that_runs_full)

    assert 2 == run(front, ["new", "--example", "ringi", "mine"])
    assert "mine could not be written: No space left on device.\n" == capsys.readouterr().err
    assert [] == list(Path().iterdir())


def test_a_name_too_long_for_a_folder_is_said_in_one_line(capsys):
    assert 2 == run(front, ["new", "--example", "ringi", "a" * 400])
    assert capsys.readouterr().err.endswith("could not be written: File name too long.\n")


def test_who_wants_to_goes_on_into_the_conversation(answer, capsys):
    answer(EXPENSES + "\ny\nq\n")

    assert 0 == run(front, ["new", "--today", str(TODAY)])
    told = capsys.readouterr()
    assert "Ask why of it now? (y; Enter: later, with flowtrim ask expense-claim.yml)" in told.err
    assert "Why now: " in told.out
    assert Path("expense-claim.yml.journal.jsonl").exists()


def test_who_does_not_want_to_is_told_how_to_go_on_later(answer, capsys):
    answer(EXPENSES + "\n\n")

    assert 0 == run(front, ["new"])
    assert "" == capsys.readouterr().out
    assert not Path("expense-claim.yml.journal.jsonl").exists()
