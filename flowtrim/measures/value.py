"""Which steps add value, for whom (docs/theory.md#value-classes)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal, get_args

from msgspec import Struct

from flowtrim.graph import FlowGraph
from flowtrim.measures.cautions import Cautions
from flowtrim.measures.justification import Justification
from flowtrim.measures.needs import needed_by
from flowtrim.measures.term_amounts import summed
from flowtrim.model import Process, Serves, Step

ValueClass = Literal["VA", "BVA", "NVA", "unclassified"]
Visits = Mapping[str, float | None]

VALUE_CLASSES: tuple[ValueClass, ...] = get_args(ValueClass)

SERVED: Mapping[Serves, ValueClass] = {
    "customer": "VA", "law": "BVA", "contract": "BVA", "risk": "BVA", "business": "BVA",
}  # fmt: skip
MOVING_AND_REDOING = frozenset({"transfer", "wait", "rework"})
TELLING_AND_KEEPING = frozenset({"notify", "store"})
"""What adds nothing unless there is a reason for it: moving, waiting and redoing add nothing whatever their reason."""


class ValueClasses(Struct, frozen=True):
    """How many steps add value (VA), add value to the business (BVA), add none (NVA), or were not classified.

    ``of`` holds the class of each step. ``effort`` holds the share of each class in the expected work time of a
    case, None where no work time is declared; steps without one count as taking none.
    """

    VA: int
    BVA: int
    NVA: int
    unclassified: int
    of: Mapping[str, ValueClass]
    effort: Mapping[ValueClass, float] | None

    @property
    def shares(self) -> Mapping[ValueClass, float] | None:
        """The share of each class in the number of steps; None without steps."""
        if not self.of:
            return None
        return {name: getattr(self, name) / len(self.of) for name in VALUE_CLASSES}


def value_classes(graph: FlowGraph, visits: Visits, justification: Justification) -> ValueClasses:
    """Classify the steps by whom they serve.

    The customer is served by VA; law, contract, risk and business by BVA. What only enables a justified step has the
    class of that step, the best of them where there are several. A step about which somebody was asked and had no
    answer adds no value, and neither does moving, waiting or redoing that serves nobody in particular, nor telling and
    keeping without a reason. All the rest is unclassified, also a reason that does not say whom it serves: that is not
    the same as NVA. What cannot go, since only it makes an output of the process, or gives a word that is owed, is no
    NVA either.

    >>> from datetime import date
    >>> from flowtrim.measures.justification import justification
    >>> from flowtrim.model import Limits
    >>> claim = Process("Claim", steps=(
    ...     Step("tell", "Tell the customer", serves="customer"), Step("pass", "Pass it on", kind="transfer"),
    ...     Step("stamp", "Stamp it", why="none"), Step("log", "Log it")))
    >>> reasons = justification(FlowGraph(claim), today=date(2026, 3, 2), limits=Limits())
    >>> value_classes(FlowGraph(claim), dict.fromkeys(("tell", "pass", "stamp", "log"), 1.0), reasons).of
    {'tell': 'VA', 'pass': 'NVA', 'stamp': 'NVA', 'log': 'unclassified'}
    """
    process = graph.process
    unanswered = frozenset(justification.unanswered)
    cautions = Cautions(graph)
    of: dict[str, ValueClass] = {}
    for step in process.work:
        adds_nothing = step.id in unanswered or _adds_nothing(step, justification)
        is_needed = adds_nothing and _cannot_go(cautions, step)
        of[step.id] = "unclassified" if is_needed else "NVA" if adds_nothing else _own_class(step)
    of |= _inherited(graph, justification, of)
    found = Counter(of.values())
    return ValueClasses(
        VA=found["VA"],
        BVA=found["BVA"],
        NVA=found["NVA"],
        unclassified=found["unclassified"],
        of=of,
        effort=_effort(process, visits, of),
    )


def effort_share(process: Process, visits: Visits, step_ids: frozenset[str]) -> float | None:
    """Return the share of some steps in the expected work time of a case; None where no work time is declared.

    >>> claim = Process("Claim", steps=(Step("a", "A", takes=3.0), Step("b", "B", takes=9.0)))
    >>> effort_share(claim, {"a": 1.0, "b": 1.0}, frozenset({"a"}))
    0.25
    """
    takes = {step.id: step.takes for step in process.work if step.takes is not None}
    whole = summed(visits, takes)
    part = summed(visits, {step: minutes for step, minutes in takes.items() if step in step_ids})
    return (part or 0.0) / whole if whole else None


def _own_class(step: Step) -> ValueClass:
    return "unclassified" if step.serves is None else SERVED.get(step.serves, "unclassified")


def _adds_nothing(step: Step, justification: Justification) -> bool:
    """Whether a step serves nobody in particular, and does nothing but move, keep, tell or redo."""
    is_idle = step.kind in TELLING_AND_KEEPING and step.id not in justification.justified
    return step.serves is None and (is_idle or step.kind in MOVING_AND_REDOING)


def _cannot_go(cautions: Cautions, step: Step) -> bool:
    return cautions.delivers_alone(step) is not None or cautions.owed_word(step) is not None


def _inherited(graph: FlowGraph, justification: Justification, of: Mapping[str, ValueClass]) -> dict[str, ValueClass]:
    """Hand the classes back along the data, the best first, to the steps that only enable."""
    justified = [step for step in graph.process.work if step.id in justification.justified]
    heirs = {step.id for step in justified if step.serves == "enables" and of[step.id] == "unclassified"}
    inherited: dict[str, ValueClass] = {}
    for name in ("VA", "BVA", "NVA") if heirs else ():
        having = {step.id for step in justified if of[step.id] == name}
        concerned = [step for step in justified if step.id in having or step.id in heirs]
        found = needed_by(concerned, having, graph.can_follow)
        inherited |= dict.fromkeys(found, name)
        heirs -= found.keys()
    return inherited


def _effort(process: Process, visits: Visits, of: Mapping[str, ValueClass]) -> Mapping[ValueClass, float] | None:
    if all(step.takes is None for step in process.work):
        return None
    shares = {
        name: effort_share(process, visits, frozenset(step for step, found in of.items() if found == name))
        for name in VALUE_CLASSES
    }
    known = {name: share for name, share in shares.items() if share is not None}
    return known if len(known) == len(shares) else None
