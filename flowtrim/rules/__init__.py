"""The catalogue: one file, one question."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from flowtrim.errors import TooLargeError, UnknownNameError
from flowtrim.measures import Survey
from flowtrim.measures.figures import FIGURES
from flowtrim.model import Level, Severity
from flowtrim.rules._catalogue import PROCESS, Finding, Rule, Subject
from flowtrim.rules._profiles import LEVELS, PROFILES
from flowtrim.rules._told_times import amount, lasting, minutes
from flowtrim.sentences import did_you_mean, nearest

__all__ = [
    "PROCESS",
    "PROFILES",
    "Finding",
    "Level",
    "Rule",
    "Severity",
    "Subject",
    "amount",
    "catalogue",
    "check",
    "find_rule",
    "lasting",
    "minutes",
    "profile_levels",
]


@cache
def catalogue() -> tuple[Rule, ...]:
    """Return every rule, family by family in the order of the story: why, what, who, and then the rest.

    They are loaded when first asked for: 30 ms, for which whoever needs one rule does not wait.
    """
    return tuple(map(_load, PROFILES["all"]))


_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "hint": 2}


def check(
    survey: Survey,
    *,
    profile: str = "recommended",
    severities: Mapping[str, Level] | None = None,
    debug: bool = False,
) -> list[Finding]:
    """Ask every rule that the profile and the severities leave switched on; the worst findings come first.

    Among findings of one severity those about the process and its figures come first, then steps, flows and roles in
    the order of reading, then KPIs. A rule that breaks becomes a finding itself, and the others still speak; ``debug``
    lets its exception through instead.

    Raises:
        UnknownNameError: no such profile, rule or severity.
    """
    levels = profile_levels(profile, severities)
    found = [finding for rule in catalogue() for finding in _ask(rule, survey, levels[rule.name], debug=debug)]
    place = _places(survey)
    last = len(place)
    return sorted(found, key=lambda f: (_RANK[f.severity], place.get((f.kind, f.at), last)))


def find_rule(name: str) -> Rule:
    """Return the rule of that name.

    Raises:
        UnknownNameError: there is none; the message guesses which one was meant.
    """
    names = PROFILES["all"]
    if name not in names:
        hint = did_you_mean(nearest(name, names)) or " 'flowtrim rules' lists them all."
        raise UnknownNameError(f"There is no rule '{name}'.{hint}")
    return _load(name)


def profile_levels(profile: str, severities: Mapping[str, Level] | None = None) -> dict[str, Level]:
    """Return the level of every rule under a profile, as the given severities change it.

    Raises:
        UnknownNameError: no such profile, rule or severity.
    """
    if profile not in PROFILES:
        raise UnknownNameError(f"There is no profile '{profile}'. Take one of {', '.join(PROFILES)}.")
    for name, level in (severities or {}).items():
        if find_rule(name) and level not in LEVELS:
            raise UnknownNameError(f"Rule '{name}' cannot be '{level}'. Take one of {', '.join(LEVELS)}.")
    return {**PROFILES[profile], **(severities or {})}


@cache
def _load(name: str) -> Rule:
    return Rule.of(import_module(f"{__name__}.{name.replace('-', '_')}"))


def _ask(rule: Rule, survey: Survey, level: Level, *, debug: bool) -> list[Finding]:
    if level == "off":
        return []
    try:
        return rule.check(survey, level)
    except TooLargeError:
        raise
    except Exception as problem:
        if debug:
            raise
        message = f"The rule {rule.name} could not be asked: {problem!r}. The other rules were."
        return [Finding(message, rule=f"broken-rule/{rule.name}", severity="error")]


def _places(survey: Survey) -> dict[tuple[Subject, str], int]:
    """Number everything that a finding can speak of, in the order of reading."""
    process, graph = survey.process, survey.graph
    places: dict[tuple[Subject, str], int] = {("process", PROCESS): 0}
    for name in FIGURES:
        places["figure", name] = len(places)
    for step_id in graph.reading_order:
        places["step", step_id] = len(places)
        owner = graph.owners[step_id]
        if owner:
            places.setdefault(("role", owner), len(places))
        for target in (*graph.after[step_id], "end"):
            places["flow", f"{step_id}->{target}"] = len(places)
    for role in process.roles:
        places.setdefault(("role", role.id), len(places))
    for kpi in process.kpis:
        places.setdefault(("kpi", kpi.name), len(places))
    return places
