"""What is to be reviewed, laid out in lines for a terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowtrim.reports.cells import washed, wrapped
from flowtrim.reports.layout import NARROWEST, WIDEST, Line, Style
from flowtrim.reports.words import counted, worked
from flowtrim.review.agenda import Agenda, Busy
from flowtrim.review.state import Item, State, Urgency

SIGNS: dict[Urgency, tuple[str, Style]] = {
    "never": ("✗", "error"),
    "overdue": ("✗", "error"),
    "soon": ("▲", "warning"),
    "in-time": ("✓", "good"),
}
_MOST_ROLES = 10


def laid_out(agenda: Agenda, columns: int, *, steps: bool) -> Iterator[Line]:
    """Yield the lines of a review; ``steps`` tells every step, too."""
    room = min(max(columns, NARROWEST), WIDEST)
    yield from _text(headline(agenda), room, style="title")
    for line in remarks(agenda):
        yield from _text(line, room)
    for state in agenda.states:
        yield ()
        yield from _state(state, room, steps=steps)
    if agenda.busy:
        yield ()
        yield from _text("Roles in several processes", room, style="title")
        for busy in agenda.busy[:_MOST_ROLES]:
            yield from _text(f"{busy.role}: {load(busy)}", room, indent="  ")
        if len(agenda.busy) > _MOST_ROLES:
            yield from _text(f"and {counted(len(agenda.busy) - _MOST_ROLES, 'more role')}", room, indent="  ")


def headline(agenda: Agenda) -> str:
    """Say in one line how many processes are in which state."""
    many = counted(len(agenda.states), "process", "processes")
    return f"Review on {agenda.today}: {many}, {_counts(agenda.counts)}"


def remarks(agenda: Agenda) -> Iterator[str]:
    """Yield what is to be said of the KPIs of all processes."""
    if sum(agenda.kpi_counts.values()):
        yield f"KPIs: {_counts(agenda.kpi_counts)}"
    if agenda.undecided:
        yield f"{counted(agenda.undecided, 'KPI leads', 'KPIs lead')} to no decision: no action is written down."


def _counts(counts: Mapping[Urgency, int]) -> str:
    words: dict[Urgency, str] = {
        "never": "never reviewed", "overdue": "overdue", "soon": "due soon", "in-time": "in time",
    }  # fmt: skip
    return ", ".join(f"{counts[urgency]:,} {words[urgency]}" for urgency in words if counts[urgency]) or "none"


def standing(item: Item) -> str:
    """Say when something was last reviewed, and when it is due."""
    if item.urgency == "never":
        return "never reviewed"
    said = {"overdue": "overdue since", "soon": "due soon, on", "in-time": "due on"}[item.urgency]
    months = "this month" if not item.clock.months else f"{counted(item.clock.months, 'month')} ago"
    return f"{said} {item.clock.due}, last reviewed {item.clock.last} ({months})"


def figures(state: State) -> str:
    """Say the figures that a review starts from."""
    return " · ".join((
        counted(state.rides, "ride"),
        counted(len(state.steps), "step"),
        counted(state.handoffs, "handoff"),
        f"{len(state.unjustified):,} unjustified",
    ))  # fmt: skip


def load(busy: Busy) -> str:
    """Say in how many processes a role works, and how much."""
    said = f"{counted(busy.processes, 'process', 'processes')}, {counted(busy.steps, 'step')}"
    return said if busy.minutes is None else f"{said}, {worked(busy.minutes)} of work declared"


def items(state: State, *, steps: bool) -> Iterator[tuple[Item, str]]:
    """Yield the KPIs, and the steps where asked for, the most urgent first, with what is to be said of each."""
    for kpi in sorted(state.kpis, key=lambda item: item.order):
        decided = ", leads to no decision" if kpi.at in state.undecided else ""
        yield kpi, f"KPI {kpi.name}: {standing(kpi)}{decided}"
    for step in sorted(state.steps, key=lambda item: item.order) if steps else ():
        yield step, f"Step {step.name}: {standing(step)}"


def _state(state: State, room: int, *, steps: bool) -> Iterator[Line]:
    sign, style = SIGNS[state.item.urgency]
    yield from _text(f"{state.item.name}: {standing(state.item)}", room, sign=sign, style=style, indent="  ")
    owner = f" · {state.owner}" if state.owner else ""
    yield from _text(f"{figures(state)}", room, indent="  ")
    yield from _text(f"{state.file}{owner}", room, style="dim", indent="  ")
    for item, said in items(state, steps=steps):
        sign, style = SIGNS[item.urgency]
        yield from _text(said, room, sign=f"  {sign}", style=style, indent="    ")


def _text(text: str, room: int, *, sign: str = "", style: Style = "plain", indent: str = "") -> Iterator[Line]:
    for number, line in enumerate(wrapped(washed(text), room - len(indent))):
        if number == 0 and sign:
            yield (f"{sign} ", style), (line, "strong" if len(indent) == 2 else "plain")
        else:
            yield (indent, "plain"), (line, "plain" if sign else style)
