"""Deadlines, exceptions, repetition and named ends in BPMN: as other tools draw them, and as our own drawings change."""

import re

import pytest

from flowtrim.formats import loads
from flowtrim.formats.bpmn import read_bpmn, write_bpmn
from flowtrim.formats.diagrams.mermaid_writer import lost_in_a_flowchart
from flowtrim.formats.tabular.table_writer import lost_in_a_table
from flowtrim.model import Deadline, Interruption, Part, Repetition
from tests.days import TODAY

FLOW = '<sequenceFlow id="{0}-{1}" sourceRef="{0}" targetRef="{1}"/>'


def flows(*pairs):
    return "".join(FLOW.format(*pair.split(">")) for pair in pairs)


def read(body):
    text = f'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">{body}</process></definitions>'
    process, account, _ = read_bpmn(text.encode(), file="x.bpmn", today=TODAY)
    return process, account


def several(count, *, in_turn="false", more=""):
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{in_turn}"><loopCardinality>{count}</loopCardinality>{more}'
        "</multiInstanceLoopCharacteristics>"
    )


# repetition ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loop", "each"),
    [
        (several("4"), Repetition("instance", 4.0, parallel=True)),
        (several(" = 3 ", in_turn="true"), Repetition("instance", 3.0)),
        (several("2", more='<inputDataItem name="offer"/>'), Repetition("offer", 2.0, parallel=True)),
    ],
)
def test_a_task_of_several_instances_is_done_for_each(loop, each):
    process, account = read(f'<task id="a">{loop}</task>')

    assert (each, None, []) == (process.step("a").each, process.step("a").note, account["not_carried"])


@pytest.mark.parametrize("loop", [several("${n}"), "<multiInstanceLoopCharacteristics/>", several("0")])
def test_instances_that_nobody_counted_are_told(loop):
    process, account = read(f'<task id="a">{loop}</task>')

    assert (None, ["multiInstanceLoopCharacteristics"]) == (
        process.step("a").each,
        [item["element"] for item in account["not_carried"]],
    )
    assert "Done several times" in process.step("a").note


def test_a_sub_process_of_several_instances_is_a_part_done_for_each():
    inner = '<task id="b"/><subProcess id="t" name="Inner"><task id="c"/></subProcess>' + flows("b>t")

    process, _ = read(
        f'<task id="a"/><subProcess id="s" name="Offer">{several("3")}{inner}</subProcess>' + flows("a>s")
    )

    assert (Part("Offer", Repetition("instance", 3.0, parallel=True)),) == process.parts
    assert {"a": None, "b": "Offer", "c": "Offer"} == {step.id: step.part for step in process.work}


# exceptions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["message", "error", "signal", "conditional", "escalation"])
def test_what_stops_a_task_is_an_interruption_of_it(kind):
    border = f'<boundaryEvent id="x" name="withdrawn" attachedToRef="a"><{kind}EventDefinition/></boundaryEvent>'

    process, _ = read(f'<task id="a"/><task id="b"/><task id="c"/>{border}' + flows("a>b", "x>c"))

    assert (Interruption("withdrawn", "c", since=("a",)),) == process.anytime
    assert ["a", "b", "c"] == [step.id for step in process.steps]


@pytest.mark.parametrize("kind", ["message", "timer"])
def test_what_stops_a_sub_process_is_an_interruption_of_all_that_is_in_it(kind):
    border = f'<boundaryEvent id="x" name="late" attachedToRef="s"><{kind}EventDefinition/></boundaryEvent>'
    inner = '<task id="a"/><task id="b"/>' + flows("a>b")

    process, _ = read(
        f'<subProcess id="s">{inner}</subProcess><task id="c"/><task id="d"/>{border}' + flows("s>c", "x>d")
    )

    assert (Interruption("late", "d", since=("a", "b")),) == process.anytime


def test_what_stops_work_and_leads_nowhere_ends_the_case():
    border = '<boundaryEvent id="x" name="dropped" attachedToRef="a"><messageEventDefinition/></boundaryEvent>'

    process, _ = read(f'<task id="a"/><task id="b"/>{border}' + flows("a>b"))

    assert (Interruption("dropped", "end", since=("a",)),) == process.anytime


def test_an_event_sub_process_is_an_interruption_of_the_whole():
    start = '<startEvent id="w" name="withdrawn"><messageEventDefinition/></startEvent>'
    handler = f'<subProcess id="e" triggeredByEvent="true">{start}<task id="t"/>{flows("w>t")}</subProcess>'

    process, _ = read('<startEvent id="s"/><task id="a"/><task id="b"/>' + flows("s>a", "a>b") + handler)

    assert (Interruption("withdrawn", "t"),) == process.anytime
    assert {"a", "b", "t"} == {step.id for step in process.work}
    assert not process.has_step("w")


def test_an_event_sub_process_of_a_sub_process_is_an_interruption_of_what_is_in_that():
    start = '<startEvent id="w" name="broken"><errorEventDefinition/></startEvent>'
    handler = f'<subProcess id="e" triggeredByEvent="true">{start}<task id="t"/>{flows("w>t")}</subProcess>'

    process, _ = read(f'<subProcess id="s"><task id="a"/>{handler}</subProcess><task id="b"/>' + flows("s>b"))

    assert (Interruption("broken", "t", since=("a",)),) == process.anytime
    assert ["b"] == [way.to for way in process.step("t").flows]


def test_one_that_does_not_interrupt_runs_beside():
    start = '<startEvent id="w" isInterrupting="false"><messageEventDefinition/></startEvent>'
    handler = f'<subProcess id="e" triggeredByEvent="true">{start}<task id="t"/>{flows("w>t")}</subProcess>'

    assert () == read('<task id="a"/>' + handler)[0].anytime


def test_an_interruption_into_a_parallel_section_is_a_way_like_any_other():
    border = '<boundaryEvent id="x" name="late" attachedToRef="a"><messageEventDefinition/></boundaryEvent>'
    body = '<task id="a"/><parallelGateway id="g"/><task id="b"/><task id="c"/><parallelGateway id="j"/>'

    process, _ = read(body + border + flows("a>g", "g>b", "g>c", "b>j", "c>j", "x>b"))

    assert ((), True) == (process.anytime, process.has_step("x"))


# what our drawing says wins ------------------------------------------------------------------------------------------

CLAIM = loads(
    """
process: Claim
parts: {Offers: {each: {of: offer, count: 3}}}
anytime:
  - {when: withdrawn, share: 6%, to: stop}
  - {when: it burns, from: [read], share: 1%, to: end, as: burnt}
steps:
  - {name: Read it, id: read, owner: Clerk, within: [{time: 4d, then: remind, share: 3%}, {time: 5d, instead: boss, share: 1%}]}
  - {name: Ask for an offer, id: ask, owner: Clerk, part: Offers}
  - {name: Note it, id: note, owner: Buyer, part: Offers}
  - {name: Pay it, id: pay, owner: Clerk, each: {of: branch, count: 4, parallel: true}, next: [{to: end, as: paid}]}
  - {name: Remind, id: remind, owner: Clerk, next: end}
  - {name: Decide instead, id: boss, owner: Boss, next: ask}
  - {name: Tell that it stopped, id: stop, owner: Clerk, next: end}
""",
    today=TODAY,
).process


def changed(*edits):
    text = write_bpmn(CLAIM).decode()
    for old, new in edits:
        assert re.search(old, text, re.DOTALL), old
        text = re.sub(old, new, text, count=1, flags=re.DOTALL)
    return read_bpmn(text.encode(), file="x.bpmn", today=TODAY)[0]


def test_deadlines_are_timers_parts_and_exceptions_are_sub_processes_and_ends_have_names():
    text = write_bpmn(CLAIM).decode()

    assert [("false", "P4D"), ("true", "P5D")] == re.findall(
        r'cancelActivity="(\w+)">(?:(?!boundaryEvent).)*?<timeDuration[^>]*>(\w+)', text, re.DOTALL
    )
    assert ["SubProcess_1", "SubProcess_2"] == re.findall(r'<subProcess id="(\w+)"', text)
    assert 'name="paid"' in text
    assert CLAIM == changed()


def test_a_time_that_was_changed_elsewhere_is_the_deadline():
    assert Deadline(2880.0, then="remind", share=0.03) == changed((">P4D<", ">P6D<")).step("read").within[0]


def test_a_timer_that_does_not_stop_the_step_any_more_is_beside():
    edit = ('cancelActivity="true"(?=>(?:(?!boundaryEvent).)*?timer)', 'cancelActivity="false"')

    assert Deadline(2400.0, then="boss", share=0.01) == changed(edit).step("read").within[1]


def test_a_timer_that_is_gone_is_no_deadline_any_more():
    edit = ('<boundaryEvent id="(BoundaryEvent_1)".*?</boundaryEvent>', "")

    assert (Deadline(2400.0, instead="boss", share=0.01),) == changed(edit).step("read").within


def test_another_count_is_another_repetition():
    process = changed((">4<", ">7<"), (">3<", ">2<"))

    assert Repetition("branch", 7.0, parallel=True) == process.step("pay").each
    assert (Part("Offers", Repetition("offer", 2.0)),) == process.parts


def test_another_name_of_an_end_is_another_outcome():
    assert "settled" == changed(('name="paid"', 'name="settled"')).step("pay").flows[0].outcome


def test_another_name_of_what_interrupts_is_another_occasion():
    process = changed(('(<startEvent id="StartEvent_\\d+") name="withdrawn"', '\\1 name="given up"'))

    assert ("given up", 0.06) == (process.anytime[0].when, process.anytime[0].share)


def test_a_flowchart_and_a_table_say_which_terms_they_do_not_carry():
    flowchart, table = lost_in_a_flowchart(CLAIM)[0], lost_in_a_table(CLAIM)[0]

    assert {"anytime (2)", "as (1 end)", "each (1 step)", "parts (1)", "within (1 step)"} <= items(flowchart)
    assert {"anytime (2)", "parts (1)"} <= items(table)


def items(sentence):
    return set(sentence.removesuffix(".").partition(" has no place for ")[2].split(", "))
