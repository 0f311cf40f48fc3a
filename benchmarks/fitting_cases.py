"""Hold the cases that fit against alignments of PM4Py, on random models: cost 0 there and fitting here are one thing.

``python benchmarks/fitting_cases.py [MODELS] [SEED]`` installs PM4Py into a scratch environment (once), draws models of
sequences, choices, parallel sections, loops and silent ways, plays cases of them and faulty ones, and says where both
disagree, and what processor time each took.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from time import process_time

from flowtrim.evidence.replayed_cases import TokenGame
from flowtrim.model import Flow, Process, Step

PM4PY = "pm4py==2.7.23.11"
SCRATCH = Path(tempfile.gettempdir()) / "flowtrim-pm4py"
ALIGN = """
import json, sys, warnings
from time import process_time
warnings.simplefilter("ignore")
import pm4py
from pm4py.objects.log.obj import Event, EventLog, Trace
from pm4py.algo.conformance.alignments.petri_net import algorithm as alignments
told, spent = [], 0.0
for model in json.load(sys.stdin):
    net = pm4py.convert_to_petri_net(pm4py.parse_process_tree(model["tree"]))
    log = EventLog([Trace([Event({"concept:name": step}) for step in case]) for case in model["cases"]])
    began = process_time()
    found = alignments.apply(log, *net, parameters={"show_progress_bar": False})
    spent += process_time() - began
    told.append([each["cost"] < 10_000 for each in found])
json.dump([told, spent], sys.stdout)
"""
"""What PM4Py does: an alignment costs 10,000 for each move that only the log or only the model makes."""


class Drawn:
    """A random model: as a process of flowtrim, as a process tree of PM4Py, and as a source of cases."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._letters = iter("abcdefghijklmnopqrstuvwxyz")
        self._numbers = count()
        self._steps: list[Step] = []
        self.root = self._block(3)
        self._steps.append(Step("first", "", kind="event", flows=(Flow(self._placed(self.root, "end")),)))

    @property
    def process(self) -> Process:
        """The model as flowtrim plays it."""
        return Process("drawn", steps=tuple(reversed(self._steps)))

    def _block(self, depth: int) -> tuple[str, list] | str:
        kind = self._draw.choice(["->", "->", "X", "+", "*", "letter"]) if depth else "letter"
        if kind == "letter":
            return next(self._letters)
        blocks = [self._block(depth - 1) for _ in range(2 if kind == "*" else self._draw.randint(2, 3))]
        if kind in "X*" and self._draw.random() < 0.3:
            blocks[-1] = "tau"
        return kind, blocks

    def _placed(self, block: tuple[str, list] | str, then: str) -> str:
        """Place the steps of a block in front of what comes then, and return where the block begins."""
        if block == "tau":
            return then
        if isinstance(block, str):
            return self._added(block, "do", [then])
        kind, blocks = block
        number = next(self._numbers)
        if kind == "->":
            for each in reversed(blocks):
                then = self._placed(each, then)
            return then
        if kind == "*":
            head, foot = f"head{number}", f"foot{number}"
            self._added(foot, "gateway", [self._placed(blocks[1], head), then])
            return self._added(head, "gateway", [self._placed(blocks[0], foot)])
        meeting = self._added(f"join{number}", "gateway", [then], join="all" if kind == "+" else "any")
        ways = [self._placed(each, meeting) for each in blocks]
        return self._added(f"split{number}", "gateway", ways, split="all" if kind == "+" else "one")

    def _added(self, name: str, kind: str, ways: list[str], **more: str) -> str:
        self._steps.append(Step(name, name, kind=kind, flows=tuple(map(Flow, ways)), **more))  # type: ignore[arg-type]
        return name

    def tree(self, block: tuple[str, list] | str | None = None) -> str:
        """Return the model as PM4Py writes it."""
        block = block or self.root
        if isinstance(block, str):
            return block if block == "tau" else f"'{block}'"
        return f"{block[0]}({', '.join(map(self.tree, block[1]))})"

    def case(self, block: tuple[str, list] | str | None = None) -> list[str]:
        """Return a case that the model can produce."""
        block = block or self.root
        if isinstance(block, str):
            return [] if block == "tau" else [block]
        kind, blocks = block
        if kind == "X":
            return self.case(self._draw.choice(blocks))
        if kind == "*":
            told = self.case(blocks[0])
            while self._draw.random() < 0.4:
                told += self.case(blocks[1]) + self.case(blocks[0])
            return told
        parts = [self.case(each) for each in blocks]
        if kind == "+":
            order = [n for n, part in enumerate(parts) for _ in part]
            self._draw.shuffle(order)
            return [parts[n].pop(0) for n in order]
        return [letter for part in parts for letter in part]

    def faulty(self) -> list[str]:
        """Return a case in which a step is missing, doubled or in another place."""
        case = self.case()
        if not case:
            return case
        place = self._draw.randrange(len(case))
        step = case.pop(place)
        case[place:place] = self._draw.choice([[], [step, step]])
        if self._draw.random() < 0.3:
            self._draw.shuffle(case)
        return case


def scratch_python() -> str:
    """Return a Python that has PM4Py, installed where there is none yet."""
    python = SCRATCH / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", SCRATCH], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PM4PY], check=True)
    return str(python)


def main(models: int = 60, seed: int = 1) -> int:
    """Compare, print what was found, and return 1 where both disagree."""
    draw = random.Random(seed)
    drawn = [Drawn(draw) for _ in range(models)]
    asked = [
        {"tree": each.tree(), "cases": sorted({tuple(make()) for make in [each.case, each.faulty] * 15})}
        for each in drawn
    ]
    began = process_time()
    games = [TokenGame(each.process) for each in drawn]
    here = [[game.fits(case) for case in told["cases"]] for game, told in zip(games, asked, strict=True)]
    spent = process_time() - began
    given = json.dumps(asked)
    out = subprocess.run([scratch_python(), "-c", ALIGN], input=given, text=True, check=True, capture_output=True)
    there, theirs = json.loads(out.stdout)
    cases = sum(map(len, here))
    apart = [
        (told["tree"], "".join(case), ours)
        for told, mine, other in zip(asked, here, there, strict=True)
        for case, ours, its in zip(told["cases"], mine, other, strict=True)
        if ours != its
    ]
    print(f"{models} models of seed {seed}, {cases} cases, {sum(map(sum, here))} fit: {len(apart)} disagreements")
    print(f"flowtrim {spent:.3f} s, alignments {theirs:.1f} s of processor time: {theirs / spent:.0f} times as much")
    for each in apart[:10]:
        print(*each)
    return int(bool(apart))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
