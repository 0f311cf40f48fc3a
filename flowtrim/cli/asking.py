"""The conversation at the keyboard: a plain loop of a question, a line typed, and what comes of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime

import click

from flowtrim.cli.output import terminal_width
from flowtrim.conversation import (
    Answered,
    Closed,
    Decided,
    Entry,
    Idea,
    JournalError,
    Kept,
    Postponed,
    Question,
    Session,
    Skipped,
    misfit,
    objections,
    reply,
)
from flowtrim.conversation.questions_by_stake import Chosen
from flowtrim.conversation.replay import role_of, with_roles
from flowtrim.reports.media.text_lines import inert, washed, wrapped
from flowtrim.reports.question_screen import Saying, choice_lines, question_lines
from flowtrim.sentences import did_you_mean, nearest, quoted, say


class Leaving(Exception):  # noqa: N818 - nothing went wrong
    """Somebody wants to leave, for now."""


class Asking:
    """Asks one question after the other until there are no more, or somebody leaves."""

    def __init__(self, session: Session, _: Saying, *, who: str, chosen: Chosen) -> None:
        self._session = session
        self.saying = self._ = _
        self._who = who
        self.chosen = chosen
        self._asked = 0
        self._next: str | None = None
        self._done = False
        self._letters: dict[str, Callable[[Question], Entry | None]] = {
            "k": lambda one: Kept(one.kind, one.at),
            "d": self._drop,
            "a": self._assign,
            "m": self._merge,
            "v": self._move,
            "l": self._later,
            "i": self._idea,
            "s": lambda one: Skipped(one.key),
        }

    @property
    def questions(self) -> list[Question]:
        """What is still to be asked."""
        return [question for question in self._session.agenda if self.chosen(question)]

    def run(self) -> None:
        """Ask until nothing is left, or somebody has enough.

        Raises:
            Leaving: the answers ended, or somebody pressed Ctrl-C.
        """
        passed: set[str] = set()
        while not self._done and (ahead := self._ahead(passed)):
            question = next((one for one in ahead if one.key == self._next), ahead[0])
            self._next = None
            self._asked += 1
            self.tell(question_lines(self._session, question, self._, number=self._asked, ahead=ahead))
            self.tell(choice_lines(question, self._))
            if isinstance(said := self._answer(question), Skipped):
                passed.add(question.key)
            if said is not None and self._take(said):
                self.tell([self._(say("Kept."))])

    def _ahead(self, passed: set[str]) -> list[Question]:
        return [one for one in self.questions if one.key not in passed or one.key == self._next]

    def tell(self, paragraphs: Iterable[str]) -> None:
        """Print paragraphs, wrapped to the terminal."""
        for paragraph in paragraphs:
            lines = wrapped(inert(washed(paragraph)), terminal_width()) if paragraph else [""]
            click.echo("\n".join(lines))

    def hear(self, prompt: str) -> str:
        """Return a line that somebody types.

        Raises:
            Leaving: the answers ended, or somebody pressed Ctrl-C.
        """
        try:
            text: str = click.prompt(inert(washed(prompt)), default="", show_default=False, prompt_suffix="> ")
        except click.Abort as stop:
            click.echo()
            raise Leaving from stop
        return text.strip()

    # --- one answer ------------------------------------------------------------------------------------------------

    def _answer(self, question: Question) -> Entry | None:
        """Return what somebody says to a question; None where it has to be asked again."""
        while True:
            typed = self.hear("")
            letter = typed.lower() if len(typed) == 1 else ""
            if letter == "q":
                self._done = True
                return None
            if letter == "?":
                self._explain(question)
            elif letter == "u":
                self._undo()
                return None
            elif letter == "j":
                self._jump()
                return None
            elif letter in self._letters and self._may(question, letter):
                return self._letters[letter](question)
            elif len(typed) > 1 and question.field:
                return self._reason(question, typed)
            elif len(typed) > 1:
                return Closed(str(question.text), typed)
            else:
                self.tell([self._(say("Type a sentence or one of the letters above; s skips it."))])

    def _may(self, question: Question, letter: str) -> bool:
        allowed = {"step": "kdamvlis", "role": "kdlis"}.get(question.kind, "klis" if question.kind == "kpi" else "lis")
        return letter in allowed

    def _reason(self, question: Question, typed: str) -> Entry:
        """Return an answer; a weak reason is told at once, and may be said better or left as it is."""
        while True:
            values = {question.field: typed.lower() if question.field == "serves" else typed}
            told = reply(self._session.result.process, question, values, limits=self._session.limits)
            if told is None:
                return Answered(question.kind, question.at, values)
            self.tell([self._(told)])
            better = self.hear(self._(say("Say it better, or press Enter to leave it so")))
            if not better:
                return Answered(question.kind, question.at, values)
            typed = better

    def _take(self, said: Entry) -> bool:
        try:
            self._session.take([(self._who, said)], at=now())
        except JournalError as refusal:
            self.tell([self._(refusal.args[0])])
            return False
        return True

    def _undo(self) -> None:
        last = self._session.last_said
        if last is None:
            self.tell([self._(say("There is nothing to take back yet."))])
            return
        self._session.undo(last[0], who=self._who, at=now())
        self.tell([self._(say("The last answer is taken back."))])

    def _jump(self) -> None:
        questions = self.questions
        self.tell(f"{number} {self._(one.text)}" for number, one in enumerate(questions, 1))
        typed = self.hear(self._(say("Number of the question")))
        if typed.isdecimal() and 1 <= int(typed) <= len(questions):
            self._next = questions[int(typed) - 1].key

    def _explain(self, question: Question) -> None:
        if question.rule is None:
            self.tell([self._(question.because)])
            return
        from flowtrim.reports.media.terminal import write_markdown
        from flowtrim.reports.rules_and_settings import page
        from flowtrim.rules import find_rule

        write_markdown(page(find_rule(question.rule)), sys.stdout, colour=False, columns=terminal_width())

    # --- decisions --------------------------------------------------------------------------------------------------

    def _drop(self, question: Question) -> Entry | None:
        if question.kind == "role":
            to = self._role(say("Who takes what is left of its work? (empty: nobody)"))
            return self._decided(Decided("release", question.at, to=to or None))
        return self._decided(Decided("drop", question.at))

    def _assign(self, question: Question) -> Entry | None:
        to = self._role(say("Which role does it from now on?"))
        return self._decided(Decided("assign", question.at, to=to)) if to else None

    def _merge(self, question: Question) -> Entry | None:
        others = self._steps(self.hear(self._(say("With which steps? (numbers or names, commas between)"))))
        if not others:
            return None
        name = self.hear(self._(say("What is the one step called? (empty: as the first)")))
        to = self._role(say("Which role performs it? (empty: as the first)"))
        return self._decided(Decided("merge", question.at, to=to or None, others=others, name=name or None))

    def _move(self, question: Question) -> Entry | None:
        after = self._steps(self.hear(self._(say("After which step? (number or name)"))))
        return self._decided(Decided("move", question.at, after=after[0])) if after else None

    def _steps(self, typed: str) -> tuple[str, ...]:
        work = self._session.result.process.work
        known = {number: step_id for step_id, number in self._session.numbers.items()}
        known |= {word.casefold(): step.id for step in work for word in (step.name, step.id)}
        words = [word.strip().casefold() for word in typed.split(",") if word.strip()]
        lost = [word for word in words if word not in known]
        if lost:
            self.tell([self._(say("There is no step {name}.", name=lost[0]))])
            return ()
        return tuple(known[word] for word in words)

    def _decided(self, decision: Decided) -> Decided | None:
        """Return a decision after what it would break was said; None where somebody thinks better of it."""
        after = self._session.told_after
        named = with_roles(after, decision)
        if (why_not := misfit(after, named)) is not None:
            self.tell([self._(why_not)])
            return None
        against = objections(after, named)
        self.tell(self._(one) for one in against)
        if against and not self.agrees(say("Decide it all the same? y or n")):
            return None
        because = self.hear(self._(say("Why? (empty: no reason given)")))
        by = self._role(say("Which role sees to it? (empty: nobody yet)"))
        until = self._day(say("Until when? (as 2026-03-01; empty: no date)")) if by else None
        terms = {"because": because or None, "by": by or None, "until": until}
        return Decided(**{name: getattr(decision, name) for name in decision.__struct_fields__} | terms)

    def _role(self, question: str) -> str:
        """Return a role of the process, or a new one that somebody means to name; empty where none is named."""
        process = self._session.result.process
        known = {role.id for role in process.parties}
        while (typed := self.hear(self._(question))) and role_of(process, typed) not in known:
            guess = did_you_mean(nearest(typed, (role.name for role in process.parties)))
            self.tell([self._(say("No role is called {name} yet.{guess}", name=quoted(typed), guess=guess))])
            if self.agrees(say("Is it a new role? y or n")):
                break
        return typed

    def agrees(self, question: str) -> bool:
        """Whether somebody says yes."""
        return self.means_yes(self.hear(self._(question)))

    def means_yes(self, typed: str) -> bool:
        """Whether a word that was typed says yes, in English or in the language of the process."""
        return typed.lower() in ("y", "yes", self._(say("yes")).lower())

    def _day(self, question: str) -> date | None:
        while typed := self.hear(self._(question)):
            try:
                return date.fromisoformat(typed)
            except ValueError:
                self.tell([self._(say("This is no date; write it as in 2026-03-01."))])
        return None

    def _later(self, question: Question) -> Entry | None:
        owner = self._role(say("Which role finds out?"))
        until = self._day(say("Until when? (as 2026-03-01)")) if owner else None
        if not owner or until is None:
            self.tell([self._(say("A question for later needs a role and a day, or nobody finds out."))])
            return None
        return Postponed(question.kind, question.at, self._(question.text), owner, until)

    def _idea(self, question: Question) -> Entry | None:
        text = self.hear(self._(say("What is the idea?")))
        role = self._role(say("Which role had it? (empty: not said)")) if text else ""
        return Idea(text, question.kind, question.at, role or None, self._at_once(question)) if text else None

    def _at_once(self, question: Question) -> Decided | None:
        """Return the change that an idea is, where the room takes it at once; None where it is only noted."""
        if question.kind != "step":
            return None
        offered = say("Take it at once? d drop, a another role, m merge, v move; empty: only note it")
        letter = self.hear(self._(offered)).lower()
        change = self._letters[letter](question) if letter in ("d", "a", "m", "v") else None
        return change if isinstance(change, Decided) else None


def now() -> str:
    """Return the time for the journal, with the zone of this machine."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
