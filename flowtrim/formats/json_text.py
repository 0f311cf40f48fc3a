"""A process as JSON, in the vocabulary of our own file: the reader of files reads it back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from flowtrim.formats.scalars import OFFICE
from flowtrim.formats.step_writer import declared, step_entries, ways_on
from flowtrim.formats.yaml_words import Word
from flowtrim.formats.yaml_writer import process_entries
from flowtrim.model import Clock, Flow, Process, Split, Step

# Signs that JSON lets stand in a text, and that XML or YAML would change or refuse.
_TOUCHY = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)


def with_whole_letters(text: str) -> str:
    r"""Return JSON with each letter that it spells as two halves, as most writers spell emoji, in one piece.

    YAML, by whose rules a file is read, knows no halves; half a letter alone is left, and refused there.

    >>> with_whole_letters(r'{"name": "\ud83d\ude80 \\ud83d\ude80"}')
    '{"name": "🚀 \\\\ud83d\\ude80"}'
    """
    return _SURROGATES.sub(lambda halves: halves[1] + _joined(halves[2], halves[3]), text) if "\\u" in text else text


def _joined(high: str, low: str) -> str:
    return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)


def process_data(process: Process) -> dict[str, Any]:
    """Return the keys of a process file as plain data, every step with its id and with what follows it written out.

    Raises:
        OutputError: a plan of it changes something that a file has no words for.
    """
    data: dict[str, Any] = plain(process_entries(process))
    return data | ({"steps": [whole_step(step, process.clock) for step in process.steps]} if process.steps else {})


def whole_step(step: Step, clock: Clock = OFFICE) -> dict[str, Any]:
    """Return everything a step says.

    >>> whole_step(Step("pay", "Pay", takes=3.0, flows=(Flow("end"),)))
    {'id': 'pay', 'name': 'Pay', 'takes': '3m', 'next': ['end']}
    """
    return step_data(step, clock) | next_data(step.flows, step.split)


def step_data(step: Step, clock: Clock = OFFICE) -> dict[str, Any]:
    """Return what a step says about itself, without where it leads."""
    data: dict[str, Any] = plain(step_entries(declared(step), clock))
    return data


def entry_text(step: Step, key: str, clock: Clock = OFFICE) -> str:
    """Return what a step says under a key, on one line and in the words of a process file.

    >>> from flowtrim.model import Deadline
    >>> entry_text(Step("ask", "Ask", within=(Deadline(1920.0, then="remind"),)), "within")
    'time 4d, then remind'
    """
    return _on_one_line(step_data(step, clock).get(key, "–"))


def _on_one_line(entry: Any) -> str:
    if isinstance(entry, dict):
        return ", ".join(f"{key} {_on_one_line(value)}" for key, value in entry.items())
    return "; ".join(map(_on_one_line, entry)) if isinstance(entry, list) else str(entry)


def next_data(flows: tuple[Flow, ...], split: Split) -> dict[str, Any]:
    """Return where a step leads, as the key ``next``."""
    return {"next": plain(ways_on(flows, split))}


def as_text(data: Any, *, indent: int | None = None) -> str:
    r"""Return data as JSON text that is also YAML, and that XML does not change.

    >>> as_text({"why": "无\u2028"})
    '{"why": "无\\u2028"}'
    """
    told = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent)
    return _TOUCHY.sub(lambda sign: f"\\u{ord(sign[0]):04x}", told)


def plain(value: Any) -> Any:
    """Return what is written in a file without the writer's marks: a word for nothing becomes None."""
    if isinstance(value, Word):
        return None if value == "null" else str(value)
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    return [plain(each) for each in value]
