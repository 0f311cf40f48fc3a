"""Every figure against plain counting in Python, on small random logs."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil, comb

import pytest

from flowtrim.measures.observed import clopper_pearson
from flowtrim.model import Flow, Process, Step

pytest.importorskip("duckdb", reason="logs are read with DuckDB, an extra")

from flowtrim.evidence.log_cache import Terms, cached
from flowtrim.evidence.log_engine import duckdb_over
from flowtrim.evidence.observing import observe

BEGIN = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - as the log writes it
LETTERS = "abcx"
PROCESS = Process(
    "p",
    steps=(
        Step("a", "a", owner="r1", flows=(Flow("b"),)),
        Step("b", "b", owner="r2", flows=(Flow("a"), Flow("c"), Flow("end"))),
        Step("c", "c", owner="r3"),
    ),
)
LOGS = 40


def allowed(case):
    """Whether the letters of a case are a word of the process: (ab)+ and then c or nothing."""
    word = "".join(letter for letter in case if letter in "abc")
    body = word.removesuffix("c")
    return body != "" and body == "ab" * (len(body) // 2) and len(body) % 2 == 0


def may_go_on(case):
    """Whether a case is a beginning of a word and may not be over: what ends with a, or is empty."""
    word = "".join(letter for letter in case if letter in "abc")
    return (word == "ab" * (len(word) // 2) + "a" * (len(word) % 2) and len(word) % 2 == 1) or word == ""


def random_log(seed):
    """Cases of random letters with their roles and times, in the order of the rows."""
    draw = random.Random(seed)
    cases = []
    for number in range(draw.randint(3, 12)):
        moment = BEGIN + timedelta(minutes=draw.randint(0, 4000))
        events = []
        for _ in range(draw.randint(1, 6)):
            start = moment
            moment = start + timedelta(minutes=draw.choice((0, 1, 5, 20)))
            events.append((draw.choice("aabbcx"), start, moment, draw.choice(("r1", "r2", "r3"))))
            moment += timedelta(minutes=draw.choice((0, 0, 3, 60)))
        events.sort(key=lambda event: event[2])
        cases.append((str(number), events))
    cases.append(("fixed", [("a", BEGIN, BEGIN, "r1"), ("b", BEGIN, BEGIN + timedelta(minutes=9), "r2")]))
    return cases


def observed(cases, folder):
    path = folder / "log.csv"
    rows = [f"{case},{a},{start},{end},{role}" for case, events in cases for a, start, end, role in events]
    path.write_text("\n".join(["case,activity,start,end,role", *rows]), encoding="utf-8")
    cache = cached(path, Terms(), today=date(2026, 11, 28))
    with duckdb_over(cache.events) as engine:
        return observe(PROCESS, cache, engine, name="log.csv", min_persons=0)


def closed(cases):
    """The cases that are not open, by the rule of the theory."""
    last = max(event[2] for _, events in cases for event in events)
    gaps = sorted(b[2] - a[2] for _, events in cases for a, b in pairwise(events))
    long_gap = gaps[ceil(0.95 * len(gaps)) - 1]
    return [
        events for _, events in cases if not (may_go_on([e[0] for e in events]) and events[-1][2] >= last - long_gap)
    ]


def ranked(values, share):
    return sorted(values)[ceil(share * len(values)) - 1] if values else None


@pytest.mark.parametrize("seed", range(LOGS))
def test_every_figure_is_what_plain_counting_gives(seed, tmp_path):
    cases = random_log(seed)
    found = observed(cases, tmp_path)
    kept = closed(cases)
    words = [[event[0] for event in events] for events in kept]

    assert len(kept) == found.counted
    assert sum(map(allowed, words)) == found.conformance.fitting.count
    assert sum(word.count("x") for word in words) == sum(found.undeclared.values())
    handoffs = sum(a[3] != b[3] for events in kept for a, b in pairwise(events))
    assert handoffs == found.handoffs
    triples = [(e[n][3], e[n + 1][3], e[n + 2][3]) for e in kept for n in range(len(e) - 2)]
    assert sum(a == c != b for a, b, c in triples) == found.ping_pongs
    for step in found.steps:
        assert sum(word.count(step.step) for word in words) == step.visits
        assert sum(step.step in word for word in words) == step.cases
        assert sum(word.count(step.step) > 1 for word in words) == step.repeated
        work = [e[2] - e[1] for events in kept for e in events if e[0] == step.step]
        waits = [max(b[1] - a[2], timedelta(0)) for events in kept for a, b in pairwise(events) if b[0] == step.step]
        for told, values in ((step.work, work), (step.waiting, waits)):
            assert ranked(values, 0.5) == (told and timedelta(milliseconds=told.median))
            assert ranked(values, 0.9) == (told and timedelta(milliseconds=told.p90))


@pytest.mark.parametrize(("count", "of"), [(0, 10), (3, 10), (10, 10), (0, 412), (17, 400), (1, 1)])
def test_the_interval_is_where_the_binomial_tails_are_two_and_a_half_percent(count, of):
    low, high = clopper_pearson(count, of)

    def tail(share, counts):
        return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in counts)

    assert low == 0 if count == 0 else tail(low, range(count, of + 1)) == pytest.approx(0.025)
    assert high == 1 if count == of else tail(high, range(count + 1)) == pytest.approx(0.025)
