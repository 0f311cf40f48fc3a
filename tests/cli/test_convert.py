from __future__ import annotations

import io
import sys

import pytest

from flowtrim.cli import front, run
from flowtrim.formats import read
from tests.days import TODAY

CLAIM = "process: Claim\n\nsteps:\n  - name: Ask\n    owner: Clerk\n    takes: 3m\n  - name: Pay\n    owner: Payroll\n"
POOLS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><collaboration id="c">
<participant id="x" name="Shop" processRef="p"/><participant id="y" name="Guest" processRef="q"/></collaboration>
<process id="p"><task id="a"/><complexGateway id="g"/></process><process id="q"><task id="k"/></process></definitions>"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path):
    (tmp_path / "claim.yml").write_text(CLAIM)
    (tmp_path / "pools.bpmn").write_text(POOLS)


@pytest.mark.parametrize("ending", ["yaml", "json", "bpmn", "xlsx", "csv", "mmd"])
def test_there_and_back_again(ending):
    assert 0 == run(front, ["convert", "claim.yml", f"claim.{ending}"])
    assert 0 == run(front, ["convert", f"claim.{ending}", "back.yml"])
    there, back = (read(name, today=TODAY).process for name in ("claim.yml", "back.yml"))

    assert [(s.id, s.name, s.owner, s.flows) for s in there.steps] == [
        (s.id, s.name, s.owner, s.flows) for s in back.steps
    ]


def test_nothing_is_replaced_without_force(tmp_path):
    (tmp_path / "out.csv").write_text("mine")

    assert 2 == run(front, ["convert", "claim.yml", "out.csv"])
    assert "mine" == (tmp_path / "out.csv").read_text()
    assert 0 == run(front, ["convert", "claim.yml", "out.csv", "--force"])
    assert (tmp_path / "out.csv").read_text("utf-8-sig").startswith("ID,Step")


def test_a_folder_gets_a_file_for_each_pool(tmp_path, capsys):
    assert 0 == run(front, ["convert", "pools.bpmn", "out/"])
    assert ["guest.yml", "shop.yml"] == sorted(file.name for file in (tmp_path / "out").iterdir())
    assert 2 == run(front, ["convert", "pools.bpmn", "out/"])
    assert "would be replaced" in capsys.readouterr().err


def test_one_pool_is_enough():
    run(front, ["convert", "pools.bpmn", "guest.yml", "--pool", "Guest"])

    assert ["k"] == [step.id for step in read("guest.yml", today=TODAY).process.steps]


def test_what_was_read_and_what_was_lost_is_said(capsys):
    run(front, ["convert", "pools.bpmn", "x.yml"])
    run(front, ["convert", "claim.yml", "x.mmd"])
    said = capsys.readouterr().err

    assert "pools: 2 tasks, 1 gateway" in said
    assert "pools.bpmn:3: complexGateway g: read as an inclusive gateway" in said
    assert "no place for takes (1 step)." in said


def test_standard_input_and_output(monkeypatch, capsysbinary):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Was,Wer\nAsk,Clerk\n"), encoding="utf-8"))

    assert 0 == run(front, ["convert", "-", "-", "--from", "csv", "--to", "yaml", "--map", "Was=name"])
    assert b"name: Ask\n    owner: Clerk" in capsysbinary.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["claim.yml", "x.docx"], "names no format to write"),
        (["claim.yml", "-"], "Say with --to"),
        (["claim.yml", "x.csv", "--map", "nonsense"], "a column and what it means"),
        (["nothing.yml", "x.csv"], "There is no such file"),
        (["claim.yml", "no/such/folder.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(arguments, said, capsys):
    assert 2 == run(front, ["convert", *arguments])
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_table_to_fill_in_is_written(form, tmp_path):
    assert 0 == run(front, ["new", "--format", form])
    assert (tmp_path / f"process.{form}").stat().st_size
    assert () == read(f"process.{form}", today=TODAY).process.steps
    assert 2 == run(front, ["new", "--format", form])
