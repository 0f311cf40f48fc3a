"""The review on the command line."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from flowtrim.cli import front, run

FRESH = "process: Claim\nreviewed: 2026-01-01\nsteps:\n  - {name: Pay, owner: Clerk}\n"
LATE = FRESH.replace("2026", "2023").replace("Claim", "Refund")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "fresh.yml").write_text(FRESH)
    (tmp_path / "other.yml").write_text("services: {web: {}}\n")
    return tmp_path


def review(*arguments):
    return run(front, ["review", "--today", "2026-03-02", *map(str, arguments)])


def test_nothing_overdue_exits_with_0_and_other_files_are_ignored(folder, capsys):
    code = review(folder)

    assert 0 == code
    assert "1 process, 1 in time" in capsys.readouterr().out


def test_something_overdue_exits_with_1(folder, capsys):
    (folder / "late.yml").write_text(LATE)

    code = review(folder)

    assert 1 == code
    assert "overdue since 2024-01-01" in capsys.readouterr().out


def test_one_broken_file_is_told_and_the_rest_still_done(folder, capsys):
    (folder / "broken.yml").write_text("process: Broken\nsteps: [{nam: A}]\n")

    code = review(folder)

    out, err = capsys.readouterr()
    assert 2 == code
    assert "Claim: due on 2027-01-01" in out
    assert "broken.yml:2" in err


def test_json_holds_the_figures_and_null_for_what_is_undefined(folder, capsys):
    (folder / "new.yml").write_text("process: New\nsteps: [{name: Look}]\n")
    review(folder, "--format", "json", "--steps")

    told = json.loads(capsys.readouterr().out)

    assert ["New", "Claim"] == [each["name"] for each in told["processes"]]
    assert None is told["processes"][0]["due"]
    assert ["look"] == told["processes"][0]["measures"]["unjustified_steps"]
    assert "2027-01-01" == told["processes"][1]["steps"][0]["due"]


def test_json_says_which_action_a_kpi_leads_to(folder, capsys):
    kpis = "kpis:\n  - {name: Days, what: From claim to payment., action: Coach.}\n  - {name: Hours, why: '?'}\n"
    (folder / "fresh.yml").write_text(FRESH + kpis)
    review(folder, "--format", "json")

    days, hours = json.loads(capsys.readouterr().out)["processes"][0]["kpis"]
    assert ("From claim to payment.", None, "Coach.", True) == tuple(
        days[key] for key in ("what", "why", "action", "decision")
    )
    assert (None, None, None, False) == tuple(hours[key] for key in ("what", "why", "action", "decision"))


def test_markdown_keeps_hostile_names_as_text(folder, capsys):
    (folder / "fresh.yml").write_text(FRESH.replace("Claim", "'<script> | *x* `y`'"))

    review(folder, "--format", "markdown")

    out = capsys.readouterr().out
    assert "<script>" not in out
    assert r"&lt;script&gt; \| \*x\* \`y\`" in out


def test_a_calendar_has_an_event_and_a_reminder_for_each_due_date(folder, capsys):
    review(folder, "--format", "ics")

    events = Calendar.from_ical(capsys.readouterr().out).walk("VEVENT")

    assert [date(2027, 1, 1)] == [event.decoded("dtstart") for event in events]
    assert [timedelta(days=-30)] == [alarm.decoded("trigger") for alarm in events[0].walk("VALARM")]


def test_the_settings_say_how_long_before_its_day_a_review_is_reminded_of(folder, capsys):
    (folder / "flowtrim.toml").write_text("[review]\ndue_soon_days = 14\n")
    review(folder, "--format", "ics")

    (alarm,) = Calendar.from_ical(capsys.readouterr().out).walk("VALARM")

    assert timedelta(days=-14) == alarm.decoded("trigger")


def test_a_calendar_is_the_same_whenever_it_is_made(folder, capsys):
    review(folder, "--format", "ics")
    first = capsys.readouterr().out
    review(folder, "--format", "ics")

    assert first == capsys.readouterr().out


def test_hundreds_of_files_are_shared_out_and_told_in_the_same_order(tmp_path, capsys):
    for number in range(220):
        (tmp_path / f"p{number:03}.yml").write_text(FRESH.replace("Claim", f"Claim {number:03}"))
    review(tmp_path, "--format", "json")

    told = json.loads(capsys.readouterr().out)

    assert [f"Claim {number:03}" for number in range(220)] == [each["name"] for each in told["processes"]]


def test_names_that_could_steer_a_terminal_or_break_a_line_are_harmless(folder, capsys):
    (folder / "fresh.yml").write_text(FRESH.replace("Claim", '"a\\u202e\\nEND:VEVENT"'))
    review(folder)
    review(folder, "--format", "ics")

    out = capsys.readouterr().out
    assert "\u202e" not in out
    assert 1 == out.splitlines().count("END:VEVENT")


def test_many_processes_are_a_line_each_and_of_a_great_many_only_the_most_urgent(tmp_path, capsys):
    for number in range(60):
        (tmp_path / f"p{number:02}.yml").write_text(FRESH.replace("Claim", f"Claim {number:02}"))
    (tmp_path / "late.yml").write_text(LATE)

    review(tmp_path)
    short = capsys.readouterr().out.splitlines()
    review(tmp_path, "--all")
    whole = capsys.readouterr().out.splitlines()

    assert "✗ Refund" == short[3].split("  ")[0]
    assert "  and 21 more: 21 in time; --all tells every one" in short
    assert 40 == sum("Claim" in line or "Refund" in line for line in short)
    assert 61 == sum("Claim" in line or "Refund" in line for line in whole)


def test_namesakes_say_their_files(tmp_path, capsys):
    for number in range(12):
        (tmp_path / f"p{number:02}.yml").write_text(FRESH)

    review(tmp_path)

    told = capsys.readouterr().out
    assert [] == [number for number in range(12) if f"p{number:02}.yml " not in told]


def test_what_is_overdue_stands_in_the_calendar_on_the_day_of_the_review_under_the_same_identity(folder, capsys):
    review(folder, "--format", "ics")
    in_time = Calendar.from_ical(capsys.readouterr().out).walk("VEVENT")[0]
    run(front, ["review", str(folder), "--format", "ics", "--today", "2027-05-04"])
    late = Calendar.from_ical(capsys.readouterr().out).walk("VEVENT")[0]

    assert in_time["uid"] == late["uid"]
    assert date(2027, 5, 4) == late.decoded("dtstart") == late.decoded("dtstamp").date()
    assert "Overdue review: Claim" == str(late["summary"])
    assert "overdue since 2027-01-01" in str(late["description"])
    assert timedelta(0) == late.walk("VALARM")[0].decoded("trigger")


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("a.html", "<!DOCTYPE html>"), ("a.json", "{"), ("a.md", "# Review on"), ("a.ics", "BEGIN:"), ("a", "Review on")],
)
def test_the_ending_of_the_file_says_what_is_written(folder, name, beginning):
    assert 0 == review(folder, "-o", folder / name)
    assert (folder / name).read_text(encoding="utf-8").startswith(beginning)


def test_a_page_says_what_could_not_be_read_so_that_nobody_takes_it_for_all_there_is(folder, capsys):
    assert 0 == review(folder, "--format", "html")
    assert "could not be read" not in capsys.readouterr().out
    (folder / "broken.yml").write_text("process: Broken\nsteps: [{nam: <b>}]\n")

    assert 2 == review(folder, "--format", "html")
    page = capsys.readouterr().out
    assert "What could not be read" in page
    assert "broken.yml:2:10: The key &#39;nam&#39;" in page


def test_json_and_markdown_carry_what_could_not_be_read(folder, capsys):
    broken = folder / "broken.yml"
    broken.write_text("process: Broken\nsteps: [{nam: <b>}]\nrolls: {}\n")

    assert 2 == review(folder, folder / "nowhere.yml", "--format", "json")
    told = json.loads(capsys.readouterr().out)
    assert [str(broken), str(folder / "nowhere.yml")] == [one["file"] for one in told["unread"]]
    assert told["unread"][0]["problem"].startswith(f"{broken}:2:9: A step needs")
    assert 3 <= len(told["unread"][0]["problem"].splitlines())

    assert 2 == review(folder, "--format", "markdown")
    page = capsys.readouterr().out
    assert "\n## What could not be read\n\n- " in page
    assert "The key 'nam'" in page


def test_where_everything_was_read_nothing_is_unread(folder, capsys):
    review(folder, "--format", "json")
    assert [] == json.loads(capsys.readouterr().out)["unread"]

    review(folder, "--format", "markdown")
    assert "could not be read" not in capsys.readouterr().out


def test_a_text_in_a_file_says_what_could_not_be_read(folder):
    (folder / "broken.yml").write_text("process: Broken\nsteps: [{nam: <b>}]\n")
    review(folder, "-o", folder / "due.txt")

    assert "\nWhat could not be read\n  " in (folder / "due.txt").read_text()


def test_the_format_goes_before_the_ending(folder):
    assert 0 == review(folder, "-o", folder / "a.txt", "--format", "html")
    assert (folder / "a.txt").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_calendar_is_folded_between_characters_and_ends_its_lines_as_the_standard_asks(folder, capfdbinary):
    (folder / "fresh.yml").write_text(FRESH.replace("Claim", "備品の購入を承認する" * 20), encoding="utf-8")

    review(folder, "--format", "ics")

    lines = capfdbinary.readouterr().out.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)
    assert all(line.decode("utf-8") for line in lines[:-1])


def test_the_most_urgent_of_a_great_many_have_the_figures_that_all_have(tmp_path, capsys):
    steps = "steps: [{name: Pay, owner: Clerk, outputs: [money]}, {name: Book, owner: Bank, inputs: [money]}]"
    for number in range(45):
        day = f"2026-01-{1 + number % 28:02}"
        (tmp_path / f"p{number:02}.yml").write_text(f"{{process: Claim {number:02}, reviewed: {day}, {steps}}}")

    review(tmp_path)
    short = capsys.readouterr().out.splitlines()
    review(tmp_path, "--all")
    whole = capsys.readouterr().out.splitlines()

    listed = [line for line in short if "Claim" in line]
    assert 40 == len(listed)
    assert listed == [line for line in whole if "Claim" in line][:40]
    assert listed[0].split()[-4:] == ["1", "2", "1", "2"]


def test_a_file_that_is_saved_before_it_is_measured_is_told_as_it_is_then(tmp_path, capsys, monkeypatch):
    from flowtrim.cli.commands import review as module

    for number in range(45):
        (tmp_path / f"p{number:02}.yml").write_text(FRESH.replace("Claim", f"Claim {number:02}"))
    look = module._look

    def saving(job, *, asked, days_alone):
        state = look(job, asked=asked, days_alone=days_alone)
        if days_alone and job[0].endswith("p07.yml"):
            (tmp_path / "p07.yml").write_text(LATE)
        return state

    monkeypatch.setattr(module, "_look", saving)
    review(tmp_path)

    assert "✗ Refund" in capsys.readouterr().out
