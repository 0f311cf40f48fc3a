"""Files that are none, outputs over inputs, and repositories that keep git waiting."""

import os
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
    os.mkfifo("pipe.yml")
    os.mkfifo("pipe")
    return tmp_path


READING = {
    "analyze": ["analyze", "{}"], "trim": ["trim", "{}"], "review": ["review", "{}"], "draw": ["draw", "{}"],
    "checklist": ["checklist", "{}"], "sign": ["sign", "p.yml", "{}"], "sign what": ["sign", "{}", "p.yml"],
    "convert": ["convert", "{}", "out.json"], "compare": ["compare", "p.yml", "{}"], "history": ["history", "{}"],
    "settings": ["analyze", "p.yml", "--settings", "{}"], "baseline": ["analyze", "p.yml", "--baseline", "{}"],
    "after": ["analyze", "p.yml", "--after", "{}"], "trim into": ["trim", "p.yml", "--into", "{}"],
}  # fmt: skip


@pytest.mark.parametrize("what", ["pipe.yml", "/dev/zero", "/dev/tty", "/proc/self/maps", "/proc/kmsg"])
@pytest.mark.parametrize("command", READING.values(), ids=READING.keys())
def test_what_is_no_file_is_refused_by_every_command(capsys, command, what):
    assert 2 == main([part.format(what) for part in command])
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("what", ["pipe.yml", "/dev/zero", "/proc/self/maps"])
def test_the_refusal_says_what_it_is(capsys, what):
    main(["analyze", what])

    assert f"{what}: The file cannot be read: {NOT_A_FILE}" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["analyze", "review", "trim", "draw", "checklist", "history"])
def test_an_empty_name_is_refused(command):
    assert 2 == main([command, ""])


OVER = {
    "review": ["review", "p.md", "-o", "p.md"], "review a folder": ["review", ".", "-o", "p.yml", "--format", "json"],
    "history": ["history", "p.csv", "-o", "p.csv"], "checklist": ["checklist", "p.md", "-o", "p.md", "--force"],
    "draw": ["draw", "p.md", "-o", "p.md", "--format", "svg"], "convert": ["convert", "p.csv", "p.csv", "--force"],
    "sign": ["sign", "p.yml", "filled.yml", "-o", "filled.yml"], "a baseline": ["analyze", "p.json", "--write-baseline", "p.json"],
    "a folder": ["analyze", "report.md", "-o", "."], "a comparison": ["compare", "p.yml", "compare.json", "-o", "."],
    "a link": ["review", "p.md", "-o", "link.md"],
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
    subprocess.run(
        "git init -q . && git add -f p.csv && git -c user.name=a -c user.email=a@b commit -qm x", shell=True, check=True
    )
    before = {file: file.read_bytes() for file in Path().glob("*.*") if file.is_file()}

    assert 2 == main(command)
    assert before == {file: file.read_bytes() for file in before}
    assert "Traceback" not in capsys.readouterr().err


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
    assert "Traceback" not in capsys.readouterr().err
