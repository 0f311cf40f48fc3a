"""What was read from a file of another format is said in the report."""

from datetime import date

from flowtrim.formats import loads
from flowtrim.reports.process.import_summary import import_advice, imported

BPMN = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
<laneSet><lane id="l" name="Sales"><flowNodeRef>a</flowNodeRef></lane></laneSet><task id="a"/><task id="b"/>
<subProcess id="x"/><subProcess id="y"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/><choreographyTask id="c"/>
</process></definitions>"""


def test_an_imported_file_says_what_was_found_and_what_was_not_carried():
    document = loads(BPMN, file="a.bpmn", today=date(2026, 1, 1))
    [group] = imported(document)

    assert (
        "2 tasks", "2 sub-processes", "1 flow", "1 lane", "3 steps without an owner",
        "1 element that could not be carried over, listed in the JSON report: 1 choreographyTask",
    ) == group.figures  # fmt: skip
    assert "flowtrim convert a.bpmn process.yml" in next(import_advice(document))


def test_of_much_that_was_not_carried_the_kinds_are_said_and_what_vendors_add_is_counted_apart():
    lost = [
        f"<{kind}/>" * number for number, kind in enumerate(("group", "callChoreography", "auditing", "property"), 1)
    ]
    added = '<task id="v"><extensionElements><x xmlns="urn:v"/></extensionElements></task>'
    data = BPMN.replace(b'<choreographyTask id="c"/>', "".join([*lost, added]).encode())
    [group] = imported(loads(data, file="a.bpmn", today=date(2026, 1, 1)))

    assert [
        ": 4 property, 3 auditing, 2 callChoreography, and others",
        "what a vendor added to 1 element is not read",
    ] == [
        group.figures[-2].removeprefix("10 elements that could not be carried over, listed in the JSON report"),
        group.figures[-1],
    ]


def test_our_own_file_says_nothing_of_the_kind():
    document = loads("{process: p}", today=date(2026, 1, 1))

    assert () == imported(document)
    assert [] == list(import_advice(document))
