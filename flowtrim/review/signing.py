"""Take a filled-in checklist into the process: dates, decisions, and a record of the review."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from unicodedata import digit

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.changes import apply_plan
from flowtrim.errors import ChangeError
from flowtrim.measures.reasons import reading
from flowtrim.model import Change, Kpi, Plan, Process, Role, Settings, Step
from flowtrim.model.step import SERVES
from flowtrim.review.checklist_rows import (
    DECISION,
    DECISIONS,
    KPI_DECISIONS,
    NEWEST,
    ON,
    ROLE_DECISIONS,
    SERVED,
    YES_NO,
)
from flowtrim.review.deciding import changes_of
from flowtrim.review.filling import checklist
from flowtrim.review.reasons_given import KPI_FIELDS, ROLE_FIELDS, STEP_FIELDS, Reasoned, answered, is_answered
from flowtrim.review.returned import KEYS, ChecklistError, Returned, Row, named, since, verify

_CHOICES = {"steps": DECISIONS, "roles": ROLE_DECISIONS, "kpis": KPI_DECISIONS}


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
        if not problems and not (self.decided or any(map(self._reasons, KEYS))):
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
                if (newest := row.get(NEWEST, "").strip().casefold()) and newest not in YES_NO:
                    yield f"{at}, “{NEWEST}”: “{newest}” is neither yes nor no."
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
        """Whether every step and every role of the process as it is now was decided, and the owner signed."""
        items = [("steps", step.id) for step in self.process.work]
        items += [("roles", role.id) for role in self.process.parties]
        return bool(self.returned.sign_off.get("Process owner")) and all(item in self.decided for item in items)

    def signed(self) -> Process:
        process = self.process
        return replace(
            process,
            reviewed=self.day if self.whole else process.reviewed,
            steps=tuple(self._step(step) for step in process.steps),
            roles=self._roles(),
            kpis=tuple(self._kpi(kpi) for kpi in process.kpis),
            plans=(*process.plans, self._record()),
        )

    def _step(self, step: Step) -> Step:
        row = self.decided.get(("steps", step.id)) or self._reasons("steps").get(step.id)
        return step if row is None else self._dated(answered(step, row, STEP_FIELDS), row)

    def _role(self, role: Role) -> Role:
        row = self.decided.get(("roles", role.id)) or self._reasons("roles").get(role.id)
        return role if row is None else self._dated(answered(role, row, ROLE_FIELDS), row)

    def _roles(self) -> tuple[Role, ...]:
        """Return the declared roles, and those that are declared only now, since there is something to say of them."""
        declared = {role.id for role in self.process.roles}
        fresh = (role for role in self.process.performers if role.id in self._reasons("roles"))
        return tuple(map(self._role, (*self.process.roles, *(role for role in fresh if role.id not in declared))))

    def _kpi(self, kpi: Kpi) -> Kpi:
        row = self.decided.get(("kpis", kpi.name)) or self._reasons("kpis").get(kpi.name)
        told = kpi if row is None else answered(kpi, row, KPI_FIELDS)
        return replace(told, reviewed=self._on(row)) if row is not None and _explained(row) else told

    def _reasons(self, key: str) -> dict[str, Row]:
        """Return the rows in which a reason was written, whatever was decided."""
        return {named(key, row): row for row in self.rows[key] if is_answered(key, row)}

    def _dated(self, item: Reasoned, row: Row) -> Reasoned:
        """Return a step or role with the date of its review, where it stays and there is a reason to have looked at."""
        says_why = reading(item.why) == "text"
        return replace(item, reviewed=self._on(row)) if says_why and decision(row) not in ("drop", "") else item

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
        if self.whole:
            yield f"The whole process counts as reviewed on {self.day}."
        else:
            yield "The process keeps its date: not every step and role was decided and signed by the owner."
        if self.changes:
            yield f"What was decided stands in the file as the open plan “{self._record().name}”."


def decision(row: Row) -> str:
    """Return what was decided in a row, in small letters; empty where nothing was."""
    return row[DECISION].strip().casefold()


def _explained(row: Row) -> bool:
    return decision(row) == "keep" and row[NEWEST].strip().casefold() == "yes"


__all__: Sequence[str] = ("Signed", "decision", "sign")


_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of spreadsheets, as they count from March 1900 on."""


def meant_day(text: str) -> str | None:
    """Return the day that was meant, or the two that it can be; None where nobody can tell.

    >>> meant_day("46080"), meant_day("2026-2-1"), meant_day("01/02/2026"), meant_day("27.2.2026"), meant_day("soon")
    ('2026-02-27', '2026-02-01', '2026-01-02 or 2026-02-01', '2026-02-27', None)
    """
    if re.fullmatch(r"[34567][0-9]{4}(?:\.0+)?", text):
        return str(_FIRST_DAY + timedelta(days=int(float(text))))
    text = _plain(text)
    numbers = [int(part) for part in re.findall(r"[0-9]+", text)]
    if not re.fullmatch(r"[0-9]{1,4}([-/. ])[0-9]{1,2}\1[0-9]{1,4}\.?", text) or len(numbers) != len("ymd"):
        return None
    first, second, last = numbers
    orders = [(first, second, last)] if first > 31 else [(last, first, second), (last, second, first)]
    days = dict.fromkeys(filter(None, (_day(*order) for order in orders)))
    return " or ".join(days) or None


def _plain(text: str) -> str:
    """Return the digits of any script as ours, and years, months and days of East Asia with hyphens."""
    signs = {"年": "-", "月": "-", "日": "", "년": "-", "월": "-", "일": ""}
    plain = "".join(str(digit(sign)) if sign.isdecimal() else signs.get(sign, sign) for sign in text)
    return re.sub(r"- +", "-", plain)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return str(date(year, month, day)) if year > 1900 else None
    except ValueError:
        return None
