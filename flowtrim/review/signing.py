"""Take a filled-in checklist into the process: dates, decisions, and a record of the review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.changes import apply_plan
from flowtrim.errors import ChangeError
from flowtrim.measures import Survey
from flowtrim.measures.answers import reading
from flowtrim.model import Change, Kpi, Plan, Process, Role, Settings, Step
from flowtrim.model.step import SERVES
from flowtrim.review.checklist_rows import (
    DECISION,
    DECISIONS,
    DONE,
    KPI_DECISIONS,
    NEWEST,
    ON,
    ROLE_DECISIONS,
    SERVED,
    YES_NO,
    change_id,
)
from flowtrim.review.deciding import Item, answered, changes_of, is_answered
from flowtrim.review.filling import checklist
from flowtrim.review.returned import KEYS, ChecklistError, Returned, Row, meant_day, named, since, verify
from flowtrim.rules import check

_CHOICES = {"steps": DECISIONS, "roles": ROLE_DECISIONS, "kpis": KPI_DECISIONS, "changes": ()}
Reasoned = TypeVar("Reasoned", Step, Role)


class Signed(Struct, frozen=True):
    """The process with what was decided in it, and sentences for the person who signed."""

    process: Process
    said: tuple[str, ...]


def sign(process: Process, returned: Returned, *, today: date, settings: Settings | None = None) -> Signed:
    """Return the process with dates, an open plan of what was decided, and the review on record.

    What is kept, merged, moved or automated gets the date of its review; what is to be dropped does not. A row without
    a decision stays unreviewed. The process gets the date when every step and every role was decided.

    Raises:
        ChecklistError: the checklist is of another process, was tampered with, or cannot be taken in as it is.
    """
    current = checklist(process, today=today, settings=settings)
    verify(returned, current)
    news = since(returned, current)
    rows = {key: [row for row in returned.rows(key) if (key, named(key, row)) not in news.stale] for key in KEYS}
    signing = _Signing(process, returned, rows, today)
    signing.check()
    return Signed(signing.signed(), (*news.said, *signing.said()))


class _Signing(Struct, frozen=True, dict=True):
    process: Process
    returned: Returned
    rows: dict[str, list[Row]]
    today: date

    def check(self) -> None:
        problems = [*self._head_problems(), *self._row_problems()]
        if not problems and not (self.decided or self.answers or self.done):
            problems = ["No row has a decision or a reason that can be taken in."]
        if problems:
            raise ChecklistError("\n".join([*problems, "Nothing was changed."]))

    def _head_problems(self) -> Iterator[str]:
        field = self.returned.sign_off
        if problem := self._date_problem(field.get("Reviewed on", ""), needed=True):
            yield f"Sign-off, “Reviewed on”: {problem}"
        if not field.get("Reviewer"):
            yield "Sign-off: “Reviewer” is empty; a review is signed by the one who did it."
        elif field["Reviewer"].casefold() in {field.get("Process owner", "").casefold(), self._owner.casefold()}:
            yield "Sign-off: the reviewer is the owner of the process; somebody else has to review it."
        if (minutes := field.get("Minutes", "")) and not minutes.isdecimal():
            yield f"Sign-off, “Minutes”: “{minutes}” is not a whole number."

    @property
    def _owner(self) -> str:
        return self.process.owner or "\0"

    def _row_problems(self) -> Iterator[str]:
        for key, title in KEYS.items():
            for row in self.rows[key]:
                at = f"{title}, “{named(key, row)}”"
                if (said := decision(row)) and said not in _CHOICES[key]:
                    yield f"{at}: there is no decision “{said}”; take one of {', '.join(_CHOICES[key])}."
                for asked in (NEWEST, DONE):
                    if (word := _word(row, asked)) and word not in YES_NO:
                        yield f"{at}, “{asked}”: “{word}” is neither yes nor no."
                if (served := row.get(SERVED, "").strip()) and served.casefold() not in SERVES:
                    yield f"{at}, “{SERVED}”: “{served}” is none of {', '.join(SERVES)}."
                if problem := self._date_problem(row[ON], needed=False):
                    yield f"{at}, “{ON}”: {problem}"

    def _date_problem(self, text: str, *, needed: bool) -> str | None:
        if not text:
            return "the day of the review is not filled in." if needed else None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            guess = meant_day(text)
            return f"“{text}” is no date; {f'write it as {guess}' if guess else 'write it as in 2026-03-01'}."
        return f"{day} lies in the future." if day > self.today else None

    @cached_property
    def day(self) -> date:
        return date.fromisoformat(self.returned.sign_off["Reviewed on"])

    @cached_property
    def decided(self) -> dict[tuple[str, str], Row]:
        return {(key, named(key, row)): row for key, rows in self.rows.items() for row in rows if decision(row)}

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        try:
            changes = changes_of(self.process, self.rows["steps"], self.rows["roles"])
            apply_plan(self.process, changes)
        except ChangeError as refusal:
            raise ChecklistError(
                f"What was decided does not fit together. {refusal}\nNothing was changed."
            ) from refusal
        return changes

    @cached_property
    def whole(self) -> bool:
        """Whether every step and role was decided, no step stays without a reason, and the owner signed."""
        items = [("steps", step.id) for step in self.process.work]
        items += [("roles", role.id) for role in self.process.parties]
        decided = all(item in self.decided for item in items)
        return decided and not self._unreasoned and bool(self.returned.sign_off.get("Process owner"))

    @cached_property
    def answers(self) -> dict[tuple[str, str], Row]:
        """The rows in which a reason was written, whatever was decided."""
        return {(key, named(key, row)): row for key in KEYS for row in self.rows[key] if is_answered(key, row)}

    @cached_property
    def done(self) -> dict[str, Row]:
        """The changes that were decided earlier and are done."""
        return {named("changes", row): row for row in self.rows["changes"] if _word(row, DONE) == "yes"}

    @cached_property
    def _unreasoned(self) -> tuple[str, ...]:
        """The names of the steps that stay, and of which nobody said why."""
        kept = (
            step for step in self.process.work if decision(self.decided.get(("steps", step.id), {})) not in ("", "drop")
        )
        return tuple(step.name for step in kept if reading(self._step(step).why) != "text")

    def signed(self) -> Process:
        process = self.process
        return replace(
            process,
            reviewed=self.day if self.whole else process.reviewed,
            steps=tuple(self._step(step) for step in process.steps),
            roles=self._roles(),
            kpis=tuple(self._kpi(kpi) for kpi in process.kpis),
            plans=(*map(self._plan, process.plans), self._record()),
        )

    def _step(self, step: Step) -> Step:
        return self._dated(self._answered(step, "steps", step.id), "steps")

    def _roles(self) -> tuple[Role, ...]:
        """Return the declared roles, and those that are declared only now, since there is something to say of them."""
        declared = {role.id for role in self.process.roles}
        fresh = (role for role in self.process.performers if ("roles", role.id) in self.answers)
        roles = (*self.process.roles, *(role for role in fresh if role.id not in declared))
        return tuple(self._dated(self._answered(role, "roles", role.id), "roles") for role in roles)

    def _kpi(self, kpi: Kpi) -> Kpi:
        row = self.decided.get(("kpis", kpi.name))
        told = self._answered(kpi, "kpis", kpi.name)
        return replace(told, reviewed=self._on(row)) if row is not None and _explained(row) else told

    def _answered(self, item: Item, key: str, name: str) -> Item:
        row = self.answers.get((key, name))
        return item if row is None else answered(item, key, row)

    def _dated(self, item: Reasoned, key: str) -> Reasoned:
        """Return a step or role with the day of its review, where it stays and there is a reason to look at."""
        row = self.decided.get((key, item.id))
        stays = row is not None and decision(row) != "drop" and reading(item.why) == "text"
        return replace(item, reviewed=self._on(row)) if row is not None and stays else item

    def _plan(self, plan: Plan) -> Plan:
        changes = (self._change(change, change_id(plan, number)) for number, change in enumerate(plan.changes, 1))
        return replace(plan, changes=tuple(changes)) if self.done else plan

    def _change(self, change: Change, name: str) -> Change:
        row = self.done.get(name)
        return change if row is None else replace(change, done=self._on(row))

    def _on(self, row: Row) -> date:
        return date.fromisoformat(row[ON]) if row[ON] else self.day

    def _record(self) -> Plan:
        lesson = " ".join(self._lesson())
        if any(plan.on == self.day and plan.lesson == lesson for plan in self.process.plans):
            raise ChecklistError("This checklist was taken in before. Nothing was changed.")
        taken = {plan.name for plan in self.process.plans}
        name = wanted = f"Review {self.day}"
        number = 1
        while name in taken:
            number += 1
            name = f"{wanted} ({number})"
        return Plan(name, self.day, "open" if self.changes else "kept", lesson, self.changes)

    def _lesson(self) -> Iterator[str]:
        field = self.returned.sign_off
        who = f"Reviewed by {field['Reviewer']}"
        who += f", with {field['Role representative']}" if field.get("Role representative") else ""
        who += f", signed by {field['Process owner']} as owner" if field.get("Process owner") else ""
        yield f"{who}, in {field['Minutes']} minutes." if field.get("Minutes") else f"{who}."
        yield f"Steps: {self._counts('steps', len(self.process.work))}."
        for verb in ("change", "drop"):
            names = [name for (key, name), row in self.decided.items() if key == "kpis" and decision(row) == verb]
            if names:
                yield f"KPIs to {verb}: {', '.join(names)}."
        if self.returned.actions:
            yield f"Actions: {'; '.join(self.returned.actions)}."
        if field.get("Evidence"):
            yield f"Evidence: {field['Evidence']}."
        if field.get("Lesson"):
            yield field["Lesson"]

    def _counts(self, key: str, of: int) -> str:
        found = Counter(decision(row) for (kind, _), row in self.decided.items() if kind == key)
        words = ", ".join(f"{found[verb]} {verb}" for verb in DECISIONS if found[verb])
        return f"{sum(found.values())} of {of} decided" + (f" ({words})" if words else "")

    def said(self) -> Iterator[str]:
        """Yield what the person should know about what was taken in."""
        decided = sum(key == "steps" for key, _ in self.decided)
        rest = "; the others stay unreviewed" if decided < len(self.process.work) else ""
        yield f"Steps: {self._counts('steps', len(self.process.work))}{rest}."
        for (key, name), row in self.decided.items():
            if key == "kpis" and decision(row) == "keep" and not _explained(row):
                yield f"KPI “{name}” stays unreviewed: nobody noted that the newest member can explain it."
        if self._unreasoned:
            yield f"Kept without a reason, and therefore still unreviewed: {', '.join(self._unreasoned)}."
        yield from self._weak()
        if self.whole:
            yield f"The whole process counts as reviewed on {self.day}."
        else:
            yield "The process keeps its date: not every step and role was decided and signed by the owner."
        if self.changes:
            yield f"What was decided stands in the file as the open plan “{self._record().name}”."

    def _weak(self) -> Iterator[str]:
        """Yield what the rules say of the reasons that were written, each with the name of what it is about."""
        for finding in check(Survey(self.signed(), today=self.today)):
            if finding.rule.startswith(("why-", "kpi-weak-why")) and (f"{finding.kind}s", finding.at) in self.answers:
                yield f"A reason to look at again: {finding.message}"


def decision(row: Row) -> str:
    """Return what was decided in a row, in small letters; empty where nothing was."""
    return _word(row, DECISION)


def _word(row: Row, title: str) -> str:
    return row.get(title, "").strip().casefold()


def _explained(row: Row) -> bool:
    return decision(row) == "keep" and _word(row, NEWEST) == "yes"


__all__ = ("Signed", "decision", "sign")
