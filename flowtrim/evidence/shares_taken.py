"""How often cases took each way of an exclusive choice, where the log can tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product

from flowtrim.evidence.conformance import Trace, moves
from flowtrim.evidence.replayed_cases import TokenGame
from flowtrim.graph import spelled_out
from flowtrim.measures.observed import Choice, Undeclared
from flowtrim.model import END, Process, Step

_REFUSAL = re.compile(
    r"(?<!not )(?<!never )\b(?:refus|reject|declin|den(?:y|ied)|disapprov|abgelehnt|ablehn|zurückgewiesen|rechaz|"
    r"deneg|refusé|rejet)|^(?:no|nein|non|nok)$|拒绝|驳回|却下|否決|不批准",
    re.IGNORECASE,
)
"""Words that say of a decision that it refused."""


def choices(process: Process, game: TokenGame, cases: Mapping[Trace, int]) -> tuple[Choice, ...]:
    """Return the ways that the cases that fit took from each choice whose ways begin with different steps.

    A choice is known from the log where nothing runs beside it: what comes right after its step is then its way; what
    happens beside a step that is late is passed over. A way is named by the target of its flow.

    >>> from flowtrim.model import Flow
    >>> choice = Process("N2", steps=(Step("a", "A", flows=(Flow("b"), Flow("end"))), Step("b", "B")))
    >>> choices(choice, TokenGame(choice), {("a", "b"): 3, ("a",): 1})
    (Choice(step='a', ways={'b': 3, 'end': 1}),)
    """
    main = {step.id for step in spelled_out(process, beside=False).steps}
    fitting: Counter[Trace] = Counter()
    for case, count in cases.items():
        if game.fits(case):
            fitting[tuple(step for step in case if step in main)] += count
    beside = _beside(process)
    found = []
    for step in process.steps:
        firsts = {flow.to: frozenset(_first_steps(process, flow.to)) for flow in step.flows}
        before = frozenset(_last_steps(process, step.id))
        told = [first for firsts_of_way in firsts.values() for first in firsts_of_way]
        if len(firsts) < 2 or step.split != "one" or len(told) != len(set(told)) or beside.intersection(before, told):
            continue
        ways = _counted(before, firsts, fitting)
        if sum(ways.values()):
            found.append(Choice(step.id, ways))
    return tuple(found)


def _counted(
    before: frozenset[str], firsts: Mapping[str, frozenset[str | None]], cases: Mapping[Trace, int]
) -> dict[str, int]:
    way_of = {first: way for way, steps in firsts.items() for first in steps}
    taken: Counter[str] = Counter()
    for case, count in cases.items():
        for source, target in moves(case):
            if source in before and target in way_of:
                taken[way_of[target]] += count
    return {way: taken[way] for way in firsts}


def used(process: Process, cases: Mapping[Trace, int]) -> dict[str, tuple[int, ...]]:
    """Return how often cases took each flow of each step, gateway or event, whether they fit or not.

    Where nothing else leads to the target of a flow, or leads on from its source, it is as often as that was done; else
    it counts the moves from the last steps before it to the first ones after it.

    >>> from flowtrim.model import Flow
    >>> row = Process("Row", steps=(Step("a", "A", flows=(Flow("b"), Flow("end"))), Step("b", "B")))
    >>> used(row, {("a", "b"): 3, ("a",): 1})
    {'a': (3, 1), 'b': ()}
    """
    moved: Counter[tuple[str | None, str | None]] = Counter()
    done: Counter[str | None] = Counter()
    for case, count in cases.items():
        for source, target in moves(case):
            moved[source, target] += count
            done[target] += count
    led_to = Counter(flow.to for step in process.steps for flow in step.flows)
    led_to.update(start.at for start in process.entries)

    def often(step: Step, target: str) -> int:
        if led_to[target] == 1 and target != END and _is_always_done(process.step(target)):
            return done[target]
        if len(step.flows) == 1 and _is_always_done(step):
            return done[step.id]
        pairs = product(set(_last_steps(process, step.id)), set(_first_steps(process, target)))
        return sum(moved[pair] for pair in pairs)

    return {step.id: tuple(often(step, flow.to) for flow in step.flows) for step in process.steps}


def _is_always_done(step: Step) -> bool:
    return step.is_work and step.optional is None


def undeclared(
    variants: Mapping[tuple[int, ...], int], codes: set[int], steps: Mapping[int, str], doers: Mapping[int, str]
) -> dict[int, Undeclared]:
    """Return what was done beside the declared steps, by the codes of activities: ``codes`` are those of such work."""
    visits: Counter[int] = Counter()
    cases: Counter[int] = Counter()
    between: dict[int, Counter[tuple[str | None, str | None]]] = {code: Counter() for code in codes}
    for variant, count in variants.items():
        for code in codes.intersection(variant):
            cases[code] += count
            places = [place for place, here in enumerate(variant) if here == code]
            visits[code] += count * len(places)
            for place in places:
                before = next((steps[here] for here in reversed(variant[:place]) if here in steps), None)
                after = next((steps[here] for here in variant[place + 1 :] if here in steps), None)
                between[code][before, after] += count
    return {
        code: Undeclared(visits[code], number, doers.get(code), *between[code].most_common(1)[0][0])
        for code, number in cases.items()
    }


def _first_steps(process: Process, target: str) -> Iterator[str | None]:
    """Yield the steps that may come first on the way to a target, with None where the case may be over."""
    seen, waiting = {target}, [target]
    while waiting:
        here = waiting.pop()
        if here == END:
            yield None
            continue
        step = process.step(here)
        if step.is_work:
            yield step.id
        onward = {each.instead for each in step.within if each.instead}
        if not step.is_work or step.optional is not None:
            onward |= {flow.to for flow in step.flows} or {END}
        waiting.extend(onward - seen)
        seen |= onward


def _last_steps(process: Process, target: str) -> Iterator[str]:
    """Yield the steps that may have come last before a choice: itself, or those that lead to a gateway."""
    seen, waiting = {target}, [target]
    while waiting:
        here = process.step(waiting.pop())
        if here.is_work:
            yield here.id
        if not here.is_work or here.optional is not None:
            before = {step.id for step in process.steps if any(flow.to == here.id for flow in step.flows)}
            waiting.extend(before - seen)
            seen |= before


def _beside(process: Process) -> frozenset[str]:
    """Return the steps that may run beside others: those between a parallel or inclusive split and a waiting join."""
    inside: set[str] = set()
    for split in process.steps:
        if split.split != "one" and len(split.flows) > 1:
            waiting = [flow.to for flow in split.flows if flow.to != END]
            while waiting:
                step = process.step(waiting.pop())
                if step.id not in inside and step.join == "any":
                    inside.add(step.id)
                    waiting.extend(flow.to for flow in step.flows if flow.to != END)
    return frozenset(inside)


def is_refusal(step: Step, way: str) -> bool:
    """Whether a way from a step is that on which it refuses, by the words of its condition.

    >>> from flowtrim.model import Flow
    >>> is_refusal(Step("ok", "Ok", flows=(Flow("end", when="refused"),)), "end")
    True
    """
    return any(flow.to == way and refuses(flow.when or "") for flow in step.flows)


def refuses(words: str) -> bool:
    """Whether words say that something was refused.

    >>> refuses("Rejected by manager"), refuses("approved"), refuses("not refused")
    (True, False, False)
    """
    return _REFUSAL.search(words) is not None
