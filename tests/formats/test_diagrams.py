"""Diagrams as text, and Markdown."""

import re

import pydot
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from flowtrim.errors import InvalidFileError
from flowtrim.formats import loads
from flowtrim.formats.diagrams.graphviz import write_dot
from flowtrim.formats.diagrams.mermaid_writer import lost_in_a_flowchart, write_mermaid
from flowtrim.model import Flow, Process, Start, Step
from tests.days import TODAY
from tests.processes import processes, structured_processes


def read(text, file="p.mmd"):
    return loads(text.encode(), file=file, today=TODAY)


def flows(process):
    return sorted((step.id, flow.to, flow.when) for step in process.steps for flow in step.flows)


def carried(process):
    """What a diagram tells of each step."""
    kind = {"gateway": "gateway", "event": "event"}
    return [
        (
            step.id,
            step.name.strip(),
            process.role(step.owner).name if step.owner and step.is_work else None,
            kind.get(step.kind, "do"),
            [(flow.to, flow.when, flow.share and round(flow.share, 8)) for flow in step.flows],
            step.split,
            step.join,
        )
        for step in process.steps
    ], [(start.at, start.share and round(start.share, 8)) for start in process.starts]


@given(processes(min_steps=1) | structured_processes(inclusive=True))
def test_steps_lanes_and_flows_read_back_from_mermaid(process):
    process = replace(process, roles=())

    assert carried(process) == carried(read(write_mermaid(process)).process)


@pytest.mark.parametrize("head", ["graph TD", "flowchart LR", "swimlane-beta", "swimlane-beta LR", "flowchart-elk TB;"])
def test_subgraphs_are_lanes(head):
    text = f'{head}\n subgraph s1["Sales team"]\n  a[Ask]\n end\n subgraph Payroll\n  b(Pay)\n end\n a --> b\n'
    process = read(text).process

    assert [("Ask", "Sales team"), ("Pay", "Payroll")] == [(step.name, step.owner) for step in process.steps]
    assert [("a", "b", None)] == flows(process)


@pytest.mark.parametrize(
    "arrow",
    [
        "a -->|yes| b", "a -- yes --> b", "a--yes-->b", "a -.->|yes| b", "a -. yes .-> b", "a ==> |yes| b",
        "a == yes ==> b", 'a -->|"yes"| b', "a e1@-->|yes| b", "a ---|yes| b", "a ----->|yes| b",
    ],
)  # fmt: skip
def test_every_arrow_is_a_flow_with_its_condition(arrow):
    assert [("a", "b", "yes")] == flows(read(f"flowchart LR\n{arrow}\n").process)


@pytest.mark.parametrize("line", ["a --> b --> c", "a-->b;b-->c", "a[One]-->b(Two)-->c{Three}", "a --> b\nb ==> c"])
def test_chains_are_taken_apart(line):
    assert [("a", "b", None), ("b", "c", None)] == flows(read(f"graph LR\n{line}").process)


def test_several_nodes_on_a_side_are_linked_one_by_one():
    assert [("a", "c", None), ("a", "d", None), ("b", "c", None), ("b", "d", None)] == flows(
        read("graph LR\na & b --> c & d").process
    )


def test_shapes_say_what_a_node_is():
    text = (
        "flowchart LR\n s([Start]) --> a[Ask] --> g{Well?} -->|yes 90%| b[[Pay]] --> e((Done))\n g -->|no| c[(File)]\n"
    )
    process = read(text).process

    assert ["event", "do", "gateway", "do", "event", "do"] == [step.kind for step in process.steps]
    assert (Flow("b", "yes", 0.9), Flow("c", "no")) == process.step("g").flows


def test_an_invisible_link_is_no_flow_and_styles_are_passed_over():
    text = "%%{init: {}}%%\ngraph LR\nclassDef big fill:#f00\na:::big ~~~ b\nstyle a fill:#fff\nclick a call go()\n"

    assert ([], ["a", "b"]) == (flows(read(text).process), [step.id for step in read(text).process.steps])


def test_lines_that_make_no_sense_are_told():
    [told] = read("graph LR\na --> b\n)(?!\n").source["not_carried"]

    assert (3, True) == (told["line"], ")(?!" in told["why"])


def test_a_small_circle_without_a_word_says_where_cases_begin_and_end():
    process = read('graph LR\nx1((" ")) --> b\na --> b\nb -->|no| x2((" "))\nb --> a').process

    assert ((Start("b"),), (Flow("end", "no"), Flow("a"))) == (process.starts, process.step("b").flows)


@pytest.mark.parametrize("text", ["", "sequenceDiagram\n a->>b: x", "pie\n", "---\ntitle: x\n---\n"])
def test_another_diagram_is_refused(text):
    with pytest.raises(InvalidFileError, match="flowchart"):
        read(text)


def test_what_a_diagram_does_not_tell_is_said():
    process = Process(
        "p", (Step("a", "A", takes=3.0, kind="approve", flows=(Flow("x"),)), Step("x", "X")), customer="c"
    )

    assert ("A flowchart has no place for customer, kind (1 step), takes (1 step).",) == lost_in_a_flowchart(process)


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=25)
@given(processes())
def test_dot_names_every_step_and_is_read_by_pydot(process):
    [graph] = pydot.graph_from_dot_data(write_dot(process))
    names = {node.get_name() for part in (graph, *graph.get_subgraphs()) for node in part.get_nodes()}

    assert {'"' + re.sub(r"(\W)", r"\1", step.id) + '"' for step in process.steps} <= names
    assert sum(len(step.flows) for step in process.steps) == len(graph.get_edges())


@given(processes() | structured_processes(inclusive=True))
def test_graphviz_itself_reads_every_step_and_flow_from_dot(process):
    graphviz = pytest.importorskip("pygraphviz")
    graph = graphviz.AGraph(string=write_dot(process))
    ends = {node for node in graph.nodes() if node.attr["shape"] == "doublecircle"}

    assert {step.id for step in process.steps} == {str(node) for node in graph.nodes()} - ends
    assert sum(len(step.flows) for step in process.steps) == len(graph.edges())


@pytest.mark.filterwarnings("ignore")
def test_hostile_names_stay_names_in_dot():
    text = write_dot(Process('"];evil[', (Step("a\\", 'x"] ; b [label="y\n'), Step("<b>", "<b>bold</b>"))))
    [graph] = pydot.graph_from_dot_data(text)

    assert 2 == len([node for node in graph.get_nodes() if node.get_name() not in ("node", '"\\n"')])


@pytest.mark.parametrize(
    "item",
    [
        "1. Pay the claim (Payroll)",
        "- **Payroll**: Pay the claim",
        "* Pay the claim — Payroll",
        "1) [ ] Pay the claim @ Payroll",
    ],
)
def test_the_items_of_a_list_are_steps(item):
    process = read(f"# Claims\n\n{item}\n   - Why: the law asks.\n   - Time: 3m\n   - Use the form\n", "p.md").process
    [step] = process.steps

    assert ("Claims", "Pay the claim", "Payroll") == (process.name, step.name, step.owner)
    assert ("the law asks.", 3.0, "Use the form") == (step.why, step.takes, step.note)


def test_a_table_in_markdown_is_read_like_any_other():
    text = "Words | here\n\n| Step | Who | Next |\n|---|:-:|---|\n| **Ask** | A \\| B | Pay |\n| Pay | `P` | end |\n"
    document = read(text, "p.md")

    assert [("Ask", "A | B"), ("Pay", "P")] == [(step.name, step.owner) for step in document.process.steps]
    assert (5, 1) == document.place("step", "ask")


def test_a_diagram_in_markdown_is_read():
    document = read("# Title\n\n```mermaid\ngraph LR\n  a --> b\n```\n", "p.md")

    assert ([("a", "b", None)], (5, 1)) == (flows(document.process), document.place("step", "a"))


def test_a_page_without_steps_is_refused():
    with pytest.raises(InvalidFileError, match="no table of steps and no list"):
        read("# Title\n\nJust words.\n", "p.md")


def test_text_in_backticks_is_markdown_and_written_shapes_are_known():
    process = read(
        'graph LR\na["`**Ask** kindly`"] --> b@{ shape: fork } --> c & d --> e@{ shape: join } --> f'
    ).process
    bar, meeting = process.step("b"), process.step("e")

    assert "Ask kindly" == process.step("a").name
    assert ("gateway", "all") == (bar.kind, bar.split)
    assert ("gateway", "all") == (meeting.kind, meeting.join)


def test_statements_may_run_over_several_lines():
    text = 'graph LR\naccDescr {\nHow we\npay\n}\na["One\ntwo"] --> b@{\n  shape: diam\n  label: "Well?"\n}\nb --> c\n'
    process = read(text).process

    assert [("One\ntwo", "do"), ("Well?", "gateway"), ("c", "do")] == [(s.name, s.kind) for s in process.steps]
    assert 11 == read(text).place("step", "c")[0]


def test_a_quote_that_is_never_closed_spoils_its_own_line_only():
    document = read('graph LR\na --> b\nb --> "c\nb --> d\n')

    assert [("a", "b", None), ("b", "d", None)] == flows(document.process)
    assert [3] == [item["line"] for item in document.source["not_carried"]]


def test_what_says_how_a_diagram_looks_is_told_once():
    document = read("graph LR\na --> b\nstyle a fill:red\nstyle b fill:red\nclick a call()\n")

    assert [("style", 3), ("click", 5)] == [(item["element"], item["line"]) for item in document.source["not_carried"]]
    assert document.source["not_carried"][0]["why"].endswith("2 times")
