"""Values are frozen: whoever was handed one finds it later as it was."""

import sys

from msgspec import Struct

from flowtrim.changes.difference.diff import diff
from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.measures.observed import Average
from flowtrim.redesign import trim
from flowtrim.rules import check
from tests.charts import chart
from tests.days import TODAY

ROOMS = ("flowtrim.changes.", "flowtrim.measures.", "flowtrim.redesign.")
CLAIM = """
process: Pay a claim
customer: buyer
outputs: [money]
volume: 400/month
roles:
  buyer: {name: Buyer, kind: customer}
  clerk: {name: Clerk, skills: [ledger], persons: 2}
  boss: {name: Boss}
separate: [[look, pay]]
kpis: [{name: Calls, what: Calls answered, why: Callers hang up, action: Add agents}]
steps:
  - {id: call, name: Take the call, kind: contact, owner: clerk, takes: 5m, why: none, outputs: [note], next: copy}
  - {id: copy, name: Copy it, owner: boss, takes: 5m, why: none, inputs: [note], outputs: [list], next: look}
  - {id: look, name: Look at it, owner: clerk, kind: check, takes: 3m, decisions: {made: 400, refused: 1},
     why: Receipts handed in twice cost 4000 in 2024., next: [{to: pay, when: fine, share: 80%}, {to: call, when: not clear, share: 10%}, {to: end, when: refused, share: 10%, as: refused}]}
  - {id: pay, name: Pay, owner: clerk, kind: notify, takes: 5m..9m, waits: 2 d, inputs: [note], outputs: [money], next: both,
     why: Buyers must not lend us their money.}
  - {id: both, kind: gateway, next: {all: [tell, file]}}
  - {id: tell, name: Tell them, owner: boss, kind: contact, takes: 1m, why: none, next: close}
  - {id: file, name: File it, owner: boss, takes: 1m, next: close}
  - {id: close, name: Close it, owner: boss, join: all, takes: 1m, why: none}
"""
WRITTEN_WHILE_BUILT = {"_Edge", "Program"}
"""An arc of a graph that is rewritten, and a program that is put together row by row: nobody else is handed one."""


def test_no_value_of_a_measure_a_change_or_a_plan_is_ever_written_to():
    survey = Survey(loads(CLAIM, file="p.yml", today=TODAY).process, today=TODAY)
    named = [name for name in dir(Survey) if not name.startswith("_") and name != "evidence"]
    seen = [getattr(survey, name) for name in named]
    proposal = trim(survey)
    found = check(survey, profile="all", debug=True)
    made = diff(survey.process, chart({"call": "pay", "pay": ""}))
    observed = Average(2, 10.0, 60.0).mean
    values = {
        kind.__name__: kind
        for name, module in [*sys.modules.items()]
        if name.startswith(ROOMS)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Struct) and kind.__module__ == name
    }

    assert all((seen, proposal, found, made, observed))
    assert len(values) > 80
    assert WRITTEN_WHILE_BUILT == {name for name, kind in values.items() if not kind.__struct_config__.frozen}
