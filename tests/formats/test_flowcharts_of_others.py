"""Flowcharts as people write them: every case of ``shared/cases/tables/m*``, and others of each kind."""

import pytest

from flowtrim.formats import loads
from flowtrim.formats.diagrams.mermaid_writer import write_mermaid
from flowtrim.model import Process, Step
from tests.days import TODAY


def read(lines):
    return loads(f"flowchart TD\n{lines}\n".encode(), file="p.mmd", today=TODAY)


def names(lines):
    return [step.name for step in read(lines).process.steps]


def flows(lines):
    return sorted(
        (step.id, flow.to) if flow.when is None else (step.id, flow.to, flow.when)
        for step in read(lines).process.steps
        for flow in step.flows
    )


def told(lines):
    return [(item["element"], item["line"]) for item in read(lines).source["not_carried"]]


@pytest.mark.parametrize(
    "threshold",
    ["up to 10%", "over 10%", "< 5%", "> 25%", "≥ 80%", "more than 3 %", "10% or less", "bis 10%", "plus de 5%", "discount = 20%"],
)  # fmt: skip
def test_a_threshold_keeps_its_number_and_is_no_share(threshold):
    process = read(f'B{{How much?}} -->|"{threshold}"| C\nB -->|else| D').process

    assert [(threshold, None), ("else", None)] == [(f.when, f.share) for f in process.step("B").flows]


@pytest.mark.parametrize(
    ("label", "when", "share"),
    [
        ("80%", None, 0.8), ("(80%)", None, 0.8), ("Yes, 80%", "Yes", 0.8), ("No - 20%", "No", 0.2), ("yes 80 %", "yes", 0.8),
        ("Yes: 80%", "Yes", 0.8), ("approved (95%)", "approved", 0.95), ("Ja – 12,5%", "Ja", 0.125), ("oui 70%", "oui", 0.7),
        ("是 60%", "是", 0.6), ("いいえ 5%", "いいえ", 0.05), ("<b>Yes</b> (80%)", "Yes", 0.8),
    ],
)  # fmt: skip
def test_a_share_stands_alone_in_brackets_or_after_yes_and_no(label, when, share):
    flow = read(f"A{{Well?}} -->|{label}| B\nA --> C").process.step("A").flows[0]

    assert (when, share) == (flow.when, flow.share)


def test_arrows_between_subgraphs_lead_from_the_last_step_to_the_first():
    lines = "subgraph Step1 [Choose]\nA --> B\nend\nsubgraph Step2 [Count]\nC --> D\nend\nStep1 --> Step2\nStep2 --> E[Close]"

    assert [("A", "B"), ("B", "C"), ("C", "D"), ("D", "E")] == flows(lines)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("X --> S\nsubgraph S\nA --> C\nB --> C\nend", [("A", "C"), ("B", "C"), ("X", "A"), ("X", "B")]),
        ("subgraph S\nA --> B\nA --> C\nend\nS -->|done| X", [("A", "B"), ("A", "C"), ("B", "X", "done"), ("C", "X", "done")]),
        ("subgraph S\nA --> B\nB --> A\nend\nX --> S --> Y", [("A", "B"), ("B", "A"), ("B", "Y"), ("X", "A")]),
        (
            "subgraph Out\nsubgraph In1\nA --> B\nend\nsubgraph In2\nC\nend\nIn1 --> In2\nend\nX --> Out --> Y",
            [("A", "B"), ("B", "C"), ("C", "Y"), ("X", "A")],
        ),
        ("subgraph S\nA --> B\nend\nB --> X\nS --> Y", [("A", "B"), ("B", "X"), ("B", "Y")]),
        ("subgraph S\nA --> A\nA --> B\nend\nX --> S", [("A", "A"), ("A", "B"), ("X", "A")]),
        ('subgraph "Two words"\nA\nend\nsubgraph T\nB\nend\nA --> T', [("A", "B")]),
        ("S1 --> S2\nsubgraph S1\nA\nend\nsubgraph S2\nB\nend", [("A", "B")]),
    ],
)  # fmt: skip
def test_arrows_at_subgraphs_mean_the_steps_inside(lines, expected):
    assert expected == flows(lines)


def test_an_arrow_at_a_subgraph_without_steps_is_told_and_not_counted():
    document = read("A --> S\nsubgraph S\nend")

    assert ([("line", 2)], 0) == (told("A --> S\nsubgraph S\nend"), document.source["sequence_flows"])


@pytest.mark.parametrize(
    "line",
    [
        "e1@{ animate: true }", "e1@{ animation: fast }", "e1@{ curve: linear }", "class e1 moving", "class A,B big",
        "class A, B big", "class Nobody big", "linkStyle 0 stroke:#f00", "linkStyle default stroke:#f00",
        "classDef default fill:#fff,stroke:#333", "style A fill:#bbf", 'click A href "https://example.org" _blank',
        'click A callback "tip"', "direction RL", "accTitle: how we pay", "%% a remark", "A:::big", "A@{ shape: rect }",
    ],
)  # fmt: skip
def test_a_line_about_looks_is_no_step(line):
    assert ["A", "B"] == names(f"A e1@==> B\n{line}")


@pytest.mark.parametrize(
    ("arrow", "expected"),
    [
        ("A---oB", [("A", "B")]), ("A --xB", [("A", "B")]), ("A --o B", [("A", "B")]), ("A x--x B", [("A", "B")]),
        ("A o==o B", [("A", "B")]), ("A -.-x B", [("A", "B")]), ("A -.-oB", [("A", "B")]), ("A ==xB", [("A", "B")]),
        ("A <--> B", [("A", "B"), ("B", "A")]), ("A <==> B", [("A", "B"), ("B", "A")]),
        ("A <-.-> B", [("A", "B"), ("B", "A")]), ("A <-->|talk| B", [("A", "B", "talk"), ("B", "A", "talk")]),
        ("A <-- talk --> B", [("A", "B", "talk"), ("B", "A", "talk")]), ("A --- B --- C", [("A", "B"), ("B", "C")]),
        ("A === B === C", [("A", "B"), ("B", "C")]), ("A -.- B -.- C", [("A", "B"), ("B", "C")]),
        ("A --> B & C --> D", [("A", "B"), ("A", "C"), ("B", "D"), ("C", "D")]), ("A -- pre-check --> B", [("A", "B", "pre-check")]),
        ('A -->|"yes | maybe"| B', [("A", "B", "yes | maybe")]), ("A --> B;B-->C;", [("A", "B"), ("B", "C")]),
        ("A e1@-->|go| B", [("A", "B", "go")]), ("A --> order --> xray", [("A", "order"), ("order", "xray")]),
        ("A --> B %% the usual way", [("A", "B")]), ("A ~~~ B --> C", [("B", "C")]),
    ],
)  # fmt: skip
def test_every_kind_of_arrow_is_read(arrow, expected):
    assert expected == flows(arrow)


def test_an_arrow_that_points_both_ways_is_told():
    assert [("link", 2)] == told("A[Ask] <--> B[Answer]")


@pytest.mark.parametrize(
    "line", ["B ??? C", "B -> C", "B --> C ]] D", "B --> ", "note right of B: hm", "B --> C --| D"]
)
def test_nothing_of_a_line_that_is_not_understood_becomes_a_step(line):
    lines = f"A --> Z\n{line}"

    assert (["A", "Z"], [("line", 3)]) == (names(lines), told(lines))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ('"<b>Approve</b> claim<br/><i>Manager</i>"', "Approve claim\nManager"), ("fa:fa-truck Ship", "Ship"),
        ('"Terms &amp; conditions &lt; 5 &nbsp;days"', "Terms & conditions < 5 days"), ("fab:fa-github Push", "Push"),
        ('"<i class=\'fa fa-user\'></i> Ask"', "Ask"), ('"`**Ask** the _boss_`"', "Ask the boss"), ('"a #lt; b"', "a < b"),
        ('"#9829; love"', "♥ love"), ('"&#9829; love"', "♥ love"), ('"R#amp;amp;D"', "R&amp;D"), ('"a < b and c > d"', "a < b and c > d"),
        ('"<span style=\'color:red\'>Stop</span>"', "Stop"), ('"One<BR>two"', "One\ntwo"), ('"snake_case_name"', "snake_case_name"),
        ('"`2 * 3 * 4`"', "2 * 3 * 4"), ('"<customer> pays"', "<customer> pays"), ('"**not** in backticks"', "**not** in backticks"),
    ],
)  # fmt: skip
def test_names_are_words_without_html_entities_and_icons(label, name):
    assert [name, "Next"] == names(f"A[{label}] --> B[Next]")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("title: Pay a claim", "Pay a claim"), ('title: "R&D: order <fast> #1"', "R&D: order <fast> #1"), ("title: 'It''s paid'", "It's paid"),
        ("title: Pay # as it was", "Pay"), ("config:\n  theme: base\ntitle: Pay", "Pay"), ('title: "a \\"b\\""', 'a "b"'), ("title: [a", "[a"),
    ],
)  # fmt: skip
def test_the_title_is_read_as_yaml(written, title):
    text = f"---\n{written}\n---\nflowchart LR\nA --> B\n"

    assert title == loads(text.encode(), file="p.mmd", today=TODAY).process.name


@pytest.mark.parametrize(
    "name", ["R&D: order <fast> #1", "R#amp;D", 'say "no"', "100% done", "終了", "fa:fa-truck", "a\\b", "- x", "[a]"]
)
def test_titles_and_names_survive_writing(name):
    process = Process(name, (Step("end-2", name), Step("x y", "End"), Step("class", "Class")))
    back = loads(write_mermaid(process).encode(), file="p.mmd", today=TODAY).process

    assert (name, [("end-2", name), ("x y", "End"), ("class", "Class")]) == (
        back.name,
        [(s.id, s.name) for s in back.steps],
    )


def test_an_id_that_somebody_wrote_twice_in_remarks_is_not_taken_twice():
    ids = [step.id for step in read('step1[A]\n%% id of step1: "x"\nstep2[B]\n%% id of step2: "x"\nx[C]').process.steps]

    assert ["step1", "step2", "x"] == ids


def test_a_line_that_means_millions_of_arrows_is_told_and_not_read():
    left, right = (" & ".join(f"{letter}{number}" for number in range(2000)) for letter in "ab")
    lines = f"x --> y\n{left} --> {right}"

    assert (["x", "y"], [("line", 3)]) == (names(lines), told(lines))
