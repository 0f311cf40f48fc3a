"""A file is read by its ending, else by how it begins."""

import pytest

from flowtrim.errors import InvalidFileError, UnknownNameError
from flowtrim.formats import loads, read
from flowtrim.formats.registry import FORMATS, format_of
from tests.days import TODAY

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
        ("a.json", b'{"process": "p"}', "json"),
        ("noending", b"", "yaml"),
        ("a.bpmn20.xml", b"", "bpmn"),
        ("<stdin>", "<definitions/>".encode("utf-16"), "bpmn"),
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


def test_one_pool_of_several_is_read_when_it_is_named():
    pools = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><collaboration id="c">'
        b'<participant id="x" name="Shop" processRef="p"/><participant id="y" name="Guest" processRef="q"/></collaboration>'
        b'<process id="p"><task id="a"/></process><process id="q"><task id="k"/></process></definitions>'
    )

    assert ["a", "k"] == [step.id for step in loads(pools, file="a.bpmn", today=TODAY).process.work]
    assert ["k"] == [step.id for step in loads(pools, file="a.bpmn", today=TODAY, pool="Guest").process.work]


def test_a_pool_that_is_not_there_is_an_error():
    with pytest.raises(UnknownNameError, match="There are: Refund"):
        loads(BPMN, file="a.bpmn", today=TODAY, pool="Shop")


def test_a_broken_bpmn_document_is_a_list_of_problems():
    with pytest.raises(InvalidFileError, match=r"a\.bpmn:"):
        loads(b"<definitions", file="a.bpmn", today=TODAY)


def test_json_may_spell_an_emoji_as_two_halves():
    text = '{"process": "Launch \\ud83d\\ude80", "why": "\\\\ud83d\\u00e9"}'
    process = loads(text.encode(), file="launch.json", today=TODAY).process

    assert ("Launch 🚀", "\\ud83dé") == (process.name, process.why)


def test_half_a_letter_in_json_is_refused_with_its_place():
    with pytest.raises(InvalidFileError, match="launch.json:1:23: This is not YAML"):
        loads(b'{"process": "Launch \\ud83d"}', file="launch.json", today=TODAY)


def test_json_is_read_as_it_is():
    text = '{"process": "Refund", "steps": [{"name": "Pay", "takes": "3m", "why": null}]}'

    assert 3.0 == loads(text.encode(), file="refund.json", today=TODAY).process.steps[0].takes
