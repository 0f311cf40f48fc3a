"""The showcase asked from its first question to the signed file, at a real terminal, and interrupted twice."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flowtrim.cli import front, run
from flowtrim.formats import read
from tests.days import TODAY

SHOWCASE = Path(__file__).parents[2] / "samples" / "billing-question" / "process.yml"


_AT_A_TERMINAL = """
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGINT, signal.SIG_DFL)  # a job in the background inherits it as ignored
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C reaches it
os.execv(sys.executable, [sys.executable, "-m", "flowtrim", *sys.argv[1:]])
"""


class Terminal:
    """A command at a terminal of 80 columns, and what it has shown so far."""

    def __init__(self, *arguments: str) -> None:
        ours, theirs = pty.openpty()
        self._ours = ours
        self.shown = ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", _AT_A_TERMINAL, *arguments, "--today", str(TODAY)],
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env={**os.environ, "COLUMNS": "80"},
        )  # fmt: skip
        os.close(theirs)

    def until_asked(self, seconds: float = 60) -> str:
        """Return what is shown up to the next prompt, or up to the end, or for so long."""
        shown, end = "", time.monotonic() + seconds
        while not shown.endswith("> ") and time.monotonic() < end:
            if select.select([self._ours], [], [], 1)[0]:
                try:
                    shown += os.read(self._ours, 65536).decode()
                except OSError:  # the other end is closed: the command has ended
                    break
        self.shown += shown
        return shown

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def interrupt(self) -> str:
        """Press Ctrl-C, once more if it is not heard, and return what is then shown.

        One that comes after the prompt is written and before the answer is read is kept until the next key.
        """
        for _ in range(3):
            self.type("\x03")
            shown = self.until_asked(20)
            if shown != "^C":
                break
        return shown

    def ended(self) -> int:
        code = self.process.wait(timeout=60)
        os.close(self._ours)
        return code


def answer(screen: str) -> str:
    """What the people of the showcase say: what has a reason is kept, and of the rest nobody knows what it is for."""
    if "So far: " in screen and "Still" not in screen:
        return "k\n"
    return "none\n" if re.search(r"Why (?:is|does) ", screen) else "s\n"


@pytest.fixture
def showcase(tmp_path):
    return Path(shutil.copy(SHOWCASE, tmp_path / "process.yml"))


def asked(showcase, questions: int) -> Terminal:
    """Ask the showcase, and answer so many questions, or all that there are."""
    terminal = Terminal("ask", str(showcase))
    for _ in range(questions):
        screen = terminal.until_asked()
        if "Question " not in screen or terminal.process.poll() is not None:
            break
        terminal.type(answer(screen))
    return terminal


def test_the_showcase_asked_to_the_end_and_interrupted_twice_trims_to_the_end_of_the_story(showcase, capsys):
    first = asked(showcase, 12)
    first.until_asked()
    assert "Go on whenever you like with:" in first.interrupt()
    assert 0 == first.ended()

    second = asked(showcase, 20)
    assert "Going on where it was left: 12 answers so far." in second.shown.replace("\r\n", " ")
    second.until_asked()
    os.kill(second.process.pid, signal.SIGKILL)
    second.ended()

    last = asked(showcase, 200)
    assert "Going on where it was left: 32 answers so far." in last.shown.replace("\r\n", " ")
    assert "Write the answers into the file? y or n" in last.shown
    last.type("y\n")
    last.until_asked()
    assert 0 == last.ended()

    assert 0 == run(front, ["trim", str(showcase), "--format", "json", "--today", str(TODAY)])
    after = json.loads(capsys.readouterr().out)["plan"]["measures_after"]
    assert (9, 4, 1) == (after["steps"], after["roles"], after["elevator"]["rides"])
    assert "none" == read(showcase, today=TODAY).process.step("open-ticket").why


TUTORIAL = (Path(__file__).parents[2] / "docs" / "ask.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", TUTORIAL, re.DOTALL)


def test_the_tutorial_shows_what_is_to_be_seen_and_what_comes_of_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before, after = blocks("yaml")
    Path("expense-claim.yml").write_text(before, encoding="utf-8")
    session = "".join(blocks("console"))
    command, _, session = session.partition("\n")

    terminal = Terminal(*command.removeprefix("$ flowtrim ").split())
    for typed in re.findall(r"(?:^|[a-z)]|n)> (.*)$", session, re.MULTILINE):
        terminal.until_asked()
        terminal.type(f"{typed}\n")
    terminal.until_asked()

    assert 0 == terminal.ended()
    assert session == terminal.shown.replace("\r\n", "\n")
    assert after == Path("expense-claim.yml").read_text(encoding="utf-8")
