"""What was read from a file of another format is said in the report."""

from datetime import date

from flowtrim.formats import loads
from flowtrim.reports.imported import import_advice, imported

BPMN = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
<laneSet><lane id="l" name="Sales"><flowNodeRef>a</flowNodeRef></lane></laneSet><task id="a"/><task id="b"/>
<subProcess id="x"/><subProcess id="y"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/><choreographyTask id="c"/>
</process></definitions>"""


def test_an_imported_file_says_what_was_found_and_what_was_not_carried():
    document = loads(BPMN, file="a.bpmn", today=date(2026, 1, 1))
    [group] = imported(document)

    assert (
        "2 tasks", "2 sub-processes", "1 flow", "1 lane", "3 steps without an owner",
        "1 element that could not be carried over, listed in the JSON report",
    ) == group.figures  # fmt: skip
    assert "flowtrim convert a.bpmn process.yml" in next(import_advice(document))


def test_our_own_file_says_nothing_of_the_kind():
    document = loads("{process: p}", today=date(2026, 1, 1))

    assert () == imported(document)
    assert [] == list(import_advice(document))
