"""BPMN written: it reads back equal, what was changed elsewhere wins, and no flow runs through a box."""

import re
from collections import Counter
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from lxml import etree
from msgspec.structs import replace

from flowtrim.formats import loads
from flowtrim.formats.bpmn import read_bpmn, write_bpmn
from flowtrim.formats.bpmn.elements_to_write import draft
from flowtrim.formats.bpmn.layout import lay_out
from flowtrim.formats.bpmn.layout_grid import Box
from flowtrim.graph import FlowGraph
from flowtrim.model import Flow, Kpi, Process, Role, Start, Step
from tests.bpmn import Counts
from tests.days import TODAY
from tests.processes import processes, processes_with_everything, structured_processes

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CREDIT = Process(
    "Credit",
    why="Customers are treated fairly.",
    steps=(
        Step("ask", "Ask", owner="agent", why="Only they know.", takes=3.0, informs=("buyer",), flows=(Flow("ok"),)),
        Step("ok", "Approve", owner="boss", kind="approve", outputs=("note",), flows=(Flow("pay", "yes", 0.9), Flow("end", "no", 0.1))),
        Step("pay", "Pay", owner="agent", inputs=("note",)),
    ),
    roles=(Role("agent", "Care agent"), Role("boss", "Boss"), Role("buyer", "Buyer", kind="customer")),
    customer="buyer",
    separate=(("ask", "ok"),),
    kpis=(Kpi("Time", steps=("ask", "pay")),),
)  # fmt: skip


def again(data):
    return read_bpmn(data, file="x.bpmn", today=TODAY)[0]


def changed(process, *edits):
    text = write_bpmn(process).decode()
    for old, new in edits:
        assert re.search(old, text, re.DOTALL), old
        text = re.sub(old, new, text, flags=re.DOTALL)
    return again(text.encode())


@given(processes() | structured_processes(inclusive=True) | processes_with_everything())
def test_what_is_written_reads_back_equal(process):
    assert process == again(write_bpmn(process))


def wordy_processes():
    """Draw processes of which every other step has a name of many lines."""
    wordy = "Announce that somebody will call back within two working days " * 4
    return structured_processes().map(
        lambda process: replace(
            process,
            steps=tuple(replace(step, name=wordy) if number % 2 else step for number, step in enumerate(process.steps)),
        )
    )


def overlap(one, other):
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def span(one, other):
    """The stretch between two points as a box without an inside."""
    return Box(min(one[0], other[0]), min(one[1], other[1]), abs(one[0] - other[0]), abs(one[1] - other[1]))


def drawn(process):
    """The sheet of a process and those of its sub-processes, each with its layout."""
    sheet = draft(process)
    return [(each, lay_out(each)) for each in (sheet, *sheet.inside.values())]


@given(processes() | structured_processes() | wordy_processes() | processes_with_everything())
def test_no_flow_and_no_message_runs_through_a_box(process):
    crossed = [
        (arc.id, item)
        for sheet, layout in drawn(process)
        for arc in (*sheet.arcs, *sheet.messages)
        for stretch in pairwise(layout.waypoints[arc.id])
        for item in sheet.items
        if overlap(span(*stretch), layout.boxes[item])
    ]

    assert [] == crossed


@given(processes() | structured_processes() | processes_with_everything())
def test_every_way_is_right_angled(process):
    assert all(
        one[0] == other[0] or one[1] == other[1]
        for _, layout in drawn(process)
        for way in (*layout.waypoints.values(), *(way for _, _, way in layout.data.values()))
        for one, other in pairwise(way)
    )


@given(structured_processes(inclusive=True) | processes() | wordy_processes() | processes_with_everything())
def test_boxes_and_labels_stand_apart_but_for_what_stands_on_a_border(process):
    for sheet, layout in drawn(process):
        icons = [(f"{key}", box) for key, (box, _, _) in layout.data.items()]
        placed = [*((item, layout.boxes[item]) for item in sheet.items), *icons, *layout.labels.items()]
        placed += [(f"label of {key}", label) for key, (_, label, _) in layout.data.items()]
        attached = {frozenset((item.id, item.host)) for item in sheet.items.values() if item.host}
        met = [(a, b) for (a, one), (b, other) in combinations(placed, 2) if overlap(one, other)]

        assert [] == [pair for pair in met if frozenset(pair) not in attached]


@given(processes() | structured_processes() | wordy_processes() | processes_with_everything())
def test_every_item_lies_in_its_lane_and_every_lane_in_its_pool(process):
    sheet = draft(process)
    boxes = lay_out(sheet).boxes

    def inside(box, around):
        return (
            around.x <= box.x
            and around.y <= box.y
            and box.x + box.width <= around.x + around.width
            and box.bottom <= around.bottom
        )

    assert all(inside(boxes[item.id], boxes[sheet.lanes[item.lane].id]) for item in sheet.items.values())
    assert all(inside(boxes[lane.id], boxes[lane.pool.id]) for lane in sheet.lanes)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        # as bpmn-js breaks them, at 14.4 pixels a line
        ("Announce to the caller that somebody will call back and put it into the queue of the department", 7),
        ("備品の購入を承認するために必要な書類をすべて確認し、不足しているものがあれば申請者に連絡して再提出を依頼する作業を毎週行う", 8),
        ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft prüfen", 5),
    ],
    ids=["words", "signs", "one-long-word"],
)  # fmt: skip
def test_a_long_name_has_room_in_its_task_and_the_row_grows_with_it(name, lines):
    steps = Step("a", "Pay", owner="x", outputs=("note",), flows=(Flow("b"),)), Step("b", name, owner="x")
    layout = lay_out(draft(Process("Claim", steps=steps)))
    short, long = layout.boxes["a"], layout.boxes["b"]

    assert (90, True) == (short.height, lines * 14.4 < long.height < lines * 14.4 + 60)
    assert short.middle[1] == long.middle[1]


def test_every_element_has_its_shape_or_arrow():
    root = etree.fromstring(write_bpmn(CREDIT))
    shown = {e.get("bpmnElement") for e in root.iter() if e.get("bpmnElement")}
    drawn = {
        "lane",
        "participant",
        "task",
        "startEvent",
        "endEvent",
        "sequenceFlow",
        "messageFlow",
        "dataObjectReference",
    }
    there = {e.get("id") for e in root.iter() if etree.QName(e).localname in drawn}

    assert there <= shown
    assert len(list(root.iter("{*}BPMNShape"))) == len({e.get("id") for e in root.iter("{*}BPMNShape")})


def test_every_reference_leads_somewhere():
    root = etree.fromstring(write_bpmn(CREDIT))
    ids = {e.get("id") for e in root.iter() if e.get("id")}
    told = {
        e.get(key)
        for e in root.iter()
        for key in ("sourceRef", "targetRef", "bpmnElement", "processRef", "dataObjectRef")
    }
    told |= {
        e.text
        for tag in ("incoming", "outgoing", "flowNodeRef", "sourceRef", "targetRef")
        for e in root.iter(MODEL + tag)
    }

    assert told - {None} <= ids


def test_customers_who_perform_nothing_are_closed_pools_that_get_messages():
    root = etree.fromstring(write_bpmn(CREDIT))

    assert ["Credit", "Buyer"] == [e.get("name") for e in root.iter(MODEL + "participant")]
    assert ["ask"] == [e.get("sourceRef") for e in root.iter(MODEL + "messageFlow")]


ORDER = Process(
    "Order",
    steps=(
        Step("choose", "Choose", owner="buyer", flows=(Flow("pack"),)),
        Step("pack", "Pack", owner="clerk", flows=(Flow("carry", "far"), Flow("fetch", "near")), informs=("buyer",)),
        Step("carry", "Carry", owner="carrier", outputs=("parcel",), flows=(Flow("open"),)),
        Step("fetch", "Fetch", owner="buyer", flows=(Flow("open"),)),
        Step("open", "Open", owner="buyer", inputs=("parcel",), flows=(Flow("choose", "wrong", 0.1), Flow("end", "right", 0.9))),
    ),
    roles=(Role("buyer", "Buyer", kind="customer"), Role("carrier", "Carrier", kind="partner"), Role("bank", "Bank", kind="partner")),
    customer="buyer",
)  # fmt: skip


def pools(root):
    return {
        pool.get("name"): root.find(f"{MODEL}process[@id='{pool.get('processRef')}']")
        for pool in root.iter(MODEL + "participant")
    }


def test_customers_and_partners_who_perform_have_a_pool_with_their_work_in_it():
    tasks = {
        name: None if process is None else [task.get("name") for task in process.iter(MODEL + "task")]
        for name, process in pools(etree.fromstring(write_bpmn(ORDER))).items()
    }

    assert {"Order": ["Pack"], "Buyer": ["Choose", "Fetch", "Open"], "Carrier": ["Carry"], "Bank": None} == tasks


def test_every_task_lies_in_the_lane_of_its_role():
    root = etree.fromstring(write_bpmn(ORDER))
    lanes = {ref.text: ref.getparent().get("name") for ref in root.iter(MODEL + "flowNodeRef")}

    assert {step.id: ORDER.role(step.owner).name for step in ORDER.work} == {
        own: name for own, name in lanes.items() if ORDER.has_step(own)
    }


@given(processes() | structured_processes())
def test_no_sequence_flow_leaves_its_pool_and_every_message_does(process):
    root = etree.fromstring(write_bpmn(process))
    home = {e.get("id"): inside for inside in root.iter(MODEL + "process") for e in inside.iter() if e.get("id")}
    home |= {
        pool.get("id"): root.find(f"{MODEL}process[@id='{pool.get('processRef')}']")
        for pool in root.iter(MODEL + "participant")
    }

    assert all(home[f.get("sourceRef")] is home[f.get("targetRef")] for f in root.iter(MODEL + "sequenceFlow"))
    assert not any(home[f.get("sourceRef")] is home[f.get("targetRef")] for f in root.iter(MODEL + "messageFlow"))


class Followed(Counts):
    """The independent reader, for which a message from event to event leads on as a flow does."""

    def _next(self, own):
        sent = {e.get("targetRef") for e in self.every("messageFlow") if e.get("sourceRef") == own}
        return super()._next(own) | (sent & self.nodes.keys())


def handoffs(process):
    graph = FlowGraph(process)
    pairs = [(graph.owner(one), graph.owner(other)) for one, after in graph.work_after.items() for other in after]
    return sum(bool(one and other and one != other) for one, other in pairs)


@given(processes(min_steps=1) | structured_processes(inclusive=True))
def test_an_independent_reader_finds_every_step_with_its_performer_and_every_handoff(process):
    # others take the pool itself for whoever performs a step that nobody owns
    steps = tuple(replace(step, owner=step.owner or "nobody") for step in process.steps)
    roles = tuple(replace(role, name=f"The {role.id}") for role in process.roles)
    process = replace(process, steps=steps, roles=roles)
    data = write_bpmn(process)
    _, account, _ = read_bpmn(data, file="x.bpmn", today=TODAY)
    there = Followed(data)

    assert Counter(process.role(step.owner).name for step in process.work) == Counter(
        there.lane_of(own) for own in there.steps()
    )
    assert handoffs(process) == there.handoffs()
    assert there.source() == {key: account[key] for key in there.source()}


def test_work_crosses_between_pools_by_messages_that_read_as_flows_again():
    assert ORDER == again(write_bpmn(ORDER))
    assert ("open", "wrong") in [("open", flow.when) for flow in again(write_bpmn(ORDER)).step("open").flows]


def test_where_customers_and_partners_perform_everything_the_process_is_theirs():
    root = etree.fromstring(write_bpmn(Process("Own", (Step("a", "A", owner="c"),), customer="c")))

    assert ["Own"] == [pool.get("name") for pool in root.iter(MODEL + "participant")]


def test_a_contact_has_a_message_from_the_customer():
    steps = (Step("call", "Call", owner="clerk", kind="contact"),)
    root = etree.fromstring(write_bpmn(Process("p", steps, customer="buyer")))
    [message], [_, buyer] = root.iter(MODEL + "messageFlow"), root.iter(MODEL + "participant")

    assert (buyer.get("id"), "call") == (message.get("sourceRef"), message.get("targetRef"))
    assert steps == again(etree.tostring(root)).steps


def test_a_crossing_that_was_cut_elsewhere_stays_cut_and_loses_no_task():
    text = write_bpmn(ORDER).decode()
    text = re.sub(r'<messageFlow id="[^"]*" sourceRef="End.*?/>', "", text)
    cut = again(text.encode())

    assert {step.id for step in ORDER.work} == {step.id for step in cut.work}
    assert () == tuple(flow for flow in cut.step("choose").flows if flow.to == "pack")


def test_a_step_moved_into_the_pool_of_the_customer_changes_hands():
    text = write_bpmn(ORDER).decode()
    task = re.search(r'\s*<task id="pack".*?</task>', text, re.DOTALL)[0]
    text = text.replace(task, "").replace("<flowNodeRef>pack</flowNodeRef>", "")
    text = text.replace(
        "<flowNodeRef>fetch</flowNodeRef>", "<flowNodeRef>fetch</flowNodeRef><flowNodeRef>pack</flowNodeRef>"
    )
    text = re.sub(r'(<task id="fetch")', lambda found: task + found[1], text)

    assert "buyer" == again(text.encode()).step("pack").owner


def test_a_customer_who_informs_the_customer_still_does():
    steps = (Step("a", "A", owner="clerk"), Step("b", "B", owner="buyer", informs=("buyer",)))
    process = Process("p", steps, customer="buyer")

    assert process == again(write_bpmn(process))


@pytest.mark.parametrize("kind", ["customer", "partner"])
def test_two_outsiders_of_one_name_are_told_apart(kind):
    roles = tuple(Role(own, "Smith", kind=kind) for own in ("one", "two"))
    process = Process("p", (Step("a", "A", owner="clerk", informs=("one",)),), roles=roles)

    assert process == again(write_bpmn(process))


def test_the_same_process_is_always_the_same_bytes():
    assert write_bpmn(CREDIT) == write_bpmn(CREDIT)


def test_a_name_changed_elsewhere_wins_and_the_rest_stays():
    step = changed(CREDIT, ('name="Ask"', 'name="Ask kindly"')).step("ask")

    assert ("Ask kindly", 3.0, "Only they know.", "agent") == (step.name, step.takes, step.why, step.owner)


def test_a_reason_changed_elsewhere_wins():
    assert "The law asks." == changed(CREDIT, ("Why: Only they know.", "Why: The law asks.")).step("ask").why
    assert changed(CREDIT, ("<documentation>Why: Only they know.</documentation>", "")).step("ask").why is None


def test_a_step_moved_to_another_lane_elsewhere_changes_hands():
    moved = changed(
        CREDIT,
        ("<flowNodeRef>pay</flowNodeRef>", ""),
        ("<flowNodeRef>ok</flowNodeRef>", "<flowNodeRef>ok</flowNodeRef><flowNodeRef>pay</flowNodeRef>"),
    )

    assert "boss" == moved.step("pay").owner


def test_a_lane_renamed_elsewhere_renames_its_role():
    renamed = changed(CREDIT, ('(<lane id="[^"]*" name=)"Boss"', r'\1"Manager"'))

    assert ("boss", "Manager") == (renamed.step("ok").owner, renamed.role("boss").name)


def test_a_condition_changed_elsewhere_wins_and_keeps_its_share():
    assert Flow("pay", "fine", 0.9) in changed(CREDIT, ('name="yes"', 'name="fine"')).step("ok").flows


def test_a_flow_taken_out_elsewhere_takes_the_shares_that_no_longer_add_up_with_it():
    text = write_bpmn(CREDIT).decode()
    text = re.sub(r'<sequenceFlow id="[^"]*" name="no".*?</sequenceFlow>', "", text, flags=re.DOTALL)

    assert (Flow("pay", "yes"),) == again(text.encode()).step("ok").flows


def test_a_step_taken_out_elsewhere_is_forgotten_wherever_it_was_named():
    text = write_bpmn(CREDIT).decode()
    text = re.sub(r'<task id="ask".*?</task>', "", text, flags=re.DOTALL)
    left = again(text.encode())

    assert ["ok", "pay"] == [step.id for step in left.work]
    assert ((), ("pay",)) == (left.separate, left.kpis[0].steps)


def test_a_gateway_that_was_made_parallel_elsewhere_is():
    split = changed(CREDIT, ("exclusiveGateway", "parallelGateway")).step("ok")

    assert ("all", [None, None]) == (split.split, [flow.share for flow in split.flows])


def test_a_task_put_in_elsewhere_is_a_step_of_its_lane():
    new = r'<task id="new" name="Call back"/><sequenceFlow id="n" sourceRef="new" targetRef="pay"/></process>'
    added = changed(
        CREDIT,
        ("</process>", new),
        ("<flowNodeRef>ok</flowNodeRef>", "<flowNodeRef>ok</flowNodeRef><flowNodeRef>new</flowNodeRef>"),
    )

    assert ("boss", "Call back", (Flow("pay"),)) == (
        added.step("new").owner,
        added.step("new").name,
        added.step("new").flows,
    )
    assert {"ask", "ok", "pay", "new"} == {step.id for step in added.work}


def test_a_start_led_elsewhere_wins():
    text = write_bpmn(CREDIT).decode()
    text = re.sub(r'(sourceRef="StartEvent_1" targetRef=)"ask"', r'\1"pay"', text)

    assert (Start("pay"),) == again(text.encode()).starts


@pytest.mark.parametrize(
    "nonsense", ['{"takes": "soon"}', "[1]", "{", '{"id": 7, "element": "ask"}', '{"kind": "gateway"}', '{"join": []}']
)
def test_a_mark_that_makes_no_sense_loses_no_task(nonsense):
    process = changed(CREDIT, (r'(<task id="ask".*?<flowtrim:step>)[^<]*', lambda found: found[1] + nonsense))

    assert ["Ask", "Approve", "Pay"] == [step.name for step in process.work]


def test_what_became_of_a_mark_that_makes_no_sense_is_told():
    text = re.sub(r'"takes": "3m"', '"takes": "soon"', write_bpmn(CREDIT).decode())
    _, account, _ = read_bpmn(text.encode(), file="x.bpmn", today=TODAY)

    assert "takes" in account["not_carried"][-1]["why"]


def stretches(way):
    return [(one, other) for one, other in pairwise(way) if one != other]


def shared(one, other):
    """The pixels that two stretches have in common along a line."""
    (a, b), (c, d) = one, other
    for along, across in ((0, 1), (1, 0)):
        if a[across] == b[across] == c[across] == d[across]:
            return min(max(a[along], b[along]), max(c[along], d[along])) - max(
                min(a[along], b[along]), min(c[along], d[along])
            )
    return 0


def upon_each_other(process):
    """The pairs of flows without a common end that share a line for some pixels."""
    sheet = draft(process)
    layout = lay_out(sheet)
    arcs = [*sheet.arcs, *sheet.messages]
    return [
        (one.id, other.id)
        for number, one in enumerate(arcs)
        for other in arcs[number + 1 :]
        if not {one.source, one.target} & {other.source, other.target}
        and any(
            shared(a, b) > 0 for a in stretches(layout.waypoints[one.id]) for b in stretches(layout.waypoints[other.id])
        )
    ]


@given(processes(min_steps=1) | structured_processes(inclusive=True))
def test_no_two_flows_without_a_common_end_share_a_line(process):
    assert [] == upon_each_other(process)


def skips(steps, far):
    ways = [
        f"{{to: s{min(n + 1, steps)}, when: go on}}, {{to: s{min(n + far, steps)}, when: skip}}" for n in range(steps)
    ]
    rows = [f"  - {{id: s{n}, name: Step {n}, owner: r{n % 3}, next: [{way}]}}" for n, way in enumerate(ways)]
    return loads(
        "\n".join(["process: Skips", "steps:", *rows, f"  - {{id: s{steps}, name: Last, owner: r0}}"]).encode(),
        today=TODAY,
    ).process


@pytest.mark.parametrize(("steps", "far"), [(12, 6), (40, 3), (30, 17), (25, 24), (9, 2)])
def test_many_ways_over_many_steps_have_a_track_of_their_own(steps, far):
    assert [] == upon_each_other(skips(steps, far))


def test_ways_there_and_back_between_two_columns_stand_apart():
    chart = "flowchart LR\nA[One] --> B{Which?}\nB -->|x| C[Two]\nB -->|y| D[Three]\nB -->|z| E[Four]\nC --> F[Five]\nD --> G((end))\nE --> F\nF --> H[Six]\nE --> H\n"

    assert [] == upon_each_other(loads(chart.encode(), file="p.mmd", today=TODAY).process)
