"""What is asked, and why now: each question as a whole sentence of the catalogue."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from flowtrim.conversation.journal_entries import ItemKind
from flowtrim.measures.stakes import Stake
from flowtrim.model import Kpi, Process, Role, Step
from flowtrim.sentences import Message, counted, listed, quoted, say

Topic = Literal[
    "why",
    "serves",
    "delivers",
    "source",
    "can",
    "may",
    "what",
    "action",
    "customer",
    "promise",
    "owner",
    "open",
    "still",
]
"""What of an item is asked; ``can`` is what only a role can do, ``still`` whether a reason still holds."""

MINUTES: dict[Topic, int] = {
    "why": 5, "still": 2, "open": 3, "customer": 3, "promise": 3, "owner": 2, "what": 3, "action": 2,
    "serves": 1, "delivers": 2, "source": 2, "can": 2, "may": 2,
}  # fmt: skip
"""Minutes that a question takes in a room: in the story, 43 reasons of steps and roles took four hours."""


class Question(Struct, frozen=True):
    """One question of the agenda.

    ``key`` names it in the journal, ``field`` is the field of the file that the answer goes into, ``text`` asks it and
    ``because`` says why it is asked now; ``facts`` are what one should know to answer. ``rule`` has a page about it;
    ``severity`` is the higher, the worse the reason is that is there today.
    """

    key: str
    kind: ItemKind
    at: str
    topic: Topic
    field: str
    text: Message
    because: Message
    stake: Stake = Stake()
    facts: tuple[Message, ...] = ()
    rule: str | None = None
    severity: int = 0

    @property
    def minutes(self) -> int:
        """How many minutes it takes in a room, about."""
        return MINUTES[self.topic]


def about_step(step: Step, topic: Topic, *, partner: Role | None = None) -> Message:
    """Return a question about a step, which a partner may perform."""
    name = quoted(step.name)
    match topic:
        case "serves":
            return say("Whom does {name} serve?", name=name)
        case "delivers":
            return say("What does {name} deliver, and who would notice if it stopped?", name=name)
        case "source":
            return say("What does the law or the contract say about {name}, and where?", name=name)
        case "still":
            return say("Is this still why {name} exists?", name=name)
    if partner is not None:
        return say("Why do we need {name} from {role}?", name=name, role=quoted(partner.name))
    return say("Why does {name} exist?", name=name)


def about_role(role: Role, topic: Topic) -> Message:
    """Return a question about a role: never about a person."""
    name = quoted(role.name)
    match topic:
        case "can":
            return say("What can only {name} do?", name=name)
        case "may":
            return say("What may {name} decide without asking anybody?", name=name)
        case "still":
            return say("Is this still why {name} is in this process?", name=name)
    return say("Why is {name} in this process?", name=name)


def about_kpi(kpi: Kpi, topic: Topic) -> Message:
    """Return a question about a KPI."""
    name = quoted(kpi.name)
    match topic:
        case "what":
            return say("What does {name} measure, in words that the newest member could explain?", name=name)
        case "action":
            return say("What is done when {name} moves, and by whom?", name=name)
        case "still":
            return say("Could the newest member explain {name}, and is this still why it is measured?", name=name)
    return say("Why is {name} measured?", name=name)


def about_process(process: Process, topic: Topic) -> Message:
    """Return a question about the whole."""
    name = quoted(process.name)
    match topic:
        case "customer":
            return say("Who is the customer of {name}?", name=name)
        case "promise":
            return say("What is the customer of {name} promised, and who says so?", name=name)
        case "owner":
            return say("Who answers for {name} as a whole?", name=name)
    return say("Why does {name} exist as a whole?", name=name)


def step_facts(process: Process, step: Step, before: list[str], after: list[str]) -> tuple[Message, ...]:
    """Return what one should know of a step to say why it is there."""
    owner = process.role(step.owner).name if step.owner else None
    told = [say("{role} does it.", role=owner) if owner else say("Nobody is said to do it.")]
    if before or after:
        first, last = listed(before or ["–"]), listed(after or ["–"])
        told.append(say("Before it: {before}. After it: {after}.", before=first, after=last))
    if step.outputs:
        told.append(say("It delivers: {items}.", items=listed(step.outputs)))
    if step.decisions is not None:
        made, refused = step.decisions.made, step.decisions.refused
        told.append(say("Of {made} decisions, {refused} refused.", made=made, refused=refused))
    return tuple(told)


def role_facts(steps: list[str]) -> tuple[Message, ...]:
    """Return what one should know of a role."""
    return (say("It performs {steps}: {names}.", steps=counted(len(steps), "step"), names=listed(steps, most=6)),)
