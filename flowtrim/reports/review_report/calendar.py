"""Due dates as a calendar file: one event for each review, with a reminder once it is due soon (RFC 5545)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from flowtrim.reports.media.text_lines import washed
from flowtrim.reports.review_report.review_text import figures, standing
from flowtrim.review.agenda import Agenda
from flowtrim.review.state import Item, State

if TYPE_CHECKING:
    from icalendar import Alarm, Event


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
