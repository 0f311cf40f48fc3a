"""What a file of steps with terms takes on average, worked out from the file alone: no line of flowtrim is used here.

Each class of cases is a Markov chain. A row of the linear system is the arrival at a step: how often it is come to, and
how much of that comes from the hands of each step before it. What a term does is written as docs/theory.md says it.
"""

from __future__ import annotations

import re
from itertools import product
from math import prod

import numpy as np

MINUTES = {"m": 1.0, "h": 60.0, "d": 480.0, "w": 2400.0}


def minutes(text):
    """Return the mean of a duration, or of a range of durations, in minutes of work."""
    ends = [sum(float(n) * MINUTES[unit] for n, unit in re.findall(r"([\d.]+)([mhdw])", end)) for end in str(text).split("..")]  # fmt: skip
    return sum(ends) / len(ends)


def share(value):
    return float(value.rstrip("%")) / 100


def figures(file):
    """Return handoffs, effort and time of a mean case, and the share of each named end."""
    chains = _with_chances(file)
    names = {name for _, chain in chains for name in chain.ends}
    ends = {name: sum(weight * chain.ends.get(name, 0.0) for weight, chain in chains) for name in names}
    return {
        "ends": ends,
        **{
            key: sum(weight * getattr(chain, key) for weight, chain in chains) for key in ("handoffs", "effort", "time")
        },
    }


def _with_chances(file):
    """Return the classes with the chance of each interruption at a step: so large that its share of all cases is struck."""
    struck = [0.0] * len(file.get("anytime", ()))
    for _ in range(300):  # the chance follows from how often the steps are done, and that from the chance
        chains = [(weight, _Chain(file, bands, struck)) for weight, bands in _classes(file)]
        often = [
            sum(weight * chain.done[step] for weight, chain in chains for step in each["from"])
            for each in file.get("anytime", ())
        ]
        wanted = [
            min(1.0, share(each["share"]) / times) if times else 0.0
            for each, times in zip(file.get("anytime", ()), often, strict=True)
        ]
        if all(abs(new - old) < 1e-13 for new, old in zip(wanted, struck, strict=True)):
            break
        struck = [(new + old) / 2 for new, old in zip(wanted, struck, strict=True)]
    return chains


def _classes(file):
    named = [
        [(name, band, share(part)) for band, part in bands.items()] for name, bands in file.get("cases", {}).items()
    ]
    for combined in product(*named):
        yield prod([part for _, _, part in combined]), {name: band for name, band, _ in combined}


class _Chain:
    """One class of cases: how often each step is done, from whose hands, and what that takes."""

    def __init__(self, file, bands, struck):
        self.file, self.bands, self.struck = file, bands, struck
        self.steps = {step["id"]: step for step in file["steps"]}
        self.ways_in = {step: self._ways_into(step) for step in self.steps}
        self.rows = list(self.steps)
        self.moves = {step: self._moves(step) for step in self.rows}  # (to, part, waited, was it done)
        self.arrived = self._arrivals()
        self.done = {step: self.arrived[step] * self._done_part(step) for step in self.rows}

    @property
    def effort(self):
        return sum(self.done[step] * self._work(step) for step in self.rows) + self._beside()[1]

    @property
    def ends(self):
        found = {}
        for step, ways in self.moves.items():
            for to, part, *_ in ways:
                if to.startswith("end"):
                    found[to[4:]] = found.get(to[4:], 0.0) + self.arrived[step] * part
        return found

    # ---- what a step is

    def _is_work(self, step):
        return self.steps[step].get("kind") != "gateway"

    def _takes_part(self, step):
        return {self.steps[step]["owner"], *self.steps[step].get("with", ())}

    def _lasts(self, step):
        """How long a step lasts for the case, its wait included."""
        one = self.steps[step]
        waits = minutes(one["waits"]) if "waits" in one else minutes(one["every"]) / 2 if "every" in one else 0.0
        lasts = waits + minutes(one.get("takes", "0m"))
        for each in self._repeated(one):
            lasts *= 1 if each.get("parallel") else each["count"]
        return lasts

    def _repeated(self, one):
        """For what a step is done several times: by itself, and as a step of its part."""
        parts = self.file.get("parts", {})
        return [one[key] for key in ("each",) if key in one] + [
            parts[name]["each"] for name in [one.get("part")] if name in parts
        ]

    def _work(self, step):
        if not self._is_work(step):
            return 0.0
        one = self.steps[step]
        times = prod([each["count"] for each in self._repeated(one)])
        return minutes(one.get("takes", "0m")) * len(self._takes_part(step)) * times

    def _deadlines(self, step, consequence):
        return [each for each in self.steps[step].get("within", ()) if consequence in each]

    def _done_part(self, step):
        """Of those who come to a step, the part for whom it is done."""
        one = self.steps[step]
        in_time = prod([1 - share(each["share"]) for each in self._deadlines(step, "instead")])
        return (share(one["optional"]) if "optional" in one else 1.0) * in_time

    # ---- where it goes on

    def _ways(self, step):
        """The ways on of a step by its shares, or by the class of the case: pairs of where to and how often."""
        ways = self.steps[step]["next"]
        if isinstance(ways, dict):
            return [(to, 1.0) for to in ways["all"]]
        open_to = [
            way for way in ways if "when" not in way or self.bands[next(iter(way["when"]))] in way["when"].values()
        ]
        parts = [share(way["share"]) if "share" in way else 1.0 / len(open_to) for way in open_to]
        return [
            (f"end {way['as']}" if "as" in way else way["to"], part) for way, part in zip(open_to, parts, strict=True)
        ]

    def _moves(self, step):
        """All that can follow an arrival at a step: where to, how often, after what wait, and whether it was done."""
        one, ways = self.steps[step], self._ways(step)
        performed = self._done_part(step) if self._is_work(step) else 0.0
        skipped = 1 - share(one["optional"]) if "optional" in one else float(not self._is_work(step))
        moves = []
        left = 1 - skipped
        for each in self._deadlines(step, "instead"):
            moves.append(
                (each["instead"], left * share(each["share"]), 0.0 if "from" in each else minutes(each["time"]), False)
            )
            left *= 1 - share(each["share"])
        gone = 0.0
        for chance, each in zip(self.struck, self.file.get("anytime", ()), strict=True):
            if step in each["from"] and self._is_work(step):
                to = f"end {each['as']}" if "as" in each else each["to"]
                moves.append((to, performed * chance, 0.0, True))
                gone += performed * chance
        moves += [(to, (performed - gone) * part, 0.0, True) for to, part in ways if performed]
        return moves + [(to, skipped * part, 0.0, False) for to, part in ways if skipped]

    def _ways_into(self, step):
        return sum(step in {to for to, _ in self._ways(other)} for other in self.steps)

    def _joins(self, step):
        """How many flows make one arrival: all ways in where a step waits for them, else one."""
        return self.ways_in[step] if self.steps[step].get("join") == "all" else 1

    # ---- the linear systems

    def _solve(self, begin, carries):
        """Return what arrives at each step where ``begin`` does so by itself and moves for which ``carries`` pass it on."""
        place = {step: n for n, step in enumerate(self.rows)}
        matrix = np.eye(len(self.rows))
        for step, ways in self.moves.items():
            for to, part, _, done in ways:
                if to in place:
                    matrix[place[to], place[step]] -= carries(step, to, part, done)
        return dict(zip(self.rows, np.linalg.solve(matrix, [begin[step] for step in self.rows]), strict=True))

    def _arrivals(self):
        begin = {step: float(step == self.file["starts"][0]) for step in self.rows}
        return self._solve(begin, lambda _, to, part, __: part / self._joins(to))

    @property
    def handoffs(self):
        """Work goes from the hands of a step to the next one that is done, past all that is skipped, late or silent."""
        total = self._beside()[0]
        for giver in filter(self._is_work, self.rows):
            begin = dict.fromkeys(self.rows, 0.0)
            for to, part, _, done in self.moves[giver]:
                if done and to in begin:
                    begin[to] += self.arrived[giver] * part
            held = self._solve(begin, lambda _, __, part, done: 0.0 if done else part)
            total += sum(
                held[step] * self._done_part(step) * self._rounds(giver, step)
                for step in filter(self._is_work, self.rows)
                if self.steps[step]["owner"] not in self._takes_part(giver)
            )
        return total + sum(map(self._from_round_to_round, self.file.get("parts", {})))

    def _rounds(self, giver, taker):
        """How often work goes from one step to the other each time that it does: in a repeated part in each round."""
        part = self.steps[giver].get("part")
        return self.file["parts"][part]["each"]["count"] if part and part == self.steps[taker].get("part") else 1

    def _from_round_to_round(self, part):
        """In a row the last step of a part hands over to the first one for each thing but the last."""
        each, row = (
            self.file["parts"][part]["each"],
            [step for step in self.rows if self.steps[step].get("part") == part],
        )
        changes = self.steps[row[0]]["owner"] not in self._takes_part(row[-1])
        return self.done[row[-1]] * (each["count"] - 1) * changes * (not each.get("parallel"))

    def _beside(self):
        """Handoffs and work of what deadlines lead to beside their steps."""
        handoffs = work = 0.0
        for step in filter(self._is_work, self.rows):
            gone = sum(chance for chance, each in zip(self.struck, self.file.get("anytime", ()), strict=True) if step in each["from"])  # fmt: skip
            for each in self._deadlines(step, "then"):
                often = self.done[step] * (1 - gone) * share(each["share"])
                handoffs += often * (self.steps[each["then"]]["owner"] not in self._takes_part(step))
                work += often * self._work(each["then"])
        return handoffs, work

    @property
    def time(self):
        """The time of a case: what each step lasts, as often as it is done; of branches side by side the longest."""
        waited = sum(self.arrived[step] * part * wait for step, ways in self.moves.items() for _, part, wait, _ in ways)
        counted = {step for step in self.rows if self._is_work(step)}
        time = waited
        for step in self.rows:
            if isinstance(self.steps[step]["next"], dict):
                branches = [self._branch(first) for first in self.steps[step]["next"]["all"]]
                time += self.arrived[step] * max(sum(map(self._lasts, branch)) for branch in branches)
                counted -= {inside for branch in branches for inside in branch}
        return time + sum(self.done[step] * self._lasts(step) for step in counted)

    def _branch(self, step):
        """The steps of a branch, a plain row up to where the branches meet."""
        row = []
        while self.steps[step].get("join") != "all":
            row.append(step)
            step = self.steps[step]["next"][0]["to"]
        return row
