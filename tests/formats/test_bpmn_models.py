"""Public models, counted by an independent reader of a few lines."""

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from flowtrim.formats.bpmn import read_bpmn
from flowtrim.graph import FlowGraph

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "bpmn"
MODELS = sorted(FIXTURES.rglob("*.bpmn"))
HANDOFFS = {
    "C.7.0.bpmn": 5,
    "C.1.0.bpmn": 4,
    "A.4.1.bpmn": 1,
    "ricotta/as-is.bpmn": 2,
    "ricotta/to-be.bpmn": 2,
    "pizza/old.bpmn": 1,
    "pizza/new.bpmn": 1,
    "expense-reimbursement.bpmn": 3,
    "nested-lanes.bpmn": 0,
    "xss.bpmn": 0,
}

if not MODELS:
    pytest.skip("the public models are not beside this checkout", allow_module_level=True)


def counted(path):
    """Count the elements of a document by their local names, without any of our code."""
    elements = ET.parse(path).iter()
    return Counter(element.tag.rpartition("}")[2] for element in elements if "BPMN/20100524/MODEL" in element.tag)


def lane_names(path):
    """Return for each node the name of the last lane that names it."""
    lanes = [e for e in ET.parse(path).iter() if e.tag.endswith("}lane")]
    return {
        ref.text.strip(): " ".join((lane.get("name") or "").split()) or None
        for lane in lanes
        for ref in lane
        if ref.tag.endswith("}flowNodeRef")
    }


@pytest.mark.parametrize("path", MODELS, ids=lambda path: str(path.relative_to(FIXTURES)))
class TestPublicModel:
    def test_every_task_lane_and_flow_is_counted(self, path):
        there = counted(path)
        _, account, _ = read_bpmn(path.read_bytes(), file=path.name)

        assert sum(n for tag, n in there.items() if tag == "task" or tag.endswith("Task")) == account["tasks"]
        assert there["lane"] == len(account["lanes"])
        assert there["sequenceFlow"] == account["sequence_flows"]
        assert there["messageFlow"] == account["message_flows"]

    def test_every_task_is_a_step_of_the_lane_it_lies_in(self, path):
        owners = lane_names(path)
        process, account, _ = read_bpmn(path.read_bytes(), file=path.name)

        assert {node: owners.get(node, account["owners"][node]) for node in account["owners"]} == account["owners"]
        assert set(account["owners"]) >= {step.id for step in process.work}

    def test_work_changes_hands_as_often_as_the_independent_count_says(self, path):
        process, _, _ = read_bpmn(path.read_bytes(), file=path.name)
        graph = FlowGraph(process)
        pairs = [(graph.owner(s), graph.owner(t)) for s, targets in graph.work_after.items() for t in targets]

        assert HANDOFFS[str(path.relative_to(FIXTURES))] == sum(bool(a and b and a != b) for a, b in pairs)
