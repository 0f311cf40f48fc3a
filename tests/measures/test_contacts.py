"""Where the customer is spoken with."""

from itertools import pairwise, product
from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.graph import FlowGraph, NormalForm
from flowtrim.measures import Survey
from flowtrim.measures.addressees import hears
from flowtrim.measures.blocks import reduce_to_blocks
from flowtrim.measures.customer_contacts import _missed, contacts, people_met
from flowtrim.measures.sent_on import sent_on
from flowtrim.measures.silences import silence, silences
from flowtrim.model import Flow, Process, Role, Start, Step
from tests.days import TODAY
from tests.processes import processes, structured_processes


def call(name, owner, *targets):
    return Step(name, name, owner=owner, kind="contact", flows=tuple(Flow(target) for target in targets))


def graph(*steps, customer=None):
    return FlowGraph(Process("p", steps, customer=customer))


def test_a_contact_belongs_to_the_role_on_our_side_of_the_counter():
    assert {"a": "X"} == contacts(graph(call("a", "X", "b"), call("b", "C"), customer="C"))


def test_a_second_role_sends_the_customer_on():
    assert {"b": ("X",)} == sent_on(graph(call("a", "X", "b"), call("b", "Y")))


def test_the_same_role_again_does_not():
    assert {} == sent_on(graph(call("a", "X", "b"), call("b", "X")))


def test_two_branches_do_not_meet():
    fork = Step("s", "S", flows=(Flow("a"), Flow("b")))

    assert {} == sent_on(graph(fork, call("a", "X", "end"), call("b", "Y")))


def test_a_loop_brings_the_customer_back_to_the_first():
    assert {"a": ("Y",), "b": ("X",)} == sent_on(graph(call("a", "X", "b"), call("b", "Y", "a", "end")))


@given(processes())
def test_whoever_sends_the_customer_on_is_another_role_that_has_contacts(process):
    flow = FlowGraph(process)
    met = contacts(flow)

    assert all(met[step] not in roles and {*roles} <= {*met.values()} for step, roles in sent_on(flow).items())


def test_whoever_spoke_with_the_same_role_last_is_not_sent_on():
    assert {"b": ("X",)} == sent_on(graph(call("a", "X", "b"), call("b", "Y", "c"), call("c", "Y")))
    assert {"b": ("X",), "c": ("Y",)} == sent_on(graph(call("a", "X", "b"), call("b", "Y", "c"), call("c", "X")))


def test_one_way_on_which_another_role_spoke_last_is_enough():
    fork = Step("s", "S", flows=(Flow("a"), Flow("b")))

    assert {"c": ("X",)} == sent_on(graph(fork, call("a", "X", "c"), call("b", "Y", "c"), call("c", "Y")))


def test_of_branches_side_by_side_each_may_have_spoken_last():
    fork = Step("s", "S", split="all", flows=(Flow("a"), Flow("b")))
    both = graph(
        fork, call("a", "X", "c"), call("b", "Y", "c"), replace(call("c", "Y", "d"), join="all"), call("d", "Z")
    )

    assert {"d": ("Y",)} == sent_on(both)
    assert {"c": ("X", "Y")} == sent_on(
        graph(fork, call("a", "X", "c"), call("b", "Y", "c"), replace(call("c", "Z"), join="all"))
    )


@pytest.mark.parametrize(("share", "expected"), [(0.09, {"b": ("X",)}), (0.1, {"a": ("Y",), "b": ("X",)})])
def test_a_way_back_that_hardly_a_case_takes_sends_nobody_on(share, expected):
    again = Step("b", "b", owner="Y", kind="contact", flows=(Flow("a", share=share), Flow("end", share=1 - share)))

    assert expected == sent_on(graph(replace(call("a", "X", "b")), again))


def test_what_the_customer_tells_is_heard_by_the_role_that_goes_on():
    told = call("a", "C", "b")
    taken = Step("b", "B", owner="X")

    assert {"a": "X"} == contacts(graph(told, taken, customer="C"))


def test_a_call_from_both_sides_is_one_contact():
    assert {"b": "X"} == contacts(graph(call("a", "C", "b"), call("b", "X"), customer="C"))


PARTNER = Role("M", "Mill", kind="partner")


@pytest.mark.parametrize(
    ("said", "customers"),
    [
        ({}, True),
        ({"informs": ("M",)}, False),
        ({"alongside": ("M",)}, False),
        ({"consults": ("M",)}, False),
        ({"owner": "M"}, False),
        ({"owner": "M", "informs": ("C",)}, True),
        ({"informs": ("M", "C")}, True),
        ({"informs": ("Boss",)}, True),
    ],
    ids=str,
)
def test_a_talk_that_names_a_partner_alone_is_not_one_with_the_customer(said, customers):
    process = Process("p", (Step("a", "A", kind="contact", **{"owner": "X"} | said),), customer="C", roles=(PARTNER,))

    assert (customers, customers) == (hears(process, process.steps[0]), "a" in contacts(FlowGraph(process)))


def counter(name, *after, customer="Tenant", **fields):
    """A case worker speaks with somebody at the second step; a landlord and a tax office are other houses."""
    roles = (Role("T", customer, kind="customer"), Role("L", "Landlord", kind="partner"))
    roles += (
        Role("B", "Bank", kind="partner"),
        Role("V", "Vermieter", kind="partner"),
        Role("O", "大家", kind="partner"),
    )
    roles += (Role("C", "CAF", kind="partner"), Role("F", "Fontanero", kind="partner"))
    first = Step("s", "Compute", owner="X", flows=(Flow("a"), Flow("end")))
    ways = tuple(Flow(step.id) for step in after) or (Flow("end"),)
    return Process("p", (first, Step("a", name, kind="contact", owner="X", flows=ways, **fields), *after), roles=roles)


@pytest.mark.parametrize(
    ("name", "customers"),
    [
        ("Ask the landlord", False),
        ("Settle it with the Landlord", False),
        ("Call the bank", False),
        ("Ask for the bank account", True),
        ("Explain the bank's letter", True),
        ("Ask the landlord's tenant", True),
        ("Tell the tenant to call the bank", True),
        ("Ask for the rent", True),
        ("Den Vermieter fragen", False),
        ("Vermieter anrufen", False),
        ("Schreiben des Vermieters erklären", True),
        ("Relancer la CAF", False),
        ("Expliquer l'avis de la CAF", True),
        ("Llamar al fontanero", False),
        ("Explicar la factura del fontanero", True),
        ("大家に確認する", False),
        ("大家の手紙を説明する", True),
        ("询问大家", False),
    ],
)
def test_a_talk_whose_name_says_that_a_partner_is_spoken_with_is_not_one_with_the_customer(name, customers):
    process = counter(name)

    assert customers == hears(process, process.step("a")) == ("a" in contacts(FlowGraph(process)))


ANSWER, RECHECK = Step("b", "Answer", owner="L", flows=(Flow("end"),)), Step("b", "Look", owner="X", flows=(Flow("a"),))


@pytest.mark.parametrize(
    ("name", "after", "fields", "customers"),
    [
        ("Ask for the rent", (ANSWER,), {}, False),  # a partner answers
        ("Take the call", (ANSWER,), {}, True),
        ("Ask the tenant for the rent", (ANSWER,), {}, True),
        ("Ask for the rent", (replace(ANSWER, owner="X"),), {}, True),
        ("Ask for the rent", (replace(ANSWER, owner="T"),), {}, True),
        ("Return the bill", (RECHECK,), {"waits": 60.0, "waits_for": "partner"}, False),  # it comes back from them
        ("Return the bill", (RECHECK,), {"waits": 60.0, "waits_for": "customer"}, True),
        ("Return the bill", (RECHECK,), {}, True),
        ("Return the bill", (replace(RECHECK, flows=(Flow("end"),)),), {"waits": 60.0, "waits_for": "partner"}, True),
    ],
)
def test_a_talk_is_with_the_partner_who_acts_next_on_what_is_asked(name, after, fields, customers):
    process = counter(name, *after, **fields)

    assert customers == ("a" in contacts(FlowGraph(process)))


def test_who_is_spoken_with_first_is_the_customer_although_a_partner_acts_next():
    process = counter("Ask for the rent", ANSWER)

    assert "a" in contacts(FlowGraph(replace(process, starts=(Start("a"),))))


@pytest.mark.parametrize(
    ("informs", "customers"), [((), True), (("C",), True), (("M", "C"), True), (("M",), False), (("Boss",), False)]
)
def test_a_notice_is_word_to_whom_it_names(informs, customers):
    told = Step("a", "A", owner="X", kind="notify", informs=informs)

    assert customers == hears(Process("p", (told,), customer="C", roles=(PARTNER,)), told)


def wait(name, days, *targets, **more):
    return Step(name, name, owner="X", waits=days * 480.0, flows=tuple(Flow(target) for target in targets), **more)


def test_who_calls_twenty_times_has_twenty_contacts():
    again = (Flow("a", share=0.95), Flow("end", share=0.05))
    process = Process("p", (Step("a", "A", owner="X", kind="contact", flows=again),), customer="C")

    assert pytest.approx(20) == Survey(process, today=TODAY).expected_contacts
    assert 1 == people_met(FlowGraph(process))


def test_without_a_customer_and_a_contact_there_is_no_figure():
    survey = Survey(Process("p", (wait("a", 1, "end"),)), today=TODAY)

    assert (None, None, None) == (survey.expected_contacts, survey.people_met, survey.silence)


def test_a_customer_whom_nobody_speaks_with_has_no_contact():
    assert 0 == Survey(Process("p", (wait("a", 1, "end"),), customer="C"), today=TODAY).expected_contacts


def test_two_roles_side_by_side_are_two_people_met():
    fork = Step("s", "S", split="all", flows=(Flow("a"), Flow("b")))

    assert 2 == people_met(graph(fork, call("a", "X", "end"), call("b", "Y", "end")))


def test_one_of_two_branches_meets_one():
    fork = Step("s", "S", flows=(Flow("a", share=0.3), Flow("b", share=0.7)))

    assert pytest.approx(1) == people_met(graph(fork, call("a", "X", "end"), call("b", "Y", "end")))


def test_a_word_breaks_the_silence():
    told = wait("b", 2, "c", kind="notify")

    assert 3 * 480 == silence(graph(wait("a", 1, "b"), told, wait("c", 3, "end"), customer="C"))
    assert 3 * 480 == silence(graph(wait("a", 1, "b"), told, wait("c", 1, "end"), customer="C"))


def test_a_silence_says_between_what_it_is():
    """Asked after a day, told two days later, and kept waiting for three: the way by the shorter branch does not count."""
    fork = Step("s", "S", flows=(Flow("b"), Flow("c")))
    flow = graph(call("a", "X", "s"), fork, wait("b", 1, "d"), wait("c", 2, "d"), wait("d", 0, "e", informs=("C",)),
                 wait("e", 3, "end"), customer="C")  # fmt: skip

    assert [(0, None, "a"), (2 * 480, "a", "d"), (3 * 480, "d", None)] == [each[:3] for each in silences(flow)]


@pytest.mark.parametrize(
    ("first", "second", "asked"),
    [
        ({"kind": "notify"}, {"kind": "wait", "serves": "law"}, True),
        ({"informs": ("C",)}, {"kind": "wait", "waits_for": "customer"}, True),
        ({"informs": ("C",)}, {"owner": "C"}, False),
        ({"informs": ("M",)}, {"kind": "wait", "serves": "law"}, False),
        ({"kind": "notify"}, {"kind": "wait"}, False),
        ({"kind": "notify"}, {"waits_for": "partner"}, False),
        ({"kind": "contact"}, {"owner": "C"}, False),
        ({"owner": "C"}, {"waits_for": "customer"}, False),
    ],
    ids=str,
)
def test_of_whom_the_process_asks_all_that_it_delivers_does_not_wait_for_it(first, second, asked):
    asking = Step("a", "A", waits=480.0, flows=(Flow("b"),), **{"owner": "X"} | first)
    asked_for = Step("b", "B", waits=480.0, outputs=("money",), flows=(Flow("c"),), **{"owner": "X"} | second)
    steps = (asking, asked_for, Step("c", "C", owner="X", waits=960.0))
    process = Process("p", steps, customer="C", roles=(PARTNER,), outputs=("money",))

    assert asked == (silence(FlowGraph(process)) is None)
    assert silence(FlowGraph(replace(process, outputs=("money", "parcel")))) is not None


def test_the_longest_branch_counts():
    fork = Step("s", "S", flows=(Flow("a"), Flow("b")))

    assert 5 * 480 == silence(graph(fork, wait("a", 2, "end"), wait("b", 5, "end"), customer="C"))


@pytest.mark.parametrize("cause", ["customer", "law", "contract"])
def test_what_the_customer_knows_of_is_no_silence(cause):
    assert 0 == silence(graph(wait("a", 7, "end", waits_for=cause), customer="C"))


def test_waiting_for_a_partner_is_silence():
    assert 7 * 480 == silence(graph(wait("a", 7, "end", waits_for="partner"), customer="C"))


def test_what_the_customer_does_himself_is_no_silence():
    assert 0 == silence(graph(Step("a", "A", owner="C", waits=480.0, takes=60.0), customer="C"))


def test_times_that_nobody_declared_make_no_silence():
    assert silence(graph(Step("a", "A", owner="X"), customer="C")) is None


MOST_CASES = 400


def cases_of(graph):
    """Every way in which the choices of a process without loops can fall: its probability, and the steps done."""
    choices = [step for step in graph.process.steps if step.split == "one" and len(graph.after[step.id]) > 1]
    assume(prod(len(graph.after[step.id]) for step in choices) <= MOST_CASES)
    for chosen in product(*(graph.after[step.id].items() for step in choices)):
        taken = {step.id: target for step, (target, _) in zip(choices, chosen, strict=True)}
        done, waiting = set(), [*graph.starts]
        while waiting:
            node = waiting.pop()
            done.add(node)
            waiting += {taken[node]} - done if node in taken else graph.after[node].keys() - done
        yield prod(share for _, (_, share) in zip(choices, chosen, strict=True)), done


with_contacts = st.lists(st.sampled_from(("X", "Y", "Z", None)), min_size=40, max_size=40)


def spoken(process, callers):
    """The process with a contact at every step for which a caller was drawn."""
    pairs = zip(process.steps, callers, strict=False)
    steps = [replace(s, kind="contact", owner=who) if who and s.is_work else replace(s, owner=None) for s, who in pairs]
    return replace(process, steps=(*steps, *process.steps[len(callers) :]), customer=None)


@settings(max_examples=200)
@given(structured_processes(), with_contacts)
def test_people_met_are_those_of_all_cases_weighed(process, callers):
    graph = FlowGraph(spoken(process, callers))
    assume(not graph.back_arcs and all(graph.process.step(end).split == "one" for end in graph.ends))
    assume(all(len(step.flows) < 2 or step.id not in graph.ends for step in graph.process.steps))
    met = contacts(graph)
    expected = sum(chance * len({met[step] for step in done & met.keys()}) for chance, done in cases_of(graph))

    assert pytest.approx(expected) == people_met(graph)


@settings(max_examples=200)
@given(structured_processes(), with_contacts)
def test_blocks_and_first_visits_agree_where_nothing_runs_side_by_side(process, callers):
    graph = FlowGraph(spoken(process, callers))
    assume(all(step.split == "one" for step in graph.process.steps))
    met = contacts(graph)
    root = reduce_to_blocks(NormalForm(graph)).root
    apart = sum(1 - _missed(root, {step for step in met if met[step] == role}) for role in {*met.values()})

    assert pytest.approx(apart) == people_met(graph)


def courses_of(graph):
    """Every way in which the choices of a process can fall, ways back left out: when each step begins and ends."""
    onward = {node: [to for to in graph.after[node] if (node, to) not in graph.back_arcs] for node in graph.after}
    is_beside = any(step.split == "all" and len(step.flows) > 1 for step in graph.process.steps)
    assume(not is_beside or all(onward[node] or not graph.after[node] for node in onward))  # a join waits for ways back
    choices = [s.id for s in graph.process.steps if s.split != "all" and len(onward[s.id]) > 1]
    assume(prod(len(onward[node]) for node in choices) <= MOST_CASES)
    for start, *chosen in product(graph.starts, *(onward[node] for node in choices)):
        taken = dict(zip(choices, chosen, strict=True))
        spans = {start: (0.0, lasting(graph.process, start, 0.0))}
        for node in (node for node in graph.reading_order if node in spans):
            for to in [taken[node]] if node in taken else onward[node]:
                begin = max(spans.get(to, (0.0,))[0], spans[node][1])
                spans[to] = begin, lasting(graph.process, to, begin)
        yield spans


def lasting(process, node, begin):
    return begin + (process.step(node).waits or 0) + (process.step(node).takes or 0)


def known(process, node, begin, end):
    """When the customer knows what goes on at a step."""
    step = process.step(node)
    if step.owner is not None and process.is_customer(step.owner):
        yield begin, end
    if step.waits_for in ("customer", "law", "contract"):
        yield begin, begin + (step.waits or 0)
    if step.kind == "contact":
        yield begin + (step.waits or 0), end


def quiet(process, spans, since, until):
    """The time from one moment to another of which the customer does not know what goes on."""
    spells = [spell for node, (begin, end) in spans.items() for spell in known(process, node, begin, end)]
    moments = sorted({since, until, *(moment for spell in spells for moment in spell if since < moment < until)})
    return sum(b - a for a, b in pairwise(moments) if not any(begin <= (a + b) / 2 <= end for begin, end in spells))


@settings(max_examples=200)
@given(structured_processes())
def test_the_silence_is_the_longest_of_all_cases_from_word_to_word(process):
    graph = FlowGraph(replace(process, customer=process.steps[0].owner or "C"))
    assume(len(process.steps) < 14)
    longest = 0.0
    for spans in courses_of(graph):
        words = [end for node, (_, end) in spans.items() if hears(graph.process, graph.process.step(node))]
        moments = sorted([0.0, *words, max(end for _, end in spans.values())])
        longest = max(longest, *(quiet(graph.process, spans, a, b) for a, b in pairwise(moments)))
    declared = any(step.waits is not None or step.takes is not None for step in process.work)

    assert (pytest.approx(longest) if declared else None) == silence(graph)


def test_once_everything_has_come_to_them_customers_wait_for_nothing():
    """The money comes after 60 minutes; what is booked later, and filed after days, keeps nobody waiting."""
    steps = (
        Step("look", "Look", takes=60.0, flows=(Flow("pay"),)),
        Step("pay", "Pay", outputs=("money",), flows=(Flow("book"),)),
        Step("book", "Book", waits=2400.0, flows=(Flow("file"),)),
        Step("file", "File", waits=4800.0),
    )
    claim = Process("Claim", customer="Buyer", outputs=("money",), steps=steps)
    unsaid = Process("Claim", customer="Buyer", steps=steps)
    told = Process("Claim", customer="Buyer", outputs=("money",), steps=(
        *steps[:3], Step("file", "Tell", kind="notify", waits=4800.0)))  # fmt: skip

    assert [60.0, 7260.0, 7260.0] == [silence(FlowGraph(each)) for each in (claim, unsaid, told)]


@pytest.mark.parametrize("kind", ["system", "partner"])
def test_people_met_are_ours(kind):
    process = Process(
        "p", (call("a", "X", "b"), call("b", "M", "end")), customer="C", roles=(Role("M", "Machine", kind=kind),)
    )

    assert 1 == people_met(
        FlowGraph(replace(process, steps=(process.steps[0], replace(process.steps[1], informs=("C",)))))
    )


def test_a_silence_ends_where_all_has_come_that_the_customer_waits_for():
    steps = (
        call("a", "X", "b"),
        Step("b", "Pay", outputs=("money",), waits=960.0, flows=(Flow("c"),)),
        wait("c", 5, "end"),
    )
    claim = FlowGraph(Process("Claim", steps, customer="C", outputs=("money",)))

    assert [(0, None, "a"), (960, "a", "b")] == [each[:3] for each in silences(claim)]
