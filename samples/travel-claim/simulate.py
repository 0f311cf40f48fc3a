"""Simulate the log of this sample with known truth: ``python simulate.py`` writes log.csv.gz and roles.csv again.

What is true by construction: a paper copy is filed by nobody, claims are entered into an old list that nobody declared,
managers refuse nothing, 31% of the checks find something missing where 5% are declared, and from 1 April on a deputy
signs, so that approval waits for a day instead of four. ``simulated()`` returns the rows and what was counted on the way.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

SEED, CASES, STARTED, SAME_PERSON = 12, 1_988, 12, 17
BEGIN, CHANGE = datetime(2026, 1, 5, 8), datetime(2026, 4, 1)
MISSING, LISTED = 0.31, 0.6
HEADS = ("Claim ID", "Activity", "Started", "Finished", "Employee", "Result")
STAFF = {"clerk": 8, "manager": 6, "cashier": 3, "employee": 300}
NAMES = {
    "fill": "Fill in the claim", "check": "Check the claim", "ask": "Ask for what is missing",
    "list": "Enter it in the old list", "approve": "Approve the claim", "pay": "Pay the claim",
    "tell": "Tell the employee",
}  # fmt: skip
OWNERS = {
    "fill": "employee", "check": "clerk", "ask": "clerk", "list": "clerk", "approve": "manager", "pay": "cashier",
    "tell": "clerk",
}  # fmt: skip
ROLE_OF = {role[:2].upper(): role for role in STAFF}
WORK = {
    "fill": (10, 40),
    "check": (10, 30),
    "ask": (3, 9),
    "list": (2, 6),
    "approve": (1, 4),
    "pay": (2, 5),
    "tell": (1, 3),
}
WAITS = {"fill": (300, 2900), "check": (600, 2600), "ask": (5, 90), "list": (1, 60), "tell": (20, 200)}
PAID_AT = 14


class Truth:
    """What is counted while the cases are made: nothing of it is read off the log."""

    def __init__(self) -> None:
        self.visits: Counter[str] = Counter()
        self.cases: Counter[str] = Counter()
        self.checked: Counter[str] = Counter()
        self.rounds: Counter[int] = Counter()
        self.done_by: Counter[tuple[str, str]] = Counter()
        self.handoffs: Counter[tuple[str, str]] = Counter()
        self.handed: list[int] = []
        self.ping_pongs: list[int] = []
        self.contacts: list[int] = []
        self.durations: list[int] = []
        self.work: dict[str, list[int]] = defaultdict(list)
        self.waits: dict[str, list[int]] = defaultdict(list)
        self.same_person = 0
        self.paid: Counter[datetime] = Counter()
        self.approval_waits: dict[str, list[int]] = {"before": [], "after": [], "straddling": []}


def simulated() -> tuple[list[tuple[str, ...]], Truth]:
    """Return the rows of the log, in the order in which work was finished, and the truth."""
    draw, truth = random.Random(SEED), Truth()
    told = []
    for number in range(CASES):
        begin = BEGIN + timedelta(minutes=120 * number + draw.randint(0, 90))
        events = _case(draw, begin)
        same = number % 113 == 5 and truth.same_person < SAME_PERSON
        persons = [_person(draw, OWNERS[step]) for step, *_ in events]
        if same:
            _one_person_checks_and_pays(events, persons)
            truth.same_person += 1
        _count(truth, events, [ROLE_OF[person[:2]] for person in persons])
        told += [(f"T{10_000 + number}", *event, person) for event, person in zip(events, persons, strict=True)]
    last = max(finished for _, _, _, finished, _ in told)
    for number in range(CASES, CASES + STARTED):
        started = last - timedelta(minutes=10 * (number - CASES) + 30)
        told.append(
            (f"T{10_000 + number}", "fill", started, started + timedelta(minutes=15), _person(draw, "employee"))
        )
    told.sort(key=lambda row: (row[3], row[0]))
    return [_row(*row) for row in told], truth


def _case(draw: random.Random, begin: datetime) -> list[tuple[str, datetime, datetime]]:
    steps = ["fill", "check"]
    while draw.random() < MISSING:
        steps += ["ask", "fill", "check"]
    steps += ["list"] * (draw.random() < LISTED) + ["approve", "pay", "tell"]
    events: list[tuple[str, datetime, datetime]] = []
    moment = begin
    for step in steps:
        if events:
            moment += timedelta(minutes=_wait(draw, step, begin))
        finished = moment + timedelta(minutes=draw.randint(*WORK[step]))
        if step == "pay":
            moment, finished = _in_a_batch(moment, finished)
        events.append((step, moment, finished))
        moment = finished
    return events


def _wait(draw: random.Random, step: str, begin: datetime) -> int:
    if step == "approve":
        return draw.randint(300, 2500) if begin >= CHANGE else draw.randint(2900, 8600)
    return draw.randint(*WAITS[step]) if step in WAITS else 30


def _in_a_batch(moment: datetime, finished: datetime) -> tuple[datetime, datetime]:
    """Move a payment to two o'clock, when the cashier sends all of a day at once."""
    sent = finished.replace(hour=PAID_AT, minute=0)
    sent += timedelta(days=sent < finished)
    return sent - (finished - moment), sent


def _person(draw: random.Random, role: str) -> str:
    return f"{role[:2].upper()}{draw.randrange(STAFF[role]):03}"


def _one_person_checks_and_pays(events: list[tuple[str, datetime, datetime]], persons: list[str]) -> None:
    steps = [step for step, *_ in events]
    persons[steps.index("check")] = persons[steps.index("pay")]


def _count(truth: Truth, events: list[tuple[str, datetime, datetime]], roles: list[str]) -> None:
    steps = [step for step, *_ in events]
    truth.done_by.update(zip(steps, roles, strict=True))
    truth.visits.update(steps)
    truth.cases.update(set(steps))
    truth.rounds[steps.count("check") - 1] += 1
    truth.checked.update({"ask": steps.count("ask"), "copy": 1})
    pairs = [(giver, taker) for giver, taker in pairwise(roles) if giver != taker]
    truth.handoffs.update(pairs)
    truth.handed.append(len(pairs))
    truth.ping_pongs.append(sum(a == c != b for a, b, c in zip(roles, roles[1:], roles[2:], strict=False)))
    truth.contacts.append(steps.count("ask") + steps.count("tell"))
    truth.durations.append(_minutes(events[0][1], events[-1][2]))
    for step, started, finished in events:
        truth.work[step].append(_minutes(started, finished))
    for (_, _, before), (step, started, _) in pairwise(events):
        truth.waits[step].append(_minutes(before, started))
    truth.paid[events[steps.index("pay")][2]] += 1
    side = "before" if events[-1][2] < CHANGE else "after" if events[0][1] >= CHANGE else "straddling"
    place = steps.index("approve")
    truth.approval_waits[side].append(_minutes(events[place - 1][2], events[place][1]))


def _minutes(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds() // 60)


def _row(case: str, step: str, started: datetime, finished: datetime, person: str) -> tuple[str, ...]:
    result = "approved" if step == "approve" else ""
    times = (f"{each:%Y-%m-%d %H:%M}" for each in (started, finished))
    return case, NAMES[step], *times, person, result


def as_csv(rows: list[tuple[str, ...]]) -> str:
    """Return rows as a table with headings."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADS, *rows])
    return text.getvalue()


def roles() -> list[tuple[str, str]]:
    """Return who has which role: the table that stays with the client."""
    return [(f"{role[:2].upper()}{number:03}", role) for role, staff in STAFF.items() for number in range(staff)]


if __name__ == "__main__":
    here = Path(__file__).parent
    packed = gzip.compress(as_csv(simulated()[0]).encode(), mtime=0)
    (here / "log.csv.gz").write_bytes(packed)
    table = "".join(f"{person},{role}\n" for person, role in [("Resource", "Role"), *roles()])
    (here / "roles.csv").write_text(table, encoding="utf-8")
