"""What is said of a process in the elevator, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from msgspec import Struct

from flowtrim.graph import FlowGraph
from flowtrim.measures.answers import reading
from flowtrim.measures.data_use import alternatives
from flowtrim.measures.elevator.clauses import Part, Telling
from flowtrim.measures.elevator.counting import count
from flowtrim.measures.elevator.phrases import Phrases, phrases_of
from flowtrim.measures.elevator.rates import Unit, guess_language, rate_of, seconds_of, shown_seconds
from flowtrim.measures.elevator.speakable import speakable
from flowtrim.model import Limits, Process


class Speech(Struct, frozen=True):
    """What is said in the elevator.

    ``seconds`` is the time it takes at ``rate`` units of speech a minute; ``rides`` is how often the elevator has to
    go, with ``limit`` seconds a ride, and ``fits`` whether that is within ``most_rides``: one, unless a limit of the
    process or the settings says more. ``units`` counts the words, characters and syllables said, ``unit`` is what the
    language is counted in. ``parts`` are the sentences in order, each with the step that it is spent on.
    """

    text: str
    seconds: float
    rides: int
    fits: bool
    limit: float
    units: int
    unit: Unit
    language: str
    rate: float
    parts: tuple[Part, ...]
    most_rides: int = 1

    @property
    def shown(self) -> float:
        """The seconds as they are shown: they agree with the rides."""
        return shown_seconds(self.seconds, self.limit)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences alone, for a teleprompter."""
        return tuple(part.sentence for part in self.parts)


def speech(graph: FlowGraph, limits: Limits | None = None, *, reasons: bool = False) -> Speech:
    """Make the speech of a process: its purpose, customer and trigger, its steps in order of flow, result and owner.

    It is made of the model by a fixed template, so that no prose can shorten it; with ``reasons`` each step also says
    why it is there. What nobody has declared costs a sentence that says so.

    >>> from flowtrim.model import Flow, Process, Step
    >>> steps = (Step("log", "Log it", owner="Clerk", flows=(Flow("pay"),)), Step("pay", "Pay", owner="Bank"))
    >>> refund = Process("Refund", steps, why="Trust.", customer="Buyer", outputs=("money",), owner="Care")
    >>> told = speech(FlowGraph(refund))
    >>> told.text
    'Refund. Purpose: Trust. Customer: Buyer. Clerk: Log it. Over to Bank: Pay. The result: money. Care answers for it.'
    >>> told.seconds, told.rides, told.units, told.unit
    (7.6, 1, 19, 'words')
    """
    limits = limits or Limits()
    process = graph.process
    language = process.language or guess_language(_names(process))
    phrases, rate = phrases_of(language), rate_of(language, limits)
    parts = tuple(_parts(graph, phrases, reasons=reasons))
    text = phrases.space.join(part.sentence for part in parts)
    units = count(text)
    seconds = seconds_of(units, rate, limits)
    limit = process.seconds_a_ride(limits)
    rides = max(1, ceil(seconds / limit))
    declared = {ceiling.figure: ceiling.most for ceiling in (*limits.ceilings, *process.ceilings)}
    most = max(1, int(declared.get("rides", 1)))
    return Speech(
        text, seconds, rides, rides <= most, limit, sum(units), rate.unit, rate.language, rate.a_minute, parts, most
    )


def _names(process: Process) -> str:
    return " ".join((process.name, *(role.name for role in process.roles), *(step.name for step in process.steps)))


def _parts(graph: FlowGraph, phrases: Phrases, *, reasons: bool) -> Iterator[Part]:
    process = graph.process
    yield from _about(phrases, _opening(process, phrases))
    told = Telling(graph, phrases).parts()
    yield from _with_reasons(told, process, phrases) if reasons else told
    if not process.steps:
        yield from _about(phrases, [phrases.no_steps])
    yield from _about(phrases, _closing(graph, phrases))


def _about(phrases: Phrases, sentences: Iterable[str]) -> Iterator[Part]:
    return (Part(None, phrases.sentence(sentence)) for sentence in sentences)


def _opening(process: Process, phrases: Phrases) -> Iterator[str]:
    yield speakable(process.name)
    why = _reason(process.why)
    yield phrases.purpose.format(why=why) if why else phrases.no_purpose
    customer = _role(process, process.customer) if process.customer else ""
    label = phrases.customer.format(customer="").strip(" :：\N{NO-BREAK SPACE}")
    if customer.casefold() != label.casefold():  # "Customer: Customer" tells nothing
        yield phrases.customer.format(customer=customer) if customer else phrases.no_customer


def _closing(graph: FlowGraph, phrases: Phrases) -> Iterator[str]:
    process = graph.process
    parts = [phrases.listing(map(speakable, part)) for part in alternatives(graph)]
    yield phrases.result.format(outputs=phrases.one_of(parts)) if parts else phrases.no_result
    yield phrases.owner.format(owner=_role(process, process.owner)) if process.owner else phrases.no_owner


def _with_reasons(parts: Iterable[Part], process: Process, phrases: Phrases) -> Iterator[Part]:
    """Let each performed step say why it is there, once, right after its name."""
    told: set[str | None] = set()
    for part in parts:
        yield part
        if part.step is None or part.step in told or not process.step(part.step).is_work:
            continue
        told.add(part.step)
        why = _reason(process.step(part.step).why)
        yield Part(part.step, phrases.sentence(phrases.reason.format(why=why) if why else phrases.no_reason))


def _role(process: Process, role: str) -> str:
    return speakable(process.role(role).name)


def _reason(why: str | None) -> str:
    return speakable(why) if why and reading(why) == "text" else ""
