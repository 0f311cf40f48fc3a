"""Folders of process files as an organisation has them: reasons, dates and KPIs, no two files alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

STEPS = 31
_VERBS = ("Check", "Record", "Compare", "Approve", "Send", "Explain", "Price", "Post", "Call", "Close", "Sort", "Sign")
_THINGS = ("claim", "bill", "offer", "order", "refund", "contract", "ticket", "delivery", "account", "complaint")
_WHERE = ("of the month", "from the branch", "for the customer", "in the ledger", "at the counter", "before dispatch")
_ROLES = ("agent", "clerk", "controller", "manager", "dispatcher", "auditor", "planner", "buyer", "nurse", "driver")
_WHO = ("Buyers", "The tax office", "Two of our tenants", "Drivers", "A judge", "Whoever pays", "Hospitals", "Our bank")
_DOES = ("lost", "asks for", "cannot read", "returned", "trusts", "measured", "forgets", "refused")
_WHAT = ("keys", "a signed copy", "half of the pallets", "wet goods", "prices in yen", "proof of age", "old meters")
_WHEN = ("every spring", "since minute {n}", "after {n} days", "on Fridays", "by noon", "below {n} euros", "at night")
_ELSE = ("trucks leave empty", "we pay twice", "nobody calls back", "{n} cases wait", "fines follow", "work stops")


def write_files(folder: Path, count: int, *, seed: int = 1) -> None:
    """Write so many processes of 31 steps, a hundred a folder; the same ones each time."""
    random = Random(seed)
    for number in range(count):
        place = folder / f"unit-{number // 100:03}"
        place.mkdir(exist_ok=True)
        (place / f"process-{number:05}.yml").write_text(_process(number, random), encoding="utf-8")


def plain_processes(count: int, *, seed: int = 1) -> list[str]:
    """Return so many processes of 31 steps with a name, an owner and a reason each, as somebody begins."""
    random = Random(seed)
    return [f"process: Process {number}\nsteps:\n" + "".join(_plain_steps(random)) for number in range(count)]


def _plain_steps(random: Random) -> Iterator[str]:
    for n in range(STEPS):
        name, owner = f"{random.choice(_VERBS)} {_thing(random)} {n}", random.choice(_ROLES[:5])
        yield f"  - {{name: {name}, owner: {owner}, why: '{_why(random)}'}}\n"


def _process(number: int, random: Random) -> str:
    roles = random.sample(_ROLES, 6)
    declared = "".join(f"  {role}: {{name: The {role}, why: {_why(random)}}}\n" for role in roles)
    steps = "".join(_step(n, random, random.choice(roles)) for n in range(STEPS))
    return (
        f"process: Process {number} of the {random.choice(_THINGS)}\nwhy: {_why(random)}\n"
        f"owner: Head of unit {number // 100}\ncustomer: Customer\noutputs: [result-{STEPS - 1}]\n"
        f"reviewed: {_day(random)}\nvolume: {random.randint(1, 90)}000/year\nroles:\n{declared}steps:\n{steps}"
        f"kpis:\n{_kpi(1, random)}{_kpi(2, random)}"
    )


def _step(n: int, random: Random, role: str) -> str:
    """Return a step; most have a reason, every tenth leads back or past some steps."""
    lines = [f"  - id: step-{n}", f"    name: {random.choice(_VERBS)} {_thing(random)} {n}", f"    owner: {role}"]
    lines += [f"    why: {_why(random)}"] if random.random() < 0.8 else []
    lines += [f"    reviewed: {_day(random)}"] if random.random() < 0.5 else []
    lines += [f"    inputs: [result-{n - 1}]"] if n else []
    lines += [
        f"    outputs: [result-{n}]",
        f"    takes: {random.randint(1, 40)}m",
        f"    waits: {random.randint(1, 9)}h",
    ]
    if n % 10 == 5:
        lines += [
            "    kind: check",
            f"    decisions: {{made: {random.randint(50, 900)}, refused: {random.randint(0, 9)}}}",
        ]
        back, on = f"{{to: step-{n - 3}, when: incomplete, share: 10%}}", f"{{to: step-{n + 1}, share: 80%}}"
        lines += [f"    next: [{back}, {on}, {{to: step-{n + 4}, when: urgent, share: 10%}}]"]
    return "\n".join(lines) + "\n"


def _kpi(n: int, random: Random) -> str:
    return (
        f"  - name: Figure {n} of the {random.choice(_THINGS)}\n    what: Hours from {_thing(random)} to its end.\n"
        f"    why: {_why(random)}\n    action: The {random.choice(_ROLES)} changes the order of the queue.\n"
        f"    target: {random.randint(2, 90)}h\n    reviewed: {_day(random)}\n"
    )


def _why(random: Random) -> str:
    who, does, what, when, other = map(random.choice, (_WHO, _DOES, _WHAT, _WHEN, _ELSE))
    return f"{who} {does} {what} {when}; else {other}.".format(n=random.randint(3, 400))


def _thing(random: Random) -> str:
    return f"the {random.choice(_THINGS)} {random.choice(_WHERE)}"


def _day(random: Random) -> str:
    return f"20{random.randint(23, 25)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
