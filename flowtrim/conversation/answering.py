"""What an answer does: it fills fields of a step, a role, a KPI or the process; a weak reason gets a reply."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from msgspec.structs import replace

from flowtrim.conversation.question_texts import Question
from flowtrim.formats.scalars import duration
from flowtrim.measures.answers import reading
from flowtrim.measures.judging import twins_of
from flowtrim.measures.justification import words_of
from flowtrim.measures.lexicon import words_for
from flowtrim.measures.reasons import Reason, weakness
from flowtrim.model import Kpi, Limits, Process, Promise, Role, Step
from flowtrim.model.step import SERVES
from flowtrim.sentences import Message, marked, phrase, quoted, say

Item = TypeVar("Item", Step, Role, Kpi)

FIELDS = {
    "process": ("why", "customer", "owner", "promise"),
    "step": ("why", "serves", "source", "outputs", "note"),
    "role": ("why", "serves", "source", "may", "skills"),
    "kpi": ("what", "why", "action"),
}
"""What may be answered of each kind of item, by the name of its field."""

_LISTS = frozenset({"outputs", "skills"})
"""Fields of several things, which are typed with commas between."""

LONGEST_ANSWER = 2000
"""Signs of an answer that are taken; a reason that is longer is none that a newcomer understands."""
_REPLIES = {
    "empty": marked("That is a placeholder. What would go wrong without it? If nobody knows, say “none”."),
    "tautology": marked("That says the name again: what would go wrong without it?"),
    "tradition": marked("That says since when, not what for: what is it good for today?"),
    "authority": marked("That says who wants it: which rule is it, and which harm does the rule prevent?"),
    "vague": marked("That fits everything: which mistake, which delay or which person is it about?"),
    "source": marked("Law and contract can be looked up: which article, clause or minute?"),
    "short": marked("That is very short: could the newest member explain it with these words?"),
}


def fit(kind: str, values: Mapping[str, str]) -> str | None:
    """Return what is wrong with an answer as a sentence; None where it can be taken.

    >>> fit("step", {"serves": "boss"})
    "'boss' is nobody that a step serves; take one of customer, law, contract, risk, business, enables."
    """
    for field, text in values.items():
        if field not in FIELDS[kind]:
            return say("'{field}' cannot be answered here.", field=field)
        if field == "serves" and text not in SERVES:
            known = tuple(SERVES)
            return say("'{word}' is nobody that a step serves; take one of {known}.", word=text, known=", ".join(known))
        if len(text) > LONGEST_ANSWER:
            return say("This is longer than {number} signs: say it in one or two sentences.", number=LONGEST_ANSWER)
    return None


def plain_text(text: str) -> str:
    r"""Return a typed text on one line without signs that nobody can see.

    >>> plain_text(" It \x1b[2Jkeeps\n the  books. ")
    'It [2Jkeeps the books.'
    """
    return " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())


def fill_in(process: Process, kind: str, at: str, values: Mapping[str, str], *, today: date) -> Process:
    """Return the process with an answer in its fields; what has a reason then counts as reviewed today.

    >>> from flowtrim.model import Step
    >>> claim = Process("Claim", (Step("pay", "Pay"),))
    >>> fill_in(claim, "step", "pay", {"why": "He lent it to us."}, today=date(2026, 3, 2)).steps[0].reviewed
    datetime.date(2026, 3, 2)
    """
    told: dict[str, Any] = {field: plain_text(text) for field, text in values.items() if field in FIELDS[kind]}
    for field in _LISTS.intersection(told):
        told[field] = tuple(filter(None, (part.strip() for part in re.split("[,、，]", told[field]))))
    if "promise" in told:
        minutes = duration(told["promise"], process.clock)
        told["promise"] = Promise(told["promise"]) if minutes is None else Promise(within=minutes)
    match kind:
        case "process":
            return replace(process, **told)
        case "step":
            return replace(process, steps=_changed(process.steps, lambda one: one.id == at, told, today))
        case "role":
            declared = (
                process.roles if any(role.id == at for role in process.roles) else (*process.roles, process.role(at))
            )
            return replace(process, roles=_changed(declared, lambda one: one.id == at, told, today))
    return replace(process, kpis=_changed(process.kpis, lambda one: one.name == at, told, today))


def _changed(
    items: tuple[Item, ...], is_meant: Callable[[Item], bool], told: Mapping[str, Any], today: date
) -> tuple[Item, ...]:
    return tuple(_dated(replace(one, **told), today) if is_meant(one) else one for one in items)


def _dated(item: Item, today: date) -> Item:
    """Return an item as reviewed today, where there is a reason that somebody could have looked at."""
    return replace(item, reviewed=today) if reading(item.why) == "text" else item


def reply(process: Process, question: Question, values: Mapping[str, str], *, limits: Limits) -> Message | None:
    """Return what to say to a weak reason before it is taken; None where the answer can stand.

    >>> from flowtrim.conversation.question_texts import about_step
    >>> pay = Step("pay", "Approve invoice")
    >>> asked = Question("step:pay:why", "step", "pay", "why", "why", about_step(pay, "why"), say("It is new."))
    >>> reply(Process("Claim", (pay,)), asked, {"why": "Because invoices must be approved."}, limits=Limits())
    'That says the name again: what would go wrong without it?'
    """
    if "why" not in values or question.kind == "process" or reading(values["why"]) == "none":
        return None
    reason, others = _reasons(process, question, values)
    words = (
        words_for(process.language, (f"{reason.name} {reason.why}",)) if question.kind == "kpi" else words_of(process)
    )
    twin = twins_of({**others, question.at: reason}, limits.near_duplicate).get(question.at)
    flaw = weakness(reason, words=words, twin=twin)
    if flaw is None:
        return None
    if flaw.code == "duplicate" and twin:
        return say("The same is said of {name}: what does only this one do?", name=quoted(twin))
    return say_of(flaw.code)


def say_of(code: str) -> Message | None:
    """Return the reply to a kind of weakness."""
    template = _REPLIES.get(code)
    return None if template is None else phrase(template)


def _reasons(process: Process, question: Question, values: Mapping[str, str]) -> tuple[Reason, dict[str, Reason]]:
    """Return the reason that was typed, as it would stand, and those of the other items of its kind."""
    if question.kind == "kpi":
        return Reason(question.at, values["why"]), {}
    items: tuple[Step | Role, ...] = process.work if question.kind == "step" else process.parties
    own = next(Reason.of(item) for item in items if item.id == question.at)
    others = {item.id: Reason.of(item) for item in items if item.id != question.at and item.why}
    serves, source = values.get("serves", own.serves), values.get("source", own.source)
    return Reason(own.name, values["why"], serves, source), others  # type: ignore[arg-type]
