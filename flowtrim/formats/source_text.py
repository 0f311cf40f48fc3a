"""A file that was read: the process in it, its text, and where everything stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from flowtrim.model import Process
from flowtrim.sentences import counted, quoted

Place = tuple[int, int]
"""Line and column, both from 1."""


class Document(Struct, frozen=True):
    """A process with the file it came from.

    ``places`` holds line and column by kind (process, figure, step, role, flow, kpi, acceptance) and id; a process has
    the id "". ``source`` says what an imported file held and what of it could not be carried over; None for our own
    format. ``spellings`` are the ways in which the file spells a role beside the first one, by that.
    ``digest`` is the SHA-256 of the content in hexadecimal digits, empty where there is no file.
    """

    process: Process
    file: str
    text: str
    places: Mapping[str, Mapping[str, Place]] = field(default_factory=dict)
    source: Mapping[str, Any] | None = None
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digest: str = ""

    def __repr__(self) -> str:
        return f"<Document {self.file}: {quoted(self.process.name)}, {counted(len(self.process.work), 'step')}>"

    def place(self, kind: str, at: str = "") -> Place:
        """Return line and column of a step, role, KPI, or flow (``a->b``).

        A flow that the file does not write out stands where its step stands; what is unknown, at the process.
        """
        found = self.places.get(kind, {}).get(at)
        if found is None and kind == "flow":
            found = self._place_of_source(at)
        return found or self.places.get("process", {}).get("", (1, 1))

    def _place_of_source(self, at: str) -> Place | None:
        # an id may hold an arrow itself, so every cut is tried
        steps, cut = self.places.get("step", {}), at.find("->")
        while cut >= 0:
            if at[:cut] in steps:
                return steps[at[:cut]]
            cut = at.find("->", cut + 1)
        return None
