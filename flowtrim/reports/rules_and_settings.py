"""What flowtrim goes by: the catalogue of rules, as a list and page by page, and the settings in force as a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from flowtrim.formats.scalars import write_number
from flowtrim.formats.yaml_writer import ceiling_entries
from flowtrim.model import Settings
from flowtrim.reports.media.text_lines import WIDEST, Line, Style, text_lines, washed, wrapped
from flowtrim.reports.process.compose import TITLES, family_of
from flowtrim.reports.process.process_text import SIGNS
from flowtrim.rules import PROFILES, Level, Rule, catalogue, profile_levels

_LOOKS: dict[Level, tuple[str, Style]] = {
    "error": (SIGNS["error"], "error"),
    "warning": (SIGNS["warning"], "warning"),
    "hint": (SIGNS["hint"], "hint"),
    "off": ("○", "dim"),
}

_COLUMN = 4 + max(len(rule.name) for rule in catalogue())
_SUMMARY = 32
"""The least room for what a rule looks for beside its name."""
Pair = tuple[str, str]
"""A key, and its value as TOML."""


def table(settings: Settings, columns: int) -> Iterator[Line]:
    """Yield the rules family by family, each with its level under the settings."""
    room = min(columns, WIDEST)
    levels = profile_levels(settings.profile, settings.severities)
    changed = f" and {settings.file}" if settings.file and settings.severities else ""
    asked = "ask" if changed else "asks"
    yield ((f"{len(catalogue())} rules, as the profile “{settings.profile}”{changed} {asked} them", "title"),)
    yield tuple(span for level, (sign, style) in _LOOKS.items() for span in ((sign, style), (f" {level}  ", "plain")))
    families = list(TITLES)
    by_family = sorted(catalogue(), key=lambda rule: families.index(family_of(rule.name)))
    for family, rules in groupby(by_family, lambda rule: family_of(rule.name)):
        yield ()
        yield ((TITLES[family], "strong"),)
        for rule in rules:
            yield from _rule(rule, levels[rule.name], room)


def page(rule: Rule) -> str:
    """Return the page of a rule as Markdown, with its level in each profile."""
    levels = ", ".join(f"{levels[rule.name]} in {profile}" for profile, levels in PROFILES.items())
    return f"# {rule.name}\n\n{rule.page.strip()}\n\n*{levels}*\n"


def _rule(rule: Rule, level: Level, room: int) -> Iterator[Line]:
    """Lay out a rule: its name, and beside it, or below it where there is no room, what it looks for."""
    sign, style = _LOOKS[level]
    name: Line = ((f"{sign} ", style), (rule.name, "plain"))
    if room - _COLUMN < _SUMMARY:
        yield name
        yield from text_lines(rule.summary, room, first=("  ", "plain"), style="dim")
        return
    head = (*name, (" " * (_COLUMN - 2 - len(rule.name)), "plain"))
    for line in wrapped(rule.summary, room - _COLUMN):
        yield *head, (line, "dim")
        head = ((" " * _COLUMN, "plain"),)


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
