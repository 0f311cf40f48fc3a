"""Three hundred random processes with all terms: what the survey says of them, and what a program of its own works out."""

import json
import random

import pytest

from flowtrim import Survey, loads
from tests.days import TODAY
from tests.measures import term_oracle

ROLES = ("clerk", "boss", "buyer", "cook")
PERCENT = ("10%", "25%", "40%", "70%")


class File:
    """A random file, built of blocks from its end to its beginning: each block is given where it leads."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.steps, self.parts, self.can_stop = [], {}, []
        begin = self.block(3, "end")
        self.steps.append({"id": "begin", "name": "begin", "owner": "clerk", "takes": "5m", "next": [{"to": begin}]})
        stop = {"id": "stop", "name": "stop", "owner": "boss", "takes": "7m", "next": [{"to": "end", "as": "stopped"}]}
        self.steps.append(stop)

    def content(self):
        found = {"process": "P", "starts": ["begin"], "steps": self.steps}
        found["cases"] = {"amount": {"small": "60%", "large": "40%"}}
        if self.parts:
            found["parts"] = self.parts
        if self.can_stop and self.dice.random() < 0.6:
            struck = self.dice.sample(self.can_stop, min(len(self.can_stop), self.dice.randint(1, 3)))
            goes = self.dice.choice(({"to": "stop"}, {"to": "end", "as": "out"}))
            found["anytime"] = [{"when": "it stops", "share": "10%", "from": struck, **goes}]
        return found

    def block(self, depth, onward):
        kinds = ("step", "row", "choice", "classes", "loop", "beside", "part", "end") if depth else ("step",)
        return getattr(self, self.dice.choice(kinds))(depth - 1, onward)

    def node(self, onward, **fields):
        name = f"s{len(self.steps)}"
        self.steps.append({"id": name, "name": name, "next": onward, **fields})
        return name

    def plain(self, onward, **fields):
        takes, owner = f"{self.dice.randint(1, 60)}m", self.dice.choice(ROLES)
        return self.node([{"to": onward}], owner=owner, takes=takes, **fields)

    def step(self, _, onward):
        terms, one_in_three = {}, lambda: self.dice.random() < 0.3
        if one_in_three():
            terms["optional"] = self.dice.choice(PERCENT)
        if one_in_three():
            terms["each"] = {"of": "thing", "count": self.dice.randint(1, 4), "parallel": one_in_three()}
        terms.update(self.dice.choice(({}, {"waits": "1h"}, {"every": "1w"}, {"waits": "1h..3h"})))
        deadlines = []
        if one_in_three():
            deadlines.append({"time": "1d", "then": self.plain("end"), "share": self.dice.choice(PERCENT)})
        if one_in_three():
            since = {"from": "begin"} if one_in_three() else {}
            late = self.plain(self.dice.choice((onward, "end")))
            deadlines.append({"time": "2d", **since, "instead": late, "share": self.dice.choice(PERCENT)})
        if deadlines:
            terms["within"] = deadlines
        name = self.plain(onward, **terms)
        made = self.steps[-1]
        if one_in_three():
            made["takes"] = "5m..10m..1h"
        if one_in_three():
            made["with"] = [role for role in self.dice.sample(ROLES, 2) if role != made["owner"]]
        self.can_stop.append(name)
        return name

    def row(self, depth, onward):
        for _ in range(self.dice.randint(2, 3)):
            onward = self.block(depth, onward)
        return onward

    def choice(self, depth, onward):
        part = self.dice.randint(1, 9)
        ways = [{"to": self.block(depth, onward), "share": f"{10 * share}%"} for share in (part, 10 - part)]
        return self.decision(ways)

    def classes(self, depth, onward):
        ways = [{"to": self.block(depth, onward), "when": {"amount": band}} for band in ("small", "large")]
        return self.decision(ways)

    def decision(self, ways):
        if self.dice.random() < 0.5:
            return self.node(ways, kind="gateway")
        return self.node(ways, owner=self.dice.choice(ROLES), takes="4m")

    def end(self, _, onward):
        return self.decision([{"to": "end", "as": "refused", "share": "20%"}, {"to": onward, "share": "80%"}])

    def loop(self, depth, onward):
        decision = self.decision([])
        ways = self.steps[-1]["next"]
        entry = self.node([{"to": self.block(depth, decision)}], kind="gateway")
        ways += [{"to": entry, "share": "20%"}, {"to": onward, "share": "80%"}]
        return entry

    def beside(self, _, onward):
        join = self.node(
            [{"to": onward}], join="all", **self.dice.choice(({"kind": "gateway"}, {"owner": "cook", "takes": "3m"}))
        )
        firsts = []
        for _ in range(2):
            first = self.plain(join)
            firsts.append(self.plain(first) if self.dice.random() < 0.5 else first)
        return self.node({"all": firsts}, kind="gateway")

    def part(self, _, onward):
        name = f"Part {len(self.parts)}"
        count, parallel = self.dice.randint(1, 3), self.dice.random() < 0.5
        self.parts[name] = {"each": {"of": "thing", "count": count, "parallel": parallel}}
        made = [onward := self.plain(onward, part=name) for _ in range(self.dice.randint(1, 3))]
        # the oracle reads a part in the order of its flow
        at = len(self.steps) - len(made)
        self.steps[at:] = reversed(self.steps[at:])
        return onward


@pytest.mark.parametrize("seed", range(300))
def test_a_process_with_terms_has_the_figures_of_the_oracle(seed):
    content = File(seed).content()
    found, expected = Survey(loads(json.dumps(content), today=TODAY).process, today=TODAY), term_oracle.figures(content)

    assert expected["handoffs"] == pytest.approx(found.expected_handoffs)
    assert expected["effort"] == pytest.approx(found.times.effort_minutes)
    played = found.times.simulated  # where parallel work and named ends are no blocks, the time is a simulated one
    error = 3 * played.half_width if played else 1e-6 * expected["time"]
    assert expected["time"] == pytest.approx(found.times.cycle_minutes, abs=error)
    ends = {name: part for name, part in expected["ends"].items() if part > 1e-9}
    if set(ends) != {""}:
        assert ends == pytest.approx({each.name: each.share for each in found.outcomes if each.share > 1e-9})
