"""The sample with a log: every figure that is told of it is the truth by which the log was simulated."""

import gzip
import json
import runpy
from collections import Counter
from math import ceil
from pathlib import Path

import pytest
from click.testing import CliRunner

from flowtrim.cli import front

pytest.importorskip("duckdb", reason="logs are read with DuckDB, an extra")

SAMPLE = Path(__file__).parents[2] / "samples" / "travel-claim"
WEEK = 7 * 24 * 60
MINUTE = 60_000


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(SAMPLE / "simulate.py"))


@pytest.fixture(scope="module")
def truth(script):
    return script["simulated"]()[1]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    for name in ("process.yml", "log.csv.gz", "roles.csv"):
        (folder / name).write_bytes((SAMPLE / name).read_bytes())
    paths = (str(folder / name) for name in ("process.yml", "log.csv.gz"))
    options = ("--roles", str(folder / "roles.csv"), "--since", "2026-04-01", "--today", "2026-11-28")
    return json.loads(CliRunner().invoke(front, ["evidence", *paths, *options, "--format", "json"]).stdout)


@pytest.fixture(scope="module")
def steps(told):
    return {step["step"]: step for step in told["steps"]}


def averaged(numbers):
    numbers = list(numbers)
    return len(numbers), sum(numbers)


def mean(figure):
    return figure["cases"], figure["total"]


def share(figure):
    return figure["count"], figure["of"]


def spread(minutes):
    ranked = sorted(minutes)
    return len(ranked), *(ranked[ceil(part * len(ranked)) - 1] * MINUTE for part in (0.5, 0.9))


def times(figure):
    return figure["count"], figure["median"], figure["p90"]


def test_the_script_makes_the_log_again(script):
    rows, _ = script["simulated"]()

    assert script["as_csv"](rows) == gzip.decompress((SAMPLE / "log.csv.gz").read_bytes()).decode()


def test_cases_open_and_closed_are_those_that_were_made(told, script):
    assert script["CASES"] + script["STARTED"] == told["log"]["cases"]
    assert (script["STARTED"], script["CASES"]) == (told["log"]["open"], told["log"]["counted"])


def test_all_cases_fit_since_the_only_faults_are_a_step_left_out_and_one_added(told, script):
    assert (script["CASES"],) * 2 == share(told["conformance"]["cases"])
    assert ["copy"] == told["never"]


def test_work_that_nobody_declared_is_counted(told, truth):
    name = "Enter it in the old list"

    assert {name: truth.visits["list"]} == told["undeclared"]
    assert {
        "visits": truth.visits["list"], "cases": truth.cases["list"], "role": "clerk", "after": "check", "before": "approve",
    } == told["undeclared_work"][name]  # fmt: skip


def test_visits_rework_and_batches_are_the_simulated_ones(steps, truth):
    again = sum(cases for rounds, cases in truth.rounds.items() if rounds)
    for step in ("fill", "check", "ask", "approve", "pay", "tell"):
        assert (truth.visits[step], truth.cases[step]) == (steps[step]["visits"], steps[step]["cases"])
    assert (again, again, 0) == (steps["fill"]["repeated"], steps["fill"]["returned"], steps["check"]["returned"])
    assert sum(cases for rounds, cases in truth.rounds.items() if rounds > 1) == steps["ask"]["repeated"]
    assert sum(visits for visits in truth.paid.values() if visits > 1) == steps["pay"]["batched"]


def test_choices_are_the_simulated_ones(told, truth, script):
    ways = {choice["step"]: {way: part["count"] for way, part in choice["ways"].items()} for choice in told["choices"]}

    assert {"copy": script["CASES"], "ask": truth.visits["ask"]} == ways["check"]
    assert {"pay": script["CASES"], "tell": 0} == ways["approve"]


def test_the_approval_refuses_nothing(steps, script):
    assert (0, script["CASES"]) == share(steps["approve"]["refused"])


def test_work_and_waiting_are_the_simulated_ones(steps, truth):
    for step in ("fill", "check", "ask", "approve", "tell"):
        assert spread(truth.work[step]) == times(steps[step]["work"])
        assert spread(truth.waits[step]) == times(steps[step]["waiting"])


def test_work_of_three_cashiers_is_withheld_and_so_is_what_would_tell_it(told, steps):
    assert (True, None, None) == tuple(steps["pay"][key] for key in ("withheld", "work", "elapsed"))
    assert (True, None) == (told["duration_withheld"], told["duration"])


def test_who_does_what_and_hands_to_whom_is_simulated(told, steps, truth):
    for step in ("fill", "check", "approve", "pay", "tell"):
        assert {role: n for (name, role), n in truth.done_by.items() if name == step} == steps[step]["roles"]
    assert truth.handoffs == Counter({(giver, taker): n for giver, taker, n in told["handoffs"]["matrix"]})
    assert averaged(truth.handed) == mean(told["handoffs"]["a_case"])
    assert averaged(truth.ping_pongs) == mean(told["handoffs"]["ping_pongs_a_case"])


def test_contacts_promise_and_outcomes_are_the_simulated_ones(told, truth, script):
    assert averaged(truth.contacts) == mean(told["contacts"]["a_case"])
    several = sum(contacts > 1 for contacts in truth.contacts)
    assert (several, script["CASES"]) == share(told["contacts"]["cases_with_several"])
    kept = sum(duration <= WEEK for duration in truth.durations)
    assert (kept, script["CASES"]) == share(told["promise"])
    assert {"approved": script["CASES"]} == told["outcomes"]


def test_one_person_checks_and_pays_in_seventeen_cases(told, script):
    assert [(script["SAME_PERSON"], script["CASES"])] == [share(each["broken"]) for each in told["separations"]]


def test_only_the_wait_for_approval_and_what_hangs_on_it_changed_with_the_deputy(told, truth):
    since = told["since"]
    waits = truth.approval_waits
    sides = [len(waits[side]) for side in ("before", "after", "straddling")]
    changed = {each["what"]: each for each in since["differences"] if each["proved"]}

    assert sides == [since["before"], since["after"], since["straddling"]]
    assert {"waiting before Approve the claim", "cases that keep the promise"} == set(changed)
    found = changed["waiting before Approve the claim"]
    assert spread(waits["before"]) == times(found["before"])
    assert spread(waits["after"]) == times(found["after"])


def test_what_was_simulated_is_found_and_nothing_else(told):
    assert {
        "evidence-separation-broken": "check", "evidence-work-undeclared": "process", "evidence-share-differs": "check",
        "evidence-step-never-done": "copy", "evidence-approval-refuses-none": "approve", "evidence-promise-missed": "process",
    } == {finding["rule"]: finding["at"] for finding in told["findings"]}  # fmt: skip


def test_a_way_that_a_case_may_take_twice_is_counted_in_times_and_not_in_cases(told):
    (message,) = (each["message"] for each in told["findings"] if each["rule"] == "evidence-share-differs")

    assert "the way 'complete' was taken 69% of 2,899 times" in message
    assert 1988 == told["log"]["counted"]


def test_steps_are_named_with_their_numbers_as_in_the_picture_beside_what_is_declared():
    paths = (str(SAMPLE / name) for name in ("process.yml", "log.csv.gz"))
    options = ("--roles", str(SAMPLE / "roles.csv"), "--today", "2026-11-28")
    lines = CliRunner().invoke(front, ["evidence", *paths, *options]).stdout.splitlines()

    assert "▲ Nobody did '4 File a paper copy' in 1,988 cases. Is it done where no system" in lines
    assert "Declared and never seen: '4 File a paper copy'." in lines
    rows = {line[:17]: line.split() for line in lines if " work  " in line}
    assert ["10", "min"] == rows["2 Check the claim"][-2:]
    assert "3 Ask for what is" in rows
