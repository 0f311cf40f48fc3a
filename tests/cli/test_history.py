"""The history of a file: its figures in each revision of git, whatever the file is called and has been through."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from flowtrim.cli import front, run
from tests.days import ON_THE_DAY

pytestmark = pytest.mark.filterwarnings("error")
LONG = "process: Claim\nreviewed: 2025-01-01\nsteps:\n  - {name: Fill in, owner: A}\n  - {name: Stamp, owner: B}\n  - {name: Pay, owner: A}\n"
LEAN = "process: Lean claim\nreviewed: 2025-01-01\nsteps:\n  - {name: Fill in, owner: A}\n  - {name: Pay, owner: A}\n"
BROKEN = "process: Claim\nstepps: []\nrols: {}\n"


def git(*arguments, day="2025-02-01"):
    moment = f"{day}T12:00:00"
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a"}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    dated = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    subprocess.run(["git", *arguments], check=True, capture_output=True, env=os.environ | who | alone | dated)


def commit(text, *, file="claim.yml", day="2025-02-01", said="Change it"):
    Path(file).write_text(text, encoding="utf-8") if text is not None else Path(file).unlink()
    git("add", "--all", day=day)
    git("commit", "--quiet", "-m", said, day=day)


@pytest.fixture(autouse=True)
def _repository():
    git("init", "--quiet")


@pytest.fixture
def told(capsys):
    def told(*arguments, code=0):
        assert code == run(front, ["history", *ON_THE_DAY, *arguments])
        return capsys.readouterr().out

    return told


@pytest.fixture
def revisions(told):
    def revisions(*arguments):
        return json.loads(told("--format", "json", *arguments))["revisions"]

    return revisions


def test_each_revision_has_its_figures_the_oldest_first(revisions):
    commit(LONG, said="Write it down")
    commit(LEAN, day="2026-03-01", said="Trim it")
    first, last = revisions("claim.yml")

    assert ("2025-02-01", "Write it down", None) == (first["date"], first["subject"], first["problem"])
    assert {"rides": 1, "steps": 3, "roles": 2, "handoffs": 2, "unjustified": 3, "expected_handoffs": 2} == first[
        "measures"
    ]
    assert (2, 0) == (last["measures"]["steps"], last["measures"]["handoffs"])


def test_each_revision_is_judged_on_its_own_day(revisions):
    commit(LONG)
    commit(LEAN, day="2026-03-01")

    assert [False, True] == [one["overdue"] for one in revisions("claim.yml")]


def test_a_rename_is_followed_and_the_name_is_that_of_today(told):
    commit(LONG, file="old.yml")
    Path("old.yml").rename("claim.yml")
    commit(LONG.replace("process: Claim", "process: New claim"), day="2025-03-01")
    progress = json.loads(told("claim.yml", "--format", "json"))

    assert 2 == len(progress["revisions"])
    assert "New claim" == progress["process"]["name"]


def test_a_revision_that_cannot_be_read_is_told_with_the_reason(revisions, told):
    commit(LONG)
    commit(BROKEN, day="2025-03-01")
    commit(LEAN, day="2025-04-01")
    broken = revisions("claim.yml")[1]

    assert broken["problem"].startswith("line 2: The key 'stepps' is not known in a process. Did you mean 'steps'?")
    assert broken["problem"].endswith("And 1 more problem.")
    assert {None} == {*broken["measures"].values(), broken["overdue"]}
    assert "1 without figures" in told("claim.yml")


def test_a_file_that_was_deleted_and_came_back_has_all_of_its_history(revisions):
    commit(LONG)
    commit(None, day="2025-03-01")
    commit(LEAN, day="2025-04-01")

    assert [None, "The file was deleted.", None] == [one["problem"] for one in revisions("claim.yml")]


def test_a_file_that_is_gone_still_has_its_history(revisions):
    commit(LONG)
    commit(None, day="2025-03-01")

    assert [3, None] == [one["measures"]["steps"] for one in revisions("claim.yml")]


def test_what_is_not_committed_is_shown_as_now(revisions):
    commit(LONG)
    assert 1 == len(revisions("claim.yml"))
    Path("claim.yml").write_text(LEAN, encoding="utf-8")
    now = revisions("claim.yml")[-1]

    assert ("2026-11-22", None, "now", 2) == (now["date"], now["commit"], now["subject"], now["measures"]["steps"])


def test_other_line_ends_are_no_change(revisions):
    commit(LONG)
    Path("claim.yml").write_bytes(LONG.replace("\n", "\r\n").encode())

    assert 1 == len(revisions("claim.yml"))


def test_a_file_that_git_does_not_know_yet_is_shown_as_now(revisions):
    Path("claim.yml").write_text(LEAN, encoding="utf-8")

    assert ["now"] == [one["subject"] for one in revisions("claim.yml")]


def test_only_some_revisions_when_asked(revisions):
    for month, text in enumerate((LONG, LEAN, LONG + "# again\n"), 1):
        commit(text, day=f"2025-0{month}-15")

    assert ["2025-03-15"] == [one["date"] for one in revisions("claim.yml", "--last", "1")]
    assert ["2025-02-15", "2025-03-15"] == [one["date"] for one in revisions("claim.yml", "--since", "2025-02-15")]


def test_what_somebody_likes_of_git_changes_nothing(revisions):
    likes = ("log.showRoot=false", "color.ui=always", "diff.renames=false", "core.abbrev=4", "log.showSignature=true",
             "diff.external=false", "log.follow=false", "format.pretty=oneline")  # fmt: skip
    commit(LONG, file="old.yml")
    Path("old.yml").rename("claim.yml")
    commit(LONG, day="2025-03-01")
    plain = revisions("claim.yml")
    for like in likes:
        git("config", *like.split("="))

    assert 2 == len(plain)
    assert plain == revisions("claim.yml")


def test_nothing_that_a_repository_says_of_itself_is_run(revisions, tmp_path, capsys):
    trap = tmp_path / "trap.sh"
    trap.write_text('#!/bin/sh\ntouch "$(dirname "$0")/sprung"\ncat\n')
    trap.chmod(0o755)
    commit("*.yml diff=trap filter=trap\n", file=".gitattributes")
    commit(LONG)
    commit(LEAN)
    for name in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "diff.trap.textconv",
        "filter.trap.smudge",
        "gpg.program",
    ):
        git("config", name, str(trap))
    for name in ("alias.log", "alias.cat-file"):
        git("config", name, f"!{trap}")
    whole = revisions("claim.yml")
    object_ = subprocess.run(
        ["git", "rev-parse", "HEAD~1:claim.yml"], check=True, capture_output=True, text=True
    ).stdout
    Path(".git/objects", object_[:2], object_[2:].strip()).unlink()
    fetching = {"core.repositoryformatversion": "1", "extensions.partialClone": "trap", "remote.trap.promisor": "true",
                "remote.trap.url": f"ext::{trap}", "protocol.ext.allow": "always"}  # fmt: skip
    for name, value in fetching.items():
        git("config", name, value)

    assert 2 == run(front, ["history", "claim.yml"])
    assert "This clone is partial" in capsys.readouterr().err
    assert [None, None] == [look["problem"] for look in whole]
    assert not (tmp_path / "sprung").exists()


def test_a_merge_that_makes_something_new_of_a_file_is_a_revision_of_its_own(revisions):
    commit(LONG)
    git("checkout", "--quiet", "-b", "side")
    commit(LONG + "  - {name: File, owner: B}\n", day="2025-02-02", said="Side")
    git("checkout", "--quiet", "-")
    commit("why: To pay.\n" + LONG, day="2025-02-03", said="Trunk")
    git("merge", "--quiet", "side", "-m", "Merge", day="2025-02-04")

    found = revisions("claim.yml")

    assert ["Change it", "Side", "Trunk", "Merge"] == [look["subject"] for look in found]
    assert [3, 4, 3, 4] == [look["measures"]["steps"] for look in found]


def test_merges_tell_no_revision_twice(revisions):
    commit(LONG)
    git("checkout", "--quiet", "-b", "side")
    commit(LEAN, day="2025-03-01")
    git("checkout", "--quiet", "-")
    commit("x", file="other.txt", day="2025-03-02")
    git("merge", "--quiet", "--no-ff", "-m", "Merge", "side", day="2025-03-03")

    assert ["2025-02-01", "2025-03-01"] == [one["date"] for one in revisions("claim.yml")]


@pytest.mark.parametrize(
    "name", ["-claim.yml", "a b.yml", "a\nb.yml", "c:d.yml", ":(top)x.yml", "*.yml", "承認.yml", '"q".yml']
)
def test_a_file_may_be_called_whatever_it_likes(revisions, name):
    commit(LONG, file=name)
    commit(LEAN, file=name, day="2025-03-01")
    commit(LONG, file="axb.yml", day="2025-04-01")

    assert [3, 2] == [one["measures"]["steps"] for one in revisions("--", name)]


def test_it_works_from_another_folder_and_through_a_link(revisions, tmp_path, monkeypatch):
    Path("care").mkdir()
    commit(LONG, file="care/claim.yml")
    Path("link.yml").symlink_to("care/claim.yml")
    linked = revisions("link.yml")
    monkeypatch.chdir(tmp_path.parent)

    assert linked == revisions(f"{tmp_path.name}/care/claim.yml")
    assert 1 == len(linked)


def test_the_settings_of_the_folder_hold_for_every_revision(revisions):
    commit(LONG)
    Path("flowtrim.toml").write_text("[elevator]\nseconds = 2\n", encoding="utf-8")

    assert 1 < revisions("claim.yml")[0]["measures"]["rides"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("nothing.yml", "git knows no revision of it, and it is not there now."),
        ("no/such/folder/claim.yml", "There is no such folder."),
        (".", "this is a folder"),
    ],
)
def test_what_has_no_history_is_said_in_one_sentence(capsys, file, said):
    assert 2 == run(front, ["history", file])
    assert said in capsys.readouterr().err


def test_a_file_outside_of_git_is_said_in_one_sentence(capsys, monkeypatch):
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    Path("claim.yml").write_text(LONG, encoding="utf-8")

    assert 2 == run(front, ["history", "claim.yml"])
    assert (
        "claim.yml: This file lies in no git repository, so it has no history to look into.\n"
        == capsys.readouterr().err
    )


def test_a_machine_without_git_is_told_so(capsys, monkeypatch):
    Path("claim.yml").write_text(LONG, encoding="utf-8")
    monkeypatch.setenv("PATH", "")

    assert 2 == run(front, ["history", "claim.yml"])
    assert "git is needed to look into its history" in capsys.readouterr().err


@pytest.fixture
def trimmed():
    commit(LONG, said="=cmd|'/C calc'!A1 <script>alert(1)</script>")
    commit(BROKEN, day="2025-03-01")
    commit(LEAN, day="2025-06-01")


@pytest.mark.usefixtures("trimmed")
def test_the_terminal_shows_sparks_and_a_table_within_its_columns(told, monkeypatch):
    for columns in (40, 80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = told("claim.yml").splitlines()

        assert all(len(line) <= columns for line in lines)
        assert any(line.startswith("steps     █▆  3 → 2") for line in lines)


@pytest.mark.usefixtures("trimmed")
def test_html_is_one_file_with_a_chart_for_each_figure(told):
    page = told("claim.yml", "--format", "html")

    assert 6 == page.count("<svg ")
    assert 'aria-label="Steps: 3 → 2"' in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_history_of_one_day_says_that_day_once(told):
    commit(LONG)
    assert ["2025-02-01", ""] == re.findall("<span>(.*?)</span>", told("claim.yml", "--format", "html"))[:2]
    commit(LEAN)
    page = told("claim.yml", "--format", "html")

    assert ["2025-02-01", "2 revisions on this day"] == re.findall("<span>(.*?)</span>", page)[:2]
    assert 2 == len(set(re.findall("<title>2025-02-01, ([0-9a-f]{7}): [23]</title>", page)))
    assert 6 == told("claim.yml", "--format", "svg").count(">2 revisions on this day</text>")


@pytest.mark.usefixtures("trimmed")
def test_the_charts_alone_are_well_formed(told):
    drawn = etree.fromstring(told("claim.yml", "--format", "svg").encode())

    assert 6 == len(drawn.findall(".//{*}path"))
    assert "M8 8H632V42.67" in [path.get("d") for path in drawn.iter("{*}path")]


@pytest.mark.usefixtures("trimmed")
def test_tables_hold_every_revision_and_no_formula(told):
    told("claim.yml", "-o", "out.csv")
    rows = list(csv.DictReader(io.StringIO(Path("out.csv").read_text("utf-8-sig"))))
    page = told("claim.yml", "--format", "markdown")

    assert ["3", "", "2"] == [row["steps"] for row in rows]
    assert rows[0]["subject"].startswith("'=cmd")
    assert "<script>" not in page
    assert {9} == {line.replace("\\|", "").count("|") - 1 for line in page.splitlines() if line.startswith("|")}


@pytest.mark.parametrize("ending", ["json", "md", "csv", "html", "svg", "txt"])
@pytest.mark.usefixtures("trimmed")
def test_the_ending_says_what_is_written_and_it_is_the_same_every_time(told, ending):
    told("claim.yml", "-o", f"a.{ending}")
    told("claim.yml", "-o", f"b.{ending}")

    assert Path(f"a.{ending}").read_bytes() == Path(f"b.{ending}").read_bytes()
