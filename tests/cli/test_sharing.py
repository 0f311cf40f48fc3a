"""Work shared out among processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from flowtrim.cli.long_runs import MANY, shared_out

JOBS = """
import signal, time
from flowtrim.cli.long_runs import shared_out

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what runs in the background without
print("begun", flush=True)
for number, _ in enumerate(shared_out(time.sleep, [0.0] + [{pause}] * 100_000, label="Sleeping")):
    if number == 1:
        print("shared out", flush=True)
"""
in_groups = pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no groups of processes here")


def test_outcomes_come_in_the_order_of_the_work():
    assert [str(n) for n in range(2 * MANY)] == list(shared_out(str, range(2 * MANY), label="Counting"))


def test_what_one_job_raises_ends_the_work():
    with pytest.raises(ZeroDivisionError):
        list(shared_out((1).__truediv__, [1, *[0] * MANY], label="Dividing"))


def test_who_takes_only_the_first_outcomes_waits_for_no_others():
    begin = time.monotonic()
    outcomes = shared_out(time.sleep, [0.0] * 30 + [1.0] * MANY, label="Sleeping")
    next(outcomes)
    next(outcomes)
    outcomes.close()

    assert time.monotonic() - begin < 20


def begun(pause):
    return subprocess.Popen(
        [sys.executable, "-c", JOBS.format(pause=pause)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def is_gone(group):
    """Whether nobody of a group of processes is left, before long: a busy machine takes its time."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if not any(_members(group)):
            return True
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return False


def _members(group):
    """Yield who of a group is alive: in a container there may be nobody who clears the dead away."""
    told = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    return (line for line in told.splitlines() if line.split()[0] == str(group) and line.split()[1][0] not in "ZX")


@in_groups
@pytest.mark.parametrize("pause", [0.02, 0.0, 3.0], ids=["short jobs", "no time at all", "long jobs"])
@pytest.mark.parametrize("after", [0.0, 0.1, 1.0])
def test_an_interrupt_at_the_keyboard_ends_the_work_soon_and_leaves_nobody_behind(pause, after):
    child = begun(pause)
    child.stdout.readline()
    time.sleep(after)

    os.killpg(child.pid, signal.SIGINT)
    child.communicate(timeout=120)

    assert -signal.SIGINT == child.returncode
    assert is_gone(child.pid)


@in_groups
def test_who_is_killed_leaves_nobody_behind():
    child = begun(0.02)
    assert ["begun\n", "shared out\n"] == [child.stdout.readline(), child.stdout.readline()]

    child.kill()
    child.communicate(timeout=120)

    assert is_gone(child.pid)
