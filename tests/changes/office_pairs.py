"""A second source of pairs for comparing, by another recipe: offices, with choices, work side by side and splits.

The first one is what the likeness of steps was chosen on; this one was written later, and nothing was chosen on it.
"""

from __future__ import annotations

from itertools import count
from random import Random

from msgspec.structs import replace

from flowtrim.changes import apply
from flowtrim.errors import ChangeError
from flowtrim.model import END, Add, Assign, Drop, Edit, Flow, Merge, Move, Process, Start, Step

TASKS = (
    "Open the letter", "Stamp the date on it", "Look up the policy", "Ask the garage for an estimate", "Enter the damage",
    "Draw up the contract", "Compare three offers", "Check the bank details", "Sign for the manager", "Book the payment",
    "Tell the policyholder", "File the papers", "Order spare parts", "Plan the visit", "Visit the site", "Photograph it",
    "Write the report", "Read it over", "Translate the summary", "Send a reminder", "Answer by telephone", "Close the case",
    "Scan all pages", "Assign a number", "Print labels", "Weigh the parcel", "Hand it to the carrier", "Refund the deposit",
    "审核发票", "登记来电", "核对库存", "通知客户", "打印合同", "請求書を作る", "在庫を数える", "電話で確かめる", "倉庫に回す",
    "Akte anlegen", "Gutachten einholen", "Bescheid schreiben", "Frist überwachen", "Kasse abrechnen", "Schlüssel ausgeben",
    "Relancer le client", "Classer le dossier", "Préparer le virement", "Avisar al perito", "Revisar el seguro",
)  # fmt: skip
SWAPS = {
    "the": "each", "letter": "mail", "papers": "documents", "report": "minutes", "Check": "Verify", "Book": "Enter",
    "Send": "Post", "Tell": "Inform", "Bescheid": "Schreiben", "client": "demandeur", "it": "them",
}  # fmt: skip
PEOPLE = ("Post room", "Claims", "Finance", "Head of unit", "Field service", "Archive")
THINGS = ("file", "estimate", "offer", "receipt", "letter", "list", "photo", "label", "payment", "minutes")
KINDS = ("do", "do", "do", "check", "approve", "notify", "contact")


def office_pair(seed: int) -> tuple[Process, Process, dict[str, str]]:
    """Return a process, what one to eight changes made of it, and what became of each step."""
    random = Random(f"office {seed}")
    before = _office(random)
    story = _Story(before)
    for _ in range(random.randint(1, 8)):
        random.choice((story.drop, story.merge, story.assign, story.move, story.add, story.split))(random)
    return before, _anew(random, story.now), {step.id: story.fate(step.id) for step in before.work}


class _Story:
    """A process while changes are made, and which of its steps hold what was there before."""

    def __init__(self, process: Process) -> None:
        self.now = process
        self._holders = {step.id: {step.id} for step in process.work}
        self._merged: set[str] = set()
        self._split: set[str] = set()
        self._numbers = count()

    def fate(self, step_id: str) -> str:
        if not self._holders[step_id]:
            return "dropped"
        if step_id in self._split and len(self._holders[step_id]) > 1:
            return "split"
        return "merged" if step_id in self._merged else "stays"

    def _try(self, change: Drop | Merge | Assign | Move | Add | Edit) -> bool:
        try:
            self.now = apply(self.now, change)
        except ChangeError:
            return False
        return True

    def _inside(self, step_id: str) -> list[str]:
        return [was for was, holders in self._holders.items() if step_id in holders]

    def drop(self, random: Random) -> None:
        step = random.choice(self.now.work)
        if len(self.now.work) > 3 and self._try(Drop(step.id)):
            for holders in self._holders.values():
                holders.discard(step.id)

    def merge(self, random: Random) -> None:
        row = [step for step in self.now.work if len(step.flows) == 1 and self._is_plain(step.flows[0].to)]
        if not row:
            return
        first = random.choice(row)
        second = self.now.step(first.flows[0].to)
        name = random.choice((f"{first.name} and {second.name}", f"{first.name}, {second.name}", first.name))
        touched = self._inside(first.id) + self._inside(second.id)
        if touched and self._try(Merge((first.id, second.id), {"name": name, "id": first.id})):
            for was in touched:
                self._holders[was] = self._holders[was] - {second.id} | {first.id}
            self._merged.update(touched)

    def _is_plain(self, step_id: str) -> bool:
        return step_id != END and self.now.step(step_id).is_work and len(self.now.step(step_id).flows) < 2

    def assign(self, random: Random) -> None:
        self._try(Assign(random.choice(self.now.work).id, to=random.choice(PEOPLE)))

    def move(self, random: Random) -> None:
        one, other = random.sample([step.id for step in self.now.work], 2)
        self._try(Move(one, after=other))

    def add(self, random: Random) -> None:
        taken = {step.name for step in self.now.steps}
        name = random.choice([task for task in TASKS if task not in taken])
        step = Step(f"n{next(self._numbers)}", name, owner=random.choice(PEOPLE), kind=random.choice(KINDS))
        self._try(Add(step, after=random.choice(self.now.work).id))

    def split(self, random: Random) -> None:
        """Part a step into two in a row: by its name or by what it makes."""
        rich = [step for step in self.now.work if len(step.outputs) > 1 or " and " in step.name]
        whole = random.choice(rich) if rich else None
        if whole is None or len(self._inside(whole.id)) != 1:
            return
        first, _, second = whole.name.partition(" and ")
        owner = random.choice((whole.owner, random.choice(PEOPLE)))
        rest = Step(
            f"p{next(self._numbers)}", second.capitalize() or f"Finish {first[:1].lower()}{first[1:]}", owner=owner
        )
        rest = replace(rest, outputs=whole.outputs[1:])
        begun = Edit(whole.id, {"name": first if second else f"Begin to {first[:1].lower()}{first[1:]}",
                                "outputs": whole.outputs[:1]})  # fmt: skip
        if self._try(begun) and self._try(Add(rest, after=whole.id)):
            (was,) = self._inside(whole.id)
            self._holders[was].add(rest.id)
            self._split.add(was)


def _office(random: Random) -> Process:
    names = random.sample(TASKS, random.randint(6, 15))
    for place in random.sample(range(len(names)), 2):
        other = random.choice([task for task in TASKS if task not in names])
        names[place] = f"{names[place]} and {other[:1].lower()}{other[1:]}"
    steps: list[Step] = []
    ids = [f"t{number}" for number in range(len(names))]
    for number, name in enumerate(names):
        outputs = tuple(dict.fromkeys(random.choices(THINGS, k=random.randint(0, 3))))
        steps.append(
            Step(
                ids[number], name, owner=random.choice(PEOPLE), kind=random.choice(KINDS),
                outputs=tuple(f"{thing} {number}" for thing in outputs),
                inputs=tuple(steps[-1].outputs[:1]) if steps and random.random() < 0.5 else (),
                takes=random.choice((None, float(random.randint(2, 120)))),
                flows=_ways(random, number, ids),
            )
        )  # fmt: skip
    return Process("Office", steps=tuple(steps))


def _ways(random: Random, number: int, ids: list[str]) -> tuple[Flow, ...]:
    onward = Flow(ids[number + 1]) if number + 1 < len(ids) else Flow(END)
    if random.random() < 0.75 or number + 2 >= len(ids):
        return (onward,)
    aside = random.choice([*ids[max(0, number - 3) : number], *ids[number + 2 : number + 4], END])
    return replace(onward, when="complete", share=0.8), Flow(aside, when="otherwise", share=0.2)


def _anew(random: Random, process: Process) -> Process:
    """Give every step a new id, and one in five another word, another order of words, or capitals."""
    ids = {step.id: f"Activity_{random.getrandbits(32):08x}" for step in process.steps}
    steps = [replace(step.renamed(ids), name=_otherwise(random, step.name)) for step in process.steps]
    starts = tuple(Start(ids[start.at]) for start in process.entries)
    return replace(process, steps=tuple(random.sample(steps, len(steps))), starts=starts)


def _otherwise(random: Random, name: str) -> str:
    if random.random() >= 0.2:
        return name
    words = name.split()
    known = [place for place, word in enumerate(words) if word in SWAPS]
    if known:
        place = random.choice(known)
        words[place] = SWAPS[words[place]]
        return " ".join(words)
    return name.upper() if random.random() < 0.5 else f"{name} ({random.choice(('new', 'neu', 'v2'))})"
