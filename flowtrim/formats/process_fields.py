"""The keys of a process file as a whole."""

from __future__ import annotations

from typing import Any

from flowtrim.formats.amounts import SHARE, PerTime
from flowtrim.formats.ceilings import LIMITS
from flowtrim.formats.fields import ACCEPTED, DECISIONS, ELEVATOR, KPI, MEASURED, PERIODS, ROLE, STEP, TURN, VOLUME
from flowtrim.formats.next_field import BRANCH, GROUP, START, TARGET, TOLERANCE, StartsValue
from flowtrim.formats.nodes import Entries, Node
from flowtrim.formats.plans import CHANGES, PLAN, PLEDGE
from flowtrim.formats.problems import Reading
from flowtrim.formats.scalars import write_share
from flowtrim.formats.tables import Either, Field, Named, NamedRecord, Table
from flowtrim.formats.timing_fields import CLOCK, DEADLINE, EACH, PROMISE, WAIT, DeadlinesValue, PromiseValue
from flowtrim.formats.values import (
    LANGUAGE,
    STEP_GROUPS,
    STEP_IDS,
    TEXTS,
    Choice,
    Day,
    ListOf,
    Name,
    StepId,
    Text,
    Whose,
    refuse,
)
from flowtrim.sentences import quoted

PART = Table("a part", (Field("each", EACH, "What it is repeated for."),))
INTERRUPTION = Table(
    "an interruption",
    (
        Field("when", Text(), "What happens.", required=True),
        Field("to", TARGET, "The step at which the case goes on; `end` ends it.", required=True),
        Field("share", SHARE, "The share of cases in which it happens.", default="5%, marked assumed"),
        Field("from", STEP_IDS, "The steps during which it can happen.", default="all steps"),
        Field("as", Text(), "How the case ends, where it leads to `end`."),
    ),
)
QUESTION = Table(
    "an open question",
    (
        Field("question", Name(), "What nobody could answer yet.", required=True),
        Field("owner", Whose(), "The role that finds out."),
        Field("until", Day(past=False), "Until when."),
    ),
)
DUTY = Table(
    "a separation",
    (
        Field("steps", STEP_IDS, "The steps that are kept apart.", required=True),
        Field("by", Choice(("role", "person")), "Whether roles or persons have to differ.", default="role"),
    ),
)


class CasesValue:
    """Classes of cases: for each its bands, in order, with the share of cases in each."""

    words = "a mapping from classes of cases to their bands, each with a share: {amount: {up to 1000: 70%, above: 30%}}"

    def read(self, node: Node, key: str, reading: Reading) -> dict[str, dict[str, float]] | None:
        """Return the shares by class and band; those of a class add up to all cases."""
        if type(node) is not Entries:
            refuse(node, key, self, reading)
            return None
        return {name: self._bands(name, child, reading) for name, child in node.nodes.items()}

    def _bands(self, name: str, node: Node, reading: Reading) -> dict[str, float]:
        if type(node) is not Entries:
            refuse(node, name, self, reading)
            return {}
        shares = {band: SHARE.read(child, band, reading) for band, child in node.nodes.items()}
        known = {band: share for band, share in shares.items() if share is not None}
        if len(known) == len(shares) and abs(sum(known.values()) - 1) > TOLERANCE:
            total = write_share(round(sum(known.values()), 6))
            reading.add(node.start, f"The shares of {quoted(name)} under 'cases' add up to {total}, not to 100%.")
        return known

    def schema(self) -> dict[str, Any]:
        """Return the schema of a mapping of mappings to shares."""
        bands = {"type": "object", "additionalProperties": SHARE.schema()}
        return {"type": "object", "additionalProperties": bands}


SEPARATE = ListOf(Either(ListOf(StepId(), lone=False, what="step ids"), DUTY), lone=False, what=STEP_GROUPS.what)

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
        Field("promise", PromiseValue(), "What the customer is told to expect."),
        Field("within", DeadlinesValue(), "The time within which a case has to be done."),
        Field("clock", CLOCK, "The hours in which it works, for all its durations."),
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
        Field("roles", Named(ROLE, "ids", bare=True, short=True), "Who performs steps, by id."),
        Field("steps", ListOf(NamedRecord(STEP), lone=False, what="steps"), "The steps, in the order of the work."),
        Field("parts", Named(PART, "names of parts"), "What is said of a part as a whole."),
        Field("anytime", ListOf(INTERRUPTION, what="interruptions"), "What may interrupt a case at any time."),
        Field("cases", CasesValue(), "How cases differ: classes of cases, each with its bands and their shares."),
        Field("separate", SEPARATE, "Steps that never the same role, or never the same person, performs."),
        Field("together", STEP_GROUPS, "Steps that always the same role performs."),
        Field("kpis", ListOf(KPI, lone=False, what="KPIs"), "What is measured on it."),
        Field("accepted", Named(ACCEPTED, "rule@id"), "Findings that are accepted, until a date."),
        Field("open", ListOf(QUESTION, what="questions"), "Questions that are still open."),
        Field("plans", ListOf(PLAN, lone=False, what="plans"), "Attempts, in order; failed ones are kept."),
    ),
)

SECTIONS = {
    "The process": PROCESS,
    "The elevator": ELEVATOR,
    "A measured ride": MEASURED,
    "The clock": CLOCK,
    "A promise": PROMISE,
    "A deadline under `within`": DEADLINE,
    "The limits": LIMITS,
    "A volume": VOLUME,
    "A start": START,
    "A role": ROLE,
    "The team of a role under `of`": TURN,
    "A step": STEP,
    "The decisions of a step": DECISIONS,
    "A wait under `waits`": WAIT,
    "A repetition under `each`": EACH,
    "A branch under `next`": BRANCH,
    "A group under `next`": GROUP,
    "A part": PART,
    "An interruption under `anytime`": INTERRUPTION,
    "A separation under `separate`": DUTY,
    "A KPI": KPI,
    "An acceptance": ACCEPTED,
    "An open question": QUESTION,
    "A plan": PLAN,
    "A promise of a plan": PLEDGE,
    **{f"The change `{verb}`": table for verb, table in CHANGES.items()},
}
"""Every kind of mapping, in the order in which the documentation tells them."""
