"""Every key of a process file, declared once: checks, JSON Schema and documentation read here."""

from __future__ import annotations

from typing import get_args

from flowtrim.formats.amounts import AMOUNT, COUNT, SECONDS, SHARE
from flowtrim.formats.next_field import NextValue
from flowtrim.formats.tables import Either, Field, Table
from flowtrim.formats.timing_fields import EACH, RANGE, WAITS, DeadlinesValue, RoundsValue
from flowtrim.formats.values import (
    STEP_IDS,
    TEXTS,
    Choice,
    Day,
    ListOf,
    Name,
    Text,
    Whose,
)
from flowtrim.model import END, Join
from flowtrim.model.role import ROLE_KINDS
from flowtrim.model.step import KINDS, SERVES

PERIODS = ("year", "quarter", "month", "week", "day")

WHY = Field("why", Text(), "Why it is there; `none` says that somebody was asked and had no reason.")
SERVES_WHOM = Field("serves", Choice(SERVES), "Whom or what the reason serves; law and contract need a source.")
SOURCE = Field("source", Text(), "Where the reason is written down: article, clause, minute, ticket.")
NOTE = Field("note", Text(), "Anything else worth knowing.")
REVIEWED = "When its reason was last answered for"

DECISIONS = Table(
    "the decisions",
    (
        Field("made", COUNT, "How many decisions were made.", required=True),
        Field("refused", COUNT, "How many of them refused.", default="0"),
    ),
)
VOLUME = Table(
    "a volume",
    (
        Field("cases", AMOUNT, "How many cases come.", required=True),
        Field("per", Choice(PERIODS), "In which stretch of time.", default="year"),
    ),
)
MEASURED = Table(
    "a measured ride",
    (
        Field("seconds", SECONDS, "How long somebody really took to tell the process.", required=True),
        Field("on", Day(), "When."),
    ),
)
ELEVATOR = Table(
    "the elevator",
    (
        Field("seconds", SECONDS, "How long one ride takes.", default="60"),
        Field("measured", MEASURED, "How long it really took, read aloud with a timer."),
    ),
)
TURN = Table(
    "a team",
    (
        Field("team", Whose(), "The team that the role is taken from.", required=True),
        Field("turn", Text(), "How: round-robin, by region."),
    ),
)

STEP_FIELDS = (
    Field(
        "id",
        Name("a text that is not empty, and not end", never=END),
        "What others call it.",
        default="made from the name",
    ),
    Field("name", Name(), "What is done.", default="the id"),
    Field(
        "owner",
        Whose(),
        "The role that performs it, undeclared or not; of a gateway or an event, whose lane it lies in.",
    ),
    Field("kind", Choice(KINDS), "What kind of work it is; gateways and events only route.", default="do"),
    Field("part", Text(), "The sub-process or phase it belongs to."),
    WHY,
    SERVES_WHOM,
    SOURCE,
    Field("reviewed", Day(), f"{REVIEWED}.", default="that of the process"),
    Field("inputs", TEXTS, "What it needs."),
    Field("outputs", TEXTS, "What it delivers."),
    Field("updates", TEXTS, "What it changes that was there before."),
    Field("system", Text(), "The system it is done in."),
    Field("skill", Text(), "What a role must have to do it."),
    Field("takes", RANGE, "Work time."),
    Field("waits", WAITS, "Waiting before it, and what for."),
    Field("within", DeadlinesValue(), "The time within which it has to be done, and what follows where it is not."),
    Field("every", RoundsValue(), "How often it is done, where it is done in rounds."),
    Field("each", EACH, "What it is repeated for."),
    Field("optional", SHARE, "The share of cases in which it is done at all.", default="100%"),
    Field("cost", AMOUNT, "Cost of one time, beside the work."),
    Field("with", ListOf(Whose(), what="roles"), "Who does it together with the owner."),
    Field("accountable", Whose(), "Who answers for it."),
    Field("consults", ListOf(Whose(), what="roles"), "Who is asked."),
    Field("informs", ListOf(Whose(), what="roles"), "Who is told."),
    Field("terms", Text(), "A condition that the owner imposes on those who need it."),
    Field("aliases", TEXTS, "Names of it in event logs and other files."),
    Field("calls", Text(), "The name of another process that it runs."),
    NOTE,
    Field("decisions", DECISIONS, "What an approval or a check decided so far."),
    Field("next", NextValue(), "What follows.", default="the following step of the file; the last one ends"),
    Field(
        "join",
        Choice(get_args(Join)),
        "Whether it starts for any incoming flow, or waits for all, or some.",
        default="any",
    ),
)
STEP = Table("a step", STEP_FIELDS, needs=("name", "id"))
STEP_PART = Table("what is set in a step", STEP_FIELDS, clears=True)

ROLE = Table(
    "a role",
    (
        Field("name", Name(), "What people call it.", default="the id"),
        Field("kind", Choice(ROLE_KINDS), "What it is.", default="counts as person"),
        Field("department", Text(), "Where it belongs."),
        WHY,
        SERVES_WHOM,
        SOURCE,
        Field("reviewed", Day(), f"{REVIEWED}.", default="that of the process"),
        Field("skills", TEXTS, "What it can do.", default="not declared, which is not the same as none"),
        Field("may", Text(), "What it may decide by itself, in words."),
        Field("deputy", Whose(), "The role that acts for it."),
        Field("of", Either(Whose(), TURN), "The team that it is taken from, and how."),
        Field("persons", COUNT, "How many people have the role."),
        Field("rate", AMOUNT, "What an hour of its work costs, in the currency of the file."),
        NOTE,
    ),
)
KPI = Table(
    "a KPI",
    (
        Field("name", Name(), "What people call it.", required=True),
        Field("what", Text(), "What is measured."),
        Field("why", Text(), "Why it is measured."),
        Field("action", Text(), "What is done when it moves."),
        Field("formula", Text(), "How it is computed."),
        Field("target", Text(), "What it should be."),
        Field("owner", Text(), "Who answers for it."),
        Field("steps", STEP_IDS, "The steps it measures."),
        Field("reviewed", Day(), "When what, why and action were last answered."),
    ),
)
ACCEPTED = Table(
    "an acceptance",
    (
        Field("because", Name(), "Why the finding is accepted.", required=True),
        Field("until", Day(past=False), "The last day on which it is.", required=True),
        Field("by", Text(), "Who accepted it: a role or a body."),
    ),
)
