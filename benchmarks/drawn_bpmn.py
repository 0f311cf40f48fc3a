"""BPMN documents of any size, as modellers export them: lanes, a choice, documentation, and a diagram."""

from __future__ import annotations

from itertools import pairwise

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:di="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="urn:drawn">
<bpmn:collaboration id="c"><bpmn:participant id="pool" name="Company" processRef="p"/></bpmn:collaboration>
<bpmn:process id="p" name="Drawn">
"""
PASSAGE = ("userTask", "exclusiveGateway", "task", "serviceTask", "exclusiveGateway")
"""Flow nodes of one passage: the first gateway chooses between the two tasks after it, the second joins them."""
LANES = ("Clerk", "Manager", "Accounting")


def drawn_bpmn(nodes: int) -> str:
    """Return a document with about so many flow nodes, and as many flows and shapes."""
    passages = max(1, round((nodes - 2) / len(PASSAGE)))
    ids = [[f"n{passage}-{place}" for place in range(len(PASSAGE))] for passage in range(passages)]
    every = ["start", *(own for passage in ids for own in passage), "end"]
    inside = {lane: [own for place, own in enumerate(every) if place // 3 % len(LANES) == lane] for lane in range(3)}
    lanes = "".join(
        f'<bpmn:lane id="lane{lane}" name="{LANES[lane]}">'
        + "".join(f"<bpmn:flowNodeRef>{own}</bpmn:flowNodeRef>" for own in refs)
        + "</bpmn:lane>\n"
        for lane, refs in inside.items()
    )
    body = "".join(
        f'<bpmn:{tag} id="{own}" name="Do {own}"><bpmn:documentation>What {own} is about.</bpmn:documentation>'
        f"</bpmn:{tag}>\n"
        for passage in ids
        for own, tag in zip(passage, PASSAGE, strict=True)
    )
    shapes = "".join(
        f'<bpmndi:BPMNShape id="s-{own}" bpmnElement="{own}"><dc:Bounds x="0" y="0" width="100" height="80"/>'
        "</bpmndi:BPMNShape>\n"
        for own in every
    )
    return (
        f'{HEAD}<bpmn:laneSet id="lanes">{lanes}</bpmn:laneSet>\n<bpmn:startEvent id="start"/>\n{body}'
        f'<bpmn:endEvent id="end"/>\n{"".join(_flows(ids))}</bpmn:process>\n'
        f'<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="plane" bpmnElement="c">\n{shapes}</bpmndi:BPMNPlane>'
        "</bpmndi:BPMNDiagram>\n</bpmn:definitions>\n"
    )


def _flows(ids: list[list[str]]) -> list[str]:
    pairs = [("start", ids[0][0]), *((one[-1], next_one[0]) for one, next_one in pairwise(ids)), (ids[-1][-1], "end")]
    for first, choice, left, right, join in ids:
        pairs += [(first, choice), (choice, left), (choice, right), (left, join), (right, join)]
    return [
        f'<bpmn:sequenceFlow id="f{number}" name="way {number}" sourceRef="{source}" targetRef="{target}"/>\n'
        for number, (source, target) in enumerate(pairs)
    ]
