"""The figures of the JSON report, all of them at once."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.model import Process, Role, Start, Step
from flowtrim.reports.figure_text import measures, performing
from tests.processes import processes

DAY = date(2026, 3, 2)


def told(process):
    """Every figure; steps and roles are listed in the order of the file, so lists are sorted, and digits rounded."""
    return _ordered(measures(Survey(process, today=DAY)))


def _ordered(value):
    if isinstance(value, dict):
        return {key: _ordered(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted(map(_ordered, value), key=lambda item: json.dumps(item, sort_keys=True))
    return float(f"{value:.9g}") if isinstance(value, float) else value


@given(processes(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_no_figure_once_the_starts_are_written_out(process, random):
    starts = tuple(Start(at, share) for at, share in FlowGraph(process).starts.items())
    written_out = replace(process, starts=starts)
    steps = random.sample(process.steps, len(process.steps))

    assert told(written_out) == told(replace(written_out, steps=tuple(steps)))


def test_partners_customers_and_systems_are_counted_beside_the_roles_and_not_among_them():
    kinds = {"buyer": "customer", "carrier": "partner", "mint": "partner", "ledger": "system"}
    roles = tuple(Role(name, name, kind=kind) for name, kind in kinds.items())
    steps = tuple(Step(f"do-{name}", name, owner=name) for name in (*kinds, "clerk"))
    survey = Survey(Process("P", steps, roles), today=DAY)

    figures = measures(survey)
    assert (1, 2, 1, 1) == tuple(figures[name] for name in ("roles", "partners", "customers", "systems"))
    assert ["1 role", "2 partners"] == list(performing(survey))
