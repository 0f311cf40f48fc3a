"""Pairs of processes for comparing: one, and what a random plan made of it, with all ids new and some names reworded."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from flowtrim.changes import apply
from flowtrim.errors import ChangeError
from flowtrim.model import Add, Assign, Drop, Flow, Merge, Move, Process, Step

VERBS = ("Weigh", "Wash", "Count", "Label", "Polish", "Sort", "Paint", "Fold", "Measure", "Pack", "Mark", "Bend")
THINGS = ("apple", "engine", "feather", "garden", "window", "kettle", "ladder", "mirror", "needle", "orange", "pillow")
WORDS = ("carefully", "again", "today", "twice", "by hand", "at once")
OWNERS = ("clerk", "boss", "team", "buyer")


def pair(seed: int) -> tuple[Process, Process, dict[str, str]]:
    """Return a process, what a plan of one to eight changes made of it, and the fate of each step by the plan."""
    random = Random(seed)
    before = _process(random)
    after, dropped, merged = before, set(), {}
    for number in range(random.randint(1, 8)):
        change = _change(random, after, number)
        try:
            after = apply(after, change)
        except ChangeError:
            continue
        if isinstance(change, Drop):
            dropped |= set(_behind(merged, change.step))
        elif isinstance(change, Merge):
            behind = [step for one in change.steps for step in _behind(merged, one)]
            merged |= dict.fromkeys(behind, change.steps[0])
    fates = {step.id: _fate(step.id, dropped, merged) for step in before.steps}
    return before, _reworded(random, after), fates


def _behind(merged: dict[str, str], step_id: str) -> list[str]:
    return [step_id, *(one for one, into in merged.items() if into == step_id and one != step_id)]


def _fate(step_id: str, dropped: set[str], merged: dict[str, str]) -> str:
    if step_id in dropped:
        return "dropped"
    return "merged" if step_id in merged else "stays"


def _process(random: Random) -> Process:
    count = random.randint(5, 14)
    names = random.sample([f"{verb} the {thing}" for verb in VERBS for thing in THINGS], count)
    ids = [f"s{number}" for number in range(count)]
    steps = []
    for number, (step_id, name) in enumerate(zip(ids, names, strict=True)):
        onward = ids[number + 1 : number + 2]
        skip = ids[number + 3 : number + 4] if random.random() < 0.2 else []
        flows = tuple(Flow(to, when=f"case {way}" if skip else None) for way, to in enumerate([*onward, *skip]))
        outputs = (f"{name.split()[-1]} {number}",) if random.random() < 0.6 else ()
        takes = float(random.randint(1, 90)) if random.random() < 0.6 else None
        steps.append(Step(step_id, name, owner=random.choice(OWNERS), outputs=outputs, takes=takes, flows=flows))
    return Process("Random", steps=tuple(steps))


def _change(random: Random, process: Process, number: int) -> Drop | Merge | Assign | Move | Add:
    ids = [step.id for step in process.steps]
    one, other = random.sample(ids, 2) if len(ids) > 1 else (ids[0], ids[0])
    kind = random.choice((Drop, Merge, Assign, Move, Add))
    if kind is Drop:
        return Drop(one)
    if kind is Merge:
        row = [step for step in process.steps if len(step.flows) == 1]
        first = random.choice(row) if row else process.step(one)
        second = process.step(first.flows[0].to) if first.flows else process.step(other)
        joined = {"name": f"{first.name}, {second.name}"} if random.random() < 0.7 else {}
        return Merge((first.id, second.id), joined)
    if kind is Assign:
        return Assign(one, to=random.choice(OWNERS))
    if kind is Move:
        return Move(one, after=other)
    name = f"Call number {number} in {random.choice(THINGS)} street"
    return Add(Step(f"new{number}", name, owner=random.choice(OWNERS)), after=one)


def _reworded(random: Random, process: Process) -> Process:
    """Give every step a new id, and one in five a word more, less or another one."""
    ids = {step.id: f"x{random.getrandbits(40):x}" for step in process.steps}
    steps = [replace(step.renamed(ids), name=_by_a_word(random, step.name)) for step in process.steps]
    starts = tuple(replace(start, at=ids[start.at]) for start in process.starts)
    return replace(process, steps=tuple(steps), starts=starts)


def _by_a_word(random: Random, name: str) -> str:
    if random.random() >= 0.2:
        return name
    words = name.split()
    place = random.randrange(len(words))
    way = random.randrange(3)
    if way == 0:
        return f"{name} {random.choice(WORDS)}"
    words[place : place + 1] = [random.choice(WORDS)] if way == 1 else []
    return " ".join(words)
