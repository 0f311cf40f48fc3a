"""The garbage collector, kept out of the way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector while a process is read or measured; also usable as a decorator.

    What is made then is all needed. The collector would search it for garbage again and again while it grows,
    which costs a fifth of an analysis, and more than linear time in a long process.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
