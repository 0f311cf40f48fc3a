"""The keys of a process file as a whole."""

from __future__ import annotations

from flowtrim.formats.amounts import PerTime
from flowtrim.formats.ceilings import LIMITS
from flowtrim.formats.fields import ACCEPTED, DECISIONS, ELEVATOR, KPI, PERIODS, ROLE, STEP, VOLUME
from flowtrim.formats.next_field import BRANCH, GROUP, START, StartsValue
from flowtrim.formats.plan_fields import CHANGES, PLAN
from flowtrim.formats.tables import Either, Field, Named, Table
from flowtrim.formats.values import LANGUAGE, STEP_GROUPS, TEXTS, Day, ListOf, Name, Text, Whose

PROCESS = Table(
    "a process",
    (
        Field("process", Name(), "Its name.", required=True),
        Field("why", Text(), "What it is for."),
        Field("outputs", TEXTS, "What it delivers to its customer."),
        Field("customer", Whose(), "Who receives it: the id or the name of a role, or a name."),
        Field("owner", Text(), "Who is accountable for the whole."),
        Field("created", Day(), "When it came into being."),
        Field("reviewed", Day(), "Its last full review; a step without its own date inherits it."),
        Field("promise", Text(), "What the customer is told to expect."),
        Field("volume", Either(PerTime(PERIODS), VOLUME), "How many cases come."),
        Field(
            "language",
            LANGUAGE,
            "The language of the names and reasons; it decides the spoken rate.",
            default="guessed from the script of the names",
        ),
        Field("elevator", ELEVATOR, "The ride."),
        Field("limits", LIMITS, "What its figures may be at most; more is a finding."),
        Field(
            "starts",
            StartsValue(),
            "Where cases begin.",
            default="the events that nothing leads to, else the first step",
        ),
        Field("roles", Named(ROLE, "ids", bare=True), "Who performs steps, by id."),
        Field(
            "steps", ListOf(STEP, lone=False, what="steps"), "The steps, in the order in which they follow each other."
        ),
        Field("separate", STEP_GROUPS, "Steps that never the same role performs."),
        Field("together", STEP_GROUPS, "Steps that always the same role performs."),
        Field("kpis", ListOf(KPI, lone=False, what="KPIs"), "What is measured on it."),
        Field("accepted", Named(ACCEPTED, "rule@id"), "Findings that are accepted, until a date."),
        Field("plans", ListOf(PLAN, lone=False, what="plans"), "Attempts, in order; failed ones are kept."),
    ),
)

SECTIONS = {
    "The process": PROCESS,
    "The elevator": ELEVATOR,
    "The limits": LIMITS,
    "A volume": VOLUME,
    "A start": START,
    "A role": ROLE,
    "A step": STEP,
    "The decisions of a step": DECISIONS,
    "A branch under `next`": BRANCH,
    "A group under `next`": GROUP,
    "A KPI": KPI,
    "An acceptance": ACCEPTED,
    "A plan": PLAN,
    **{f"The change `{verb}`": table for verb, table in CHANGES.items()},
}
"""Every kind of mapping, in the order in which the documentation tells them."""
