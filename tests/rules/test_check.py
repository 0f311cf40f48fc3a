"""Asking all rules at once."""

import pytest
from msgspec.structs import replace

from flowtrim import rules
from flowtrim.errors import UnknownNameError
from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.rules import PROFILES, Finding, catalogue, check, find_rule
from tests.days import TODAY

CLAIM = """
process: Expense claim
steps:
  - {id: fill, name: Fill in the claim, owner: Employee}
  - {id: check, name: Check the claim, next: [{to: fill, when: wrong}, {to: pay, when: right}]}
  - {id: pay, name: Pay the claim, owner: Payroll, next: end}
  - {id: stamp, name: Stamp the claim, owner: Registry}
"""


def survey(text=CLAIM):
    return Survey(loads(text, today=TODAY).process, today=TODAY)


def test_the_worst_findings_come_first():
    ranks = [("error", "warning", "hint").index(finding.severity) for finding in check(survey())]

    assert sorted(ranks) == ranks


def test_findings_of_one_severity_stand_in_the_order_of_reading():
    findings = [f for f in check(survey(), profile="all") if f.severity == "warning" and f.kind == "step"]
    order = list(survey().graph.reading_order)

    assert sorted(findings, key=lambda f: order.index(f.at)) == findings


def test_findings_about_the_process_come_before_those_about_steps():
    kinds = [f.kind for f in check(survey()) if f.severity == "warning"]

    assert {"process"} == set(kinds[: kinds.count("process")])


def test_the_same_process_always_yields_the_same_findings():
    assert check(survey(), profile="all") == check(survey(), profile="all")


def test_a_rule_that_is_switched_off_is_not_asked():
    findings = check(survey(), severities={"flow-unreachable": "off"})

    assert "flow-unreachable" not in {finding.rule for finding in findings}


def test_a_severity_can_be_set_for_one_rule():
    findings = check(survey(), severities={"flow-unreachable": "hint"})

    assert {"hint"} == {finding.severity for finding in findings if finding.rule == "flow-unreachable"}


def test_an_unknown_profile_is_refused():
    with pytest.raises(UnknownNameError, match="recommended, strict, all"):
        check(survey(), profile="strickt")


def test_an_unknown_rule_among_the_severities_is_refused_with_a_guess():
    with pytest.raises(UnknownNameError, match="Did you mean 'flow-unreachable'"):
        check(survey(), severities={"flow-unreachabel": "off"})


def test_an_unknown_severity_is_refused():
    with pytest.raises(UnknownNameError, match="error, warning, hint, off"):
        check(survey(), severities={"flow-unreachable": "fatal"})


def test_a_rule_is_found_by_its_name():
    assert "flow-unreachable" == find_rule("flow-unreachable").name


def test_a_name_like_no_other_gets_no_guess():
    with pytest.raises(UnknownNameError, match="lists them all"):
        find_rule("zzz")


def test_a_broken_rule_is_a_finding_and_the_others_still_speak(monkeypatch):
    def break_down(_survey):
        raise ValueError("no luck")

    broken = tuple(replace(r, ask=break_down) if r.name == "who-missing" else r for r in catalogue())
    monkeypatch.setattr(rules, "catalogue", lambda: broken)
    found = {finding.rule: finding for finding in check(survey())}

    assert "error" == found["broken-rule/who-missing"].severity
    assert "no luck" in found["broken-rule/who-missing"].message
    assert "flow-unreachable" in found


def test_debugging_lets_the_exception_of_a_rule_through(monkeypatch):
    def break_down(_survey):
        raise ValueError("no luck")

    broken = (replace(catalogue()[0], ask=break_down),)
    monkeypatch.setattr(rules, "catalogue", lambda: broken)

    with pytest.raises(ValueError, match="no luck"):
        check(survey(), debug=True)


@pytest.mark.parametrize("profile", PROFILES)
def test_an_empty_process_is_asked_without_trouble(profile):
    findings = check(survey("{process: Nothing, steps: []}"), profile=profile)

    assert [] == [finding.rule for finding in findings if finding.rule.startswith("broken-rule")]


def test_the_profile_all_leaves_nothing_out():
    assert "off" not in PROFILES["all"].values()


def test_a_stricter_profile_is_never_milder():
    rank = ("off", "hint", "warning", "error").index

    assert [] == [r for r, level in PROFILES["recommended"].items() if rank(PROFILES["strict"][r]) < rank(level)]
    assert [] == [r for r, level in PROFILES["strict"].items() if rank(PROFILES["all"][r]) < rank(level)]


def test_a_finding_is_accepted_under_its_rule_and_subject():
    assert "why-missing@stamp" == Finding("…", at="stamp", kind="step", rule="why-missing").key


def test_each_rule_says_one_thing_of_one_subject():
    keys = [finding.key for finding in check(survey(), profile="all")]

    assert sorted(set(keys)) == sorted(keys)


def test_a_gateway_without_a_name_is_named_by_what_comes_before_it():
    text = """
        process: P
        steps:
          - {id: a, name: Ask, next: g}
          - {id: g, kind: gateway, next: [b, c]}
          - {id: b, name: Build, next: end}
          - {id: c, name: Call}
        """

    assert "2 of the 2 ways on from 'g' (after 'Ask') do not say when they are taken." in {
        finding.message for finding in check(survey(text), profile="all")
    }
