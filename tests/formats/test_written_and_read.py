"""What is written reads back equal, in every format that carries a process, in all that is not told as not carried."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowtrim.formats import encode, loads
from flowtrim.model import END, Flow, Process, Step
from tests.days import TODAY
from tests.processes import processes, structured_processes

ENDINGS = {"yaml": "yml", "json": "json", "bpmn": "bpmn", "xlsx": "xlsx", "csv": "csv", "mermaid": "mmd"}
WORDS = {"flows": "next", "ride_seconds": "elevator", "ceilings": "limits"}
ODD_NAMES = (
    "End", "end", "Ende", "Fin", "Final", "Stop", "Start", "终了", "結束", "結束 ", "終了", "結束。", "none", "None", "-", "–", "N/A", "tbd",
    "Total", "Summe", "合计", "PHASE 1: INTAKE", "Phase 2", "1", "2", "1. Ask", "Yes: 2", "2 (no)", "go to 1", "a; b", "a, b",
    " a", "a ", "a  b", "a\nb", '"a"', '""', '"', "'a", "=1+1", "@x", "R", "A/R", "x", "[a]", '{"a": 1}', "---", "...",
    "1.125", "Step", "Owner", "ID", "sep=", "Weiter mit 2", "次", "否", "No", "R = Responsible; I = Informed", "D", "◎", "Sales", "Sales, HR",
    "Sales\nHR", "HR: Post ad", "Post ad (HR)", "HR\nPost ad", "* a note", "Note: a", "a | b", "a and b", "Pay it. End.", "→ 2", "Summary",
)  # fmt: skip
odd = st.sampled_from(ODD_NAMES)


def back(process, form):
    written = encode(process, form)
    return loads(written.data, file=f"p.{ENDINGS[form]}", today=TODAY).process, " ".join(written.lost)


def assert_equal_but_for_what_is_told(process, form):
    read, lost = back(process, form)
    told = {word.strip("(),.") for word in lost.split()}
    for name in Process.__struct_fields__:
        if name != "steps" and WORDS.get(name, name) not in told:
            assert getattr(process, name) == getattr(read, name), name
    assert [step.id for step in process.steps] == [step.id for step in read.steps]
    for one, other in zip(process.steps, read.steps, strict=True):
        for name in Step.__struct_fields__:
            if WORDS.get(name, name) not in told:
                assert getattr(one, name) == getattr(other, name), (one.id, name)


any_process = processes(min_steps=1) | structured_processes(inclusive=True)


@pytest.mark.parametrize("form", ["yaml", "json"])
@settings(max_examples=1000)
@given(process=any_process)
def test_a_random_process_reads_back_equal(form, process):
    assert_equal_but_for_what_is_told(process, form)


@settings(max_examples=1000)
@given(process=any_process)
def test_a_table_of_steps_reads_back_equal(process):
    assert_equal_but_for_what_is_told(Process("p", process.steps), "csv")


@settings(max_examples=200)
@given(process=any_process)
def test_a_diagram_reads_back_equal(process):
    assert_equal_but_for_what_is_told(process, "bpmn")
    assert_equal_but_for_what_is_told(Process("p", process.steps), "mermaid")


@settings(max_examples=60)
@given(process=any_process)
def test_a_workbook_reads_back_equal(process):
    assert_equal_but_for_what_is_told(process, "xlsx")


@pytest.mark.parametrize("share", [1 / 3, 2 / 3, 0.1 + 0.2, 1 / 7, 0.005, 1e-7, 0.995])
def test_a_flowchart_carries_a_share_to_the_last_digit(share):
    steps = (Step("a", "Ask", flows=(Flow("b", share=share), Flow(END, share=1 - share))), Step("b", "Build"))
    read, _ = back(Process("p", steps), "mermaid")

    assert [share, 1 - share] == [flow.share for flow in read.steps[0].flows]


@pytest.mark.parametrize("form", ["yaml", "json", "bpmn", "csv", "xlsx", "mermaid"])
def test_control_characters_that_no_file_holds_are_told_as_not_carried(form):
    read, lost = back(Process("p", (Step("a", "Ask\a it", owner="Desk"),)), form)

    assert "Ask\ufffd it" == read.steps[0].name
    assert "No file has a place for control characters: \ufffd stands for them in 1 texts." in lost


def odd_process(texts, ways):
    """Steps whose every text means something in a table; owners that differ in case and blanks only are one."""
    ids = [f"s{number}" for number in range(len(texts))]
    owners = {}
    steps = []
    for own, (name, owner, why, note, system), way in zip(ids, texts, ways, strict=False):
        who = owners.setdefault("".join(owner.split()).casefold(), owner.strip()) or None
        to = [ids[number] if number < len(ids) else END for number in way]
        flows = tuple({each: Flow(each, when) for each, when in zip(to, (why, None), strict=False)}.values())
        steps.append(Step(own, name, who, why=why, note=note, system=system, outputs=(name, owner), flows=flows))
    return Process("p", tuple(steps))


@pytest.mark.parametrize(("form", "examples"), [("yaml", 200), ("json", 200), ("csv", 500), ("xlsx", 30)])
def test_names_that_mean_something_in_a_table_read_back_equal(form, examples):
    @settings(max_examples=examples)
    @given(
        texts=st.lists(st.tuples(odd, odd, odd, odd, odd), min_size=1, max_size=4),
        ways=st.lists(st.lists(st.integers(0, 4), max_size=2, unique=True), min_size=4, max_size=4),
    )
    def holds(texts, ways):
        assert_equal_but_for_what_is_told(odd_process(texts, ways), form)

    holds()


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.parametrize("name", ["End", "end", "Ende", "Fin", "終了", "结束", "結束", "Stop", "None", "Start"])
@pytest.mark.parametrize("own", [None, "end-2", "fin", "Ende", "終了"])
def test_a_step_called_as_the_end_reads_back_equal(form, name, own):
    own = own or "s"
    steps = (
        Step("a", "Do", flows=(Flow(own, "yes"), Flow(END, "no"))),
        Step(own, name, flows=(Flow("b"),)),
        Step("b", "Go"),
    )
    read, _ = back(Process("p", steps), form)

    assert [step.name for step in steps] == [step.name for step in read.steps if step.kind != "event"]
    if form != "mermaid":
        assert [step.flows for step in steps] == [step.flows for step in read.steps]
