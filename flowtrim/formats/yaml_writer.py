"""A process written as a file: canonical, and no longer than it has to be."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest
from typing import Any

from flowtrim.formats.amounts import DURATION
from flowtrim.formats.ceilings import LIMITS, PREFIX
from flowtrim.formats.ids import id_from_name
from flowtrim.formats.plan_writer import plan_entries
from flowtrim.formats.scalars import OFFICE, write_duration, write_number, write_share
from flowtrim.formats.step_writer import declared, starts_entry, step_entries, written
from flowtrim.formats.timing_writer import clock_entry, deadlines_entry, each_entry, elevator_entry, promise_entry
from flowtrim.formats.yaml_words import Tall, Word, entry
from flowtrim.model import (
    END,
    Acceptance,
    CaseClass,
    Ceiling,
    Clock,
    Flow,
    Interruption,
    Kpi,
    OpenQuestion,
    Part,
    Process,
    Role,
    Step,
)
from flowtrim.model.defaults import defaults_of

SECTIONS = frozenset({"roles", "steps", "separate", "kpis", "accepted", "plans"})
"""Keys with an empty line above them."""


def dumps(process: Process) -> str:
    """Write a process as YAML that reads back equal; what the reader would assume anyway is left out.

    Raises:
        OutputError: a plan of it changes something that a file has no words for.

    >>> steps = Step("ask", "Ask", flows=(Flow("pay"),)), Step("pay", "Pay", owner="Payroll", takes=3.0)
    >>> print(dumps(Process("Refund", steps=steps)), end="")
    process: Refund
    <BLANKLINE>
    steps:
      - name: Ask
      - name: Pay
        owner: Payroll
        takes: 3m
    """
    lines: list[str] = []
    for key, value in process_entries(process).items():
        lines.extend([""] if key in SECTIONS else [])
        lines.extend(entry(key, value))
    return "\n".join(lines) + "\n"


def process_entries(process: Process) -> dict[str, Any]:
    """Return the keys of a process file, in the order of the format, with what is written under them."""
    values: dict[str, Any] = {
        "process": process.name,
        "why": process.why,
        "outputs": process.outputs,
        "customer": process.customer,
        "owner": process.owner,
        "created": process.created,
        "reviewed": process.reviewed,
        "promise": promise_entry(process.promise, process.clock),
        "within": deadlines_entry(process.within, process.clock) if process.within else None,
        "clock": clock_entry(process.clock),
        "volume": process.volume and Word(f"{write_number(process.volume.cases)}/{process.volume.per}"),
        "language": process.language,
        "elevator": elevator_entry(process.ride_seconds, process.told),
        "limits": ceiling_entries(process.ceilings, process.clock),
        "starts": starts_entry(process.starts),
        "roles": Tall({role.id: role_entries(role) for role in process.roles}),
        "steps": file_steps(process),
        "parts": parts_entry(process.parts),
        "anytime": [interruption_entry(each) for each in process.anytime],
        "cases": cases_entry(process.cases),
        "separate": separate_entry(process),
        "together": process.together,
        "kpis": [Tall(filled(kpi)) for kpi in process.kpis],
        "accepted": Tall({each.key: acceptance_entries(each) for each in process.accepted}),
        "open": [question_entry(each) for each in process.questions],
        "plans": [plan_entries(plan, process) for plan in process.plans],
    }
    return {key: written(value) for key, value in values.items() if value not in (None, (), [], {})}


def file_steps(process: Process) -> list[dict[str, Any]]:
    """Return what is written for each step, without the ids and flows that the reader finds out for itself."""
    made = Counter(id_from_name(step.name) for step in process.steps)
    return [
        file_step(step, None if follower is None else follower.id, process.clock, needs_id=made[step.id] != 1)
        for step, follower in zip_longest(process.steps, process.steps[1:])
    ]


def file_step(step: Step, follower: str | None, clock: Clock = OFFICE, *, needs_id: bool) -> dict[str, Any]:
    """Return what is written for one step; ``follower`` is the step that stands right after it."""
    values = declared(step)
    if not follows_by_order(step, follower):
        values |= {"flows": step.flows, "split": step.split}
    entries = step_entries(values, clock)
    if step.name == step.id:
        del entries["name"]
    elif not needs_id and step.id == id_from_name(step.name) != END:
        del entries["id"]
    return Tall(entries)


def follows_by_order(step: Step, follower: str | None) -> bool:
    """Whether the order of the file says already where a step leads."""
    return step.split == "one" and step.flows == ((Flow(follower),) if follower is not None else ())


def ceiling_entries(ceilings: tuple[Ceiling, ...], clock: Clock = OFFICE) -> dict[str, Word]:
    """Return what is written under ``limits``, by key.

    >>> ceiling_entries((Ceiling("rides", 1.0), Ceiling("work", 90.0)))
    {'max_rides': '1', 'max_work': '1h 30m'}
    """
    times = {field.key for field in LIMITS.fields if field.value is DURATION}
    keys = {PREFIX + ceiling.figure: ceiling.most for ceiling in ceilings}
    return {
        key: Word(write_duration(most, clock) if key in times else write_number(most)) for key, most in keys.items()
    }


def parts_entry(parts: tuple[Part, ...]) -> dict[str, Any]:
    """Return what is written under ``parts``."""
    return {part.name: {} if part.each is None else {"each": each_entry(part.each)} for part in parts}


def interruption_entry(interruption: Interruption) -> dict[str, Any]:
    """Return what is written for one entry of ``anytime``."""
    since = {"from": list(interruption.since)} if interruption.since else {}
    share = {} if interruption.share is None else {"share": Word(write_share(interruption.share))}
    outcome = {} if interruption.outcome is None else {"as": interruption.outcome}
    return {"when": interruption.when} | since | share | {"to": interruption.to} | outcome


def cases_entry(cases: tuple[CaseClass, ...]) -> dict[str, Any]:
    """Return what is written under ``cases``."""
    return {each.name: {band: Word(write_share(share)) for band, share in each.bands} for each in cases}


def separate_entry(process: Process) -> list[Any]:
    """Return what is written under ``separate``: duties of roles as lists, those of persons as mappings."""
    return [*process.separate, *({"steps": list(group), "by": "person"} for group in process.separate_persons)]


def question_entry(question: OpenQuestion) -> dict[str, Any]:
    """Return what is written for one open question."""
    owner = {} if question.owner is None else {"owner": question.owner}
    until = {} if question.until is None else {"until": written(question.until)}
    return {"question": question.question} | owner | until


def role_entries(role: Role) -> dict[str, Any]:
    """Return what is written for one role under its id."""
    entries = filled(role)
    if role.of is not None:
        entries["of"] = role.of.team if role.of.turn is None else {"team": role.of.team, "turn": role.of.turn}
    del entries["id"]
    if role.name == role.id:
        del entries["name"]
    return entries


def acceptance_entries(acceptance: Acceptance) -> dict[str, Any]:
    """Return what is written for one acceptance under its key."""
    by = {} if acceptance.by is None else {"by": acceptance.by}
    return {"because": acceptance.because} | by | {"until": written(acceptance.until)}


def filled(thing: Role | Kpi) -> dict[str, Any]:
    """Return the fields of a role or a KPI that say something."""
    defaults = defaults_of(type(thing))
    values = {name: getattr(thing, name) for name in thing.__struct_fields__}
    return {name: written(value) for name, value in values.items() if name not in defaults or value != defaults[name]}
