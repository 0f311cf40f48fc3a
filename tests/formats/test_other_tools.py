"""Files of other tools are told by what they are, wherever they come from."""

from io import BytesIO
from zipfile import ZipFile

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


def packed(**files):
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return held.getvalue()


DOCUMENT = {"[Content_Types].xml": "", "word/document.xml": "<a/>"}


@pytest.mark.parametrize(
    ("file", "data", "what"),
    [
        ("p.bpmn", b"<mxfile/>", "a draw.io file"), ("p.bpmn", b"\x89PNG\r\n", "a picture"), ("p.bpmn", b"%PDF-1.4", "a PDF file"),
        ("p.txt", b"' by hand\n' twice\n@startuml\n", "a PlantUML file"), ("p", b"GIF89a", "a picture"), ("p.webp", b"", "a picture"),
        ("p", packed(**{"visio/document.xml": ""}), "a Visio file"), ("p.bpmn", packed(**DOCUMENT), "a Word file"),
        ("p.xlsx", packed(**{"ppt/presentation.xml": ""}), "a PowerPoint file"), ("p.rtf", b"{\\rtf1", "a Word file"),
        ("p.sqlite", b"SQLite format 3\0", "an SQLite file (such as an event log in OCEL)"), ("p.ocel", b"SQLite format 3\0", "an SQLite file"),
        ("p.xml", XML + b"<log><object-types/></log>", "an OCEL file"), ("p.xml", XML + b'<log><global scope="object"/></log>', "an OCEL file"),
        ("p.json", b'{"objects": [], "objectTypes": []}', "an OCEL file"), ("p.json", b'{ "events": [] }', "an OCEL file"),
        ("p.xml", b'<process xmlns="http://docs.oasis-open.org/wsbpel/2.0/process/executable" name="x"/>', "a BPEL file"),
        ("p.bpmn", b'<d:definitions xmlns:x="urn:a" xmlns:d="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', "a DMN file"),
        ("p.bpmn", b'<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"/>', "a CMMN file"),
        ("p.xml", b'<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/"/>', "an ArchiMate file"),
        ("p.xml", b'<Project xmlns="http://schemas.microsoft.com/project"/>', "a Microsoft Project file"), ("p.mpp", b"\xd0\xcf", "a Microsoft Project file"),
        ("p.xml", b'<xmi:XMI xmlns:xmi="urn:a"/>', "a UML file"), ("p.xml", b"<specificationSet/>", "a YAWL file"), ("p.mm", b"<map/>", "a mind map"),
        ("p.bpmn", b"\x1f\x8b\x08", "a packed file"), ("p.bpmn", b"version https://git-lfs.github.com/spec/v1\noid sha256:ab", "a pointer of Git LFS"),
    ],
)  # fmt: skip
def test_a_file_is_told_by_what_is_in_it_whatever_it_is_called(file, data, what):
    assert f"This is {what}" in refusal(file, data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "The file is empty."), (b" \n\t", "The file is empty."), (b"\xef\xbb\xbf", "The file is empty."),
        (b"process: A\nsteps: []", "This is no XML, which BPMN is: it begins with “process: A steps: []”."),
        (b"<error>404</error>", "There is no BPMN process in this file: it begins with “<error>”."),
        (b'<process xmlns="urn:of-somebody" id="p"><sequence/></process>', "There is no BPMN process in this file: it begins with “<process>”."),
        (b"<definitions/>", "There is no BPMN process in this file."),
    ],
)  # fmt: skip
def test_a_bpmn_file_that_is_none_says_what_it_is(data, told):
    assert f"p.bpmn:1:1: {told}" == refusal("p.bpmn", data)


def test_a_model_of_another_tool_is_no_archimate_file():
    assert "ArchiMate" not in refusal("p.xml", b"<model/>")
