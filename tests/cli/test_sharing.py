"""Work shared out among processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from flowtrim.cli.sharing import MANY, shared_out

JOBS = """
import time
from flowtrim.cli.sharing import shared_out

print("begun", flush=True)
for _ in shared_out(time.sleep, [0.0] + [0.02] * 100_000, label="Sleeping"):
    pass
"""


def test_outcomes_come_in_the_order_of_the_work():
    assert [str(n) for n in range(2 * MANY)] == list(shared_out(str, range(2 * MANY), label="Counting"))


def test_what_one_job_raises_ends_the_work():
    with pytest.raises(ZeroDivisionError):
        list(shared_out((1).__truediv__, [1, *[0] * MANY], label="Dividing"))


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no groups of processes here")
def test_an_interrupt_at_the_keyboard_ends_the_work_soon_and_leaves_nobody_behind():
    child = subprocess.Popen(
        [sys.executable, "-c", JOBS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    child.stdout.readline()
    time.sleep(1)

    os.killpg(child.pid, signal.SIGINT)
    child.communicate(timeout=30)

    assert -signal.SIGINT == child.returncode
    with pytest.raises(ProcessLookupError):
        os.killpg(child.pid, 0)
