"""flowtrim.toml, read with every problem at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from flowtrim.formats.ceilings import ceilings_of
from flowtrim.formats.files import decode, read_bytes
from flowtrim.formats.nodes import Entries
from flowtrim.formats.problems import Reading
from flowtrim.formats.setting_fields import Known, settings_table
from flowtrim.formats.tables import Record
from flowtrim.formats.toml_tree import load_toml
from flowtrim.model import Limits, Settings

_WHOLE = frozenset({"size_hint", "connector_degree", "roles_hint"})


def read_settings(file: Path, known: Known, *, name: str | None = None) -> Settings:
    """Read a file of settings; ``name`` is what messages call it.

    Raises:
        InvalidFileError: it cannot be read as settings; it carries every problem found, each with its place.
    """
    called = name or str(file)
    text = decode(read_bytes(file, name=called), file=called)
    reading = Reading(file=called, text=text, today=date.max)
    tree = load_toml(reading)
    record = settings_table(known).read(tree, "flowtrim.toml", reading) if tree else None
    reading.finish()
    assert record is not None and tree is not None  # noqa: S101, PT018  (else a problem was noted)
    return _settings(record, known, file=called, places=dict(_places(tree, reading, "")))


def _settings(record: Record, known: Known, *, file: str, places: dict[str, tuple[int, int]]) -> Settings:
    values = record.values
    rules: dict[str, str | Record] = values.get("rules", {})
    levels = {name: rule if isinstance(rule, str) else rule.values.get("severity") for name, rule in rules.items()}
    return Settings(
        severities={name: level for name, level in levels.items() if level},  # type: ignore[misc]  # the table checked
        limits=Limits(**_limits(values), **_numbers(rules, known)),
        file=file,
        places=places,
        **{key: values[key] for key in ("profile", "fail_on", "baseline") if key in values},
    )


def _limits(values: dict[str, Any]) -> dict[str, Any]:
    sections = ("elevator", "review", "evidence")
    elevator, review, evidence = (values[key].values if key in values else {} for key in sections)
    named = {
        "ride_seconds": elevator.get("seconds"),
        "spoken_rates": tuple(elevator.get("rates", {}).items()),
        "review_months": _count(review.get("process_months")),
        "kpi_months": _count(review.get("kpi_months")),
        "due_soon_days": _count(review.get("due_soon_days")),
        "min_persons": _count(evidence.get("min_persons")),
        "ceilings": ceilings_of(values.get("limits")),
    }
    return {key: value for key, value in named.items() if value is not None}


def _numbers(rules: dict[str, str | Record], known: Known) -> dict[str, Any]:
    found = {known.rules[name]: rule.values.get("limit") for name, rule in rules.items() if isinstance(rule, Record)}
    return {key: _count(value) if key in _WHOLE else value for key, value in found.items() if key and value is not None}


def _count(value: float | None) -> int | None:
    return None if value is None else int(value)


def _places(tree: Entries, reading: Reading, prefix: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for name, node in tree.nodes.items():
        if isinstance(node, Entries):
            yield from _places(node, reading, f"{prefix}{name}.")
        else:
            yield prefix + name, reading.lines.place(node.key)
