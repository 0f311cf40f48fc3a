"""Which step is which, in what order they come, and what only got another name."""

import pytest

from flowtrim.changes.difference.matching import _shares_something, as_called, displaced, flow_order, same_steps
from flowtrim.changes.difference.plan_trace import retell
from flowtrim.model import Drop, Flow, Merge, Process, Role, Step
from tests.charts import chart


@pytest.mark.parametrize(
    ("ways", "starts", "order"),
    [
        ({"a": "b", "b": "c", "c": ""}, "", "abc"),
        ({"c": "", "b": "c", "a": "b"}, "a", "abc"),
        ({"a": "c b", "b": "d", "c": "d", "d": ""}, "", "acbd"),
        ({"a": "b c", "b": "d", "c": "d", "d": ""}, "", "abcd"),
        ({"a": "b d", "b": "c", "c": "d", "d": ""}, "", "abcd"),
        ({"a": "b", "b": "a c", "c": ""}, "", "abc"),
        ({"x": "y", "y": "", "a": "b", "b": ""}, "a", "abxy"),  # nothing leads to them
        ({"a": "c", "b": "c", "c": ""}, "b a", "bac"),
        ({"a": "c", "b": "c", "c": ""}, "a b", "abc"),
        ({"a": "b end", "b": ""}, "", "ab"),
    ],
    ids=str,
)
def test_steps_come_in_the_order_of_the_flow(ways, starts, order):
    assert [*order] == flow_order(chart(ways, starts=starts))


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("abcd", "abcd", ""),
        ("abcd", "acbd", "b"),
        ("abcd", "bcda", "a"),
        ("abcd", "dabc", "d"),
        ("abcd", "dcba", "abc"),
        ("abcd", "ad", ""),
        ("abcd", "axbycd", ""),
        ("", "abc", ""),
    ],
)
def test_the_fewest_steps_have_changed_places(before, after, moved):
    assert {*moved} == displaced(before, after, {each: each for each in "abcd"})


def test_what_is_not_the_same_has_not_changed_places():
    assert set() == displaced("abc", "cab", {"a": "a", "b": "b"})
    assert {"b"} == displaced("abc", "xzy", {"a": "x", "b": "y", "c": "z"})


def does(step_id, name=None, owner="x", **fields):
    return Step(step_id, name or step_id.upper(), owner=owner, **fields)


def lined(*steps):
    ways = [*(each.id for each in steps[1:]), "end"]
    return Process("P", tuple(
        Step(each.id, each.name, owner=each.owner, kind=each.kind, why=each.why, flows=(Flow(to),))
        for each, to in zip(steps, ways, strict=True)
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ([does("a")], [does("a")], {"a": "a"}),
        ([does("a", "Ask it")], [does("n", "Ask it")], {"a": "n"}),
        ([does("a", "Ask it")], [does("n", "ask  IT")], {"a": "n"}),
        ([does("a", "Ask it"), does("b", "Book it")], [does("a", "Book it"), does("b", "Ask it")], {"a": "b", "b": "a"}),
        ([does("a", "Ask it")], [does("a", "Look up the ledger")], {"a": "a"}),  # one owner does it still
        ([does("a", "Ask it")], [does("a", "Zzz", owner="y")], {}),
        ([does("a", "Ask about it")], [does("a", "Ask about them", owner="y")], {"a": "a"}),
        ([does("a", "Ask it")], [does("a", "Ask it", kind="gateway", owner=None)], {"a": "a"}),
        ([does("a", "Ask it", kind="gateway", owner=None)], [does("a", "Zzz", kind="gateway", owner=None)], {"a": "a"}),
        ([does("a", "Ask it", kind="gateway", owner=None)], [does("a", "Zzz", owner=None)], {}),
        ([does("a", "Ask it"), does("b", "Ask it", owner="y")], [does("m", "Ask it", owner="y"), does("n", "Ask it")],
         {"a": "n", "b": "m"}),  # of one name the owner tells which
    ],
)  # fmt: skip
def test_a_step_is_the_one_of_its_name_or_else_of_its_id_and_owner(before, after, same):
    process = lined(*before), lined(*after)

    assert same == same_steps(*process, retell(process[0], []))


def test_where_a_plan_is_known_an_id_holds_and_what_it_drops_or_merges_is_never_the_same():
    before = lined(does("a", "Ask it"), does("b", "Book it"), does("c", "Call them"))
    after = lined(does("a", "Zzz", owner="y"), does("n", "Book it"), does("m", "Call them"))

    def same(*plan, ids_hold=True):
        return same_steps(before, after, retell(before, plan), ids_hold=ids_hold)

    assert {"a": "a", "b": "n", "c": "m"} == same()
    assert {"a": "a", "c": "m"} == same(Drop("b"))
    assert {"a": "a"} == same(Merge(("b", "c")))
    assert {"b": "n", "c": "m"} == same(ids_hold=False)


def test_what_only_got_another_id_or_name_is_called_so():
    before = Process("P", (does("a", owner="clerk"),), customer="buyer", roles=(
        Role("clerk", "Clerk", deputy="boss"), Role("boss", "Boss"), Role("buyer", "Buyer", kind="customer"),
    ))  # fmt: skip
    after = Process("P", (does("n", "A", owner="desk"),), customer="guest", roles=(
        Role("desk", "Clerk", deputy="head"), Role("head", "Boss"), Role("guest", "Buyer", kind="customer"),
    ))  # fmt: skip
    called = as_called(before, after, {"a": "n"})

    assert after.roles == called.roles
    assert ("guest", ["n"]) == (called.customer, [step.id for step in called.steps])


def test_whoever_is_not_there_any_more_keeps_the_id():
    before = Process("P", (does("a", owner="clerk"),), customer="buyer", roles=(Role("clerk", "Clerk", deputy="boss"),))
    called = as_called(before, Process("P", (does("a", owner="desk"), does("b"))), {"a": "a"})

    assert ("desk", "desk", "boss", "buyer") == (*_named(called.roles[0]), called.customer)  # the desk does its work


def _named(role):
    return role.id, role.name, role.deputy


@pytest.mark.parametrize(
    ("was", "now", "roles", "shared"),
    [
        (does("a", "Abc", "x"), does("a", "Xyz", "x"), {}, True),
        (does("a", "Abc", "x"), does("a", "Xyz", "y"), {}, False),
        (does("a", "Abc", "y"), does("a", "Xyz", "x"), {}, False),
        (does("a", "Abc", "x"), does("a", "Xyz", "y"), {"x": "y"}, True),  # the same role by another id
        (does("a", "Abc", "x"), does("a", "Xyz", "x"), {"x": "y"}, False),
        (does("a", "Abc", None), does("a", "Xyz", None), {}, True),
        (does("a", "Abc", None), does("a", "Xyz", "x"), {}, False),
        (does("a", "Ask about it", "x"), does("a", "Ask about them", "y"), {}, True),
        (does("a", "Ask about it", "x"), does("a", "Pay the bill", "y"), {}, False),
        (does("a", "Abc", None, kind="gateway"), does("a", "Xyz", None, kind="gateway"), {}, True),
        (does("a", "Abc", None, kind="gateway"), does("a", "Xyz", "x", kind="event"), {}, True),
        (does("a", "Abc", None, kind="gateway"), does("a", "Abc", None), {}, False),
        (does("a", "Abc", None), does("a", "Abc", None, kind="gateway"), {}, False),
    ],
)
def test_a_step_of_one_id_is_the_same_where_it_shares_the_owner_or_most_of_the_name(was, now, roles, shared):
    assert shared == _shares_something(was, now, roles)
