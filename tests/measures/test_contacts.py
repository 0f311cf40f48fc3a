"""Where the customer is spoken with."""

from hypothesis import given

from flowtrim.graph import FlowGraph
from flowtrim.measures.customer_contacts import contacts, sent_on
from flowtrim.model import Flow, Process, Step
from tests.processes import processes


def call(name, owner, *targets):
    return Step(name, name, owner=owner, kind="contact", flows=tuple(Flow(target) for target in targets))


def graph(*steps, customer=None):
    return FlowGraph(Process("p", steps, customer=customer))


def test_a_contact_belongs_to_the_role_on_our_side_of_the_counter():
    assert {"a": "X"} == contacts(graph(call("a", "X", "b"), call("b", "C"), customer="C"))


def test_a_second_role_sends_the_customer_on():
    assert {"b": "X"} == sent_on(graph(call("a", "X", "b"), call("b", "Y")))


def test_the_same_role_again_does_not():
    assert {} == sent_on(graph(call("a", "X", "b"), call("b", "X")))


def test_two_branches_do_not_meet():
    fork = Step("s", "S", flows=(Flow("a"), Flow("b")))

    assert {} == sent_on(graph(fork, call("a", "X", "end"), call("b", "Y")))


def test_a_loop_brings_the_customer_back_to_the_first():
    assert {"a": "Y", "b": "X"} == sent_on(graph(call("a", "X", "b"), call("b", "Y", "a", "end")))


@given(processes())
def test_whoever_sends_the_customer_on_is_another_role_that_has_contacts(process):
    flow = FlowGraph(process)
    met = contacts(flow)

    assert all(role != met[step] and role in met.values() for step, role in sent_on(flow).items())


def test_what_the_customer_tells_is_heard_by_the_role_that_goes_on():
    told = call("a", "C", "b")
    taken = Step("b", "B", owner="X")

    assert {"a": "X"} == contacts(graph(told, taken, customer="C"))


def test_a_call_from_both_sides_is_one_contact():
    assert {"b": "X"} == contacts(graph(call("a", "C", "b"), call("b", "X"), customer="C"))
