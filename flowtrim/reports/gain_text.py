"""What a plan saves, in words, and from what figures to what it leads."""

from __future__ import annotations

from flowtrim.model import (
    Process,
)
from flowtrim.redesign import Figures
from flowtrim.reports.media.words import plain, several, spoken
from flowtrim.sentences import counted, listed


def saved(gain: Figures) -> str:
    """Say what a change saves; empty where it saves nothing.

    >>> saved(Figures(1, 0, 2, 0.5, 6.2, 0, hours=160.0, cost=4800.0))
    '1 step, 2 handoffs (0.5 in a case), 6 s, 160 hours and 4,800 in cost a year'
    """
    told = (
        (gain.steps, counted(gain.steps, "step")),
        (gain.roles, counted(gain.roles, "role")),
        _handoffs(gain),
        (round(gain.seconds), spoken(max(gain.seconds, 0.0))),
        (gain.rides, counted(gain.rides, "ride")),
        _in_a_year(gain),
    )
    return ", ".join(words for figure, words in told if figure > 0)


def _in_a_year(gain: Figures) -> tuple[float, str]:
    """Return what is saved in a year, of hours and cost."""
    hours, cost = (max(round(figure or 0.0), 0) for figure in (gain.hours, gain.cost))
    told: list[str] = [counted(hours, "hour")] if hours else []
    told += [f"{cost:,} in cost"] if cost else []
    return hours + cost, f"{listed(told)} a year"


def from_to(was: Figures, now: Figures) -> str:
    """Say in one line from what to what.

    >>> from_to(Figures(31, 12, 29, None, 58, 1), Figures(9, 4, 5, None, 48, 1))
    '12 → 4 roles, 31 → 9 steps, 29 → 5 handoffs, 1 ride'
    >>> from_to(Figures(31, 12, 29, None, 304, 6), Figures(9, 4, 5, None, 48, 1))
    '12 → 4 roles, 31 → 9 steps, 29 → 5 handoffs, 6 rides → 1 ride'
    """
    pairs = {name: (getattr(was, f"{name}s"), getattr(now, f"{name}s")) for name in ("role", "step", "handoff", "ride")}
    return ", ".join(_became(name, before, after) for name, (before, after) in pairs.items())


def _became(name: str, before: int, after: int) -> str:
    if before == after:
        return counted(after, name)
    if after == 1:
        return f"{counted(before, name)} → {counted(after, name)}"
    return f"{before:,} → {after:,} {name}s"


def figure_data(figures: Figures) -> dict[str, int | float | None]:
    """Return figures as data for JSON."""
    values = {name: getattr(figures, name) for name in figures.__struct_fields__}
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in values.items()}


def role_name(role: str, process: Process) -> str:
    """Return the name of a role; its id where it is not known."""
    return process.role(role).name


def _handoffs(gain: Figures) -> tuple[float, str]:
    """Return the handoffs saved, those declared before those expected of a case."""
    often = round(gain.expected_handoffs or 0.0, 2)
    if gain.handoffs > 0:
        return gain.handoffs, counted(gain.handoffs, "handoff") + (f" ({plain(often)} in a case)" if often > 0 else "")
    return often, f"{several(often, 'handoff')} in a case"
