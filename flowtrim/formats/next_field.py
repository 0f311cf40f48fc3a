"""The ways on from a step (``next``), and where cases begin (``starts``)."""

from __future__ import annotations

from typing import Any, NamedTuple, cast, get_args

from flowtrim.formats.amounts import SHARE
from flowtrim.formats.nodes import Entries, Node, Scalar
from flowtrim.formats.problems import Reading
from flowtrim.formats.scalars import write_share
from flowtrim.formats.tables import Either, Field, Record, Table
from flowtrim.formats.values import ListOf, Reference, StepId, Text, Value, refuse, text_of
from flowtrim.model import END, Flow, Split, Start
from flowtrim.sentences import quoted

TOLERANCE = 1e-6
"""How far shares may be from adding up to 1."""

SPLITS: tuple[Split, ...] = get_args(Split)


class Band(NamedTuple):
    """A class of cases and one of its bands, named in a condition: whether they exist is known only later."""

    name: str
    band: str
    at: int


class WhenValue:
    """A condition in words, or a class of cases with one of its bands: ``{amount: above}``."""

    words = "a text; or a class of cases and its band, such as {amount: above}"

    def read(self, node: Node, key: str, reading: Reading) -> str | Band | None:
        """Return the words, or the band."""
        if type(node) is not Entries:
            return text_of(node, key, self, reading)
        if len(node.nodes) == 1:
            [(name, child)] = node.nodes.items()
            band = text_of(child, name, self, reading)
            return None if band is None else Band(name, band, child.start)
        refuse(node, key, self, reading)
        return None

    def schema(self) -> dict[str, Any]:
        """Both forms."""
        one = {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": Text().schema()}
        return {"anyOf": [Text().schema(), one]}


TARGET = StepId("the id of a step, or end")
BRANCH = Table(
    "a branch",
    (
        Field("to", TARGET, "The step it leads to; `end` ends the case.", required=True),
        Field("when", WhenValue(), "The condition under which it is taken; or a class of `cases` and its band."),
        Field(
            "share",
            SHARE,
            "How often it is taken.",
            default="an equal part of what the others leave, under `some` an equal part of the whole; marked assumed",
        ),
        Field("as", Text(), "How the case ends, where it leads to `end`."),
    ),
)
BRANCHES = ListOf(Either(TARGET, BRANCH), what="step ids, or of mappings with to, when and share")
GROUP = Table(
    "a group of branches",
    (
        Field("one", BRANCHES, "Exactly one of the branches is taken."),
        Field("all", BRANCHES, "All branches are taken, in parallel; they take no share."),
        Field("some", BRANCHES, "One or more of the branches are taken, each with its own share."),
    ),
    needs=SPLITS,
)
START = Table(
    "a start",
    (
        Field("at", StepId(), "The step at which the case begins.", required=True),
        Field("share", SHARE, "The share of the cases that begin here.", default="an equal part, marked assumed"),
    ),
)
START_LIST = ListOf(Either(StepId(), START), what="step ids, or of mappings with at and share")


class Branch(NamedTuple):
    """A way to a step, whose id is not looked up yet."""

    to: Reference
    when: str | Band | None = None
    share: float | None = None
    outcome: str | None = None

    @classmethod
    def of(cls, found: Reference | Record, key: str) -> Branch | None:
        """Make a branch of a bare id or of a mapping; None where the mapping does not say where to."""
        if isinstance(found, Reference):
            return cls(found)
        values = found.values
        if key not in values:
            return None
        return cls(values[key], values.get("when"), values.get("share"), values.get("as"))

    @property
    def flow(self) -> Flow:
        """The flow of the model."""
        if isinstance(self.when, Band):
            words = f"{self.when.name}: {self.when.band}"
            return Flow(self.to.text, words, self.share, self.outcome, (self.when.name, self.when.band))
        return Flow(self.to.text, self.when, self.share, self.outcome)


class Branching(NamedTuple):
    """The branches of one split."""

    split: Split
    branches: tuple[Branch, ...]

    @property
    def flows(self) -> tuple[Flow, ...]:
        """The flows of the model."""
        return tuple(branch.flow for branch in self.branches)


class NextValue:
    """What follows a step: an id, ``end``, or branches."""

    words = "the id of a step, end, a list of branches, or one of the groups one, all and some"

    def read(self, node: Node, key: str, reading: Reading) -> Branching | None:
        """Return the ways on, with their shares checked."""
        if type(node) is Scalar and node.text == END:
            return Branching("one", ())
        wrong = len(reading)
        if type(node) is Entries and not node.nodes.keys().isdisjoint(SPLITS):
            branching = self._group(node, key, reading)
        else:
            found = _as_list(node, BRANCH, BRANCHES, reading, key)
            branching = None if found is None else _branching("one", found)
        if branching is not None and len(reading) == wrong:
            _check_shares(branching, node, reading)
        return branching

    def _group(self, node: Entries, key: str, reading: Reading) -> Branching | None:
        record = GROUP.read(node, key, reading)
        if record is None or not record.values:
            return None
        if len(record.values) > 1:
            reading.add(node.start, f"The key {quoted(key)} takes only one of the groups one, all and some.")
            return None
        [(split, found)] = record.values.items()
        return _branching(cast(Split, split), found)

    def schema(self) -> dict[str, Any]:
        """Return the schema of all forms."""
        return {"anyOf": [BRANCHES.schema()["anyOf"][0], TARGET.schema(), BRANCH.schema(), GROUP.schema()]}


class StartsValue:
    """Where cases begin: an id, or several with their shares."""

    words = "the id of a step, a list of such ids, or of mappings with at and share"

    def read(self, node: Node, key: str, reading: Reading) -> tuple[Branch, ...] | None:
        """Return the starts, with their shares checked."""
        wrong = len(reading)
        found = _as_list(node, START, START_LIST, reading, key)
        if found is None:
            return None
        branches = tuple(branch for each in found if (branch := Branch.of(each, "at")))
        if len(reading) == wrong:
            _refuse_twice(branches, key, reading)
            _check_sum(branches, node, key, reading)
        return branches

    def schema(self) -> dict[str, Any]:
        """Return the schema of all forms."""
        return {"anyOf": [START_LIST.schema()["anyOf"][0], StepId().schema(), START.schema()]}


def starts_of(branches: tuple[Branch, ...]) -> tuple[Start, ...]:
    """Return the starts of the model."""
    return tuple(Start(branch.to.text, branch.share) for branch in branches)


def _as_list(node: Node, table: Table, several: Value, reading: Reading, key: str) -> tuple[Any, ...] | None:
    if type(node) is Entries:
        record = table.read(node, key, reading)
        return None if record is None else (record,)
    return cast("tuple[Any, ...] | None", several.read(node, key, reading))


def _branching(split: Split, found: tuple[Any, ...]) -> Branching:
    return Branching(split, tuple(branch for each in found if (branch := Branch.of(each, "to"))))


def _check_shares(branching: Branching, node: Node, reading: Reading) -> None:
    if branching.split == "one":
        _check_sum(branching.branches, node, "next", reading)
    else:
        _refuse_twice(branching.branches, branching.split, reading)
        _check_each(branching.split, branching.branches, reading)


def _refuse_twice(branches: tuple[Branch, ...], key: str, reading: Reading) -> None:
    seen: set[str] = set()
    for branch in branches:
        if branch.to.text in seen:
            reading.add(branch.to.at, f"The step {quoted(branch.to.text)} stands twice under {quoted(key)}.")
        seen.add(branch.to.text)


def _check_each(split: Split, branches: tuple[Branch, ...], reading: Reading) -> None:
    for branch in branches:
        if split == "all" and branch.share is not None:
            reading.add(branch.to.at, "A branch under 'all' takes no share: all of them are always taken.")
        elif branch.share == 0:
            reading.add(branch.to.at, "A branch under 'some' takes a share above 0: one that is never taken is none.")


def _check_sum(branches: tuple[Branch, ...], node: Node, key: str, reading: Reading) -> None:
    for branch in branches:
        if branch.outcome is not None and branch.to.text != END:
            reading.add(branch.to.at, "The key 'as' names how a case ends; it goes with 'to: end' only.")
    declared = [branch.share for branch in branches if branch.share is not None]
    if not declared:
        return
    total = sum(declared)
    said = write_share(round(total, 6))
    if len(declared) == len(branches) and abs(total - 1) > TOLERANCE:
        reading.add(node.start, f"The shares under {quoted(key)} add up to {said}, not to 100%.")
    elif len(declared) < len(branches) and total > 1 - TOLERANCE:
        rest = "leave nothing for the branches without a share"
        reading.add(node.start, f"The shares under {quoted(key)} add up to {said} and {rest}.")
