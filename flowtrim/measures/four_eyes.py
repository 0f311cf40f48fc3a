"""Whose work an approval or a check looks at: nobody approves what they made themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations

from flowtrim.graph import FlowGraph
from flowtrim.model import Step

JUDGING = frozenset({"approve", "check"})
MAKING = frozenset({"do", "decide", "rework"})
RECORDS = ("records",)
_RECORDING = re.compile(
    r"^(open|register|record|log|enter|receive|scan|photograph|x-ray|note|capture|index|(key|type|book) in|take down|"
    r"collect|gather|put .* in order)\b"
    r"|^(ouvrir|enregistrer|saisir|recevoir|scanner|numériser|noter|consigner|photographier|inscrire|recueillir|réunir)\b"
    r"|^(abrir|registrar|recibir|anotar|escanear|digitalizar|capturar|introducir|fotografiar|dar de alta|"
    r"reunir|recoger)\b"
    r"|(\b|ein|auf|an)(erfassen|registrieren|aufnehmen|annehmen|entgegennehmen|eintragen|eingeben|anlegen|eröffnen|"
    r"scannen|fotografieren|röntgen|protokollieren|notieren|tippen|einsammeln|einholen)$"
    r"|(登録|記録|受付|受領|入力|起票|スキャン|撮影|収集)(する)?$|受け付ける$|受け取る$|集める$"
    r"|^(登记|录入|记录|接收|受理|扫描|拍摄|建档|立案|收集)",
    re.IGNORECASE,
)
"""Names of steps that only take down, or bring together, what is there: what the customer said, or a colleague made."""


def judged_work(graph: FlowGraph, *, through: Collection[str] = ()) -> Mapping[str, tuple[str, ...]]:
    """Return for each approval and check the steps whose work it looks at.

    They made what it takes as input; where it declares none, it looks at what was done right before it. What the
    customer says, or was only passed on, is nobody's work; nor does an approval make what it approves. It may be seen
    ``through`` records, which only take down what somebody else made or gave, and through checks, which hand on what
    they found.

    >>> from flowtrim.model import Flow, Process
    >>> judged_work(FlowGraph(Process("Claim", steps=(
    ...     Step("write", "Write it", flows=(Flow("sign"),)), Step("sign", "Sign it", kind="approve")))))
    {'sign': ('write',)}
    """
    looking = _Looking(graph, through)
    found = ((step.id, looking.at(step)) for step in graph.process.work if step.kind in JUDGING)
    return {step_id: work for step_id, work in found if work}


def own_work(graph: FlowGraph, *, through: Collection[str] = RECORDS) -> Iterator[tuple[str, str]]:
    """Yield each approval and check of ours with each step whose work it looks at that has the same owner.

    Where a duty keeps two persons of one role apart, it is another person's work; what somebody else judges with the
    owner, who did not do it with them as well, was seen by other eyes. Where another role made right before what is
    judged, that is looked at, and what the owner made earlier is what it is held against.

    >>> from flowtrim.model import Flow, Process
    >>> list(own_work(FlowGraph(Process("Claim", steps=(
    ...     Step("write", "Write it", owner="Clerk", flows=(Flow("sign"),)),
    ...     Step("sign", "Sign it", owner="Clerk", kind="approve"))))))
    [('sign', 'write')]
    """
    process = graph.process
    for judging, works in judged_work(graph, through=through).items():
        owner = process.step(judging).owner
        apart = {other for group in process.separate_persons if judging in group for other in group}
        if owner and process.is_ours(owner):
            own = (work for work in works if process.step(work).owner == owner)
            if others_work := _of_others_right_before(graph, process.step(judging)):
                own = (work for work in own if work in others_work)
            others = {*process.step(judging).alongside} - {owner}
            yield from (
                (judging, work) for work in own if work not in apart and others <= {*process.step(work).alongside}
            )


def _of_others_right_before(graph: FlowGraph, judging: Step) -> frozenset[str]:
    """Return all steps right before a judgement if another role made there something that is looked at; else nothing.

    Who passes on, takes down or judges what is there already made nothing.
    """
    before = [*map(graph.process.step, graph.work_before[judging.id])]
    made = (step for step in before if not {*step.outputs}.isdisjoint(judging.inputs))
    is_made = any(
        step.owner not in (None, judging.owner) and step.kind in MAKING | {"store"} and not _RECORDING.search(step.name)
        for step in made
    )
    return frozenset(step.id for step in before) if is_made else frozenset()


def second_looks(graph: FlowGraph, works: Mapping[str, tuple[str, ...]] | None = None) -> Iterator[tuple[str, str]]:
    """Yield each approval and check with the one before it, or beside it, that looks at the same thing.

    Nobody made anything of it between the two. Where one of them declares nothing that it takes, they look at the
    same thing if only passing on and taking down lie between them, or if they look at the same of all the ``works``.

    >>> from flowtrim.model import Flow, Process
    >>> list(second_looks(FlowGraph(Process("Report", steps=(
    ...     Step("write", "Write it", flows=(Flow("release"),)),
    ...     Step("release", "Release it", kind="approve", flows=(Flow("countersign"),)),
    ...     Step("countersign", "Countersign it", kind="approve"))))))
    [('countersign', 'release')]
    """
    looking = [step for step in graph.process.work if step.kind in JUDGING]
    if len(looking) < 2:
        return
    works = judged_work(graph, through=("records", "checks")) if works is None else works
    seen: Counter[str] = Counter(item for step in looking for item in {*step.inputs, *step.outputs})
    bare = any(not step.inputs for step in looking)
    for second in looking:
        if bare or any(seen[item] > 1 for item in second.inputs):
            yield from ((second.id, first.id) for first in _looked_before(graph, second, works))
    if any(step.split != "one" for step in graph.process.steps):
        yield from ((second, first) for first, second in _sharing(looking, works) if _are_beside(graph, first, second))


def _looked_before(graph: FlowGraph, second: Step, works: Mapping[str, tuple[str, ...]]) -> Iterator[Step]:
    """Yield the last steps before one that look at the same thing, with nothing made of it since."""
    waiting, known = [second.id], {second.id}
    for step_id in waiting:
        for before in (one for one in graph.work_before[step_id] if (one, step_id) not in graph.work_back):
            step = graph.process.step(before)
            if before in known:
                continue
            known.add(before)
            if step.kind in JUDGING and _is_of_the_same(step, second, works):
                yield step
            elif not _makes_anew(step, second):
                waiting.append(before)


def _makes_anew(step: Step, looking: Step) -> bool:
    """Whether a step makes what another one looks at, or may do so, since nothing is declared."""
    if step.kind not in MAKING or _only_records(step):
        return False
    return not looking.inputs or not {*step.outputs}.isdisjoint(looking.inputs)


def _is_of_the_same(first: Step, second: Step, works: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether two steps look at the same thing, of which the first comes first."""
    if first.inputs and second.inputs:
        return not {*first.inputs, *first.outputs}.isdisjoint(second.inputs)
    if not second.inputs:
        return True
    handed_on = not {*first.outputs}.isdisjoint(second.inputs)
    return handed_on or not {*works.get(first.id, ())}.isdisjoint(works.get(second.id, ()))


def _sharing(looking: Collection[Step], works: Mapping[str, tuple[str, ...]]) -> Iterable[tuple[str, str]]:
    """Return pairs of steps that take the same thing, or look at the same work where neither says what it takes."""
    groups: dict[tuple[str, str], list[str]] = {}
    for step in looking:
        for item in dict.fromkeys(step.inputs):
            groups.setdefault(("item", item), []).append(step.id)
        for work in () if step.inputs else works.get(step.id, ()):
            groups.setdefault(("work", work), []).append(step.id)
    return dict.fromkeys(pair for group in groups.values() for pair in combinations(group, 2))


def _are_beside(graph: FlowGraph, one: str, other: str) -> bool:
    """Whether two steps lie on ways that part to be gone both."""
    if not (graph.can_follow(one, other) and graph.can_follow(other, one)):
        return False  # what is known at once
    if not (graph.dominates(one, one) and graph.dominates(other, other)):
        return False  # no case comes to one of them
    split = graph.parting(one, other)
    return split not in (None, one, other) and graph.process.step(split or "").split != "one"


class _Looking:
    """Finds whose work is in what a step looks at, among steps of some kinds."""

    def __init__(self, graph: FlowGraph, through: Collection[str]) -> None:
        self._graph, self._through = graph, through
        self._kinds = kinds = MAKING | JUDGING if "checks" in through else MAKING
        self._makers: dict[str, list[Step]] = {}
        for step in graph.process.work:
            for item in step.outputs if step.kind in kinds else ():
                self._makers.setdefault(item, []).append(step)

    def at(self, judging: Step) -> tuple[str, ...]:
        """Return the steps whose work a step looks at, behind those that only took it down or looked at it before."""
        found: dict[str, None] = {}
        waiting, seen = [judging], {judging.id}
        for step in waiting:
            for before in self._behind(step):
                if before.kind not in JUDGING and not ("records" in self._through and _only_records(before)):
                    found[before.id] = None
                elif before.id not in seen:
                    seen.add(before.id)
                    waiting.append(before)
        return tuple(found)

    def _behind(self, step: Step) -> Iterator[Step]:
        """Yield the steps that made what a step takes, or what was done right before it where nothing is declared."""
        if step.inputs:
            for item in step.inputs:
                makers = [maker for maker in self._makers.get(item, ()) if maker.id != step.id]
                theirs = [maker for maker in makers if maker.owner and self._graph.process.is_customer(maker.owner)]
                yield from theirs or makers  # what the customer makes of our form, or we of their papers, is theirs
            return
        graph = self._graph
        sources = (source for source in graph.work_before[step.id] if (source, step.id) not in graph.work_back)
        yield from (before for before in map(graph.process.step, sources) if before.kind in self._kinds)


def _only_records(step: Step) -> bool:
    return step.kind == "do" and bool(_RECORDING.search(step.name))
