"""What is to be reviewed, laid out in lines for a terminal, and as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from flowtrim.measures.pending import Sort
from flowtrim.reports.media.text_lines import NARROWEST, WIDEST, Line, Style, washed, wrapped
from flowtrim.reports.review_report.listing import SIGNS, listed
from flowtrim.reports.stamp import stamp_of_many
from flowtrim.review.agenda import Agenda, Busy
from flowtrim.review.state import Item, State, Urgency
from flowtrim.sentences import counted

URGENCY_WORDS: dict[Urgency, str] = {
    "never": "never reviewed",
    "overdue": "overdue",
    "soon": "due soon",
    "in-time": "in time",
}
OPEN_WORDS: dict[Sort, str] = {"decision": "Decided:", "promise": "Promised:", "question": "Open:"}
_MOST_IN_FULL = 9
"""Processes that fit on a page or two when they are told in full."""
MOST_LISTED = 40
"""Processes of which a list gives a line each, unless every one is asked for: the others are not measured."""
_MOST_KPIS = _MOST_ROLES = 10


def laid_out(agenda: Agenda, columns: int, *, steps: bool, every: bool = False) -> Iterator[Line]:
    """Yield the lines of a review; ``steps`` tells every step, too.

    A few processes are told in full. Many are listed, a line each, and of a great many only the most urgent ones,
    with a line that counts the others, unless ``every`` one is asked for.
    """
    room = min(max(columns, NARROWEST), WIDEST)
    yield from _text(headline(agenda), room, style="title")
    for line in remarks(agenda):
        yield from _text(line, room)
    in_full = steps or len(agenda.states) <= _MOST_IN_FULL
    shown = agenda.states if every else agenda.states[: _MOST_IN_FULL if in_full else MOST_LISTED]
    if in_full:
        for state in shown:
            yield ()
            yield from _state(state, room, agenda.today, steps=steps)
    else:
        yield from listed(shown, room)
    if rest := Counter(state.item.urgency for state in agenda.states[len(shown) :]):
        yield from _text(f"and {rest.total():,} more: {_counts(rest)}; --all tells every one", room, indent="  ")
    if not in_full:
        yield from _urgent_kpis(agenda, room, most=None if every else _MOST_KPIS)
    yield from _roles(agenda, room, most=None if every else _MOST_ROLES)
    yield ()
    yield from _text(made_from(agenda), room, style="dim")


def made_from(agenda: Agenda) -> str:
    """Say what day the review holds for, and what it was made from."""
    return stamp_of_many([state.digest for state in agenda.states], agenda.today)


def unread_lines(agenda: Agenda, room: int) -> Iterator[Line]:
    """Yield what could not be read: for a file, which nobody looks at beside standard error."""
    if agenda.unread:
        yield ()
        yield from _text("What could not be read", room, style="title")
    for problem in agenda.problems:
        yield from _text(problem, room, indent="  ")


def _roles(agenda: Agenda, room: int, *, most: int | None) -> Iterator[Line]:
    if agenda.busy:
        yield ()
        yield from _text("Roles in several processes", room, style="title")
    for busy in agenda.busy[:most]:
        yield from _text(f"{busy.role}: {load(busy)}", room, indent="  ")
    if most is not None and len(agenda.busy) > most:
        yield from _text(f"and {counted(len(agenda.busy) - most, 'more role')}", room, indent="  ")


def _urgent_kpis(agenda: Agenda, room: int, *, most: int | None) -> Iterator[Line]:
    """Tell the KPIs that are not in time, the most urgent first: in a list they have no place under their process."""
    late = [(kpi, state) for state in agenda.states for kpi in state.kpis if kpi.urgency != "in-time"]
    late.sort(key=lambda found: found[0].order)
    if late:
        yield ()
        yield from _text("KPIs to review", room, style="title")
    for kpi, state in late[:most]:
        sign, style = SIGNS[kpi.urgency]
        yield from _text(f"{kpi.name} ({state.item.name}): {standing(kpi)}", room, sign=sign, style=style, indent="  ")
    if most is not None and len(late) > most:
        yield from _text(f"and {counted(len(late) - most, 'more KPI')}", room, indent="  ")


def headline(agenda: Agenda) -> str:
    """Say in one line how many processes are in which state."""
    many = counted(len(agenda.states), "process", "processes")
    return f"Review on {agenda.today}: {many}, {_counts(agenda.counts)}"


def remarks(agenda: Agenda) -> Iterator[str]:
    """Yield what is to be said of the KPIs of all processes."""
    if sum(agenda.kpi_counts.values()):
        yield f"KPIs: {_counts(agenda.kpi_counts)}"
    if agenda.undecided:
        yield undecided(agenda)


def undecided(agenda: Agenda) -> str:
    """Say how many KPIs lead to no decision."""
    return f"{counted(agenda.undecided, 'KPI leads', 'KPIs lead')} to no decision: no action is written down."


def _counts(counts: Mapping[Urgency, int]) -> str:
    return (
        ", ".join(f"{counts[urgency]:,} {said}" for urgency, said in URGENCY_WORDS.items() if counts[urgency]) or "none"
    )


def standing(item: Item) -> str:
    """Say when something was last reviewed, and when it is due."""
    if item.urgency == "never":
        return "never reviewed"
    said = {"overdue": "overdue since", "soon": "due soon, on", "in-time": "due on"}[item.urgency]
    months = "this month" if not item.clock.months else f"{counted(item.clock.months, 'month')} ago"
    return f"{said} {item.clock.due}, last reviewed {item.clock.last} ({months})"


def figures(state: State) -> str:
    """Say the figures that a review starts from, and where asking comes before them."""
    found = state.figures
    return " · ".join((
        *(["ask first"] if found.ask_first else []),
        counted(found.rides, "ride"),
        counted(state.work, "step"),
        counted(found.handoffs, "handoff"),
        f"{len(found.unjustified):,} unjustified",
    ))  # fmt: skip


def load(busy: Busy) -> str:
    """Say in how many processes a role works, and how much."""
    said = f"{counted(busy.processes, 'process', 'processes')}, {counted(busy.steps, 'step')}"
    return said if busy.hours is None else f"{said}, {counted(round(busy.hours), 'hour')} a year"


def items(state: State, *, steps: bool) -> Iterator[tuple[Item, str]]:
    """Yield the KPIs, and the steps where asked for, the most urgent first, with what is to be said of each."""
    for kpi in sorted(state.kpis, key=lambda item: item.order):
        decided = ", leads to no decision" if kpi.leads_nowhere else ""
        yield kpi, f"KPI {kpi.name}: {standing(kpi)}{decided}"
    for step in sorted(state.steps, key=lambda item: item.order) if steps else ():
        yield step, f"Step {step.name}: {standing(step)}"


def open_ends(state: State, today: date) -> Iterator[tuple[str, str]]:
    """Yield what was decided or promised and is not done, and what is still open, each with its sign."""
    for one in state.pending:
        yield SIGNS["overdue" if one.is_late(today) else "soon"][0], f"{OPEN_WORDS[one.sort]} {one}"


def _state(state: State, room: int, today: date, *, steps: bool) -> Iterator[Line]:
    sign, style = SIGNS[state.item.urgency]
    yield from _text(f"{state.item.name}: {standing(state.item)}", room, sign=sign, style=style, indent="  ")
    owner = f" · {state.owner}" if state.owner else ""
    yield from _text(f"{figures(state)}", room, indent="  ")
    yield from _text(f"{state.file}{owner}", room, style="dim", indent="  ")
    for item, said in items(state, steps=steps):
        sign, style = SIGNS[item.urgency]
        yield from _text(said, room, sign=f"  {sign}", style=style, indent="    ")
    for sign, said in open_ends(state, today):
        yield from _text(said, room, sign=f"  {sign}", style="warning", indent="    ")


def _text(text: str, room: int, *, sign: str = "", style: Style = "plain", indent: str = "") -> Iterator[Line]:
    for number, line in enumerate(wrapped(washed(text), room - len(indent))):
        if number == 0 and sign:
            yield (f"{sign} ", style), (line, "strong" if len(indent) == 2 else "plain")
        else:
            yield (indent, "plain"), (line, "plain" if sign else style)
