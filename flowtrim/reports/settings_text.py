"""The settings that are in force, as a file of settings: what each is, and where it was set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from flowtrim.formats.scalars import write_number
from flowtrim.formats.yaml_writer import ceiling_entries
from flowtrim.model import Settings
from flowtrim.reports.media.text_lines import washed
from flowtrim.rules import Level, Rule, catalogue, profile_levels

Pair = tuple[str, str]
"""A key, and its value as TOML."""


def as_toml(settings: Settings) -> str:
    r"""Return settings as the text of a flowtrim.toml that says the same, each line with where it was set.

    >>> print("\n".join(as_toml(Settings()).splitlines()[:2]))
    profile = "recommended"  # default
    fail_on = "error"        # default
    """
    limits = settings.limits
    rates = ", ".join(f"{code} = {write_number(rate)}" for code, rate in limits.spoken_rates)
    sections: dict[str, Iterable[Pair]] = {
        "": [
            ("profile", _text(settings.profile)),
            ("fail_on", _text(settings.fail_on)),
            *([("baseline", _text(settings.baseline))] if settings.baseline is not None else []),
        ],
        "elevator": [("seconds", write_number(limits.ride_seconds)), *([("rates", f"{{{rates}}}")] if rates else [])],
        "review": [
            ("process_months", str(limits.review_months)),
            ("kpi_months", str(limits.kpi_months)),
            ("due_soon_days", str(limits.due_soon_days)),
        ],
        "limits": [(key, _amount(value)) for key, value in ceiling_entries(limits.ceilings).items()],
        "rules": list(_rules(settings)),
    }
    return "\n".join(
        "\n".join(_section(name, list(pairs), settings)) + "\n" for name, pairs in sections.items() if pairs
    )


def _section(name: str, pairs: list[Pair], settings: Settings) -> Iterator[str]:
    if name:
        yield f"[{name}]"
    lines = [(f"{key} = {value}", _origin(f"{name}.{key}".lstrip("."), settings)) for key, value in pairs]
    width = max(len(line) for line, _ in lines)
    yield from (f"{line:<{width}}  # {origin}" for line, origin in lines)


def _origin(key: str, settings: Settings) -> str:
    place = next((place for known, place in settings.places.items() if f"{known}.".startswith(f"{key}.")), None)
    return f"{washed(settings.file or '')}:{place[0]}" if place else "default"


def _rules(settings: Settings) -> Iterator[Pair]:
    """Yield the rules whose level was set, and those that go by a number."""
    levels = profile_levels(settings.profile, settings.severities)
    for rule in catalogue():
        if rule.limit:
            yield rule.name, f"{{severity = {_text(levels[rule.name])}, limit = {_number(rule, settings)}}}"
        elif rule.name in settings.severities:
            yield rule.name, _text(levels[rule.name])


def _number(rule: Rule, settings: Settings) -> str:
    return write_number(getattr(settings.limits, rule.limit or ""))


def _amount(written: str) -> str:
    return written if written.replace(".", "").isdigit() else _text(written)


def _text(word: str | Level) -> str:
    return json.dumps(word, ensure_ascii=False)
