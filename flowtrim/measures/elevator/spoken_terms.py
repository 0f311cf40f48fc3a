"""What the terms of a step are called when they are told: times, rounds, classes of cases, what comes in between."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from itertools import groupby

from flowtrim.formats.scalars import units_of
from flowtrim.measures.elevator.conditions import condition_of
from flowtrim.measures.elevator.course import alike
from flowtrim.measures.elevator.phrases import Phrases
from flowtrim.measures.elevator.speakable import speakable
from flowtrim.model import Clock, Deadline, Flow, Interruption, Process, Rounds, Step

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TWO_HOURS = 120

UP_TO = re.compile(
    r"(?:up to|to|at most|no more than|bis(?: zu)?|höchstens|hasta|jusqu['’]à|不超过|最多|至)\s*(\S*\d.*)"
    r"|(.*\d\S*?)(?:以下|まで|以内)",
    re.IGNORECASE,
)
"""A class of cases that goes up to a number, as people write it in any of the languages."""

ABOVE = re.compile(
    r"above|over|more|über|darüber|mehr(?: als)?|más(?: de)?|por encima(?: de)?|plus(?: de)?|au-dessus(?: de)?"
    r"|超過|それ以上|以上|超过|更多",
    re.IGNORECASE,
)
"""Classes of cases that want a number, and have it from the one before them."""
NUMBER = re.compile(r"\d(?:[\d.,'’ ]*\d)?")


def spoken_time(time: float, clock: Clock, phrases: Phrases) -> str:
    """Say a duration in the units of its file, else in the largest one; a day of work is told from one by the clock.

    Nobody counts hours in minutes: from two hours on, minutes that are no whole hours are said as hours and minutes.

    >>> from flowtrim.measures.elevator.phrases import phrases_of
    >>> [spoken_time(minutes, Clock(), phrases_of("en")) for minutes in (90.0, 480.0, 72 * 60 * 2400 / 10080)]
    ['90 minutes', '1 working day', '3 calendar days']
    >>> spoken_time(550.0, Clock(), phrases_of("en")), spoken_time(550.0, Clock(), phrases_of("ja"))
    ('9 hours and 10 minutes', '9時間10分')
    >>> spoken_time(4320.0, Clock(day=1440.0, week=7.0), phrases_of("de"))
    '3 Tagen'
    """
    told, amounts = [], units_of(time, clock)
    if [unit for _, unit in amounts] == ["minute"] and time >= TWO_HOURS and time % 60:
        amounts = ((time // 60, "hour"), (time % 60, "minute"))
    for number, unit in amounts:
        one, many = phrases.times[unit]
        told.append((one if number == 1 else many).format(number=f"{number:g}"))
    return "".join(told) if phrases.is_unspaced else phrases.listing(told)


class SpokenTerms:
    """What the terms of the steps of one process are called; ``quoted`` says which step is meant."""

    def __init__(self, process: Process, phrases: Phrases, quoted: Callable[[str], str]) -> None:
        self.process = process
        self.say = phrases
        self.quoted = quoted

    def title(self, step: Step, name: str) -> str:
        """Say a step with its rounds and the time within which it has to be done, one clause each.

        What follows a deadline is told where it happens, and the deadline with it.
        """
        for clause in self.clauses(step):
            name = self.say.limited.format(step=name, clause=clause)
        return name

    def clauses(self, step: Step) -> list[str]:
        """Say in which rounds a step is done, and within which time: what follows a deadline is told elsewhere."""
        plain = [self._within(deadline) for deadline in step.within if not deadline.consequence]
        return ([self._rounds(step.every)] if step.every else []) + plain

    def cues(self, step: Step, *, of_part: bool) -> list[str]:
        """Return the words that open a step: what it is done for each of, and that not every case needs it."""
        repeated = self.process.repetitions(step) if of_part else filter(None, [step.each])
        each = [self.say.each.format(of=speakable(repetition.of)) for repetition in repeated]
        return ([] if step.optional is None else [self.say.optional]) + each

    def condition(self, flow: Flow, source: Step) -> str:
        """Say when a way is taken: in the words of the file, or by the classes of the cases that take it.

        >>> from flowtrim.measures.elevator.phrases import phrases_of
        >>> from flowtrim.model import CaseClass
        >>> buy = Process("Buy", cases=(CaseClass("amount", (("up to 1000", 0.7), ("to 9000", 0.2), ("above", 0.1))),))
        >>> terms = SpokenTerms(buy, phrases_of("en"), str)
        >>> ways = [Flow(to, band=("amount", band)) for to, (band, _) in zip("aab", buy.cases[0].bands)]
        >>> [terms.condition(flow, Step("s", "S", flows=tuple(ways))) for flow in ways[1:]]
        ['the amount is up to 9000', 'the amount is above 9000']
        """
        if flow.band is None:
            return speakable(flow.when) if flow.when else ""
        name, chosen = flow.band[0], {one.band[1] for one in source.flows if one.band and alike(one, flow)}
        return classes_of(name, self._bands(name), chosen, self.say)

    def all_others(self, source: Step) -> str:
        """Say which classes take the way that is left to all others; empty where the ways are not told by classes."""
        taken = [flow.band for flow in source.flows if flow.band]
        if len({name for name, _ in taken}) != 1 or len(taken) != len(source.flows) - 1:
            return ""
        name = taken[0][0]
        others = {band for band in self._bands(name) if (name, band) not in taken}
        return classes_of(name, self._bands(name), others, self.say) if others else ""

    def leans(self, flow: Flow) -> bool:
        """Whether a way on is told by nothing but that it is not the others: "else", or "if they are".

        >>> from flowtrim.measures.elevator.phrases import phrases_of
        >>> terms = SpokenTerms(Process("Buy"), phrases_of("en"), str)
        >>> [terms.leans(Flow("pay", when)) for when in ("else", "they are", "they are late", "no", None)]
        [True, True, False, False, True]
        """
        when = "" if flow.band else speakable(flow.when or "").casefold()
        return not (when or flow.band) or when in self.say.otherwise_words or self._lacks(when)

    def _lacks(self, when: str) -> bool:
        return re.fullmatch(self.say.leaning, when) is not None

    def before_others(self, source: Step, flow: Flow) -> str:
        """Open a way that leans on others before these are told: "otherwise" is no word for it there.

        >>> from flowtrim.measures.elevator.phrases import phrases_of
        >>> terms = SpokenTerms(Process("Buy"), phrases_of("en"), str)
        >>> for share in 0.9, 0.4:
        ...     ways = Flow("pay", "else", share), Flow("ask", "a price is missing", 1 - share)
        ...     terms.before_others(Step("s", "S", flows=ways), ways[0])
        'As a rule'
        'Unless a price is missing'
        """
        if classes := self.all_others(source):
            return condition_of(classes, self.say)
        if (flow.share or 0) > 1 / 2:
            return self.say.as_a_rule
        conditions = [self.condition(other, source) for other in source.flows if other is not flow]
        told = condition_of(conditions[0], self.say) if len(conditions) == 1 and conditions[0] else ""
        before, after = self.say.condition.split("{when}")
        if not told.startswith(before) or not told.endswith(after):
            return self.say.no_other_case
        return self.say.unless.format(when=told[len(before) : len(told) - len(after)])

    def _bands(self, name: str) -> list[str]:
        return [band for each in self.process.cases if each.name == name for band, _ in each.bands]

    def late(self, step: Step, deadline: Deadline) -> str:
        """Open what happens once a deadline has passed: beside the step, or instead of it."""
        pattern = self.say.beside if deadline.then else self.say.instead
        return pattern.format(time=self._time(deadline), step=self.quoted(step.id))

    def interrupted(self, interruption: Interruption) -> str:
        """Open what happens when something comes in between."""
        steps = list(map(self.quoted, interruption.since))
        during = self.say.during.format(steps=self.say.listing(steps)) if steps else self.say.any_time
        when = condition_of(speakable(interruption.when), self.say)
        return self.say.condition_jump.format(cue=during, jump=when[0].lower() + when[1:])

    def whole(self) -> list[str]:
        """Say within which time a case has to be done."""
        return [self._in_share(self.say.all_within, deadline) for deadline in self.process.within]

    def performers(self, owner: str, alongside: list[str]) -> str:
        """Say who does a step, and with whom."""
        return self.say.together.format(role=owner, others=self.say.listing(alongside)) if alongside else owner

    def says_who(self, step: Step) -> bool:
        """Whether the name of a step says who does it: nobody says the role before it once more.

        >>> from flowtrim.measures.elevator.phrases import phrases_of
        >>> terms = SpokenTerms(Process("Buy"), phrases_of("en"), str)
        >>> [terms.says_who(Step("s", name, owner="Sales")) for name in ("Sales calls the buyer", "Sales order entry")]
        [True, False]
        """
        role = speakable(self.process.role(step.owner).name) if step.owner else ""
        name = speakable(step.name)
        if not role or step.alongside or role.casefold() not in name.casefold():
            return False
        pattern = self.say.says_who.replace("{role}", f"(?i:{re.escape(role)})")
        return re.fullmatch(pattern, name) is not None

    def _within(self, deadline: Deadline) -> str:
        return self._in_share(self.say.within, deadline)

    def _in_share(self, pattern: str, deadline: Deadline) -> str:
        clause = pattern.format(time=self._time(deadline))
        if deadline.of is None:
            return clause
        return self.say.in_share.format(clause=clause, share=f"{100 * deadline.of:.3g} %")

    def _time(self, deadline: Deadline) -> str:
        time = spoken_time(deadline.within, self.process.clock, self.say)
        return self.say.since.format(time=time, step=self.quoted(deadline.since)) if deadline.since else time

    def _rounds(self, rounds: Rounds) -> str:
        if rounds.day:
            return self.say.weekdays[WEEKDAYS.index(rounds.day.casefold())]
        match units_of(rounds.period, self.process.clock):
            case [(1, unit)]:
                return self.say.once[unit]
        return self.say.every.format(time=spoken_time(rounds.period, self.process.clock, self.say))


def classes_of(name: str, bands: Sequence[str], chosen: Container[str], say: Phrases) -> str:
    """Say which classes of cases are meant, of all in their order; those that follow each other are one.

    >>> from flowtrim.measures.elevator.phrases import phrases_of
    >>> amounts, english = ("up to 1000", "to 9000", "above"), phrases_of("en")
    >>> [classes_of("amount", amounts, chosen, english) for chosen in (amounts[:2], amounts[2:], amounts[::2])]
    ['the amount is up to 9000', 'the amount is above 9000', 'the amount is up to 1000 or above 9000']
    >>> classes_of("金额", ("不超过一千", "bis 5", "above"), ("above",), phrases_of("zh"))
    '金额超过5'
    """
    runs = [[*run] for is_chosen, run in groupby(range(len(bands)), lambda n: bands[n] in chosen) if is_chosen]
    told = (_run(bands, run[0], run[-1], say) for run in runs)
    return say.band.format(name=speakable(name), band=say.either_or.join(told))


def _run(bands: Sequence[str], first: int, last: int, say: Phrases) -> str:
    """Say classes that follow each other; one that only says "above" goes on from the limit of the last."""
    floor, limit = _limit_before(bands, first), limit_of(bands[last])
    up_to, above = say.up_to.format(limit=limit), say.above.format(limit=floor)
    if limit and (first in (0, last)):
        return up_to
    if floor and ABOVE.fullmatch(speakable(bands[last])):
        return above
    if floor and limit:
        return f"{above}{say.both}{up_to}"
    return say.either_or.join(map(speakable, bands[first : last + 1]))


def limit_below(bands: Sequence[str], band: str) -> str:
    """Return the limit from which on a class that only says "above" goes; empty for any other.

    >>> limit_below(("up to 1000", "above"), "above"), limit_below(("up to 1000", "above 2000"), "above 2000")
    ('1000', '')
    """
    return _limit_before(bands, bands.index(band)) if ABOVE.fullmatch(speakable(band)) else ""


def _limit_before(bands: Sequence[str], place: int) -> str:
    before = bands[place - 1] if place else ""
    return limit_of(before) or "".join(NUMBER.findall(before)[:1])


def limit_of(band: str) -> str:
    """Return up to what a class of cases goes; empty where it has no such limit.

    >>> [limit_of(band) for band in ("to 25000", "up to 300,000 rupees", "bis 5", "1万円以下", "small")]
    ['25000', '300,000 rupees', '5', '1万円', '']
    """
    found = UP_TO.fullmatch(speakable(band))
    return next(filter(None, found.groups()), "") if found else ""
