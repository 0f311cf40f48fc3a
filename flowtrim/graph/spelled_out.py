"""A process with its terms spelled out as gateways: what is optional, what a deadline leads to, what interrupts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from flowtrim.model import END, Deadline, Flow, Process, Start, Step

MARK = "\0"
"""What parts the id of a node that was added from the id of the step to which it belongs."""

LATE = f"{MARK}late"
"""How the mark goes on at a node that stands for the time of a deadline that passes."""

Exits = Mapping[str, Sequence[Flow]]
"""For each node after which cases are interrupted, the ways that they then go, each with its share.

Under the id of a step it is right after the step, under ``stopped_before(id)`` it is before anything is done of it.
"""


def origin(node: str) -> str:
    r"""Return the step of the file to which a node belongs.

    >>> origin("check\0exit"), origin("check")
    ('check', 'check')
    """
    return node.partition(MARK)[0]


def stopped_before(step_id: str) -> str:
    """Return the node at which cases are interrupted that come to a step, and before it is done."""
    return f"{step_id}{MARK}off"


def is_step(node: str) -> bool:
    r"""Whether a node is a step, gateway or event of the file, in one class of cases or another, and none added.

    >>> is_step("check"), is_step("check\0" "2"), is_step("check\0exit"), is_step("check\0exit\0" "2")
    (True, True, False, False)
    """
    return all(mark.isdigit() for mark in node.split(MARK)[1:])


def spelled_out(process: Process, exits: Exits | None = None, *, beside: bool = True) -> Process:
    r"""Return a process in which gateways say what the terms of its steps say (docs/theory.md#terms-spelled-out).

    Each step keeps its id. Around it may stand ``id\0in``, the choice whether it is done at all; ``id\0due``, the
    choice whether its deadline passes and something happens instead, after ``id\0late…``; ``id\0exit``, the choice
    whether the case is interrupted; and ``id\0beside``, from which the consequences of deadlines go off. In front
    of all may stand ``id\0off``, where cases are interrupted that only come to the step. A branch beside ends by
    itself and never comes back to the main flow; without ``beside`` there are none.

    A process without such terms is returned as it is.

    >>> pay = Process("Pay", steps=(
    ...     Step("log", "Log it", flows=(Flow("check"),)),
    ...     Step("check", "Check it", optional=0.3, flows=(Flow("pay"),)), Step("pay", "Pay")))
    >>> [(step.id, [(flow.to, flow.share) for flow in step.flows]) for step in spelled_out(pay).steps[1:3]]
    [('check\x00in', [('check', 0.3), ('check\x00on', 0.7)]), ('check', [('check\x00on', None)])]
    """
    leaving = exits or {}
    if not leaving and all(step.optional is None and not _consequences(step) for step in process.steps):
        return process
    main = _led_to(process, leaving)
    aside = _led_aside(process, main)
    kept = [step for step in process.steps if step.id not in aside]
    asides = [_cut(step, main) for step in process.steps if step.id in aside] if beside else []
    copies = [_aside_copy(process, target) for target in sorted(_aside_targets(process) & main)] if beside else []
    nodes = [node for step in kept for node in _spelled(step, leaving, main, beside=beside)]
    entries = {step.id: entry for step in kept if (entry := _first(step, leaving)) != step.id}
    nodes = [_led_in(node, entries) for node in (*nodes, *asides, *copies)]
    starts = tuple(Start(entries.get(start.at, start.at), start.share) for start in process.entries)
    return replace(process, steps=tuple(nodes), starts=starts, anytime=())


def done_beside(process: Process) -> set[str]:
    """Return the steps that are done only beside others, since a deadline of these has passed: no case ends there.

    >>> from flowtrim.model import Deadline
    >>> late = Step("sign", "Sign", within=(Deadline(60.0, then="remind"),), flows=(Flow(END),))
    >>> done_beside(Process("Sign", (late, Step("remind", "Remind"))))
    {'remind'}
    """
    interrupted = {"": [Flow(each.to) for each in process.anytime]}
    return _led_aside(process, _led_to(process, interrupted))


def _consequences(step: Step) -> list[Deadline]:
    return [deadline for deadline in step.within if deadline.consequence]


def _late(step: Step) -> list[Deadline]:
    return [deadline for deadline in step.within if deadline.instead]


def _first(step: Step, exits: Exits) -> str:
    """Return the node to which whatever leads to a step now leads."""
    off = stopped_before(step.id)
    return off if off in exits else _entry(step)


def _entry(step: Step) -> str:
    """Return the node at which it is decided whether a step is done; the step itself where it always is."""
    if step.optional is not None:
        return f"{step.id}{MARK}in"
    return f"{step.id}{MARK}due" if _late(step) else step.id


def _led_in(node: Step, entries: Mapping[str, str]) -> Step:
    """Lead what came to a step to its entry instead; what a step's own gateways send to it stays."""
    own = origin(node.id)
    flows = tuple(flow if flow.to == own != node.id else _redirected(flow, entries) for flow in node.flows)
    return replace(node, flows=flows)


def _redirected(flow: Flow, entries: Mapping[str, str]) -> Flow:
    return replace(flow, to=entries.get(flow.to, flow.to))


def _spelled(step: Step, leaving: Exits, main: set[str], *, beside: bool) -> Iterator[Step]:
    """Yield a step with the gateways around it, in the order in which a case comes to them."""
    off = stopped_before(step.id)
    if off in leaving:
        yield _gateway(off, _with_the_rest(leaving[off], _entry(step)), join=step.join)
        step = replace(step, join="any")
    exits = leaving.get(step.id, ())
    asides = [deadline for deadline in step.within if deadline.then] if beside else []
    after = [name for name, there in (("exit", exits), ("beside", asides)) if there]
    if step.optional is not None or after:
        after.append("on")
    ways = {name: f"{step.id}{MARK}{name}" for name in ("in", "due", *after)}
    followers = [ways[name] for name in after]
    yield from _before(step, ways)
    join = "any" if _entry(step) != step.id else step.join
    inner = replace(step, join=join, within=(), optional=None)
    yield replace(inner, flows=(Flow(followers[0]),), split="one") if followers else inner
    for name, following in zip(after, [*followers, ""][1:], strict=True):
        if name == "exit":
            yield _gateway(ways[name], _with_the_rest(exits, following))
        elif name == "beside":
            yield _gateway(ways[name], (Flow(following, share=1.0), *_ways_aside(asides, main)), split="some")
        else:
            yield _gateway(ways[name], step.flows, split=step.split)


def _before(step: Step, ways: Mapping[str, str]) -> Iterator[Step]:
    """Yield what decides whether a step is done: the choice to leave it out, and the passing of its deadlines."""
    late = _late(step)
    inner = ways["due"] if late else step.id
    if step.optional is not None:
        done, left_out = Flow(inner, share=step.optional), Flow(ways["on"], share=1.0 - step.optional)
        yield _gateway(ways["in"], (done, left_out), join=step.join)
    if not late:
        return
    passed = [Flow(f"{step.id}{LATE}{number}", share=each.share) for number, each in enumerate(late)]
    known = None not in [each.share for each in late]
    rest = max(0.0, 1.0 - sum(each.share or 0.0 for each in late)) if known else None
    join = "any" if step.optional is not None else step.join
    yield _gateway(ways["due"], (*passed, Flow(step.id, share=rest)), join=join)
    for flow, each in zip(passed, late, strict=True):
        waited = None if each.since else each.within
        yield Step(flow.to, step.name, kind="event", waits=waited, flows=(Flow(each.instead or END),))


def _with_the_rest(exits: Sequence[Flow], following: str) -> tuple[Flow, ...]:
    return (*exits, Flow(following, share=max(0.0, 1.0 - sum(flow.share or 0.0 for flow in exits))))


def _gateway(node: str, flows: Iterable[Flow], **kind: str) -> Step:
    return Step(node, "", kind="gateway", flows=tuple(flows), **kind)  # type: ignore[arg-type]


def _ways_aside(asides: Sequence[Deadline], main: set[str]) -> Iterator[Flow]:
    for each in asides:
        target = each.then or END
        yield Flow(f"{target}{MARK}aside" if target in main else target, share=each.share)


def _aside_targets(process: Process) -> set[str]:
    return {deadline.then for step in process.steps for deadline in step.within if deadline.then}


def _aside_copy(process: Process, target: str) -> Step:
    """Return a step of the main flow as it is done beside it: nothing follows."""
    step = process.step(target)
    return replace(step, id=f"{target}{MARK}aside", flows=(), join="any", within=(), optional=None)


def _cut(step: Step, main: set[str]) -> Step:
    """Return a step of a branch beside, which ends where it would come back to the main flow."""
    flows = tuple(replace(flow, to=END) if flow.to in main else flow for flow in step.flows)
    return replace(step, flows=flows, within=(), optional=None)


def _led_to(process: Process, exits: Exits) -> set[str]:
    """Return the steps of the main flow: what a case comes to otherwise than beside a step that is late."""
    leaving = [flow.to for flows in exits.values() for flow in flows]
    return _walked(process, [start.at for start in process.entries] + leaving, aside=False)


def _led_aside(process: Process, main: set[str]) -> set[str]:
    return _walked(process, _aside_targets(process) - main, aside=True) - main


def _walked(process: Process, roots: Iterable[str], *, aside: bool) -> set[str]:
    seen: set[str] = set()
    waiting = [*roots]
    while waiting:
        node = waiting.pop()
        if node == END or node in seen:
            continue
        seen.add(node)
        step = process.step(node)
        waiting += [flow.to for flow in step.flows]
        waiting += [to for each in step.within if (to := each.consequence if aside else each.instead)]
    return seen
