"""A file is read by its ending, else by how it begins."""

from datetime import date

import pytest

from flowtrim.errors import InvalidFileError
from flowtrim.formats import loads, read
from flowtrim.formats.front import FORMATS, format_of

TODAY = date(2026, 10, 1)
BPMN = b"""<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
  <process id="p" name="Refund">
    <startEvent id="s"/>
    <task id="pay" name="Pay"/>
    <sequenceFlow id="f" sourceRef="s" targetRef="pay"/>
  </process>
</definitions>
"""


@pytest.mark.parametrize(
    ("file", "data", "name"),
    [
        ("a.yml", b"<x/>", "yaml"),
        ("a.YAML", b"", "yaml"),
        ("a.bpmn", b"process: p", "bpmn"),
        ("<stdin>", b"\xef\xbb\xbf  <definitions/>", "bpmn"),
        ("<stdin>", b"process: p", "yaml"),
        ("a.json", b'{"process": "p"}', "yaml"),
        ("noending", b"", "yaml"),
    ],
)
def test_the_ending_decides_and_then_the_beginning(file, data, name):
    assert name == format_of(file, data).name


def test_no_ending_belongs_to_two_formats():
    endings = [ending for known in FORMATS for ending in known.endings]

    assert sorted(set(endings)) == sorted(endings)


def test_a_bpmn_document_is_read_like_any_other_file(tmp_path):
    path = tmp_path / "refund.bpmn"
    path.write_bytes(BPMN)
    document = read(path, today=TODAY)

    assert ("Refund", (5, 1)) == (document.process.name, document.place("step", "pay"))
    assert 1 == document.source["tasks"]


def test_a_broken_bpmn_document_is_a_list_of_problems():
    with pytest.raises(InvalidFileError, match=r"a\.bpmn:"):
        loads(b"<definitions", file="a.bpmn", today=TODAY)


def test_json_is_read_as_it_is():
    text = '{"process": "Refund", "steps": [{"name": "Pay", "takes": "3m", "why": null}]}'

    assert 3.0 == loads(text.encode(), file="refund.json", today=TODAY).process.steps[0].takes
