"""What to reply to a reason that says nothing: kindly, at once, by the same rules as the findings."""

from __future__ import annotations

from collections.abc import Mapping

from flowtrim.conversation.question_texts import Question
from flowtrim.measures.judging import twins_of
from flowtrim.measures.justification import words_of
from flowtrim.measures.lexicon import words_for
from flowtrim.measures.reasons import Reason, weakness
from flowtrim.model import Limits, Process, Role, Step
from flowtrim.sentences import Message, marked, quoted, say

_REPLIES = {
    "empty": marked("That is a placeholder. What would go wrong without it? If nobody knows, say “none”."),
    "tautology": marked("That says the name again: what would go wrong without it?"),
    "tradition": marked("That says since when, not what for: what is it good for today?"),
    "authority": marked("That says who wants it: which rule is it, and which harm does the rule prevent?"),
    "vague": marked("That fits everything: which mistake, which delay or which person is it about?"),
    "source": marked("Law and contract can be looked up: which article, clause or minute?"),
    "short": marked("That is very short: could the newest member explain it with these words?"),
}


def reply(process: Process, question: Question, values: Mapping[str, str], *, limits: Limits) -> Message | None:
    """Return what to say to a weak reason before it is taken; None where the answer can stand.

    >>> from flowtrim.conversation.question_texts import about_step
    >>> pay = Step("pay", "Approve invoice")
    >>> asked = Question("step:pay:why", "step", "pay", "why", "why", about_step(pay, "why"), say("It is new."))
    >>> reply(Process("Claim", (pay,)), asked, {"why": "Because invoices must be approved."}, limits=Limits())
    'That says the name again: what would go wrong without it?'
    """
    if "why" not in values or question.kind == "process":
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
    return None if template is None else Message(template, template, {})


def _reasons(process: Process, question: Question, values: Mapping[str, str]) -> tuple[Reason, dict[str, Reason]]:
    """Return the reason that was typed, as it would stand, and those of the other items of its kind."""
    if question.kind == "kpi":
        return Reason(question.at, values["why"]), {}
    items: tuple[Step | Role, ...] = process.work if question.kind == "step" else process.parties
    own = next(Reason.of(item) for item in items if item.id == question.at)
    others = {item.id: Reason.of(item) for item in items if item.id != question.at and item.why}
    serves, source = values.get("serves", own.serves), values.get("source", own.source)
    return Reason(own.name, values["why"], serves, source), others  # type: ignore[arg-type]
