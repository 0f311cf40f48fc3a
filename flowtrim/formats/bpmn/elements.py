"""The elements of BPMN 2.0 that carry a process, and what each is to flowtrim."""

from __future__ import annotations

from flowtrim.model import Join, Kind, Split

TASKS: dict[str, Kind] = {
    "task": "do",
    "userTask": "do",
    "manualTask": "do",
    "serviceTask": "do",
    "scriptTask": "do",
    "businessRuleTask": "decide",
    "sendTask": "notify",
    "receiveTask": "wait",
}
SUB_PROCESSES = frozenset({"subProcess", "adHocSubProcess", "transaction"})
CALLS = frozenset({"callActivity"})
ACTIVITIES = frozenset(TASKS) | SUB_PROCESSES | CALLS
EVENTS = frozenset(
    {
        "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
        "implicitThrowEvent", "intermediateEvent",
    }
)  # fmt: skip
GATEWAYS: dict[str, tuple[Split, Join]] = {
    "exclusiveGateway": ("one", "any"),
    "parallelGateway": ("all", "all"),
    "inclusiveGateway": ("some", "some"),
    "eventBasedGateway": ("one", "any"),
    "complexGateway": ("some", "some"),
}
FLOW_NODES = ACTIVITIES | EVENTS | frozenset(GATEWAYS)

EVENT_DEFINITIONS = "EventDefinition"
MODEL_NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"

SILENT = frozenset(
    {
        "incoming", "outgoing", "documentation", "extensionElements", "laneSet", "lane", "childLaneSet", "flowNodeRef",
        "sequenceFlow", "messageFlow", "participant", "collaboration", "process", "definitions", "association",
        "textAnnotation", "text", "dataObject", "dataObjectReference", "dataStoreReference", "dataStore",
        "dataInputAssociation", "dataOutputAssociation", "ioSpecification", "property", "conditionExpression",
        "group", "category", "categoryValue", "message", "signal", "error", "escalation", "itemDefinition", "interface",
        "import", "relationship", "BPMNDiagram", "resource", "partnerRole", "partnerEntity", "participantMultiplicity",
        "monitoring", "auditing", "endPoint", "operation", "supports", "dataState", "correlationKey",
        "partitionElement", "participantRef", "sourceRef", "targetRef", "transformation", "assignment", "dataInput",
        "dataOutput", "inputSet", "outputSet", "dataInputRefs", "dataOutputRefs", "source", "target", "extension",
        "resourceAssignmentExpression", "resourceRef", "resourceParameter", "resourceParameterBinding", "outMessageRef",
        "inMessageRef", "operationRef", "eventDefinitionRef", "structureDefinition", "formalExpression", "rootElement",
    }
)  # fmt: skip
"""Elements that are read elsewhere, carry no work, or only serve an engine."""
