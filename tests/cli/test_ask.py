from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flowtrim.cli import front, run
from flowtrim.formats import read
from flowtrim.formats.journal import Journal, journal_beside
from tests.days import TODAY

CLAIM = """# ours
process: Expense claim
why: Staff get back what they spent for the company.
customer: Employee
owner: CFO
steps:
  - {name: Fill in, owner: Employee, why: Only the traveller knows what was paid., serves: customer, outputs: [claim]}
  - {name: Stamp, owner: Clerk}   # since 1998
  - {name: Pay, owner: Payroll, why: The traveller lent the money., serves: customer, outputs: [money]}
"""


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "claim.yml"
    made.write_text(CLAIM)
    return made


@pytest.fixture
def ask(monkeypatch, file, capsys):
    def asked(text: str, *options: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
        assert 0 == run(front, ["ask", str(file), "--today", str(TODAY), *options])
        return "".join(capsys.readouterr())

    return asked


def test_a_reason_that_is_typed_stands_in_the_file_and_its_comments_stay(ask, file):
    said = ask("The bank refuses claims without it.\nq\ny\n", "--unasked")

    assert "Why does '2 Stamp' exist?" in said
    assert "The bank refuses claims without it." == read(file, today=TODAY).process.step("stamp").why
    assert "# since 1998" in file.read_text()


def test_each_screen_says_why_now_and_what_is_at_stake(ask):
    said = ask("", "--unasked")

    assert "Why now: Nobody has said yet what it is for." in said
    assert "At stake: 1 handoff in a case" in said
    assert "Clerk does it." in said


def test_a_weak_answer_is_told_at_once_and_may_be_said_better(ask, file):
    said = ask("Because of the stamp.\nThe bank refuses claims without it.\nq\ny\n", "--unasked")

    assert "what would go wrong without it?" in said
    assert "The bank refuses claims without it." == read(file, today=TODAY).process.step("stamp").why


def test_a_decision_becomes_a_plan_with_who_until_and_the_problem(ask, file):
    ask("d\nNobody looks at the stamp.\nclerk\n2027-01-01\nq\ny\nClaims take weeks.\n", "--unasked")
    plan = read(file, today=TODAY).process.plans[0]

    assert ("Ask why", "Claims take weeks.") == (plan.name, plan.problem)
    assert ("Clerk", "2027-01-01") == (plan.changes[0].by, str(plan.changes[0].until))


def test_whoever_leaves_finds_the_answers_again(ask, file):
    left = ask("d\nNobody looks at the stamp.\n\n", "--unasked")
    again = ask("q\ny\n\n")

    assert "Nothing was written. Go on whenever you like with: flowtrim ask" in " ".join(left.split())
    assert "Going on where it was left: 1 answer so far." in again
    assert 1 == len(read(file, today=TODAY).process.plans)


def test_an_answer_can_be_taken_back(ask, file):
    ask("d\n\n\nu\nq\ny\n")

    assert () == read(file, today=TODAY).process.plans


def test_a_question_mark_shows_the_page_of_the_rule(ask):
    assert "why-missing" in ask("?\n", "--unasked")


def test_a_question_for_later_stands_open_in_the_file_with_a_role_and_a_day(ask, file):
    ask("l\nclerk\n2099-01-01\nq\ny\n", "--unasked")
    question = read(file, today=TODAY).process.questions[0]

    assert ("Clerk", "2099-01-01") == (question.owner, str(question.until))


def test_only_as_much_is_asked_as_fits_the_time(ask):
    assert "do not fit the time" in ask("", "--hours", "0.1")


def test_one_role_is_asked_about_with_its_steps(ask):
    said = ask("j\n", "--role", "clerk")

    assert "Stamp" in said
    assert "'Pay'" not in said


def test_a_second_conversation_about_the_same_file_is_refused(file, capsys):
    with Journal(journal_beside(file)):
        assert 2 == run(front, ["ask", str(file)])
    assert "open in another conversation" in capsys.readouterr().err


def test_a_journal_of_another_file_is_refused(ask, file, tmp_path, capsys):
    ask("d\n\n\n", "--unasked")
    other = tmp_path / "other.yml"
    other.write_text(CLAIM)
    shutil.copy(journal_beside(file), journal_beside(other))

    assert 2 == run(front, ["ask", str(other)])
    assert "is the journal of claim.yml" in capsys.readouterr().err


def test_a_torn_last_line_is_dropped_and_said(ask, file):
    ask("d\n\n\n", "--unasked")
    with journal_beside(file).open("ab") as stream:
        stream.write(b'{"n":9,"at":"')

    assert "never finished" in ask("q\ny\n\n")
    assert 1 == len(read(file, today=TODAY).process.plans)


def test_a_file_that_changed_meanwhile_keeps_what_still_applies(ask, file):
    ask("d\n\n\n", "--unasked")
    file.write_text(CLAIM.replace("  - {name: Stamp, owner: Clerk}   # since 1998\n", ""))
    stopped = ask("n\n")
    gone_on = ask("y\nq\nn\n")

    assert "This no longer applies:" in stopped
    assert "Nothing was changed." in stopped
    assert "held against it as it is now" in gone_on


@pytest.mark.parametrize("nasty", ["a: [b, #c] {d} *e &f", "\x1b[2J\x07bell rings for the bank", "'\"“ -- ? | > % @ `"])
def test_whatever_is_typed_is_a_text_and_no_yaml(ask, file, nasty):
    ask(f"{nasty}\n\nq\ny\n", "--unasked")
    why = read(file, today=TODAY).process.step("stamp").why

    assert "".join(sign for sign in nasty if sign.isprintable()) == why


def test_a_reason_of_100_kilobytes_is_told_and_not_taken(ask, file):
    said = ask(f"{'many words ' * 10_000}\n\nq\n", "--unasked")

    assert "longer than 2,000 signs" in said
    assert CLAIM == file.read_text()


def test_a_table_is_not_asked_about(tmp_path, capsys):
    table = tmp_path / "claim.csv"
    table.write_text("Step,Owner\nPay,Bank\n")

    assert 2 == run(front, ["ask", str(table)])
    assert "convert the process to one first" in capsys.readouterr().err
    assert [table] == list(Path(tmp_path).iterdir())


def test_what_is_to_go_counts_only_what_was_asked_for(ask):
    assert "Question 1, 2 to go," in ask("", "--role", "clerk", "--hours", "0.12")


def test_a_role_that_is_not_there_is_asked_about_before_it_comes_into_being(ask, file):
    said = ask("a\nPayrol\nn\nPayroll\n\n\nq\ny\n\n", "--unasked")

    assert "No role is called 'Payrol' yet. Did you mean 'Payroll'?" in said
    assert "Payroll" == read(file, today=TODAY).process.plans[0].changes[0].to


def test_the_promise_is_asked_about_and_stands_in_the_file_as_a_time(ask, file):
    said = ask("2d\nq\ny\n")

    assert "What is the customer of 'Expense claim' promised, and who says so?" in said
    assert "promise: 2d" in file.read_text()


def test_what_only_a_role_can_do_is_asked_about_and_becomes_its_skills(ask, file):
    said = ask("s\ns\ns\nThe bank wants a name.\nstamping, filing\nq\ny\n", "--role", "Clerk")

    assert "What can only 'Clerk' do?" in said
    assert ("stamping", "filing") == read(file, today=TODAY).process.role("Clerk").skills


def test_what_no_longer_applies_can_be_saved_beside_the_file(ask, file):
    ask("d\nNobody looks at the stamp.\n\n", "--unasked")
    file.write_text(CLAIM.replace("  - {name: Stamp, owner: Clerk}   # since 1998\n", ""))

    said = ask("b\n")

    assert "This no longer applies:" in said
    beside = file.with_name("claim-asked.yml")
    assert "stamp" in beside.read_text()
    assert "Stamp" not in file.read_text()


def test_that_nobody_knows_is_an_answer_and_asked_no_further(ask, file):
    said = ask("none\nq\ny\n", "--unasked")

    assert "placeholder" not in said
    assert "none" == read(file, today=TODAY).process.step("stamp").why


def test_an_idea_is_credited_and_may_be_taken_at_once(ask, file):
    ask("i\nThe bank stamps it anyway.\nPayroll\nd\n\n\nq\ny\n\n", "--unasked")
    plan = read(file, today=TODAY).process.plans[0]

    assert "Ideas: The bank stamps it anyway. (Payroll)." == plan.lesson
    assert ["stamp"] == [change.step for change in plan.changes]


def test_a_full_disk_loses_nothing_that_was_confirmed_and_says_so(file):
    """The journal may grow to 3 kB and no further, as on a disk that is full."""
    answers = "3d\n" + "".join(f"Without it the bank returns {n} claims out of ten.\ns\n" for n in range(30))
    command = f"ulimit -f 3; exec {sys.executable} -m flowtrim ask {file} --today {TODAY}"
    done = subprocess.run(["bash", "-c", command], input=answers, capture_output=True, text=True, check=False)

    assert 2 == done.returncode
    assert "Traceback" not in done.stderr
    assert "What was kept before is safe in" in done.stderr
    assert CLAIM == file.read_text()
    kept = Journal(journal_beside(file))
    with kept:
        assert done.stdout.count("Kept.") <= len(kept.lines) - 1
        assert not kept.torn
