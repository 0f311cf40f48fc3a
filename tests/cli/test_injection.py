"""Names that try to be commands: of a pipeline, of a terminal, of a spreadsheet."""

import csv
import io
import json
import re
import subprocess
from datetime import date
from pathlib import Path

import click
import pytest

from flowtrim.cli import front, run
from flowtrim.cli.command_group import _OTHER_NAMES
from flowtrim.conversation import Idea, Kept, Session

pytestmark = pytest.mark.usefixtures("place")
TOKENS = [
    "::error file=a.js::x",
    "   ::set-output name=a::b",
    "##[error]x",
    "a ##vso[task.complete]b",
    "##teamcity[x]",
    "##[command]",
]
OBEYED = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
TEXTS = [
    ["analyze", "p.yml"], ["analyze", "p.yml", "--all"], ["analyze", "p.yml", "--say"], ["trim", "p.yml"], ["review", "p.yml", "--steps"],
    ["compare", "p.yml", "p.yml"], ["analyze", "p.yml", "--color", "always"], ["analyze", "p.yml", "--format", "markdown"],
    ["analyze", "p.yml", "--format", "json"], ["trim", "p.yml", "--format", "json"], ["analyze", "p.yml", "--format", "junit"],
    ["analyze", "p.yml", "--format", "sarif"], ["review", "p.yml", "--format", "json"], ["review", "p.yml", "--format", "markdown"],
    ["compare", "p.yml", "p.yml", "--format", "markdown"], ["trim", "p.yml", "--format", "markdown"], ["checklist", "p.yml"],
    ["analyze", "::error::file.yml"], ["analyze", "no\n::error::x"], ["::error::x"], ["analyze", "--\n::error::x"], ["rules", "\n##[error]x"],
]  # fmt: skip


OTHERS = [
    ["cards", "p.yml"], ["cards", "p.yml", "--role", "::error::x"], ["settings"], ["schema"], ["help"], ["help", "##[error]x"], ["explain", "##vso[x]y"], ["explain", "why-none"],
    ["evidence", "p.yml", "log.csv"], ["evidence", "p.yml", "log.csv", "--format", "markdown"], ["evidence", "p.yml", "log.csv", "--format", "json"],
    ["evidence", "p.yml", "##[error]log.csv"], ["evidence", "p.yml", "log.csv", "--map", "##[error]a=case"], ["evidence", "p.yml", "log.csv", "--zone", "##[error]x"],
    ["evidence", "p.yml", "strange.csv"], ["workshop", "p.yml", "--print"], ["workshop", "p.yml", "--replay", "--print"], ["workshop", "##[error]x.yml", "--replay", "--print"],
    ["workshop", "p.yml", "--share", "--host", "##[error]x"], ["ask", "p.yml"], ["ask", "p.yml", "--role", "##[error]x"], ["ask", "##[error]x.yml"],
    ["analyze", "p.yml", "--open", "-o", "out"], ["analyze", "p.yml", "--trim"], ["init", "p.yml"], ["init", "##[error]x/p.yml"], ["new", "--example", "##[error]x"],
    ["history", "p.yml"], ["sign", "p.yml", "signed.csv"], ["convert", "p.yml", "##[error]x.unknown"], ["draw", "p.yml", "-o", "##[error].svg"], ["checklist", "p.yml", "-o", "##[error].csv"],
]  # fmt: skip


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def lay_out(token):
    """Write a log, a checklist and a journal that say a token wherever a text may stand."""
    write(CONTROL.sub("", token))  # a process file that holds any is refused
    said = json.dumps(token)
    rows = "".join(
        f"{n},{step},2026-03-0{n + 1} 09:{at}0:00,{said}\n"
        for n in range(6)
        for at, step in enumerate((said, "Pay", f'"{token} 2"'))
    )
    Path("log.csv").write_text(f"case,activity,time,role\n{rows}")
    Path("strange.csv").write_text(f"{said},{said}\n{said},{said}\n")
    Path("signed.csv").write_text(
        f"Annual review\nProcess,{said}\n\nSteps\nNo.,Id,{said},Decision,Mark\n1,{said},{said},{said},{said}\n\nSign-off\nReviewed on,{said}\n{said},{said}\n"
    )
    lines = []
    talk = Session.begin(Path("p.yml").read_bytes(), file="p.yml", today=date(2026, 3, 2), at=token, keep=lines.extend)
    talk.take(
        [(token, Kept("step", "a")), (token, {"what": token, token: token}), (token, Idea(token, "step", "a", token))],
        at=token,
    )
    Path("p.yml.journal.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    subprocess.run("git init -q . && git add p.yml", shell=True, check=True)
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", token], check=True)


def write(token):
    said = json.dumps(token)
    Path("p.yml").write_text(
        f"process: {said}\nwhy: {said}\nowner: {said}\nsteps:\n- {{id: a, name: {said}, owner: {said}, why: {said}}}\n- {{name: Pay, owner: B}}\n"
    )


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("command", TEXTS, ids=" ".join)
def test_no_line_that_is_printed_is_a_command_of_a_pipeline(capsys, command, token):
    write(token)
    run(front, command)
    printed = capsys.readouterr()

    assert [] == OBEYED.findall(re.sub("\x1b\\[[0-9;]*m", "", printed.out + "\n" + printed.err))


@pytest.mark.parametrize("token", ["::error file=a.js::x", "##vso[task.complete]b\x1b[2J\x9b"])
@pytest.mark.parametrize("command", OTHERS, ids=" ".join)
def test_no_line_of_the_commands_that_came_later_is_one_either(capsys, monkeypatch, command, token):
    lay_out(token)
    monkeypatch.setattr(click, "launch", lambda _: 0)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{token}\n" * 30))
    run(front, command)
    printed = capsys.readouterr()

    assert [] == OBEYED.findall(re.sub("\x1b\\[[0-9;]*m", "", printed.out + "\n" + printed.err))
    assert [] == CONTROL.findall(printed.out + printed.err)


def test_every_command_is_tried():
    assert {*front.list_commands(None), *_OTHER_NAMES, "help"} == {
        command[0] for command in [*TEXTS, *OTHERS] if not command[0].startswith(":")
    }


def test_json_says_the_same_as_the_file(capsys):
    write("##vso[x]")
    run(front, ["analyze", "p.yml", "--format", "json"])

    assert "##vso[x]" == json.loads(capsys.readouterr().out)["process"]["name"]


BPMN = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="P&#x9b;2J">
<task id="t" name="T&#x9b;31m&#x85;x"><documentation>Why: a&#x9b;31m</documentation></task></process></definitions>"""
RAW = [
    ["analyze"],
    ["analyze", "--format", "json"],
    ["trim", "--format", "json"],
    ["review", "--format", "json"],
    ["analyze", "--format", "markdown"],
]


@pytest.mark.parametrize("command", RAW, ids=" ".join)
def test_no_control_character_is_printed(capsys, command):
    Path("p.bpmn").write_text(BPMN)
    run(front, [*command, "p.bpmn"])
    printed = capsys.readouterr()

    assert [] == CONTROL.findall(printed.out + printed.err)


@pytest.mark.parametrize("form", ["csv", "mermaid", "json", "yaml", "dot"])
def test_no_control_character_is_converted_into_a_text(capfdbinary, form):
    Path("p.bpmn").write_text(BPMN)
    run(front, ["convert", "p.bpmn", "-", "--to", form])

    assert [] == CONTROL.findall(capfdbinary.readouterr().out.decode())


@pytest.mark.parametrize("form", ["csv", "json", "text", "markdown"])
def test_a_subject_of_a_commit_steers_no_terminal(capfdbinary, form):
    write("Pay")
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "."], check=True)
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a\x1b]0;x\x07 ##[error]x"], check=True
    )
    run(front, ["history", "p.yml", "--format", form])

    assert [] == CONTROL.findall(capfdbinary.readouterr().out.decode())


@pytest.mark.parametrize(
    "cell", ["=1+1", "\n=1+1", "\r\n=1", " =1", "＝1+1", "＋1", "－1", "＠x", "\t=1", "'=1", "@a", "-1"]
)
def test_no_cell_of_a_table_is_a_formula(capfdbinary, cell):
    Path("p.yml").write_text(
        f"process: P\nsteps:\n- {{id: a, name: A, owner: O, why: {json.dumps(cell)}}}\n", encoding="utf-8"
    )
    run(front, ["convert", "p.yml", "-", "--to", "csv"])
    rows = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode("utf-8-sig"), newline="")))

    assert rows[0]["Why"][0] in "'\""


def test_of_many_problems_the_first_hundred_are_told_and_the_number(capsys):
    Path("p.yml").write_text("process: P\nsteps:\n- name: A\n" + "".join(f"  x{number}: 1\n" for number in range(500)))
    run(front, ["analyze", "p.yml"])

    assert 101 == len(lines := capsys.readouterr().err.splitlines())
    assert "and 400 more problems." == lines[-1]
