"""The settings of a folder prevail where nothing nearer says otherwise."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from flowtrim.cli import front, run
from flowtrim.cli.effective_settings import Prevailing, find_settings, known_names
from flowtrim.formats.settings_file import read_settings
from flowtrim.model import Settings
from flowtrim.reports.rules_and_settings import as_toml
from tests.days import ON_THE_DAY

CLAIM = """\
process: Claim
why: Travellers get back what they paid.
reviewed: 2026-05-01
steps:
  - {name: Fill in the claim, owner: Employee, why: Only the traveller knows what was paid.}
  - {name: Stamp the claim, owner: Clerk}
"""


@pytest.fixture(autouse=True)
def _here():
    Path("care").mkdir()
    Path("care/claim.yml").write_text(CLAIM, encoding="utf-8")


def settle(text, folder="."):
    Path(folder, "flowtrim.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def analysed(capsys):
    def analysed(*arguments, code=0):
        assert code == run(front, ["analyze", "--format", "json", *ON_THE_DAY, *arguments])
        return json.loads(capsys.readouterr().out)

    return analysed


def levels(report):
    return {finding["rule"]: finding["severity"] for finding in report["findings"]}


def test_profile_severities_and_the_level_that_fails_come_from_the_folder(analysed):
    settle('profile = "strict"\nfail_on = "never"\n[rules]\ncustomer-missing = "off"\nwhy-missing = "hint"\n')
    found = levels(analysed("care/claim.yml"))

    assert "customer-missing" not in found
    assert "hint" == found["why-missing"]
    assert "error" == found["who-process-owner-missing"]


def test_the_report_says_whose_settings_they_are(analysed, capsys):
    assert "settings" not in analysed("care/claim.yml")
    settle('fail_on = "never"\n', "care")
    assert "care/flowtrim.toml" == analysed("care/claim.yml")["settings"]
    run(front, ["analyze", "care/claim.yml"])

    assert "Judged by the settings of care/flowtrim.toml." in capsys.readouterr().out


def test_options_go_before_the_settings(analysed):
    settle('profile = "all"\nfail_on = "never"\n')

    assert "warning" == levels(analysed("care/claim.yml", "--profile", "recommended"))["why-missing"]
    analysed("care/claim.yml", "--fail-on", "warning", code=1)


def test_a_ride_is_what_the_option_says_else_the_file_else_the_settings(analysed):
    def limit(*arguments):
        return analysed("care/claim.yml", "--fail-on", "never", *arguments)["measures"]["elevator"]["limit"]

    assert 60 == limit()
    settle("[elevator]\nseconds = 45\n")
    assert 45 == limit()
    Path("care/claim.yml").write_text(CLAIM + "elevator: {seconds: 30}\n", encoding="utf-8")
    assert 30 == limit()
    assert 15 == limit("--ride", "15")


def test_the_pace_of_a_language_is_that_of_the_house(analysed):
    calm = analysed("care/claim.yml")["measures"]["elevator"]["seconds"]
    settle("[elevator]\nrates = {en = 300}\n")

    assert calm / 2 == pytest.approx(analysed("care/claim.yml")["measures"]["elevator"]["seconds"])


def test_a_rule_goes_by_the_number_of_the_house(analysed):
    assert "who-too-many-roles" not in levels(analysed("care/claim.yml"))
    settle("[rules]\nwho-too-many-roles = {limit = 1}\n")

    assert "hint" == levels(analysed("care/claim.yml"))["who-too-many-roles"]


def test_files_in_different_folders_have_the_settings_of_theirs(analysed):
    Path("billing").mkdir()
    Path("billing/claim.yml").write_text(CLAIM, encoding="utf-8")
    settle('[rules]\nwhy-missing = "off"\n', "care")
    settle('[rules]\nwhy-missing = "hint"\n')
    billing, care = analysed(".")

    assert "hint" == levels(billing)["why-missing"]
    assert "why-missing" not in levels(care)


def test_a_named_file_holds_for_everything(analysed):
    settle('[rules]\nwhy-missing = "hint"\n')
    Path("other.toml").write_text('[rules]\nwhy-missing = "off"\n', encoding="utf-8")

    assert "why-missing" not in levels(analysed("care/claim.yml", "--settings", "other.toml"))


def test_bad_settings_stop_everything_and_are_told_once(capsys):
    Path("care/again.yml").write_text(CLAIM, encoding="utf-8")
    settle('profile = "strickt"\n')

    assert 2 == run(front, ["analyze", "care"])
    printed = capsys.readouterr()
    assert "" == printed.out
    assert 1 == printed.err.count("flowtrim.toml:1:11: The key 'profile' cannot be 'strickt'.")


def test_the_problems_of_all_settings_are_told_at_once(capsys):
    Path("a.yml").write_text(CLAIM, encoding="utf-8")
    settle('profile = "strickt"\n')
    settle("fail_on = 3\n", "care")

    assert 2 == run(front, ["analyze", "."])
    assert ["care/flowtrim.toml:1:11", "flowtrim.toml:1:11"] == [
        line.partition(": ")[0] for line in capsys.readouterr().err.splitlines()
    ]


@pytest.mark.parametrize(
    "command",
    [
        ["review", "care"],
        ["trim", "care/claim.yml"],
        ["compare", "care/claim.yml", "care/claim.yml"],
        ["draw", "care/claim.yml", "--format", "dot", "-o", "-"],
        ["checklist", "care/claim.yml"],
        ["rules"],
        ["settings", "care"],
    ],
    ids=lambda command: command[0],
)
def test_every_command_that_judges_heeds_the_settings(command, capsys):
    settle('profile = "strickt"\n')

    assert 2 == run(front, command)
    assert "flowtrim.toml:1:11" in capsys.readouterr().err


def test_reviews_are_due_when_the_house_says(capsys):
    def state():
        run(front, ["review", "care", "--format", "json", *ON_THE_DAY])
        return json.loads(capsys.readouterr().out)["processes"][0]

    assert "in-time" == state()["urgency"]
    settle("[review]\nprocess_months = 6\n")
    assert "overdue" == state()["urgency"]


def test_trim_trims_to_the_ride_of_the_house(capsys):
    settle("[elevator]\nseconds = 7\n")
    run(front, ["trim", "care/claim.yml", "--format", "json", *ON_THE_DAY])
    told = capsys.readouterr().out

    assert '"rides": 3' in told or '"rides": 2' in told


def test_the_nearest_file_above_is_found(tmp_path):
    (tmp_path / "care/bills").mkdir(parents=True)
    (tmp_path / "flowtrim.toml").touch()
    (tmp_path / "care/flowtrim.toml").touch()

    assert tmp_path / "care/flowtrim.toml" == find_settings(tmp_path / "care/bills")
    assert tmp_path / "flowtrim.toml" == find_settings(tmp_path)


def test_a_folder_of_that_name_is_no_file_of_settings(tmp_path):
    (tmp_path / "care/flowtrim.toml").mkdir(parents=True)
    (tmp_path / "flowtrim.toml").touch()

    assert tmp_path / "flowtrim.toml" == find_settings(tmp_path / "care")


def test_standard_input_has_the_settings_of_the_working_folder():
    settle('profile = "all"\n')

    assert "all" == Prevailing().of("-").profile
    assert "all" == Prevailing().of("HEAD~1:care/claim.yml").profile


def test_each_file_of_settings_is_read_once():
    settle('profile = "all"\n')
    finder = Prevailing()
    first = finder.of("care/claim.yml")

    assert finder.of("care/other.yml") is first
    assert finder.of("-") is first


def test_what_is_shown_is_a_file_of_settings_that_says_the_same():
    settle('fail_on = "hint"\nbaseline = "a \\\\ b.json"\n[elevator]\nrates = {en = 99.5}\n[limits]\nmax_work = "2h"\nmax_cost = 0.5\n'
           '[rules]\nwhy-short = "off"\nwho-overlap = {limit = 0.7}\n')  # fmt: skip
    settings = Prevailing().of("-")
    Path("shown.toml").write_text(as_toml(settings), encoding="utf-8")
    shown = read_settings(Path("shown.toml"), known_names())

    assert (settings.limits, settings.fail_on, settings.baseline) == (shown.limits, shown.fail_on, shown.baseline)
    assert settings.severities.items() <= shown.severities.items()


def test_the_defaults_that_are_shown_are_those_that_hold():
    assert "recommended" == tomllib.loads(as_toml(Settings()))["profile"]
    assert {"process_months": 12, "kpi_months": 18, "due_soon_days": 30} == tomllib.loads(as_toml(Settings()))["review"]


def test_the_example_of_the_page_is_a_file_of_settings():
    page = Path(__file__).parents[2].joinpath("docs/settings.md").read_text(encoding="utf-8")
    settle(page.partition("```toml\n")[2].partition("```")[0])
    settings = Prevailing().of("-")

    assert ("strict", "warning", 6, 4) == (
        settings.profile, settings.fail_on, settings.limits.review_months, settings.limits.roles_hint,
    )  # fmt: skip


def test_the_schema_of_the_settings_is_printed(capsys):
    assert 0 == run(front, ["schema", "--settings"])
    assert "flowtrim settings" == json.loads(capsys.readouterr().out)["title"]
