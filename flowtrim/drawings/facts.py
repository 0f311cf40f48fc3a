"""What a step declares beside its name, as short words under it: times, deadlines, repetition and who helps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from flowtrim.drawings.badges import Mark
from flowtrim.formats.scalars import shown_duration
from flowtrim.graph import numbered
from flowtrim.model import Deadline, Process, Promise, Range, Step
from flowtrim.sentences import Digits, Message, messages, say, say_many

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) ?(w|d|h|m|clock hour|calendar day|calendar week)s?(?= |$)")
_UNITS: dict[str, Callable[[float], Message]] = {
    "w": lambda number: say_many(number, "{number} week", "{number} weeks"),
    "d": lambda number: say("{number} d", number=number),
    "h": lambda number: say("{number} h", number=number),
    "m": lambda number: say("{number} min", number=number),
    "clock hour": lambda number: say_many(number, "{number} clock hour", "{number} clock hours"),
    "calendar day": lambda number: say_many(number, "{number} calendar day", "{number} calendar days"),
    "calendar week": lambda number: say_many(number, "{number} calendar week", "{number} calendar weeks"),
}


class Fact(Struct, frozen=True):
    """A mark, and the words that stand beside it."""

    mark: Mark
    words: str


def facts_of(process: Process, step: Step) -> tuple[Fact, ...]:
    """Return what stands in the box of a step under its name.

    >>> claim = Process("Claim", (Step("pay", "Pay", takes=15.0, waits=960.0, optional=0.3, alongside=("Clerk",)),))
    >>> [(fact.mark, fact.words) for fact in facts_of(claim, claim.steps[0])]
    [('work', '15m'), ('waiting', '2d'), ('optional', '30%'), ('joint', 'Clerk')]
    """
    return tuple(_facts(process, step)) if step.is_work else ()


def terms_of(process: Process, numbers: Mapping[str, str]) -> str:
    """Return what the process as a whole has to keep: its deadlines, and what is promised; empty where nothing is.

    >>> from flowtrim.model import Promise
    >>> terms_of(Process("Claim", within=(Deadline(1440.0, of=0.8),), promise=Promise("Soon.")), {})
    'In all within 3d · 80%. Promised: Soon.'
    """
    told, tell = numbered(process, numbers), messages(process.language)
    lines = [tell(say("In all within {time}.", time=_deadline(told, each))) for each in process.within]
    if process.promise:
        lines.append(tell(say("Promised: {words}", words=_promise(told, process.promise))))
    return " ".join(lines)


def share_words(share: float, language: str | None) -> str:
    """Return a share in percent, with the signs of a language.

    >>> share_words(1 / 3, "en"), share_words(1 / 3, "zh")
    ('33.3%', '33.3%')
    """
    return messages(language)(Digits(f"{100 * share:.3g}%"))


def time_words(time: float, process: Process) -> str:
    """Return a time in short: in English as the file writes it, else with the units of the language.

    >>> from flowtrim.formats.scalars import duration
    >>> [time_words(duration("1d 4.5h"), Process("P", language=language)) for language in ("en", "de", "ja")]
    ['1d 4.5h', '1 T. 4,5 Std.', '1日 4.5時間']
    """
    told, tell = shown_duration(time, process.clock), messages(process.language)
    if tell is str:
        return told
    return _AMOUNT.sub(lambda found: tell(_UNITS[found[2]](_number(found[1]))), told)


def _number(digits: str) -> float:
    return float(digits) if "." in digits else int(digits)


def _facts(process: Process, step: Step) -> Iterator[Fact]:
    if step.takes:
        yield Fact("work", _time(step.takes, step.takes_range, process))
    if step.waits:
        yield Fact("waiting", _time(step.waits, step.waits_range, process))
    for deadline in step.within:
        yield Fact("deadline", _deadline(process, deadline))
    if step.optional is not None:
        yield Fact("optional", share_words(step.optional, process.language))
    for each in process.repetitions(step):
        yield Fact("repeated", f"{each.of} × {messages(process.language)(Digits(f'{each.count:g}'))}")
    if step.alongside:
        yield Fact("joint", ", ".join(process.role(role).name for role in step.alongside))


def _time(mean: float, between: Range | None, process: Process) -> str:
    if between is None:
        return time_words(mean, process)
    return f"{time_words(between.least, process)}–{time_words(between.most, process)}"


def _deadline(process: Process, deadline: Deadline) -> str:
    words = time_words(deadline.within, process)
    if deadline.since and process.has_step(deadline.since):
        words = messages(process.language)(_since(words, process.step(deadline.since).name))
    return words if deadline.of is None else f"{words} · {share_words(deadline.of, process.language)}"


def _since(time: str, step: str) -> Message:
    return say("{time} from “{step}”", time=time, step=step)


def _promise(process: Process, promise: Promise) -> str:
    if promise.within is None:
        return promise.text or ""
    words = time_words(promise.within, process)
    first, last = (
        process.step(step).name if step and process.has_step(step) else "" for step in (promise.since, promise.until)
    )
    until = say("{time} until “{step}”", time=words, step=last)
    between = say("{time} from “{step}” until “{last}”", time=words, step=first, last=last)
    found = between if first and last else _since(words, first) if first else until if last else words
    said = messages(process.language)(found)
    return said if promise.of is None else f"{said} · {share_words(promise.of, process.language)}"
