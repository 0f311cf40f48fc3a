"""BPMN documents, read as processes."""

import pytest

from flowtrim.errors import InvalidFileError, UnknownNameError
from flowtrim.formats.bpmn import filled_pools, read_bpmn
from flowtrim.graph import FlowGraph
from flowtrim.model import Interruption

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" name="Doc">'


def document(body, *, around=""):
    return f'{HEAD}{around}<process id="p" name="Order">{body}</process></definitions>'.encode()


def read(body, **more):
    process, account, _ = read_bpmn(document(body, **more), file="order.bpmn")
    return process, account


def flows(process):
    return sorted((step.id, flow.to) for step in process.steps for flow in step.flows)


def flow(source, target, **attributes):
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"{said}/>'


LINE = (
    '<startEvent id="s"/><task id="a" name="Ask"/><task id="b" name="Build"/><endEvent id="e"/>'
    + flow("s", "a") + flow("a", "b") + flow("b", "e")
)  # fmt: skip


def test_a_line_of_tasks_keeps_its_ids_names_and_flows():
    process, account = read(LINE)

    assert "Order" == process.name
    assert [("a", "Ask"), ("b", "Build")] == [(step.id, step.name) for step in process.work]
    assert [("a", "b"), ("b", "e"), ("s", "a")] == flows(process)
    assert (2, 2, 3) == (account["tasks"], account["events"], account["sequence_flows"])


def test_a_task_belongs_to_the_innermost_lane_that_has_a_name():
    lanes = (
        '<laneSet><lane id="l1" name="Sales"><flowNodeRef>a</flowNodeRef><childLaneSet>'
        '<lane id="l2"><flowNodeRef>a</flowNodeRef></lane><lane id="l3" name="Clerk"><flowNodeRef>b</flowNodeRef></lane>'
        "</childLaneSet></lane></laneSet>"
    )

    process, account = read(lanes + LINE)

    assert ["Sales", "Clerk"] == [step.owner for step in process.work]
    assert {"a": "Sales", "b": "Clerk"} == account["owners"]
    assert ["Sales", "", "Clerk"] == account["lanes"]


def test_a_task_outside_every_lane_of_a_laned_pool_has_no_owner():
    process, account = read('<laneSet><lane id="l" name="Sales"><flowNodeRef>a</flowNodeRef></lane></laneSet>' + LINE)

    assert ["Sales", None] == [step.owner for step in process.work]
    assert {"a": "Sales", "b": None} == account["owners"]


def test_a_pool_without_lanes_performs_its_own_tasks():
    around = '<collaboration id="c"><participant id="x" name="Shop" processRef="p"/></collaboration>'

    process, account = read(LINE, around=around)

    assert ["Shop", "Shop"] == [step.owner for step in process.work]
    assert {"a": None, "b": None} == account["owners"]


@pytest.mark.parametrize(
    ("tag", "split", "join"),
    [
        ("exclusiveGateway", "one", "any"),
        ("parallelGateway", "all", "all"),
        ("inclusiveGateway", "some", "some"),
        ("eventBasedGateway", "one", "any"),
    ],
)
def test_gateways_keep_what_they_mean(tag, split, join):
    process, _ = read(f'<{tag} id="g"/><task id="a"/><task id="b"/>' + flow("g", "a") + flow("g", "b"))

    assert ("gateway", split, join) == (process.step("g").kind, process.step("g").split, process.step("g").join)


def test_a_default_flow_is_what_happens_otherwise():
    body = (
        '<exclusiveGateway id="g" default="g-b"/><task id="a"/><task id="b"/>'
        + flow("g", "a", name="ok")
        + flow("g", "b")
    )

    process, _ = read(body)

    assert ["ok", "otherwise"] == [way.when for way in process.step("g").flows]


def test_a_default_flow_may_be_named_with_a_prefix():
    process, _ = read(
        '<exclusiveGateway id="g" default="tns:g-b"/><task id="a"/><task id="b"/>'
        + flow("g", "a", name="late") + flow("g", "b")
    )  # fmt: skip

    assert ["late", "otherwise"] == [flow.when for flow in process.step("g").flows]


def test_a_task_with_several_flows_starts_them_all():
    process, _ = read('<task id="a"/><task id="b"/><task id="c"/>' + flow("a", "b") + flow("a", "c"))

    assert "all" == process.step("a").split


SUB = (
    '<task id="a"/><subProcess id="sub" name="Check">{inside}</subProcess><task id="z"/>'
    + flow("a", "sub") + flow("sub", "z")
)  # fmt: skip


def test_a_sub_process_is_opened_and_its_steps_keep_its_name():
    inside = '<startEvent id="i"/><task id="b"/><endEvent id="o"/>' + flow("i", "b") + flow("b", "o")

    process, account = read(SUB.format(inside=inside))

    assert [("a", "i"), ("b", "o"), ("i", "b"), ("o", "z")] == flows(process)
    assert "Check" == process.step("b").part
    assert (3, 1) == (account["tasks"], account["subprocesses"])


def test_an_empty_sub_process_is_one_step():
    process, account = read(SUB.format(inside=""))

    assert ["a", "sub", "z"] == [step.id for step in process.work]
    assert {"a", "sub", "z"} == set(account["owners"])


def test_work_after_a_parallel_sub_process_waits_for_what_is_on_its_way():
    inside = '<task id="b"/><task id="c"/>'

    process, _ = read(SUB.format(inside=inside))

    assert "all" == process.step("sub.in").split
    assert [
        ("a", "sub.in"),
        ("b", "sub.out"),
        ("c", "sub.out"),
        ("sub.in", "b"),
        ("sub.in", "c"),
        ("sub.out", "z"),
    ] == flows(process)


def test_sub_processes_open_inside_each_other_to_any_depth():
    deep = 60
    inside = '<task id="core"/>'
    for level in range(deep):
        inside = f'<subProcess id="d{level}">{inside}</subProcess>'

    process, account = read(f'<task id="a"/>{inside}' + flow("a", f"d{deep - 1}"))

    assert [("a", "core"), ("core", "end")] == flows(process)
    assert deep == account["subprocesses"]


def test_an_interrupting_boundary_event_interrupts_its_activity():
    body = '<task id="a"/><boundaryEvent id="t" name="too late" attachedToRef="a"/><task id="b"/><task id="c"/>'

    process, _ = read(body + flow("a", "b") + flow("t", "c"))

    assert (["b"], False) == ([way.to for way in process.step("a").flows], process.has_step("t"))
    assert (Interruption("too late", "c", since=("a",)),) == process.anytime


def test_a_boundary_event_that_does_not_interrupt_runs_beside():
    body = '<task id="a"/><boundaryEvent id="t" cancelActivity="false" attachedToRef="a"/><task id="b"/><task id="c"/>'

    process, _ = read(body + flow("a", "b") + flow("t", "c"))

    assert ("some", [("b", 1.0), ("t", None)]) == (
        process.step("a").split,
        [(w.to, w.share) for w in process.step("a").flows],
    )


def test_a_thrown_link_goes_on_where_it_is_caught():
    link = '<linkEventDefinition name="L"/>'
    body = (
        '<task id="a"/><task id="b"/>'
        f'<intermediateThrowEvent id="t" name="L">{link}</intermediateThrowEvent>'
        f'<intermediateCatchEvent id="c" name="L">{link}</intermediateCatchEvent>'
    )

    process, _ = read(body + flow("a", "t") + flow("c", "b"))

    assert [("a", "t"), ("b", "end"), ("c", "b"), ("t", "c")] == sorted([*flows(process), ("b", "end")])


def test_documentation_is_a_note_unless_it_is_marked_as_the_reason():
    body = (
        '<task id="a"><documentation>Why: the law asks.</documentation></task>'
        '<task id="b"><documentation>Use the form.</documentation></task>'
    )

    process, _ = read(body)

    assert ("the law asks.", None) == (process.step("a").why, process.step("a").note)
    assert (None, "Use the form.") == (process.step("b").why, process.step("b").note)


def test_documentation_that_a_modeller_wrote_as_html_is_read_as_its_words():
    page = "<html><head><style>p {color: red}</style></head><body><p>Why: the <b>law</b> asks.</p></body></html>"
    process, _ = read(f'<task id="a"><documentation><![CDATA[{page}]]></documentation></task>')

    assert "the law asks." == process.step("a").why


def test_data_objects_become_inputs_and_outputs_by_name():
    body = (
        '<dataObject id="do"/><dataObjectReference id="r" name="Bill" dataObjectRef="do"/>'
        '<task id="a"><dataOutputAssociation id="x"><sourceRef>y</sourceRef><targetRef>r</targetRef></dataOutputAssociation></task>'
        '<task id="b"><dataInputAssociation id="w"><sourceRef>r</sourceRef></dataInputAssociation></task>'
    )

    process, _ = read(body)

    assert (("Bill",), ("Bill",)) == (process.step("a").outputs, process.step("b").inputs)


def test_variables_are_data_by_their_names_and_parameters_without_a_name_are_none():
    process, _ = read(
        '<property id="v" name="Claim"/><task id="a"><ioSpecification><dataOutput id="o"/></ioSpecification>'
        "<dataInputAssociation><sourceRef>v</sourceRef></dataInputAssociation>"
        "<dataOutputAssociation><targetRef>o</targetRef></dataOutputAssociation></task>"
    )

    assert (("Claim",), ()) == (process.step("a").inputs, process.step("a").outputs)


def test_several_pools_run_side_by_side_and_each_can_be_read_alone():
    pools = (
        '<collaboration id="c"><participant id="x" name="Shop" processRef="p"/><participant id="y" name="Guest" processRef="q"/>'
        '<messageFlow id="m" sourceRef="a" targetRef="k"/></collaboration><process id="q"><task id="k"/></process>'
    )
    data = document(LINE, around=pools)

    together, account, _ = read_bpmn(data, file="f.bpmn")
    alone, _, _ = read_bpmn(data, file="f.bpmn", pool="Guest")

    assert ["k", "a", "b"] == [step.id for step in together.work]
    assert 1 == account["message_flows"]
    assert ("contact", ("Guest",)) == (together.step("a").kind, together.step("a").informs)
    assert FlowGraph(together).reachable == {step.id for step in together.steps}
    assert ["k"] == [step.id for step in alone.work]


def test_an_unknown_pool_is_named_with_those_there_are():
    with pytest.raises(UnknownNameError, match="no pool 'X'"):
        read_bpmn(document(LINE), file="f.bpmn", pool="X")


def test_a_flow_into_nothing_is_told_and_loses_no_task():
    process, account = read('<task id="a"/>' + flow("a", "nowhere"))

    assert ["a"] == [step.id for step in process.work]
    assert [("sequenceFlow", "a-nowhere")] == [(item["element"], item["id"]) for item in account["not_carried"]]


def test_two_elements_with_one_id_are_both_work():
    process, _ = read('<task id="a" name="One"/><task id="a" name="Two"/>')

    assert ["One", "Two"] == [step.name for step in process.work]


def test_an_undeclared_prefix_is_mended_and_told():
    data = document('<task id="a" camunda:asyncBefore="true"/>')

    process, account, _ = read_bpmn(data, file="f.bpmn")

    assert ["a"] == [step.id for step in process.work]
    assert "document" == account["not_carried"][-1]["element"]


def test_a_document_that_never_declares_its_prefix_is_read_all_the_same():
    data = b'<bpmn:definitions><bpmn:process id="p"><bpmn:task id="a"/></bpmn:process></bpmn:definitions>'

    process, _, _ = read_bpmn(data, file="f.bpmn")

    assert ["a"] == [step.id for step in process.work]


def test_data_may_be_named_with_a_prefix():
    body = '<task id="a"><dataInputAssociation><sourceRef>tns:d</sourceRef></dataInputAssociation></task>'

    process, _ = read(body + '<dataObjectReference id="d" name="Bill"/>')

    assert ("Bill",) == process.step("a").inputs


def test_vendor_elements_that_look_like_work_are_not_work():
    data = document('<task id="a"><extensionElements><x:task xmlns:x="urn:vendor" id="b"/></extensionElements></task>')

    process, _, _ = read_bpmn(data, file="f.bpmn")

    assert ["a"] == [step.id for step in process.work]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not xml",
        b"<a",
        b'<!DOCTYPE a [<!ENTITY x "y">]><definitions>&x;</definitions>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><definitions/>',
        b"<a>" * 100_000,
        '<!DOCTYPE a [<!ENTITY x "y">]><definitions/>'.encode("utf-16"),
        b"<?xml version='1.0' encoding='UTF-7'?>+ADw-!DOCTYPE a +AFsAPA-!ENTITY x +ACI-y+ACI-+AD4-+AF0-+AD4-<definitions/>",
        document(LINE)[:-40],
        document('<task id="a"><lane></task></lane>'),
    ],
)
def test_what_is_no_document_is_refused_with_a_place(data):
    with pytest.raises(InvalidFileError, match="f.bpmn:"):
        read_bpmn(data, file="f.bpmn")


def test_a_document_type_is_told_by_its_line_and_may_be_spoken_of_in_a_text():
    with pytest.raises(InvalidFileError, match="f.bpmn:3:1: The file declares a document type"):
        read_bpmn(b"<?xml version='1.0'?>\n<!-- <a> -->\n<!DOCTYPE a><definitions/>", file="f.bpmn")

    process, _ = read('<task id="a"><documentation><![CDATA[Write <!DOCTYPE html> first]]></documentation></task>')

    assert "Write <!DOCTYPE html> first" == process.step("a").note


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_encodings_are_read_as_declared(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>{HEAD}<process id="p"><task id="a" name="Größe prüfen"/></process></definitions>'

    process, _, _ = read_bpmn(text.encode(encoding), file="f.bpmn")

    assert "Größe prüfen" == process.work[0].name


def test_a_task_whose_id_is_end_is_not_the_end():
    lanes = '<laneSet><lane id="l" name="Sales"><flowNodeRef>end</flowNodeRef></lane></laneSet>'

    process, account = read(lanes + '<task id="a"/><task id="end" name="Last"/>' + flow("a", "end"))

    assert [("a", "end-task")] == flows(process)
    assert "Sales" == process.step("end-task").owner
    assert {"a": None, "end": "Sales"} == account["owners"]


def test_a_task_may_have_the_id_of_its_process_or_of_the_sub_process_around_it():
    lanes = '<laneSet><lane id="l" name="Sales"><flowNodeRef>p</flowNodeRef></lane></laneSet>'

    process, account = read(lanes + '<task id="p"/><subProcess id="s"><task id="s"/></subProcess>' + flow("p", "s"))

    assert [("p", "Sales"), ("s-2", None)] == [(step.id, step.owner) for step in process.work]
    assert (2, 1) == (account["tasks"], account["subprocesses"])


def test_a_pool_all_of_whose_lanes_are_unnamed_performs_its_own_tasks():
    around = '<collaboration id="c"><participant id="x" name="Shop" processRef="p"/></collaboration>'
    lanes = '<laneSet><lane id="l"><flowNodeRef>a</flowNodeRef></lane></laneSet>'

    process, account = read(lanes + LINE, around=around)

    assert ["Shop", "Shop"] == [step.owner for step in process.work]
    assert {"a": None, "b": None} == account["owners"]


def test_lanes_may_name_their_nodes_with_white_space_and_a_prefix():
    lanes = '<laneSet><lane id="l" name="Sales"><flowNodeRef>\n  tns:a\n</flowNodeRef></lane></laneSet>'

    process, _ = read(lanes + '<task id="a"/>')

    assert "Sales" == process.step("a").owner


def test_every_pool_can_be_named_by_its_name_or_that_of_its_process_or_its_id():
    pools = (
        '<collaboration id="c"><participant id="x" name="Shop" processRef="p"/><participant id="y" name="Shop" processRef="q"/>'
        '</collaboration><process id="q"><task id="k"/></process><process id="r"><task id="m"/></process>'
    )
    data = document(LINE, around=pools)

    assert ("Shop", "r", "Shop (p)") == filled_pools(data, file="f.bpmn")
    assert ["m"] == [step.id for step in read_bpmn(data, file="f.bpmn", pool="r")[0].work]


def test_messages_are_told_in_words_where_a_step_or_an_event_has_them():
    around = (
        '<collaboration id="c"><participant id="x" name="Guest"/><messageFlow id="m" name="order" sourceRef="x" targetRef="s"/>'
        '<messageFlow id="n" sourceRef="a" targetRef="x"/><messageFlow id="o" sourceRef="x" targetRef="x"/></collaboration>'
    )

    process, account = read(LINE, around=around)

    assert "Message from Guest: order" == process.step("s").note
    assert ("Message to Guest", ("Guest",)) == (process.step("a").note, process.step("a").informs)
    assert ["o"] == [item["id"] for item in account["not_carried"]]


def test_a_message_has_the_name_that_it_has_where_it_is_declared():
    around = (
        '<message id="m" name="Bill"/><collaboration id="c"><participant id="us" name="We" processRef="p"/>'
        '<participant id="you" name="Customer"/>'
        '<messageFlow id="f" sourceRef="a" targetRef="you" messageRef="m"/></collaboration>'
    )
    process, _ = read('<task id="a"/><receiveTask id="b" name="Wait" messageRef="tns:m"/>', around=around)

    assert ["Message to Customer: Bill", "Message: Bill"] == [step.note for step in process.steps]


def test_what_triggers_an_event_and_how_a_task_is_repeated_are_notes():
    body = (
        '<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent>'
        '<intermediateCatchEvent id="w"><timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition>'
        '</intermediateCatchEvent><task id="a"><multiInstanceLoopCharacteristics isSequential="true"/></task>'
    )

    process, account = read(body, around='<message id="m" name="Order"/>')

    assert "Message: Order" == process.step("s").note
    assert "Timer: P2D" == process.step("w").note
    assert "Done several times, one after the other" == process.step("a").note
    assert ["multiInstanceLoopCharacteristics"] == [item["element"] for item in account["not_carried"]]


def test_plain_associations_tie_data_to_activities_and_to_the_ends_of_a_flow():
    body = (
        '<dataObjectReference id="d" name="Bill"/><dataObjectReference id="e" name="Receipt"/>'
        '<task id="a"/><task id="b"/>' + flow("a", "b")
        + '<association id="x" sourceRef="a" targetRef="d"/><association id="y" sourceRef="e" targetRef="a-b"/>'
    )  # fmt: skip

    process, account = read(body)

    assert (("Bill", "Receipt"), ("Receipt",)) == (process.step("a").outputs, process.step("b").inputs)
    assert [] == account["not_carried"]


def test_links_are_caught_by_the_name_of_their_definition():
    body = (
        '<task id="a"/><task id="b"/>'
        '<intermediateThrowEvent id="t" name="there"><linkEventDefinition name="L"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="c" name="here"><linkEventDefinition name="L"/></intermediateCatchEvent>'
    )

    process, _ = read(body + flow("a", "t") + flow("c", "b"))

    assert [("a", "t"), ("c", "b"), ("t", "c")] == flows(process)


def test_the_documentation_of_a_process_and_of_a_lane_may_give_their_reasons():
    lane = '<lane id="l" name="Sales"><documentation>Why: it knows the customer.</documentation><flowNodeRef>a</flowNodeRef></lane>'

    process, _ = read(f"<documentation>Why: people wait.</documentation><laneSet>{lane}</laneSet>{LINE}")

    assert "people wait." == process.why
    assert "it knows the customer." == process.role("Sales").why


def test_a_process_with_nothing_but_an_event_sub_process_begins_there_once():
    process, _ = read('<subProcess id="s" triggeredByEvent="true"><task id="a"/></subProcess>')

    assert [("a", None)] == [(start.at, start.share) for start in process.starts]


def test_what_a_process_takes_is_told_and_what_it_makes_is_delivered():
    process, account = read(
        f'<ioSpecification><dataInput id="i" name="Order"/><dataOutput id="o" name="Bill"/></ioSpecification>{LINE}'
    )

    assert ("Bill",) == process.outputs
    assert ["i"] == [item["id"] for item in account["not_carried"]]


def test_a_call_of_a_process_in_the_same_document_has_its_name():
    process, _ = read('<callActivity id="a" calledElement="tns:q"/>', around='<process id="q" name="Billing"/>')

    assert "Billing" == process.step("a").calls


def test_a_call_may_be_said_in_the_words_of_a_vendor():
    called = '<extensionElements><x:calledElement xmlns:x="urn:x" processId="billing"/></extensionElements>'
    process, account = read(f'<callActivity id="a">{called}</callActivity>')

    assert "billing" == process.step("a").calls
    assert [] == account["not_carried"]


ERROR = '<errorEventDefinition errorRef="{}"/>'


@pytest.mark.parametrize(("caught", "targets"), [("E", ["b"]), ("F", ["s.out"])])
def test_an_error_end_leads_to_the_boundary_event_that_catches_it(caught, targets):
    inside = f'<task id="i"/><endEvent id="ee">{ERROR.format("E")}</endEvent>' + flow("i", "ee")
    body = (
        f'<subProcess id="s"><task id="j"/>{inside}</subProcess>'
        f'<boundaryEvent id="b" attachedToRef="s">{ERROR.format(caught)}</boundaryEvent><task id="n"/><task id="x"/>'
        + flow("s", "n") + flow("b", "x")
    )  # fmt: skip

    process, _ = read(body)

    assert targets == [way.to for way in process.step("ee").flows]
    assert {"n", "x"} <= {step.id for step in process.work}


def test_thousands_of_elements_with_one_id_take_no_time():
    process, _ = read('<task id="a"/>' * 3000)

    assert 3000 == len(process.work)
