"""The smallest useful file, and how the order of a file becomes flows."""

from flowtrim.formats import loads
from flowtrim.model import Flow
from tests.days import TODAY

CLAIM = """\
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Approve the claim, owner: Manager, why: "Spending limits are set by the board, minute 2025-14."}
  - {name: Pay the claim, owner: Payroll}
"""


def read(text):
    return loads(text, today=TODAY).process


def test_an_id_is_made_from_the_name():
    ids = [step.id for step in read(CLAIM).steps]

    assert ["fill-in-the-claim", "approve-the-claim", "pay-the-claim"] == ids


def test_steps_follow_each_other_in_the_order_written():
    flows = [step.flows for step in read(CLAIM).steps]

    assert [(Flow("approve-the-claim"),), (Flow("pay-the-claim"),), ()] == flows


def test_an_owner_needs_no_declaration():
    process = read(CLAIM)

    assert ["Employee", "Manager", "Payroll"] == [step.owner for step in process.steps]
    assert () == process.roles


def test_a_step_stands_where_its_entry_begins():
    document = loads(CLAIM, today=TODAY)

    assert (4, 5) == document.place("step", "approve-the-claim")
    assert (5, 34) == document.place("role", "Payroll")
    assert (4, 5) == document.place("flow", "approve-the-claim->pay-the-claim")
    assert (1, 1) == document.place("kpi", "unheard of")
