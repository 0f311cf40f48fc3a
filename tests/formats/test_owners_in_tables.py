"""Who does a step in tables as people lay them out: on two lines, over several rows, or as the heading of what is below."""

import io

import openpyxl
import pytest

from tests.formats.test_tables_of_people import book, flows, read, told, who


def merged(rows, *ranges):
    made = openpyxl.load_workbook(io.BytesIO(book(Steps=rows)))
    for each in ranges:
        made["Steps"].merge_cells(each)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def consulted(document):
    return [list(step.consults) for step in document.process.steps]


@pytest.mark.parametrize(
    "cell", ["Sales\nFinance", "- Sales\n- Finance", "Sales /\nFinance", "Sales,\nFinance", "1. Sales\n2. Finance"]
)
def test_two_owners_on_two_lines_are_two_and_that_is_told(cell):
    document = read(f'Step,Owner\nAsk,"{cell}"\nPay,Bank\n')

    assert [("Ask", "Sales"), ("Pay", "Bank")] == who(document)
    assert [["Finance"], []] == consulted(document)
    assert any("'Sales' was read as the owner" in why for why in told(document))


@pytest.mark.parametrize("cell", ["Head of\nSales", "Sales\nManager", "Leiter\nEinkauf", "Customer service\ndesk"])
def test_one_role_on_two_lines_is_one_and_that_is_told(cell):
    document = read(f'Step,Owner\nAsk,"{cell}"\nPay,Bank\n')

    assert [("Ask", cell.replace("\n", " ")), ("Pay", "Bank")] == who(document)
    assert any("one role" in why for why in told(document))


def test_lines_in_cells_of_pages_are_lines():
    page = "| Step | Owner | Next |\n|-|-|-|\n| Ask | Sales<br>Finance | 2\\|3 |\n| Pay | Bank | end |\n| Tell | Bank | end |\n"
    html = "<table><tr><th>Step</th><th>Owner</th></tr><tr><td>Ask</td><td>Sales<br/>Finance</td></tr></table>\n"

    assert ("Ask", "Sales") == who(read(page, file="claim.md"))[0]
    assert [("pay", None), ("tell", None)] == flows(read(page, file="claim.md"))["Ask"]
    assert [("Ask", "Sales")] == who(read(html, file="claim.md"))


def test_owners_that_are_named_alone_as_well_are_two():
    document = read('Step,Owner\nAsk,Sales\nPay,Finance\nTell,"Sales, Finance"\nGo,Sales and Marketing\n')

    assert [("Ask", "Sales"), ("Pay", "Finance"), ("Tell", "Sales"), ("Go", "Sales and Marketing")] == who(document)


def test_a_name_over_two_owners_is_one_step():
    rows = [
        ["No", "Step", "Owner"],
        [1, "Ask", "Sales"],
        [2, "Check", "Finance"],
        [None, None, "Legal"],
        [3, "Pay", "Bank"],
    ]
    for document in (read(merged(rows, "A3:A4", "B3:B4"), file="x.xlsx"), read(merged(rows, "B3:B4"), file="x.xlsx")):
        assert [("Ask", "Sales"), ("Check", "Finance"), ("Pay", "Bank")] == who(document)
        assert [[], ["Legal"], []] == consulted(document)
        assert any("'Legal' as consulted" in why for why in told(document))


def test_a_name_over_two_ways_on_is_one_step():
    rows = [
        ["Step", "Owner", "When", "Next"],
        ["Check", "Legal", "fine", "Pay"],
        [None, None, "not", "Ask"],
        ["Pay", "Bank", None, "end"],
        ["Ask", "Bank", None, "Check"],
    ]
    document = read(merged(rows, "A2:A3", "B2:B3"), file="x.xlsx")

    assert ["Check", "Pay", "Ask"] == [name for name, _ in who(document)]
    assert [("pay", "fine"), ("ask", "not")] == flows(document)["Check"]


def test_a_row_with_but_an_owner_is_a_second_one_of_the_step_above():
    document = read("Step,Owner\nAsk,Sales\nCheck,Finance\n,Legal\nPay,Bank\n")

    assert [("Ask", "Sales"), ("Check", "Finance"), ("Pay", "Bank")] == who(document)
    assert [[], ["Legal"], []] == consulted(document)


def test_rows_of_html_that_span_are_one_step():
    html = (
        "<table><tr><th>Step</th><th>Owner</th></tr><tr><td rowspan='2'>Check</td><td>Finance</td></tr>"
        "<tr><td>Legal</td></tr><tr><td>Pay</td><td>Bank</td></tr></table>\n"
    )

    assert [("Check", "Finance"), ("Pay", "Bank")] == who(read(html, file="claim.md"))


@pytest.mark.parametrize(
    "rows",
    [
        "Step,Owner,Time\n,Sales,\nAsk,,5 min\nPay,,3 min\n,Finance,\nBook,,2 min\n",
        "Step,Time\nSales,\nAsk,5 min\nPay,3 min\nFinance:,\nBook,2 min\n",
        "Owner,Step,Time\nSales,,\n,Ask,5 min\n,Pay,3 min\nFinance,,\n,Book,2 min\n",
        "No,Step,Time\nSales,,\n1,Ask,5 min\n2,Pay,5 min\nFinance,,\n3,Book,4 min\n",
    ],
)
def test_an_owner_alone_in_a_row_has_the_steps_below(rows):
    document = read(rows)

    assert [("Ask", "Sales"), ("Pay", "Sales"), ("Book", "Finance")] == who(document)
    assert any("the owner of the steps below it" in why for why in told(document))


def test_a_step_that_reads_as_a_role_is_a_step():
    assert ["Production", "Shipping", "Sales"] == [
        name for name, _ in who(read("Step,Time\nProduction,5 min\nShipping,\nSales,2 min\n"))
    ]
    assert ["Packing", "Shipping"] == [name for name, _ in who(read("Step,Owner\nPacking,\nShipping,\n"))]


@pytest.mark.parametrize("lines", [5, 25, 45, 55])
def test_a_cover_of_many_rows_stands_above_the_table(lines):
    cover = "Sales handbook,,\nPrepared by,Jo,\nOwner:,Finance,\n" + "A word on this,,\n" * 2 + ",,\n" * lines
    document = read(cover + "Step,Owner,Next\nAsk,Sales,Pay\nPay,Bank,\n")

    assert [("Ask", "Sales"), ("Pay", "Bank")] == who(document)
    assert "Finance" == document.process.owner


@pytest.mark.parametrize(
    "cell", ["2|3", "2 | 3", "Pay | Refuse", "Pay|Refuse", "2 or 3", "2, or 3", "2；3", "Pay／Refuse", "2或3"]
)
def test_ways_apart_by_signs_are_a_choice(cell):
    document = read(f'No,Step,Next\n1,Check,"{cell}"\n2,Pay,end\n3,Refuse,end\n')

    assert [("2", None), ("3", None)] == flows(document)["Check"]
    assert "one" == document.process.steps[0].split


@pytest.mark.parametrize(
    "cell", ["Pay and Refuse", "2 & 3", "2+3", "2 und 3", "2 et 3", "2 y 3", "2と3", "2和3", "Pay AND Refuse"]
)
def test_ways_apart_by_and_are_taken_at_once_and_that_is_told(cell):
    document = read(f'No,Step,Next\n1,Check,"{cell}"\n2,Pay,end\n3,Refuse,end\n')

    assert [("2", None), ("3", None)] == flows(document)["Check"]
    assert "all" == document.process.steps[0].split
    assert any("at once" in why for why in told(document))


def test_a_step_whose_name_has_a_word_between_is_one():
    document = read("Step,Next\nAsk,Pay and Inform\nPay and Inform,end\nPay,end\nInform,end\n")

    assert [("pay-and-inform", None)] == flows(document)["Ask"]


def test_what_is_no_step_of_several_is_told_and_the_others_are_read():
    document = read("No,Step,Next\n1,Check,Pay | Nothing\n2,Pay,end\n")

    assert [("2", None)] == flows(document)["Check"]
    assert any("'Nothing'" in why for why in told(document))


def test_conditions_apart_by_the_same_sign_go_with_their_ways():
    document = read("No,Step,When,Next\n1,Check,ok|not ok,2|3\n2,Pay,,end\n3,Refuse,,end\n")

    assert [("2", "ok"), ("3", "not ok")] == flows(document)["Check"]


@pytest.mark.parametrize(
    "lines",
    ["Clerk|Manager", "Buyer|Manager", "Vertrieb|Technik", "Einkäufer|Lagerist", "営業部|経理部", "Comptable|Directeur", "Engineer|Team lead",
     "Anna Schmidt|Team Sales"],
)  # fmt: skip
def test_roles_below_each_other_are_several(lines):
    first, second = lines.split("|")
    document = read(f'Step,Owner\nAsk,"{first}\n{second}"\nPay,Bank\n')

    assert ([("Ask", first), ("Pay", "Bank")], [[second], []]) == (who(document), consulted(document))


@pytest.mark.parametrize(
    "lines",
    [
        "Quality|Assurance",
        "Accounts|Payable",
        "Customer|Service",
        "Sales|(Europe)",
        "Project|Manager",
        "Jefe de|Compras",
    ],
)
def test_a_wrapped_name_is_one(lines):
    document = read('Step,Owner\nAsk,"{}\n{}"\nPay,Bank\n'.format(*lines.split("|")))

    assert lines.replace("|", " ") == document.process.steps[0].owner


@pytest.mark.parametrize("mark", ["✓", "✅", "✔️", "x", "●"])
def test_marks_in_tables_of_pages_are_kept(mark):
    page = f"| Task | Clerk | Boss |\n|-|-|-|\n| Log | {mark} | |\n| Approve | | {mark} |\n"

    assert [("Log", "Clerk"), ("Approve", "Boss")] == who(read(page, file="claim.md"))


def test_levels_are_no_roles():
    assert [("Ask", None), ("Pay", None)] == who(read("Step,Sales,Finance\nAsk,H,L\nPay,L,H\n"))
