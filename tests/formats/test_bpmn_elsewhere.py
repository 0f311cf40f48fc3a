"""What we write, in the eyes of others: the schema of the OMG, the library inside most modellers, and their linter.

They come from npm: ``npm install bpmn-moddle bpmnlint`` in some folder, and NODE_PATH names its ``node_modules``.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from flowtrim.formats import loads, read
from flowtrim.formats.bpmn import read_bpmn, write_bpmn
from tests.days import TODAY
from tests.formats.test_schema import FULL
from tests.processes import processes, processes_with_everything, structured_processes

NODES = Path(os.environ.get("NODE_PATH") or "nowhere")
SPOKEN = [
    Path(__file__).parents[1] / "measures" / "spoken" / f"{name}.yml"
    for name in (
        "buy-goods",
        "settle-claim",
        "correct-nonconformity",
        "code-stroke",
        "records-request",
        "security-release",
    )
]
SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/process.yml"))

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and (NODES / "bpmnlint").is_dir()), reason="NODE_PATH names no bpmn-moddle and bpmnlint"
)

ARGUED = {
    "label-required": "off",  # nobody named where this process begins, ends or joins, and we invent nothing
    "no-inclusive-gateway": "off",  # "some of these ways" is what the file says
}
UNFINISHED = {
    "single-blank-start-event": "off",  # a file may begin in several ways without a word about them
    "no-duplicate-sequence-flows": "off",  # two conditions may lead to the same step
}
ANSWER = """
const {BpmnModdle} = require('bpmn-moddle'), {Linter} = require('bpmnlint');
const resolver = new (require('bpmnlint/lib/resolver/node-resolver'))();
require('readline').createInterface({input: process.stdin}).on('line', async line => {
  const {xml, config} = JSON.parse(line), moddle = new BpmnModdle();
  const {rootElement, warnings} = await moddle.fromXML(xml);
  const said = await new Linter({config, resolver}).lint(rootElement);
  const again = (await moddle.toXML(rootElement, {format: true})).xml;
  console.log(JSON.stringify({warnings: warnings.map(w => w.message), said, again}));
});
"""


@pytest.fixture(scope="module")
def modeller():
    """A modeller without a screen: it reads a document, lints it and writes it anew."""
    with subprocess.Popen(["node", "-e", ANSWER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:

        def ask(data, extends, rules):
            question = {"xml": data.decode(), "config": {"extends": f"bpmnlint:{extends}", "rules": rules}}
            node.stdin.write(json.dumps(question) + "\n")
            node.stdin.flush()
            return json.loads(node.stdout.readline())

        yield ask
        node.stdin.close()


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(file=str(NODES / "bpmn-moddle/resources/bpmn/xsd/BPMN20.xsd"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda file: file.parent.name)
def test_a_sample_is_valid_opens_without_a_warning_and_satisfies_the_linter(sample, modeller, schema):
    process = read(sample, today=TODAY).process
    data = write_bpmn(process)
    answer = modeller(data, "recommended", ARGUED)

    assert schema.validate(etree.fromstring(data)), schema.error_log
    assert ([], {}) == (answer["warnings"], answer["said"])
    assert process == read_bpmn(answer["again"].encode(), file="x.bpmn", today=TODAY)[0]


def test_a_process_with_every_key_reads_back_equal_after_a_modeller_wrote_it_anew(modeller, schema):
    process = loads(FULL, today=TODAY).process
    data = write_bpmn(process)
    answer = modeller(data, "correctness", UNFINISHED)

    assert schema.validate(etree.fromstring(data)), schema.error_log
    assert process == read_bpmn(answer["again"].encode(), file="x.bpmn", today=TODAY)[0]


@pytest.mark.parametrize("spoken", SPOKEN, ids=lambda file: file.stem)
def test_deadlines_exceptions_and_repetition_satisfy_the_linter(spoken, modeller, schema):
    process = read(spoken, today=TODAY).process
    data = write_bpmn(process)
    answer = modeller(data, "recommended", ARGUED | UNFINISHED)

    assert schema.validate(etree.fromstring(data)), schema.error_log
    assert ([], {}) == (answer["warnings"], answer["said"])
    assert process == read_bpmn(answer["again"].encode(), file="x.bpmn", today=TODAY)[0]


@given(structured_processes(inclusive=True))
def test_a_sound_process_satisfies_the_linter(modeller, process):
    answer = modeller(write_bpmn(process), "recommended", ARGUED)

    assert ([], {}) == (answer["warnings"], answer["said"])


@given(processes() | structured_processes(inclusive=True) | processes_with_everything())
def test_any_process_is_valid_and_reads_back_equal_after_a_modeller_wrote_it_anew(modeller, schema, process):
    data = write_bpmn(process)
    answer = modeller(data, "correctness", UNFINISHED)

    assert schema.validate(etree.fromstring(data)), schema.error_log
    assert ([], {}) == (answer["warnings"], answer["said"])
    assert process == read_bpmn(answer["again"].encode(), file="x.bpmn", today=TODAY)[0]
