"""The report in the browser, and again on each save."""

import subprocess
import sys
import time
from pathlib import Path

import click

from flowtrim.cli import front, run
from flowtrim.cli.commands.analyze import _saved

CLAIM = "process: Claim\nsteps:\n  - {name: Pay, owner: Payroll, why: none}\n"


def test_open_writes_a_page_and_opens_it(monkeypatch):
    opened = []
    monkeypatch.setattr(click, "launch", opened.append)
    Path("claim.yml").write_text(CLAIM, encoding="utf-8")

    assert 0 == run(front, ["analyze", "claim.yml", "--open", "-o", "out", "--fail-on", "never"])
    assert [str(Path("out/report.html"))] == opened
    assert "Claim" in Path(opened[0]).read_text(encoding="utf-8")


def test_watch_tells_anew_after_each_save():
    file = Path("claim.yml")
    file.write_text(CLAIM, encoding="utf-8")
    command = [sys.executable, "-m", "flowtrim", "analyze", "claim.yml", "--watch", "--color", "never"]
    with Path("told.txt").open("w") as told:
        process = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT)
    try:
        assert _within(30, lambda: "Claim" in Path("told.txt").read_text())
        file.write_text(CLAIM.replace("Claim", "Refund"), encoding="utf-8")
        assert _within(30, lambda: "Refund" in Path("told.txt").read_text())
    finally:
        process.terminate()
        process.wait(10)


def test_what_we_write_ourselves_and_what_vanishes_is_no_save():
    Path("claim.yml").write_text(CLAIM, encoding="utf-8")
    before = _saved((".",))
    run(front, ["analyze", ".", "-o", "out", "--fail-on", "never"])

    assert {"claim.yml"} == {Path(path).name for path in before}
    assert before == _saved((".",))
    assert {} == _saved(("gone.yml",))


def _within(seconds, holds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False
