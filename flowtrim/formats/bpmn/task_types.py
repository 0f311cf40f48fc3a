"""Our own marks in a BPMN document: what BPMN has no place for, kept in extension elements."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from flowtrim.formats.bpmn.canvas import NAMESPACE

if TYPE_CHECKING:
    from lxml.etree import _Element


class Mark(NamedTuple):
    """The kind of a mark (process, step, door, start, end, role, flow) and the data in it."""

    kind: str
    data: dict[str, Any]


def mark_of(element: _Element) -> Mark | None:
    """Return our mark on an element; None where there is none, or one that nobody can read any more."""
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag.endswith("}extensionElements"):
            return next((mark for inner in child if (mark := _read(inner))), None)
    return None


def _read(inner: _Element) -> Mark | None:
    if not isinstance(inner.tag, str) or not inner.tag.startswith(f"{{{NAMESPACE}}}"):
        return None
    try:
        data = json.loads(inner.text or "{}")
    except (ValueError, RecursionError):
        return None
    return Mark(inner.tag.rpartition("}")[2], data) if isinstance(data, dict) else None
