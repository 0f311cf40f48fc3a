"""BPMN as other tools write it: the cases of ``shared/cases/bpmn`` and ``shared/cases/tables/b*``, and others of each kind."""

import re
from pathlib import Path

import pytest

from flowtrim import analyse
from flowtrim.drawings import draw as draw_chart
from flowtrim.formats import encode, loads
from flowtrim.formats.registry import FORMATS
from flowtrim.formats.source_text import Document
from flowtrim.graph import FlowGraph
from flowtrim.measures.handoffs import messages as messages_of
from flowtrim.model import Flow, Process, Step
from flowtrim.reports.pictures import drawings
from flowtrim.reports.process.compose import page as page_of
from flowtrim.reports.process.summary import groups
from tests.days import TODAY

CASES = Path(__file__).parents[3] / "shared/cases"
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def document(*parts):
    return f'<definitions xmlns="{BPMN}" {DI}>{"".join(parts)}</definitions>'


def process(*parts, own="P", name="Claim"):
    return f'<process id="{own}" name="{name}">{"".join(parts)}</process>'


def diagram(*shapes):
    return f"<bpmndi:BPMNDiagram><bpmndi:BPMNPlane>{''.join(shapes)}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"


def shape(of, x, y, width=100, height=60):
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape bpmnElement="{of}">{bounds}</bpmndi:BPMNShape>'


def edge(of, *points):
    ways = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge bpmnElement="{of}">{ways}</bpmndi:BPMNEdge>'


def task(own, name=None, tag="task", inside="", **more):
    said = "".join(f' {key}="{value}"' for key, value in more.items())
    return f'<{tag} id="{own}" name="{name or own}"{said}>{inside}</{tag}>'


def event(own, tag="intermediateCatchEvent", kind="", name="", inside=""):
    definition = f"<{kind}EventDefinition>{inside}</{kind}EventDefinition>" if kind else ""
    return f'<{tag} id="{own}" name="{name}">{definition}</{tag}>'


def flow(source, target, name="", inside="", own=None):
    return f'<sequenceFlow id="{own or source + target}" sourceRef="{source}" targetRef="{target}" name="{name}">{inside}</sequenceFlow>'


def lane(own, name, *nodes, inside=""):
    refs = "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes)
    return f'<lane id="{own}" name="{name}">{refs}{inside}</lane>'


def read(text):
    return loads(text.encode(), file="p.bpmn", today=TODAY)


def told(document):
    return [(item["element"], item["id"]) for item in document.source["not_carried"]]


def rules(document):
    return {placed.finding.rule for placed in analyse(document, today=TODAY).placed}


def case(name):
    return loads((CASES / name).read_bytes(), file=name, today=TODAY)


needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")


# event-based gateways ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((event("x", kind="message", name="Paid"), event("y", kind="timer", name="30 days")), ("Paid", "30 days")),
        ((task("x", "Get the letter", "receiveTask"), event("y", kind="timer", name="Late")), ("Get the letter", "Late")),
        ((event("x", kind="message"), event("y", kind="timer", inside="<timeDuration>P30D</timeDuration>")), ("message", "Timer: P30D")),
        ((event("x", kind="signal"), event("y", kind="conditional", inside="<condition>stock &lt; 3</condition>")), ("signal", "Conditional: stock < 3")),
        ((event("x", kind="message", name="One"), event("y", kind="message", name="Other")), ("One", "Other")),
    ],
)  # fmt: skip
def test_an_event_based_gateway_is_decided_by_its_events(events, expected):
    text = document(
        process(task("a"), '<eventBasedGateway id="g"/>', *events, flow("a", "g"), flow("g", "x"), flow("g", "y"))
    )
    found = read(text)

    assert expected == tuple(each.when for each in found.process.step("g").flows)
    assert "flow-branch-without-condition" not in rules(found)


def test_words_on_the_flow_win_over_the_event_behind_it():
    events = (event("x", kind="message", name="Paid"), event("y", kind="timer", name="Late"))
    text = document(process('<eventBasedGateway id="g"/>', *events, flow("g", "x", "in time"), flow("g", "y")))

    assert ("in time", "Late") == tuple(each.when for each in read(text).process.step("g").flows)


# lanes and the diagram ------------------------------------------------------------------------------------------------

LANES = diagram(shape("l1", 0, 0, 600, 150), shape("l2", 0, 150, 600, 150), shape("a", 100, 40), shape("b", 300, 190))


def test_lanes_that_name_nobody_have_the_steps_whose_shapes_lie_in_them():
    lanes = f"<laneSet>{lane('l1', 'Sales')}{lane('l2', 'Warehouse')}</laneSet>"
    found = read(document(process(lanes, task("a"), task("b"), flow("a", "b")), LANES))

    assert ["Sales", "Warehouse"] == [step.owner for step in found.process.work]
    assert [("lane", "l1"), ("lane", "l2")] == told(found)
    assert {"a": "Sales", "b": "Warehouse"} == found.source["owners"]


def test_what_a_lane_names_wins_over_where_its_shape_lies():
    lanes = f"<laneSet>{lane('l1', 'Sales', 'b')}{lane('l2', 'Warehouse')}</laneSet>"
    found = read(document(process(lanes, task("a"), task("b"), flow("a", "b")), LANES))

    assert ["Sales", "Sales"] == [step.owner for step in found.process.work]


def test_the_smallest_lane_around_a_shape_has_it():
    inner = f"<childLaneSet>{lane('l2', 'Clerk')}</childLaneSet>"
    lanes = f"<laneSet>{lane('l1', 'Office', inside=inner)}</laneSet>"
    shapes = diagram(
        shape("l1", 0, 0, 600, 300), shape("l2", 30, 150, 570, 150), shape("a", 100, 40), shape("b", 300, 190)
    )

    assert ["Office", "Clerk"] == [
        step.owner for step in read(document(process(lanes, task("a"), task("b")), shapes)).process.work
    ]


def test_what_lies_in_a_sub_process_is_where_that_lies():
    lanes = f"<laneSet>{lane('l1', 'Sales')}{lane('l2', 'Warehouse')}</laneSet>"
    sub = f'<subProcess id="b" name="Pack">{task("c")}</subProcess>'

    assert ["Sales", "Warehouse"] == [
        s.owner for s in read(document(process(lanes, task("a"), sub), LANES)).process.work
    ]


@pytest.mark.parametrize("bounds", ['x="1"', 'x="a" y="1" width="1" height="1"', ""])
def test_a_shape_without_a_place_places_nothing(bounds):
    lanes = f"<laneSet>{lane('l1', 'Sales')}</laneSet>"
    broken = f'<bpmndi:BPMNShape bpmnElement="a"><dc:Bounds {bounds}/></bpmndi:BPMNShape>'
    found = read(document(process(lanes, task("a")), diagram(shape("l1", 0, 0, 600, 300), broken)))

    assert ([None], [("lane", "l1")]) == ([step.owner for step in found.process.work], told(found))


@pytest.mark.parametrize(("source", "target"), [("a", ""), ("", "b"), ("a", "gone"), ("", "")])
def test_a_flow_whose_end_touches_a_shape_is_tied_to_it_and_told(source, target):
    shapes = diagram(shape("a", 0, 0), shape("b", 200, 0), edge("f", (100, 30), (198, 30)))
    loose = f'<sequenceFlow id="f" sourceRef="{source}" targetRef="{target}"/>'
    found = read(document(process(task("a"), task("b"), loose), shapes))

    assert (Flow("b"),) == found.process.step("a").flows
    assert {("sequenceFlow", "f")} == set(told(found))


def test_a_flow_that_touches_nothing_is_told_and_left_out():
    shapes = diagram(shape("a", 0, 0), shape("b", 200, 0), edge("f", (100, 30), (150, 30)))
    found = read(document(process(task("a"), task("b"), '<sequenceFlow id="f" sourceRef="a"/>'), shapes))

    assert ((), [("sequenceFlow", "f")]) == (found.process.step("a").flows, told(found))


# what is tied to nothing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (document(process(f"<laneSet>{lane('l', 'Clerk', 'a')}{lane('m', 'Auditor')}</laneSet>", task("a"))), ("lane", "m")),
        (
            document('<collaboration><participant id="p1" name="Office" processRef="P"/><participant id="p2" name="Tax"/></collaboration>', process(task("a"))),
            ("participant", "p2"),
        ),
        (document(process(task("a"), '<dataObjectReference id="d" name="Receipt"/>')), ("dataObjectReference", "d")),
        (document(process(task("a"), '<dataStoreReference id="d" name="Archive"/>')), ("dataStoreReference", "d")),
    ],
)  # fmt: skip
def test_what_is_tied_to_nothing_is_told(text, expected):
    assert [expected] == told(read(text))


def test_data_and_pools_that_are_tied_to_something_are_not_told():
    data = '<dataObjectReference id="r" name="Receipt" dataObjectRef="o"/><dataObject id="o"/>'
    uses = "<dataInputAssociation><sourceRef>r</sourceRef></dataInputAssociation>"
    pools = (
        '<collaboration><participant id="p1" name="Office" processRef="P"/><participant id="p2" name="Tax"/>'
        '<messageFlow id="m" sourceRef="a" targetRef="p2"/></collaboration>'
    )

    assert [] == told(read(document(pools, process(data, task("a", inside=uses)))))


# pools and messages ---------------------------------------------------------------------------------------------------


def two_pools(message, *, lanes=True):
    pools = '<participant id="p1" name="Guest" processRef="P1"/><participant id="p2" name="Bakery" processRef="P2"/>'
    inside = f"<laneSet>{lane('l1', 'Baker', 's', 'bake')}{lane('l2', 'Courier', 'bring')}</laneSet>" if lanes else ""
    return document(
        f"<collaboration>{pools}{message}</collaboration>",
        process(task("ask"), event("shout", "intermediateThrowEvent", "message"), flow("ask", "shout"), own="P1", name=""),
        process(
            inside, event("s", "startEvent", "message"), task("bake"), task("bring"), flow("s", "bake"), flow("bake", "bring"),
            own="P2", name="",
        ),
    )  # fmt: skip


def message(source, target):
    return f'<messageFlow id="m" sourceRef="{source}" targetRef="{target}"/>'


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("ask", "s", ("Baker",)), ("ask", "bake", ("Baker",)), ("ask", "bring", ("Courier",)), ("ask", "p2", ("Baker",)),
        ("shout", "s", ("Baker",)), ("bring", "ask", ("Guest",)), ("bring", "p1", ("Guest",)), ("bring", "shout", ("Guest",)),
    ],
)  # fmt: skip
def test_a_message_into_a_pool_that_is_read_tells_the_lane_at_its_other_end(source, target, expected):
    found = read(two_pools(message(source, target))).process

    assert (expected, ()) == (found.step(source).informs, found.roles)


def test_a_message_into_a_pool_without_lanes_tells_the_pool():
    found = read(two_pools(message("ask", "s"), lanes=False)).process

    assert (("Bakery",), ()) == (found.step("ask").informs, found.roles)


def test_a_pool_that_is_closed_or_not_chosen_is_a_partner():
    text = two_pools(message("ask", "s"))
    [bpmn] = [known for known in FORMATS if known.name == "bpmn"]
    from flowtrim.formats.registry import Given

    found: Document = bpmn.read(Given(text.encode(), "p.bpmn", TODAY, pool="Guest"))

    assert [("Bakery", "partner")] == [(role.id, role.kind) for role in found.process.roles]
    assert ("Bakery",) == found.process.step("ask").informs


# splits of steps and gateways of the reader ---------------------------------------------------------------------------

EMPTY = '<conditionExpression xsi:type="tFormalExpression"/>'


@pytest.mark.parametrize(
    ("flows", "default", "split", "whens"),
    [
        ((flow("a", "x", "refused", EMPTY), flow("a", "y")), "ay", "one", ("refused", "otherwise")),
        ((flow("a", "x", "refused"), flow("a", "y")), "ay", "one", ("refused", "otherwise")),
        ((flow("a", "x", "refused"), flow("a", "y", "granted")), "ay", "one", ("refused", "granted")),
        ((flow("a", "x", "", EMPTY), flow("a", "y")), "ay", "one", (None, "otherwise")),
        ((flow("a", "x", "", EMPTY), flow("a", "y")), "", "some", (None, None)),
        ((flow("a", "x"), flow("a", "y")), "", "all", (None, None)),
        ((flow("a", "x", "big", EMPTY), flow("a", "z", "rare", EMPTY), flow("a", "y")), "ay", "some", ("big", "rare", "otherwise")),
    ],
)  # fmt: skip
def test_the_ways_out_of_a_task_with_a_default_are_a_choice(flows, default, split, whens):
    step = read(document(process(task("a", default=default), task("x"), task("y"), task("z"), *flows))).process.step(
        "a"
    )

    assert (split, whens) == (step.split, tuple(each.when for each in step.flows))


def made_by_the_reader(found):
    """Findings at gateways and events that nobody drew."""
    return [
        (placed.finding.rule, placed.finding.at)
        for placed in analyse(found, today=TODAY).placed
        if placed.finding.at.endswith((".in", ".out", ".leave", ".beside", "all-pools"))
    ]


AD_HOC = f'<adHocSubProcess id="h" name="Look freely">{task("t1", "Call")}{task("t2", "Read")}{task("t3", "Ask")}</adHocSubProcess>'
BY_EVENT = (
    f'<subProcess id="v" name="Cancel" triggeredByEvent="true">{event("c", "startEvent", "message", "Cancelled")}'
    f"{task('r', 'Refund')}{flow('c', 'r')}</subProcess>"
)
TIMED = (
    f'<subProcess id="w" name="Remind" triggeredByEvent="true">'
    f'<startEvent id="d" isInterrupting="false"><timerEventDefinition/></startEvent>{task("q", "Remind")}{flow("d", "q")}</subProcess>'
)
NESTED = f'<subProcess id="n" name="Serve">{task("k", "Cook")}{BY_EVENT}</subProcess>'
TWO_STARTS = (
    f'<subProcess id="u" name="Take in">{event("i", "startEvent", "message", "Mail")}{event("j", "startEvent", "message", "Call")}'
    f"{task('m', 'Note')}{flow('i', 'm')}{flow('j', 'm')}</subProcess>"
)
UNNAMED_STARTS = TWO_STARTS.replace('name="Mail"', "").replace('name="Call"', "")
PARALLEL = f'<subProcess id="l" name="Prepare">{task("f", "Peel")}{task("g", "Boil")}</subProcess>'
WATCHED = f'{task("b", "Build")}<boundaryEvent id="y" attachedToRef="b"><timerEventDefinition/></boundaryEvent>{task("z", "Call")}{flow("y", "z")}'
BESIDE = WATCHED.replace("attachedToRef", 'cancelActivity="false" attachedToRef')


@pytest.mark.parametrize(
    "parts",
    [
        (task("a"), AD_HOC, flow("a", "h")), (task("a"), BY_EVENT), (task("a"), BY_EVENT, TIMED), (task("a"), NESTED, flow("a", "n")),
        (task("a"), TWO_STARTS, flow("a", "u")), (task("a"), UNNAMED_STARTS, flow("a", "u")), (task("a"), PARALLEL, flow("a", "l")),
        (task("a"), WATCHED, flow("a", "b")), (task("a"), BESIDE, flow("a", "b")), (AD_HOC,), (BY_EVENT, TIMED),
        (event("s1", "startEvent"), event("s2", "startEvent"), task("a"), flow("s1", "a"), flow("s2", "a"), BY_EVENT),
    ],
)  # fmt: skip
def test_gateways_that_the_reader_made_raise_no_findings(parts):
    found = read(document(process(*parts)))

    assert [] == made_by_the_reader(found)
    assert "flow-branch-without-condition" not in rules(found)


def test_gateways_between_pools_raise_no_findings():
    pools = '<collaboration><participant id="p" name="A" processRef="P"/><participant id="q" name="B" processRef="Q"/></collaboration>'
    two = process(
        event("s1", "startEvent", "message"),
        event("s2", "startEvent", "timer"),
        task("a"),
        flow("s1", "a"),
        flow("s2", "a"),
    )

    assert [] == made_by_the_reader(read(document(pools, two, process(task("b"), own="Q"))))


# documents with slips -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["\x9f", "\x80", "\x7f", "&#x9F;", "&#128;", "&#x7f;"])
@pytest.mark.parametrize("ending", ["yaml", "json", "xlsx", "csv", "bpmn", "mermaid"])
def test_a_control_sign_is_mended_once_and_what_is_written_is_read(sign, ending):
    found = read(document(process(task("a", f"schlie{sign}en"))))
    [known] = [each for each in FORMATS if each.name == ending]
    again = loads(known.write(found.process).data, file=f"p{known.endings[0]}", today=TODAY)

    assert (
        ["schlie\ufffden"] == [step.name for step in found.process.work] == [step.name for step in again.process.work]
    )
    assert [("document", "")] == told(found)


@pytest.mark.parametrize("text", ["ÀÉ ß", "翻訳", "a\u00a0b", "Ÿ\u2013"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_letters_that_look_like_control_signs_in_bytes_are_kept(text, encoding):
    data = f'<?xml version="1.0" encoding="{encoding}"?>{document(process(task("a", text)))}'.encode(encoding)
    found = loads(data, file="p.bpmn", today=TODAY)

    assert (text.replace("\u00a0", " "), []) == (found.process.work[0].name, told(found))


@pytest.mark.parametrize("prefix", ["bpmn", "semantic", "bpmn2"])
def test_a_root_without_the_namespace_of_its_parts_is_read_and_told(prefix):
    body = f'<{prefix}:process id="P"><{prefix}:task id="a" name="Ask"/></{prefix}:process>'
    found = read(f'<definitions xmlns:{prefix}="{BPMN}">{body}</definitions>')

    assert (["Ask"], [("definitions", "")]) == ([step.name for step in found.process.work], told(found))


# the cases themselves -------------------------------------------------------------------------------------------------


@needs_cases
def test_the_cases_are_read_as_they_are_meant():
    assert ["Sales", "Warehouse"] == [s.owner for s in case("bpmn/lanes-without-flownoderef.bpmn").process.work]
    assert (Flow("paid", "Payment came"), Flow("late", "30 days")) == case(
        "bpmn/event-based-gateway.bpmn"
    ).process.step("g").flows
    assert (("Baker",), ()) == (
        case("bpmn/pool-is-its-own-partner.bpmn").process.step("ask").informs,
        case("bpmn/pool-is-its-own-partner.bpmn").process.roles,
    )
    assert "one" == case("bpmn/default-flow-of-a-task.bpmn").process.step("check").split
    assert [("lane", "l2")] == told(case("bpmn/lane-without-steps.bpmn"))
    assert [("participant", "p2"), ("dataObjectReference", "dr")] == told(
        case("bpmn/closed-pool-without-message-and-loose-data.bpmn")
    )
    assert (Flow("t2"),) == case("bpmn/dangling-flow-touches-shape.bpmn").process.step("t1").flows
    assert ["Vertrag schlieÃ\ufffden"] == [s.name for s in case("bpmn/c1-control-sign.bpmn").process.work]
    assert 1 == len(case("bpmn/root-without-namespace.bpmn").process.work)
    for name in ("tables/b03-event-subprocess-gateway.bpmn", "tables/b04-adhoc-conditions.bpmn"):
        assert [] == made_by_the_reader(case(name))


# messages beside handoffs, and rows of the drawing --------------------------------------------------------------------


def messages(found):
    return messages_of(FlowGraph(found.process))


def test_messages_between_pools_are_counted_beside_the_handoffs():
    document = read(two_pools(message("ask", "s") + message("bring", "ask")))
    found = analyse(document, today=TODAY)

    assert ((("ask", "Baker"), ("bring", "Guest")), 1) == (messages(document), found.survey.handoffs)
    assert "1 handoff, 2 messages to others" in [figure for group in groups(found.survey) for figure in group.figures]


def test_messages_to_closed_pools_are_counted_and_those_from_them_are_not_ours():
    pools = '<collaboration><participant id="p1" name="Office" processRef="P"/><participant id="p2" name="Tax"/>{}</collaboration>'
    inside = process(task("a"), event("e", "endEvent", "message"), flow("a", "e"))
    three = message("a", "p2") + message("e", "p2") + message("p2", "a")

    assert (("a", "Tax"), ("e", "Tax")) == messages(read(document(pools.format(three), inside)))


@pytest.mark.parametrize("text", ["informs: [b]", "informs: [Nobody]", "consults: [b]"])
def test_colleagues_in_one_flow_of_work_get_no_messages(text):
    steps = f"steps: [{{name: A, owner: a, {text}}}, {{name: B, owner: b}}]"

    assert () == messages(loads(f"process: P\n{steps}".encode(), file="p.yml", today=TODAY))


def rows(found):
    return [" ".join(row.name) for row in draw_chart(found.process)[0].lanes]


def test_what_needs_nobody_has_no_row_of_nobody():
    lanes = f"<laneSet>{lane('l1', 'Clerk', 'a')}{lane('l2', 'Chief', 'b')}{lane('l3', 'Payroll', 'm', 'e')}</laneSet>"
    meeting = ('<exclusiveGateway id="g"/>', '<exclusiveGateway id="m"/>', event("e", "endEvent"))
    flows = (flow("g", "a", "small"), flow("g", "b", "big"), flow("a", "m"), flow("b", "m"), flow("m", "e"))

    assert ["Clerk", "Chief", "Payroll"] == rows(read(document(process(lanes, task("a"), task("b"), *meeting, *flows))))
    assert [""] == rows(read(document(process(event("s", "startEvent"), event("e", "endEvent"), flow("s", "e")))))
    assert ["Nobody named"] == rows(read(document(process(task("a"), event("e", "endEvent"), flow("a", "e")))))


@pytest.mark.parametrize(
    ("lane_of_m", "owner"),
    [("Payroll", "Payroll"), ("Chief", "Chief"), ("Clerk", None)],
)
def test_a_gateway_keeps_its_lane_on_the_way_to_the_model_and_back(lane_of_m, owner):
    lanes = {"Clerk": ["a"], "Chief": ["b"], "Payroll": []}
    lanes[lane_of_m].append("m")
    sets = "".join(lane(f"l-{name}", name, *nodes) for name, nodes in lanes.items())
    parts = ('<exclusiveGateway id="g"/>', task("a"), task("b"), '<exclusiveGateway id="m"/>', event("e", "endEvent"))
    flows = (flow("g", "a", "small"), flow("g", "b", "big"), flow("a", "m"), flow("b", "m"), flow("m", "e"))
    found = read(document(process(f"<laneSet>{sets}</laneSet>", *parts, *flows))).process
    written = encode(found, "bpmn").data
    again = loads(written, file="p.bpmn", today=TODAY)
    homes = {item: band for band, items in lanes_in(written).items() for item in items}

    assert (owner, lane_of_m, lane_of_m) == (found.step("m").owner, homes["m"], homes["e"])
    assert found == again.process
    assert ["Clerk", "Chief"] == [role.id for role in found.performers]
    assert [] == [arrow for arrow in draw_chart(found)[0].arrows if arrow.heavy and lane_of_m == "Payroll"]


def test_a_gateway_that_is_moved_to_another_lane_elsewhere_says_so_when_it_is_read_back():
    steps = (
        Step("a", "Ask", "Clerk", flows=(Flow("g"),)),
        Step("g", "Fine?", kind="gateway", flows=(Flow("b", "yes"), Flow("end", "no"))),
        Step("b", "Build", "Chief"),
    )
    written = encode(Process("p", steps), "bpmn").data.decode()
    [own] = re.findall(r"\n *<flowNodeRef>g</flowNodeRef>", written)
    moved = written.replace(own, "").replace("<flowNodeRef>b</flowNodeRef>", f"<flowNodeRef>b</flowNodeRef>{own}")

    assert None is loads(written.encode(), file="p.bpmn", today=TODAY).process.step("g").owner
    assert "Chief" == loads(moved.encode(), file="p.bpmn", today=TODAY).process.step("g").owner


def lanes_in(written):
    found = re.findall(r'<lane id="[^"]*" name="([^"]*)">(.*?)</lane>', written.decode(), re.DOTALL)
    return {name: re.findall("<flowNodeRef>(.*?)</flowNodeRef>", inside) for name, inside in found}


def test_a_message_to_another_pool_is_an_arrow_in_the_drawing():
    analysis = analyse(read(two_pools(message("ask", "s"))), today=TODAY)
    (drawing,) = drawings(analysis, form="overview")[""]
    (told,) = [box.id for box in drawing.boxes if box.form == "message"]
    asking = next(box.id for box in drawing.boxes if box.step == "ask")

    assert [(asking, "message")] == [(arrow.source, arrow.way) for arrow in drawing.arrows if arrow.target == told]


# a terminate end ------------------------------------------------------------------------------------------------------

END = '<endEvent id="e"><terminateEventDefinition/></endEvent>'
RACE = ('<parallelGateway id="g"/>', task("a"), task("b"), flow("g", "a"), flow("g", "b"))
CHOICE = ('<exclusiveGateway id="g"/>', task("a"), task("b"), flow("g", "a", "x"), flow("g", "b", "y"))


@pytest.mark.parametrize(
    "parts",
    [
        (*RACE, flow("a", "e"), flow("b", "e"), END),
        (*RACE, '<exclusiveGateway id="m"/>', flow("a", "m"), flow("b", "m"), flow("m", "e"), END),
        (task("s"), task("a"), task("b"), flow("s", "a"), flow("s", "b"), flow("a", "e"), flow("b", "e"), END),
    ],
)
def test_ways_that_race_to_a_terminate_end_lack_no_synchronisation(parts):
    assert not {"flow-lack-of-synchronisation", "flow-deadlock"} & rules(read(document(process(*parts))))


STOP = '<endEvent id="t"><terminateEventDefinition/></endEvent>'
FORK = ('<parallelGateway id="g"/>', task("a"), task("b"), flow("g", "a"), flow("g", "b"))
WAITING = (
    *FORK, '<exclusiveGateway id="x"/>', flow("a", "x"), STOP, flow("x", "t", "no"), '<parallelGateway id="j"/>',
    flow("x", "j", "yes"), flow("b", "j"), task("c"), flow("j", "c"), event("e", "endEvent"), flow("c", "e"),
)  # fmt: skip
LOOP = (
    *FORK, flow("a", "t"), STOP, event("m", kind="message", name="Where is it?"), task("c"), flow("b", "m"),
    flow("m", "c"), flow("c", "m"),
)  # fmt: skip
LOOP_OF_WORK = (*FORK, flow("a", "t"), STOP, task("c"), flow("b", "c"), flow("c", "b"))


@pytest.mark.parametrize("parts", [WAITING, LOOP, LOOP_OF_WORK, (*RACE, flow("a", "e"), flow("b", "e"), END)])
def test_what_a_terminate_end_stops_is_not_waited_for_and_goes_round_no_more(parts):
    found = read(document(process(*parts)))

    assert analyse(found, today=TODAY).survey.soundness.verdict is True
    assert not {"flow-deadlock", "flow-loop-without-exit", "flow-lack-of-synchronisation"} & rules(found)


def test_a_terminate_end_that_nothing_runs_beside_changes_nothing():
    before = ('<exclusiveGateway id="x"/>', STOP, flow("x", "t", "no"), flow("x", "g", "yes"))
    joined = ('<parallelGateway id="j"/>', flow("a", "j"), flow("b", "j"), event("e", "endEvent"), flow("j", "e"))
    round_and_round = (task("a"), task("b"), flow("a", "b"), flow("b", "a"))

    assert "all" == read(document(process(*before, *FORK, *joined))).process.step("j").join
    assert "flow-loop-without-exit" in rules(read(document(process(*round_and_round))))


def test_a_choice_of_ways_to_a_terminate_end_stays_sound_and_an_ordinary_end_of_a_race_is_told():
    choice = read(document(process(*CHOICE, flow("a", "e"), flow("b", "e"), END)))
    ordinary = read(document(process(*RACE, flow("a", "e"), flow("b", "e"), event("e", "endEvent"))))

    assert analyse(choice, today=TODAY).survey.soundness.verdict
    assert "flow-lack-of-synchronisation" in rules(ordinary)


def test_other_places_of_a_rule_are_named_and_not_numbered():
    tasks = (
        task("sid-1", "Ask"),
        task("sid-2", "Build"),
        task("sid-3", "Check"),
        flow("sid-1", "sid-2"),
        flow("sid-2", "sid-3"),
    )
    page = page_of(analyse(read(document(process(*tasks))), today=TODAY))
    also = [place for family in page.families for block in family.blocks for place in block.also]

    assert also
    assert not [place for place in also if place.startswith("sid-")]
