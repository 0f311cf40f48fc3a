"""Files of other tools are told by what they are, wherever they come from."""

import pytest

from flowtrim.errors import InvalidFileError
from flowtrim.formats import loads
from tests.days import TODAY

XML = b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by a tool -->\n'


def refusal(file, data):
    with pytest.raises(InvalidFileError) as refused:
        loads(data, file=file, today=TODAY)
    [problem] = refused.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("file", "data", "what"),
    [
        ("p.puml", b"@startuml\nstart\nstop\n@enduml", "a PlantUML file"), ("p.txt", b"\n@startuml\n@enduml", "a PlantUML file"),
        ("p.yml", b"@startmindmap\n", "a PlantUML file"), ("p.plantuml", b"|Sales|", "a PlantUML file"),
        ("p.drawio", b"<mxfile><diagram/></mxfile>", "a draw.io file"), ("p.xml", XML + b"<mxGraphModel/>", "a draw.io file"),
        ("<stdin>", b'<mxfile host="x">', "a draw.io file"), ("p.vsdx", b"PK\x03\x04", "a Visio file"),
        ("p.xml", XML + b"<VisioDocument/>", "a Visio file"), ("p.pnml", b"<pnml/>", "a PNML file"), ("p.xml", XML + b"<pnml/>", "a PNML file"),
        ("p.xes", XML + b"<log/>", "an XES file"), ("p.xml", XML + b'<log xes.version="1.0">', "an XES file"), ("p.xes.gz", b"\x1f\x8b", "an XES file"),
        ("p.jsonocel", b"{}", "an OCEL file"), ("p.json", b'{\n "ocel:global-log": {}}', "an OCEL file"), ("p.xpdl", b"<Package/>", "an XPDL file"),
        ("p.json", b'{"objectTypes": [], "eventTypes": []}', "an OCEL file"), ("p.dot", b"digraph G {a -> b}", "a Graphviz file"),
        ("p.txt", b"strict digraph {}", "a Graphviz file"),
        ("p.csv.gz", b"\x1f\x8b", "a packed file"), ("p.zip", b"PK\x03\x04", "a packed file"),
        ("p.aml", b"<AML/>", "an ARIS file"), ("p.pdf", b"%PDF-1.7", "a PDF file"), ("p", b"%PDF-1.7", "a PDF file"),
        ("p.png", b"\x89PNG", "a picture"), ("p.svg", b"<svg/>", "a picture"), ("p.docx", b"PK\x03\x04", "a Word file"),
        ("p.dmn", b"<definitions/>", "a DMN file"), ("p.excalidraw", b"{}", "an Excalidraw file"), ("p.HTML", b"<html>", "a web page"),
    ],
)  # fmt: skip
def test_a_file_of_another_tool_is_called_by_its_name_and_says_what_to_do(file, data, what):
    told = refusal(file, data)

    assert f"This is {what}" in told
    assert "which flowtrim does not read; " in told


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("p.json", b'{"process": "A", "steps": [{"name": "Log in"}]}'), ("p.yml", b"process: A\nsteps: [{name: '@start'}]"),
        ("p.bpmn", b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><task id="t"/></process></definitions>'),
        ("p.csv", b"Step,Owner\nmodel,html\n"), ("p.mmd", b"flowchart LR\nlog --> svg"),
    ],
)  # fmt: skip
def test_a_file_that_is_read_is_not_mistaken_for_one_of_another_tool(file, data):
    assert loads(data, file=file, today=TODAY).process.work
