"""A journal that somebody edited, whatever they wrote into it: it is refused in a sentence, and never goes on wrongly."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.conversation import Session, read_records
from flowtrim.conversation.hash_chain import linked
from flowtrim.conversation.journal_entries import Answered, Kept
from flowtrim.errors import FlowtrimError
from flowtrim.workshop.meeting import Meeting
from flowtrim.workshop.table import after_record
from tests.days import TODAY


def lines_of(*said):
    """Return the lines of a journal in which these things are said, each linked to the one before."""
    kept = []
    Session.begin(
        b"{process: P, steps: [{name: Pay}, {name: Ask}]}", file="p.yml", today=TODAY, at="1", keep=kept.extend
    )
    first = read_records(kept, file="j")
    rest = linked([("clerk", one) for one in said], after=first[-1], at="2", on="")
    return [*kept, *map(msgspec.json.encode, rest)]


def outcome(lines):
    """Go through a journal as ``ask`` and a workshop do; return what is said of one that cannot be taken."""
    try:
        records = read_records(lines, file="j")
        if records:
            Session(records, today=TODAY, keep=lambda _: None).state()
        meeting = Meeting()
        for record in records:
            meeting = after_record(meeting, record)
    except FlowtrimError as refusal:
        return str(refusal)
    return "taken."


ODD = {
    "no word": {"kind": "step"}, "a word that is a list": {"what": ["kept"]}, "a word that is null": {"what": None},
    "a field too many of ours": {"what": "kept", "kind": "step", "at": "pay", "by": 1}, "no kind": {"what": "kept", "at": "pay"},
    "a field too many of a workshop": {"what": "voted", "question": "q", "choice": "keep", "x": 1}, "a vote for nothing": {"what": "voted", "question": "q", "choice": "maybe"},
    "minus seconds": {"what": "measured", "seconds": -1}, "a line to come": {"what": "undone", "line": 99}, "a text that is far too long": {"what": "wrote", "question": "q", "text": "x" * 2000},
}  # fmt: skip


@pytest.mark.parametrize("said", ODD.values(), ids=ODD.keys())
def test_what_is_said_oddly_is_refused_or_passed_over(said):
    assert outcome(lines_of(said)).endswith((".", "…"))


@pytest.mark.parametrize("line", [b"\xff", b"\xc3(", b"[" * 100_000, b"{", b"1", b'{"n": 1}', b'"\\ud800"', b""])
def test_what_is_no_line_is_refused_with_its_number(line):
    assert outcome([*lines_of(), line]).startswith("j:2: This is no line of a journal")


values = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=6)  # fmt: skip
keys = st.sampled_from(["what", "kind", "at", "values", "verb", "to", "line", "question", "choice", "text", "role", "token", "device", "content", "file", "format", "owner", "until", "seconds", "open", "answer", "change"])  # fmt: skip
words = st.sampled_from(["opened", "filechanged", "written", "answered", "kept", "decided", "idea", "postponed", "closed", "skipped", "undone", "joined", "wrote", "voted", "asked", "revealed", "counted", "measured", "door", "handedover", "ended", "goneon", "vote"])  # fmt: skip


@given(
    st.lists(
        st.builds(lambda what, more: {**more, "what": what}, words, st.dictionaries(keys, values, max_size=4)),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_is_said_is_taken_or_refused(said):
    told = outcome(lines_of(*said))

    assert told.strip()


@given(
    st.integers(0, 2**16),
    st.integers(0, 20),
    st.sampled_from([b"", b"\xff", b'"', b"{", b"}", b"\\ud800", b"\n", b"9" * 40, b"null"]),
)
def test_a_mutilated_journal_is_taken_or_refused(place, length, piece):
    data = b"\n".join(lines_of(Answered("step", "pay", {"why": "It is owed."}), Kept("step", "ask")))
    start = place % (len(data) + 1)

    assert outcome((data[:start] + piece + data[start + length :]).split(b"\n")).strip()


def test_the_lines_of_these_tests_are_a_journal():
    assert "taken." == outcome(
        lines_of(Kept("step", "pay"), {"what": "joined", "role": "Clerk", "token": "t", "device": 1})
    )
    assert "kept" == json.loads(lines_of(Kept("step", "pay"))[-1])["said"]["what"]
