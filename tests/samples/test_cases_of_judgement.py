"""The cases of ``shared/cases/advice`` and ``shared/cases/model``: what an experienced owner says of each."""

import json
from datetime import date
from pathlib import Path

import pytest

from flowtrim import Survey
from flowtrim.changes.difference.diff import diff
from flowtrim.cli import front, run
from flowtrim.formats import loads, read
from flowtrim.rules import catalogue

CASES = Path(__file__).parents[3] / "shared/cases"
DAY = date(2026, 11, 28)


def survey(name):
    return Survey(read(str(CASES / name), today=DAY).process, today=DAY)


def found(name):
    """Every finding of a case, as rule and place."""
    seen = survey(name)
    return {finding.key: finding.message for rule in catalogue() for finding in rule.check(seen)}


def trimmed(name, capsys, *options):
    run(front, ["trim", str(CASES / name), "--today", str(DAY), *options])
    return capsys.readouterr().out


def proposals(name, capsys):
    """Each proposal by its text: whether it is safe, and what speaks against it."""
    told = json.loads(trimmed(name, capsys, "--format", "json"))
    return {change["text"]: (change["safe"], " ".join(change["against"])) for change in told["changes"]}


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("advice/self-approval.yml", "who-self-approval"),
        ("advice/order-what-output-unused-a.yml", "what-output-unused"),
        ("advice/order-what-output-unused-b.yml", "what-output-unused"),
        ("model/owners2.yml", "who-split-responsibility"),
        ("model/owners3.yml", "who-split-responsibility"),
        ("model/firstwins.yml", "flow-lack-of-synchronisation"),
        ("model/remand-all.yml", "flow-deadlock"),
        ("model/procurement.yml", "flow-deadlock"),
    ],
)
def test_what_is_wrong_is_found(name, finding):
    assert finding in {key.partition("@")[0] for key in found(name)}


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("advice/duplicate-reason-on-exclusive-branches.yml", ("why-duplicate",)),
        ("advice/ends-bpmn.yml", ("flow-lack-of-synchronisation", "flow-deadlock")),
        ("advice/dunning.yml", ("what-duplicate-output", "handoff-ping-pong", "who-sandwich")),
        ("model/refusals.yml", ("why-duplicate", "what-output-unused", "who-sandwich", "who-serial-approver")),
        ("model/approval-branch.yml", ("what-output-unused", "who-sandwich", "who-no-authority", "who-rubber-stamp")),
        ("model/timeout.yml", ("who-serial-approver", "who-approval-of-approval", "what-duplicate-output")),
        ("model/partner.yml", ("who-unjustified", "who-idle", "who-informed-only", "why-vague")),
        ("model/deliberate.yml", ("time-waiting-dominates", "customer-left-waiting", "why-vague")),
        ("model/band.yml", ("who-no-authority", "who-sandwich", "handoff-ping-pong")),
        ("model/why-list.yml", ("why-tautology", "why-vague", "why-tradition")),
        ("model/delivery.yml", ("what-detail-collected",)),
        ("model/deliver2.yml", ("what-detail-collected", "customer-bounced", "handoff-forward-only")),
        ("model/deliver3.yml", ("what-output-unused", "handoff-forward-only", "who-pass-through")),
        ("model/deliver4.yml", ("what-output-unused", "handoff-forward-only", "who-pass-through")),
        ("model/remand.yml", ("handoff-ping-pong",)),
        ("model/procurement-sound.yml", ("flow-deadlock", "flow-lack-of-synchronisation")),
    ],
)  # fmt: skip
def test_what_is_right_is_left_alone(name, rules):
    assert set() == {key for key in found(name) if key.startswith(tuple(f"{rule}@" for rule in rules))}


@pytest.mark.parametrize(
    "name",
    [
        "advice/partial-assignment.yml", "advice/four-eyes.yml", "advice/discharge.yml", "advice/exception-dropped.yml",
        "advice/loop-body-dropped.yml", "advice/role-reason.yml", "model/merge-time.yml", "model/foureyes.yml",
        "model/refusals.yml", "model/approval-branch.yml", "model/delivery.yml", "model/deliver2.yml", "model/deliver3.yml",
        "model/deliver4.yml", "model/partner.yml",
    ],
)  # fmt: skip
def test_nothing_is_safe_that_has_to_be_asked(name, capsys):
    assert {} == {text: against for text, (safe, against) in proposals(name, capsys).items() if safe}


def test_whoever_approves_its_own_work_is_asked_about_by_name(capsys):
    assert "would approve its own work" in proposals("advice/four-eyes.yml", capsys)[
        "Let the role Handler go; Team lead takes what is left"
    ][1]  # fmt: skip


def test_of_two_doctors_at_most_one_goes(capsys):
    assert 1 >= sum(text.startswith("Let the role") for text in proposals("advice/discharge.yml", capsys))


def test_the_reason_of_a_role_is_quoted_before_it_goes(capsys):
    against = proposals("advice/role-reason.yml", capsys)[
        "Let the role Call centre go; Claims handler takes what is left"
    ][1]

    assert "Accidents happen at night, when handlers sleep." in against


def test_nobody_says_if_not_signed_of_a_paper_that_nobody_signs(capsys):
    after = trimmed("advice/rubber-branch.yml", capsys, "-o", "-")

    assert "Sign the order" not in after.partition("plans:")[0]
    assert "not signed" not in after.partition("plans:")[0]


@pytest.mark.parametrize("name", ["claim", "discharge", "dunning", "incident"])
def test_a_process_from_life_is_neither_merged_for_nothing_nor_cut_at_its_end(name, capsys):
    told = json.loads(trimmed(f"advice/{name}.yml", capsys, "--format", "json"))
    dropped = {change["change"]["drop"] for change in told["changes"] if "drop" in change["change"]}

    assert not [change["text"] for change in told["changes"] if "merge" in change["change"]]
    assert dropped <= {"assign", "approve-final", "close-major", "close"}
    assert {"assign", "close-major"} >= {c["change"]["drop"] for c in told["changes"] if c["safe"]}


def test_what_takes_too_long_because_of_a_rare_way_is_told_apart_from_it(capsys):
    apart = json.loads(trimmed("advice/incident.yml", capsys, "--format", "json"))["apart"]

    assert [("major incident", 1)] == [(way["when"], way["rides"]) for way in apart["ways"]]
    assert 1 == apart["usual"]["rides"]


def test_a_timer_on_a_border_is_a_deadline_and_no_choice():
    seen = survey("model/boundary.bpmn")
    said = " ".join(str(part.sentence) for part in seen.elevator.parts)

    assert [("rem", None), (None, "esc")] == [
        (within.then, within.instead) for within in seen.process.step("ap").within
    ]
    assert "choice" not in said
    assert "instead of" in said


def test_a_deadline_in_the_words_of_a_promise_is_read_and_no_batch():
    seen = survey("model/deadline.yml")

    assert seen.process.promise
    assert "time-hours-beyond-a-day@process" in found("model/deadline.yml")


def test_with_the_step_on_a_way_back_the_way_goes(capsys):
    after = trimmed("advice/loop-body-dropped.yml", capsys, "-o", "-").partition("plans:")[0]

    assert "they differ" not in after


def test_sending_an_answer_back_is_no_rework():
    assert not any(key.startswith("handoff-return-to-sender") for key in found("advice/return-leg.yml"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("advice/two-entries.yml", "advice/two-entries-other-order.yml"),
        ("advice/order-what-output-unused-a.yml", "advice/order-what-output-unused-b.yml"),
        ("advice/pingpong-order-a.yml", "advice/pingpong-order-b.yml"),
    ],
)
def test_the_order_in_a_file_changes_neither_findings_nor_ping_pongs(one, other):
    assert found(one).keys() == found(other).keys()
    assert survey(one).ping_pongs == pytest.approx(survey(other).ping_pongs)


def fates(before, after):
    one, other = (read(str(CASES / f"advice/{name}.yml"), today=DAY).process for name in (before, after))
    return diff(one, other)


def test_a_role_that_only_got_another_id_moved_nothing():
    told = fates("compare-roleid-a", "compare-roleid-b")

    assert {"kept"} == {step.fate for step in told.steps} | {role.fate for role in told.roles}


def test_one_rename_and_one_drop_are_no_merger():
    told = [step.fate for step in fates("compare-merged-a", "compare-merged-b").steps]

    assert "dropped" in told
    assert "merged" not in told


def test_what_the_check_finds_is_told_of_the_check():
    (message,) = (m for key, m in found("model/loop100.yml").items() if key.startswith("handoff-return-to-sender"))

    assert "in 30% of the cases at 'Check the documents'" in message


@pytest.mark.parametrize("name", ["remand", "remand-xor", "remand-all"])
def test_the_main_step_is_told_before_the_appeal(name):
    order = survey(f"model/{name}.yml").graph.reading_order

    assert order.index("review") < order.index("hear")


def test_a_merger_keeps_the_time_that_was_declared(capsys):
    told = json.loads(trimmed("model/merge-time.yml", capsys, "--format", "json"))

    assert told["before"]["hours"] == told["safe"]["hours"]


def test_the_hours_of_customers_are_not_ours():
    seen = survey("model/customerhours.yml")

    assert 0 < seen.times.hours_per_year
    assert ["Clerk"] == [role.name for role in seen.process.staff]


@pytest.mark.parametrize("name", ["cancel", "cancel-not", "procurement-sound", "capa", "foia", "motor-claim", "stroke"])
def test_a_process_from_life_is_sound(name):
    assert survey(f"model/{name}.yml").soundness.verdict


@pytest.mark.parametrize("word", ["deadline", "repeat"])
def test_words_that_the_file_could_not_say_are_told_with_the_one_that_can(word):
    with pytest.raises(Exception, match=f"The key '{word}' is not known in a step. Did you mean"):
        read(str(CASES / "model/keys.yml"), today=DAY)


def test_two_owners_in_a_list_are_told():
    with pytest.raises(Exception, match="The key 'owner' cannot be a list"):
        read(str(CASES / "model/owners.yml"), today=DAY)


SIBLINGS = {
    "a second reminder is no second payment": (
        """
process: Lend a book
steps:
  - {id: a, name: Wait for it, owner: Desk, kind: wait, outputs: [book], next: [{to: end, when: returned, share: 90%}, {to: b, when: not yet, share: 10%}]}
  - {id: b, name: Fetch it, owner: Desk, outputs: [book]}
""",
        "what-duplicate-output",
    ),
    "a cooling-off period owed by law dominates nothing": (
        """
process: Sell at the door
customer: Buyer
steps:
  - {id: a, name: Sign, owner: Agent, takes: 30m}
  - {id: b, name: Wait a fortnight, owner: Agent, kind: wait, waits: 14d, serves: law, source: BGB 355, why: The buyer may step back.}
""",
        "time-waiting-dominates",
    ),
    "a committee for large sums is no relay": (
        """
process: Grant
customer: Artist
steps:
  - {id: a, name: Judge the plan, owner: Office, kind: contact, next: [{to: c, when: bis 5.000, share: 80%}, {to: b, when: über 5.000, share: 20%}]}
  - {id: b, name: Decide the large ones, owner: Jury, kind: decide}
  - {id: c, name: Answer, owner: Office, kind: contact}
""",
        "handoff-ping-pong",
    ),
    "sending the goods collects nothing": (
        """
process: Send a parcel
customer: Buyer
outputs: [bill]
steps:
  - {id: a, name: Bill it, owner: Shop, outputs: [bill]}
  - {id: b, name: Send the parcel, owner: Shop, kind: contact, informs: [Buyer], inputs: [bill], outputs: [sent parcel]}
""",
        "what-detail-collected",
    ),
}


@pytest.mark.parametrize(("text", "rule"), SIBLINGS.values(), ids=SIBLINGS)
def test_a_case_of_the_same_kind_is_left_alone_too(text, rule):
    seen = Survey(loads(text, file="sibling.yml", today=DAY).process, today=DAY)

    assert [] == [finding.key for one in catalogue() if one.name == rule for finding in one.check(seen)]


def test_a_loop_over_branches_is_no_rework_and_the_word_for_it_is_told():
    told = found("model/each.yml")

    assert not [key for key in told if "rework" in key or "return" in key]
    assert "'another branch is left'" in told["flow-loop-for-each@ok->pick"]


def test_amounts_in_approvals_make_the_lower_ones_needless_in_large_cases():
    needless = {key.partition("@")[2] for key in found("model/enum.yml") if key.startswith("who-approval-of-approval@")}

    assert {"a", "b"} == needless


def test_events_that_nothing_leads_to_are_where_cases_begin():
    begins = [survey(f"model/{name}.yml").process.entries for name in ("starts", "fallthrough")]

    assert [["phone", "web", "letter"], ["private", "public"]] == [[one.at for one in starts] for starts in begins]


def test_an_event_that_falls_into_the_next_one_is_told():
    assert {"flow-start-into-start@private"} == {key for key in found("model/fallthrough.yml") if "start" in key}
    assert not [key for key in found("model/starts.yml") if "start" in key]


def test_what_comes_after_the_delivery_keeps_the_customer_waiting_for_nothing():
    assert "customer-left-waiting@process" not in found("model/after-delivery.yml")


def test_a_step_that_was_merged_keeps_the_waiting_of_the_first():
    assert (480.0, 960.0) == (survey("model/merge-after.yml").times.effort_minutes, survey("model/merge-after.yml").times.cycle_minutes)


def test_a_withdrawal_inside_a_parallel_section_gets_cases_stuck_and_is_told():
    assert {"flow-deadlock@pay"} == {key for key in found("model/cancel-par.yml") if "deadlock" in key}


def test_working_days_are_told_as_such_where_hours_of_the_clock_were_meant(capsys):
    run(front, ["analyze", str(CASES / "model/hours24.yml"), "--today", str(DAY)])
    assert "3 working days of work" in capsys.readouterr().out
    run(front, ["analyze", str(CASES / "model/limit72.yml"), "--all", "--today", str(DAY)])
    told = " ".join(capsys.readouterr().out.split())
    assert "within 72 h (9 working days)" in told
    assert "Write '72 clock hours' where the clock on the wall is meant." in told


def test_a_called_process_is_told_beside_the_one_that_calls_it(capsys):
    files = [str(CASES / f"model/calls/{name}.yml") for name in ("outer", "inner")]
    run(front, ["analyze", *files, "--today", str(DAY), "--format", "json"])
    told = json.loads(capsys.readouterr().out)

    assert "Know your supplier" in json.dumps(told)
