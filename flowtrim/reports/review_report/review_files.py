"""What is to be reviewed, as JSON and as Markdown."""

from __future__ import annotations

import json
from typing import Any

from flowtrim.reports.media.text_lines import inert_json
from flowtrim.reports.review_report.listing import SIGNS
from flowtrim.reports.review_report.review_text import headline, items, load, open_ends, remarks, standing
from flowtrim.review.agenda import Agenda
from flowtrim.review.state import Item, State, Watched

FORMAT = "flowtrim-review/1"


def as_json(agenda: Agenda, *, steps: bool) -> str:
    """Return the review as JSON text: stable keys, null for what is undefined; ``steps`` lists every step, too."""
    told = {
        "format": FORMAT,
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
    )


def _state(state: State, *, steps: bool) -> dict[str, Any]:
    told = {
        **_item(state.item),
        "file": state.file,
        "owner": state.owner,
        "measures": {
            "rides": state.rides,
            "steps": state.work,
            "handoffs": state.handoffs,
            "unjustified_steps": list(state.unjustified),
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
