"""What pages, sheets and the rows above a table say of the process as a whole: its owner, its customer, its review."""

from datetime import date

import pytest

from flowtrim.formats import loads
from tests.days import TODAY

STEPS = "\n\n1. Check the receipt\n2. Pay the refund\n"
TABLE = "\n\n| Step | Who |\n|---|---|\n| Check the receipt | Clerk |\n| Pay the refund | Finance |\n"
CHART = "\n\n```mermaid\nflowchart LR\na[Check] --> b[Pay]\n```\n"


def read(text, file="p.md"):
    return loads(text.encode(), file=file, today=TODAY)


def told(document):
    return [item["why"] for key in ("not_carried", "assumed") for item in document.source.get(key, ())]


def whole(document):
    process = document.process
    return process.owner, process.customer, process.reviewed


@pytest.mark.parametrize("steps", [STEPS, TABLE, CHART], ids=["list", "table", "chart"])
@pytest.mark.parametrize(
    "top",
    [
        "# Refund\n\nOwner: Maria Meyer\nCustomer: Buyers\nLast reviewed: 2024-03-01",
        "# Refund\n\n**Process owner:** Maria Meyer  \n**Customer:** Buyers  \n**Last review:** 2024/3/1",
        "# Refund\n\n- Owner: Maria Meyer\n- Customers: Buyers\n- Reviewed on: 01.03.2024",
        "# Refund\n\n**Owner:** Maria Meyer | **Customer:** Buyers | **Reviewed:** 2024-03-01",
        "# Refund\n\n| Process owner | Maria Meyer |\n|---|---|\n| Customer | Buyers |\n| Last reviewed | 1.3.2024 |",
        "# Refund\n\n| Field | Value |\n|---|---|\n| Owner | Maria Meyer |\n| Customer | Buyers |\n| Reviewed | 2024-03-01 |",
        "---\ntitle: Refund\nowner: Maria Meyer\ncustomer: Buyers\nlast_reviewed: 2024-03-01\n---",
        "# Refund\n\n## Overview\n\nOwner: Maria\nMeyer\nCustomer: Buyers\nReviewed: 2024-03-01\n\n## Procedure",
        "# Refund\n\n## Process owner\n\nMaria Meyer\n\n## Customer\n\nBuyers\n\n## Last reviewed\n\n2024-03-01\n\n## Steps",
        "# Erstattung\n\nProzesseigner: Maria Meyer\nKunde: Buyers\nZuletzt geprüft: 01.03.2024",
        "# Remboursement\n\nPilote du processus : Maria Meyer\nClient : Buyers\nDernière revue : 2024-03-01",
        "# Reembolso\n\nResponsable del proceso: Maria Meyer\nCliente: Buyers\nÚltima revisión: 2024-03-01",
        "# 返金\n\n責任者：Maria Meyer\n顧客：Buyers\n最終見直し：2024年3月1日",
        "# 退款\n\n负责人：Maria Meyer\n客户：Buyers\n上次审查：2024年3月1日",
    ],
)
def test_what_stands_at_the_top_of_a_page_is_said_of_the_process(top, steps):
    document = read(top + steps)

    assert ("Maria Meyer", "Buyers", date(2024, 3, 1)) == whole(document)
    assert 2 == len(document.process.steps)
    assert [] == told(document)


def test_what_is_said_beside_it_and_not_read_is_told_at_its_line():
    document = read("# Refund\n\nOwner: Finance\nVersion: 1.2\nLast reviewed: soon" + STEPS)

    assert [
        (4, "'Version' says nothing that is read of a process, and was passed over"),
        (5, "'soon' is not understood as what 'Last reviewed' says"),
    ] == [(item["line"], item["why"]) for item in document.source["not_carried"]]


@pytest.mark.parametrize(
    "text",
    [
        "# Refund\n\n1. Check the receipt\n   Owner: Clerk\n2. Pay the refund\n   Owner: Finance\n",
        "# Refund\n\n### Step 1: Check\n\nOwner: Clerk\n\n### Step 2: Pay\n\nOwner: Finance\n",
        "# Refund\n\n## Roles\n\n- Owner: decides\n- Clerk: checks\n\n## Procedure\n\n1. Check (Clerk)\n2. Pay (Owner)\n",
        "# Refund\n\n| Owner | Task |\n|---|---|\n| Clerk | Check |\n| Finance | Pay |\n",
        "# Refund\n\nNote: read this first.\n\n1. Check (Clerk)\n2. Pay (Finance)\n",
    ],
)
def test_what_belongs_to_a_step_or_a_role_is_not_said_of_the_process(text):
    assert (None, None, None) == whole(read(text))


def test_keys_above_the_headings_of_a_table_are_said_of_the_process():
    document = read(
        "Refund,,\nProcess owner:,Maria Meyer,\nKunde: Buyers,Zuletzt geprüft: 01.03.2024,\nVersion,1.2,\n,,\n"
        "Step,Who,Time\nAsk,Clerk,5 min\nPay,Finance,2 h\n",
        "p.csv",
    )

    assert ("Refund", "Maria Meyer", "Buyers", date(2024, 3, 1)) == (document.process.name, *whole(document))
    assert ["'Version' stands above the headings, and was passed over"] == told(document)


def test_a_banner_above_the_headings_says_nothing_of_the_process():
    document = read("Process,Customer,\nStep,Who,Time\nAsk,Clerk,5 min\nPay,Finance,2 h\n", "p.csv")

    assert (None, None, None) == whole(document)
    assert ["'Process' stands above the headings, and was passed over"] == told(document)
