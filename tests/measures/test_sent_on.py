"""Whom a customer spoke with last, however the ways meet that lead to a contact."""

import pytest

from flowtrim.graph import FlowGraph
from flowtrim.measures.sent_on import has_the_skill, sent_on
from flowtrim.model import Flow, Process, Role, Step


def told(**steps):
    """Each step by what it is, who speaks at it if anybody, and where it leads: ``a="X: b c"``, ``s="all > a b"``."""
    return FlowGraph(Process("P", tuple(_step(name, said) for name, said in steps.items())))


def _step(name, said):
    owner, _, rest = said.rpartition(":")
    mode, _, ways = rest.rpartition(">")
    flows = []
    for way in ways.split():
        to, _, share = way.partition("=")
        flows.append(Flow(to, share=float(share) if share else None))
    split, join = ("all" if word in mode else other for word, other in (("fork", "one"), ("wait", "any")))
    spoken = {"owner": owner, "kind": "contact"} if owner else {"owner": "X"}
    return Step(name, name, flows=tuple(flows), split=split, join=join, **spoken)


@pytest.mark.parametrize(
    ("graph", "sent"),
    [
        (told(a="X: b", b="X: c", c="X: end"), {}),
        (told(a="X: b", b="c", c="Y: end"), {"c": ("X",)}),
        (told(s="a b", a="X: m", b="m", m="c", c="Y: end"), {"c": ("X",)}),
        (told(s="a b", a="X: m", b="m", m="c", c="X: end"), {}),
        (told(s="a b", a="Y: m", b="X: m", m="c", c="Z: end"), {"c": ("Y", "X")}),
        (told(s="a b", a="Y: m", b="X: m", m="c", c="X: end"), {"c": ("Y",)}),
        (told(s="a b", a="Y: c", b="X: c", c="Z: end"), {"c": ("Y", "X")}),
        # side by side: whoever spoke with the role on one of the branches knows it
        (told(s="fork> a b", a="Y: m", b="X: m", m="wait> c", c="X: end"), {}),
        (told(s="fork> a b", a="Y: m", b="X: m", m="wait> c", c="Z: end"), {"c": ("Y", "X")}),
        (told(s="fork> a b", a="X: m", b="m", m="wait> c", c="Y: end"), {"c": ("X",)}),
        (told(s="fork> a b", a="X: m", b="m", m="wait> c", c="X: end"), {}),
        (told(s="fork> a b", a="X: c", b="c", c="Y:wait> end"), {"c": ("X",)}),
        (told(s="fork> a b", a="n", b="m", n="m", m="wait> c", c="X: d", d="Y: end"), {"d": ("X",)}),
        # in a loop
        (told(m="c", c="X: d", d="Y: m end"), {"c": ("Y",), "d": ("X",)}),
        (told(m="c", c="X: d", d="m end"), {}),
        (told(m="k", k="X: y n", y="Y: n", n="m end"), {"k": ("Y",), "y": ("X",)}),
        (told(s="m", m="k", k="X: o", o="y n", y="Y: n", n="p", p="m end"), {"k": ("Y",), "y": ("X",)}),
        # a way forward counts however rare it is, a way back that enough cases take
        (told(s="a=0.01 c=0.99", a="X: c", c="Y: end"), {"c": ("X",)}),
        (told(a="X: b", b="Y: a=0.09 end=0.91"), {"b": ("X",)}),
        (told(a="X: b", b="Y: a=0.1 end=0.9"), {"a": ("Y",), "b": ("X",)}),
        (told(a="X: b", b="Y: a end"), {"a": ("Y",), "b": ("X",)}),
        (told(a="X: b=0.5 end=0.5", b="Y: a=0.15 end=0.85"), {"b": ("X",)}),
        (told(a="X: b=0.5 end=0.5", b="Y: a=0.25 end=0.75"), {"a": ("Y",), "b": ("X",)}),
        (told(a="X: b", b="Y: a=0.09 b=0.5 end=0.41"), {"a": ("Y",), "b": ("X",)}),  # b is often done again
        # no case comes to what only a circle leads to
        (told(a="X: end", b="Y: c", c="Z: b"), {}),
    ],
    ids=lambda each: repr([*each.process.steps]) if isinstance(each, FlowGraph) else str(each),
)
def test_a_customer_is_sent_on_by_whomever_they_may_have_spoken_with_last(graph, sent):
    assert sent == sent_on(graph)


@pytest.mark.parametrize(
    ("skill", "skills", "able"),
    [
        (None, ("phone",), True),
        (None, None, True),
        ("phone", None, True),
        ("phone", ("phone",), True),
        ("phone", ("ledger",), False),
        ("phone", (), False),
    ],
)
def test_a_role_could_speak_where_it_has_the_skill_or_nobody_said_what_is_needed(skill, skills, able):
    process = Process("P", (Step("a", "A", skill=skill),), roles=(Role("x", "X", skills=skills),))

    assert able == has_the_skill(process, "x", process.steps[0])
