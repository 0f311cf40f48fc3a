"""The data files beside this module: how fast each language is spoken, and its phrases."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def load(name: str) -> Any:
    """Return the content of a data file; nobody may change it."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def exists(name: str) -> bool:
    """Whether there is a data file of that name."""
    return (HERE / f"{name}.json").is_file()
