"""A baseline as a JSON file: how often each finding was there, by file and key; the same findings, the same bytes.

Of a figure over its limit it keeps the figure, too, since it is the figure that gets worse and not the finding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from sys import float_info
from typing import Any

from msgspec import Struct, field

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.files import decode, read_bytes

FORMAT = "flowtrim-baseline/1"
_KEY = re.compile(r"[a-z][a-z0-9-]*@.+", re.DOTALL)


class Remembered(Struct, frozen=True):
    """What a baseline knows of one file: how often each finding was there, by its key, and the figures over a limit.

    A baseline of the days before figures were kept has none.
    """

    times: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)


Baseline = Mapping[str, Remembered]
"""What is known of each file, by its path from the folder of the baseline, written with slashes."""


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
    figures = data.get("figures", {})
    return {name: Remembered(times, figures.get(name, {})) for name, times in data["files"].items()}


def write_baseline(files: Baseline) -> str:
    r"""Return the text of a baseline, sorted, with the number of all findings.

    >>> write_baseline({"claim.yml": Remembered({"why-none@stamp": 1})}).splitlines()[2:5]
    ['  "count": 1,', '  "files": {', '    "claim.yml": {']
    """
    times = {name: dict(sorted(known.times.items())) for name, known in sorted(files.items()) if known.times}
    figures = {name: dict(sorted(known.figures.items())) for name, known in sorted(files.items()) if known.figures}
    told = {"format": FORMAT, "count": sum(sum(keys.values()) for keys in times.values()), "files": times}
    return json.dumps({**told, "figures": figures} if figures else told, indent=2) + "\n"


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
    return [*said, *_figure_problems(data.get("figures", {}))]


def _figure_problems(figures: Any) -> Iterator[str]:
    if not isinstance(figures, dict) or not all(isinstance(keys, dict) for keys in figures.values()):
        yield "What stands under 'figures' is no mapping from files to the figures of their findings."
        return
    for name, keys in figures.items():
        for key, value in keys.items():
            if type(value) not in (int, float) or not abs(value) <= float_info.max:
                yield f"{name!r}: the figure of {key!r} was {value!r}; it takes a number."
