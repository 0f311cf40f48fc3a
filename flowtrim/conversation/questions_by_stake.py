"""The agenda of a conversation: what to ask, the most at stake first, and as much as fits the time there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.conversation.question_texts import (
    Question,
    Topic,
    about_kpi,
    about_process,
    about_role,
    about_step,
    role_facts,
    step_facts,
)
from flowtrim.measures import Survey
from flowtrim.measures.answers import reading
from flowtrim.measures.justification import Reasons, asked_roles, to_be_asked
from flowtrim.measures.stakes import stakes
from flowtrim.model import BINDING, Kpi, Process, Role, Step
from flowtrim.sentences import Message, say

UNASKED = 3
"""How grave it is that nobody was asked yet."""
_MIGHT = say("What others can do as well, they might do.")
_WAITS = say("Who may decide nothing waits for somebody who may.")
_STANDS = say("It has a reason; once a year somebody says whether it still holds.")


def all_questions(survey: Survey) -> tuple[Question, ...]:
    """Return every question that there is to ask of a process today, in the order in which to ask them.

    First what was left open last time, then the whole, then what has no reason that counts, by what is at stake
    (handoffs of a case, seconds told, hours and cost a year; of equal ones the worst reason first), and last whether
    the reasons that are there still hold.

    What follows from an answer (whom it serves, what it delivers, the law) stands right behind its why.

    >>> from datetime import date
    >>> from flowtrim.model import Process
    >>> claim = Process("Claim", (Step("pay", "Pay", owner="Bank"),), why="Staff get back what they spent.")
    >>> [question.key for question in all_questions(Survey(claim, today=date(2026, 3, 2)))][:3]
    ['process::customer', 'process::promise', 'process::owner']
    """
    asking = _Asking(survey)
    groups = [*asking.of_steps(), *asking.of_roles(), *asking.of_kpis()]
    groups.sort(key=_order)
    return (*asking.left_open(), *asking.of_process(), *(question for group in groups for question in group))


class Chosen(Struct, frozen=True):
    """Whether a question is one of those that were asked for; ``left`` do not fit the time."""

    process: Process
    role: str | None = None
    unasked: set[str] | None = None
    kpis: bool = False
    fitting: frozenset[str] | None = None
    left: int = 0

    def __call__(self, question: Question) -> bool:
        """Whether it is to be asked."""
        if self.fitting is not None and question.key not in self.fitting:
            return False
        if self.kpis and question.kind != "kpi":
            return False
        if self.unasked is not None and (question.kind not in ("step", "role") or question.at not in self.unasked):
            return False
        return self.role is None or self._is_of_role(question)

    def _is_of_role(self, question: Question) -> bool:
        if question.kind == "step":
            return self.process.step(question.at).owner == self.role
        return question.kind == "role" and question.at == self.role


def within(questions: Iterable[Question], minutes: float) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """Return the questions that fit a length, in their order, and those that are left for another day."""
    asked: list[Question] = []
    left: list[Question] = []
    for question in questions:
        minutes -= question.minutes
        (asked if minutes >= 0 and not left else left).append(question)
    return tuple(asked), tuple(left)


def _order(group: list[Question]) -> tuple[Any, ...]:
    first = group[0]
    return (first.topic == "still", *first.stake.order, -first.severity)


class _Asking:
    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._process = survey.told
        self._stakes = stakes(survey)
        self._asked = to_be_asked(self._process, survey.justification.unasked)

    def left_open(self) -> Iterator[Question]:
        for number, one in enumerate(self._process.questions, 1):
            owner = self._process.role(one.owner).name if one.owner else None
            because = say("It was left open.")
            if owner and one.until:
                because = say("{role} was to find out by {day}.", role=owner, day=one.until.isoformat())
            text = Message(one.question, "{text}", {"text": one.question})
            yield Question(f"process::open-{number}", "process", "", "open", "", text, because)

    def of_process(self) -> Iterator[Question]:
        process = self._process
        missing: list[tuple[Topic, str | None]] = [
            ("why", process.why),
            ("customer", process.customer),
            ("promise", "text" if process.promise else None),
            ("owner", process.owner),
        ]
        because = say("Without it nobody can say whether a step is needed.")
        for topic, said in missing:
            if reading(said) != "text":
                yield Question(f"process::{topic}", "process", "", topic, topic, about_process(process, topic), because)

    def of_steps(self) -> Iterator[list[Question]]:
        graph = self._survey.graph
        for step in self._process.work:
            before = [self._process.step(one).name for one in graph.work_before[step.id]]
            after = [self._process.step(one).name for one in graph.work_after[step.id]]
            because, severity = _because(self._survey.justification, step, is_explained=step.id not in self._asked)
            topic: Topic = "why" if severity else "still"
            partner = self._process.role(step.owner) if step.owner and self._process.is_by_partner(step) else None
            question = Question(
                f"step:{step.id}:{topic}", "step", step.id, topic, "why",
                about_step(step, topic, partner=partner),
                because, self._stakes.of_step(step.id), step_facts(self._process, step, before, after), "why-missing",
                severity,
            )  # fmt: skip
            yield [question, *self._more_of_step(question, step)]

    def _more_of_step(self, first: Question, step: Step) -> Iterator[Question]:
        unsourced = step.serves in BINDING and not step.source
        wanted: list[tuple[Topic, str, bool, Message]] = [
            ("serves", "serves", step.serves is None, say("A reason is for somebody: who is it?")),
            ("source", "source", unsourced, say("It is said to be required, and nothing says where.")),
            ("delivers", "outputs", not step.outputs, say("What nobody takes, nobody would miss.")),
        ]
        for topic, field, missing, because in wanted:
            if missing:
                text = about_step(step, topic)
                key = f"step:{step.id}:{topic}"
                yield replace(first, key=key, topic=topic, field=field, text=text, because=because, rule=None)

    def of_roles(self) -> Iterator[list[Question]]:
        for role in asked_roles(self._process):
            mine = [step.name for step in self._process.work if step.owner == role.id]
            because, severity = _because(self._survey.justification.roles, role)
            topic: Topic = "why" if severity else "still"
            question = Question(
                f"role:{role.id}:{topic}", "role", role.id, topic, "why", about_role(role, topic),
                because, self._stakes.of_role(role.id), role_facts(mine), "who-unjustified", severity,
            )  # fmt: skip
            yield [question, *self._more_of_role(question, role)]

    def _more_of_role(self, first: Question, role: Role) -> Iterator[Question]:
        wanted: list[tuple[Topic, str, bool, Message, str]] = [
            ("can", "skills", role.skills is None, _MIGHT, "who-one-step"),
            ("may", "may", role.may is None, _WAITS, "who-no-authority"),
        ]
        for topic, field, missing, because, rule in wanted:
            if missing:
                text, key = about_role(role, topic), f"role:{role.id}:{topic}"
                yield replace(first, key=key, topic=topic, field=field, text=text, because=because, rule=rule)

    def of_kpis(self) -> Iterator[list[Question]]:
        for kpi, audit in zip(self._process.kpis, self._survey.kpis, strict=True):
            missing = [topic for topic in ("what", "why", "action") if topic in audit.missing]
            group = [_about_kpi(kpi, topic, say("Nobody has written it down.")) for topic in missing]
            if audit.weak is not None and "why" not in missing:
                group.append(_about_kpi(kpi, "why", say("Its reason does not say what it is good for.")))
            if not group:
                because = say("Nobody explained anew for long what this figure is for.")
                group = [_about_kpi(kpi, "still", because)]
            yield group


def _about_kpi(kpi: Kpi, topic: Any, because: Message) -> Question:
    field = "why" if topic == "still" else topic
    key = f"kpi:{kpi.name}:{topic}"
    return Question(key, "kpi", kpi.name, topic, field, about_kpi(kpi, topic), because, rule="kpi-stale")


def _because(reasons: Reasons, item: Step | Role, *, is_explained: bool = False) -> tuple[Message, int]:
    """Return why an item is asked about now, and how bad that is: 0 where it has a reason that counts.

    What leads to it explains some steps of which nobody was asked.
    """
    if reading(item.why) == "none":
        return say("Somebody was asked, and had no answer."), 4
    if item.id in reasons.weak:
        return say("Its reason does not say what it is good for."), 2
    if item.id in reasons.expired:
        return say("Nobody has confirmed its reason for over a year."), 1
    if item.id in reasons.unasked and not is_explained:
        return say("Nobody has said yet what it is for."), UNASKED
    if reading(item.why) == "absent":  # though something else needs it, or leads to it
        return say("Nobody has said yet what it is for."), 1
    return _STANDS, 0
