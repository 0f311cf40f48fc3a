"""The one loader of the cases beside it, and the truth of the rule pages."""

import re
from pathlib import Path

import pytest
import yaml

from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.rules import PROFILES, catalogue, find_rule
from tests.days import TODAY

HERE = Path(__file__).parent
RULES = HERE.parents[1] / "flowtrim" / "rules"
HEADINGS = ["Why it matters", "Example", "Instead", "When to accept it", "Source"]


def survey_of(text, log=None):
    process = loads(text, file="case.yml", today=TODAY).process
    if log is None:
        return Survey(process, today=TODAY)
    pytest.importorskip("duckdb", reason="logs are read with DuckDB, an extra")
    from tests.logs import observed_of

    return Survey(process, today=TODAY, observed=observed_of(process, log))


def cases():
    for path in sorted(HERE.glob("*.yaml")):
        for sentence, case in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            yield pytest.param(path.stem, case, id=f"{path.stem}: {sentence}")


def examples(page):
    """Each example of a page: a process, and the log beside it for rules that ask one."""
    return re.findall(r"^```yaml\n(.*?)^```$(?:\n\n^```text\n(.*?)^```$)?", page, flags=re.MULTILINE | re.DOTALL)


every_rule = pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)


@pytest.mark.parametrize(("rule", "case"), list(cases()))
def test_a_rule_finds_what_its_case_says(rule, case):
    text = yaml.safe_dump(case["process"], allow_unicode=True, sort_keys=False)

    assert case["finds"] == [finding.key for finding in find_rule(rule).check(survey_of(text, case.get("log")))]


@pytest.mark.parametrize(("rule", "case"), [each for each in cases() if each.id.startswith("evidence-")])
def test_what_a_log_speaks_against_is_a_change_or_a_question(rule, case):
    survey = survey_of(yaml.safe_dump(case["process"], allow_unicode=True, sort_keys=False), case.get("log"))

    assert [] == [str(each) for each in find_rule(rule).check(survey) if not each.remedy and each.message[-1] != "?"]


@every_rule
def test_the_example_of_a_page_sets_off_its_rule_and_the_counter_example_does_not(rule):
    wrong, right = (survey_of(text, log or None) for text, log in examples(rule.page))

    assert {rule.name} == {finding.rule for finding in rule.check(wrong)}
    assert [] == rule.check(right)


@every_rule
def test_a_page_has_its_headings_in_order(rule):
    headings = re.findall(r"^## (.+)$", rule.page, flags=re.MULTILINE)

    assert headings in (HEADINGS, HEADINGS[:-1])


@every_rule
def test_a_summary_is_one_short_sentence(rule):
    assert rule.summary.endswith((".", "?"))
    assert len(rule.summary) <= 110


@every_rule
def test_every_rule_has_eight_cases_some_that_speak_and_about_half_that_stay_silent(rule):
    finds = [case["finds"] for case in yaml.safe_load((HERE / f"{rule.name}.yaml").read_text("utf-8")).values()]

    assert 8 <= len(finds)
    assert 4 <= finds.count([])
    assert 2 <= len(finds) - finds.count([])


def test_the_catalogue_lists_every_rule_file():
    files = sorted(path.stem.replace("_", "-") for path in RULES.glob("[!_]*.py"))

    assert files == sorted(rule.name for rule in catalogue())


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_lists_every_rule_in_the_order_of_the_catalogue(profile):
    assert [rule.name for rule in catalogue()] == list(PROFILES[profile])


def test_cases_stand_beside_rules_only():
    assert sorted(rule.name for rule in catalogue()) == sorted(path.stem for path in HERE.glob("*.yaml"))


def test_a_rule_stays_within_the_outer_house_number():
    longest = {path.name: len(path.read_text("utf-8").splitlines()) for path in RULES.glob("[!_]*.py")}

    assert {} == {name: lines for name, lines in longest.items() if lines > 120}
