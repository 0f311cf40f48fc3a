"""What a record holds where nothing is said."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


def defaults_of(record: type[Struct]) -> dict[str, Any]:
    """Map each field that may be left out to the value that it then has.

    >>> from flowtrim.model import Flow
    >>> defaults_of(Flow)
    {'when': None, 'share': None, 'outcome': None, 'band': None}
    """
    names, values = record.__struct_fields__, record.__struct_defaults__
    return dict(zip(names[len(names) - len(values) :], values, strict=True))
