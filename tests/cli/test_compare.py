from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from flowtrim.cli import front, run
from tests.days import ON_THE_DAY

CLAIM = """\
process: Expense claim
steps:
  - {name: Log the claim, owner: Clerk, takes: 5m, why: The traveller gets a number to ask for.}
  - {name: Stamp the claim, owner: Boss, why: none}
  - {name: Check the claim, owner: Auditor, why: Two were paid twice in 2024.}
  - {name: Pay the claim, owner: Payroll, why: The traveller must not lend us money.}
plans:
  - name: Ask why
    on: 2026-03-01
    changes:
      - {drop: stamp-the-claim, because: Nobody knew what the stamp was for.}
      - {assign: check-the-claim, to: Clerk, because: The clerk sees the bill anyway.}
"""
LEAN = """\
process: Expense claim
steps:
  - {id: first, name: Log the claim, owner: Clerk, takes: 2m, why: The traveller gets a number to ask for.}
  - {name: Check the claim, owner: Clerk, why: Two were paid twice in 2024.}
  - {name: Pay the claim, owner: Payroll, why: The traveller must not lend us money.}
  - {name: Thank the traveller, owner: Robot}
"""


@pytest.fixture(autouse=True)
def _here():
    Path("claim.yml").write_text(CLAIM)
    Path("lean.yml").write_text(LEAN)


def compare(*arguments: str) -> int:
    return run(front, ["compare", *arguments, *ON_THE_DAY])


def told(capsys) -> str:
    return " ".join(capsys.readouterr().out.split())


def test_the_fate_of_every_step_is_told(capsys):
    assert 0 == compare("claim.yml", "lean.yml")

    out = told(capsys)
    assert "Dropped (1) – '2 Stamp the claim' (Boss)" in out
    assert "In other hands (1) → '3 Check the claim': Auditor → Clerk" in out
    assert "New (1) + '4a Thank the traveller' (Robot)" in out


def test_a_step_with_another_id_is_the_same_step_with_another_time(capsys):
    compare("claim.yml", "lean.yml")

    assert "Changed (1) ~ '1 Log the claim'; takes 5 min → 2 min" in told(capsys)


def test_the_fate_of_every_role_is_told(capsys):
    compare("claim.yml", "lean.yml")
    out = told(capsys)

    assert "Gone (1 role) – Boss" in out
    assert "Taken over (1 role) → Auditor: Clerk takes what is left" in out
    assert "New (1 role) + Robot" in out


def test_a_plan_says_who_and_why(capsys):
    assert 0 == compare("claim.yml", "--plan", "Ask why")

    out = told(capsys)
    assert "claim.yml → the plan 'Ask why'" in out
    assert "The plan 'Ask why' of 2026-03-01 leads from one to the other." in out
    assert "– '2 Stamp the claim' (Boss) Nobody knew what the stamp was for." in out


def test_a_plan_that_leads_from_one_file_to_the_other_is_found(capsys):
    run(front, ["trim", "claim.yml", "-o", "after.yml", "--into", "claim.yml", *ON_THE_DAY])
    capsys.readouterr()
    compare("claim.yml", "after.yml")

    assert "The plan 'Trim' of 2026-11-22 leads from one to the other." in told(capsys)


def test_the_same_file_has_not_changed(capsys):
    assert 0 == compare("claim.yml", "claim.yml", "--no-worse", "steps", "--no-worse", "unjustified")

    out = told(capsys)
    assert "The same figures" in out
    assert "No step and no role changed." in out


def test_a_figure_that_got_worse_is_exit_code_1(capsys):
    assert 1 == compare("lean.yml", "claim.yml", "--no-worse", "handoffs", "--no-worse", "work")
    out = told(capsys)

    assert "✗ Handoffs got worse: 2 → 3." in out
    assert "✗ Work in a case got worse: 2 min → 5 min." in out


def test_a_figure_that_got_better_is_exit_code_0():
    assert 0 == compare("claim.yml", "lean.yml", "--no-worse", "handoffs")


def test_a_figure_that_nobody_can_tell_any_more_counts_as_worse(capsys):
    Path("mute.yml").write_text(LEAN.replace(", takes: 2m", ""))

    assert 1 == compare("claim.yml", "mute.yml", "--no-worse", "work")
    assert "Work in a case cannot be told any more; it was 5 min." in told(capsys)
    assert 0 == compare("mute.yml", "claim.yml", "--no-worse", "work")


def test_an_unknown_figure_is_refused_before_anything_is_told(capsys):
    assert 2 == compare("claim.yml", "lean.yml", "--no-worse", "luck")
    out, err = capsys.readouterr()

    assert "" == out
    assert "There is no figure 'luck'. There are: rides, seconds, steps" in err


@pytest.mark.parametrize("arguments", [["claim.yml"], ["claim.yml", "lean.yml", "--plan", "Ask why"]])
def test_two_are_compared_no_more_and_no_less(arguments, capsys):
    assert 2 == compare(*arguments)
    assert "Compare two files, or one file with --plan" in capsys.readouterr().err


def test_an_after_without_steps_is_refused(capsys):
    Path("empty.yml").write_text("process: Empty\n")

    assert 2 == compare("claim.yml", "empty.yml")
    assert "" == capsys.readouterr().out


def test_a_before_without_steps_is_all_new(capsys):
    Path("empty.yml").write_text("process: Empty\n")

    assert 0 == compare("empty.yml", "lean.yml")
    assert "New (4)" in told(capsys)


def test_two_revisions_are_compared(capsys):
    def git(*arguments):
        who = ["-c", "user.name=Somebody", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", "claim.yml")
    git("commit", "-qm", "First")
    Path("claim.yml").write_text(LEAN)

    assert 0 == compare("HEAD:claim.yml", "claim.yml")
    assert "HEAD:claim.yml → claim.yml" in told(capsys)


def test_json_holds_figures_and_fates(capsys):
    compare("claim.yml", "lean.yml", "--format", "json")
    report = json.loads(capsys.readouterr().out)

    assert "flowtrim-compare/1" == report["format"]
    assert {"before": 3, "after": 2} == report["figures"]["handoffs"]
    assert ["kept", "dropped", "moved", "kept", "new"] == [step["fate"] for step in report["steps"]]
    assert {"field": "takes", "was": 5.0, "now": 2.0} in report["steps"][0]["fields"]


def test_markdown_keeps_names_as_text(capsys):
    Path("lean.yml").write_text(LEAN.replace("Thank the traveller", "<b>Thank</b>"))
    compare("claim.yml", "lean.yml", "--format", "markdown")

    assert "- '4a &lt;b&gt;Thank&lt;/b&gt;' (Robot)" in capsys.readouterr().out


def test_a_comparison_is_a_page_too(capsys):
    assert 0 == compare("claim.yml", "lean.yml", "--format", "html")

    printed = capsys.readouterr().out
    assert printed.startswith("<!DOCTYPE html>")
    assert "What happens to each step" in printed


def test_drawings_and_reports_go_into_a_folder(capsys):
    assert 0 == compare("claim.yml", "lean.yml", "-o", "out")
    assert capsys.readouterr().err.splitlines()[-1].startswith("Written into out: compare.html, ")
    names = {
        "compare.html",
        "compare.json",
        "compare.md",
        "before.svg",
        "before.png",
        "after.svg",
        "after.png",
        "overlay.svg",
        "overlay.png",
    }

    assert names <= {file.name for file in Path("out").iterdir()}
    assert "overlay.svg" in Path("out/compare.md").read_text()


def test_what_stayed_is_counted_or_named(capsys):
    many = "process: P\nsteps:\n" + "".join(f"  - {{name: Step number {n}, owner: x}}\n" for n in range(9))
    Path("many.yml").write_text(many)
    compare("many.yml", "many.yml")
    counted = told(capsys)
    compare("many.yml", "many.yml", "--all")

    assert "As before (9) = 9 steps" in counted
    assert "= '9 Step number 8'" in told(capsys)


def test_a_process_that_is_sound_no_more_is_told_first(capsys):
    Path("sound.yml").write_text("process: P\nsteps: [{name: A}, {name: B}, {name: C}]\n")
    Path("lost.yml").write_text("process: P\nsteps: [{name: A, next: c}, {name: B, next: end}, {name: C}]\n")

    compare("sound.yml", "lost.yml")
    lost = told(capsys)
    compare("lost.yml", "sound.yml")
    found = told(capsys)
    compare("sound.yml", "lost.yml", "--format", "json")

    assert "Not sound any more: " in lost
    assert "soundness sound → not sound worse" in lost
    assert "Roles: ." not in lost
    assert "Sound now: " in found
    assert {"before": True, "after": False} == json.loads(capsys.readouterr().out)["sound"]


def test_a_role_that_only_has_another_name_is_told_as_renamed(capsys):
    for file, owner in (("old.yml", "Boss"), ("new.yml", "Head of unit")):
        Path(file).write_text(f"process: P\nsteps: [{{name: Count, owner: {owner}}}, {{name: Wash, owner: Clerk}}]\n")

    compare("old.yml", "new.yml")

    assert "Renamed (1 role) ~ Boss is now Head of unit" in told(capsys)


def test_what_a_step_says_in_several_words_is_told_as_the_file_says_it(capsys):
    late = CLAIM.replace("takes: 5m", "takes: 5m..9m, within: {time: 2d, then: pay-the-claim}")
    Path("late.yml").write_text(late)
    Path("later.yml").write_text(late.replace("2d", "3d").replace("9m", "11m"))

    compare("late.yml", "later.yml")
    said = told(capsys)
    assert "within time 2d, then pay-the-claim → time 3d, then pay-the-claim" in said
    assert "takes range 5 min..9 min → 5 min..11 min" in said
