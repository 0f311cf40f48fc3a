"""The conversation: why is each step, role and KPI there? Questions, answers, decisions, and their journal as meaning.

A ``Session`` is one conversation. Whoever leads it (a terminal, a checklist, a workshop) shows its ``agenda`` and hands
what people say to ``take``, which has the lines kept before anything counts. Nothing here reads or writes a file.
"""

from flowtrim.conversation.answering import reply
from flowtrim.conversation.hash_chain import JournalError, Record, read_records
from flowtrim.conversation.journal_entries import (
    Answered,
    Closed,
    Decided,
    Entry,
    FileChanged,
    Idea,
    Kept,
    Opened,
    Postponed,
    Skipped,
    Undone,
    Written,
)
from flowtrim.conversation.objections import misfit, objections
from flowtrim.conversation.question_texts import Question
from flowtrim.conversation.replay import Result, replay
from flowtrim.conversation.session import Session

__all__ = [
    "Answered",
    "Closed",
    "Decided",
    "Entry",
    "FileChanged",
    "Idea",
    "JournalError",
    "Kept",
    "Opened",
    "Postponed",
    "Question",
    "Record",
    "Result",
    "Session",
    "Skipped",
    "Undone",
    "Written",
    "misfit",
    "objections",
    "read_records",
    "replay",
    "reply",
]
