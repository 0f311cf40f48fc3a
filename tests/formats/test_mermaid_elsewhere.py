"""Flowcharts in the eyes of Mermaid itself: what it reads in ours, and whether we read what it reads.

It comes from npm: ``npm install mermaid jsdom`` in some folder, and NODE_PATH names its ``node_modules``.
"""

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given

from flowtrim.formats.diagrams.mermaid_scan import scan_mermaid
from flowtrim.formats.diagrams.mermaid_text import plain_label
from flowtrim.formats.diagrams.mermaid_writer import write_mermaid
from tests.processes import processes, structured_processes

NODES = Path(os.environ.get("NODE_PATH") or "nowhere")

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and (NODES / "mermaid").is_dir()), reason="NODE_PATH names no mermaid and jsdom"
)

ANSWER = """
const {JSDOM} = require('jsdom');
globalThis.window = new JSDOM('').window;
globalThis.document = window.document;
const parser = import(process.env.NODE_PATH + '/mermaid/dist/mermaid.core.mjs');
const answer = async text => {
  const mermaid = (await parser).default;
  mermaid.initialize({startOnLoad: false});
  const {db} = await mermaid.mermaidAPI.getDiagramFromText(text);
  return {
    nodes: [...db.getVertices().values()].map(v => [v.id, v.text ?? v.id]),
    links: db.getEdges().filter(e => e.stroke !== 'invisible').map(e => [e.start, e.end, e.text]),
    lanes: db.getSubGraphs().map(s => [s.title, s.nodes]),
  };
};
require('readline').createInterface({input: process.stdin}).on('line', async line => {
  console.log(JSON.stringify(await answer(JSON.parse(line)).catch(error => ({error: String(error)}))));
});
"""


def shown(text):
    """A label as people see it; Mermaid keeps written signs in a code of its own until it draws."""
    decoded = html.unescape(text.replace("ﬂ°°", "&#").replace("ﬂ°", "&").replace("¶ß", ";"))
    return re.sub(r"<br\s*/?>", "\n", decoded).strip()


@pytest.fixture(scope="module")
def mermaid():
    """What the real parser finds in a text: nodes, links and lanes, with their labels."""
    with subprocess.Popen(["node", "-e", ANSWER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:

        def ask(text):
            node.stdin.write(json.dumps(text) + "\n")
            node.stdin.flush()
            answer = json.loads(node.stdout.readline())
            assert "error" not in answer, answer["error"] + text
            return (
                {own: shown(label) for own, label in answer["nodes"]},
                [(source, target, shown(label)) for source, target, label in answer["links"]],
                {shown(title): set(inside) for title, inside in answer["lanes"]},
            )

        yield ask
        node.stdin.close()


def ours(text):
    chart = scan_mermaid(text)
    lanes = {
        title: {node.id for node in chart.nodes.values() if own in node.lanes} for own, title in chart.titles.items()
    }
    nodes = {node.id: node.label for node in chart.nodes.values() if node.id not in chart.titles}
    return nodes, [(link.source, link.target, plain_label(link.label)) for link in chart.links], lanes


@given(processes(min_steps=1) | structured_processes(inclusive=True))
def test_mermaid_reads_every_step_flow_and_lane_that_we_write(mermaid, process):
    nodes, links, lanes = mermaid(write_mermaid(process))
    names = [label for own, label in nodes.items() if not own.startswith("mark")]
    whole = sum(len(step.flows) for step in process.steps) + len(process.starts)

    assert sorted(step.name.strip() for step in process.steps) == sorted(names)
    assert whole == len(links)
    assert len({step.owner for step in process.work if step.owner}) >= len(lanes)


@pytest.mark.parametrize(
    "text",
    [
        "a --> b --> c", "a-->b", "a --- b", "a ==> b", "a -.-> b", "a -.- b", "a === b", "a ~~~ b", "a --o b", "a --x b",
        "a <--> b", "a x--x b", "a o--o b", "a ----> b", "a -...-> b", "a =====> b", "a --> b & c --> d", "a & b --> c & d",
        "a -->|yes| b", "a -- yes --> b", "a == yes ==> b", "a -. yes .-> b", "a -- yes --- b", 'a -->|"say (no)"| b',
        'a -- "two words" --> b', "a -- two words --> b", "a ---|text| b", "a e1@--> b", "a --> b; b --> c;",
        "a[One] --> b(Two)", "a([One])", "a[[One]]", "a[(One)]", "a((One))", "a>One]", "a{One}", "a{{One}}", "a[/One/]",
        "a[\\One\\]", "a[/One\\]", "a[\\One/]", "a(((One)))", 'a@{ shape: diam, label: "One" }', 'a["One (two) [three]"]',
        'a["#quot;One#quot; #35; #amp;"]', "a[One<br/>two]", "a:::red --> b:::blue", "a[One]:::red",
        "a[Prüfen und 审批]", "größe[One] --> 审批[Two]", "a-b --> c.d", "a_1 --> b_2", "1 --> 2", "%% remark\na --> b", "classDef red fill:#f00\nclass a,b red\na --> b", "style a fill:#fff\na --> b",
        "a --> b\nlinkStyle 0 stroke:#f00", "click a callback\na --> b",
        'click a "https://example.org" "tip"\na --> b', "subgraph one\na --> b\nend\nb --> c",
        'subgraph s1["The team"]\ndirection TB\na --> b\nend', "subgraph s1[The team]\na\nend\na --> b",
        "subgraph The whole team\na\nend\na --> b", 'subgraph "The team"\na\nend',
        "a --> b\nsubgraph x\na\nend", "a[One] & b[Two] --> c[Three]", "a -->|1. yes| b", "a[end of it] --> b", "ending --> a",
        "accTitle: t\naccDescr: d\na --> b", "accDescr {\nmany\nlines\n}\na --> b", 'a["two\nlines"] --> b',
        "a --> b\n\n\n   c --> d", "a-- yes -->b", "a--yes-->b", "a -->b", "a@{ shape: circle }",
        "a@{\n  shape: rect\n  label: One\n}\na --> b", "a --> b@{ shape: stadium, label: 'Two' }", "A --> A",
        "a[One] --> b",
        "a --> b:::red & c:::blue", "a(One\\two)", 'a["a | b"] --> b', 'a{"Yes?"} -->|"50%"| b', "default1 --> b",
        "direction LR\na --> b", "a --> b --> c & d --> e", "x1 --> o1", "a -->|one| b -->|two| c", "a ---> b ---o c",
    ],
)  # fmt: skip
def test_we_read_what_mermaid_reads(mermaid, text):
    chart = f"flowchart LR\n{text}\n"

    assert mermaid(chart) == ours(chart)


@pytest.mark.parametrize("head", ["graph TD", "graph LR;", "flowchart RL", "flowchart-elk TB", "swimlane-beta LR"])
def test_every_head_that_mermaid_knows_is_known(mermaid, head):
    chart = f'{head}\nsubgraph s1["Sales team"]\na[Ask]\nend\nsubgraph Payroll\nb(Pay)\nend\na -->|yes| b\n'

    assert mermaid(chart) == ours(chart)
