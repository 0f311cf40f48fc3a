"""What people do in a workshop beside what they say in any conversation, as data for the journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias, get_args

from msgspec import Meta, Struct, ValidationError

from flowtrim.conversation import Answered, Decided, Entry, Idea, JournalError, Kept, Postponed, Undone
from flowtrim.conversation.journal_entries import by_tag, told_as

Choice = Literal["keep", "drop", "change", "unsure"]
CHOICES: tuple[Choice, ...] = get_args(Choice)

LONGEST_TEXT = 1000
"""Signs of an answer or an idea: what is longer is not read on a projector."""

Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Name = Annotated[str, Meta(max_length=200)]


class Act(Struct, frozen=True, tag_field="what", tag=str.lower, forbid_unknown_fields=True):
    """Anything that is done."""


class Joined(Act, frozen=True):
    """A device joined as a role, or as a guest where the role is empty; ``token`` is the hash of its secret."""

    role: Name
    token: Name


class Wrote(Act, frozen=True):
    """Somebody answered silently; an empty text means: nothing to say, and counts as answered."""

    question: Name
    text: Text


class Voted(Act, frozen=True):
    """Somebody voted on what is to become of a step or role."""

    question: Name
    choice: Choice


class AskLater(Act, frozen=True):
    """Somebody wishes that a question waits for a person who is not in the room."""

    question: Name


class Asked(Act, frozen=True):
    """The facilitator turned the room to a question, named by its key."""

    question: Name


class Revealed(Act, frozen=True):
    """The answers to the question are shown to everybody, all at once."""


class VoteCalled(Act, frozen=True):
    """The room is asked to vote."""


class Counted(Act, frozen=True):
    """The vote is over, and its totals are shown."""


class Measured(Act, frozen=True):
    """Somebody read the process aloud, and it took that many seconds."""

    seconds: Annotated[float, Meta(gt=0, lt=36000)]


class Door(Act, frozen=True):
    """Further devices may join, or not any more."""

    open: bool


class HandedOver(Act, frozen=True):
    """Another device leads from now on; 0 is whoever has the secret of the terminal."""

    device: int


class Ended(Act, frozen=True):
    """The session is over."""


class GoneOn(Act, frozen=True):
    """A session that was over goes on."""


OfParticipant: TypeAlias = Wrote | Voted | AskLater | Idea
OfFacilitator: TypeAlias = (
    Asked | Revealed | VoteCalled | Counted | Measured | Door | HandedOver | Ended | GoneOn
    | Answered | Kept | Decided | Postponed | Undone
)  # fmt: skip
Done: TypeAlias = Entry | Act

_ACTS = by_tag(Act.__subclasses__())


def as_act(data: Mapping[str, Any]) -> Act | None:
    """Return what plain data of a journal says was done; None where it is not ours.

    Raises:
        JournalError: it is ours, and not as it should be.

    >>> as_act({"what": "voted", "question": "step:pay:why", "choice": "keep", "device": 3})
    Voted(question='step:pay:why', choice='keep')
    >>> as_act({"what": "kept", "kind": "step", "at": "pay"})
    """
    try:
        return told_as({key: value for key, value in data.items() if key != "device"}, _ACTS)
    except ValidationError as refusal:
        raise JournalError(
            f"A line of the journal says what was done in a way that is not ours: {refusal}."
        ) from refusal
