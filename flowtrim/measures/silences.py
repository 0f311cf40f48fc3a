"""How long a customer hears nothing, and between what (docs/theory.md#the-customer)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flowtrim.graph import FlowGraph
from flowtrim.graph.sections import Section, parallel_sections
from flowtrim.measures.addressees import hears, is_with_customer
from flowtrim.measures.customer_contacts import acts, has_customer
from flowtrim.measures.term_amounts import wait_before
from flowtrim.model import Step

KNOWN = frozenset({"customer", "law", "contract"})
"""What a customer knows that is waited for."""


class Silence(NamedTuple):
    """The longest time without a word from a step at which the customer heard something to the next one.

    In minutes of working time. ``since`` is None for the start of a case, ``until`` for its end. ``left_out`` are the
    minutes in between that the customer, a law or a contract is waited for.
    """

    minutes: float
    since: str | None
    until: str | None
    left_out: float = 0


def silence(graph: FlowGraph) -> float | None:
    """Return the longest time that a customer hears nothing, in minutes of working time, ways back left out.

    None without a customer who waits for something, or where no time is declared.

    >>> from flowtrim.model import Flow, Process, Step
    >>> silence(FlowGraph(Process("Claim", customer="Buyer", steps=(
    ...     Step("log", "Log it", takes=10, flows=(Flow("ask"),)),
    ...     Step("ask", "Ask", kind="contact", takes=5, waits=480, flows=(Flow("pay"),)),
    ...     Step("pay", "Pay", takes=5, waits=60)))))
    490.0
    """
    process = graph.process
    if not has_customer(process) or all(wait_before(step) is None and step.takes is None for step in process.work):
        return None
    return None if _asks_of_customer(graph) else max((float(each.minutes) for each in silences(graph)), default=0.0)


def silences(graph: FlowGraph) -> Iterator[Silence]:
    """Yield for each start, and each step at which the customer hears something, how long it may be to the next word.

    It is the longest way, by declared waiting and work, to the next word or the end; a word on a branch beside is a
    word. What a customer does, or is waited for, and what a law or a contract wants, the customer knows of; once
    everything has come to them, they wait for nothing, and nor do they of whom the process asks what it delivers.

    >>> from flowtrim.model import Flow, Process, Step
    >>> [tuple(each) for each in silences(FlowGraph(Process("Claim", customer="Buyer", steps=(
    ...     Step("ask", "Ask", kind="contact", waits=480, flows=(Flow("pay"),)), Step("pay", "Pay", waits=60)))))]
    [(480, None, 'ask', 0), (60, 'ask', None, 0)]
    """
    if _asks_of_customer(graph):
        return
    ways = _Ways(graph)
    for start in graph.starts:
        yield ways.from_the_start_of(start)
    for node in graph.reading_order:
        if node in graph.reachable and node in ways.behind and hears(graph.process, graph.process.step(node)):
            yield ways.behind[node]


class _Spell(NamedTuple):
    """What a step lasts: minutes in which the customer hears nothing, and minutes of which the customer knows."""

    silent: float
    known: float
    is_wait: bool

    @property
    def left_out(self) -> float:
        return self.known if self.is_wait else 0


class _Ways:
    """What a customer hears on the ways of a process, ways back left out.

    ``behind`` holds for each node the longest time from its end to the next word; of what goes on beside each other,
    for the words only.
    """

    def __init__(self, graph: FlowGraph) -> None:
        self._process, self._graph = graph.process, graph
        self._served = served_before(graph)
        self._gives = _last_makers(graph, self._served)
        self.behind: dict[str, Silence] = {}
        sections = {each.split: each for each in parallel_sections(graph)}
        inside = {node for each in sections.values() for node in each.inside}
        for node in reversed(graph.reading_order):
            if node in sections:
                self._play(sections[node])
            elif node not in inside:
                ways = [self.from_the_start_of(target, node) for target in graph.onward(node)]
                if self._process.step(node).kind == "survey":  # whoever was only asked waits for nothing
                    ways = [way for way in ways if way.until]
                self.behind[node] = max(ways, key=_longer, default=Silence(0.0, node, None))

    def from_the_start_of(self, node: str, since: str | None = None) -> Silence:
        """Return the longest time from the start of a node to the next word."""
        step, spell = self._process.step(node), self._spell(node)
        if node in self._gives or hears(self._process, step):
            return Silence(spell.silent, since, node, spell.left_out)
        behind = self.behind.get(node, Silence(0.0, node, None))
        return Silence(_plus(spell.silent, behind.minutes), since, behind.until, _plus(spell.left_out, behind.left_out))

    def _spell(self, node: str) -> _Spell:
        step = self._process.step(node)
        waits, takes = wait_before(step) or 0.0, step.takes or 0.0
        if step.each and not step.each.parallel and not hears(self._process, step):
            waits, takes = waits * step.each.count, takes * step.each.count
        if node in self._served or acts(self._process, step):
            return _Spell(0.0, _plus(waits, takes), is_wait=False)
        talk = is_with_customer(self._process, step)
        if step.waited_for in KNOWN:
            return _Spell(0.0 if talk else takes, waits, is_wait=True)
        return _Spell(waits, takes, is_wait=False) if talk else _Spell(_plus(waits, takes), 0.0, is_wait=False)

    def _play(self, section: Section) -> None:
        """Find the silences of what goes on beside each other, however its choices fall."""
        tail = Silence(0.0, None, None) if section.join is None else self.from_the_start_of(section.join)
        for course in section.courses:
            spans, words, end = self._timeline(section, course)
            since, told = 0.0, section.split
            for until, word in (*sorted(words), (end, None)):
                minutes, left_out = _between(since, until, spans)
                found = Silence(minutes, told, word, left_out)
                if word is None:
                    minutes, left_out = _plus(minutes, tail.minutes), _plus(left_out, tail.left_out)
                    found = Silence(minutes, told, tail.until, left_out)
                self.behind[told] = max(self.behind.get(told, found), found, key=_longer)
                since, told = until, word or told

    def _timeline(
        self, section: Section, course: Mapping[str, Sequence[str]]
    ) -> tuple[list[_Span], list[tuple[float, str]], float]:
        """Return when the customer knows what is waited for, when a word comes, and when all is over."""
        begins, last = dict.fromkeys(course[section.split], 0.0), 0.0
        spans, words = list[_Span](), list[tuple[float, str]]()
        for node in section.inside:
            if node not in begins:
                continue
            spell, begin = self._spell(node), begins[node]
            last = max(last, end := begin + spell.silent + spell.known)
            knows = begin if spell.is_wait else end - spell.known
            spans += [_Span(knows, knows + spell.known, spell.is_wait)] * bool(spell.known)
            words += [(end, node)] * (node in self._gives or hears(self._process, self._process.step(node)))
            for target in course[node]:
                if target != section.join:
                    begins[target] = max(begins.get(target, 0.0), end)
        return spans, words, last


class _Span(NamedTuple):
    """From when until when the customer knows what a case waits for; ``is_wait`` where nobody works on it."""

    begin: float
    end: float
    is_wait: bool


def _between(since: float, until: float, spans: Iterable[_Span]) -> tuple[float, float]:
    """Return the minutes between two moments of which the customer knows nothing, and those of known waits.

    >>> _between(0.0, 10.0, [_Span(2.0, 6.0, True), _Span(4.0, 7.0, False)])
    (5.0, 4.0)
    """
    silent, left_out, at = until - since, 0.0, since
    for span in sorted(spans):
        begin, end = max(span.begin, at), min(span.end, until)
        if end > begin:
            silent, left_out, at = silent - (end - begin), left_out + (end - begin) * span.is_wait, end
    return silent, left_out


def _longer(one: Silence) -> tuple[float, bool]:
    return one.minutes, one.until is not None


def _plus(time: float, other: float) -> float:
    """Add two times; where one of them is none, the other keeps the words of its file."""
    return time + other if time and other else time or other


def served_before(graph: FlowGraph) -> frozenset[str]:
    """Return the nodes to which a case comes only once the customer has all that comes to them: for these nobody waits.

    That is known where some step makes what the process delivers; what leads back is left out.

    >>> from flowtrim.model import Flow, Process, Step
    >>> sorted(served_before(FlowGraph(Process("Claim", customer="Buyer", outputs=("money",), steps=(
    ...     Step("pay", "Pay", outputs=("money",), flows=(Flow("book"),)), Step("book", "Book"))))))
    ['book']
    """
    process, delivered = graph.process, set(graph.process.outputs)
    makes = {step.id for step in process.work if not delivered.isdisjoint(step.outputs)}
    served: set[str] = set()
    for node in graph.reading_order:
        before = [source for source in graph.before[node] if (source, node) not in graph.back_arcs]
        has_come = [source in served or source in makes for source in before]
        meets = graph.process.step(node).join == "all"  # what one of the branches made has come when all are done
        if node not in graph.starts and (any(has_come) if meets else has_come and all(has_come)):
            served.add(node)
    coming: set[str] = set()
    for node in reversed(graph.reading_order):
        if node in makes or hears(process, process.step(node)) or not coming.isdisjoint(graph.onward(node)):
            coming.add(node)
    return frozenset(served - coming)


def _last_makers(graph: FlowGraph, served: frozenset[str]) -> frozenset[str]:
    """Return the steps by which the customer has all that comes to them: what follows keeps nobody waiting."""
    delivered = set(graph.process.outputs)
    makers = (step.id for step in graph.process.work if not delivered.isdisjoint(step.outputs))
    return frozenset(maker for maker in makers if served.issuperset(graph.onward(maker)))


def _asks_of_customer(graph: FlowGraph) -> bool:
    """Whether a process wants of its customer all that it delivers, as one that collects a debt does.

    All of it may come from a wait for the customer who was told before, and it is not the customer who began. Such a
    customer does not wait for us: we wait for them.

    >>> from flowtrim.model import Flow, Process
    >>> _asks_of_customer(FlowGraph(Process("Dunning", customer="Debtor", outputs=("money",), steps=(
    ...     Step("remind", "Remind", kind="notify", flows=(Flow("wait"),)),
    ...     Step("wait", "Wait", kind="wait", serves="law", waits=4800, outputs=("money",))))))
    True
    """
    process, wanted = graph.process, set(graph.process.outputs)
    if not wanted or any(
        acts(process, step) or is_with_customer(process, step) for step in map(process.step, graph.first_steps())
    ):
        return False
    return wanted <= {output for step in process.work if _is_asked_for(graph, step) for output in step.outputs}


def _is_asked_for(graph: FlowGraph, step: Step) -> bool:
    """Whether we wait at a step for the customer, who heard of it right before: for an act, or a term set to them."""
    process, before = graph.process, graph.work_before[step.id]
    waits = step.waited_for == "customer" or (step.kind == "wait" and step.waited_for in KNOWN)
    told = bool(before) and all(hears(process, process.step(each)) for each in before)
    return waits and told and not acts(process, step)
