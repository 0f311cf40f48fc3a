"""The forms of ``analyze`` for CI servers, over good, poor, hostile and broken files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from flowtrim.cli import front, run
from tests.days import ON_THE_DAY

HOSTILE = """\
process: "Poor <script>alert(1)</script> ]]> & %0A::error::x"
steps:
  - {name: "Stamp {0} [x](http://example.org) \\"<b>'", id: "a:b,c%", owner: "Clerk,::", why: none}
  - {name: "Pay\\n::error::now", owner: "=cmd|x", why: none}
  - {name: "File it", id: file, owner: "Clerk,::", why: none}
accepted:
  why-none@file: {because: "The <law> asks.", until: 2027-03-01}
"""
BROKEN = "process: Broken\nstepps: []\n"
REQUIRED = {"id", "package", "name", "timestamp", "hostname", "time", "tests", "failures", "errors"}
"""The attributes that the published schema of JUnit demands of a suite."""


@pytest.fixture(autouse=True)
def _here():
    Path("a bill.yml").write_text(HOSTILE, encoding="utf-8")
    Path("broken.yml").write_text(BROKEN, encoding="utf-8")


@pytest.fixture
def told(capsys):
    def tell(form, *arguments, code=1):
        assert code == run(front, ["analyze", *arguments, "--format", form, *ON_THE_DAY])
        return capsys.readouterr().out

    return tell


def only_run(text):
    (one,) = json.loads(text)["runs"]
    return one


def test_sarif_places_each_finding_and_points_to_its_rule(told):
    log = only_run(told("sarif", "a bill.yml"))
    finding = next(one for one in log["results"] if one["ruleId"] == "why-none")
    place = finding["locations"][0]["physicalLocation"]

    assert ("a%20bill.yml", 3) == (place["artifactLocation"]["uri"], place["region"]["startLine"])
    assert "why-none" == log["tool"]["driver"]["rules"][finding["ruleIndex"]]["id"]
    assert {"error", "warning", "note"} == {one["level"] for one in log["results"]}


def test_sarif_suppresses_what_was_accepted_and_nothing_else(told):
    suppressed = [one for one in only_run(told("sarif", "a bill.yml"))["results"] if "suppressions" in one]

    assert ["why-none@file"] == [one["partialFingerprints"]["flowtrim/v1"] for one in suppressed]
    assert "The <law> asks." == suppressed[0]["suppressions"][0]["justification"]


def test_sarif_fingerprints_are_unique_and_survive_lines_that_move(told):
    def prints():
        log = only_run(told("sarif", "a bill.yml"))
        return [one["partialFingerprints"]["flowtrim/v1"] for one in log["results"]]

    before = prints()
    Path("a bill.yml").write_text("# moved\n\n" + HOSTILE, encoding="utf-8")

    assert before == prints()
    assert len(before) == len(set(before))


def test_sarif_says_what_could_not_be_analysed_and_keeps_the_rest(told):
    log = only_run(told("sarif", "a bill.yml", "broken.yml", code=2))

    assert log["results"]
    assert not log["invocations"][0]["executionSuccessful"]
    assert "unreadable-file" in {one["ruleId"] for one in log["results"]}
    assert "broken.yml:2:1" in log["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_sarif_messages_hold_no_links_and_no_placeholders(told):
    texts = " ".join(one["message"]["text"] for one in only_run(told("sarif", "a bill.yml"))["results"])

    assert "](" not in texts
    assert "{{0}}" in texts
    assert "{0}" not in texts.replace("{{0}}", "")


def test_junit_fails_what_reaches_the_level_and_skips_the_rest(told):
    (suite,) = ET.fromstring(told("junit", "a bill.yml"))
    cases = suite.findall("testcase")

    assert set(suite.attrib) >= REQUIRED
    assert ["properties", *["testcase"] * len(cases), "system-out", "system-err"] == [part.tag for part in suite]
    assert int(suite.get("failures", 0)) == len(suite.findall("testcase/failure")) > 0
    assert int(suite.get("skipped", 0)) == len(suite.findall("testcase/skipped")) > 0
    assert {"error"} == {failure.get("type") for failure in suite.findall("testcase/failure")}


def test_junit_skips_what_was_accepted_with_its_reason(told):
    case = ET.fromstring(told("junit", "a bill.yml")).find("testsuite/testcase[@name='why-none@file']")

    assert "Accepted until 2027-03-01: The <law> asks." in case.find("skipped").get("message")


LAPSED = HOSTILE.replace("2027-03-01", "2026-01-31") + "  why-none@gone: {because: It was there., until: 2027-03-01}\n"


@pytest.mark.parametrize("form", ["text", "json", "markdown", "sarif", "junit", "github"])
def test_acceptances_that_ran_out_or_answer_nothing_are_told_in_every_form(told, form):
    Path("a bill.yml").write_text(LAPSED, encoding="utf-8")
    page = " ".join(told(form, "a bill.yml", *(["--all"] if form in ("text", "markdown") else [])).split())

    if form == "json":
        notes = json.loads(page)["acceptances"]
        assert ([], ["why-none@file"], ["why-none@gone"]) == tuple(
            [one["key"] for one in notes[state]] for state in notes
        )
    else:
        for sentence in ("why-none@file ran out on 2026-01-31.", "why-none@gone answers nothing any more."):
            assert f"The acceptance of {sentence}" in page.replace("\u200b", "").replace("\\", "")


def test_an_acceptance_that_ran_out_has_its_place_in_the_file(told):
    Path("a bill.yml").write_text(LAPSED, encoding="utf-8")
    notices = only_run(told("sarif", "a bill.yml"))["invocations"][0]["toolExecutionNotifications"]

    assert [7, 8] == [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in notices]
    assert "::warning file=a bill.yml,line=7,col=3,title=flowtrim::The acceptance" in told("github", "a bill.yml")


def test_json_tells_who_accepted_what_and_why(told):
    (held,) = json.loads(told("json", "a bill.yml"))["acceptances"]["held"]

    assert {"key": "why-none@file", "because": "The <law> asks.", "by": None, "until": "2027-03-01"} == held


def test_junit_fails_nothing_when_told_never_to_fail(told):
    (suite,) = ET.fromstring(told("junit", "a bill.yml", "--fail-on", "never", code=0))

    assert "0" == suite.get("failures")


def test_junit_has_an_error_for_what_could_not_be_analysed(told):
    suites = ET.fromstring(told("junit", "a bill.yml", "broken.yml", code=2))

    assert ["0", "1"] == [suite.get("id") for suite in suites]
    assert "broken.yml:2:1" in suites[1].find("testcase/error").get("message")


def test_github_has_one_command_a_line_whatever_the_names_are(told):
    made_from, *lines = told("github", "a bill.yml").splitlines()

    assert made_from.startswith("::debug::a bill.yml · As of ")
    assert all(line.startswith(("::error file=a bill.yml,", "::warning file=a", "::notice file=a")) for line in lines)
    assert any("Pay ::error::now" in line for line in lines)


def test_github_escapes_percent_signs_and_leaves_out_what_was_accepted(told):
    printed = told("github", "a bill.yml")

    assert "%0A" not in printed
    assert "File it" not in [line for line in printed.splitlines() if "title=why-none" in line]
    assert 2 == printed.count("title=why-none")


def test_github_says_what_could_not_be_analysed(told):
    assert told("github", "broken.yml", code=2).startswith("::error file=broken.yml,line=2,col=1,title=flowtrim::")


def test_each_problem_of_a_file_stands_at_its_line(told):
    Path("two.yml").write_text("process: P\nwhoo: x\nsteps: [{name: A, takes: soon}]\n", "utf-8")
    log = json.loads(told("sarif", "two.yml", code=2))
    notices = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    places = [notice["locations"][0]["physicalLocation"] for notice in notices]

    assert [",line=2,", ",line=3,"] == re.findall(",line=.,", told("github", "two.yml", code=2))
    assert [("two.yml", 2), ("two.yml", 3)] == [
        (place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in places
    ]


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "markdown"])
def test_a_broken_limit_is_told_in_every_form(told, form):
    Path("lean.yml").write_text("process: Lean\nsteps: [{name: Pay, owner: A}, {name: File, owner: B}]\n", "utf-8")

    assert "Handoffs: 1, and 0 is the limit." in told(form, "lean.yml", "--max", "handoffs=0")
    assert "is the limit" not in told(form, "lean.yml", "--max", "handoffs=1", code=0)


def test_a_limit_of_the_command_line_goes_before_that_of_the_file_and_of_the_folder(told):
    Path("lean.yml").write_text(
        "process: Lean\nlimits: {max_handoffs: 0}\nsteps: [{name: Pay, owner: A}, {name: File, owner: B}]\n", "utf-8"
    )
    Path("flowtrim.toml").write_text("[limits]\nmax_handoffs = 5\nmax_steps = 1\n", "utf-8")

    assert ["steps:1", "handoffs:2"] == [f"{one['at']}:{one['line']}" for one in exceeded(told("json", "lean.yml"))]
    assert ["steps"] == [one["at"] for one in exceeded(told("json", "lean.yml", "--max", "handoffs=1"))]


def exceeded(text):
    return [one for one in json.loads(text)["findings"] if one["rule"] == "limit-exceeded"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("handofs=1", "There is no figure 'handofs' to limit. There are: rides,"),
        ("handoffs", "The limit of 'handoffs' cannot be ''. It takes a whole number, 0 or more."),
        ("handoffs=1.5", "The limit of 'handoffs' cannot be '1.5'. It takes a whole number, 0 or more."),
        ("work=3", "The limit of 'work' cannot be '3'. It takes a duration such as 3m"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused_in_words(capsys, written, said):
    assert 2 == run(front, ["analyze", "a bill.yml", "--max", written])
    assert said in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("form", ["sarif", "junit", "github"])
def test_the_same_files_give_the_same_bytes(told, form):
    assert told(form, "a bill.yml") == told(form, "a bill.yml")
