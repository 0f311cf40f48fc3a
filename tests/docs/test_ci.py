"""The recipes for CI run as they are written."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

import flowtrim
from flowtrim.cli import front, run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"flowtrim analyze processes[^`\n>]*", PAGE)))
GATES = [command for command in COMMANDS if "--write-baseline" not in command]
EMPTY = '{"format": "flowtrim-baseline/1", "count": 0, "files": {}}'
GOOD = "process: Claim\nsteps:\n  - {name: Pay, owner: Payroll}\n"
POOR = "process: Claim\nsteps:\n  - {name: Pay, owner: Payroll, why: none}\n"


@pytest.mark.parametrize("command", GATES)
def test_every_gate_of_the_page_fails_a_poor_process(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("flowtrim-baseline.json").write_text(EMPTY)
    Path("processes").mkdir()
    Path("processes/claim.yml").write_text(POOR)

    assert 1 == run(front, shlex.split(command)[1:])
    assert "claim.yml" in capsys.readouterr().out


def test_after_the_line_is_drawn_the_gate_with_the_baseline_passes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("processes").mkdir()
    Path("processes/claim.yml").write_text(POOR)
    (draw,) = set(COMMANDS) - set(GATES)
    (gate,) = (command for command in GATES if "--baseline" in command)

    assert [0, 0] == [run(front, shlex.split(command)[1:]) for command in (draw, gate)]


@pytest.mark.parametrize("recipe", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_every_recipe_is_yaml(recipe):
    assert yaml.safe_load(recipe)


def test_the_recipes_name_the_version_that_this_is():
    named = set(re.findall(r"(?:rev: |flowtrim@)v([\d.]+)", PAGE))

    assert {flowtrim.__version__} == named


def hook():
    (one,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return one


@pytest.mark.parametrize("file", ["process.yml", "care/claim.yaml", "x/a/b.bpmn", "pool.bpmn2", "compose.yml"])
def test_the_hook_is_handed_whatever_may_be_a_process(file):
    assert re.search(hook()["files"], file)


def test_the_hook_leaves_other_files_alone():
    assert not re.search(hook()["files"], "processes/readme.md")


def committed(*files: str) -> int:
    return run(front, [*shlex.split(hook()["entry"])[1:], *files])


def test_the_hook_finds_a_process_by_its_key_whatever_its_name(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("compose.yml").write_text("services: {web: {image: nginx}}\n")
    Path("how-we-pay.yaml").write_text(POOR)

    assert 1 == committed("compose.yml", "how-we-pay.yaml")
    assert "how-we-pay.yaml" in (told := capsys.readouterr().out)
    assert "compose.yml" not in told


def test_a_commit_without_a_process_passes(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("compose.yml").write_text("services: {web: {image: nginx}}\n")

    assert 0 == committed("compose.yml")
    assert ("", "") == capsys.readouterr()
