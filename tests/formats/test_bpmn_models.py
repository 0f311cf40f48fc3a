"""Public models, counted by an independent reader of a few lines."""

from pathlib import Path

import pytest

from flowtrim.formats.bpmn import read_bpmn
from flowtrim.graph import FlowGraph
from tests.bpmn import Counts

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


@pytest.mark.parametrize("path", MODELS, ids=lambda path: str(path.relative_to(FIXTURES)))
class TestPublicModel:
    def test_everything_in_it_is_counted_and_every_task_has_its_lane(self, path):
        there = Counts(path.read_bytes()).source()
        _, account, _ = read_bpmn(path.read_bytes(), file=path.name)

        assert there == {key: account[key] for key in there}

    def test_every_task_is_a_step_of_whoever_performs_it(self, path):
        process, _, _ = read_bpmn(path.read_bytes(), file=path.name)

        assert Counts(path.read_bytes()).steps() == {step.id: step.owner for step in process.work}

    def test_work_changes_hands_as_often_as_the_independent_count_says(self, path):
        process, _, _ = read_bpmn(path.read_bytes(), file=path.name)
        graph = FlowGraph(process)
        pairs = [(graph.owner(s), graph.owner(t)) for s, targets in graph.work_after.items() for t in targets]
        ours = sum(bool(a and b and a != b) for a, b in pairs)

        assert (ours, ours) == (HANDOFFS[str(path.relative_to(FIXTURES))], Counts(path.read_bytes()).handoffs())
