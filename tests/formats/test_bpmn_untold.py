"""Nothing of a BPMN document is dropped in silence: every element of the standard is read, a part of one, or told."""

import pytest

from flowtrim.formats.bpmn import read_bpmn
from flowtrim.formats.bpmn.elements import FLOW_NODES, PARTS

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="urn:vendor">'


def words(text):
    return text.split()


IN_A_PROCESS = words("""
adHocSubProcess association auditing boundaryEvent businessRuleTask callActivity complexGateway correlationSubscription
dataObject dataObjectReference dataStoreReference documentation endEvent eventBasedGateway exclusiveGateway group
implicitThrowEvent inclusiveGateway intermediateCatchEvent intermediateThrowEvent ioBinding laneSet
manualTask monitoring parallelGateway performer potentialOwner humanPerformer property receiveTask resourceRole
scriptTask sendTask sequenceFlow serviceTask startEvent subProcess task textAnnotation transaction userTask
choreographyTask callChoreography subChoreography lane
""")
IN_THE_DOCUMENT = words("""
category choreography collaboration conversation correlationProperty dataStore endPoint error escalation
globalBusinessRuleTask globalChoreographyTask globalConversation globalManualTask globalScriptTask globalTask
globalUserTask import interface itemDefinition message partnerEntity partnerRole process relationship resource signal
cancelEventDefinition compensateEventDefinition conditionalEventDefinition errorEventDefinition
escalationEventDefinition linkEventDefinition messageEventDefinition signalEventDefinition terminateEventDefinition
timerEventDefinition extension
""")
IN_A_COLLABORATION = words("""
participant messageFlow conversation subConversation callConversation conversationLink conversationAssociation
participantAssociation messageFlowAssociation correlationKey choreographyRef
""")
IN_A_TASK = words("""
documentation extensionElements ioSpecification property dataInputAssociation dataOutputAssociation resourceRole
performer humanPerformer potentialOwner standardLoopCharacteristics multiInstanceLoopCharacteristics rendering script
incoming outgoing
""")
IN_AN_EVENT = words("""
dataInput dataOutput inputSet outputSet eventDefinitionRef messageEventDefinition timerEventDefinition
""")
READ = FLOW_NODES | {
    "lane", "participant", "dataObject", "dataObjectReference", "dataStore", "dataStoreReference",
    "documentation", "standardLoopCharacteristics", "multiInstanceLoopCharacteristics",
    "messageEventDefinition", "timerEventDefinition", "dataInput", "dataOutput", "textAnnotation",
    "cancelEventDefinition", "compensateEventDefinition", "conditionalEventDefinition", "errorEventDefinition",
    "escalationEventDefinition", "linkEventDefinition", "signalEventDefinition", "terminateEventDefinition",
}  # fmt: skip
"""What other tests show to be read."""


def told(text):
    _, account, _ = read_bpmn(f"{HEAD}{text}</definitions>".encode(), file="x.bpmn")
    return {(item["element"], item["id"]) for item in account["not_carried"]}


@pytest.mark.parametrize(
    ("around", "tags"),
    [
        ('{}<process id="p"><task id="t"/></process>', IN_THE_DOCUMENT),
        ('<collaboration id="c">{}</collaboration><process id="p"><task id="t"/></process>', IN_A_COLLABORATION),
        ('<process id="p"><task id="t"/>{}</process>', IN_A_PROCESS),
        ('<process id="p"><task id="t">{}</task></process>', IN_A_TASK),
        ('<process id="p"><task id="t"/><startEvent id="s">{}</startEvent></process>', IN_AN_EVENT),
    ],
)
def test_every_element_of_the_standard_is_read_or_told(around, tags):
    silent = [
        tag
        for tag in tags
        if tag not in READ | PARTS and (tag, "x") not in told(around.format(f'<{tag} id="x" name="n"/>'))
    ]

    assert [] == silent


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<task id="t"><extensionElements><v:form/><v:form/><v:who/></extensionElements></task>', "v:form, v:who"),
        ('<task id="t"/><v:box/>', "v:box"),
        ('<task id="t" v:assignee="Ann" v:groups="HR"/>', "v:assignee “Ann”, v:groups “HR”"),
        ('<task id="t" nowhere:assignee="Ann"/>', "nowhere:assignee “Ann”"),
        ('<task id="t"/><sequenceFlow id="f" sourceRef="t" targetRef="gone" name="late"/>', "“late”"),
        ('<task id="t"/><messageFlow id="m" sourceRef="t" targetRef="gone" name="Bill"/>', "“Bill”"),
        ('<dataObject id="d"><documentation>&lt;b&gt;Old&lt;/b&gt; ones</documentation></dataObject>', "“Old ones”"),
        ('<task id="t"><potentialOwner><resourceRef>v:who</resourceRef></potentialOwner></task>', "“who”"),
        (
            '<task id="t"><performer><resourceAssignmentExpression>HR</resourceAssignmentExpression></performer></task>',
            "“HR”",
        ),
        ('<task id="t"/><textAnnotation id="n"><text>Mind the gap</text></textAnnotation>', "Mind the gap"),
        ('<task id="t"/><sequenceFlow id="f" sourceRef="t" targetRef="t" name="ok"/>', "ok"),
        ('<subProcess id="s"><documentation>Read me</documentation><task id="t"/></subProcess>', "Read me"),
        ('<task id="t"/><documentation>About it</documentation>', "About it"),
    ],
)
def test_the_words_of_what_cannot_be_said_are_told_with_it(text, words):
    _, account, _ = read_bpmn(f'{HEAD}<process id="p">{text}</process></definitions>'.encode(), file="x.bpmn")

    assert any(words in item["why"] for item in account["not_carried"])


@pytest.mark.parametrize(
    "text",
    [
        "<extensionElements/>",
        '<extensionElements><v:metaData metaKey="bgcolor" metaValue="#fff"/></extensionElements>',
        '<extensionElements><v:label x="1"/></extensionElements>',
        '<extensionElements><v:Box><v:BizagiProperty name="bgColor" value="White"/></v:Box></extensionElements>',
        '<extensionElements><v:metaData metaKey="userstory" metaValue="[]"/></extensionElements>',
        '<geometry xmlns="" x="1" y="2"/>',
    ],
)
def test_looks_are_not_told(text):
    assert set() == told(f'<process id="p"><task id="t">{text}</task></process>')


def test_a_performer_is_told_by_the_name_of_its_resource():
    _, account, _ = read_bpmn(
        f'{HEAD}<process id="p"><task id="t"><performer name="Second"><resourceRef>r</resourceRef></performer></task></process>'
        '<resource id="r" name="Back office"/></definitions>'.encode(),
        file="x.bpmn",
    )

    assert "“Second, Back office”" in account["not_carried"][0]["why"]


def test_a_group_is_told_by_the_name_of_its_category_wherever_that_stands():
    _, account, _ = read_bpmn(
        f'{HEAD}<process id="p"><task id="t"/><group id="g" categoryValueRef="v1"/></process>'
        '<category><categoryValue id="v1" value="Packing"/></category></definitions>'.encode(),
        file="x.bpmn",
    )

    assert "“Packing”" in account["not_carried"][0]["why"]
