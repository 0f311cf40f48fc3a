"""What becomes of each field when steps are made one, and which steps can be."""

from datetime import date

import pytest

from flowtrim.changes import apply
from flowtrim.changes.verbs.merge import united
from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import END, Deadline, Decisions, Flow, Merge, Process, Range, Repetition, Role, Start, Step
from tests.changes.checks import flows_of


def step(step_id, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(step_id, fields.pop("name", step_id.title()), flows=flows, **fields)


def whole(*rows, into=None, **fields):
    """Two steps or more in a row made one, given the fields of each."""
    steps = [step(f"s{number}", **each) for number, each in enumerate(rows)]
    return united(Draft(Process("P", tuple(steps), **fields)), steps, into or {})


DAYS = date(2024, 1, 1), date(2025, 1, 1)
TALLY, OTHER = Decisions(9, 1), Decisions(8, 2)


@pytest.mark.parametrize(
    ("field", "first", "second", "expected"),
    [
        ("name", "Do it", "Do it", "Do it"),
        ("name", "Do it", "File it", "Do it + File it"),
        ("part", "Front", "Front", "Front"),
        ("part", "Front", None, None),
        ("why", "One.", "Two.", "One. Two."),
        ("why", "One.", "One.", "One."),
        ("why", None, "", None),
        ("source", "§ 1", None, "§ 1"),
        ("terms", "a", "b", "a b"),
        ("note", None, "b", "b"),
        ("reviewed", *DAYS, DAYS[0]),
        ("reviewed", None, DAYS[1], DAYS[1]),
        ("reviewed", None, None, None),
        ("system", "SAP", "SAP", "SAP"),
        ("system", "SAP", None, None),
        ("skill", "care", None, "care"),
        ("skill", "care", "credit", None),
        ("skill", None, None, None),
        ("takes", 3.0, 4.0, 7.0),
        ("takes", None, 4.0, 4.0),
        ("takes", None, None, None),
        ("takes", 0.0, None, 0.0),
        ("waits", 3.0, 4.0, 7.0),
        ("waits", None, None, None),
        ("cost", 3.0, 4.0, 7.0),
        ("cost", None, None, None),
        ("accountable", "boss", None, "boss"),
        ("accountable", "boss", "other", None),
        ("consults", ("x", "y"), ("y", "z"), ("x", "y", "z")),
        ("informs", ("x", "y"), ("y", "z"), ("x", "y", "z")),
        ("alongside", ("x", "y"), ("y", "z"), ("x", "y", "z")),
        ("updates", ("x", "y"), ("y", "z"), ("x", "y", "z")),
        ("aliases", ("x", "y"), ("y", "z"), ("x", "y", "z")),
        ("calls", "other.yml", None, "other.yml"),
        ("calls", "other.yml", "third.yml", None),
        ("decisions", TALLY, None, TALLY),
        ("decisions", TALLY, OTHER, None),
        ("takes_range", Range(1.0, 3.0), Range(1.0, 3.0), None),
        ("waits_range", Range(1.0, 3.0), None, None),
        ("waits_for", "stock", None, "stock"),
        ("waits_for", "stock", "the customer", None),
        ("within", (Deadline(5.0),), (Deadline(6.0),), (Deadline(5.0), Deadline(6.0))),
        ("inputs", ("x",), ("x", "y"), ("x", "y")),
        ("outputs", ("x",), ("x", "y"), ("x", "y")),
        ("owner", "clerk", "clerk", "clerk"),
        ("owner", None, None, None),
        ("kind", "do", "do", "do"),
        ("kind", "do", "check", "check"),
        ("kind", "transfer", "check", "do"),
        ("kind", "contact", "check", "contact"),
        ("kind", "check", "check", "check"),
    ],
)
def test_a_field_of_one_step_is_made_of_those_of_two(field, first, second, expected):
    assert expected == getattr(whole({field: first}, {field: second}), field)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ({"kind": "check", "flows": (Flow("s1"), Flow(END))}, {"kind": "contact"}, "check"),
        ({"kind": "check", "flows": (Flow("s1"),)}, {"kind": "contact"}, "contact"),
        ({"kind": "check", "flows": (Flow("s1"), Flow(END)), "split": "all"}, {"kind": "contact"}, "contact"),
        ({"kind": "check", "flows": (Flow("s1"), Flow(END))}, {"kind": "approve", "flows": (Flow("s0"), Flow(END))},
         "approve"),
    ],
)  # fmt: skip
def test_the_last_that_decides_says_of_what_kind_the_whole_is(first, second, kind):
    steps = [Step("s0", "A", **first), Step("s1", "B", **second)]

    assert kind == united(Draft(Process("P", tuple(steps))), steps, {}).kind


@pytest.mark.parametrize(
    ("first", "second", "serves"),
    [
        ({"serves": "law", "why": "A."}, {"serves": "risk", "why": "B."}, "law"),
        ({"serves": "law"}, {"serves": "risk", "why": "B."}, "risk"),
        ({"why": "A."}, {"serves": "risk", "why": "B."}, "risk"),
        ({"serves": "law"}, {"serves": "risk"}, None),
    ],
)
def test_whom_it_serves_is_said_by_the_first_that_has_a_reason(first, second, serves):
    assert serves == whole(first, second).serves


@pytest.mark.parametrize(
    ("first", "second", "outputs", "inputs_outputs"),
    [
        ({"outputs": ("x",)}, {"inputs": ("x",)}, (), ((), ())),
        ({"outputs": ("x",)}, {"inputs": ("x",)}, ("x",), ((), ("x",))),
        ({"outputs": ("kept",)}, {"inputs": ("kept",)}, (), ((), ("kept",))),  # somebody else takes it
        ({"inputs": ("x",)}, {"outputs": ("x",)}, (), (("x",), ())),
        ({"outputs": ("x", "y")}, {"inputs": ("y", "z")}, (), (("z",), ("x",))),
    ],
)
def test_what_only_passed_between_them_is_made_and_needed_no_more(first, second, outputs, inputs_outputs):
    steps = [step("s0", **first), step("s1", **second)]
    process = Process("P", (*steps, step("other", inputs=("kept",))), outputs=outputs)
    made = united(Draft(process), steps, {})

    assert inputs_outputs == (made.inputs, made.outputs)


def test_what_is_said_of_the_whole_counts_and_a_role_may_be_called_by_its_name():
    made = whole({"owner": "x"}, {"owner": "y"}, into={"owner": "Care", "why": "New."}, roles=(Role("care", "Care"),))

    assert ("care", "New.") == (made.owner, made.why)


def test_steps_of_two_owners_need_somebody_who_performs_the_whole():
    with pytest.raises(ChangeError, match="different owners, and it is not said who performs"):
        whole({"owner": "x"}, {"owner": "y"})


@pytest.mark.parametrize("field", [{"each": Repetition("item", 3.0)}, {"optional": "if it rains"}])
def test_what_is_not_done_equally_often_is_not_made_one(field):
    with pytest.raises(ChangeError, match="they are not done equally often"):
        whole(field, {})
    assert "S0 + S1" == whole(field, field).name


# ---- which can be made one --------------------------------------------------------------------------


def merged(steps, *ids, into=None, **fields):
    return apply(Process("P", steps, **fields), Merge(ids, into or {}))


def test_three_in_a_row_become_one_in_whatever_order_they_are_named():
    steps = step("a", "b"), step("b", "c"), step("c", "d"), step("d")
    after = merged(steps, "c", "a", "b")

    assert {"a": ["d"], "d": []} == flows_of(after)
    assert "A + B + C" == after.step("a").name


def test_the_whole_goes_on_and_waits_as_is_said_of_it():
    steps = step("z", "a"), step("a", "b"), step("b", "c"), step("c")
    after = merged(steps, "a", "b", into={"flows": (Flow("c"), Flow("z")), "split": "all", "join": "all"})

    assert ({"z": ["a"], "a": ["c", "z"], "c": []}, "all", "all") == (
        flows_of(after), after.step("a").split, after.step("a").join,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "ids", "reason"),
    [
        ((step("a", "b"), step("b", "c"), step("c")), ("a",), "it takes at least two steps"),
        ((step("a", "b"), step("b", "c"), step("c")), ("a", "a"), "it takes at least two steps"),
        ((step("a", "g"), step("g", kind="gateway")), ("a", "g"), "gateways and events are not work"),
        ((step("a", "b"), step("b", "c"), step("c")), ("a", "c"), "do not stand next to each other"),
        # one of them is entered from elsewhere
        ((step("a", "b"), step("x", "b"), step("b")), ("a", "b"), "do not stand next to each other"),
        # two follow the first
        ((step("a", "b", "c"), step("b"), step("c")), ("a", "b", "c"), "do not stand next to each other"),
        # they come from the same step, but lead elsewhere, or to several
        ((step("s", "a", "b", split="all"), step("a", "x"), step("b"), step("x")), ("a", "b"), "do not stand next"),
        ((step("s", "a", "b", split="all"), step("a", "x", "y"), step("b", "x", "y"), step("x"), step("y")),
         ("a", "b"), "do not stand next"),
        # nobody said how often
        ((step("s", "a", "b", "x"), step("a", "x"), step("b", "x"), step("x")), ("a", "b"), "they cannot be added up"),
        ((step("s", "a", "b", "x", split="some"), step("a", "x"), step("b", "x"), step("x")), ("a", "b"),
         "they cannot be added up"),
        ((step("a", Flow("b"), "x"), step("b", Flow("x"), "y", split="all"), step("x"), step("y")), ("a", "b"),
         "cannot be told as those of one step"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_as_one_step_stays(steps, ids, reason):
    with pytest.raises(ChangeError, match=reason):
        merged(steps, *ids)


@pytest.mark.parametrize(
    ("ways", "split", "expected"),
    [
        ([Flow("a", share=0.25), Flow("b", share=0.5), Flow("x", share=0.25)], "one", ([Flow("a", share=0.75)], 0.25)),
        ([Flow("a"), Flow("b")], "one", ([Flow("a")], None)),
        ([Flow("a"), Flow("b")], "some", ([Flow("a")], None)),
        ([Flow("a"), Flow("b"), Flow("x")], "all", ([Flow("a")], None)),
    ],
)
def test_branches_that_lead_to_the_same_step_become_one_branch(ways, split, expected):
    after = merged((step("s", *ways, split=split), step("a", "y"), step("b", "y"), step("x", "y"), step("y")), "a", "b")
    flows = after.step("s").flows

    assert expected == ([flow for flow in flows if flow.to == "a"], flows[1].share if len(flows) > 1 else None)
    assert ("one" if len(flows) == 1 else split) == after.step("s").split
    assert "b" not in flows_of(after)


def test_a_branch_at_which_cases_begin_is_not_made_part_of_another():
    steps = step("s", "a", "b", split="all"), step("a", "y"), step("b", "y"), step("y", join="all")

    assert "A + B" == merged(steps, "a", "b", starts=(Start("s", 0.5), Start("a", 0.5))).step("a").name
    with pytest.raises(ChangeError, match="next to each other"):
        merged(steps, "a", "b", starts=(Start("s", 0.5), Start("b", 0.5)))


def test_duties_forbid_only_what_speaks_of_two_of_them():
    steps = step("a", "b"), step("b", "c"), step("c")
    with pytest.raises(ChangeError, match="the separation of duties forbids"):
        merged(steps, "a", "b", separate=(("c", "b", "a"),))

    assert "A + B" == merged(steps, "a", "b", separate=(("b", "c"),)).step("a").name


def test_the_whole_may_have_the_id_of_either_or_a_new_one():
    steps = step("a", "b"), step("b", "c"), step("c")

    assert [["a", "c"], ["b", "c"], ["n", "c"]] == [
        [one.id for one in merged(steps, "a", "b", into=into).steps] for into in ({}, {"id": "b"}, {"id": "n"})
    ]


# ---- of more than two ---------------------------------------------------------------------------------

ITEM = Repetition("item", 3.0)


@pytest.mark.parametrize(
    ("field", "values", "expected"),
    [
        ("each", (ITEM, ITEM, ITEM), None),  # the row is said to be done as each of them
        ("takes", (3.0, None, 4.0), 7.0),
        ("takes", (0.0, 0.0, 0.0), 0.0),
        ("cost", (None, None, 2.0), 2.0),
        ("reviewed", (DAYS[1], None, DAYS[0]), DAYS[0]),
        ("skill", ("x", None, "x"), "x"),
        ("skill", ("x", "y", "x"), None),
        ("part", ("x", "x", "x"), "x"),
        ("part", ("x", "x", None), None),
        ("every", (None, None, None), None),
        ("waits_for", ("stock", None, "stock"), "stock"),
        ("name", ("A", "B", "A"), "A + B"),
        ("kind", ("check", "do", "check"), "check"),
        ("kind", ("check", "contact", "approve"), "contact"),
        ("kind", ("transfer", "store", "do"), "do"),
        ("inputs", ((), (), ()), ()),
        ("inputs", (("x",), ("x", "y"), ("y",)), ("x", "y")),
        ("outputs", (("x",), ("y",), ("x",)), ("x", "y")),
        ("alongside", (("y",), ("x",), ("y",)), ("y", "x")),
    ],
)  # fmt: skip
def test_a_field_of_one_step_is_made_of_those_of_three(field, values, expected):
    made = getattr(whole(*({field: value} for value in values)), field)

    assert (ITEM if field == "each" else expected) == made


@pytest.mark.parametrize(
    ("rows", "inputs", "outputs"),
    [
        # what is made inside is no longer needed; what is made afterwards still is
        ([{"outputs": ("x",)}, {"inputs": ("x",)}], (), ()),
        ([{"inputs": ("x",)}, {"outputs": ("x",)}], ("x",), ()),
        ([{"inputs": ("x",), "outputs": ("x",)}, {}], ("x",), ()),
        ([{"outputs": ("x",)}, {}, {"inputs": ("x", "y")}], ("y",), ()),
        ([{"outputs": ("x", "y")}, {"inputs": ("x",)}], (), ("y",)),
        ([{"inputs": ("b", "a")}, {"inputs": ("c", "a")}], ("b", "a", "c"), ()),
    ],
    ids=str,
)
def test_what_passes_inside_is_neither_needed_nor_made(rows, inputs, outputs):
    made = whole(*rows)

    assert (inputs, outputs) == (made.inputs, made.outputs)


@pytest.mark.parametrize(
    "fields",
    [
        ({"optional": 0.5}, {"optional": 0.5}, {}),
        ({"optional": 0.5}, {"optional": 0.25}, {"optional": 0.5}),
        ({"each": ITEM}, {"each": ITEM}, {"each": Repetition("item", 4.0)}),
        ({}, {}, {"each": ITEM}),
    ],
    ids=str,
)
def test_of_three_all_are_done_equally_often(fields):
    with pytest.raises(ChangeError, match="they are not done equally often"):
        whole(*fields)
