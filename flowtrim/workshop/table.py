"""The one place where a workshop is changed: what waits is checked, kept in one go, and only then confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

from flowtrim.conversation import FileChanged, Opened, Record, Session, read_records
from flowtrim.conversation.hash_chain import digest, encoded, linked
from flowtrim.conversation.journal_entries import Written, as_data, as_entry
from flowtrim.errors import FlowtrimError, OutputError
from flowtrim.formats.files import read_bytes
from flowtrim.formats.journal import Journal, journal_beside, read_journal
from flowtrim.sentences import say
from flowtrim.workshop.acts import Act, Asked, Done, as_act
from flowtrim.workshop.meeting import Meeting, RefusedError
from flowtrim.workshop.screen_pictures import Look

_AT_MOST_EVERY = 0.1
"""Seconds between two words to the screens: nobody sees more, and fifty screens would fetch for nothing."""


class Doing(Struct, frozen=True):
    """Something that waits to be kept: what was done, by which device in which role."""

    done: Done
    device: int
    who: str
    kept: asyncio.Future[Record]

    @property
    def data(self) -> dict[str, Any]:
        """What stands in the journal."""
        return {**as_data(self.done), "device": self.device}  # type: ignore[arg-type]

    def refuse(self, refusal: Exception) -> None:
        """Tell whoever waits that it does not count."""
        if not self.kept.done():
            self.kept.set_exception(refusal)

    def confirm(self, record: Record) -> None:
        """Tell whoever waits that it is safe."""
        if not self.kept.done():
            self.kept.set_result(record)


class Table:
    """A workshop that is going on.

    ``talk`` is the conversation as it counts now, and ``look`` what screens show of it. ``version`` counts what screens
    must fetch, and ``problem`` is what all of them say once nothing can be kept any more.
    """

    def __init__(self, file: str, journal: Journal, *, today: date) -> None:
        """Take up a session where its journal ended, or begin one; a file that was edited meanwhile counts as it is.

        Raises:
            InvalidFileError: the file cannot be read as a process.
            JournalError: the journal was edited, or is not one.
            OutputError: it cannot be written.
        """
        self.file, self.today = Path(file), today
        self.version, self.problem = 1, ""
        self._journal, self._queue = journal, asyncio.Queue[Doing]()
        self._news = asyncio.Event()
        self.records = list(read_records(journal.lines, file=str(journal.path)))
        self._catch_up(read_bytes(self.file))
        self._tell_records()

    def _tell_records(self) -> None:
        """Take up the meeting and the conversation as the lines so far leave them."""
        self.meeting = Meeting()
        for record in self.records:
            self.meeting = after_record(self.meeting, record)
        self._take_up(self._talk_of(self.records))

    def _take_up(self, talk: Session) -> None:
        self.talk, self.look = talk, Look(talk)

    def _catch_up(self, content: bytes) -> None:
        """Begin with the file as it is, or note that it reads otherwise than the journal says."""
        known = [one.entry for one in self.records]
        standing = [one.content for one in known if isinstance(one, Opened | FileChanged | Written)]
        if not standing:
            self.keep([("facilitator", as_data(Opened(self.file.name, content)))], on=content)
        elif standing[-1] != content:
            self.keep([("facilitator", as_data(FileChanged(content)))], on=content)

    def keep(self, sayings: Sequence[tuple[str, Mapping[str, Any]]], *, on: bytes) -> tuple[Record, ...]:
        """Write lines, and return once they are on the disk.

        Raises:
            OutputError: they could not be kept.
        """
        last = self.records[-1] if self.records else None
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        records = linked(sayings, after=last, at=now, on=digest(on))
        self._journal.append([encoded(record) for record in records])
        self.records.extend(records)
        return records

    def _talk_of(self, records: Sequence[Record]) -> Session:
        """Return the conversation in some lines; what only a workshop understands is left out of it."""
        said = [record for record in records if as_act(record.said) is None]
        return Session(said, today=self.today, keep=_no_other_writer)

    @property
    def is_file_changed(self) -> bool:
        """Whether somebody else changed the process file since it was read."""
        with suppress(OSError):
            return self.talk.changed_meanwhile(self.file.read_bytes())
        return True

    async def do(self, done: Done, *, device: int = 0, who: str = "facilitator") -> Record:
        """Do something, and return once it is on the disk.

        Raises:
            RefusedError: it cannot be done now.
            OutputError: it could not be kept, so it does not count.
        """
        if self.problem:
            raise OutputError(self.problem)
        kept: asyncio.Future[Record] = asyncio.get_running_loop().create_future()
        await self._queue.put(Doing(done, device, who, kept))
        return await kept

    async def write(self) -> None:
        """Keep what waits, for as long as the workshop lasts: one write and one sync for all of it."""
        while True:
            waiting = [await self._queue.get()]
            while not self._queue.empty():
                waiting.append(self._queue.get_nowait())
            await self._commit(waiting)

    async def _commit(self, waiting: Sequence[Doing]) -> None:
        """Check what waits in its order, each upon what the ones before it would leave; then keep it in one go."""
        meeting, talk, taken = self.meeting, self.talk, list[Doing]()
        for one in waiting:
            try:
                tried = meeting.after(one.done, device=one.device, line=len(self.records) + len(taken) + 1)
                talk = self._talked(talk, one, taken)
            except FlowtrimError as refusal:
                one.refuse(refusal)
            else:
                meeting = tried
                taken.append(one)
        if taken:
            await self._confirm(taken, meeting, talk)

    def _talked(self, talk: Session, one: Doing, taken: Sequence[Doing]) -> Session:
        """Return the conversation after something was said; what the process does not allow is refused."""
        if isinstance(one.done, Asked) and not any(question.key == one.done.question for question in talk.questions):
            raise RefusedError(say("There is no such question."))
        if isinstance(one.done, Act):
            return talk
        line = len(self.records) + len(taken) + 1
        after = self._talk_of([*talk.records, Record(line, "", one.who, one.data, "", "")])
        if len(after.result.lost) > len(talk.result.lost):
            raise RefusedError(after.result.lost[-1])
        return after

    async def _confirm(self, taken: Sequence[Doing], meeting: Meeting, talk: Session) -> None:
        sayings = [(one.who, one.data) for one in taken]
        try:
            records = await asyncio.to_thread(self.keep, sayings, on=self.talk.standing)
        except OutputError as refusal:
            self.problem = str(refusal)
            self._tell_screens()
            for one in taken:
                one.refuse(OutputError(self.problem))
            return
        self.meeting = meeting
        if talk is not self.talk:
            self._take_up(talk)
        self._tell_screens()
        for one, record in zip(taken, records, strict=True):
            one.confirm(record)

    def _tell_screens(self) -> None:
        self.version += 1
        self._news.set()
        self._news.clear()

    async def changed_since(self, version: int, *, patience: float) -> int:
        """Wait until there is something newer than a version, at most so many seconds, and return the newest."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self.version == version:
                    await self._news.wait()
            await asyncio.sleep(_AT_MOST_EVERY)
        return self.version


class PlayedBack(Table):
    """A session that is over, told again on the room's screen: it stands at one line of its journal, and takes nothing.

    ``line`` is how many lines are told so far, ``lines`` how many there are.
    """

    def __init__(self, file: str, *, today: date) -> None:
        """Begin at the first line of the journal beside a file.

        Raises:
            JournalError: the journal was edited, or is not one.
            OutputError: there is none, or it cannot be read.
        """
        self.file, self.today = Path(file), today
        self.version, self.problem, self.line = 1, "", 1
        self._news = asyncio.Event()
        path = journal_beside(file)
        self._all = read_records(read_journal(path)[0], file=str(path))
        if not self._all:
            raise OutputError(f"{path} holds no session.")
        self.step(0)

    @property
    def lines(self) -> int:
        """How many lines there are to tell."""
        return len(self._all)

    @property
    def is_file_changed(self) -> bool:
        """Never: what the file reads today does not matter here."""
        return False

    def step(self, by: int) -> None:
        """Go so many lines on, or back."""
        self.line = max(1, min(self.lines, self.line + by))
        self.records = list(self._all[: self.line])
        self._tell_records()
        self._tell_screens()

    async def do(self, done: Done, *, device: int = 0, who: str = "facilitator") -> Record:  # noqa: ARG002 - none counts
        """Refuse: nothing can be said in a session that is over."""
        raise RefusedError(say("This session is told again: nothing can be said in it."))

    async def write(self) -> None:
        """Keep nothing, for there is nothing to keep."""


def after_record(meeting: Meeting, record: Record) -> Meeting:
    """Return where a workshop stands after a line of its journal; a line of another door changes nothing."""
    done = as_act(record.said) or as_entry(record.said)
    device = record.said.get("device", 0)
    if done is None or not isinstance(device, int):
        return meeting
    return meeting.after(done, device=device, line=record.n)


def token_hash(token: str) -> str:
    """Return what is kept of a device's secret: enough to know it again, too little to become it."""
    return sha256(token.encode()).hexdigest()


def _no_other_writer(lines: Sequence[bytes]) -> None:
    """Refuse to write: the table itself is the only writer of its journal."""
    raise OutputError(f"{len(lines)} lines were to be written past the one writer.")
