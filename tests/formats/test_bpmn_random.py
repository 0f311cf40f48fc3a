"""Random BPMN documents, read by us and by an independent reader of a few lines: nothing goes missing."""

import xml.etree.ElementTree as ET
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from flowtrim.formats import dumps, loads
from flowtrim.formats.bpmn import read_bpmn, write_bpmn
from flowtrim.graph import FlowGraph
from flowtrim.model import END

TODAY = date(2026, 10, 1)
PLAIN = (
    "task", "userTask", "sendTask", "receiveTask", "callActivity", "exclusiveGateway", "parallelGateway", "startEvent",
    "inclusiveGateway", "eventBasedGateway", "complexGateway", "intermediateThrowEvent", "endEvent", "choreographyTask",
)  # fmt: skip
SUBS = ("subProcess", "adHocSubProcess", "transaction")
DEFINITIONS = ("error", "timer", "message", "link", "compensate", "terminate")
LANES = ("Sales", "", "Clerk", "Größe")


class Writer:
    """Writes one document as the draws decide."""

    def __init__(self, draw):
        self.draw = draw
        self.count = 0

    def element(self, scope, depth):
        """Write a flow node, and what is in it; returns its text, and notes its id."""
        self.count += 1
        own = self.draw(st.sampled_from((f"n{self.count}",) * 8 + ("end", "n1.in", "all-pools", "é")))
        own = own if own not in self.ids else f"n{self.count}"
        self.ids.add(own)
        scope.append(own)
        tag = self.draw(st.sampled_from(SUBS if depth < 2 and self.draw(st.integers(0, 5)) == 0 else PLAIN))
        event = self.draw(st.sampled_from(DEFINITIONS))
        inner = f"<{event}EventDefinition/>" if tag.endswith("Event") and self.draw(st.booleans()) else ""
        if tag in SUBS:
            inner = self.scope(depth + 1, self.draw(st.integers(0, 3)))
        by_event = ' triggeredByEvent="true"' if tag == "subProcess" and self.draw(st.booleans()) else ""
        return f'<{tag} id="{own}" name="{tag}"{by_event}>{inner}</{tag}>'

    def boundary(self, scope):
        self.count += 1
        host = self.draw(st.sampled_from(scope))
        own, kind = f"n{self.count}", self.draw(st.sampled_from(DEFINITIONS))
        scope.append(own)
        return f'<boundaryEvent id="{own}" attachedToRef="{host}"><{kind}EventDefinition/></boundaryEvent>'

    def scope(self, depth, size):
        inside = []
        text = "".join(self.element(inside, depth) for _ in range(size))
        text += "".join(self.boundary(inside) for _ in range(self.draw(st.integers(0, 1)) if inside else 0))
        for _ in range(self.draw(st.integers(0, size * 2)) if inside else 0):
            self.count += 1
            source, target = (self.draw(st.sampled_from([*inside, "nowhere"])) for _ in "st")
            text += f'<sequenceFlow id="f{self.count}" sourceRef="{source}" targetRef="{target}"/>'
        return text

    def document(self):
        self.ids = set()
        body = self.scope(0, self.draw(st.integers(1, 8)))
        lanes = "".join(
            f'<lane id="l{number}" name="{name}">'
            + "".join(
                f"<flowNodeRef>{ref}</flowNodeRef>"
                for ref in self.draw(st.lists(st.sampled_from(sorted(self.ids)), max_size=4))
            )
            + "</lane>"
            for number, name in enumerate(self.draw(st.lists(st.sampled_from(LANES), max_size=3, unique=True)))
        )
        head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="P">'
        return f"{head}{f'<laneSet>{lanes}</laneSet>' if lanes else ''}{body}</process></definitions>"


@st.composite
def documents(draw):
    return Writer(draw).document()


def there(text):
    """Return the ids of the tasks and calls, of the sub-processes with their children, and the lane of each node."""
    root = ET.fromstring(text)
    local = {element: element.tag.rpartition("}")[2] for element in root.iter()}
    work = {
        e.get("id")
        for e, tag in local.items()
        if (tag.lower().endswith("task") and tag != "choreographyTask") or tag == "callActivity"
    }
    empty = {
        e.get("id")
        for e, tag in local.items()
        if tag in SUBS and not any(local[c] in (*PLAIN[:-1], *SUBS, "boundaryEvent") for c in e)
    }
    named = {ref.text: lane.get("name") for lane in root.iter() if local[lane] == "lane" for ref in lane}
    around = {child: parent for parent in root.iter() for child in parent}
    owners = {}
    for element in root.iter():
        here = element
        while here is not None and here.get("id") not in named:
            here = around.get(here)
        owners[element.get("id")] = (named[here.get("id")] or None) if here is not None else None
    return work, empty, owners


def as_written(step):
    """Return the id of an element whose step had to be called otherwise."""
    return next((own for own in ("end", "n1.in", "all-pools") if step.startswith(f"{own}-")), step)


@given(documents())
def test_no_task_is_lost_and_each_has_the_owner_of_its_lane(text):
    work, empty, owners = there(text)
    process, account, lines = read_bpmn(text.encode(), file="x.bpmn")
    steps = {as_written(step.id): step.owner for step in process.work}

    assert work | empty == steps.keys()
    assert {own: owners[own] for own in steps} == steps
    assert {own: owners[own] for own in account["owners"]} == account["owners"]
    assert set(lines) >= {step.id for step in process.work}


@given(documents())
def test_every_flow_leads_somewhere_and_the_graph_can_be_measured(text):
    process, _, _ = read_bpmn(text.encode(), file="x.bpmn")
    known = {step.id for step in process.steps}

    assert {flow.to for step in process.steps for flow in step.flows} <= known | {END}
    assert {start.at for start in process.starts} <= known
    assert FlowGraph(process).work_after.keys() == {step.id for step in process.work}


@given(documents())
def test_what_was_read_can_be_kept_as_a_file_and_as_bpmn_of_ours(text):
    process, _, _ = read_bpmn(text.encode(), file="x.bpmn")

    assert process == loads(dumps(process), today=TODAY).process
    assert process == read_bpmn(write_bpmn(process), file="x.bpmn", today=TODAY)[0]
