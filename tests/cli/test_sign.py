"""Checklists filled in and taken back."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from datetime import date

import pytest
from openpyxl import load_workbook

from flowtrim.cli import front, run
from flowtrim.formats import read

DAY = "2026-03-02"
CLAIM = """process: Claim  # ours
owner: Head of Claims
steps:
  # the first one
  - {id: fill, name: "=cmd|' /C calc'!A0", owner: "<b>Employee</b>", why: The bank wants the number of the account., outputs: [form]}
  - {id: stamp, name: "Stamp | *it*", owner: "@Boss", why: "It is `done` \\\\| so_far."}
  - {id: pay, name: Pay, owner: "@Boss", why: The employee lent the firm the money., inputs: [form]}
kpis:
  - {name: "+Paid", action: Coach.}
"""
SIGN_OFF = {"Reviewed on": "2026-03-01", "Reviewer": "Audit", "Process owner": "Head of Claims", "Minutes": "45"}


@pytest.fixture
def claim(tmp_path):
    file = tmp_path / "claim.yml"
    file.write_text(CLAIM)
    return file


def made(claim, ending):
    target = claim.with_name(f"list.{ending}")
    assert 0 == run(front, ["checklist", str(claim), "--today", DAY, "--force", "-o", str(target)])
    return target


def table(claim):
    return list(csv.reader(io.StringIO(made(claim, "csv").read_text("utf-8-sig"), newline="")))


def fill(rows, decisions, fields=SIGN_OFF, **others):
    """Fill in decisions by id, more columns by their title, and the sign-off."""
    head = []
    for row in rows:
        if row and row[0] == "No.":
            head = row
        elif not any(row):
            head = []
        elif head and (name := row[1].removeprefix("'")) in decisions:
            row[head.index("Decision")] = decisions[name]
            for title, cells in others.items():
                if name in cells and title.replace("_", " ") in head:
                    row[head.index(title.replace("_", " "))] = cells[name]
        elif row[0] in fields:
            row[1] = fields[row[0]]
    return rows


def save(claim, rows, *, separator=","):
    target = claim.with_name("filled.csv")
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows(rows)
    return target


def sign(claim, filled):
    return run(front, ["sign", str(claim), str(filled), "--today", DAY])


def process_of(claim):
    return read(claim, today=date.fromisoformat(DAY)).process


def test_another_file_that_is_there_is_left_alone_and_the_message_says_what_to_do(claim, capsys):
    taken = claim.with_name("taken.yml")
    taken.write_text("mine")

    code = run(
        front,
        ["sign", str(claim), str(save(claim, fill(table(claim), {"pay": "keep"}))), "-o", str(taken), "--today", DAY],
    )

    assert 2 == code
    assert "mine" == taken.read_text()
    assert "taken.yml exists already. Name another file, or remove this one first.\n" in capsys.readouterr().err


def test_what_is_kept_gets_its_date_and_what_has_no_decision_stays_unreviewed(claim, capsys):
    filled = save(
        claim, fill(table(claim), {"fill": "keep", "+Paid": "keep"}, Newest_member_explains_it={"+Paid": "yes"})
    )

    code = sign(claim, filled)

    process = process_of(claim)
    assert 0 == code
    assert [date(2026, 3, 1), None, None] == [step.reviewed for step in process.steps]
    assert date(2026, 3, 1) == process.kpis[0].reviewed
    assert None is process.reviewed
    assert "Reviewed by Audit, signed by Head of Claims as owner, in 45 minutes." in process.plans[0].lesson
    assert "# the first one" in claim.read_text()
    assert "# ours" in claim.read_text()
    assert "keeps its date" in capsys.readouterr().err


def test_decisions_become_an_open_plan_that_can_be_applied(claim):
    decisions = {"fill": "automate", "stamp": "drop", "pay": "move", "<b>Employee</b>": "keep", "@Boss": "keep"}
    sign(claim, save(claim, fill(table(claim), decisions, **{"With_/_after_/_to": {"pay": "to <b>Employee</b>"}})))

    process = process_of(claim)

    assert ["Edit", "Assign", "Drop"] == [type(change).__name__ for change in process.plans[0].changes]
    assert ("Review 2026-03-01", "open") == (process.plans[0].name, process.plans[0].result)
    assert None is process.step("stamp").reviewed
    assert date(2026, 3, 1) == process.reviewed


def test_a_role_that_nobody_declared_leaves_with_its_last_step(claim):
    decisions = {"fill": "keep", "stamp": "drop", "pay": "drop", "@Boss": "drop", "<b>Employee</b>": "keep"}

    assert 0 == sign(claim, save(claim, fill(table(claim), decisions)))
    assert ["Drop", "Drop"] == [type(change).__name__ for change in process_of(claim).plans[0].changes]


def test_a_declared_role_is_let_go_even_where_no_step_is_left_to_it(claim):
    claim.write_text(CLAIM.replace("steps:", "roles: {'@Boss': {kind: person}}\nsteps:", 1))
    decisions = {"fill": "keep", "stamp": "drop", "pay": "drop", "@Boss": "drop"}

    assert 0 == sign(claim, save(claim, fill(table(claim), decisions)))
    assert ["Drop", "Drop", "Release"] == [type(change).__name__ for change in process_of(claim).plans[0].changes]


def test_steps_are_merged_across_one_that_is_dropped(claim):
    claim.write_text(CLAIM.replace('owner: "<b>Employee</b>"', 'owner: "@Boss"'))
    rows = fill(table(claim), {"stamp": "drop", "pay": "merge"}, **{"With_/_after_/_to": {"pay": "fill"}})

    assert 0 == sign(claim, save(claim, rows))
    assert ["Drop", "Merge"] == [type(change).__name__ for change in process_of(claim).plans[0].changes]


def test_a_workbook_filled_in_elsewhere_is_taken_back(claim):
    target = made(claim, "xlsx")
    book = load_workbook(target)
    heads = [cell.value for cell in book["Steps"][1]]
    book["Steps"].cell(2, heads.index("Decision") + 1, "keep")
    book["Steps"].cell(2, heads.index("When") + 1, date(2026, 2, 27))
    for row in book["Sign-off"].iter_rows():
        row[1].value = SIGN_OFF.get(row[0].value)
    book.save(target)

    code = sign(claim, target)

    assert 0 == code
    assert date(2026, 2, 27) == process_of(claim).steps[0].reviewed


def test_a_word_in_the_last_cell_of_a_workbook_is_told_and_changes_nothing(claim, capsys):
    target = made(claim, "xlsx")
    book = load_workbook(target)
    book["Steps"]["XFD1048576"] = "oops"
    book.save(target)

    assert 2 == sign(claim, target)
    assert "delete what stands out there. Nothing was changed." in capsys.readouterr().err
    assert CLAIM == claim.read_text()


def test_markdown_filled_in_by_hand_is_taken_back(claim):
    target = made(claim, "md")
    lines = target.read_text().splitlines()
    place = next(line for line in lines if line.startswith("| No. | Id | Step |")).split("|").index(" Decision ")
    row = next(number for number, line in enumerate(lines) if "| stamp |" in line)
    cells = re.split(r"(?<!\\)\|", lines[row])
    lines[row] = "|".join([*cells[:place], " keep ", *cells[place + 1 :]])
    lines = [f"| {line.split('|')[1].strip()} | {SIGN_OFF[line.split('|')[1].strip()]} |" if line.startswith("| ")
             and line.split("|")[1].strip() in SIGN_OFF else line for line in lines]  # fmt: skip
    target.write_text("\n".join(lines))

    code = sign(claim, target)

    assert 0 == code
    assert [None, date(2026, 3, 1), None] == [step.reviewed for step in process_of(claim).steps]


def test_semicolons_and_rows_filled_up_are_what_spreadsheets_write(claim):
    rows = fill(table(claim), {"pay": "keep"})
    width = max(map(len, rows))

    code = sign(claim, save(claim, [[*row, *[""] * (width - len(row))] for row in rows], separator=";"))

    assert 0 == code
    assert date(2026, 3, 1) == process_of(claim).step("pay").reviewed


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-8"])
def test_the_encodings_of_western_spreadsheets_are_read(claim, encoding):
    claim.write_text(CLAIM.replace("name: Pay,", "name: Überweisen für 5 €,"), encoding="utf-8")
    text = save(claim, fill(table(claim), {"pay": "keep"}), separator=";").read_text("utf-8-sig")
    filled = claim.with_name("filled.csv")
    filled.write_bytes(text.encode(encoding))

    code = sign(claim, filled)

    assert 0 == code
    assert date(2026, 3, 1) == process_of(claim).step("pay").reviewed


def test_letters_that_an_encoding_lost_are_told_and_change_nothing(claim, capsys):
    claim.write_text(before := CLAIM.replace("name: Pay,", "name: 支払う,"), encoding="utf-8")
    text = save(claim, fill(table(claim), {"pay": "keep"})).read_text("utf-8-sig")
    filled = claim.with_name("filled.csv")
    filled.write_bytes(text.encode("cp1252", "replace"))

    code = sign(claim, filled)

    assert 2 == code
    assert "Steps, row 3 (pay): “Step” was typed over." in capsys.readouterr().err
    assert before == claim.read_text(encoding="utf-8")


def test_columns_that_people_added_for_themselves_are_left_to_them(claim):
    rows = [[*row, "a note", "another"] if len(row) > 5 else row for row in fill(table(claim), {"pay": "keep"})]

    assert 0 == sign(claim, save(claim, rows))
    assert date(2026, 3, 1) == process_of(claim).step("pay").reviewed


def test_actions_that_were_agreed_stand_in_the_record_with_who_and_until_when(claim):
    rows = fill(table(claim), {"pay": "keep"})
    head = next(n for n, row in enumerate(rows) if row and row[0] == "Rule")
    rows[head + 1][-3:] = ["Ask the bank", "Treasury", "2026-06-01"]
    rows[head + 2][-3:] = ["Read it aloud", "", ""]

    sign(claim, save(claim, rows))

    lesson = process_of(claim).plans[0].lesson
    assert "Actions: Ask the bank (Treasury, until 2026-06-01); Read it aloud." in lesson


def test_a_file_that_somebody_changed_meanwhile_is_left_alone(claim, monkeypatch, capsys):
    filled = save(claim, fill(table(claim), {"fill": "keep"}))
    meanwhile = CLAIM + "# written by somebody else\n"
    monkeypatch.setattr("flowtrim.formats.rewrite", lambda *_: claim.write_text(meanwhile) and "process: Lost\n")

    code = sign(claim, filled)

    assert 2 == code
    assert "somebody else has just changed" in capsys.readouterr().err
    assert meanwhile == claim.read_text()


def test_the_whole_year_from_the_checklist_to_a_review_in_time(claim, capsys):
    everything = dict.fromkeys(("fill", "stamp", "pay", "<b>Employee</b>", "@Boss", "+Paid"), "keep")
    explained = {"+Paid": "yes"}
    assert 1 == run(front, ["review", str(claim), "--today", DAY])

    filled = save(claim, fill(table(claim), everything, Newest_member_explains_it=explained))
    assert 0 == sign(claim, filled)

    capsys.readouterr()
    assert 0 == run(front, ["review", str(claim), "--today", DAY, "--steps"])
    out = capsys.readouterr().out
    assert "1 process, 1 in time" in out
    assert "due on 2027-03-01" in out
    assert "KPI +Paid: due on 2027-09-01" in out
    assert 0 == run(front, ["review", str(claim), "--today", "2027-03-01"])
    assert 1 == run(front, ["review", str(claim), "--today", "2027-03-02"])


def test_reasons_are_written_into_the_file_and_its_comments_stay(claim):
    rows = fill(
        table(claim),
        {"stamp": "keep", "@Boss": "keep", "+Paid": "change"},
        Reason_today={"stamp": "Two payments went out twice in 2024.", "@Boss": "Signs for the bank.", "+Paid": "Late pay."},
        Serves={"stamp": "Risk"}, Source={"stamp": "Audit 2024, 3"}, May_decide={"@Boss": "up to 500"},
        What_today={"+Paid": "Days until the money is there."},
    )  # fmt: skip

    assert 0 == sign(claim, save(claim, rows))

    process = process_of(claim)
    stamp, boss, paid = process.step("stamp"), process.role("@Boss"), process.kpis[0]
    assert ("Two payments went out twice in 2024.", "risk", "Audit 2024, 3") == (stamp.why, stamp.serves, stamp.source)
    assert date(2026, 3, 1) == stamp.reviewed
    assert ("Signs for the bank.", "up to 500", date(2026, 3, 1)) == (boss.why, boss.may, boss.reviewed)
    assert ("Late pay.", "Days until the money is there.", None) == (paid.why, paid.what, paid.reviewed)
    assert "# the first one" in claim.read_text()


def test_a_reason_alone_is_enough_to_sign(claim):
    assert 0 == sign(
        claim, save(claim, fill(table(claim), {"pay": ""}, Reason_today={"pay": "Rent is due on the 1st."}))
    )
    assert ("Rent is due on the 1st.", None) == (
        process_of(claim).step("pay").why,
        process_of(claim).step("pay").reviewed,
    )


def test_what_is_kept_without_a_reason_gets_no_date_and_neither_does_the_process(claim, capsys):
    claim.write_text(CLAIM.replace(", why: The employee lent the firm the money.", ""))
    everything = dict.fromkeys(("fill", "stamp", "pay", "<b>Employee</b>", "@Boss"), "keep")

    assert 0 == sign(claim, save(claim, fill(table(claim), everything)))

    process = process_of(claim)
    assert [date(2026, 3, 1), date(2026, 3, 1), None] == [step.reviewed for step in process.steps]
    assert None is process.reviewed
    assert "Kept without a reason, and therefore still unreviewed: Pay." in capsys.readouterr().err


def test_a_step_that_never_had_a_reason_was_never_justified(claim):
    claim.write_text(CLAIM.replace(", why: The employee lent the firm the money.", ", reviewed: 2025-01-01"))
    rows = table(claim)
    head = next(row for row in rows if row[:2] == ["No.", "Id"])

    assert [""] == [row[head.index("Last justified")] for row in rows if row[1:2] == ["pay"]]


def test_a_weak_reason_is_taken_and_told(claim, capsys):
    assert 0 == sign(claim, save(claim, fill(table(claim), {"pay": "keep"}, Reason_today={"pay": "To pay."})))
    assert "To pay." == process_of(claim).step("pay").why
    assert "A reason to look at again: " in capsys.readouterr().err


def test_a_purpose_that_nobody_knows_is_told_and_changes_nothing(claim, capsys):
    assert 2 == sign(claim, save(claim, fill(table(claim), {"pay": "keep"}, Serves={"pay": "fun"})))
    assert "Steps, “pay”, “Serves”: “fun” is none of customer, law" in capsys.readouterr().err
    assert CLAIM == claim.read_text()


def test_who_performs_a_merger_is_who_was_written_down(claim):
    rows = fill(
        table(claim), {"stamp": "merge"},
        Who_performs_it={"stamp": "<b>employee</b>"}, **{"With_/_after_/_to": {"stamp": "fill"}},
    )  # fmt: skip

    assert 0 == sign(claim, save(claim, rows))
    assert [{"owner": "<b>Employee</b>"}] == [dict(change.into) for change in process_of(claim).plans[0].changes]


def test_who_performs_a_merger_has_to_be_a_role_of_the_process(claim, capsys):
    rows = fill(
        table(claim),
        {"stamp": "merge"},
        Who_performs_it={"stamp": "Nobody"},
        **{"With_/_after_/_to": {"stamp": "fill"}},
    )

    assert 2 == sign(claim, save(claim, rows))
    assert "there is no one role “Nobody”; write its id." in capsys.readouterr().err
    assert CLAIM == claim.read_text()


def test_a_checklist_in_german_is_filled_in_with_german_words(claim):
    claim.write_text(CLAIM + "language: de\n")
    rows = table(claim)
    head = next(row for row in rows if row[:2] == ["Nr.", "Kennung"])
    for row in rows:
        if row[1:2] == ["pay"]:
            row[head.index("Entscheidung")], row[head.index("Mit / nach / an")] = "Verschieben", "vor stamp"
            row[head.index("Begründung heute")], row[head.index("Dient")] = "Am Ersten ist die Miete fällig.", "Risiko"
        elif row[:1] in (["Geprüft am"], ["Prüfende"]):
            row[1] = "2026-03-01" if row[0] == "Geprüft am" else "Revision"

    assert 0 == sign(claim, save(claim, rows))

    process = process_of(claim)
    assert ("Am Ersten ist die Miete fällig.", "risk") == (process.step("pay").why, process.step("pay").serves)
    assert [("pay", "stamp")] == [(change.step, change.before) for change in process.plans[0].changes]


def test_what_was_decided_earlier_and_is_done_gets_its_day(claim):
    claim.write_text(
        f"{CLAIM}plans:\n  - {{name: One stamp less, changes: [{{drop: stamp, by: '@Boss', until: 2026-04-01}}]}}\n"
    )
    rows = table(claim)
    head = next(number for number, row in enumerate(rows) if row[:1] == ["Decided changes"]) + 1
    assert ["1", "One stamp less · 1", "drop 'Stamp | *it*'", "'@Boss", "2026-04-01"] == rows[head + 1][:5]
    rows[head + 1][rows[head].index("Done?")] = "Yes"
    rows[head + 1][rows[head].index("When")] = "2026-02-20"

    assert 0 == sign(claim, save(claim, fill(rows, {})))
    assert date(2026, 2, 20) == process_of(claim).plans[0].changes[0].done


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_checklist_saved_by_libreoffice_is_taken_back(claim, ending):
    if ending == "csv":
        save(claim, fill(table(claim), {"pay": "keep"}, Reason_today={"pay": "Rent is due."})).rename(
            claim.with_name("list.csv")
        )
    else:
        book = load_workbook(made(claim, "xlsx"))
        heads = [cell.value for cell in book["Steps"][1]]
        book["Steps"].cell(4, heads.index("Decision") + 1, "keep")
        book["Steps"].cell(4, heads.index("Reason today") + 1, "Rent is due.")
        for row in book["Sign-off"].iter_rows():
            row[1].value = SIGN_OFF.get(row[0].value)
        book.save(claim.with_name("list.xlsx"))
    converted = ["soffice", "--headless", f"-env:UserInstallation=file://{claim.parent}/office", "--convert-to", ending]
    subprocess.run(
        [*converted, "--outdir", claim.parent / "saved", claim.with_name(f"list.{ending}")], check=True, timeout=120
    )

    assert 0 == sign(claim, claim.parent / "saved" / f"list.{ending}")
    assert ("Rent is due.", date(2026, 3, 1)) == (
        process_of(claim).step("pay").why,
        process_of(claim).step("pay").reviewed,
    )


def spoilt(name, rows):
    steps = [n for n, row in enumerate(rows) if row and len(row) > 1 and row[1] in ("fill", "stamp", "pay")]
    if name == "deleted":
        del rows[steps[1]]
    elif name == "deleted at the end":
        del rows[steps[2]]
    elif name == "reordered":
        rows[steps[0]], rows[steps[1]] = rows[steps[1]], rows[steps[0]]
    elif name == "typed over":
        rows[steps[2]][2] = "Pay at once"
    elif name == "billions of rows":
        version = next(row for row in rows if row[:1] == ["Version"])
        version[1] = "-".join(["9" * 9, *version[1].split("-")[1:]])
    elif name == "another":
        rows[1][1] = "Refund"
    elif name == "added":
        rows.insert(steps[1], ["", "", "what about the archive?"])
    elif name == "a heading renamed":
        rows[steps[0] - 1][2] = "Schritt"
    elif name == "a table taken out":
        del rows[steps[0] - 2 : steps[2] + 1]
    elif name == "a number for a day":
        rows[steps[0]][rows[steps[0] - 1].index("When")] = "46080"
    return rows


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("deleted", "Steps: row 2 is missing."),
        ("deleted at the end", "Steps: row 3 is missing."),
        ("reordered", "Steps: row 2 is not in its place; sort the rows by “No.”."),
        ("billions of rows", "Steps: it had 999,999,999 rows, and has 3."),
        ("typed over", "Steps, row 3 (pay): “Step” was typed over."),
        ("added", "Steps: a row was added that has no number (“what about the archive?”); take it out."),
        ("a heading renamed", "Steps: the columns are not those that were handed out; there is no “Step”."),
        ("a table taken out", "Steps: the whole table is missing."),
        ("a number for a day", "Steps, “fill”, “When”: “46080” is no date; write it as 2026-02-27."),
        ("another", "of the process “Refund”, and the file holds “Claim”"),
    ],
)
def test_a_checklist_that_was_spoilt_changes_nothing(claim, capsys, name, message):
    code = sign(claim, save(claim, spoilt(name, fill(table(claim), {"fill": "keep", "pay": "keep"}))))

    err = capsys.readouterr().err
    assert 2 == code
    assert message in err
    assert "Nothing was changed." in err
    assert CLAIM == claim.read_text()


@pytest.mark.parametrize(
    ("decisions", "fields", "message"),
    [
        ({"fill": "kept"}, SIGN_OFF, "there is no decision “kept”"),
        ({"fill": "merge"}, SIGN_OFF, "not said with which step"),
        ({"fill": "move"}, SIGN_OFF, "not said where to"),
        ({"@Boss": "drop", "<b>Employee</b>": "drop"}, SIGN_OFF, "it still performs"),
        ({"fill": "keep"}, {}, "“Reviewed on”: the day of the review is not filled in."),
        ({"fill": "keep"}, {**SIGN_OFF, "Reviewed on": "2027-01-01"}, "lies in the future"),
        ({"fill": "keep"}, {**SIGN_OFF, "Reviewer": "head of claims"}, "somebody else has to review it"),
        ({}, SIGN_OFF, "No row has a decision"),
    ],
)
def test_what_is_filled_in_wrongly_is_told_and_changes_nothing(claim, capsys, decisions, fields, message):
    code = sign(claim, save(claim, fill(table(claim), decisions, fields)))

    assert 2 == code
    assert message in capsys.readouterr().err
    assert CLAIM == claim.read_text()


@pytest.mark.parametrize("heirs", [{"@Boss": "<b>Employee</b>", "<b>Employee</b>": "@Boss"}, {"@Boss": "to @Boss"}])
def test_work_goes_to_no_role_that_leaves_as_well(claim, capsys, heirs):
    rows = fill(table(claim), dict.fromkeys(heirs, "drop"), **{"With_/_after_/_to": heirs})

    assert 2 == sign(claim, save(claim, rows))
    assert "is to leave as well; name a role that stays." in capsys.readouterr().err
    assert CLAIM == claim.read_text()


def test_an_older_checklist_says_what_changed_since_and_takes_the_rest(claim, capsys):
    filled = save(claim, fill(table(claim), {"fill": "keep", "stamp": "keep", "pay": "keep"}))
    changed = CLAIM.replace("name: Pay,", "name: Pay the claim,").replace("id: stamp", "id: seal")
    claim.write_text(changed)

    code = sign(claim, filled)

    err = capsys.readouterr().err
    assert 0 == code
    assert "Steps: “pay” was changed since the checklist was made (“Step”); it stays unreviewed." in err
    assert "“stamp” is gone since" in err
    assert "“seal” was added since" in err
    assert [date(2026, 3, 1), None, None] == [step.reviewed for step in process_of(claim).steps]


def test_the_same_checklist_is_not_taken_in_twice(claim, capsys):
    filled = save(claim, fill(table(claim), {"fill": "keep"}))
    sign(claim, filled)
    once = claim.read_text()

    code = sign(claim, filled)

    assert 2 == code
    assert "taken in before" in capsys.readouterr().err
    assert once == claim.read_text()


def test_what_is_no_checklist_is_refused(claim, capsys):
    code = sign(claim, claim)

    assert 2 == code
    assert "no checklist of flowtrim" in capsys.readouterr().err
