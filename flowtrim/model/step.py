"""A step of work, and the flows that leave it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.model.timing import Cause, Deadline, Range, Repetition, Rounds

Kind = Literal[
    "do", "decide", "check", "approve", "transfer", "notify", "wait", "store", "rework", "contact", "survey",
    "gateway", "event",
]  # fmt: skip
Serves = Literal["customer", "law", "contract", "risk", "business", "enables"]
Split = Literal["one", "all", "some"]
Join = Literal["any", "all", "some"]

KINDS: tuple[Kind, ...] = get_args(Kind)
SERVES: tuple[Serves, ...] = get_args(Serves)
BINDING: frozenset[Serves | None] = frozenset({"law", "contract"})
"""What binds whoever serves it: it was laid down outside the process."""
END = "end"
"""The target of a flow that ends the case; no step may be called so."""

ROUTING: frozenset[Kind] = frozenset({"gateway", "event"})
FINDING_OUT: frozenset[Kind] = frozenset({"decide", "check", "approve", "contact", "survey"})
"""Kinds of steps that find something out: those that judge, and those that ask the customer."""


class Flow(Struct, frozen=True, repr_omit_defaults=True):
    """A way on from a step, to another step or to END.

    ``share`` is the probability of this way, in [0, 1]; None where nobody declared one. ``outcome`` names how the
    case ends, for a flow to END. ``band`` is the class of cases that takes this way, as a key of the process' cases
    and one of its bands; ``when`` then holds the same in words.
    """

    to: str
    when: str | None = None
    share: float | None = None
    outcome: str | None = None
    band: tuple[str, str] | None = None


def spread(shares: Sequence[float | None]) -> list[float]:
    """Return shares of which none is missing: what the declared ones leave over is spread equally over the others.

    >>> spread([0.5, None, None])
    [0.5, 0.25, 0.25]
    """
    declared = [share for share in shares if share is not None]
    left = max(0.0, 1.0 - sum(declared)) / max(1, len(shares) - len(declared))
    return [left if share is None else share for share in shares]


class Decisions(Struct, frozen=True):
    """What an approval or a check decided so far: how many decisions, and how many of them refused."""

    made: int
    refused: int = 0


class Step(Struct, frozen=True):
    """One piece of work with one performing role, or (as gateway and event) a node that only routes.

    ``owner`` performs it; a gateway or an event needs nobody, and lies in the lane of whom it names in a drawing.
    Flows are always written out here, also where the file left them to the order of its steps.
    ``split`` says which of several flows are taken: one of them, all, or some. ``join`` says whether
    the step starts for any incoming flow, waits for all, or for some: those that are on their way.
    Times are minutes of working time, costs are in the currency of the file. ``takes`` and ``waits`` are means;
    ``takes_range`` and ``waits_range`` hold the range where one was declared. ``alongside`` are roles that do it
    together with the owner. ``optional`` is the share of cases in which it is done at all.
    ``why`` is the text as written; what it is worth is for the measures to say.
    """

    id: str
    name: str
    owner: str | None = None
    kind: Kind = "do"
    part: str | None = None
    why: str | None = None
    serves: Serves | None = None
    source: str | None = None
    reviewed: date | None = None
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    system: str | None = None
    skill: str | None = None
    takes: float | None = None
    waits: float | None = None
    cost: float | None = None
    accountable: str | None = None
    consults: tuple[str, ...] = ()
    informs: tuple[str, ...] = ()
    terms: str | None = None
    calls: str | None = None
    note: str | None = None
    decisions: Decisions | None = None
    flows: tuple[Flow, ...] = ()
    split: Split = "one"
    join: Join = "any"
    alongside: tuple[str, ...] = ()
    takes_range: Range | None = None
    waits_range: Range | None = None
    waits_for: Cause | None = None
    every: Rounds | None = None
    within: tuple[Deadline, ...] = ()
    each: Repetition | None = None
    optional: float | None = None
    updates: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def involved(self) -> set[str]:
        """The roles that perform it, help with it, answer for it, are asked or are told."""
        return {role for role in (self.owner, self.accountable, *self.alongside, *self.consults, *self.informs) if role}

    @property
    def waited_for(self) -> Cause | None:
        """What is waited for: as declared, or the law or contract that the wait is there for.

        >>> Step("hold", "Hold the embargo", kind="wait", waits=3360.0, serves="contract").waited_for
        'contract'
        """
        if self.waits_for is None and self.kind == "wait" and self.serves in BINDING:
            return "law" if self.serves == "law" else "contract"
        return self.waits_for

    def renamed(self, ids: Mapping[str, str]) -> Step:
        """Return the step where some steps have other ids: its own, and those that it leads to.

        A gateway or event whose name is nothing but its id has no other name then either.
        """
        own = ids.get(self.id, self.id)
        name = own if self.name == self.id and not self.is_work else self.name
        flows = tuple(replace(flow, to=ids.get(flow.to, flow.to)) for flow in self.flows)
        within = tuple(deadline.renamed(ids) for deadline in self.within)
        return replace(self, id=own, name=name, flows=flows, within=within)

    @property
    def passing(self) -> Flow | None:
        """Of an approval or check with two ways on, that of what passes; None where nobody can tell.

        It is the usual way, or the other one where more was refused than passed. Where a case goes by its class,
        nothing is refused.

        >>> Step("sign", "Sign", kind="approve", flows=(Flow("send", share=0.9), Flow("back"))).passing
        Flow(to='send', share=0.9)
        """
        if self.kind not in ("approve", "check") or self.split != "one" or len(self.flows) != 2:
            return None
        if any(flow.band for flow in self.flows):
            return None
        shares = [flow.share for flow in self.flows]
        first, second = spread(shares)
        if first == second or shares == [None, None]:
            return None
        refuses_most = self.decisions is not None and 2 * self.decisions.refused > self.decisions.made
        return self.flows[0] if (first > second) != refuses_most else self.flows[1]

    @property
    def is_work(self) -> bool:
        """Whether somebody performs it: gateways and events are nodes of the graph, but not steps."""
        return self.kind not in ROUTING


def choosing(step: Step, find: Callable[[str], Step], before: Callable[[str], Collection[str]]) -> Step:
    """Return a step that finds something out with the choice right after it as its own: at a gateway of its own.

    Nothing else leads to that gateway. Of other steps it is not sure that the choice rests on them. ``find`` returns
    the step of an id, ``before`` the ids of those that lead to one.
    """
    if step.kind not in FINDING_OUT or len(step.flows) != 1 or step.flows[0].to == END:
        return step
    gateway = find(step.flows[0].to)
    is_choice = gateway.kind == "gateway" and gateway.split == "one" and len(gateway.flows) > 1
    return replace(step, flows=gateway.flows) if is_choice and set(before(gateway.id)) == {step.id} else step
