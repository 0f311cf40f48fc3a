"""A conversation about a file: begun or gone on with, held against the file as it is, and written back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shlex import quote

from msgspec import Struct

from flowtrim.cli.asking import Asking, Leaving, now
from flowtrim.cli.command_group import say as tell
from flowtrim.cli.effective_settings import Prevailing
from flowtrim.cli.paths import STDIN, single
from flowtrim.cli.written import written
from flowtrim.conversation import FileChanged, Session, Written, read_records
from flowtrim.conversation.questions_by_stake import UNASKED, Chosen, within
from flowtrim.conversation.replay import role_of
from flowtrim.conversation.session import PLAN
from flowtrim.errors import FlowtrimError, OutputError, UnknownNameError
from flowtrim.formats import read, rewrite, rewrite_file, write_unnamed
from flowtrim.formats.files import decode, encode_like, read_bytes
from flowtrim.formats.journal import Journal, journal_beside
from flowtrim.measures import Survey
from flowtrim.reports.question_screen import closing_lines, opening_lines
from flowtrim.sentences import did_you_mean, messages, nearest, say

FACILITATOR = "facilitator"
"""The role that answers, where nobody says which."""


class Talk(Struct, frozen=True, kw_only=True):
    """What is to be asked of which file; by default everything."""

    file: str
    role: str | None = None
    unasked: bool = False
    kpis: bool = False
    hours: float | None = None
    who: str = FACILITATOR
    plan: str | None = None
    settings: Prevailing
    today: date

    def carry_out(self) -> int:
        """Ask until nothing is left or somebody leaves; then write what was said."""
        self._check()
        with Journal(journal_beside(self.file)) as journal, self._told(journal):
            session = self._session(journal)
            asking = Asking(session, messages(session.process.language), who=self.who, chosen=self._chosen(session))
            if not self._held_against_the_file(session, asking):
                return 0
            self._opening(session, asking, journal)
            try:
                asking.run()
                if session.said:
                    self._close(session, asking)
            except Leaving:
                self._keep_for_later(asking)
        return 0

    def _check(self) -> None:
        if self.file == STDIN:
            raise OutputError("Answers are written into a file, so standard input cannot be asked about.")
        document = read(single(self.file), today=self.today)
        if document.source is not None:
            raise OutputError(f"{self.file}: answers are written into a YAML file; convert the process to one first.")

    @contextmanager
    def _told(self, journal: Journal) -> Iterator[None]:
        """Say of a failure that what was confirmed before is safe."""
        if journal.torn:
            tell(f"{journal.path}: the last line was never finished, so nobody was told that it counts; it is dropped.")
        try:
            yield
        except OutputError:
            tell(f"What was kept before is safe in {journal.path}.")
            raise

    def _session(self, journal: Journal) -> Session:
        limits = self.settings.of(self.file).limits
        if not journal.lines:
            content = read_bytes(self.file)
            return Session.begin(
                content, file=Path(self.file).name, today=self.today, at=now(), keep=journal.append, limits=limits
            )
        records = read_records(journal.lines, file=str(journal.path))
        session = Session(records, today=self.today, keep=journal.append, limits=limits)
        if session.document.file != Path(self.file).name:
            raise OutputError(f"{journal.path} is the journal of {session.document.file}, and not of {self.file}.")
        return session

    # --- which questions -------------------------------------------------------------------------------------------

    def _chosen(self, session: Session) -> Chosen:
        role = self._role(session)
        unasked = (
            {q.at for q in session.questions if q.topic == "why" and q.severity == UNASKED} if self.unasked else None
        )
        chosen = Chosen(session.process, role, unasked, self.kpis)
        if self.hours is None:
            return chosen
        asked, left = within((q for q in session.agenda if chosen(q)), self.hours * 60)
        return Chosen(session.process, role, unasked, self.kpis, frozenset(q.key for q in asked), len(left))

    def _role(self, session: Session) -> str | None:
        if self.role is None:
            return None
        role = role_of(session.process, self.role)
        names = [one.name for one in session.process.parties]
        if role not in {one.id for one in session.process.parties}:
            raise UnknownNameError(f"There is no role '{self.role}'.{did_you_mean(nearest(self.role, names))}")
        return role

    # --- beginning and end -------------------------------------------------------------------------------------------

    def _opening(self, session: Session, asking: Asking, journal: Journal) -> None:
        left = asking.chosen.left
        asking.tell(opening_lines(session, asking.saying, journal=str(journal.path), left=left))

    def _held_against_the_file(self, session: Session, asking: Asking) -> bool:
        """Whether to go on, where the file was changed since."""
        content = read_bytes(self.file)
        if session.written_on and session.written_on[:10] < self.today.isoformat():
            session.again(content, who=self.who, at=now())
        if not session.changed_meanwhile(content):
            return True
        lost = session.against(content)
        asking.tell([asking.saying(say("The file was changed since. What was said is held against it as it is now."))])
        if lost:
            asking.tell([asking.saying(say("This no longer applies:")), *map(asking.saying, lost)])
            if not self._goes_on(session, asking):
                return False
        session.take([(self.who, FileChanged(content))], at=now())
        return True

    def _goes_on(self, session: Session, asking: Asking) -> bool:
        """Whether to go on although something no longer applies; else it may be saved beside the file as it was."""
        typed = asking.hear(asking.saying(say("y go on with the file as it is now, b save it beside the file, n stop")))
        if asking.means_yes(typed):
            return True
        if typed.lower() == "b":
            text = rewrite(session.document, session.signed(self.plan or PLAN))
            self._save_beside(encode_like(session.standing, text))
        else:
            asking.tell([asking.saying(say("Nothing was changed. What was said stays in the journal."))])
        return False

    def _save_beside(self, data: bytes) -> None:
        beside = f"{Path(self.file).with_suffix('')}-asked.yml"
        write_unnamed(beside, data)
        tell(f"What was said is written beside it, as {beside}.")

    def _close(self, session: Session, asking: Asking) -> None:
        """Tell what came of it and write it, where that is wanted."""
        _ = asking.saying
        told = Survey(session.result.after, today=self.today, limits=session.limits).elevator
        speech = told.text if told.rides == 1 else ""
        asking.tell(closing_lines(session, speech, _))
        if not asking.agrees(say("Write the answers into the file? y or n")):
            self._keep_for_later(asking)
            return
        problem = (
            asking.hear(_(say("Which problem is this to solve? (empty: not said)"))) if session.result.changes else ""
        )
        self._write(session, problem or None)

    def _keep_for_later(self, asking: Asking) -> None:
        command = f"flowtrim ask {quote(self.file)}"
        asking.tell(
            [asking.saying(say("Nothing was written. Go on whenever you like with: {command}", command=command))]
        )

    def _write(self, session: Session, problem: str | None) -> None:
        name = session.plan_name(self.plan or PLAN)
        text = rewrite(session.document, session.signed(name, problem=problem))
        data = encode_like(session.standing, text)
        try:
            rewrite_file(self.file, read=decode(session.standing, file=self.file), text=text)
        except FlowtrimError as refusal:
            tell(str(refusal))
            self._save_beside(data)
            return
        session.take([(self.who, Written(data, name))], at=now())
        tell(written(self.file, session.process.language))
