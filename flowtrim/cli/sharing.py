"""Work shared out among the cores of the machine, with its outcomes in the order of the work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from flowtrim.cli.progress import watched

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")

MANY = 200
"""Jobs from which on it pays to start another process."""
_PORTION = 25
"""Jobs that a process is handed at once: enough to keep it busy, and few enough to share the rest out evenly."""


def shared_out(act: Callable[[Job], Outcome], jobs: Sequence[Job], *, label: str) -> Iterator[Outcome]:
    """Act on each job, on all cores where there are many, and yield what comes of it in their order.

    An exception, an interrupt among them, ends the work at once: jobs that have not begun are cancelled.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(jobs) < MANY or cores < 2:
        yield from map(act, watched(jobs, label=label))
        return
    with _interrupts_held():  # one that falls into an import can be lost: Python ignores what its callbacks raise
        from concurrent.futures import ProcessPoolExecutor

    first, *others = jobs
    yield act(first)  # it imports what all need before the other processes are forked
    pool = ProcessPoolExecutor(cores, initializer=_quiet)
    try:
        with _interrupts_held():
            outcomes = pool.map(act, others, chunksize=_PORTION)
        for _ in watched(others, label=label):
            yield next(outcomes)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Block interrupts while processes are started: one that is interrupted half-way would leave the others waiting.

    Processes started meanwhile keep interrupts blocked: only the one that the person started handles them.
    """
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _quiet() -> None:
    """Ignore interrupts, which the first process handles, and let the garbage collector run less often."""
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
