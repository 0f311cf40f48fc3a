"""A baseline as a JSON file: how often each finding was there, by file and key; the same findings, the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.files import decode, read_bytes

FORMAT = "flowtrim-baseline/1"
Baseline = Mapping[str, Mapping[str, int]]
"""How often each key was found, by the path of the file from the folder of the baseline, written with slashes."""
_KEY = re.compile(r"[a-z][a-z0-9-]*@.+", re.DOTALL)


def read_baseline(file: str) -> Baseline:
    """Read a baseline.

    Raises:
        InvalidFileError: there is none, or it is no baseline; it carries every problem found.
    """
    text = decode(read_bytes(file), file=file)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as refusal:
        raise InvalidFileError(
            [Problem(file, refusal.lineno, refusal.colno, f"This is not JSON: {refusal.msg}.")]
        ) from refusal
    except (RecursionError, ValueError) as refusal:
        raise InvalidFileError([Problem(file, 0, 0, "This is no baseline: --write-baseline makes one.")]) from refusal
    problems = [Problem(file, 0, 0, said) for said in _problems(data)]
    if problems:
        raise InvalidFileError(problems)
    files: Baseline = data["files"]
    return files


def write_baseline(files: Baseline) -> str:
    r"""Return the text of a baseline, sorted, with the number of all findings.

    >>> write_baseline({"claim.yml": {"why-none@stamp": 1}}).splitlines()[2:5]
    ['  "count": 1,', '  "files": {', '    "claim.yml": {']
    """
    kept = {name: dict(sorted(keys.items())) for name, keys in sorted(files.items()) if keys}
    count = sum(sum(keys.values()) for keys in kept.values())
    return json.dumps({"format": FORMAT, "count": count, "files": kept}, indent=2) + "\n"


def _problems(data: Any) -> list[str]:
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("files"), dict):
        return [f"This is no baseline of the format {FORMAT}: --write-baseline makes one."]
    said = []
    for name, keys in data["files"].items():
        if not isinstance(keys, dict):
            said.append(f"What stands under {name!r} is no mapping from findings to how often they were there.")
            continue
        said += [f"{name!r}: {key!r} names no finding, as why-none@stamp does." for key in keys if not _KEY.match(key)]
        said += [f"{name!r}: {key!r} was there {times!r} times; it takes a whole number above 0."
                 for key, times in keys.items() if type(times) is not int or times < 1]  # fmt: skip
    return said
