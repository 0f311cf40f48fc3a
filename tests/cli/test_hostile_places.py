"""Files that are none, outputs over inputs, and repositories that keep git waiting."""

import json
import os
import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from flowtrim.cli import front, run
from flowtrim.formats import read

FILE = "process: Claim\nsteps:\n- {name: Ask, owner: Clerk}\n- {name: Pay, owner: Bank}\n"
pytestmark = pytest.mark.usefixtures("place")
NOT_A_FILE = "it is a pipe, a device or a part of the system"


def main(arguments):
    return run(front, arguments)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("p.yml").write_text(FILE)
    Path("log.csv").write_text(
        "case,activity,time\n"
        + "".join(f"{n},{step},2026-03-0{n + 1} {at}:00\n" for n in range(5) for at, step in ((10, "Ask"), (11, "Pay")))
    )
    os.mkfifo("pipe.yml")
    os.mkfifo("pipe")
    return tmp_path


READING = {
    "analyze": ["analyze", "{}"], "trim": ["trim", "{}"], "review": ["review", "{}"], "draw": ["draw", "{}"],
    "checklist": ["checklist", "{}"], "sign": ["sign", "p.yml", "{}"], "sign what": ["sign", "{}", "p.yml"],
    "convert": ["convert", "{}", "out.json"], "compare": ["compare", "p.yml", "{}"], "history": ["history", "{}"],
    "settings": ["analyze", "p.yml", "--settings", "{}"], "baseline": ["analyze", "p.yml", "--baseline", "{}"],
    "after": ["analyze", "p.yml", "--after", "{}"], "trim into": ["trim", "p.yml", "--into", "{}"],
    "ask": ["ask", "{}"], "cards": ["cards", "{}"], "workshop": ["workshop", "{}", "--print"], "replay": ["workshop", "{}", "--replay", "--print"],
    "evidence": ["evidence", "{}", "log.csv"], "log": ["evidence", "p.yml", "{}"], "roles": ["evidence", "p.yml", "log.csv", "--roles", "{}"],
    "into": ["evidence", "p.yml", "log.csv", "--into", "{}"], "settings of": ["settings", "--settings", "{}"],
    "open": ["analyze", "{}", "--open"], "trimmed": ["analyze", "{}", "--trim"],
}  # fmt: skip


@pytest.mark.parametrize("what", ["pipe.yml", "/dev/zero", "/dev/tty", "/proc/self/maps", "/proc/kmsg"])
@pytest.mark.parametrize("command", READING.values(), ids=READING.keys())
def test_what_is_no_file_is_refused_by_every_command(capsys, command, what):
    assert 2 == main([part.format(what) for part in command])
    assert [] == re.findall("Traceback|flowtrim broke", capsys.readouterr().err)


@pytest.mark.parametrize("what", ["pipe.yml", "/dev/zero", "/proc/self/maps"])
def test_the_refusal_says_what_it_is(capsys, what):
    main(["analyze", what])

    assert f"{what}: The file cannot be read: {NOT_A_FILE}" in capsys.readouterr().err


@pytest.mark.parametrize("command", READING.values(), ids=READING.keys())
def test_an_empty_name_is_refused_by_every_command(command):
    assert 2 == main([part.format("") for part in command])


def test_every_command_that_reads_is_tried():
    asks_nothing = {"new", "rules", "schema"}

    assert set(front.list_commands(None)) - asks_nothing == {command[0] for command in READING.values()}


OVER = {
    "review": ["review", "p.md", "-o", "p.md"], "review a folder": ["review", ".", "-o", "p.yml", "--format", "json"],
    "history": ["history", "p.csv", "-o", "p.csv"], "checklist": ["checklist", "p.md", "-o", "p.md", "--force"],
    "draw": ["draw", "p.md", "-o", "p.md", "--format", "svg"], "convert": ["convert", "p.csv", "p.csv", "--force"],
    "sign": ["sign", "p.yml", "filled.yml", "-o", "filled.yml"], "a baseline": ["analyze", "p.json", "--write-baseline", "p.json"],
    "a folder": ["analyze", "report.md", "-o", "."], "a comparison": ["compare", "p.yml", "compare.json", "-o", "."],
    "a link": ["review", "p.md", "-o", "link.md"],
    "cards": ["cards", "p.md", "-o", "p.md", "--force"], "a log": ["evidence", "p.yml", "log.csv", "-o", "log.csv", "--format", "json"],
    "a log to fill in": ["evidence", "p.yml", "log.csv", "--into", "log.csv"], "the process of a log": ["evidence", "p.json", "log.csv", "-o", "p.json"],
    "roles": ["evidence", "p.yml", "log.csv", "--roles", "roles.csv", "-o", "roles.csv", "--format", "json"],
    "settings": ["review", "p.yml", "-o", "flowtrim.toml", "--format", "json"], "named settings": ["cards", "p.yml", "--settings", "own.toml", "-o", "own.toml", "--format", "md", "--force"],
    "settings of a checklist": ["checklist", "p.yml", "-o", "flowtrim.toml", "--format", "csv", "--force"], "settings of a drawing": ["draw", "p.yml", "-o", "flowtrim.toml", "--format", "svg"],
    "settings of a history": ["history", "p.csv", "-o", "flowtrim.toml", "--format", "json"], "settings as a baseline": ["analyze", "p.yml", "--write-baseline", "flowtrim.toml"],
    "a filled-in checklist": ["sign", "p.yml", "p.csv", "-o", "p.csv"], "many": ["review", *["p.md"] * 3, "-o", "p.md"],
    "in place of itself": ["trim", "p.yml", "-o", "p.yml", "--force"], "a copy of itself": ["convert", "p.yml", "./p.yml", "--force"],
}  # fmt: skip


@pytest.mark.parametrize("command", OVER.values(), ids=OVER.keys())
def test_nothing_is_written_over_what_was_read(capsys, command):
    for name in ("p.md", "p.csv", "report.md"):
        Path(name).write_text(
            "# Claim\n\n1. Ask (Clerk)\n2. Pay (Bank)\n" if name.endswith("md") else "Step,Owner\nAsk,Clerk\nPay,Bank\n"
        )
    for name in ("p.json", "compare.json", "filled.yml"):
        Path(name).write_text(
            subprocess.check_output(
                [sys.executable, "-m", "flowtrim", "convert", "p.yml", "-", "--to", "json"], text=True
            )
        )
    Path("link.md").symlink_to("p.md")
    Path("roles.csv").write_text("resource,role\nAnn,Clerk\n")
    for name in ("flowtrim.toml", "own.toml"):
        Path(name).write_text('profile = "strict"\n')
    subprocess.run(
        "git init -q . && git add -f p.csv && git -c user.name=a -c user.email=a@b commit -qm x", shell=True, check=True
    )
    before = {file: file.read_bytes() for file in Path().glob("*.*") if file.is_file()}

    assert 2 == main(command)
    assert before == {file: file.read_bytes() for file in before}
    assert [] == re.findall("Traceback|flowtrim broke", capsys.readouterr().err)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-8"])
def test_a_file_keeps_its_encoding_when_a_plan_is_recorded(encoding):
    Path("p.yml").write_text(
        FILE.replace("name: Pay", "name: Prüfen 审批, why: none").replace(
            "Clerk", "Clerk, why: The law asks for it., serves: law, source: §1"
        ),
        encoding=encoding,
    )
    begin = Path("p.yml").read_bytes()[:4]

    assert 0 == main(["trim", "p.yml", "--into", "p.yml"])
    assert begin == Path("p.yml").read_bytes()[:4]
    assert ["Trim"] == [plan.name for plan in read("p.yml", today=date(2027, 1, 1)).process.plans]


HOSTILE = {
    "a mailmap without end": "git config mailmap.file /dev/zero",
    "a mailmap that is a pipe": "mkfifo .mailmap",
    "settings that are a pipe": "git config include.path ../pipe",
    "references that are a pipe": "rm -f .git/packed-refs && mkfifo .git/packed-refs",
    "a head that is a pipe": "rm .git/HEAD && mkfifo .git/HEAD",
    "an object that is a pipe": "for f in .git/objects/*/*; do rm -f $f; mkfifo $f; done",
}


@pytest.mark.parametrize("spoil", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("command", [["history", "p.yml"], ["analyze", "HEAD:p.yml"]], ids=["history", "revision"])
def test_git_is_not_waited_for(capsys, monkeypatch, command, spoil):
    monkeypatch.setattr("flowtrim.formats.git_revisions._AT_FIRST", 1.0)
    monkeypatch.setattr("flowtrim.formats.git_revisions.PATIENCE", 3.0)
    monkeypatch.setattr("flowtrim.formats.git_revisions.PATIENCE", 3.0)
    said = "git init -q . && git add p.yml && git -c user.name=a -c user.email=a@b commit -qm x && "
    subprocess.run(said + spoil, shell=True, check=True)
    begin = time.monotonic()

    assert main(command) in (0, 1, 2)
    assert time.monotonic() - begin < 9
    assert [] == re.findall("Traceback|flowtrim broke", capsys.readouterr().err)


def test_a_link_in_the_place_of_a_sheet_is_not_followed():
    Path("precious").write_text("precious")
    Path("p-workshop.sheet.html").symlink_to("precious")

    assert 0 == main(["workshop", "p.yml", "--print"])
    assert "precious" == Path("precious").read_text()


@pytest.mark.parametrize("spoil", ["ln -s precious", "mkfifo", "mkdir", "ln -s /dev/zero"])
@pytest.mark.parametrize(
    "command",
    [["ask", "p.yml"], ["workshop", "p.yml", "--print"], ["workshop", "p.yml", "--replay", "--print"]],
    ids=" ".join,
)
def test_a_journal_that_is_no_file_is_refused(capsys, command, spoil):
    Path("precious").write_text("a text without an end of its line")
    subprocess.run(f"{spoil} p.yml.journal.jsonl", shell=True, check=True)

    assert 2 == main(command)
    assert "a text without an end of its line" == Path("precious").read_text()
    assert [] == re.findall("Traceback|flowtrim broke", capsys.readouterr().err)


@pytest.mark.parametrize("spoil", ["ln -s elsewhere .flowtrim-evidence", "touch .flowtrim-evidence"])
def test_what_is_remembered_of_a_log_is_written_nowhere_else(spoil):
    Path("elsewhere").mkdir()
    subprocess.run(spoil, shell=True, check=True)

    assert main(["evidence", "p.yml", "log.csv"]) in (0, 1)
    assert [] == list(Path("elsewhere").iterdir())


@pytest.mark.parametrize("content", [b"", b"\xff", b"{}", b"[" * 100_000])
def test_what_is_remembered_of_a_log_and_was_spoilt_is_read_again(capsys, content):
    assert main(["evidence", "p.yml", "log.csv"]) in (0, 1)
    told = capsys.readouterr().out
    for head in Path(".flowtrim-evidence").glob("*/log.json"):
        head.write_bytes(content)

    assert main(["evidence", "p.yml", "log.csv"]) in (0, 1)
    assert told == capsys.readouterr().out


@pytest.mark.parametrize("name", ["log[1].csv", "l?g.csv", "l*.csv", "'; drop.csv", "{a,b}.csv", "http:%2f.csv"])
def test_a_log_is_the_file_of_that_name_and_no_pattern(capsys, name):
    rows = Path("log.csv").read_text()
    Path("log1.csv").write_text(rows + "9,Pay,2026-04-01 09:00\n")
    Path(name).write_text(rows)

    assert main(["evidence", "p.yml", name, "--format", "json"]) in (0, 1)
    assert 5 == json.loads(capsys.readouterr().out)["log"]["cases"]
