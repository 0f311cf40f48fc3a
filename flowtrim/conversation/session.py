"""One conversation about one process file, from its first question to the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import count
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from flowtrim.conversation.answering import fit
from flowtrim.conversation.hash_chain import JournalError, Record, digest, encoded, linked
from flowtrim.conversation.journal_entries import (
    Answered,
    Entry,
    FileChanged,
    Opened,
    Undone,
    Written,
)
from flowtrim.conversation.question_texts import Question
from flowtrim.conversation.questions_by_stake import all_questions
from flowtrim.conversation.replay import Result, has_item, replay
from flowtrim.formats import Document, loads
from flowtrim.graph import FlowGraph, numbered, step_numbers
from flowtrim.measures import Survey
from flowtrim.model import Limits, Process
from flowtrim.redesign import Figures

Keep = Callable[[Sequence[bytes]], None]
"""Keeps lines of a journal for good: returns once they are safe, or raises."""

PLAN = "Ask why"
"""The name of the plan where nobody gives it one."""


class Session:
    """A conversation: what is asked, what was said, and what comes of it.

    ``keep`` is called with the lines of each ``take`` in one go, before anything counts: ``Journal.append`` syncs them
    with one call however many they are. ``records`` are all lines so far; ``document`` is the process file that what
    was said is held against, and ``standing`` its bytes.

    >>> kept = []
    >>> talk = Session.begin(b"{process: Refund, steps: [{name: Pay}]}", file="r.yml", today=date(2026, 3, 2),
    ...     at="2026-03-02T09:00:00", keep=kept.extend)
    >>> _ = talk.take([("clerk", Answered("step", "pay", {"why": "The customer sent the goods back."}))], at="09:05")
    >>> talk.result.process.steps[0].why, len(kept)
    ('The customer sent the goods back.', 2)
    >>> _ = talk.undo(2, who="clerk", at="09:06")
    >>> talk.result.process.steps[0].why, len(kept)
    (None, 3)
    """

    document: Document
    standing: bytes

    def __init__(self, records: Iterable[Record], *, today: date, keep: Keep, limits: Limits | None = None) -> None:
        """Go on with the lines of a journal; to begin one, see ``begin``."""
        self.records = tuple(records)
        self.today = today
        self.limits = limits or Limits()
        self._keep = keep
        self._said: dict[int, Entry] = {}
        self._plan: str | None = None
        self._reckon(self.records)

    @classmethod
    def begin(  # noqa: PLR0913 - all of them keywords
        cls, content: bytes, *, file: str, today: date, at: str, keep: Keep, limits: Limits | None = None
    ) -> Session:
        """Begin a conversation about a process file; its bytes become the first line.

        Raises:
            InvalidFileError: they cannot be read as a process.
        """
        loads(content, file=file, today=today)
        first = linked([("", Opened(file, content))], after=None, at=at, on=digest(content))
        keep([encoded(record) for record in first])
        return cls(first, today=today, keep=keep, limits=limits)

    # --- what there is -------------------------------------------------------------------------------------------

    @property
    def process(self) -> Process:
        """The process of the file as it was when last read or written, without what was said since."""
        return self.document.process

    @cached_property
    def result(self) -> Result:
        """What came of it so far."""
        return replay(self._base, list(self._said.values()), today=self.today)

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each step, as the process of the file is read; what was added since has a letter."""
        known = self._survey(self._base).numbers
        return {**known, **step_numbers(FlowGraph(self.result.after), known)}

    @property
    def told(self) -> Process:
        """The process with the answers in it, as people are told of it: with the numbers of its steps."""
        return numbered(self.result.process, self.numbers)

    @property
    def told_after(self) -> Process:
        """The same with what was decided."""
        return numbered(self.result.after, self.numbers)

    @cached_property
    def figures(self) -> tuple[Figures, Figures]:
        """The figures at the start, and now."""
        was = self._survey(self._base)
        now = self._survey(self.result.after) if self.result.after.steps else None
        return Figures.of(was), Figures.of(now) if now else Figures(0, 0, 0, 0.0, 0.0, 0)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question there is, in the order of the agenda as the conversation began, answered ones too."""
        return all_questions(self._survey(self._base))

    @property
    def agenda(self) -> tuple[Question, ...]:
        """The questions that are still open, those that were passed over last."""
        open_ones = [question for question in self.questions if not self.is_settled(question)]
        passed = self.result.skipped
        return (*(q for q in open_ones if q.key not in passed), *(q for q in open_ones if q.key in passed))

    def is_settled(self, question: Question) -> bool:
        """Whether a question needs no answer any more."""
        key = (question.kind, question.at)
        if question.topic == "open":
            return any(
                isinstance(one, Answered) and f"open:{question.text}" in one.values for one in self._said.values()
            )
        if (question.kind in ("step", "role") and not has_item(self.result.after, question.kind, question.at)) or (
            key in self.result.settled and question.kind != "process"
        ):
            return True
        return any(
            isinstance(one, Answered) and (one.kind, one.at) == key and question.field in one.values
            for one in self._said.values()
        )

    # --- what is said --------------------------------------------------------------------------------------------

    def take(self, sayings: Iterable[tuple[str, Entry | Mapping[str, Any]]], *, at: str) -> tuple[Record, ...]:
        """Keep what several roles said, in one go; returns the lines once they are safe. All of them count, or none.

        What another door says in words of its own is plain data with a word under ``what``; it is kept and passed over.

        Raises:
            JournalError: an answer cannot be taken as it is.
            Whatever ``keep`` raises: then nothing counts.
        """
        said = tuple(sayings)
        for _, one in said:
            if isinstance(one, Answered) and (problem := fit(one.kind, one.values)):
                raise JournalError(problem)
        last = self.records[-1] if self.records else None
        fresh = linked(said, after=last, at=at, on=digest(self.standing))
        self._keep([encoded(record) for record in fresh])
        self.records = (*self.records, *fresh)
        self._reckon(fresh)
        return fresh

    def undo(self, line: int, *, who: str, at: str) -> tuple[Record, ...]:
        """Take back what stands in a line; the taking back is a line of its own.

        Raises:
            JournalError: there is nothing in that line that could be taken back.
        """
        if line not in self._said:
            raise JournalError(f"There is nothing to take back in line {line} of the journal.")
        return self.take([(who, Undone(line))], at=at)

    @property
    def said(self) -> tuple[Entry, ...]:
        """Everything that was said and still counts."""
        return tuple(self._said.values())

    @property
    def last_said(self) -> tuple[int, Entry] | None:
        """The last thing that was said and still counts, with its line; None where there is none."""
        return next(reversed(self._said.items()), None)

    def again(self, content: bytes, *, who: str, at: str) -> None:
        """Begin anew in the same journal, as a year after what was said had been written."""
        self.take([(who, Opened(self._file, content))], at=at)

    @property
    def written_on(self) -> str | None:
        """The time at which all that was said had been written; None where something was said since."""
        last = self.records[-1]
        return last.at if isinstance(last.entry, Written) else None

    def changed_meanwhile(self, content: bytes) -> bool:
        """Whether the file reads otherwise than what was said is held against."""
        return content != self.standing

    def against(self, content: bytes) -> tuple[str, ...]:
        """Return what would no longer apply if the file reads so; nothing is kept.

        Raises:
            InvalidFileError: it cannot be read as a process.
        """
        base = loads(content, file=self.document.file, today=self.today).process
        return replay(base, list(self._said.values()), today=self.today).lost

    # --- what is shown and written -------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Return the state of the conversation as plain data, for pages and for tests."""
        was, now = self.figures
        return {
            "line": len(self.records),
            "before": to_builtins(was),
            "now": to_builtins(now),
            "answered": sorted(map(list, self.result.answered)),
            "kept": sorted(map(list, self.result.kept)),
            "decided": [to_builtins(one) for one in dict.fromkeys(self.result.decided.values())],
            "postponed": [to_builtins(one) for one in self.result.postponed.values()],
            "ideas": [to_builtins(one) for one in self.result.ideas],
            "open": [question.key for question in self.agenda],
            "lost": list(self.result.lost),
        }

    def signed(self, name: str = PLAN, *, problem: str | None = None, lesson: str | None = None) -> Process:
        """Return the process of the file with every answer in it, and what was decided as a plan of that name."""
        process = self.result.process
        plan = self.result.plan(self.plan_name(name), on=self.today, problem=problem, lesson=lesson)
        return replace(process, plans=(*process.plans, plan)) if plan.changes or plan.lesson else process

    def plan_name(self, wanted: str = PLAN) -> str:
        """Return the name of the plan: the one wanted, with a number where another plan of the file has it already."""
        taken = {plan.name for plan in self._base.plans}
        names = (wanted if number == 1 else f"{wanted} ({number})" for number in count(1))
        return next(name for name in names if name not in taken)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _reckon(self, fresh: Sequence[Record]) -> None:
        """Take in what lines say; what only another door understands changes nothing."""
        counts = False
        for record in fresh:
            entry = record.entry
            counts |= entry is not None
            match entry:
                case Opened() | FileChanged() | Written():
                    self._reads(entry)
                case Undone():
                    self._said.pop(entry.line, None)
                case None:
                    pass
                case _:
                    self._said[record.n] = entry
        if counts:
            for known in ("result", "figures", "numbers"):
                self.__dict__.pop(known, None)

    def _reads(self, entry: Opened | FileChanged | Written) -> None:
        """Hold what was said against the file as it reads from here on."""
        if isinstance(entry, Opened):
            self._file = entry.file
            self._said.clear()
            self._plan = None
        if isinstance(entry, Written):
            self._plan = entry.plan
        self.standing = entry.content
        self.document = loads(entry.content, file=self._file, today=self.today)
        self._base = self._without_own_plan(self.document.process)
        self.__dict__.pop("questions", None)

    def _without_own_plan(self, process: Process) -> Process:
        """Return the process without the plan that this conversation wrote: it is told anew from what was said."""
        return replace(process, plans=tuple(plan for plan in process.plans if plan.name != self._plan))

    def _survey(self, process: Process) -> Survey:
        return Survey(process, today=self.today, limits=self.limits)
