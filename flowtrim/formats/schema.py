"""The JSON Schema of the process file, for completion and checks in editors."""

from __future__ import annotations

from typing import Any


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of a process file, made from the same table that checks it.

    A schema cannot look up references, add up shares or know today, so the reader refuses more than it does.

    >>> json_schema()["required"]
    ['process']
    """
    from flowtrim.formats.process_fields import PROCESS

    head = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "flowtrim process",
        "description": "A business process as a step graph with owners and reasons.",
    }
    return head | PROCESS.schema()
