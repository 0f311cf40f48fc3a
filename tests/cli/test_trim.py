from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flowtrim.cli import front, run
from flowtrim.formats import read
from tests.days import TODAY

CLAIM = """\
process: Expense claim  # as told by the team
outputs: [money]
steps:
  - {name: Log the claim, owner: Clerk, why: The traveller gets a number to ask for., outputs: [claim]}
  # nobody knows this one
  - {name: Stamp the claim, owner: Boss, why: none}
  - {name: Copy the claim, owner: Clerk}
  - {name: Pay the claim, owner: Payroll, inputs: [claim], why: The traveller must not lend us money., outputs: [money]}
"""
LEAN = CLAIM.replace("  # nobody knows this one\n", "").replace("why: none", "why: Fraud in 2024 cost us two vans.")
SHOWCASE = Path(__file__).parents[2] / "samples" / "billing-question" / "process.yml"


@pytest.fixture(autouse=True)
def _here():
    Path("claim.yml").write_text(CLAIM, encoding="utf-8")
    Path("bare.yml").write_text("process: Bare\nsteps:\n  - {name: A, owner: x}\n  - {name: B, owner: y}\n")
    Path("empty.yml").write_text("process: Empty\n")


def trim(*arguments: str) -> int:
    return run(front, ["trim", *arguments, "--today", TODAY.isoformat()])


def steps(file: str) -> list[str]:
    return [step.name for step in read(file, today=TODAY).process.steps]


def test_it_says_from_what_to_what(capsys):
    assert 0 == trim("claim.yml")
    assert "3 → 2 roles, 4 → 2 steps, 3 handoffs → 1 handoff, 1 ride" in capsys.readouterr().out


def test_a_safe_change_and_a_question_are_told_apart(capsys):
    trim("claim.yml")
    out = capsys.readouterr().out

    assert "✓ 1 Drop '2 Stamp the claim'" in out
    assert "? 2 Drop '3 Copy the claim'" in out


def test_nothing_is_written_unless_asked_for(tmp_path):
    before = sorted(file.name for file in tmp_path.iterdir())
    trim("claim.yml")

    assert before == sorted(file.name for file in tmp_path.iterdir())
    assert CLAIM == Path("claim.yml").read_text()


def test_the_process_as_it_would_be_keeps_its_comments(capsys):
    assert 0 == trim("claim.yml", "-o", "after.yml")
    assert ["Log the claim", "Pay the claim"] == steps("after.yml")
    assert "# as told by the team" in Path("after.yml").read_text()
    assert "Written: after.yml\n" == capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "written", "recorded"),
    [
        ("de", "Geschrieben: after.yml", "In claim.yml festgehalten: der Plan „Trim“ mit 2 Änderungen."),
        ("zh", "已写入：after.yml", "已记入claim.yml：方案“Trim”，共2项改动。"),
        ("pt", "Written: after.yml", "Recorded in claim.yml: the plan 'Trim', with 2 changes."),
    ],
)
def test_what_was_written_is_said_in_the_language_of_the_process(language, written, recorded, capsys):
    Path("claim.yml").write_text(f"{CLAIM}language: {language}\n", encoding="utf-8")

    assert 0 == trim("claim.yml", "-o", "after.yml", "--into", "claim.yml")
    assert [written, recorded] == capsys.readouterr().err.splitlines()


def test_the_folder_that_was_written_is_named_in_the_language_of_the_process(capsys):
    Path("claim.yml").write_text(f"{CLAIM}language: es\n", encoding="utf-8")

    assert 0 == trim("claim.yml", "-o", "all/")
    assert capsys.readouterr().err.splitlines()[-1].startswith("Escrito en all: report.html, ")


def test_an_existing_file_is_replaced_only_by_force(capsys):
    Path("after.yml").write_text("mine")

    assert 2 == trim("claim.yml", "-o", "after.yml")
    assert "mine" == Path("after.yml").read_text()
    assert "after.yml exists already. --force replaces it.\n" == capsys.readouterr().err
    assert 0 == trim("claim.yml", "-o", "after.yml", "--force")
    assert ["Log the claim", "Pay the claim"] == steps("after.yml")


def test_the_process_as_it_would_be_goes_down_a_pipe(capfdbinary):
    trim("claim.yml", "-o", "-")

    assert capfdbinary.readouterr().out.startswith(b"process: Expense claim  # as told by the team\n")


@pytest.mark.parametrize("name", ["out/", "out", "v1.2"])
def test_a_folder_gets_the_report_of_before_and_after_with_the_reasons(name, capsys):
    Path("v1.2").mkdir()

    assert 0 == trim("claim.yml", "-o", name)
    folder = Path(name)
    told = json.loads((folder / "report.json").read_text())
    assert "Drop &#39;2 Stamp the claim&#39;" in (folder / "report.html").read_text()
    assert 4 == told["trim"]["before"]["steps"]
    assert 2 == told["plan"]["measures_after"]["steps"]
    assert (folder / "overlay.svg").exists()
    assert f"Written into {folder}: " in capsys.readouterr().err


def test_where_the_asking_comes_first_a_folder_gets_the_questions():
    assert 0 == trim("bare.yml", "-o", "out")
    assert "Questions, most at stake first" in Path("out/report.html").read_text()


def test_the_report_of_a_proposal_goes_down_a_pipe(capsys):
    assert 0 == trim("claim.yml", "--format", "html")
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")


def test_the_plan_is_recorded_in_the_file_itself():
    assert 0 == trim("claim.yml", "--into", "claim.yml", "--name", "Ask why")
    assert Path("claim.yml").read_text().startswith(CLAIM)

    (plan,) = read("claim.yml", today=TODAY).process.plans
    assert ("Ask why", TODAY, "open", 2) == (plan.name, plan.on, plan.result, len(plan.changes))


def test_a_second_plan_stands_after_the_first_one():
    trim("claim.yml", "--into", "claim.yml", "--only", "safe")
    trim("claim.yml", "--into", "claim.yml")

    plans = read("claim.yml", today=TODAY).process.plans
    assert [("Trim", 1), ("Trim 2", 2)] == [(plan.name, len(plan.changes)) for plan in plans]


def test_a_plan_of_the_same_name_is_replaced_only_by_force(capsys):
    trim("claim.yml", "--into", "claim.yml", "--name", "Ask why")
    once = Path("claim.yml").read_text()

    assert 2 == trim("claim.yml", "--into", "claim.yml", "--name", "Ask why")
    assert "There is a plan 'Ask why' already. --force replaces it.\n" in capsys.readouterr().err
    assert once == Path("claim.yml").read_text()
    assert 0 == trim("claim.yml", "--into", "claim.yml", "--name", "Ask why", "--force", "--only", "safe")
    assert [1] == [len(plan.changes) for plan in read("claim.yml", today=TODAY).process.plans]


def test_a_plan_is_not_recorded_where_it_does_not_fit(capsys):
    assert 2 == trim("claim.yml", "--into", "bare.yml")
    assert "Change 1 of the plan fails. Cannot drop 'stamp-the-claim'" in capsys.readouterr().err
    assert "plans" not in Path("bare.yml").read_text()


def test_only_what_is_safe(capsys):
    trim("claim.yml", "--only", "safe")
    out = capsys.readouterr().out

    assert "1 change, and it is safe." in out
    assert "It is a question, and only safe changes were wanted." in out


@pytest.mark.parametrize("refused", ["2", "2-2", "copy-the-claim", "7-9,2"])
def test_a_change_is_refused_by_its_number_or_its_step(refused, capsys):
    code = trim("claim.yml", "--refuse", refused, "-o", "after.yml")
    err = capsys.readouterr().err

    if "7" in refused:
        assert (2, True) == (code, "No change that is proposed has the number or the step or role '7-9'" in err)
    else:
        assert ["Log the claim", "Copy the claim", "Pay the claim"] == steps("after.yml")


def test_only_accepted_changes_are_made():
    trim("claim.yml", "--accept", "2", "-o", "after.yml")

    assert ["Log the claim", "Stamp the claim", "Pay the claim"] == steps("after.yml")


def test_interactive_is_the_conversation(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", __import__("io").StringIO("The law wants two copies.\nq\ny\n"))

    assert 0 == trim("claim.yml", "--interactive")
    assert "Why does " in capsys.readouterr().out
    assert "The law wants two copies." in Path("claim.yml").read_text()


@pytest.mark.parametrize("options", [("-o", "after.yml"), ("--refuse", "1"), ("--only", "safe"), ("--format", "json")])
def test_a_conversation_decides_by_itself_and_writes_the_file_itself(options, capsys):
    assert 2 == trim("claim.yml", "--interactive", *options)
    assert f"it takes no {options[0]}." in capsys.readouterr().err
    assert not Path("after.yml").exists()


def test_where_hardly_anything_has_a_why_the_asking_comes_first(capsys):
    assert 2 == trim("bare.yml", "-o", "after.yml")
    told = capsys.readouterr()
    assert "✗ Ask first" in told.out
    assert "1. Why is '2 B' there?" in told.out  # it takes longer to tell: the work goes over to somebody else
    assert "3. Why is '1 A' there?" in told.out
    assert "Nothing was written: there is no plan before the questions were asked." in told.err
    assert not Path("after.yml").exists()


def test_an_empty_process_is_not_trimmed(capsys):
    assert 0 == trim("empty.yml")
    assert "✗ No steps yet" in capsys.readouterr().out
    assert 2 == trim("empty.yml", "-o", "after.yml")
    assert not Path("after.yml").exists()


def test_neither_is_written_where_one_of_the_two_cannot_be(capsys):
    assert 2 == trim("claim.yml", "-o", "after.yml", "--into", "bare.yml")
    assert "Cannot drop 'stamp-the-claim'" in capsys.readouterr().err
    assert not Path("after.yml").exists()


@pytest.mark.parametrize("same", ["claim.yml", "./claim.yml", "link.yml"])
def test_the_process_as_it_would_be_and_its_plan_do_not_go_into_one_file(same, capsys):
    Path("link.yml").symlink_to("claim.yml")

    assert 2 == trim("claim.yml", "-o", same, "--into", "claim.yml", "--force")
    assert "cannot hold the process as it would be and the plan for it" in capsys.readouterr().err
    assert CLAIM == Path("claim.yml").read_text()


def test_a_link_is_followed_and_stays_a_link():
    Path("link.yml").symlink_to("after.yml")
    trim("claim.yml", "-o", "link.yml")

    assert Path("link.yml").is_symlink()
    assert ["Log the claim", "Pay the claim"] == steps("after.yml")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(monkeypatch, capsys):
    from flowtrim.cli import recording

    def meanwhile(document, process):
        Path("claim.yml").write_text(CLAIM + "# I was here\n")
        return rewrite(document, process)

    rewrite = recording.rewrite
    monkeypatch.setattr(recording, "rewrite", meanwhile)

    assert 2 == trim("claim.yml", "--into", "claim.yml")
    assert "somebody else has just changed claim.yml" in capsys.readouterr().err
    assert CLAIM + "# I was here\n" == Path("claim.yml").read_text()


def test_of_runs_at_the_same_time_none_loses_what_it_says_it_recorded(tmp_path):
    command = [sys.executable, "-m", "flowtrim", "trim", "claim.yml", "--into", "claim.yml", "--today", str(TODAY)]
    runs = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
        for _ in range(4)
    ]
    said = [run.communicate()[1] for run in runs]

    assert 1 <= sum(one.startswith("Recorded") for one in said)
    assert sum(one.startswith("Recorded") for one in said) == len(read("claim.yml", today=TODAY).process.plans)


def test_a_run_that_is_killed_while_it_writes_leaves_the_old_file(tmp_path):
    script = (
        "import os, signal, sys; from flowtrim.formats import saving;"
        "saving.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL);"
        "from flowtrim.cli import front, run;"
        f"run(front, ['trim', 'claim.yml', '--into', 'claim.yml', '--today', '{TODAY}'])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, cwd=tmp_path)

    assert 0 > done.returncode
    assert CLAIM == Path("claim.yml").read_text()
    assert 0 == trim("claim.yml", "--into", "claim.yml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--ride", "nan"], "'nan' is no number of seconds, 1 or more"),
        (["--ride", "inf"], "'inf' is no number of seconds, 1 or more"),
        (["--ride", "one"], "'one' is no number of seconds, 1 or more"),
        (["--ride", "0"], "'0' is no number of seconds, 1 or more"),
        (["--ride", "5e-324"], "'5e-324' is no number of seconds, 1 or more"),
        (["-o", ""], "It is empty."),
        (["--into", " "], "It is empty."),
        (["--name", ""], "It is empty."),
    ],
)
def test_what_means_nothing_is_refused(arguments, said, capsys):
    assert 2 == trim("claim.yml", *arguments)
    assert said in capsys.readouterr().err


def test_duties_that_nobody_can_keep_are_said_first(capsys):
    Path("claim.yml").write_text(LEAN + "separate: [[log-the-claim, copy-the-claim]]\n")
    trim("claim.yml", "--only", "safe")
    out = " ".join(capsys.readouterr().out.split())

    assert "✗ Nothing to cut, and duties that nobody can keep" in out
    assert "Nobody is left for 'log-the-claim', separate from 'copy-the-claim'." in out


def test_a_plan_of_nothing_is_not_recorded(capsys):
    Path("lean.yml").write_text(LEAN)
    trim("lean.yml", "--accept", "copy-the-claim", "-o", "leaner.yml")

    assert 2 == trim("leaner.yml", "--into", "leaner.yml")
    assert "Nothing was recorded" in capsys.readouterr().err


def test_a_shorter_ride_asks_for_more_and_is_not_written_into_the_file(capsys):
    trim("claim.yml", "--ride", "3", "-o", "after.yml")

    out = " ".join(capsys.readouterr().out.split())

    assert "What is left still takes 5 rides." in out
    assert "or is kept apart is too long for one by itself." in out
    assert read("after.yml", today=TODAY).process.ride_seconds is None


def test_as_json_the_changes_are_in_the_words_of_the_file(capsys):
    trim("claim.yml", "--format", "json")
    told = json.loads(capsys.readouterr().out)

    assert "flowtrim-trim/1" == told["format"]
    assert {"drop": "stamp-the-claim", "because": "Nobody could say what it is there for."} in told["plan"]["changes"]
    assert (4, 2) == (told["before"]["steps"], told["after"]["steps"])
    assert 2 == told["plan"]["measures_after"]["steps"]


def test_as_markdown_names_stay_text(capsys):
    Path("claim.yml").write_text(CLAIM.replace("Stamp the claim", "Stamp <b>it</b>"))
    trim("claim.yml", "--format", "markdown")

    assert "Drop '2 Stamp &lt;b&gt;it&lt;/b&gt;'" in capsys.readouterr().out


def test_a_folder_is_refused(capsys):
    Path("folder").mkdir()

    assert 2 == trim("folder")
    assert "one file is needed here" in capsys.readouterr().err


def test_the_showcase_is_written_read_back_and_told_in_one_ride(capsys):
    assert 0 == trim(str(SHOWCASE), "-o", "after.yml")
    assert "12 → 4 roles, 31 → 9 steps, 29 → 5 handoffs, 6 rides → 1 ride" in capsys.readouterr().out
    assert 9 == len(read("after.yml", today=TODAY).process.work)
    assert 0 == run(front, ["analyze", "after.yml", "--fail-on", "never", "--today", TODAY.isoformat()])
    assert "✓ 1 ride: it fits" in capsys.readouterr().out


BPMN = """<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">
<process id="p" name="Claim"><startEvent id="s"/><task id="a" name="Log it"/><task id="b" name="Pay it"/><endEvent id="e"/>
<sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="g" sourceRef="a" targetRef="b"/>
<sequenceFlow id="h" sourceRef="b" targetRef="e"/></process></definitions>
"""


def test_an_imported_model_is_asked_about_first(capsys):
    Path("claim.bpmn").write_text(BPMN)

    assert 0 == trim("claim.bpmn")
    assert "✗ Ask first" in capsys.readouterr().out


@pytest.mark.parametrize("target", ["claim.bpmn", "-"])
def test_a_plan_is_not_written_over_another_format(target, capsys):
    Path("claim.bpmn").write_text(BPMN)

    assert 2 == trim("claim.yml", "--into", target)
    assert "is no process file in YAML" in capsys.readouterr().err
    assert BPMN == Path("claim.bpmn").read_text()


def test_names_cannot_steer_the_terminal(capsys):
    Path("claim.yml").write_text(CLAIM.replace("name: Stamp the claim", 'name: "Stamp\\u202E it"'))
    trim("claim.yml")
    out, err = capsys.readouterr()

    assert "\u202e" not in out + err
    assert "‹U+202E›" in out


def told(form: str, folder: Path):
    """What a process of its own says about the showcase, past everything that Python can catch."""
    command = [sys.executable, "-m", "flowtrim", "trim", str(SHOWCASE), "--format", form, "--today", str(TODAY)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)


def test_the_solver_adds_no_word_of_its_own_to_the_json(tmp_path):
    done = told("json", tmp_path)

    assert ("", 9) == (done.stderr, json.loads(done.stdout)["plan"]["measures_after"]["steps"])


@pytest.mark.parametrize(("form", "first"), [("text", "Answer a billing question"), ("markdown", "# ")])
def test_the_solver_adds_no_word_of_its_own_to_the_text(form, first, tmp_path):
    done = told(form, tmp_path)

    assert ("", first) == (done.stderr, done.stdout[: len(first)])


def test_what_was_written_is_there_even_if_the_reader_went_away(tmp_path):
    script = f"{sys.executable} -m flowtrim trim claim.yml -o after.yml --today {TODAY} 2>/dev/null | head -1"
    done = subprocess.run(script, shell=True, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert "Expense claim\n" == done.stdout
    assert ["Log the claim", "Pay the claim"] == steps("after.yml")
