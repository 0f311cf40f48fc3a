"""What people of other tools type is understood."""

import pytest

from flowtrim.cli import front, run


def said(capsys, *typed):
    assert 0 == run(front, typed)
    return capsys.readouterr().out


@pytest.mark.parametrize(("typed", "ours"), [("init", "new"), ("explain", "rules")])
def test_a_command_has_the_name_of_other_tools_too(capsys, typed, ours):
    assert said(capsys, ours, "--help") == said(capsys, typed, "--help")


def test_a_rule_is_explained(capsys):
    assert said(capsys, "explain", "why-none").startswith("# why-none\n")


def test_help_shows_all_commands_or_one(capsys):
    assert said(capsys, "--help") == said(capsys, "help")
    assert said(capsys, "trim", "--help") == said(capsys, "help", "trim")


def test_what_no_tool_knows_is_refused(capsys):
    assert 2 == run(front, ["inti"])
    assert "There is no command 'inti'." in capsys.readouterr().err
