"""Processes that Hypothesis draws: any that a file can hold, and sound ones built of blocks.

Both are shared by all tests: ``from tests.processes import processes, structured_processes``.
Every process drawn is valid for the reader of files: ids are unique, flows lead somewhere, shares add up.
"""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.model import (
    END,
    CaseClass,
    Ceiling,
    Deadline,
    Decisions,
    Flow,
    Interruption,
    Kpi,
    Part,
    Process,
    Range,
    Repetition,
    Role,
    Rounds,
    Start,
    Step,
    Volume,
)

NAMES = (
    "Check the claim", "Approve the invoice", "审批发票", "核对库存", "請求書を承認する", "송장 승인",
    "Prüfe das Angebot", "تحقق من الفاتورة", "בדיקה", "Проверить счёт", "Café à la crème", "विवरण जाँचें",
    'Say "no"', "a: b", "- dash", "# hash", "<b>bold</b> & more", "graph", "node", "C:\\new\\N", "🙂 smile",
    "{braces}", "100%", "yes", "null", "x" * 200, "Zwei\u00a0Worte", "it's done",
)  # fmt: skip
IDS = ("a", "b", "check", "graph", "node", "edge", "审批", "größe", "확인", "no", "1", "true", "x-y", "A", "null")
OWNERS = ("clerk", "boss", "team", "machine", "buyer", "supplier", "Frau Müllers Stelle", "经理")
OBJECTS = ("claim", "invoice", "合同", "report", "Ware")
REASONS = (
    None, "", "tbd", "none", "无", "なし", "keiner", "Only the customer can say what looks wrong on the bill.",
    "The board set the limit in minute 2025-14.", "防止重复付款，依据财务制度第5条", "Because it must be checked.",
    "We have always done it so.",
)  # fmt: skip
SERVES = (None, "customer", "law", "contract", "risk", "business", "enables")
WORK_KINDS = ("do", "decide", "check", "approve", "transfer", "notify", "wait", "store", "rework", "contact", "survey")

names = st.sampled_from(NAMES)
days = st.none() | st.dates(min_value=date(2015, 1, 1), max_value=date(2025, 12, 31))
minutes = st.none() | st.integers(min_value=0, max_value=960).map(float)
objects = st.lists(st.sampled_from(OBJECTS), max_size=2, unique=True).map(tuple)
role_ids = st.sampled_from(OWNERS)


@st.composite
def shares(draw, count, *, exclusive=True):
    """Shares for so many flows: none declared, some, or all; exclusive ones add up to 1 when all are."""
    if draw(st.booleans()):
        return [None] * count
    if not exclusive:
        return draw(st.lists(st.none() | st.integers(1, 20).map(lambda n: n / 20), min_size=count, max_size=count))
    cuts = sorted(draw(st.lists(st.integers(0, 20), min_size=count - 1, max_size=count - 1)))
    parts = [(high - low) / 20 for low, high in zip([0, *cuts], [*cuts, 20], strict=True)]
    kept = draw(st.lists(st.booleans(), min_size=count, max_size=count)) if draw(st.booleans()) else [True] * count
    declared = [part if keep else None for part, keep in zip(parts, kept, strict=True)]
    # what is declared has to leave something for the ways without a share
    leaves_nothing = not all(kept) and sum(part for part in declared if part is not None) >= 1
    return [None] * count if leaves_nothing else declared


@st.composite
def flows(draw, ids):
    """The way on from a step: nowhere, to one step, or several ways of one kind of split."""
    targets = draw(st.lists(st.sampled_from([*ids, END]), max_size=4, unique=True))
    if len(targets) < 2:
        return tuple(Flow(target) for target in targets), "one"
    split = draw(st.sampled_from(("one", "one", "all", "some")))
    if split == "all":
        return tuple(Flow(target) for target in targets), split
    portions = draw(shares(len(targets), exclusive=split == "one"))
    conditions = draw(st.lists(st.none() | names, min_size=len(targets), max_size=len(targets)))
    ways = zip(targets, conditions, portions, strict=True)
    return tuple(Flow(target, when=when, share=share) for target, when, share in ways), split


@st.composite
def work(draw, step_id):
    """A step that somebody performs, or that nobody owns; without flows."""
    kind = draw(st.sampled_from(("do", *WORK_KINDS)))
    made = draw(st.none() | st.integers(0, 400)) if kind in ("check", "approve") else None
    return Step(
        id=step_id,
        name=draw(names),
        owner=draw(st.none() | role_ids | role_ids),
        kind=kind,
        part=draw(st.none() | names),
        why=draw(st.sampled_from(REASONS)),
        serves=draw(st.sampled_from(SERVES)),
        source=draw(st.none() | names),
        reviewed=draw(days),
        inputs=draw(objects),
        outputs=draw(objects),
        takes=draw(minutes),
        waits=draw(minutes),
        cost=draw(minutes),
        informs=tuple(draw(st.lists(role_ids, max_size=1))),
        decisions=None if made is None else Decisions(made, refused=draw(st.integers(0, made))),
    )


@st.composite
def nodes(draw, step_id):
    """A step, a gateway or an event; without flows."""
    kind = draw(st.sampled_from(("work", "work", "work", "gateway", "event")))
    if kind == "work":
        return draw(work(step_id))
    return Step(step_id, draw(names), kind=kind)


@st.composite
def roles(draw):
    """Declared roles of every kind; some owners stay undeclared."""
    declared = draw(st.lists(role_ids, max_size=5, unique=True))
    kinds = st.sampled_from((None, "person", "team", "system", "customer", "partner"))
    skills = st.none() | st.lists(st.sampled_from(("care", "credit")), max_size=2, unique=True).map(tuple)
    return tuple(
        Role(r, draw(names), kind=draw(kinds), why=draw(st.sampled_from(REASONS)), skills=draw(skills))
        for r in declared
    )


@st.composite
def kpis(draw):
    """Measures with and without a reason, an action and a date."""
    chosen = draw(st.lists(names, max_size=2, unique=True))
    reasons = st.sampled_from(REASONS)
    return tuple(
        Kpi(n, what=draw(reasons), why=draw(reasons), action=draw(reasons), reviewed=draw(days)) for n in chosen
    )


@st.composite
def starts(draw, ids):
    """Where cases begin: left to the graph, one step, or alternatives with or without shares."""
    at = draw(st.lists(st.sampled_from(ids), max_size=2, unique=True)) if ids and draw(st.booleans()) else []
    if len(at) < 2:
        return tuple(Start(step_id) for step_id in at)
    return tuple(Start(step_id, share=share) for step_id, share in zip(at, draw(shares(len(at))), strict=True))


def duties(ids):
    """Groups of steps that are to share a role, or never to: none, or a few."""
    if len(ids) < 2:
        return st.just(())
    group = st.lists(st.sampled_from(ids), min_size=2, max_size=3, unique=True).map(tuple)
    return st.lists(group, max_size=2).map(tuple)


@st.composite
def processes(draw, *, min_steps=0, max_steps=9):
    """Any process that a file can hold: loops, splits and joins of every kind, orphans, unowned steps, odd names."""
    ids = draw(st.lists(st.sampled_from(IDS), min_size=min_steps, max_size=max_steps, unique=True))
    steps = []
    for step_id in ids:
        ways, split = draw(flows(ids))
        join = draw(st.sampled_from(("any", "any", "all", "some")))
        steps.append(replace(draw(nodes(step_id)), flows=ways, split=split, join=join))
    return Process(
        name=draw(names),
        steps=tuple(steps),
        roles=draw(roles()),
        why=draw(st.sampled_from(REASONS)),
        outputs=draw(objects),
        customer=draw(st.none() | role_ids),
        owner=draw(st.none() | names),
        reviewed=draw(days),
        volume=draw(st.none() | st.integers(1, 9000).map(lambda n: Volume(float(n)))),
        ceilings=draw(ceilings()),
        starts=draw(starts(ids)),
        separate=draw(duties(ids)),
        together=draw(duties(ids)),
        kpis=draw(kpis()),
    )


class _Builder:
    """Lays out drawn blocks as steps; each block is given where it leads and returns where it begins."""

    def __init__(self, draw):
        self.draw = draw
        self.steps = []

    def node(self, ways, *, split="one", join="any", routing=False):
        step_id = f"n{len(self.steps)}"
        plain = Step(step_id, step_id, kind="gateway") if routing and self.draw(st.booleans()) else None
        step = plain or Step(
            step_id,
            f"{self.draw(names)} {step_id}",
            owner=self.draw(role_ids),
            takes=float(self.draw(st.integers(0, 60))),
            waits=float(self.draw(st.integers(0, 60))),
            kind="decide" if routing else "do",
        )
        self.steps.append(replace(step, flows=tuple(ways), split=split, join=join))
        return step_id

    def block(self, shape, onward):
        return getattr(self, f"_{shape[0]}")(shape[1], onward)

    def _task(self, _, onward):
        return self.node([Flow(onward)])

    def _seq(self, parts, onward):
        for part in reversed(parts):
            onward = self.block(part, onward)
        return onward

    def _xor(self, parts, onward):
        return self._bond(parts, onward, split="one", join="any")

    def _and(self, parts, onward):
        return self._bond(parts, onward, split="all", join="all")

    def _or(self, parts, onward):
        return self._bond(parts, onward, split="some", join="some")

    def _bond(self, parts, onward, *, split, join):
        closing = self.node([Flow(onward)], join=join, routing=True)
        entries = [self.block(part, closing) for part in parts]
        portions = (
            [None] * len(entries) if split == "all" else self.draw(shares(len(entries), exclusive=split == "one"))
        )
        ways = [Flow(entry, share=share) for entry, share in zip(entries, portions, strict=True)]
        return self.node(ways, split=split, routing=True)

    def _loop(self, parts, onward):
        again = self.draw(st.integers(1, 15)) / 20
        decision = self.node([], routing=True)
        place = len(self.steps) - 1
        entry = self.node([Flow(self.block(parts[0], decision))], routing=True)
        back = self.block(parts[1], entry) if len(parts) > 1 else entry
        ways = (Flow(back, share=again), Flow(onward, share=1 - again))
        self.steps[place] = replace(self.steps[place], flows=ways)
        return entry


def _shapes(*, inclusive):
    bonds = ("xor", "and", "or") if inclusive else ("xor", "and")
    return st.recursive(
        st.just(("task", ())),
        lambda inner: (
            st.tuples(st.sampled_from(bonds), st.lists(inner, min_size=2, max_size=3))
            | st.tuples(st.just("seq"), st.lists(inner, min_size=1, max_size=4))
            | st.tuples(st.just("loop"), st.lists(inner, min_size=1, max_size=2))
        ),
        max_leaves=9,
    )


def ceilings():
    whole = st.integers(0, 99).map(float)
    drawn = st.dictionaries(st.sampled_from(("rides", "handoffs", "expected_handoffs", "work")), whole, max_size=2)
    return drawn.map(lambda most: tuple(Ceiling(*pair) for pair in most.items()))


@st.composite
def structured_processes(draw, *, inclusive=False):
    """Sound processes built of blocks: sequence, choice, parallel, loop, and inclusive where asked for.

    Starts and flows are written out, so the steps may stand in any order; they do.
    """
    builder = _Builder(draw)
    begin = builder.block(draw(_shapes(inclusive=inclusive)), END)
    entry = builder.node([Flow(begin)])
    return Process(
        name=draw(names),
        steps=tuple(draw(st.permutations(builder.steps))),
        roles=draw(roles()),
        starts=(Start(entry),),
    )


portions = st.integers(1, 9).map(lambda n: n / 10)


@st.composite
def _deadlines(draw):
    """Deadlines of a step: something happens beside it, in its place, both or neither; always the step "later"."""
    beside = [Deadline(240.0, then="later", share=draw(portions))] if draw(st.booleans()) else []
    instead = [Deadline(480.0, instead="later", share=draw(portions))] if draw(st.booleans()) else []
    return (*beside, *instead)


@st.composite
def _with_terms(draw, step):
    """The step with some terms, or none."""
    chosen = draw(st.sets(st.sampled_from(("optional", "within", "each", "with", "every"))))
    several = st.builds(Repetition, st.just("branch"), st.integers(1, 4).map(float), parallel=st.booleans())
    others = role_ids.filter(lambda role: role != step.owner)
    return replace(
        step,
        optional=draw(portions) if "optional" in chosen else None,
        within=draw(_deadlines()) if "within" in chosen else (),
        each=draw(several) if "each" in chosen else None,
        alongside=tuple(draw(st.lists(others, max_size=2, unique=True))) if "with" in chosen else (),
        every=Rounds(2400.0) if "every" in chosen else None,
        waits=None if "every" in chosen else step.waits,
    )


@st.composite
def processes_with_terms(draw):
    """Sound processes whose steps are optional, late, repeated, done together or in rounds; and an interruption."""
    process = draw(structured_processes())
    steps = [draw(_with_terms(step)) if step.is_work else step for step in process.steps]
    later = Step("later", "Do it later", owner=draw(role_ids), takes=7.0, waits=3.0)
    interruption = st.builds(Interruption, st.just("withdrawn"), st.just("later"), share=portions.map(lambda p: p / 3))
    return replace(process, steps=(*steps, later), anytime=tuple(draw(st.lists(interruption, max_size=1))))


@st.composite
def processes_with_everything(draw):
    """Processes as above, whose steps lie in parts that are done several times, and which stop in several ways."""
    process = draw(processes_with_terms())
    chosen = draw(st.lists(st.sampled_from([step.id for step in process.work]), max_size=4, unique=True))
    steps = tuple(replace(step, part="Round") if step.id in chosen else step for step in process.steps)
    steps = tuple(_with_named_ends(step, draw(st.sampled_from((None, "paid", "Größe & <b>")))) for step in steps)
    several = st.builds(Repetition, st.just("offer"), st.integers(1, 4).map(float), parallel=st.booleans())
    parts = (Part("Round", draw(several)),) if chosen else ()
    since = st.lists(st.sampled_from([step.id for step in steps if step.is_work]), max_size=3, unique=True).map(tuple)
    endings = st.builds(
        Interruption,
        st.sampled_from(("stopped", "a: b", "<i>")),
        st.sampled_from((END, "stop", "later")),
        share=st.none() | st.just(0.02),
        since=since,
    )
    stop = Step("stop", "Tell that it stopped", owner=draw(role_ids), flows=draw(st.sampled_from(((), (Flow(END),)))))
    struck = (*process.anytime, *draw(st.lists(endings, max_size=3)))
    struck = tuple(replace(each, outcome="out") if each.to == END and draw(st.booleans()) else each for each in struck)
    return replace(process, steps=(*steps, stop), parts=parts, anytime=struck)


@st.composite
def processes_with_all_terms(draw):
    """Processes as above, with classes of cases, ranges, and deadlines that run from another step."""
    process = draw(processes_with_everything())
    share = draw(portions)
    amount = CaseClass("amount", (("small", 1 - share), ("large", share)))
    work = st.sampled_from([step.id for step in process.work])
    return replace(process, cases=(amount,), steps=tuple(draw(_varied(step, work)) for step in process.steps))


@st.composite
def _varied(draw, step, work):
    """The step with ranges around its times, a choice by the class of the case, or deadlines from another step."""
    chosen = draw(st.sets(st.sampled_from(("takes", "waits", "class", "from"))))
    fields = {
        f"{key}_range": Range(0.0, 2 * minutes, minutes if draw(st.booleans()) else None)
        for key, minutes in (("takes", step.takes), ("waits", step.waits))
        if minutes and key in chosen and step.is_work
    }
    if "class" in chosen and step.split == "one" and len(step.flows) == 2:
        bands = zip(step.flows, ("small", "large"), strict=True)
        fields["flows"] = tuple(replace(flow, share=None, band=("amount", band)) for flow, band in bands)
    if "from" in chosen:
        fields["within"] = tuple(replace(each, since=draw(work)) for each in step.within)
    return replace(step, **fields)


def _with_named_ends(step, name):
    return replace(step, flows=tuple(replace(f, outcome=name if f.to == END else None) for f in step.flows))


SKILLS = ("care", "credit", "law")


@st.composite
def _asked_about(draw, step, number, owners):
    """A step that somebody was asked about, most often with a good reason of its own; with data, skills and counts."""
    kind = draw(st.sampled_from(("do", "do", *WORK_KINDS))) if step.kind == "do" else "decide"
    good = f"Two vans of group {number} were lost in {2001 + number} without it."
    why = draw(st.sampled_from((good, good, good, good, "none", "tbd", "Because it must be done.")))
    refused = draw(st.sampled_from((0, 0, 3, 60)))
    flows = step.flows
    if len(flows) > 1 and step.split == "one":
        flows = tuple(replace(flow, when=f"case {n}") for n, flow in enumerate(flows))
        kind = draw(st.sampled_from(("decide", "check", "approve")))
    owner = draw(st.sampled_from(tuple(owners)))
    return replace(
        step,
        owner=owner,
        kind=kind,
        why=why,
        serves=draw(st.sampled_from((None, None, "customer", "risk", "law"))),
        source="Act 4",
        inputs=draw(objects),
        outputs=draw(objects),
        skill=draw(st.none() | st.sampled_from(owners[owner])),
        flows=flows,
        decisions=Decisions(400, refused=refused) if kind in ("check", "approve") else None,
    )


@st.composite
def explained_processes_with_terms(draw):
    """Processes with all terms whose steps were asked about: deadlines, interruptions, parts, classes, repetitions."""
    process = draw(explained_processes(processes_with_all_terms()))
    steps = tuple(
        replace(step, alongside=tuple(role for role in step.alongside if role != step.owner)) for step in process.steps
    )
    return replace(process, steps=steps)


@st.composite
def explained_processes(draw, asked_about=None):
    """Sound processes whose steps were asked about: reasons, data, decisions with counts, skills, duties, hours and cost."""
    process = draw(structured_processes() if asked_about is None else asked_about)
    skills = st.lists(st.sampled_from(SKILLS), min_size=1, max_size=3, unique=True).map(tuple)
    owners = {role_id: draw(skills) for role_id in ("clerk", "boss", "team")}
    roles = tuple(
        Role(role_id, role_id.title(), skills=known, why=draw(st.none() | st.just(f"The {role_id} knows every buyer.")))
        for role_id, known in owners.items()
    )
    steps = tuple(
        draw(_asked_about(step, number, owners)) if step.is_work else step for number, step in enumerate(process.steps)
    )
    ids = [step.id for step in steps if step.is_work]
    return replace(
        process,
        steps=steps,
        roles=roles,
        outputs=draw(objects),
        volume=draw(st.none() | st.just(Volume(1200.0))),
        separate=draw(duties(ids)),
    )
