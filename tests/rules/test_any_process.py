"""What every rule owes to every process, whatever it looks like."""

from collections import Counter

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.model import END, Process, Promise
from flowtrim.rules import catalogue, check
from tests.days import TODAY
from tests.processes import processes

few = settings(max_examples=40)


def findings(process):
    return check(Survey(process, today=TODAY), profile="all", debug=True)


def subjects(process):
    """Everything that a finding about the process may speak of."""
    roles = {role for step in process.steps for role in (step.owner, step.accountable, *step.consults, *step.informs)}
    flows = {f"{source.id}->{target}" for source in process.steps for target in (*(s.id for s in process.steps), END)}
    return {
        "process": {"process"},
        "figure": {ceiling.figure for ceiling in process.ceilings},
        "step": {step.id for step in process.steps},
        "role": roles | {role.id for role in process.roles},
        "flow": flows,
        "kpi": {kpi.name for kpi in process.kpis},
    }


def with_ids_turned_round(process: Process) -> Process:
    def new(step_id):
        return step_id if step_id == END else f"id-{step_id[::-1]}"

    steps = tuple(
        replace(s, id=new(s.id), flows=tuple(replace(flow, to=new(flow.to)) for flow in s.flows)) for s in process.steps
    )
    return replace(
        process,
        steps=steps,
        starts=tuple(replace(start, at=new(start.at)) for start in process.starts),
        separate=tuple(tuple(map(new, group)) for group in process.separate),
        together=tuple(tuple(map(new, group)) for group in process.together),
        kpis=tuple(replace(kpi, steps=tuple(map(new, kpi.steps))) for kpi in process.kpis),
    )


@few
@given(processes())
def test_no_rule_breaks_on_any_process(process):
    assert all(finding.message for finding in findings(process))


@few
@given(processes())
def test_a_finding_speaks_of_something_that_is_there(process):
    known = subjects(process)

    assert [] == [finding.key for finding in findings(process) if finding.at not in known[finding.kind]]


@few
@given(processes())
def test_a_rule_says_one_thing_of_one_subject(process):
    keys = Counter((finding.rule, finding.kind, finding.at) for finding in findings(process))

    assert [] == [key for key, count in keys.items() if count > 1]


@few
@given(processes())
def test_renaming_ids_changes_no_finding(process):
    renamed = with_ids_turned_round(process)

    assert Counter(f.rule for f in findings(process)) == Counter(f.rule for f in findings(renamed))


@few
@given(processes())
def test_a_message_is_a_whole_sentence_on_one_line(process):
    messages = [finding.message for finding in findings(process)]

    assert [] == [m for m in messages if not m.endswith((".", "?")) or "\n" in m or m.lower().startswith("error")]


@few
@given(processes())
def test_the_same_process_yields_the_same_findings_twice(process):
    assert findings(process) == findings(process)


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)
def test_a_rule_keeps_silent_on_a_process_without_steps(rule):
    silent = Process(
        "p", why="Guests get their keys.", customer="Guest", owner="Desk", reviewed=TODAY, promise=Promise(within=480.0)
    )

    assert [] == rule.check(Survey(silent, today=TODAY))
