"""What a rule is, and what it says: everything that rules share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Literal, NamedTuple

from msgspec import Struct

from flowtrim.measures import Survey
from flowtrim.measures.reason_patterns import Sign
from flowtrim.measures.reasons import Code
from flowtrim.measures.sent_back import SentBack
from flowtrim.measures.value import SERVED
from flowtrim.model import Change, Release, Role, Severity, Step
from flowtrim.sentences import MOST_NAMES, Digits, counted, percent, quoted, quoted_list, say

__all__ = [
    "PROCESS",
    "Finding",
    "Rule",
    "Subject",
    "counted",
    "doubts",
    "how_often",
    "listed",
    "number",
    "on_average",
    "on_figure",
    "on_flow",
    "on_item",
    "on_kpi",
    "on_role",
    "on_step",
    "percent",
    "placed",
    "quoted",
    "serves_somebody",
    "weak_reasons",
]

Subject = Literal["process", "figure", "step", "role", "flow", "kpi"]

MILDER: dict[Severity, Severity] = {"error": "warning", "warning": "hint", "hint": "hint"}

PROCESS = "process"
"""What a finding about the process as a whole speaks of."""


class Finding(NamedTuple):
    """What a rule says about a step, role, flow, KPI, figure or the process; text and data, never markup.

    ``at`` is the id of the step or role, the name of the KPI or figure, ``a->b`` for a flow, ``process`` for the whole.
    ``remedy`` is the changes that would mend it, empty where a person has to think.
    The catalogue stamps ``rule`` and ``severity``; a rule types neither, but may say that a finding is ``mild``: one
    level less grave than its others.
    """

    message: str
    at: str = PROCESS
    kind: Subject = "process"
    remedy: tuple[Change, ...] = ()
    rule: str = ""
    severity: Severity = "warning"
    mild: bool = False

    @property
    def key(self) -> str:
        """The key under which the finding can be accepted."""
        return f"{self.rule}@{self.at}"

    @property
    def about(self) -> str:
        """The id of the step, or those of the flow, that it is about; empty of what else may have the same id."""
        return self.at if self.kind in ("step", "flow") else ""


class Rule(Struct, frozen=True):
    """One question to a process: its name, its page, and the asking.

    The page and the name are those of the module: nobody writes them twice. ``limit`` is the number that the rule
    goes by, as a field of ``Limits``, where it goes by one that can be set.
    """

    name: str
    page: str
    ask: Callable[[Survey], Iterator[Finding]]
    limit: str | None = None

    @classmethod
    def of(cls, module: ModuleType) -> Rule:
        """Read a rule off its module."""
        name = module.__name__.rpartition(".")[2].replace("_", "-")
        return cls(name, module.__doc__ or "", module.ask, getattr(module, "LIMIT", None))

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.strip().splitlines()[0]

    @property
    def family(self) -> str:
        """The word before the first hyphen: what the rule asks about."""
        return self.name.partition("-")[0]

    def check(self, survey: Survey, severity: Severity = "warning") -> list[Finding]:
        """Ask, and stamp the name and the severity on what is found."""
        return [f._replace(rule=self.name, severity=MILDER[severity] if f.mild else severity) for f in self.ask(survey)]


def on_step(step: Step, message: str, *remedy: Change) -> Finding:
    """Say something about a step."""
    return Finding(message, at=step.id, kind="step", remedy=remedy)


def on_role(role: Role, message: str, *remedy: Change) -> Finding:
    """Say something about a role."""
    return Finding(message, at=role.id, kind="role", remedy=remedy)


def on_item(item: Step | Role, message: str, *remedy: Change) -> Finding:
    """Say something about a step or a role, whichever it is."""
    return on_step(item, message, *remedy) if isinstance(item, Step) else on_role(item, message, *remedy)


def on_flow(message: str, *remedy: Change, source: str, target: str) -> Finding:
    """Say something about the flow between two steps, given by their ids."""
    return Finding(message, at=f"{source}->{target}", kind="flow", remedy=remedy)


def on_kpi(name: str, message: str) -> Finding:
    """Say something about a KPI."""
    return Finding(message, at=name, kind="kpi")


def on_figure(name: str, message: str) -> Finding:
    """Say something about a figure of the whole process."""
    return Finding(message, at=name, kind="figure")


def weak_reasons(survey: Survey, *codes: Code) -> Iterator[Step | Role]:
    """Yield the steps, then the roles, whose reasons have one of these flaws, a mild one included."""
    found, process = survey.justification, survey.process
    steps, roles = {**found.hints, **found.weak}, {**found.roles.hints, **found.roles.weak}
    yield from (step for step in process.work if step.id in steps and steps[step.id].code in codes)
    yield from (process.role(role) for role, flaw in roles.items() if flaw.code in codes)


def doubts(survey: Survey, sign: Sign) -> Iterator[Finding]:
    """Say of each role what speaks against it; where declared skills let another role take over, that is the remedy."""
    takers = {found.role: found.absorbed_by for found in survey.redundant_roles}
    either = {found.instead: found.role for found in survey.redundant_roles if found.instead}
    for role_id, against in survey.signs.items():
        if sign == "who-subsumed" and role_id not in takers:
            continue  # of two that could take over from each other the other one is told
        if answer := against.get(sign):
            role, taker = survey.process.role(role_id), takers.get(role_id)
            can_go = taker is not None or not survey.evidence.work(role)
            remedy = (Release(role_id, to=taker, because=answer),) if can_go else ()
            yield on_role(role, _doubt(survey, role, answer, either), *remedy)


def _doubt(survey: Survey, role: Role, answer: str, either: Mapping[str, str]) -> str:
    other = next((other for other, one in either.items() if one == role.id), None)
    if other is None:
        return say("{role} may not be needed here. {answer}", role=quoted(role.name), answer=answer)
    names = quoted_list([role.name, survey.process.role(other).name])
    return say("Of {roles} only one may be needed here: each could take over from the other.", roles=names)


def how_often(survey: Survey, back: SentBack, *, named: bool = False) -> str:
    """Say how often work is sent back, by the step that decides on it; "" where nobody said so.

    That step is ``named`` where the sentence is not about it.
    """
    if back.share is None:
        return ""
    if back.decided_at == back.flow.source and not named:
        return say("in {share} of its cases", share=percent(back.share))
    decider = quoted(survey.process.step(back.decided_at).name)
    return say("in {share} of the cases at {step}", share=percent(back.share), step=decider)


def placed(survey: Survey, step: Step) -> str:
    """Name a step in a sentence; a gateway without a name, as models drawn elsewhere have, by what comes before it."""
    before = [survey.process.step(each).name for each in survey.graph.before[step.id]]
    unnamed = step.kind == "gateway" and step.name == step.id
    if not unnamed or len(before) != 1:
        return quoted(step.name)
    return say("{step} (after {before})", step=quoted(step.name), before=quoted(before[0]))


def listed(names: Iterable[str]) -> str:
    """Put several names into a sentence; after a handful it counts the rest.

    >>> listed(["Care", "Billing", "Legal"])
    "'Care', 'Billing' and 'Legal'"
    >>> listed("abcdefgh")
    "'a', 'b', 'c' and 5 more"
    """
    every = tuple(names)
    # one name more takes no more room than saying that there is one more
    return quoted_list(every, most=MOST_NAMES + (len(every) == MOST_NAMES + 1))


def serves_somebody(survey: Survey, step: Step) -> bool:
    """Whether a step has a good reason that serves somebody: then it is there for more than passing things on."""
    return step.serves in SERVED and step.id in survey.justification.justified


def number(value: float) -> str:
    """Put a measured number into a sentence.

    >>> number(2.0), number(1.25), number(1234.5)
    ('2', '1.25', '1,234')
    """
    exact = _exact(value)
    return Digits(f"{exact:,.0f}" if abs(exact) >= 1000 else f"{exact:.3g}")


def on_average(times: float) -> str:
    """Put how often something happens in an average case into a sentence, by tenths.

    >>> on_average(4.649999999999999), on_average(4.65), on_average(12.0)
    ('4.7', '4.7', '12')
    """
    return number(round(_exact(times), 1))


def _exact(figure: float) -> float:
    """Return a figure without what adding up in another order leaves behind: the same figure is written the same."""
    return round(figure, 9)
