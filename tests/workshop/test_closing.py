"""What a room leaves with."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

from openpyxl import load_workbook

from flowtrim.cli import front, run
from flowtrim.formats import read

STAMP = "step:stamp:why"


def played(facilitator, phone):
    clerk = phone("Clerk")
    facilitator.lead("asked", question=STAMP)
    clerk.do("wrote", question=STAMP, text="Habit | <b>only</b>.")
    clerk.do("idea", text="Pay at once.", kind="process", at="")
    facilitator.lead("revealed")
    facilitator.lead("decided", verb="drop", at="stamp", because="Nobody looks at it.")
    values = {"why": "An error here is paid out twice.", "serves": "risk"}
    facilitator.lead("answered", kind="step", at="check", values=values)
    facilitator.lead("postponed", kind="step", at="pay", question="Who may pay?", owner="Manager", until="2027-01-31")
    facilitator.lead("measured", seconds=41.5)
    assert (204, "") == facilitator.lead("ended")


def test_answers_plan_open_questions_and_the_measured_ride_stand_in_the_file(facilitator, phone, server):
    played(facilitator, phone)

    process = read(server.file, today=date(2099, 1, 1)).process

    assert "An error here is paid out twice." == process.step("check").why
    assert ["Nobody looks at it."] == [change.because for change in process.plans[-1].changes]
    assert "Manager" == process.questions[0].owner
    assert 41.5 == process.told.seconds


def test_the_report_tells_decisions_answers_and_ideas_and_texts_stay_texts(facilitator, phone, server):
    played(facilitator, phone)

    page = server.file.with_name("claim-workshop.html").read_text(encoding="utf-8")

    for said in ("Nobody looks at it.", "Pay at once. · Clerk", "Who may pay?", "It took 42 seconds.", "1 × Clerk"):
        assert said in page
    assert "<b>only</b>" not in page
    assert "Habit" in server.file.with_name("claim-workshop.md").read_text(encoding="utf-8")


def test_pictures_cards_and_the_checklist_of_the_next_review_come_with_the_report(facilitator, phone, server):
    played(facilitator, phone)

    page = server.file.with_name("claim-workshop.html").read_text(encoding="utf-8")
    cards = server.file.with_name("claim-workshop.cards.html").read_text(encoding="utf-8")
    book = load_workbook(server.file.with_name("claim-workshop.checklist.xlsx"))

    assert 2 == page.count('src="data:image/svg+xml;base64,')
    assert "You no longer do:" in cards
    assert "stamp" not in [cell.value for cell in book["Steps"]["B"]]


def test_a_decision_says_who_sees_to_it_and_until_when(facilitator, server):
    facilitator.lead("asked", question=STAMP)
    facilitator.lead("decided", verb="move", at="stamp", after="pay", by="Clerk", until="2027-01-31")
    facilitator.lead("ended")

    change = read(server.file, today=date(2099, 1, 1)).process.plans[-1].changes[0]

    assert ("stamp", "pay", "Clerk", "2027-01-31") == (change.step, change.after, change.by, str(change.until))


def test_a_file_that_somebody_edits_meanwhile_is_left_alone(facilitator, phone, server):
    edited = server.file.read_text(encoding="utf-8") + "# mine\n"
    server.file.write_text(edited, encoding="utf-8")

    assert facilitator.state("room")["changed"]
    played(facilitator, phone)

    assert edited == server.file.read_text(encoding="utf-8")
    assert "An error here" in server.file.with_name("claim-workshop.yml").read_text(encoding="utf-8")


def test_a_session_is_told_again_without_who_voted_what(facilitator, phone, server):
    clerk = phone("Clerk")
    facilitator.lead("asked", question=STAMP)
    facilitator.lead("revealed")
    facilitator.lead("votecalled")
    clerk.do("voted", question=STAMP, choice="drop")
    facilitator.lead("decided", verb="drop", at="stamp", because="Nobody looks at it.")

    for named in (str(server.file), f"{server.file}.journal.jsonl"):
        command = [sys.executable, "-m", "flowtrim", "workshop", named, "--replay", "--print"]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "4 → 3 steps" in told
    assert "choice" not in told


def test_the_sheet_on_paper_asks_the_same_questions(tmp_path):
    file = tmp_path / "claim.yml"
    file.write_text("process: Claim\nsteps: [{name: Pay, owner: Bank}]\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "flowtrim", "workshop", str(file), "--print"], check=True, capture_output=True
    )

    sheet = file.with_name("claim-workshop.sheet.html").read_text(encoding="utf-8")

    assert "Why does &#39;1 Pay&#39; exist?" in sheet


def test_the_measured_ride_stands_beside_the_computed_one_in_reports(facilitator, phone, server, capsys):
    played(facilitator, phone)

    run(front, ["analyze", str(server.file), "--fail-on", "never", "--all"])
    told = " ".join(capsys.readouterr().out.split())
    run(front, ["analyze", str(server.file), "--fail-on", "never", "--format", "json"])
    figures = json.loads(capsys.readouterr().out)["measures"]["elevator"]

    assert "read aloud in 41.5 s on " in told
    assert 41.5 == figures["measured"]["seconds"]


def test_a_decision_is_told_with_the_role_that_its_reason_came_from(facilitator, phone, server):
    clerk = phone("Clerk")
    facilitator.lead("asked", question=STAMP)
    clerk.do("wrote", question=STAMP, text="Nobody looks at it.")
    facilitator.lead("revealed")
    facilitator.lead(
        "decided", verb="drop", at="stamp", because="Nobody looks at it.", by="Manager", until="2027-01-31"
    )
    facilitator.lead("ended")

    page = server.file.with_name("claim-workshop.html").read_text(encoding="utf-8")

    assert "Nobody looks at it. · Manager, 2027-01-31 · Clerk" in page
