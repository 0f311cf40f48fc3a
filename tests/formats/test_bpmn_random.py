"""Random BPMN documents, read by us and by an independent reader of a few lines: nothing goes missing."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from flowtrim.formats import dumps, loads
from flowtrim.formats.bpmn import filled_pools, read_bpmn, write_bpmn
from flowtrim.graph import FlowGraph
from flowtrim.model import END
from tests.bpmn import GATEWAYS, SUBS, TASKS, WORK, Counts
from tests.days import TODAY

PLAIN = (
    *sorted(TASKS),
    "callActivity",
    *sorted(GATEWAYS),
    "startEvent",
    "intermediateThrowEvent",
    "intermediateCatchEvent",
    "endEvent",
)
SIMPLE = ("timer", "message", "signal", "conditional", "terminate")
SPECIAL = ("error", "escalation", "cancel", "link", "compensate")
TOLD = ("choreographyTask", "group", "globalTask", "potentialOwner", "correlationSubscription", "newerThanThis")
LOOPS = ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics")
LANES = ("Sales", "", "Clerk", "Größe")
ODD = ("end", "x.in", "all-pools", "é", "p0", "pool0")


class Writer:
    """Writes one document as the draws decide; a simple one has only what the independent reader can follow."""

    def __init__(self, draw, *, simple=False):
        self.draw = draw
        self.events = SIMPLE if simple else SIMPLE + SPECIAL
        self.simple = simple
        self.ids = []
        self.data = []
        self.flows = []
        self.told = set()

    def one(self, *choices):
        return self.draw(st.sampled_from(choices))

    def often(self):
        return self.draw(st.booleans())

    def new(self, letter):
        self.ids.append(f"{letter}{len(self.ids)}")
        return self.ids[-1]

    def element(self, scope, depth):
        own = self.one(self.new("n"), *[None] * 6, *ODD)
        own = own if own and own not in scope and own not in self.nodes else self.new("n")
        scope.append(own)
        self.nodes.append(own)
        tag = self.one(*SUBS) if depth < 2 and self.one(*range(6)) == 0 else self.one(*PLAIN)
        inner = f"<{self.one(*self.events)}EventDefinition/>" if tag.endswith("Event") and self.often() else ""
        if tag in SUBS:
            inner = self.scope(depth + 1, self.one(0, 1, 2, 3))
        if tag in WORK and self.one(*range(5)) == 0:
            inner = f"<{self.one(*LOOPS)}/>" + self.data_of(own) + inner
        by_event = ' triggeredByEvent="true"' if tag == "subProcess" and not self.simple and self.often() else ""
        default = ' default="f0"' if self.often() else ""
        name = self.one(tag, "", "two&#10;lines", "a &lt;b&gt;")
        return f'<{tag} id="{own}" name="{name}"{by_event}{default}>{inner}</{tag}>'

    def data_of(self, own):
        """Write what an activity takes and makes; a leaf has to keep it."""
        if not self.data:
            return ""
        took, made = self.one(*self.data), self.one(*self.data)
        self.takes[own].append(took)
        self.makes[own].append(made)
        return (
            f"<dataInputAssociation><sourceRef> {took} </sourceRef><targetRef>x</targetRef></dataInputAssociation>"
            f"<dataOutputAssociation><targetRef>{made}</targetRef></dataOutputAssociation>"
        )

    def boundary(self, scope):
        own, kind = self.new("b"), self.one(*self.events)
        host, staying = self.one(*scope), self.one("", ' cancelActivity="false"')
        scope.append(own)
        self.nodes.append(own)
        return f'<boundaryEvent id="{own}" attachedToRef="{host}"{staying}><{kind}EventDefinition/></boundaryEvent>'

    def flow(self, inside):
        own, source, target = self.new("f"), self.one(*inside, "nowhere"), self.one(*inside, "nowhere")
        self.flows.append((own, source, target))
        said = self.one("", "<conditionExpression>x &gt; 1</conditionExpression>")
        return f'<sequenceFlow id="{own}" name="{self.one("", "yes")}" sourceRef="{source}" targetRef="{target}">{said}</sequenceFlow>'

    def scope(self, depth, size):
        inside, text = [], ""
        if self.often():
            self.data.append(self.new("d"))
            text += f'<dataObjectReference id="{self.data[-1]}" name="Paper {self.data[-1]}"/>'
        text += "".join(self.element(inside, depth) for _ in range(size))
        text += "".join(self.boundary(inside) for _ in range(self.one(0, 1)) if inside)
        text += "".join(self.flow(inside) for _ in range(self.draw(st.integers(0, size * 2))) if inside)
        return self.lanes(inside, 0) + text if self.often() else text

    def lanes(self, inside, depth):
        """Write a set of lanes, some with lanes inside, that name what they like."""
        text = ""
        for name in self.draw(st.lists(st.sampled_from(LANES), min_size=1, max_size=2)):
            refs = self.draw(st.lists(st.sampled_from([*inside, "nowhere"]), max_size=4))
            named = "".join(f"<flowNodeRef>{ref}</flowNodeRef>" for ref in refs)
            inner = self.lanes(inside, depth + 1) if depth < 2 and self.one(*range(4)) == 0 else ""
            text += f'<lane id="{self.new("l")}" name="{name}">{named}{inner}</lane>'
        tag = "childLaneSet" if depth else "laneSet"
        return f"<{tag}>{text}</{tag}>"

    def association(self):
        """Tie a data object to an activity or a flow, or anything to an annotation."""
        own, note = self.new("a"), self.new("t")
        if self.data and self.often():
            node, data = self.one(*self.nodes, *(flow for flow, _, _ in self.flows)), self.one(*self.data)
            ends = self.one((data, node), (node, data))
            flow = next(((source, target) for flow, source, target in self.flows if flow == node), None)
            giver, taker = flow or ((None, node) if ends[0] == data else (node, None))
            self.makes[giver].append(data)
            self.takes[taker].append(data)
            return f'<association id="{own}" sourceRef="{ends[0]}" targetRef="{ends[1]}"/>'
        node = self.one(*self.nodes, "nowhere")
        self.notes[node].append(note)
        text = f'<textAnnotation id="{note}"><text>Mind {note}</text></textAnnotation>'
        return text + f'<association id="{own}" sourceRef="{node}" targetRef="{note}"/>'

    def untold(self):
        """Write an element that flowtrim has no words for."""
        own, tag = self.new("u"), self.one(*TOLD)
        self.told.add((tag, own))
        return f'<{tag} id="{own}"/>'

    def document(self):
        self.nodes, self.takes, self.makes, self.notes = [], defaultdict(list), defaultdict(list), defaultdict(list)
        several = self.one(1, 1, 2, 3)
        processes, pools = "", ""
        for number in range(several):
            body = self.scope(0, self.one(1, 2, 3, 5, 8))
            body += "".join(self.association() for _ in range(self.one(0, 1, 2)))
            body += "".join(self.untold() for _ in range(self.one(0, 1)))
            processes += f'<process id="p{number}" name="{self.one("", "P")}">{body}</process>'
            pools += f'<participant id="pool{number}" name="{self.one("", "Shop", "Bank")}" processRef="p{number}"/>'
        ends = [*self.nodes, "closed", *(f"pool{number}" for number in range(several))]
        messages = "".join(
            f'<messageFlow id="{self.new("m")}" sourceRef="{self.one(*ends)}" targetRef="{self.one(*ends)}"/>'
            for _ in range(self.one(0, 1, 2))
        )
        around = f'<collaboration id="c">{pools}<participant id="closed" name="Guest"/>{messages}</collaboration>'
        around = around if several > 1 or self.often() else ""
        return (
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
            f"{self.one(around + processes, processes + around)}</definitions>"
        )


@st.composite
def written(draw, *, simple=False):
    """Draw a document, with what was put in it."""
    writer = Writer(draw, simple=simple)
    return writer.document(), writer


def documents():
    return written().map(lambda pair: pair[0])


def as_written(step):
    """Return the id of an element whose step had to be called otherwise."""
    return next((own for own in ("end", "x.in", "all-pools") if step.startswith(f"{own}-")), step)


@given(documents())
def test_everything_in_it_is_counted_and_every_task_has_its_lane(text):
    there = Counts(text).source()
    _, account, _ = read_bpmn(text.encode(), file="x.bpmn")

    assert there == {key: account[key] for key in there}


@given(documents())
def test_no_task_is_lost_and_each_is_done_by_whose_lane_or_pool_it_lies_in(text):
    process, _, lines = read_bpmn(text.encode(), file="x.bpmn")

    assert Counts(text).steps() == {as_written(step.id): step.owner for step in process.work}
    assert set(lines) >= {step.id for step in process.work}


@given(written(simple=True))
def test_work_changes_hands_as_often_as_the_independent_count_says(pair):
    process, _, _ = read_bpmn(pair[0].encode(), file="x.bpmn")
    graph = FlowGraph(process)
    flows = {(step, after) for step in graph.work_after for after in graph.work_after[step]}
    struck = {(step, each.to) for each in process.anytime for step in each.since if each.to != END}
    hands = [(graph.owner(step), graph.owner(after)) for step, after in flows | struck]

    assert Counts(pair[0]).handoffs() == sum(bool(a and b and a != b) for a, b in hands)


@given(written())
def test_data_and_annotations_are_kept_at_their_steps_and_the_rest_is_told(pair):
    text, put = pair
    process, account, _ = read_bpmn(text.encode(), file="x.bpmn")
    told = {(item["element"], item["id"]) for item in account["not_carried"]}

    for step in process.work:
        own = as_written(step.id)
        assert {f"Paper {data}" for data in put.takes[own]} == set(step.inputs)
        assert {f"Paper {data}" for data in put.makes[own]} == set(step.outputs)
        assert all(f"Mind {note}" in (step.note or "") for note in put.notes[own])
    for own in Counts(text).opened & (put.takes.keys() | put.makes.keys() | put.notes.keys()):
        assert own in {as_written(item) for _, item in told}
    assert {("textAnnotation", note) for note in put.notes["nowhere"]} <= told
    assert put.told <= told


@given(documents())
def test_each_pool_can_be_read_alone_and_together_they_are_all_of_it(text):
    whole, _, _ = read_bpmn(text.encode(), file="x.bpmn")
    pools = filled_pools(text.encode(), file="x.bpmn")
    alone = [read_bpmn(text.encode(), file="x.bpmn", pool=pool)[0] for pool in pools]

    assert sorted(step.id for step in whole.work) == sorted(step.id for each in alone for step in each.work)


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
