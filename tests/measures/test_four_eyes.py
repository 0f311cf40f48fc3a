"""Whose work an approval or a check looks at, where it is the judge's own, and who looks at it once more."""

import pytest

from flowtrim.graph import FlowGraph
from flowtrim.measures.four_eyes import judged_work, own_work, second_looks
from flowtrim.model import Flow, Process, Role, Step

ROLES = (Role("C", "Buyer", kind="customer"), Role("M", "Mill", kind="partner"), Role("X", "Clerk"), Role("B", "Boss"))


def step(name, *ways, **fields):
    return Step(name, fields.pop("called", name), flows=tuple(map(Flow, ways)), **{"owner": "X"} | fields)


def row(*fields, **more):
    """Steps that follow each other, the last of them an approval."""
    names = "abcdef"[: len(fields)]
    last = len(fields) - 1
    steps = [
        step(name, *([names[n + 1]] if n < last else ["end"]), **({"kind": "approve"} if n == last else {}) | each)
        for n, (name, each) in enumerate(zip(names, fields, strict=True))
    ]
    return Process("P", tuple(steps), customer="C", roles=ROLES, **more)


def judged(process, *through):
    return {name: "".join(work) for name, work in judged_work(FlowGraph(process), through=through).items()}


MAKES, TAKES = {"outputs": ("x",)}, {"inputs": ("x",)}
RECORD = {"called": "Record it"}


@pytest.mark.parametrize(
    ("process", "through", "found"),
    [
        (row({}, {}), (), {"b": "a"}),
        (row({}, {"kind": "check"}), (), {"b": "a"}),
        (row({}, {"kind": "do"}), (), {}),
        (row({"kind": "decide"}, {}), (), {"b": "a"}),
        (row({"kind": "rework"}, {}), (), {"b": "a"}),
        (row({"kind": "transfer"}, {}), (), {}),  # what was only passed on is nobody's work
        (row({"kind": "store"}, {}), (), {}),
        (row({"kind": "contact"}, {}), (), {}),
        (row({"kind": "approve"}, {}), (), {}),  # nor does an approval make what it approves
        (row({}, {}, {}), (), {"c": "b"}),
        (row({}, {"kind": "check"}, {}), (), {"b": "a"}),
        (row({}, {"kind": "check"}, {}), ("checks",), {"b": "a", "c": "a"}),
        # what it takes
        (row(MAKES, {}, TAKES), (), {"c": "a"}),
        (row(MAKES, MAKES, TAKES), (), {"c": "ab"}),
        (row({}, {}, TAKES), (), {}),  # nobody made it
        (row(MAKES | {"kind": "transfer"}, {}, TAKES), (), {}),
        (row(MAKES, {}, TAKES | MAKES), (), {"c": "a"}),
        (row({"outputs": ("x", "y")}, {}, {"inputs": ("x", "y")}), (), {"c": "a"}),
        (row(MAKES, TAKES | {"kind": "check", "outputs": ("y",)}, {"inputs": ("y",)}), (), {"b": "a"}),
        (row(MAKES, TAKES | {"kind": "check", "outputs": ("y",)}, {"inputs": ("y",)}), ("checks",),
         {"b": "a", "c": "a"}),
        # records, which only take down what somebody else made
        (row({}, RECORD, {}), (), {"c": "b"}),
        (row({}, RECORD, {}), ("records",), {"c": "a"}),
        (row({}, RECORD | {"kind": "decide"}, {}), ("records",), {"c": "b"}),
        (row(RECORD, {}), ("records",), {}),
        (row({}, RECORD, RECORD, {}), ("records",), {"d": "a"}),
        (row(MAKES, RECORD | TAKES | {"outputs": ("y",)}, {"inputs": ("y",)}), ("records",), {"c": "a"}),
        (row({}, {"called": "Recover it"}, {}), ("records",), {"c": "b"}),
        (row({}, {"called": "Brief erfassen"}, {}), ("records",), {"c": "a"}),
        (row({}, {"called": "Enregistrer la demande"}, {}), ("records",), {"c": "a"}),
        (row({}, {"called": "登録する"}, {}), ("records",), {"c": "a"}),
    ],
)  # fmt: skip
def test_a_judgement_looks_at_what_it_takes_or_at_what_was_done_right_before(process, through, found):
    assert found == judged(process, *through)


def test_what_is_done_again_after_a_judgement_is_not_what_it_looked_at():
    process = Process("P", (step("a", "b"), step("b", "c", "end", kind="check"), step("c", "b")))

    assert {"b": "a"} == judged(process)


def own(process, **how):
    return ["".join(pair) for pair in own_work(FlowGraph(process), **how)]


@pytest.mark.parametrize(
    ("process", "found"),
    [
        (row({}, {}), ["ba"]),
        (row({"owner": "B"}, {}), []),
        (row({"owner": None}, {"owner": None}), []),
        (row({"owner": "C"}, {"owner": "C"}), []),
        (row({"owner": "M"}, {"owner": "M"}), []),  # another house
        (row({}, {}, separate_persons=(("a", "b"),)), []),
        (row({}, {}, separate_persons=(("a", "c"),)), ["ba"]),
        (row({}, {}, separate_persons=(("b", "c"),)), ["ba"]),
        (row({}, {"alongside": ("B",)}), []),  # who judges with them did not do it
        (row({"alongside": ("B",)}, {"alongside": ("B",)}), ["ba"]),
        (row({"alongside": ("B",)}, {}), ["ba"]),
        (row({}, {"alongside": ("X",)}), ["ba"]),
        (row({}, RECORD, {}), ["ca"]),
        (row({}, RECORD | {"owner": "B"}, {}), ["ca"]),
        # what another role made right before is looked at, and what the owner made is what it is held against
        (row(MAKES, MAKES | {"owner": "B"}, TAKES), []),
        (row(MAKES, {"outputs": ("y",), "owner": "B"}, TAKES), ["ca"]),
        (row(MAKES, MAKES | {"owner": None}, TAKES), ["ca"]),
        (row(MAKES, MAKES, TAKES), ["ca", "cb"]),
        (row(MAKES, MAKES | {"owner": "B", "kind": "transfer"}, TAKES), ["ca"]),
        (row(MAKES, MAKES | RECORD | {"owner": "B"}, TAKES), ["ca"]),
        (row(MAKES, MAKES | {"owner": "B", "kind": "store"}, TAKES), []),
    ],
)  # fmt: skip
def test_nobody_judges_what_they_made_themselves(process, found):
    assert found == own(process)


def test_what_is_seen_through_records_is_asked_for():
    assert ([], ["ca"]) == (own(row({}, RECORD | {"owner": "B"}, {}), through=()), own(row({}, RECORD, {})))


# ---- two looks at one thing -------------------------------------------------------------------------

CHECK, SIGN = {"kind": "check"}, {"kind": "approve"}
SIGNED = {"outputs": ("signed x",)}


def twice(process):
    return sorted("".join(pair) for pair in {*second_looks(FlowGraph(process))})


@pytest.mark.parametrize(
    ("process", "found"),
    [
        (row({}, SIGN, {}), ["cb"]),
        (row({}, CHECK, {}), ["cb"]),
        (row({}, CHECK, SIGN, {}), ["cb", "dc"]),
        (row(SIGN, {}), ["ba"]),  # nobody is known to have made it
        (row({}, SIGN, {"kind": "transfer"}, {}), ["db"]),
        (row({}, SIGN, {"kind": "notify"}, {"kind": "wait"}, {}), ["eb"]),
        (row({}, SIGN, RECORD, {}), ["db"]),
        (row({}, SIGN, {}, {}), []),  # something was made of it
        (row({}, SIGN, {"kind": "decide"}, {}), []),
        (row({}, {}), []),
        (row({}, {"kind": "decide"}, {}), []),
        # what they take
        (row(MAKES, SIGN | TAKES, TAKES), ["cb"]),
        (row({}, CHECK | TAKES, TAKES), ["cb"]),
        (row(MAKES, CHECK | TAKES, {}, TAKES), ["db"]),  # what lies between made nothing of it
        (row(MAKES, SIGN | TAKES | SIGNED, {}, {"inputs": ("signed x",)}), ["db"]),
        (row(MAKES, CHECK | TAKES, MAKES, TAKES), []),
        (row(MAKES, CHECK | TAKES, TAKES | {"outputs": ("y",)}, {"inputs": ("y",)}), []),
        (row(MAKES, CHECK | TAKES, {"outputs": ("y",)}, {"inputs": ("y", "x")}), []),
        (row({"outputs": ("x", "y")}, CHECK | TAKES, {"inputs": ("y",)}), []),
        (row(MAKES, CHECK | {"inputs": ("y",)}, CHECK | TAKES, TAKES), ["dc"]),
        (row(MAKES, CHECK, TAKES), ["cb"]),  # it looks at what was done right before it
        (row(MAKES, {}, CHECK, TAKES), []),
        (row(MAKES, SIGN | TAKES, {}), ["cb"]),
    ],
)
def test_a_second_look_is_at_the_same_thing_with_nothing_made_of_it_between(process, found):
    assert found == twice(process)


@pytest.mark.parametrize(("split", "found"), [("all", ["cb"]), ("some", ["cb"]), ("one", [])])
@pytest.mark.parametrize("fields", [{}, TAKES])
def test_two_looks_side_by_side_are_at_the_same_thing_and_those_instead_of_each_other_are_not(split, found, fields):
    both = (step(name, "end", kind="approve", **fields) for name in "bc")

    assert found == twice(Process("P", (step("a", "b", "c", split=split, **MAKES), *both)))


def test_two_looks_side_by_side_at_two_things_are_no_second_look():
    both = (step(name, "end", kind="check", inputs=(item,)) for name, item in ("bx", "cy"))

    assert [] == twice(Process("P", (step("a", "b", "c", split="all", outputs=("x", "y")), *both)))


def test_what_may_be_sent_back_is_looked_at_twice_by_whoever_lets_it_pass():
    again = step("b", "c", "r", kind="check", **TAKES), step("r", "b", kind="rework", **MAKES)

    assert ["cb"] == twice(Process("P", (step("a", "b", **MAKES), *again, step("c", "end", kind="approve", **TAKES))))
