"""How long a customer hears nothing on each way, whatever goes on beside it."""

import pytest

from flowtrim.graph import FlowGraph
from flowtrim.measures.silences import _between, _Span, served_before, silence, silences
from flowtrim.model import Flow, Process, Repetition, Role, Step

BUYER = Role("C", "Buyer", kind="customer")


def process(*steps, outputs=("parcel",), **fields):
    return Process(
        "P",
        steps,
        customer="C",
        roles=(BUYER, Role("M", "Mill", kind="partner")),
        outputs=outputs,
        **fields,
    )


def step(name, *ways, waits=None, takes=None, **fields):
    flows = tuple(Flow(way) for way in ways)
    return Step(name, name, flows=flows, waits=waits, takes=takes, **{"owner": "X"} | fields)


def told(*steps, **fields):
    return [tuple(each) for each in silences(FlowGraph(process(*steps, **fields)))]


TELL = {"kind": "notify"}
CALL = {"kind": "contact"}


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([step("a", waits=10, takes=5)], [(15, None, None, 0)]),
        ([step("a", waits=10)], [(10, None, None, 0)]),
        ([step("a", takes=5)], [(5, None, None, 0)]),
        ([step("a", "b", waits=10), step("b", waits=7)], [(17, None, None, 0)]),
        # a notice is heard when it is done, a talk while it lasts
        ([step("a", "b", waits=10, takes=5, **TELL), step("b", waits=7)], [(15, None, "a", 0), (7, "a", None, 0)]),
        ([step("a", "b", waits=10, takes=5, **CALL), step("b", waits=7)], [(10, None, "a", 0), (7, "a", None, 0)]),
        ([step("a", "b", waits=10, takes=5, informs=("C",)), step("b", waits=7)],
         [(15, None, "a", 0), (7, "a", None, 0)]),
        ([step("a", "b", waits=10, informs=("M",)), step("b", waits=7)], [(17, None, None, 0)]),
        # what the customer does, or knows that it is waited for
        ([step("a", waits=10, takes=5, owner="C")], [(0, None, "a", 0), (0, "a", None, 0)]),
        ([step("a", waits=10, takes=5, waits_for="customer")], [(5, None, None, 10)]),
        ([step("a", waits=10, takes=5, waits_for="law")], [(5, None, None, 10)]),
        ([step("a", waits=10, takes=5, waits_for="partner")], [(15, None, None, 0)]),
        ([step("a", waits=10, takes=5, waits_for="customer", **CALL)], [(0, None, "a", 10), (0, "a", None, 0)]),
        ([step("a", "b", waits=10, waits_for="customer"), step("b", waits=7)], [(7, None, None, 10)]),
        ([step("a", "b", waits=10, waits_for="customer"), step("b", waits=7, waits_for="law")], [(0, None, None, 17)]),
        # one after the other is waited for as often as there are things
        ([step("a", waits=10, takes=5, each=Repetition("room", 3.0))], [(45, None, None, 0)]),
        ([step("a", waits=10, takes=5, each=Repetition("room", 3.0, parallel=True))], [(15, None, None, 0)]),
        ([step("a", waits=10, takes=5, each=Repetition("room", 3.0), **TELL)], [(15, None, "a", 0), (0, "a", None, 0)]),
        # the longest of several ways, and of two as long the one to a word
        ([step("s", "a", "b"), step("a", waits=10), step("b", waits=7)], [(10, None, None, 0)]),
        ([step("s", "a", "b"), step("a", waits=10), step("b", waits=10, **TELL)],
         [(10, None, "b", 0), (0, "b", None, 0)]),
        ([step("s", "a", "b"), step("a", waits=10, **TELL), step("b", waits=11)],
         [(11, None, None, 0), (0, "a", None, 0)]),
        # ways back are left out
        ([step("a", "b", waits=10, **TELL), step("b", "a", "end", waits=7)], [(10, None, "a", 0), (7, "a", None, 0)]),
        # whoever was only asked waits for nothing
        ([step("a", "b", waits=10, **CALL), step("b", "c", kind="survey"), step("c", waits=7)],
         [(10, None, "a", 0), (0, "a", None, 0)]),
        ([step("b", "c", kind="survey"), step("c", waits=7, **TELL)], [(7, None, "c", 0), (0, "c", None, 0)]),
    ],
)  # fmt: skip
def test_a_silence_lasts_from_one_word_to_the_next(steps, found):
    assert found == told(*steps)


def fork(*steps):
    return [
        step("s", *(one.id for one in steps if one.id in ("a", "b")), split="all"),
        *steps,
        step("z", join="all"),
    ]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (fork(step("a", "z", waits=10), step("b", "z", waits=7)), [(10, None, None, 0)]),
        (fork(step("a", "z", waits=10), step("b", "z", waits=7, **TELL)), [(7, None, "b", 0), (3, "b", None, 0)]),
        (fork(step("a", "z", waits=10, **TELL), step("b", "z", waits=7, **TELL)),
         [(7, None, "b", 0), (3, "b", "a", 0), (0, "a", None, 0)]),
        # on one branch the customer is waited for, and knows it
        (fork(step("a", "z", waits=10), step("b", "z", waits=7, waits_for="customer")), [(3, None, None, 7)]),
        (fork(step("a", "z", waits=10), step("b", "z", waits=17, waits_for="customer")), [(0, None, None, 17)]),
        (fork(step("a", "z", waits=10), step("b", "z", waits=5, takes=7, owner="C")),
         [(0, None, "b", 0), (0, "b", None, 0)]),
        (fork(step("a", "z", waits=10), step("b", "c", waits=5), step("c", "z", waits=9, waits_for="law")),
         [(5, None, None, 9)]),
        (fork(step("a", "z", waits=10, takes=5, **CALL), step("b", "z", waits=20)),
         [(10, None, "a", 0), (5, "a", None, 0)]),
    ],
)  # fmt: skip
def test_a_word_on_a_branch_beside_is_a_word(steps, found):
    assert sorted(found, key=str) == sorted(told(*steps), key=str)


@pytest.mark.parametrize(
    ("since", "until", "spans", "found"),
    [
        (0.0, 10.0, [], (10.0, 0.0)),
        (0.0, 10.0, [_Span(2.0, 6.0, is_wait=True)], (6.0, 4.0)),
        (0.0, 10.0, [_Span(2.0, 6.0, is_wait=False)], (6.0, 0.0)),
        (
            0.0,
            10.0,
            [_Span(4.0, 7.0, is_wait=True), _Span(2.0, 6.0, is_wait=False)],
            (5.0, 1.0),
        ),
        (
            0.0,
            10.0,
            [_Span(2.0, 8.0, is_wait=True), _Span(3.0, 4.0, is_wait=True)],
            (4.0, 6.0),
        ),
        (3.0, 10.0, [_Span(2.0, 6.0, is_wait=True)], (4.0, 3.0)),
        (0.0, 5.0, [_Span(2.0, 6.0, is_wait=True)], (2.0, 3.0)),
        (7.0, 10.0, [_Span(2.0, 6.0, is_wait=True)], (3.0, 0.0)),
        (0.0, 10.0, [_Span(10.0, 12.0, is_wait=True)], (10.0, 0.0)),
    ],
)
def test_what_the_customer_knows_of_is_taken_off_a_silence_once(since, until, spans, found):
    assert found == _between(since, until, spans)


MONEY = {"outputs": ("money",)}


@pytest.mark.parametrize(
    ("steps", "outputs", "served"),
    [
        ([step("a", "b", **MONEY), step("b", "c"), step("c")], ("money",), {"b", "c"}),
        ([step("a", "b", **MONEY), step("b", "c"), step("c")], (), set()),
        ([step("a", "b", **MONEY), step("b", "c"), step("c")], ("parcel",), set()),
        (
            [step("a", "b", **MONEY), step("b", "c"), step("c", **TELL)],
            ("money",),
            set(),
        ),  # a word comes still
        (
            [step("a", "b", **MONEY), step("b", "c", **TELL), step("c")],
            ("money",),
            {"c"},
        ),
        (
            [step("a", "b", **MONEY), step("b", "c"), step("c", outputs=("parcel",))],
            ("money", "parcel"),
            set(),
        ),
        (
            [step("s", "a", "b"), step("a", "c", **MONEY), step("b", "c"), step("c")],
            ("money",),
            set(),
        ),
        (
            [
                step("s", "a", "b"),
                step("a", "c", **MONEY),
                step("b", "c", **MONEY),
                step("c"),
            ],
            ("money",),
            {"c"},
        ),
        (
            [step("a", "b", **MONEY), step("b", "c", "b"), step("c")],
            ("money",),
            {"b", "c"},
        ),
        (
            [step("a", "b", **MONEY), step("b", "c"), step("c", "a", "end")],
            ("money",),
            {"b", "c"},
        ),
    ],
)
def test_nobody_waits_for_what_comes_once_the_customer_has_everything(steps, outputs, served):
    assert served == served_before(FlowGraph(process(*steps, outputs=outputs)))


@pytest.mark.parametrize(
    ("steps", "customer", "found"),
    [
        ([step("a", waits=10)], "C", 10.0),
        ([step("a", takes=10)], "C", 10.0),
        ([step("a", "b", waits=10), step("b")], "C", 10.0),  # one time is declared
        ([step("a")], "C", None),
        ([step("a", waits=0)], "C", 0.0),
        ([step("a", waits=10)], None, None),
    ],
)
def test_without_a_customer_or_a_time_there_is_no_silence(steps, customer, found):
    assert found == silence(FlowGraph(Process("P", tuple(steps), customer=customer)))


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        # what comes after the branches have met, and where they never meet
        ([step("s", "a", "b", split="all"), step("a", "z", waits=10), step("b", "z", waits=7),
          step("z", waits=4, join="all")], [(14, None, None, 0)]),
        ([step("s", "a", "b", split="all"), step("a", "z", waits=10, **TELL), step("b", "z", waits=7),
          step("z", waits=4, join="all")], [(10, None, "a", 0), (4, "a", None, 0)]),
        ([step("s", "a", "b", split="all"), step("a", "z", waits=10), step("b", "z", waits=7),
          step("z", waits=4, join="all", **TELL)], [(14, None, "z", 0), (0, "z", None, 0)]),
        ([step("s", "a", "b", split="all"), step("a", "end", waits=10), step("b", "end", waits=7)],
         [(10, None, None, 0)]),
        ([step("s", "a", "b", split="all"), step("a", "end", waits=10), step("b", "end", waits=7, **TELL)],
         [(7, None, "b", 0), (3, "b", None, 0)]),
        # a choice on one of them
        ([step("s", "a", "b", split="all"), step("a", "c", "z"), step("c", "z", waits=20), step("b", "z", waits=7),
          step("z", join="all")], [(20, None, None, 0)]),
        ([step("s", "a", "b", split="all"), step("a", "c", "d"), step("c", "z", waits=20),
          step("d", "z", waits=20, **TELL), step("b", "z", waits=7), step("z", join="all")],
         [(20, None, "d", 0), (0, "d", None, 0)]),
    ],
)  # fmt: skip
def test_after_branches_that_meet_the_silence_goes_on(steps, found):
    assert sorted(found, key=str) == sorted(told(*steps), key=str)


REMIND, TERM = {"kind": "notify", "waits": 10}, {"kind": "wait", "serves": "law", "waits": 20, "outputs": ("money",)}


@pytest.mark.parametrize(
    ("steps", "waits"),
    [
        ([step("a", "b", **REMIND), step("b", **TERM)], False),  # we wait for them
        ([step("o", "a", owner="C"), step("a", "b", **REMIND), step("b", **TERM)], True),  # they began
        ([step("o", "a", **CALL), step("a", "b", **REMIND), step("b", **TERM)], True),
        ([step("o", "a"), step("a", "b", **REMIND), step("b", **TERM)], False),
        ([step("a", "b", waits=10), step("b", **TERM)], True),  # nobody told them
        ([step("a", "b", **REMIND), step("b", **TERM | {"owner": "C"})], True),
    ],
)
def test_whom_we_ask_for_all_that_is_delivered_does_not_wait_unless_they_began(steps, waits):
    assert waits == bool(told(*steps, outputs=("money",)))
