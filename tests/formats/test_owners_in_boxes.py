"""Boxes of a flowchart that say who does it, as items of a list do: read where it reads as a role, told, and never lost."""

import pytest

from flowtrim.formats import loads
from flowtrim.formats.diagrams.mermaid_writer import write_mermaid
from flowtrim.model import Flow, Process, Step
from tests.days import TODAY


def read(*lines):
    return loads(("flowchart TD\n" + "\n".join(lines) + "\n").encode(), file="claim.mmd", today=TODAY)


def box(label):
    document = read(f'a["{label}"] --> b["Pay"]')
    return document.process.steps[0].name, document.process.steps[0].owner


@pytest.mark.parametrize(
    ("label", "owner"),
    {
        "HR: Post ad": "HR", "HR – Post ad": "HR", "HR - Post ad": "HR", "[HR] Post ad": "HR", "Post ad (HR)": "HR", "Post ad – HR": "HR",
        "HR<br/>Post ad": "HR", "HR<br>Post ad": "HR", "<b>HR</b><br/>Post ad": "HR", "Post ad<br/>(HR)": "HR", "Post ad<br/>Owner: HR": "HR",
        "HR:<br/>Post ad": "HR", "Einkauf: Post ad": "Einkauf", "Post ad (Buchhaltung)": "Buchhaltung", "Comptabilité : Post ad": "Comptabilité",
        "Almacén: Post ad": "Almacén", "営業部：Post ad": "営業部", "财务部<br/>Post ad": "财务部", "Sales manager: Post ad": "Sales manager",
        "Post ad (by HR)": "HR", "(HR) Post ad": "HR",
    }.items(),
)  # fmt: skip
def test_a_box_that_names_a_role_says_who_does_it(label, owner):
    assert ("Post ad", owner) == box(label)
    assert [f"'{owner}' was read as who does it"] == [
        item["why"] for item in read(f'a["{label}"] --> b["Pay"]').source["assumed"]
    ]


@pytest.mark.parametrize(
    "label",
    ["Note: ask", "API: call it", "Fill form (if needed)", "Send to HR", "Customer<br/>complains", "Sales<br/>Order", "Status: approved",
     "Check (5 items)", "Step 1: Ask", "The clerk checks it", "Pay (ASAP)", "Kunde<br/>reklamiert", "https://x.org: open it"],
)  # fmt: skip
def test_other_words_are_a_name(label):
    assert (label.replace("<br/>", "\n"), None) == box(label)


def test_a_role_that_the_chart_names_elsewhere_is_one():
    document = read('a["Night crew: Load"] --> b', 'subgraph s ["Night crew"]', 'b["Drive"]', "end")

    assert [("Load", "Night crew"), ("Drive", "Night crew")] == [(s.name, s.owner) for s in document.process.steps]


def test_the_subgraph_of_a_role_wins_and_any_other_is_the_part():
    document = read("subgraph Sales", 'a["HR: Ask"]', "end", "subgraph Intake", 'b["HR: Take"] --> a', "end")

    assert [("HR: Ask", "Sales", None), ("Take", "HR", "Intake")] == [
        (step.name, step.owner, step.part) for step in document.process.steps
    ]


def test_how_long_it_takes_is_kept():
    [step, _] = read('a["Pay (Finance, 5 min)"] --> b["File"]').process.steps

    assert ("Pay", "Finance", 5) == (step.name, step.owner, step.takes)


@pytest.mark.parametrize(
    "name", ["HR: Post ad", "Post ad (HR)", "[HR] Post ad", "HR\nPost ad", "HR – Post ad", "Post ad (HR, 5 min)"]
)
@pytest.mark.parametrize("owner", [None, "HR", "Legal", "Intake"])
def test_what_we_write_reads_back_with_its_name(name, owner):
    process = Process("Claim", (Step("a", name, owner=owner, flows=(Flow("b"),)), Step("b", "Pay", owner=owner)))

    assert process.steps == loads(write_mermaid(process).encode(), file="claim.mmd", today=TODAY).process.steps
