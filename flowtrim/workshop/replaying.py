"""A session told again from its journal, line by line, with the figures after each decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flowtrim.conversation import Decided, Session, read_records
from flowtrim.errors import OutputError
from flowtrim.formats.journal import journal_beside, read_journal
from flowtrim.workshop.acts import as_act

_KEPT_APART = {"what", "device", "token", "content", "choice"}
"""What is not told again: who voted what is nobody's business, and bytes are no words."""


def told_again(file: str, *, today: date) -> Iterator[str]:
    """Yield a line for each thing that was said or done.

    Raises:
        JournalError: the journal was edited.
        OutputError: there is none, or it cannot be read.
    """
    path = journal_beside(file)
    lines, _ = read_journal(path)
    records = read_records(lines, file=str(path))
    if not records:
        raise OutputError(f"{path} holds no session.")
    for place, record in enumerate(records, 1):
        parts = (f"{key} {value}" for key, value in record.said.items() if key not in _KEPT_APART and value)
        yield f"{record.n}  {record.at[:19]}  {record.who}  {record.said['what']}  {', '.join(parts)}".rstrip()
        if isinstance(record.entry, Decided):
            said = [one for one in records[:place] if as_act(one.said) is None]
            was, now = Session(said, today=today, keep=lambda _: None).figures
            handoffs = f"{was.handoffs} → {now.handoffs} handoffs"
            yield f"      {was.steps} → {now.steps} steps, {handoffs}, {round(now.seconds)} s"
