from __future__ import annotations

import re

import pytest
import yaml

from flowtrim.cli import front, run
from flowtrim.reports.rules_and_settings import page
from flowtrim.rules import PROFILES, catalogue


def examples(markdown):
    return [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", markdown, re.DOTALL)]


def test_every_rule_is_listed_once(capsys):
    assert 0 == run(front, ["rules"])

    listed = [line.split()[1] for line in capsys.readouterr().out.splitlines() if line[:1] in {"✗", "▲", "•", "○"}]
    assert sorted(rule.name for rule in catalogue()) == sorted(name for name in listed if "-" in name)


def test_a_rule_is_shown_as_loud_as_the_profile_has_it(capsys):
    name = next(name for name, level in PROFILES["all"].items() if level == "error" != PROFILES["recommended"][name])
    run(front, ["rules", "--profile", "all"])

    assert f"✗ {name}" in capsys.readouterr().out


def test_the_page_of_a_rule_is_shown_with_its_examples(capsys):
    assert 0 == run(front, ["rules", "why-none"])

    page = capsys.readouterr().out
    assert page.startswith("# why-none\n")
    assert "```yaml" in page


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)
def test_no_line_of_a_page_is_wider_than_the_terminal_and_its_examples_say_the_same(rule, columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    assert 0 == run(front, ["rules", rule.name, "--color", "never"])

    told = capsys.readouterr().out
    assert columns >= max(map(len, told.splitlines()))
    assert examples(page(rule)) == examples(told)
    assert page(rule).split() == told.split()


def test_a_page_in_colour_is_set_for_reading(capsys):
    run(front, ["rules", "why-none", "--color", "always"])
    page = capsys.readouterr().out

    assert "\x1b[" in page
    assert "```" not in page


def test_a_misspelt_rule_gets_a_guess(capsys):
    assert 2 == run(front, ["rules", "why-nonne"])
    assert "Did you mean 'why-none'?" in capsys.readouterr().err


def test_no_line_of_the_list_is_wider_than_the_terminal(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    run(front, ["rules"])

    assert 50 >= max(map(len, capsys.readouterr().out.splitlines()))
