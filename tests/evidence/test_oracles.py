"""Every figure against plain counting in Python, on small random logs: 40, or FLOWTRIM_LOGS of them."""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from math import ceil, comb

import pytest

from flowtrim.measures.confidence import clopper_pearson
from flowtrim.model import Flow, Process, Promise, Step

pytest.importorskip("duckdb", reason="logs are read with DuckDB, an extra")

from flowtrim.evidence.log_cache import Terms, cached
from flowtrim.evidence.log_engine import duckdb_over
from flowtrim.evidence.observing import observe

BEGIN = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - as the log writes it
DECLARED = "abc"
PROMISED = timedelta(minutes=30)
PROCESS = Process(
    "p",
    customer="r9",
    steps=(
        Step("a", "a", owner="r1", kind="contact", flows=(Flow("b"),)),
        Step("b", "b", owner="r2", kind="check", flows=(Flow("a"), Flow("c"), Flow("end"))),
        Step("c", "c", owner="r3"),
    ),
    promise=Promise(within=30.0, since="a", until="b"),
    separate=(("a", "c"), ("a", "b", "c")),
)
LOGS = int(os.environ.get("FLOWTRIM_LOGS", "40"))
ALLOWED = {(None, "a"), ("a", "b"), ("b", "a"), ("b", "c"), ("b", None), ("c", None)}


class Event:
    """One row of a log."""

    def __init__(self, draw, start, end):
        self.step = draw.choice("aabbcx")
        self.start, self.end = start, end
        self.role, self.person = draw.choice(("r1", "r2", "r3")), draw.choice(("p", "q", "", "s"))
        self.outcome = draw.choice(("", "refused", "good"))

    @property
    def cells(self):
        return self.step, str(self.start), str(self.end), self.role, self.person, self.outcome


def random_log(seed):
    """Cases of random events, in the order of the rows."""
    draw = random.Random(seed)
    cases = []
    for _ in range(draw.randint(3, 12)):
        moment = BEGIN + timedelta(minutes=draw.choice((0, 5, draw.randint(0, 4000))))
        events = []
        for _ in range(draw.randint(1, 7)):
            start = moment
            moment = start + timedelta(minutes=draw.choice((0, 1, 5, 20)))
            events.append(Event(draw, start, moment))
            moment += timedelta(minutes=draw.choice((0, 0, 3, 60)))
        cases.append(events)
    first, second = Event(draw, BEGIN, BEGIN), Event(draw, BEGIN, BEGIN + timedelta(minutes=9))
    first.step, second.step = "a", "b"
    return [*cases, [first, second]]


def observed(cases, folder):
    path = folder / "log.csv"
    rows = [",".join((f"case {n}", *event.cells)) for n, events in enumerate(cases) for event in events]
    path.write_text("\n".join(["case,activity,start,end,role,resource,outcome", *rows]), encoding="utf-8")
    cache = cached(path, Terms(), today=date(2026, 11, 28))
    with duckdb_over(cache.events) as engine:
        return observe(PROCESS, cache, engine, name="log.csv", min_persons=0)


def declared(events):
    return [event.step for event in events if event.step in DECLARED]


def fits(word):
    """Whether the steps of a case are a word of the process: (ab)+ and then c or nothing."""
    body = "".join(word).removesuffix("c")
    return body != "" and body == "ab" * (len(body) // 2)


def may_go_on(word):
    """Whether the steps are a beginning of such a word and no whole one: what ends with a, or nothing."""
    return (word == [*"ab" * (len(word) // 2), *"a" * (len(word) % 2)] and len(word) % 2 == 1) or not word


def closed(cases):
    """The cases that are not open, by the rule of the theory."""
    last = max(event.end for events in cases for event in events)
    gaps = sorted(after.end - before.end for events in cases for before, after in pairwise(events))
    long_gap = gaps[ceil(0.95 * len(gaps)) - 1]
    return [events for events in cases if not (may_go_on(declared(events)) and events[-1].end >= last - long_gap)]


@pytest.fixture(params=range(LOGS))
def log(request, tmp_path):
    """What was observed of a log, and its cases that are not open."""
    cases = random_log(request.param)
    return observed(cases, tmp_path), closed(cases)


def spread(durations):
    """The count, median, 90th percentile and the bounds of the median, by rank."""
    ranked = sorted(durations)
    n = len(ranked)
    if not n:
        return None
    below = [rank for rank in range(1, n // 2 + 1) if (n + 1 - 2 * rank) ** 2 >= 4 * n]
    bounds = (ranked[below[-1] - 1], ranked[-below[-1]]) if below else (None, None)
    return n, ranked[ceil(0.5 * n) - 1], ranked[ceil(0.9 * n) - 1], *bounds


def told(found):
    """A spread as it was observed, in the same form."""
    times = found and (found.median, found.p90, found.low, found.high)
    return found and (found.count, *(None if each is None else timedelta(milliseconds=each) for each in times))


def part(flags):
    """How many of several are true, and of how many."""
    flags = list(flags)
    return sum(flags), len(flags)


def counts(found):
    return found and (found.count, found.of)


def average(numbers):
    return len(numbers), sum(numbers), sum(n * n for n in numbers)


def sums(found):
    return found.cases, found.total, found.squares


def first_deviation(word):
    """Where a case leaves the process: the longest beginning of a declared case, and what came instead."""
    for place, step in enumerate(word):
        before = word[place - 1] if place else None
        if (before, step) not in ALLOWED or before == "c":
            return before, step
    last = word[-1] if word else None
    return None if last in ("b", "c") else (last, None)


def comes_back(word, step):
    """Whether the step is the first of a stretch of steps that are done again, after another one."""
    again = [here in word[:place] for place, here in enumerate(word)]
    return any(
        word[place] == step != word[place - 1] and again[place] and not again[place - 1]
        for place in range(1, len(word))
    )


def check_cases(found, kept):
    words = [declared(events) for events in kept]
    assert len(kept) == found.counted
    assert sum(map(fits, words)) == found.conformance.fitting.count
    moves = [move for word in words for move in pairwise([None, *word, None])]
    assert part(move in ALLOWED for move in moves) == counts(found.conformance.allowed)
    left = Counter(filter(None, map(first_deviation, words)))
    assert left == {(each.source, each.target): each.cases for each in found.conformance.deviations}
    others = [[event.step == "x" for event in events] for events in kept]
    beside = found.undeclared.get("x")
    assert (sum(map(sum, others)), sum(map(any, others))) == ((beside.visits, beside.cases) if beside else (0, 0))
    went = Counter(move for word in words for move in pairwise([*word, None]))
    done = Counter(step for word in words for step in word)
    assert {"a": (done["b"],), "b": (went["b", "a"], done["c"], went["b", None]), "c": ()} == found.used
    taken = Counter(
        after or "end" for word in words if fits(word) for before, after in pairwise([*word, None]) if before == "b"
    )
    assert (+taken or None) == next((+Counter(choice.ways) for choice in found.choices), None)


def check_roles(found, kept):
    pairs = [(before.role, after.role) for events in kept for before, after in pairwise(events)]
    handed = Counter(pair for pair in pairs if pair[0] != pair[1])
    assert handed == {(giver, taker): count for giver, taker, count in found.matrix}
    roles = [[event.role for event in events] for events in kept]
    assert average([sum(a != b for a, b in pairwise(each)) for each in roles]) == sums(found.handoffs)
    back = [sum(a == c != b for a, b, c in zip(each, each[1:], each[2:], strict=False)) for each in roles]
    assert average(back) == sums(found.ping_pongs)
    for separation in found.separations:
        did = [
            Counter((event.person, event.step) for event in events if event.person and event.step in separation.steps)
            for events in kept
        ]
        several = [each for each in did if len({step for _, step in each}) > 1]
        assert part(len({person for person, _ in each}) < len(each) for each in several) == counts(separation.broken)


def check_customer(found, kept):
    met = [declared(events).count("a") for events in kept]
    assert (average(met) if any(met) else None) == (found.contacts and sums(found.contacts))
    assert (part(n > 1 for n in met) if any(met) else None) == counts(found.again)
    spans = [max(event.end for event in events) - min(event.start for event in events) for events in kept]
    assert spread(spans) == told(found.duration)
    promised = [
        max(event.end for event in events if event.step == "b") - min(e.start for e in events if e.step == "a")
        for events in kept
        if {"a", "b"} <= {event.step for event in events}
    ]
    assert (part(span <= PROMISED for span in promised) if promised else None) == counts(found.promise)
    assert Counter(event.outcome for events in kept for event in events if event.outcome) == found.outcomes


def check_step(step, kept):
    words = [declared(events) for events in kept]
    done = [event for events in kept for event in events if event.step == step.step]
    assert sum(step.step in word for word in words) == step.cases
    assert average([word.count(step.step) for word in words]) == sums(step.in_a_case)
    assert len(done) == step.visits
    assert sum(word.count(step.step) > 1 for word in words) == step.repeated
    assert sum(comes_back(word, step.step) for word in words) == step.returned
    assert Counter(event.role for event in done) == step.roles
    by_time = groupby(
        sorted((e.end, n) for n, events in enumerate(kept) for e in events if e.step == step.step), lambda each: each[0]
    )
    together = [[case for _, case in group] for _, group in by_time]
    assert sum(len(group) for group in together if len(set(group)) > 1) == step.batched
    pairs = [(before, after) for events in kept for before, after in pairwise(events) if after.step == step.step]
    assert spread([event.end - event.start for event in done]) == told(step.work)
    assert spread([max(after.start - before.end, timedelta(0)) for before, after in pairs]) == told(step.waiting)
    assert spread([after.end - before.end for before, after in pairs]) == told(step.elapsed)
    decided = [event.outcome == "refused" for event in done if event.outcome]
    if step.step == "b" and decided:
        assert part(decided) == counts(step.refused)


def test_every_figure_is_what_plain_counting_gives(log):
    found, kept = log

    check_cases(found, kept)
    check_roles(found, kept)
    check_customer(found, kept)
    for step in found.steps:
        check_step(step, kept)


@pytest.mark.parametrize(("count", "of"), [(0, 10), (3, 10), (10, 10), (0, 412), (17, 400), (1, 1)])
def test_the_interval_is_where_the_binomial_tails_are_two_and_a_half_percent(count, of):
    low, high = clopper_pearson(count, of)

    def tail(share, counts):
        return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in counts)

    assert low == 0 if count == 0 else tail(low, range(count, of + 1)) == pytest.approx(0.025)
    assert high == 1 if count == of else tail(high, range(count + 1)) == pytest.approx(0.025)
