"""Every command that reads a process reads every format, and lets a person say how."""

import io
import sys

import pytest

from flowtrim.cli import front, run

TABLE = "Vorgang,Farbe,Warum\nAsk,Clerk,Only they know.\nPay,Payroll,\n"
MEANT = ["--map", "Vorgang=name", "--map", "Farbe=owner"]
READERS = [
    ["analyze", "IN", "--format", "json", "--fail-on", "never"],
    ["trim", "IN", "--format", "json"],
    ["compare", "IN", "IN", "--format", "json"],
    ["draw", "IN", "-o", "-", "--format", "dot"],
    ["review", "IN", "--format", "json", "--steps"],
    ["checklist", "IN"],
    ["convert", "IN", "-", "--to", "yaml"],
]
COMMANDS = [command[0] for command in READERS]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path):
    (tmp_path / "table.txt").write_text(TABLE)


def among(command, file):
    return [file if word == "IN" else word for word in command]


@pytest.mark.parametrize("command", READERS, ids=COMMANDS)
def test_what_a_table_is_and_what_its_columns_mean_can_be_said_to_every_command(command, capsysbinary):
    assert 2 > run(front, [*among(command, "table.txt"), "--from", "csv", *MEANT])
    assert b"Pay" in capsysbinary.readouterr().out


@pytest.mark.parametrize("command", READERS, ids=COMMANDS)
def test_every_command_reads_bpmn(command, capsysbinary):
    run(front, ["convert", "table.txt", "table.bpmn", "--from", "csv", *MEANT])

    assert 2 > run(front, among(command, "table.bpmn"))
    assert b"Pay" in capsysbinary.readouterr().out


@pytest.mark.parametrize("command", [each for each in READERS if each[0] != "compare"], ids=lambda each: each[0])
def test_standard_input_is_read_in_every_format(command, monkeypatch, capsysbinary):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TABLE.encode()), encoding="utf-8"))

    assert 2 > run(front, [*among(command, "-"), "--from", "csv", *MEANT])
    assert b"Pay" in capsysbinary.readouterr().out


@pytest.mark.parametrize("command", READERS, ids=COMMANDS)
def test_a_pool_asked_of_a_file_without_pools_is_passed_over_and_that_is_said_once(command, capsys):
    assert 2 > run(front, [*among(command, "table.txt"), "--from", "csv", *MEANT, "--pool", "Sales"])

    told = capsys.readouterr()
    assert "Pay" in told.out
    said = "table.txt: --pool Sales was passed over: only BPMN has pools, and the whole was read.\n"
    assert 1 == told.err.count(said)


@pytest.mark.parametrize("command", READERS, ids=COMMANDS)
def test_a_column_that_is_not_there_is_an_error_of_every_command(command, capsys):
    assert 2 == run(front, [*among(command, "table.txt"), "--from", "csv", "--map", "Colour=owner"])
    assert "There is no column 'Colour'" in capsys.readouterr().err


def test_what_columns_mean_is_not_passed_over_where_there_are_none(tmp_path, capsys):
    (tmp_path / "claim.yml").write_text("process: Claim\nsteps: [{name: Pay}]\n")

    assert 2 == run(front, ["analyze", "claim.yml", "--map", "Colour=owner"])
    assert "claim.yml is read as yaml, which has no columns" in capsys.readouterr().err


def test_a_review_is_not_signed_into_another_format(tmp_path, capsys):
    run(front, ["convert", "table.txt", "table.bpmn", "--from", "csv", *MEANT])
    run(front, ["checklist", "table.bpmn", "-o", "filled.md"])
    before = (tmp_path / "table.bpmn").read_bytes()

    assert 2 == run(front, ["sign", "table.bpmn", "filled.md"])
    assert "signed in a YAML file; convert the process to one first" in capsys.readouterr().err
    assert before == (tmp_path / "table.bpmn").read_bytes()
