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

SHARED = frozenset({"message", "signal", "error", "escalation"})
"""What events refer to; their names are read."""

REPEATED = frozenset({"incoming", "outgoing", "flowNodeRef"})
"""What flows and lanes say once more, or what is read with them."""

PARTS = frozenset(
    {
        # the frame
        "definitions", "collaboration", "process", "laneSet", "childLaneSet", "extensionElements", "extension", "text",
        "category", "categoryValue", *SHARED,
        # said once more by flows and lanes
        *REPEATED, "partitionElement", "partitionElementRef",
        # parts of flows, data associations and events, which are read
        "sourceRef", "targetRef", "conditionExpression", "dataInputAssociation", "dataOutputAssociation",
        "transformation", "assignment", "from", "to", "eventDefinitionRef", "source", "target", "timeDate",
        "timeDuration", "timeCycle", "condition", "inputSet", "outputSet", "dataInputRefs", "dataOutputRefs",
        "optionalInputRefs", "optionalOutputRefs", "whileExecutingInputRefs", "whileExecutingOutputRefs",
        "inputSetRefs", "outputSetRefs", "messageRef", "signalRef", "errorRef", "escalationRef", "operationRef",
        # parts of what is told as a whole
        "loopCondition", "loopCardinality", "loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem",
        "complexBehaviorDefinition", "event", "expression", "formalExpression", "operation", "inMessageRef",
        "outMessageRef", "resourceRef", "resourceAssignmentExpression", "resourceParameter",
        "resourceParameterBinding", "interfaceRef", "endPointRef", "participantRef", "supports",
        "supportedInterfaceRef", "correlationPropertyRef", "correlationPropertyRetrievalExpression",
        "correlationPropertyBinding", "messagePath", "dataPath", "messageFlowRef", "choreographyRef",
        "initiatingParticipantRef", "innerParticipantRef", "outerParticipantRef", "innerMessageFlowRef",
        "outerMessageFlowRef", "innerConversationNodeRef", "outerConversationNodeRef", "structureDefinition",
    }
)  # fmt: skip
"""Elements that say nothing of their own: they are the frame, or a part of one that is read or told."""
