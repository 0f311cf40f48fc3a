"""Two hundred conversations killed at random moments: no answer that was confirmed is lost."""

import os
import random
import signal
import sys
import time

import pytest

from flowtrim.conversation import Answered, Session, read_records
from flowtrim.formats.journal import Journal, read_journal
from tests.days import TODAY

CLAIM = b"{process: Claim, steps: [{name: Pay, owner: Bank}]}"
KILLS = 200

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of Unix")


def talk(path, confirmed):
    """Answer until killed, and say through a pipe which line is safe."""
    with Journal(path) as journal:
        if journal.lines:
            session = Session(read_records(journal.lines, file="j"), today=TODAY, keep=journal.append)
        else:
            session = Session.begin(CLAIM, file="claim.yml", today=TODAY, at="", keep=journal.append)
        while True:
            number = len(session.records) + 1
            session.take([("clerk", Answered("step", "pay", {"why": f"Reason {number}"}))], at="")
            os.write(confirmed, number.to_bytes(4, "big"))


def killed(path, after, *, early):
    """Let a child talk for a while, kill it, and return the last line that it was told is safe.

    An early kill comes while it begins, the others some time after its first answer is safe.
    """
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        try:
            talk(path, writes)
        finally:
            os._exit(1)
    os.close(writes)
    told = b"" if early else os.read(reads, 4)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reads, "rb") as pipe:
        told += pipe.read()
    return int.from_bytes(told[len(told) // 4 * 4 - 4 :][:4], "big") if len(told) >= 4 else 0


def test_no_confirmed_answer_is_lost_whenever_the_process_is_killed(tmp_path):
    chance = random.Random(7)
    safe = 0
    for number in range(KILLS):
        path = tmp_path / f"j{number // 20}"
        last = killed(path, chance.uniform(0.0, 0.02), early=number % 5 == 0)
        lines, _ = read_journal(path) if path.exists() else ((), b"")
        records = read_records(lines, file="j")

        assert last <= len(records)
        safe += last > 0
    assert safe >= KILLS * 4 // 5
