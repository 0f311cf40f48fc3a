from datetime import date
from pathlib import Path

import pytest

from flowtrim.conversation import (
    Answered,
    Decided,
    FileChanged,
    Idea,
    JournalError,
    Kept,
    Postponed,
    Session,
    Skipped,
    Written,
    misfit,
    objections,
    read_records,
)
from flowtrim.conversation.questions_by_stake import within
from flowtrim.errors import OutputError
from flowtrim.formats import loads, rewrite
from flowtrim.model import Process, Role, Step
from tests.days import TODAY

SAMPLE = Path(__file__).parents[2] / "samples/billing-question/process.yml"
CLAIM = b"""process: Expense claim
steps:
  - {name: Fill in, owner: Employee}
  - {name: Stamp, owner: Clerk}   # since 1998
  - {name: Approve, owner: Boss}
  - {name: Pay, owner: Payroll}
separate: [[approve, pay]]
"""


class Paper:
    """Keeps lines as a journal would, counting how often it was asked to."""

    def __init__(self):
        self.lines, self.appends, self.full = [], 0, False

    def append(self, lines):
        if self.full:
            raise OutputError("The disk is full.")
        self.appends += 1
        self.lines.extend(lines)


def begun(content=CLAIM, paper=None):
    paper = paper or Paper()
    session = Session.begin(content, file="claim.yml", today=TODAY, at="2026-11-28T09:00:00", keep=paper.append)
    return session, paper


def taken(session, *entries):
    session.take([("clerk", entry) for entry in entries], at="2026-11-28T09:01:00")
    return session


def test_the_whole_comes_first_and_then_what_has_most_at_stake():
    session, _ = begun(SAMPLE.read_bytes())
    kinds = [question.kind for question in session.questions if question.topic in ("why", "still")]
    stakes = [question.stake.handoffs for question in session.questions if question.topic == "why"]

    assert "process" not in kinds
    assert stakes == sorted(stakes, reverse=True)


def test_four_hours_hold_what_they_hold_and_the_rest_is_told():
    session, _ = begun(SAMPLE.read_bytes())
    asked, left = within(session.agenda, 240)

    assert sum(question.minutes for question in asked) <= 240
    assert session.agenda == (*asked, *left)
    assert within(session.agenda, 0)[0] == ()


def test_an_answer_goes_into_its_field_with_the_date_and_the_comment_stays():
    session, _ = begun()
    taken(session, Answered("step", "stamp", {"why": "The bank refuses unstamped claims.", "serves": "contract"}))
    text = rewrite(session.document, session.signed())

    assert "# since 1998" in text
    stamp = loads(text, today=TODAY).process.step("stamp")
    assert ("The bank refuses unstamped claims.", "contract", TODAY) == (stamp.why, stamp.serves, stamp.reviewed)


def test_what_was_decided_becomes_one_plan_that_can_be_applied():
    session, _ = begun()
    taken(session, Decided("drop", "stamp", because="Nobody reads it.", by="clerk", until=date(2027, 1, 1)))
    plan = session.signed("Ask why", problem="Claims take weeks.").plans[-1]

    assert ("Ask why", "Claims take weeks.", TODAY) == (plan.name, plan.problem, plan.on)
    assert (3, 3) == (len(session.result.after.steps), session.figures[1].steps)
    assert (
        plan
        == loads(
            rewrite(session.document, session.signed("Ask why", problem="Claims take weeks.")), today=TODAY
        ).process.plans[-1]
    )


def test_keeping_without_a_reason_gives_no_date():
    session, _ = begun()

    assert taken(session, Kept("step", "stamp")).result.process.step("stamp").reviewed is None


def test_a_question_for_later_has_an_owner_and_a_date_and_comes_first_next_time():
    session, _ = begun()
    taken(session, Postponed("step", "stamp", "Why does 'Stamp' exist?", "Clerk", date(2026, 12, 9)))
    text = rewrite(session.document, session.signed())
    again, _ = begun(text.encode())

    assert "open" == again.agenda[0].topic
    assert "Clerk was to find out by 2026-12-09." == again.agenda[0].because


def test_what_was_passed_over_comes_last_and_what_was_answered_does_not_come_back():
    session, _ = begun()
    first, second = session.agenda[0], session.agenda[1]
    taken(session, Skipped(first.key), Answered(second.kind, second.at, {second.field: "Staff"}))

    assert first == session.agenda[-1]
    assert second not in session.agenda


def test_a_dropped_step_is_not_asked_about_any_more():
    session, _ = begun()

    assert not [q for q in taken(session, Decided("drop", "stamp")).agenda if q.at == "stamp"]


def test_many_sayings_are_kept_at_once_and_all_of_them_count():
    session, paper = begun()
    taken(session, Kept("step", "pay"), Decided("drop", "stamp"), {"what": "vote", "for": 3})

    assert (2, 4) == (paper.appends, len(paper.lines))


def test_what_could_not_be_kept_does_not_count():
    session, paper = begun()
    paper.full = True
    with pytest.raises(OutputError):
        taken(session, Decided("drop", "stamp"))

    assert (1, 4) == (len(session.records), len(session.result.after.steps))


def test_taking_back_is_a_line_of_its_own():
    session, paper = begun()
    taken(session, Decided("drop", "stamp"))
    session.undo(2, who="clerk", at="2026-11-28T09:02:00")

    assert (3, 4) == (len(paper.lines), len(session.result.after.steps))
    with pytest.raises(JournalError, match="nothing to take back"):
        session.undo(2, who="clerk", at="2026-11-28T09:03:00")


def test_replaying_the_lines_gives_the_same_state_after_each_of_them():
    session, paper = begun()
    said = (Decided("drop", "stamp"), Kept("step", "pay"), Idea("Pay daily", "step", "pay", "Payroll"))
    states = [session.state(), *(taken(session, entry).state() for entry in said)]
    records = read_records(paper.lines, file="j")

    assert states == [Session(records[:n], today=TODAY, keep=paper.append).state() for n in range(1, 5)]


@pytest.mark.parametrize("harm", ["edit", "take out", "put in"])
def test_an_edited_journal_is_refused(harm):
    session, paper = begun()
    taken(session, Kept("step", "pay"), Decided("drop", "stamp"), Kept("step", "approve"))
    lines = {
        "edit": [*paper.lines[:2], paper.lines[2].replace(b"stamp", b"pay"), paper.lines[3]],
        "take out": [*paper.lines[:2], paper.lines[3]],
        "put in": [*paper.lines[:2], paper.lines[1], *paper.lines[2:]],
    }[harm]

    with pytest.raises(JournalError, match="edited the journal"):
        read_records(lines, file="j")


def test_a_journal_of_a_newer_version_is_refused():
    _, paper = begun()
    newer = [line.replace(b"flowtrim-journal/1", b"flowtrim-journal/9") for line in paper.lines]

    with pytest.raises(JournalError, match="newer flowtrim"):
        read_records(newer, file="j")


def test_a_file_changed_meanwhile_says_what_no_longer_applies():
    session, _ = begun()
    taken(session, Decided("drop", "stamp"), Answered("step", "pay", {"why": "Staff lent us the money."}))
    changed = CLAIM.replace(b"  - {name: Stamp, owner: Clerk}   # since 1998\n", b"")

    assert session.changed_meanwhile(changed)
    lost = session.against(changed)
    taken(session, FileChanged(changed))
    assert (1, lost) == (len(lost), session.result.lost)
    assert "stamp" in lost[0]
    assert "Staff lent us the money." == session.result.process.step("pay").why


def test_writing_twice_gives_one_plan():
    session, _ = begun()
    taken(session, Decided("drop", "stamp"))
    first = rewrite(session.document, session.signed("Ask why")).encode()
    taken(session, Written(first, "Ask why"), Decided("assign", "approve", to="Clerk"))

    assert ["Ask why"] == [plan.name for plan in session.signed("Ask why").plans]
    assert 2 == len(session.signed("Ask why").plans[0].changes)


def test_what_would_break_is_said_before_it_is_taken():
    process = loads(CLAIM.decode(), today=TODAY).process

    assert "four eyes" in objections(process, Decided("drop", "approve"))[0]
    assert "one hand" in objections(process, Decided("assign", "approve", to="Payroll"))[0]
    assert "kept apart" in objections(process, Decided("merge", "approve", others=("pay",)))[0]
    assert "kept apart" in misfit(process, Decided("merge", "approve", others=("pay",)))
    assert "does not fit" in misfit(process, Decided("drop", "nothing"))
    assert None is misfit(process, Decided("drop", "stamp"))
    assert () == objections(process, Decided("drop", "stamp"))


def test_an_answer_with_yaml_and_control_characters_is_a_text():
    session, _ = begun()
    nasty = "x: [y, #z]\x1b[2J\n- {a: *b} 'quote\" \u202e"
    taken(session, Answered("step", "pay", {"why": nasty}))
    text = rewrite(session.document, session.signed())

    assert "x: [y, #z][2J - {a: *b} 'quote\"" == loads(text, today=TODAY).process.step("pay").why


def test_a_reason_of_100_kilobytes_is_refused_before_it_is_kept():
    session, paper = begun()
    with pytest.raises(JournalError, match="longer than"):
        taken(session, Answered("step", "pay", {"why": "x" * 100_000}))

    assert 1 == len(paper.lines)


def test_every_kind_of_answer_can_be_written_into_the_file():
    session, _ = begun(CLAIM + b"kpis: [{name: Speed}]\n")
    taken(
        session,
        Answered("process", "", {"why": "Staff get back what they spent.", "customer": "employee", "owner": "CFO"}),
        Answered("role", "Clerk", {"why": "Somebody has to see the receipts.", "may": "Refuse below 20 euros."}),
        Answered("kpi", "Speed", {"what": "Days to pay.", "why": "Staff wait.", "action": "Call payroll."}),
        Answered("step", "fill-in", {"outputs": "claim, receipts", "why": "Only they know what they spent."}),
        Postponed("step", "pay", "Why does 'Pay' exist?", "clerk", date(2027, 1, 2)),
        Decided("assign", "approve", to=" clerk ", by="payroll", because="She knows the limits."),
        Decided("merge", "fill-in", others=("stamp",), name="Fill in and stamp", to="EMPLOYEE"),
        Decided("release", "Boss", to="Clerk"),
    )
    signed = session.signed()

    assert signed == loads(rewrite(session.document, signed), today=TODAY).process
    assert () == session.result.lost


def test_a_plan_that_stood_in_the_file_before_stays():
    session, _ = begun(CLAIM + b"plans: [{name: Ask why, changes: [{drop: pay}]}]\n")
    taken(session, Decided("drop", "stamp"))

    assert ["Ask why", "Ask why (2)"] == [plan.name for plan in session.signed().plans]


def test_a_year_later_the_same_journal_begins_anew():
    session, _ = begun()
    taken(session, Answered("step", "stamp", {"why": "The bank refuses unstamped claims."}))
    written = rewrite(session.document, session.signed()).encode()
    taken(session, Written(written))
    assert "2026-11-28T09:01:00" == session.written_on
    session.again(written, who="clerk", at="2027-11-28T09:00:00")

    assert () == session.said
    assert "step:stamp:still" in {question.key for question in session.agenda}


def test_a_release_that_does_not_fit_names_the_steps_and_not_their_ids():
    process = Process(
        "Buy",
        (Step("receive", "Receive the goods", owner="store"), Step("pay", "Pay", owner="accounts")),
        roles=(Role("store", "Storekeeper"), Role("accounts", "Accounts")),
    )

    assert "It does not fit: it still performs 'Receive the goods', and nobody is named to take over." == misfit(
        process, Decided("release", "store")
    )
