from flowtrim.analysis import analyse
from flowtrim.changes import apply_plan
from flowtrim.model import END, Assign, Drop, Flow, Merge, Plan, Process, Start, Step
from flowtrim.reports.aligned_steps import aligned
from flowtrim.reports.pictures import drawings
from tests.days import TODAY

CLAIM = Process(
    "Claim",
    (
        Step("log", "Log it", owner="Clerk", flows=(Flow("stamp"),)),
        Step("stamp", "Stamp it", owner="Boss", flows=(Flow("pay"),)),
        Step("pay", "Pay it", owner="Payroll"),
    ),
)


def test_a_step_with_another_id_is_the_same_by_its_name():
    after = Process("Claim", (Step("x", "Log it", flows=(Flow("y"),)), Step("y", "Pay it")), starts=(Start("x"),))
    told = aligned(CLAIM, after)

    assert ["log", "pay"] == [step.id for step in told.process.steps]
    assert ["pay"] == [flow.to for flow in told.process.steps[0].flows]
    assert ["log"] == [start.at for start in told.process.starts]
    assert {"x": "log", "y": "pay"} == told.ids


def test_what_has_its_ids_already_stays_as_it_is():
    after = apply_plan(CLAIM, [Drop("stamp"), Assign("pay", to="Clerk")])
    told = aligned(CLAIM, after)

    assert after is told.process
    assert {"log": "kept", "stamp": "dropped", "pay": "moved"} == told.fates


def test_a_plan_is_taken_at_its_word_about_merges():
    plan = [Merge(("log", "stamp"), {"id": "log", "name": "Log and stamp it", "owner": "Clerk"})]
    told = aligned(CLAIM, apply_plan(CLAIM, plan), plan=plan)

    assert "merged" == told.fates["stamp"]


def test_a_process_without_steps_left_is_all_dropped():
    assert {"dropped"} == set(aligned(CLAIM, Process("Claim", ())).fates.values())


def test_the_end_is_no_step():
    after = Process("Claim", (Step("x", "Log it", flows=(Flow(END),)),))

    assert [END] == [flow.to for flow in aligned(CLAIM, after).process.steps[0].flows]


def test_a_step_keeps_its_number_by_its_name_where_a_file_calls_it_otherwise(analysed):
    before = (
        "process: Claim\nsteps:\n  - {id: a, name: Log it}\n  - {id: b, name: Stamp it}\n  - {id: c, name: Pay it}\n"
    )
    after = "process: Claim\nsteps:\n  - {id: x, name: Log it}\n  - {id: y, name: Pay it}\n  - {id: new, name: Thank}\n"
    analysis = analysed(before, after=after)

    assert {"a": "1", "b": "2", "c": "3"} == analysis.survey.numbers
    assert {"x": "1", "y": "3", "new": "3a"} == analysis.after.survey.numbers
    assert ["1 Log it", "3 Pay it", "3a Thank"] == [step.name for step in analysis.after.survey.told.steps]


def test_of_merged_steps_the_first_gives_its_number():
    plan = (Merge(("stamp", "pay"), {"id": "settle", "name": "Settle it", "owner": "Boss"}),)
    analysis = analyse(CLAIM, today=TODAY, plan=Plan("Lean", changes=plan))

    assert {"log": "1", "settle": "2"} == analysis.after.survey.numbers
    assert {"1 Log it", "2 Settle it"} == {
        " ".join(box.lines)
        for drawing in drawings(analysis, form="overview")["after"]
        for box in drawing.boxes
        if box.step
    }
