"""The catalogue of rules, as a list and page by page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from flowtrim.model import Settings
from flowtrim.reports.media.text_lines import WIDEST, Line, Style, text_lines, wrapped
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
