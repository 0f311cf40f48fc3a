"""BPMN written: it reads back equal, what was changed elsewhere wins, and no flow runs through a box."""

import json
import os
import re
import shutil
import subprocess
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from lxml import etree

from flowtrim.formats.bpmn import read_bpmn, write_bpmn
from flowtrim.formats.bpmn.draft import draft
from flowtrim.formats.bpmn.layout import lay_out
from flowtrim.model import Flow, Kpi, Process, Role, Start, Step
from tests.processes import processes, structured_processes

TODAY = date(2026, 10, 1)
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
NODES = os.environ.get("NODE_PATH")
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


@given(processes() | structured_processes(inclusive=True))
def test_what_is_written_reads_back_equal(process):
    assert process == again(write_bpmn(process))


@given(processes() | structured_processes())
def test_no_flow_runs_through_a_box(process):
    sheet = draft(process)
    layout = lay_out(sheet)
    boxes = {item: layout.boxes[item] for item in sheet.items}

    def inside(box, one, other):
        left, right = sorted((one[0], other[0]))
        high, low = sorted((one[1], other[1]))
        return left < box.x + box.width and right > box.x and high < box.y + box.height and low > box.y

    crossed = [
        (arc.id, name)
        for arc in sheet.arcs
        for one, other in pairwise(layout.ways[arc.id])
        for name, box in boxes.items()
        if inside(box, one, other)
    ]

    assert [] == crossed
    assert len(set(boxes.values())) == len(boxes)


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


@pytest.mark.skipif(not (NODES and shutil.which("node")), reason="NODE_PATH names no bpmn-moddle and bpmnlint")
def test_bpmn_moddle_and_bpmnlint_have_nothing_to_say():
    script = """
    const {BpmnModdle} = require('bpmn-moddle'), {Linter} = require('bpmnlint');
    const Resolver = require('bpmnlint/lib/resolver/node-resolver');
    (async () => {
      const read = await new BpmnModdle().fromXML(require('fs').readFileSync(0, 'utf8'));
      const linter = new Linter({config: {extends: 'bpmnlint:recommended', rules: {'label-required': 0}}, resolver: new Resolver()});
      console.log(JSON.stringify([read.warnings.map(w => w.message), await linter.lint(read.rootElement)]));
    })();
    """
    told = subprocess.run(["node", "-e", script], input=write_bpmn(CREDIT), capture_output=True, check=True, timeout=60)

    assert [[], {}] == json.loads(told.stdout)
