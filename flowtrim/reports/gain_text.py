"""What a plan saves, in words, and from what figures to what it leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flowtrim.measures.figures import OF_A_CASE
from flowtrim.model import Process
from flowtrim.redesign import Figures
from flowtrim.redesign.proposal import UNITS
from flowtrim.reports.media.words import plain, rounded, spoken
from flowtrim.sentences import Digits, Message, counted, in_a_row, listed, say, say_many


def saved(gain: Figures) -> str:
    """Say what a change saves; empty where it saves nothing.

    >>> saved(Figures(1, 0, 2, 0.5, 6.2, 0, hours=160.0, cost=4800.0))
    '1 step, 2 handoffs (0.5 in a case), 6 s, 160 hours and 4,800 in cost a year'
    >>> saved(Figures(1, 0, 0, None, 0, 0, hours=160.0, hours_of_others=150.0))
    '1 step, 10 hours and 150 hours of others a year'
    """
    told = (
        (gain.steps, counted(gain.steps, "step")),
        (gain.roles, counted(gain.roles, "role")),
        _handoffs(gain),
        (round(gain.seconds), spoken(max(gain.seconds, 0.0))),
        (gain.rides, counted(gain.rides, "ride")),
        _in_a_year(gain),
    )
    gains = tuple(words for figure, words in told if figure > 0)
    return Message(", ".join(gains), "{gains}", {"gains": gains}) if gains else ""


def _in_a_year(gain: Figures) -> tuple[float, str]:
    """Return what is saved in a year, of hours and cost: ours, and beside them those of others."""
    others = gain.hours_of_others or 0.0
    amounts = ((gain.hours or 0.0) - others, others, gain.cost or 0.0)
    hours, of_others, cost = (int(max(round(amount), 0)) for amount in amounts)
    told: list[str] = [counted(hours, "hour")] if hours else []
    told += [say("{hours} of others", hours=counted(of_others, "hour"))] if of_others else []
    told += [say("{cost} in cost", cost=cost)] if cost else []
    return hours + of_others + cost, say("{amount} a year", amount=listed(told))


def from_to(was: Figures, now: Figures) -> Message:
    """Say in one line from what to what.

    >>> from_to(Figures(31, 12, 29, None, 58, 1), Figures(9, 4, 5, None, 48, 1))
    '12 → 4 roles, 31 → 9 steps, 29 → 5 handoffs, 1 ride'
    >>> from_to(Figures(31, 12, 29, None, 304, 6), Figures(9, 4, 5, None, 48, 1))
    '12 → 4 roles, 31 → 9 steps, 29 → 5 handoffs, 6 rides → 1 ride'
    """
    return in_a_row(*(_became(name, getattr(was, name), getattr(now, name)) for name in _BECAME))


def _became(name: str, before: int, after: int) -> Message:
    return UNITS[name](after) if before == after else _BECAME[name](after, before)


_BECAME: Mapping[str, Callable[[int, int], Message]] = {
    "roles": lambda number, before: say_many(
        number, "{before} roles → {number} role", "{before} → {number} roles", before=before
    ),
    "steps": lambda number, before: say_many(
        number, "{before} steps → {number} step", "{before} → {number} steps", before=before
    ),
    "handoffs": lambda number, before: say_many(
        number, "{before} handoffs → {number} handoff", "{before} → {number} handoffs", before=before
    ),
    "rides": lambda number, before: say_many(
        number, "{before} rides → {number} ride", "{before} → {number} rides", before=before
    ),
}
"""How the change of a figure is told: a whole template for each, as languages put the noun in other places."""


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
        told = counted(gain.handoffs, "handoff")
        in_a_case = say("{handoffs} ({often} in a case)", handoffs=told, often=Digits(plain(often)))
        return gain.handoffs, in_a_case if often > 0 else told
    often = often if abs(often) >= OF_A_CASE else 0.0  # as what gets worse: nobody would notice
    return often, say("{handoffs} in a case", handoffs=counted(rounded(often), "handoff"))
