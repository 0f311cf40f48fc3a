"""Numbers for the steps: what people say in a room in place of a name, the same in every picture, page and question."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import ChainMap, Counter
from collections.abc import Collection, Iterator, Mapping
from itertools import product
from string import ascii_lowercase

from msgspec.structs import replace

from flowtrim.graph.flow_graph import FlowGraph
from flowtrim.model import Process
from flowtrim.sentences import LONGEST_NAME, shortened

_QUOTES = frozenset("'‘’“”„«»「」")
_SHORTENED = re.compile(f"([{''.join(sorted(_QUOTES))}][ \u00a0\u202f]?)([^{''.join(sorted(_QUOTES))}…]+)…")


def step_numbers(graph: FlowGraph, kept: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return a number for each performed step, by its id, in the order in which the process is read.

    ``kept`` holds the numbers that steps had before something changed, by the ids that they have now: they keep them,
    and a new one gets the number of the step that is read before it, and a letter.

    >>> from flowtrim.model import Flow, Step
    >>> claim = FlowGraph(Process("Claim", (Step("fill", "Fill in", flows=(Flow("pay"),)), Step("pay", "Pay"))))
    >>> step_numbers(claim), step_numbers(claim, {"fill": "7", "send": "7a"})
    ({'fill': '1', 'pay': '2'}, {'fill': '7', 'pay': '7b'})
    """
    work = [step_id for step_id in graph.reading_order if graph.process.step(step_id).is_work]
    if not kept:
        return {step_id: str(number) for number, step_id in enumerate(work, start=1)}
    numbers: dict[str, str] = {}
    taken, last = set(kept.values()), "0"
    for step_id in work:
        last = numbers[step_id] = kept.get(step_id) or _lettered(last, taken)
        taken.add(last)
    return numbers


def numbered(process: Process, numbers: Mapping[str, str]) -> Process:
    """Return the process with the number of each step before its name, to be told to people.

    >>> from flowtrim.model import Step
    >>> numbered(Process("Claim", (Step("pay", "Pay it"),)), {"pay": "7"}).step("pay").name
    '7 Pay it'
    """
    told = (
        replace(step, name=f"{numbers[step.id]} {step.name}") if step.id in numbers else step for step in process.steps
    )
    return replace(process, steps=tuple(told))


class QuotedSteps:
    """The steps that a sentence of any language names in quotes, so that it can be told with their numbers.

    A name that two steps have, or a role as well, is that of the step only which the sentence is said to be about.
    """

    def __init__(self, process: Process, numbers: Mapping[str, str]) -> None:
        self._told = {step.id: _written(step.name, numbers[step.id]) for step in process.steps if step.id in numbers}
        named = {(step.name, numbers.get(step.id, "")) for step in process.steps}
        self._names = sorted({name for name, _ in named} | {f"{number} {name}" for name, number in named if number})
        bearers = Counter(name for names in self._told.values() for name in names)
        bearers.update({name for role in process.parties for name in _written(role.name, "")})
        self._known = {
            name: told for names in self._told.values() for name, told in names.items() if bearers[name] == 1
        }

    def numbered(self, sentence: str, about: str = "") -> str:
        """Return a sentence with the number of each step before its name; ``about`` is an id, or two with an arrow.

        >>> from flowtrim.model import Step
        >>> claim = Process("Claim", (Step("log", "Log it"), Step("file", "File it")))
        >>> QuotedSteps(claim, {"log": "7", "file": "8"}).numbered("'Log it' makes 'File it' late.", "log")
        "'7 Log it' makes '8 File it' late."
        """
        names = ChainMap(*(self._told[step] for step in about.split("->") if step in self._told), self._known)
        quotes = [place for place, sign in enumerate(sentence) if sign in _QUOTES]
        parts: list[str] = []
        done = 0
        for number, start in enumerate(quotes, start=1):
            near = quotes[number : number + LONGEST_NAME] if start >= done else ()
            found = [end for end in near if sentence[start + 1 : end].strip() in names]
            if found:
                name = sentence[start + 1 : found[-1]]
                parts += sentence[done : start + 1], name.replace(name.strip(), names[name.strip()])
                done = found[-1]
        return "".join([*parts, sentence[done:]])

    def in_full(self, sentence: str) -> str:
        """Return a sentence with the names in quotes that were shortened as long as they are, where there is room.

        >>> from flowtrim.model import Step
        >>> claim = Process("Claim", (Step("log", "Log the claim of the customer"), Step("file", "File it")))
        >>> QuotedSteps(claim, {"log": "7", "file": "8"}).in_full("'7 Log the claim…' makes '8 File it' late.")
        "'7 Log the claim of the customer' makes '8 File it' late."
        """
        return _SHORTENED.sub(self._whole, sentence) if "…" in sentence else sentence

    def _whole(self, found: re.Match[str]) -> str:
        """Return the one name of a step that begins so, in its quotes; else what stands there."""
        first = bisect_left(self._names, found[2])
        begun = [name for name in self._names[first : first + 2] if name.startswith(found[2])]
        return f"{found[1]}{begun[0]}" if len(begun) == 1 else found[0]


def _written(name: str, number: str) -> dict[str, str]:
    """Return how a name stands in sentences, in full or shortened, each with how it is told with a number."""
    told = f"{number} {name}"
    return {name: told, shortened(name): shortened(told)}


def _lettered(number: str, taken: Collection[str]) -> str:
    """Return the number with the first letters that make it one of its own."""
    return next(found for more in letters() if (found := number.rstrip(ascii_lowercase) + more) not in taken)


def letters() -> Iterator[str]:
    """Yield a, b and so on, and behind z pairs of letters.

    >>> from itertools import islice
    >>> list(islice(letters(), 24, 28))
    ['y', 'z', 'aa', 'ab']
    """
    length = 0
    while length := length + 1:
        yield from map("".join, product(ascii_lowercase, repeat=length))
