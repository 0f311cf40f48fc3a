"""What runs the queries of the figures, and how their answers are remembered beside the cache.

A log is read once; each figure is asked of it once, too: whoever looks again reads neither, only the answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import msgspec

from flowtrim.formats.drafts import draft_beside

Rows = list[tuple[Any, ...]]
_MOST_ROWS = 200_000
"""Rows of one answer beyond which it is asked again rather than remembered."""


class Engine(Protocol):
    """Runs the queries of the figures on the events of a log."""

    def rows(self, query: str) -> Rows:
        """Return the rows of a query."""

    def leave_out(self, cases: str) -> None:
        """Take the cases that a query returns out of every figure from now on."""


class _Remembering:
    """An engine that is opened for the first question that nobody asked before.

    An answer belongs to its query and to the cases that were left out before it.
    """

    def __init__(self, open_engine: Callable[[], Engine], answers: dict[str, Rows]) -> None:
        self._open, self.answers, self.learnt = open_engine, answers, False
        self._engine: Engine | None = None
        self._left_out: list[str] = []

    def rows(self, query: str) -> Rows:
        """Return the rows of a query, known or asked for now."""
        key = hashlib.sha256(msgspec.json.encode([*self._left_out, query])).hexdigest()
        if key not in self.answers:
            found = self._asked().rows(query)
            if len(found) > _MOST_ROWS:
                return found
            self.answers[key] = found
            self.learnt = True
        return self.answers[key]

    def leave_out(self, cases: str) -> None:
        """Take cases out of every figure from now on."""
        self._left_out.append(cases)
        if self._engine is not None:
            self._engine.leave_out(cases)

    def _asked(self) -> Engine:
        if self._engine is None:
            self._engine = self._open()
            for cases in self._left_out:
                self._engine.leave_out(cases)
        return self._engine


@contextmanager
def remembering(folder: Path, kind: str, over: Callable[[Path], AbstractContextManager[Engine]]) -> Iterator[Engine]:
    """Open an engine of some kind over a cache; what it answers is remembered there."""
    file = folder / f"answers-{kind}.json"
    with ExitStack() as stack:
        engine = _Remembering(lambda: stack.enter_context(over(folder)), _known(file))
        yield engine
        if engine.learnt:
            with suppress(OSError), draft_beside(file) as draft:
                draft.write_bytes(msgspec.json.encode(engine.answers))
                draft.replace(file)


def _known(file: Path) -> dict[str, Rows]:
    """Return the answers of earlier runs; none where there are none, or somebody changed them."""
    with suppress(OSError, ValueError, RecursionError):
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Rows])
    return {}
