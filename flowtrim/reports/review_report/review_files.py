"""What is to be reviewed, as JSON, as Markdown and as a calendar file (RFC 5545)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from flowtrim.reports.media.text_lines import inert_json, washed
from flowtrim.reports.review_report.listing import SIGNS
from flowtrim.reports.review_report.review_text import (
    figures,
    headline,
    items,
    load,
    made_from,
    open_ends,
    remarks,
    standing,
)
from flowtrim.reports.stamp import made_on
from flowtrim.review.agenda import Agenda
from flowtrim.review.state import Item, State, Watched

if TYPE_CHECKING:
    from icalendar import Alarm, Event

FORMAT = "flowtrim-review/1"


def as_json(agenda: Agenda, *, steps: bool) -> str:
    """Return the review as JSON text: stable keys, null for what is undefined; ``steps`` lists every step, too."""
    told = {
        "format": FORMAT,
        **made_on(agenda.today),
        "today": agenda.today.isoformat(),
        "processes": [_state(state, steps=steps) for state in agenda.states],
        "roles": [
            {"role": busy.role, "processes": busy.processes, "steps": busy.steps, "hours_per_year": busy.hours}
            for busy in agenda.busy
        ],
        "counts": agenda.counts,
        "kpi_counts": agenda.kpi_counts,
        "kpis_without_decision": agenda.undecided,
        "unread": [{"file": one.file, "problem": one.problem} for one in agenda.unread],
    }
    return inert_json(json.dumps(told, ensure_ascii=False, allow_nan=False, indent=2)) + "\n"


def as_markdown(agenda: Agenda, *, steps: bool) -> str:
    """Return the review as Markdown; whatever people wrote stays text."""
    from flowtrim.reports.document.report_markdown import rendered

    return rendered(
        "review.md.j2",
        headline=headline(agenda),
        remarks=list(remarks(agenda)),
        rows=[(state, SIGNS[state.item.urgency][0], standing(state.item)) for state in agenda.states],
        items=[
            (state.item.name, SIGNS[item.urgency][0], said)
            for state in agenda.states
            for item, said in items(state, steps=steps)
        ],
        open_ends=[
            (state.item.name, sign, said) for state in agenda.states for sign, said in open_ends(state, agenda.today)
        ],
        steps=steps,
        unread=agenda.problems,
        busy=[(busy.role, load(busy)) for busy in agenda.busy],
        stamp=made_from(agenda),
    )


def _state(state: State, *, steps: bool) -> dict[str, Any]:
    told = {
        **_item(state.item),
        "file": state.file,
        "source_hash": state.digest or None,
        "owner": state.owner,
        "measures": {
            "rides": state.figures.rides,
            "steps": state.work,
            "handoffs": state.figures.handoffs,
            "unjustified_steps": list(state.figures.unjustified),
            "ask_first": state.figures.ask_first,
        },
        "kpis": [_kpi(kpi) for kpi in state.kpis],
        "pending": [
            {"kind": one.sort, "what": one.what, "who": one.who, "until": one.until and one.until.isoformat()}
            for one in state.pending
        ],
    }
    return {**told, "steps": [{"id": step.at, **_item(step)} for step in state.steps]} if steps else told


def _kpi(kpi: Watched) -> dict[str, Any]:
    said = {"what": kpi.what, "why": kpi.why, "action": kpi.action}
    return {**_item(kpi), **said, "decision": not kpi.leads_nowhere}


def _item(item: Item) -> dict[str, Any]:
    clock = item.clock
    return {
        "name": item.name,
        "urgency": item.urgency,
        "last": clock.last.isoformat() if clock.last else None,
        "due": clock.due.isoformat() if clock.due else None,
        "months": clock.months,
        "overdue": clock.overdue,
    }


def as_calendar(agenda: Agenda, *, steps: bool) -> bytes:
    """Return the due dates as a calendar; what is overdue or was never reviewed stands on the day of the look at it.

    Calendars show the days to come: what was due long ago stands on today, and says since when.

    An event keeps its identity from one year to the next, so that a calendar that takes the file again moves it.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//flowtrim//review//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-caldesc", made_from(agenda))
    for number, state, item in _items(agenda, steps=steps):
        calendar.add_component(_event(item, state, number=number, today=agenda.today))
    made: bytes = calendar.to_ical()
    return made


def _items(agenda: Agenda, *, steps: bool) -> Iterator[tuple[int, State, Item]]:
    """Yield everything with a clock; namesakes among the processes are numbered by their files."""
    seen: Counter[str] = Counter()
    numbers: dict[str, int] = {}
    for state in sorted(agenda.states, key=lambda state: state.file):
        numbers[state.file] = seen[state.item.name]
        seen[state.item.name] += 1
    for state in agenda.states:
        for item in (state.item, *state.kpis, *(state.steps if steps else ())):
            yield numbers[state.file], state, item


def _event(item: Item, state: State, *, number: int, today: date) -> Event:
    from icalendar import Event

    late = item.clock.overdue
    due = today if late else item.clock.due or today
    event = Event()
    event.add("uid", _identity(item, state, number))
    event.add("dtstamp", datetime.combine(today if late else item.clock.last or today, time(), tzinfo=UTC))
    event.add("dtstart", due)
    if due < date.max:
        event.add("dtend", due + timedelta(days=1))
    event.add("summary", _summary(item, state))
    event.add("description", washed(f"{standing(item)}. {figures(state)}. {state.file}"))
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(_summary(item, state), days_before=0 if late else state.due_soon_days))
    return event


def _alarm(said: str, *, days_before: int) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", said)
    alarm.add("trigger", -timedelta(days=days_before))
    return alarm


def _summary(item: Item, state: State) -> str:
    task = "Overdue review" if item.clock.overdue else "Review"
    if item.kind == "process":
        return washed(f"{task}: {item.name}")
    return washed(f"{task}: {'KPI' if item.kind == 'kpi' else 'step'} {item.name} ({state.item.name})")


def _identity(item: Item, state: State, number: int) -> str:
    named = "\0".join((state.item.name, str(number), item.kind, item.at))
    return f"{sha256(named.encode(errors='replace')).hexdigest()[:32]}@flowtrim"
