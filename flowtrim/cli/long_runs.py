"""Work that takes a while: told on standard error once it has taken a second, and shared out among the cores."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from concurrent.futures import Future

    from flowtrim.redesign import Stage, Watch

Item = TypeVar("Item")

_PATIENCE = 1.0
"""Seconds of silence before progress is shown."""
_CLEAR = "\r\x1b[K"
Job = TypeVar("Job")
Result = TypeVar("Result")

MANY = 200
"""Jobs from which on it pays to start another process."""
_PORTION = 25
"""Jobs that a process is handed at once: enough to keep it busy, and few enough to share the rest out evenly."""
_PAUSE = 0.2
"""Seconds between two moments at which an interrupt is let through."""


def watched(items: Sequence[Item], *, label: str) -> Iterator[Item]:
    """Yield items, with a progress bar on standard error once it has taken a while."""
    start = monotonic()
    with ExitStack() as stack:
        bar = None
        for number, item in enumerate(items):
            if bar is None and sys.stderr.isatty() and monotonic() - start > _PATIENCE:
                bar = stack.enter_context(click.progressbar(length=len(items), label=label, file=sys.stderr))
                bar.update(number)
            yield item
            if bar is not None:
                bar.update(1)


@contextmanager
def announced(label: str) -> Iterator[None]:
    """Say on a terminal's standard error what is being done, once it has taken a while.

    For work in one piece, whose progress is not known.
    """
    from threading import Timer

    timer = Timer(_PATIENCE, lambda: click.echo(f"{label} ...", err=True))
    timer.daemon = True
    if sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def progress(label: str) -> Iterator[Watch]:
    """Yield a function that shows how far the run is; the line is removed at the end, and needs a terminal.

    Calls after the end show nothing.
    """
    from flowtrim.reports.trim_report.waterfall import STAGES

    begin = monotonic()
    shown, over = False, False

    def watch(stage: Stage, seen: int, expected: int) -> None:
        nonlocal shown
        if not over and sys.stderr.isatty() and monotonic() - begin > _PATIENCE:
            sys.stderr.write(f"{_CLEAR}{label}: {STAGES[stage]}, {seen:,} of {expected:,}")
            sys.stderr.flush()
            shown = True

    try:
        yield watch
    finally:
        over = True
        if shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()


def shared_out(act: Callable[[Job], Result], jobs: Sequence[Job], *, label: str) -> Iterator[Result]:
    """Act on each job, on all cores where there are many, and yield what comes of it in their order.

    An exception, an interrupt among them, ends the work with the jobs that are just being done.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(jobs) < MANY or cores < 2:
        yield from map(act, watched(jobs, label=label))
        return
    with _interrupts_held():  # one that falls into an import can be lost: Python ignores what its callbacks raise
        from concurrent.futures import ProcessPoolExecutor
        from ctypes import c_bool
        from multiprocessing.sharedctypes import RawValue

    first, *others = jobs
    yield act(first)  # it imports what all need before the other processes are forked
    stopped = RawValue(c_bool, False)
    pool = ProcessPoolExecutor(cores, initializer=_begin, initargs=(stopped,))
    try:
        with _interrupts_held():
            starts = range(0, len(others), _PORTION)
            portions = [pool.submit(_acted, act, others[start : start + _PORTION]) for start in starts]
        results = (result for portion in portions for result in _result_of(portion))
        for _ in watched(others, label=label):
            yield next(results)
    finally:
        with _interrupts_held():
            stopped.value = True
            pool.shutdown(cancel_futures=True)


def _result_of(portion: Future[list[Result]]) -> list[Result]:
    """Wait for a portion; an interrupt that came while the pool held a lock of its own would leave it locked."""
    from concurrent.futures import wait

    while True:
        with _interrupts_held():
            if wait([portion], timeout=_PAUSE).done:
                return portion.result()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Block interrupts for a while: what is interrupted half-way, such as starting processes, would never end.

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


# --- in the other processes ------------------------------------------------------------------------------------------

_stopped: Any = None
"""Whether the work is over, as the first process says; a plain value, for a lock may be left locked."""


def _begin(stopped: Any) -> None:
    """Ignore interrupts, which the first process handles, end with that one, and collect garbage less often."""
    import gc
    import signal
    from threading import Thread

    global _stopped  # noqa: PLW0603 - the pool has no other way to hand a process something for all of its jobs
    _stopped = stopped
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_first, daemon=True).start()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _end_with_the_first() -> None:
    """Wait until the process that shares out is gone, even if it was killed, and go, too."""
    from multiprocessing import parent_process

    if first := parent_process():
        first.join()
        os._exit(1)


def _acted(act: Callable[[Job], Result], jobs: Sequence[Job]) -> list[Result]:
    return [act(job) for job in jobs if not _stopped.value]
