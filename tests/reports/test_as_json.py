from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings

from flowtrim.analysis import analyse
from flowtrim.formats import Document
from flowtrim.model import Settings
from flowtrim.reports.process.process_json import as_json, report
from tests.processes import processes

CLAIM = """\
process: Expense claim
owner: Head of Finance
customer: Employee
steps:
  - {name: Fill in the claim, owner: Employee, takes: 10m}
  - {name: Approve the claim, owner: Manager, why: none, takes: 5m, waits: 1d}
  - {name: Pay the claim, owner: Payroll, takes: 5m}
kpis:
  - {name: Claims paid, what: Claims paid in a month.}
"""

# The contract, as people and programs rely on it: every key, and the types of its value.
NUMBER, MAYBE, TEXT, MAYBE_TEXT = (int, float), (int, float, type(None)), (str,), (str, type(None))
SHAPE = {
    "format": TEXT,
    "process": {"name": TEXT, "file": TEXT, "owner": MAYBE_TEXT, "customer": MAYBE_TEXT},
    "measures": {
        "steps": (int,), "roles": (int,), "handoffs": (int,), "handoffs_with_systems": (int,),
        "handoffs_with_partners": (int,), "handoffs_with_customer": (int,), "handoffs_expected": MAYBE, "handoffs_assumed": (bool,),
        "contacts_expected": MAYBE, "people_met_expected": MAYBE, "silence_minutes": MAYBE,
        "ping_pongs_expected": MAYBE, "handoff_matrix": [{"from": TEXT, "to": TEXT, "static": (int,), "expected": MAYBE}],
        "visits": (dict,),
        "unjustified_steps": [TEXT], "unasked_steps": [TEXT], "weak_steps": [TEXT], "expired_steps": [TEXT],
        "redundant_roles": [
            {"role": TEXT, "reasons": [TEXT], "absorbed_by": MAYBE_TEXT, "handoffs_saved": MAYBE}
        ],
        "value": {"VA": (int,), "BVA": (int,), "NVA": (int,), "unclassified": (int,)},
        "elevator": {"text": TEXT, "seconds": NUMBER, "rides": (int,), "fits": (bool,), "limit": NUMBER},
        "time": {
            "effort_minutes": MAYBE, "cycle_minutes": MAYBE, "theoretical_minutes": MAYBE, "efficiency": MAYBE,
            "cost": MAYBE, "hours_per_year": MAYBE, "cost_per_year": MAYBE,
        },
        "complexity": {
            "nodes": (int,), "arcs": (int,), "density": MAYBE, "cnc": MAYBE, "cfc": (int,), "cyclomatic": (int,),
            "separability": MAYBE, "sequentiality": MAYBE, "depth": MAYBE, "diameter": MAYBE, "token_split": (int,),
            "heterogeneity": MAYBE, "structuredness": MAYBE,
        },
        "sound": (bool, type(None)),
        "review": {"last": MAYBE_TEXT, "due": MAYBE_TEXT, "overdue": (bool,), "months": MAYBE},
    },
    "kpis": [{"name": TEXT, "overdue": (bool,), "elevator": {"seconds": NUMBER, "fits": (bool,)}}],
    "findings": [
        {
            "rule": TEXT, "severity": TEXT, "message": TEXT, "at": TEXT, "kind": TEXT, "line": (int,), "column": (int,),
            "accepted": (bool,),
        }
    ],
    "plan": {"changes": [(dict,)], "measures_after": (dict,)},
}  # fmt: skip


def breaches(shape, value, at="report"):
    """Say where a value differs from the contract; keys beyond it are welcome."""
    if isinstance(shape, dict):
        missing = [f"{at}.{key} is missing" for key in shape if key not in value]
        known = [key for key in shape if key in value]
        return missing + [found for key in known for found in breaches(shape[key], value[key], f"{at}.{key}")]
    if isinstance(shape, list):
        return [found for n, item in enumerate(value) for found in breaches(shape[0], item, f"{at}[{n}]")]
    wrong = type(value) not in shape
    return [f"{at} is {value!r}"] if wrong else []


def told(analysis) -> dict:
    return json.loads(as_json([report(analysis)], several=False), parse_constant=pytest.fail)


def test_the_report_keeps_its_contract(analysed):
    assert [] == breaches(SHAPE, told(analysed(CLAIM)))


@settings(max_examples=30)
@given(processes())
def test_the_report_keeps_its_contract_on_any_process(process):
    document = Document(process, "drawn.yml", "")
    analysis = analyse(document, today=date(2026, 11, 22), settings=Settings(profile="all"))

    assert [] == breaches(SHAPE, told(analysis))


def test_the_process_is_named(analysed):
    assert {
        "name": "Expense claim",
        "file": "claim.yml",
        "owner": "Head of Finance",
        "customer": "Employee",
    } == told(analysed(CLAIM))["process"]


def test_customers_stand_apart_from_roles(analysed):
    figures = told(analysed(CLAIM))["measures"]

    assert (3, 2, 1, 0) == (figures["steps"], figures["roles"], figures["customers"], figures["systems"])


def test_figures_are_those_of_the_process(analysed):
    figures = told(analysed(CLAIM))["measures"]

    assert (2, 2.0, False) == (figures["handoffs"], figures["handoffs_expected"], figures["handoffs_assumed"])
    assert [
        {"from": "Employee", "to": "Manager", "static": 1, "expected": 1.0},
        {"from": "Manager", "to": "Payroll", "static": 1, "expected": 1.0},
    ] == figures["handoff_matrix"]
    assert (20.0, 500.0) == (figures["time"]["effort_minutes"], figures["time"]["cycle_minutes"])


def test_a_missing_why_has_two_readings(analysed):
    figures = told(analysed(CLAIM))["measures"]

    assert ["fill-in-the-claim", "approve-the-claim", "pay-the-claim"] == figures["unjustified_steps"]
    assert ["fill-in-the-claim", "pay-the-claim"] == figures["unasked_steps"]


def test_what_is_undefined_is_null_and_not_zero(analysed):
    figures = told(analysed("process: P\nsteps:\n  - {name: A, owner: B}\n"))["measures"]

    assert (None, None, None) == (figures["time"]["effort_minutes"], figures["time"]["cost"], figures["review"]["last"])


def test_a_loop_without_a_way_out_has_no_expected_figures(analysed):
    endless = "process: P\nsteps:\n  - {id: a, name: A, owner: X}\n  - {id: b, name: B, owner: Y, next: a}\n"
    figures = told(analysed(endless))["measures"]

    assert (2, None, None) == (figures["handoffs"], figures["handoffs_expected"], figures["visits"]["a"])


def test_a_process_without_steps_has_a_report(analysed):
    assert [] == breaches(SHAPE, told(analysed("process: P\nsteps: []\n")))


def test_there_is_no_after_unless_it_was_asked_for(analysed):
    assert "after" not in told(analysed(CLAIM))


def test_the_after_process_brings_its_figures(analysed):
    after = told(analysed(CLAIM, after="process: Lean\nsteps:\n  - {name: A, owner: B}\n"))["after"]

    assert ({"name": "Lean", "file": "lean.yml"}, 1) == (after["process"], after["measures"]["steps"])


def test_the_same_file_gives_the_same_bytes(analysed):
    assert as_json([report(analysed(CLAIM))], several=False) == as_json([report(analysed(CLAIM))], several=False)


def test_several_files_are_a_list_even_if_there_is_only_one(analysed):
    assert ["Expense claim"] == [
        one["process"]["name"] for one in json.loads(as_json([report(analysed(CLAIM))], several=True))
    ]
