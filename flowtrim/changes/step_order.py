"""The order of a file, in which a change of place costs the same however long the file is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Row:
    """Ids in a row, each knowing its neighbours.

    >>> row = Row("abd")
    >>> row.insert("c", before="d")
    >>> row.remove("a")
    >>> list(row), row.first, row.following("b"), row.following("d")
    (['b', 'c', 'd'], 'b', 'c', None)
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self._next: dict[str | None, str | None] = {None: None}
        self._last: dict[str | None, str | None] = {None: None}
        for step_id in ids:
            self.insert(step_id)

    def __iter__(self) -> Iterator[str]:
        step_id = self._next[None]
        while step_id is not None:
            yield step_id
            step_id = self._next[step_id]

    @property
    def first(self) -> str | None:
        """The first id; None in an empty row."""
        return self._next[None]

    def following(self, step_id: str) -> str | None:
        """Return what comes right after an id; None after the last."""
        return self._next[step_id]

    def insert(self, step_id: str, *, before: str | None = None) -> None:
        """Put an id before another one, or at the end."""
        last = self._last[before]
        self._next[last] = self._last[before] = step_id
        self._next[step_id], self._last[step_id] = before, last

    def remove(self, step_id: str) -> None:
        """Take an id out."""
        last, following = self._last.pop(step_id), self._next.pop(step_id)
        self._next[last], self._last[following] = following, last

    def rename(self, old: str, new: str) -> None:
        """Put another id in the place of one."""
        following = self._next[old]
        self.remove(old)
        self.insert(new, before=following)
