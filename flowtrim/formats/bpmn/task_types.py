"""Our own marks in a BPMN document: what BPMN has no place for, kept in extension elements."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from flowtrim.formats.bpmn.canvas import NAMESPACE

if TYPE_CHECKING:
    from lxml.etree import _Element


class Mark(NamedTuple):
    """The kind of a mark (process, step, door, start, end, role, flow) and the data in it."""

    kind: str
    data: dict[str, Any]


def mark_of(said: Iterable[_Element]) -> Mark | None:
    """Return our mark among what is said in an element; None where there is none, or none that can be read any more."""
    for child in said:
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
