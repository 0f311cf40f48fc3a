"""Plans of a file: before and after, attempts with their lessons, and plans that no longer fit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowtrim.cli import front, run
from tests.days import ON_THE_DAY

CLAIM = """\
process: Expense claim
steps:
  - {name: Log the claim, owner: Clerk, why: The traveller gets a number to ask for.}
  - {name: Stamp the claim, owner: Boss, why: none}
  - {name: Pay the claim, owner: Payroll, why: The traveller must not lend us money.}
plans:
  - name: Two stamps
    on: 2025-01-13
    result: failed
    lesson: A second stamp gave a second queue.
    changes:
      - {add: {id: again, name: Stamp it again, owner: Auditor}, after: stamp-the-claim}
  - name: From before the merger
    result: partly
    changes:
      - {drop: stamp-the-claim}
      - {drop: fax-the-claim}
  - name: Ask <why>
    result: kept
    lesson: Nobody knew.
    changes:
      - {drop: stamp-the-claim, because: Nobody knew what the stamp was for.}
"""
SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(autouse=True)
def _here():
    Path("claim.yml").write_text(CLAIM, encoding="utf-8")


def analyze(*arguments: str) -> int:
    return run(front, ["analyze", *arguments, *ON_THE_DAY, "--fail-on", "never"])


def test_a_plan_shows_before_and_after(capsys):
    assert 0 == analyze("claim.yml", "--plan", "Ask <why>")
    out = " ".join(capsys.readouterr().out.split())

    assert "Before and after: the plan 'Ask <why>'" in out
    assert "steps 3 → 2 −1 better" in out


def test_attempts_stand_in_their_order_with_figures_and_lessons(capsys):
    analyze("claim.yml", "--plan", "Ask <why>")
    out = " ".join(capsys.readouterr().out.split())
    first, third = out.index("✗ 1. Two stamps (2025-01-13): failed"), out.index("✓ 3. Ask <why>: was kept")

    assert first < out.index("steps 3 → 4") < out.index("A second stamp gave a second queue.") < third
    assert "steps 3 → 2" in out[third:]


def test_an_attempt_that_no_longer_fits_says_which_change_fails_and_why(capsys):
    analyze("claim.yml", "--plan", "Ask <why>")
    out = " ".join(capsys.readouterr().out.split())

    assert "It no longer fits. Change 2 of the plan fails. Cannot drop 'fax-the-claim'" in out


def test_a_plan_that_no_longer_fits_is_not_shown(capsys):
    assert 2 == analyze("claim.yml", "--plan", "From before the merger")
    told = capsys.readouterr()

    assert "" == told.out
    assert "Change 2 of the plan fails. Cannot drop 'fax-the-claim'" in told.err


@pytest.mark.parametrize(
    ("name", "hint"), [("Ask why", "Did you mean 'Ask <why>'?"), ("x", "There are: Two stamps, From")]
)
def test_a_plan_that_is_not_there_is_guessed_at(name, hint, capsys):
    assert 2 == analyze("claim.yml", "--plan", name)
    assert hint in capsys.readouterr().err


def test_a_process_without_plans_says_so(capsys):
    Path("bare.yml").write_text("process: Bare\nsteps:\n  - {name: A}\n")

    assert 2 == analyze("bare.yml", "--plan", "x")
    assert "the process has no plans yet" in capsys.readouterr().err


def test_json_holds_the_plan_its_figures_and_the_attempts(capsys):
    analyze("claim.yml", "--plan", "Ask <why>", "--format", "json")
    plan = json.loads(capsys.readouterr().out)["plan"]

    assert [{"drop": "stamp-the-claim", "because": "Nobody knew what the stamp was for."}] == plan["changes"]
    assert 2 == plan["measures_after"]["steps"]
    assert ["failed", "partly", "kept"] == [attempt["result"] for attempt in plan["attempts"]]


def test_json_proposes_nothing_unless_asked(capsys):
    analyze("claim.yml", "--format", "json")

    assert {"changes": [], "measures_after": {}} == json.loads(capsys.readouterr().out)["plan"]


def test_a_plan_can_be_proposed_on_the_way(capsys):
    analyze("claim.yml", "--trim", "--format", "json")
    plan = json.loads(capsys.readouterr().out)["plan"]

    assert ["stamp-the-claim"] == [change["drop"] for change in plan["changes"] if "drop" in change]
    assert 2 == plan["measures_after"]["steps"]


def test_markdown_tells_the_attempts_as_text(capsys):
    analyze("claim.yml", "--plan", "Ask <why>", "--format", "markdown")

    assert "3. **Ask &lt;why&gt;**: was kept." in capsys.readouterr().out


@pytest.mark.parametrize("more", [["--after", "claim.yml"], ["--trim"], ["claim2.yml"]])
def test_there_is_one_after(more, capsys):
    assert 2 == analyze("claim.yml", *more, "--plan", "Ask <why>")
    assert "--plan" in capsys.readouterr().err


def test_a_plan_is_drawn_beside_the_process():
    assert 0 == run(front, ["draw", "claim.yml", "--plan", "Ask <why>", "-o", "both.dot", *ON_THE_DAY])
    assert "after" in Path("both-after.dot").read_text()


def test_the_sixth_attempt_wins(capsys):
    sample = str(SAMPLES / "quality-and-billing" / "process.yml")
    analyze(sample, "--plan", "One weight")
    assert "✓ 6. One weight (2026-05-11): was kept\n" in capsys.readouterr().out

    analyze(sample, "--plan", "One weight", "--all")
    out = capsys.readouterr().out
    assert "✓ 6. One weight (2026-05-11): was kept\n  rides 2 → 1" in out
    assert 1 == out.count("rides 2 → 1")
