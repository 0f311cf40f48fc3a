from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from flowtrim.cli import front, run
from tests.days import ON_THE_DAY

GOOD = """\
process: Expense claim
why: People get back what they paid for the company.
outputs: [money]
customer: Employee
owner: Head of Finance
created: 2026-01-01
reviewed: 2026-10-01
promise: 2d
roles:
  Payroll: {name: Payroll, why: "Only payroll may pay, by signature rule 7."}
steps:
  - name: Pay the claim
    owner: Payroll
    why: The traveller paid for the company and gets it back.
    serves: customer
    outputs: [money]
"""
POOR = "process: Poor\nsteps:\n  - {name: Stamp the claim, owner: Clerk, why: none}\n"
BROKEN = "process: Broken\nstepps: []\n"


@pytest.fixture(autouse=True)
def _here():
    for name, text in (("good", GOOD), ("poor", POOR), ("broken", BROKEN)):
        Path(f"{name}.yml").write_text(text, encoding="utf-8")


def analyze(*arguments: str) -> int:
    return run(front, ["analyze", *arguments, *ON_THE_DAY])


def test_a_good_process_is_exit_code_0(capsys):
    assert 0 == analyze("good.yml")
    assert capsys.readouterr().out.startswith("Expense claim\ngood.yml\n\n✓ 1 ride: it fits\n")


def test_a_poor_process_is_exit_code_1(capsys):
    assert 1 == analyze("poor.yml")
    assert "poor.yml:3  why-none" in capsys.readouterr().out


def test_a_poor_process_can_be_looked_at_without_failing():
    assert 0 == analyze("poor.yml", "--fail-on", "never")


def test_a_broken_file_is_exit_code_2_with_its_place(capsys):
    assert 2 == analyze("broken.yml")

    printed = capsys.readouterr()
    assert "" == printed.out
    assert printed.err.startswith("broken.yml:2:1: ")


def test_a_missing_file_is_exit_code_2(capsys):
    assert 2 == analyze("nowhere.yml")
    assert "nowhere.yml: There is no such file.\n" == capsys.readouterr().err


def test_json_of_one_file_is_one_object(capsys):
    analyze("good.yml", "--format", "json")

    assert "Expense claim" == json.loads(capsys.readouterr().out)["process"]["name"]


def test_json_of_several_files_is_a_list_of_those_that_could_be_read(capsys):
    assert 2 == analyze("good.yml", "broken.yml", "poor.yml", "--format", "json")

    printed = capsys.readouterr()
    assert ["Expense claim", "Poor"] == [one["process"]["name"] for one in json.loads(printed.out)]
    assert "broken.yml:2:1" in printed.err


def test_json_of_a_folder_is_a_list(capsys):
    Path("broken.yml").unlink()
    Path("poor.yml").unlink()
    analyze(".", "--format", "json")

    assert ["good.yml"] == [one["process"]["file"] for one in json.loads(capsys.readouterr().out)]


def test_json_of_a_broken_file_alone_prints_nothing(capsys):
    analyze("broken.yml", "--format", "json")

    assert "" == capsys.readouterr().out


def test_several_files_are_told_at_a_glance(capsys):
    analyze("good.yml", "poor.yml")
    lines = capsys.readouterr().out.splitlines()

    assert "✓ 2 processes, each told in one ride" == lines[0]
    assert "no why" in lines[3]
    assert lines[4].endswith("Poor")


def test_several_files_can_be_told_in_full(capsys):
    analyze("good.yml", "poor.yml", "--all")
    text = capsys.readouterr().out

    assert text.startswith("Expense claim\ngood.yml\n")
    assert "\n\nPoor\npoor.yml\n" in text


def test_markdown_is_one_report_after_the_other(capsys):
    analyze("good.yml", "poor.yml", "--format", "markdown")
    text = capsys.readouterr().out

    assert ["# Expense claim", "# Poor"] == [line for line in text.splitlines() if line.startswith("# ")]


def test_standard_input_is_read(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))

    assert 0 == analyze("-", "--format", "json")
    assert "Expense claim" == json.loads(capsys.readouterr().out)["process"]["name"]


def test_the_spoken_text_is_added_on_demand(capsys):
    analyze("good.yml")
    silent = capsys.readouterr().out
    analyze("good.yml", "--say")

    assert "Payroll: Pay the claim." not in silent
    assert "Payroll: Pay the claim." in capsys.readouterr().out


def test_before_and_after_stand_side_by_side(capsys):
    analyze("poor.yml", "--after", "good.yml")

    assert "Before and after: Expense claim" in capsys.readouterr().out


def test_after_goes_with_one_file_only(capsys):
    assert 2 == analyze("poor.yml", "good.yml", "--after", "good.yml")
    assert "--after goes with one file" in capsys.readouterr().err


def test_an_unknown_day_is_refused(capsys):
    assert 2 == run(front, ["analyze", "good.yml", "--today", "tomorrow"])
    assert "'tomorrow' is no date; write it as in 2026-03-01." in capsys.readouterr().err


def test_colour_comes_when_asked_for_and_changes_no_letter(capsys):
    from rich.text import Text

    analyze("poor.yml")
    plain = capsys.readouterr().out
    analyze("poor.yml", "--color", "always")
    painted = capsys.readouterr().out

    assert "\x1b[" in painted
    assert plain.strip() == "\n".join(line.rstrip() for line in Text.from_ansi(painted).plain.splitlines()).strip()


def test_a_hostile_name_cannot_steer_the_terminal(capsys):
    Path("evil.yml").write_text('process: "a\\e[2Jb\\u202Ec"\nsteps:\n  - {name: "\\e]0;owned\\a", owner: x}\n')
    analyze("evil.yml", "--all", "--say")

    printed = capsys.readouterr()
    assert not {"\x1b", "\x07", "\u202e"} & set(printed.out + printed.err)


REPORTS = {"report.html", "report.xlsx", "report.json", "report.md"}
"""What is written on every machine; a PDF comes with it where something prints."""


def test_without_a_printer_there_is_no_pdf_and_a_line_says_what_to_install(capsys, monkeypatch):
    monkeypatch.setattr("flowtrim.reports.media.pdf.shutil.which", lambda _: None)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    Path("out").mkdir()
    Path("out/report.pdf").write_text("of an earlier run")

    assert 0 == analyze("good.yml", "-o", "out")
    assert not Path("out/report.pdf").exists()
    (line,) = (line for line in capsys.readouterr().err.splitlines() if "PDF" in line)
    assert "pip install 'flowtrim[pdf]'" in line


def test_the_last_line_says_what_was_written_and_where(capsys):
    analyze("poor.yml", "-o", "out")

    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("Written into out: report.html, report.xlsx, ")
    assert last.endswith("swimlanes (SVG, PNG).")


def test_of_several_folders_the_last_line_says_where_they_are(capsys):
    analyze("poor.yml", "good.yml", "-o", "out")

    assert "Written into out: a folder for each of 2 processes." == capsys.readouterr().err.splitlines()[-1]


def test_the_page_shows_what_trimming_would_do_without_being_asked():
    analyze("poor.yml", "-o", "out")

    assert "flowtrim-trim/1" == json.loads(Path("out/report.json").read_text())["trim"]["format"]


def test_where_the_asking_comes_first_there_is_no_after(capsys):
    Path("bare.yml").write_text("process: Bare\nsteps:\n  - {name: A, owner: x}\n  - {name: B, owner: y}\n")
    analyze("bare.yml", "--trim", "--format", "html")

    printed = capsys.readouterr().out
    assert "the asking comes first" in printed
    assert ">After</button>" not in printed


def test_one_page_of_html_goes_down_a_pipe(capsys):
    analyze("poor.yml", "--format", "html")

    printed = capsys.readouterr().out
    assert printed.startswith("<!DOCTYPE html>")
    assert printed.endswith("</html>\n")


def test_html_of_several_processes_is_refused_with_a_way_out(capsys):
    assert 2 == analyze("poor.yml", "good.yml", "--format", "html")
    assert "-o DIR" in capsys.readouterr().err


def test_the_folder_holds_drawings_and_reports():
    analyze("poor.yml", "-o", "out")

    pictures = {"swimlanes.png", "swimlanes.svg"}
    assert REPORTS | pictures == {file.name for file in Path("out").iterdir()} - {"report.pdf"}
    assert "Poor" == json.loads(Path("out/report.json").read_text())["process"]["name"]
    assert "![Poor](swimlanes.svg)" in Path("out/report.md").read_text()
    assert Path("out/swimlanes.png").read_bytes().startswith(b"\x89PNG")


def test_each_of_several_files_has_a_folder_of_its_own():
    analyze("poor.yml", "good.yml", "-o", "out")

    assert {"poor", "good"} == {folder.name for folder in Path("out").iterdir()}


def test_the_folder_is_the_same_bytes_each_time():
    def kept() -> dict[str, bytes]:
        analyze("poor.yml", "-o", "out")
        return {file.name: file.read_bytes() for file in Path("out").iterdir()}

    assert kept() == kept()


def test_screens_of_an_earlier_run_are_taken_away_and_nothing_else():
    Path("out").mkdir()
    for name in ("swimlanes-7.svg", "swimlanes-7.png", "swimlanes-old.svg", "notes.md"):
        Path("out", name).write_text("old")
    analyze("poor.yml", "-o", "out")

    assert {"swimlanes-old.svg", "notes.md"} == {f.name for f in Path("out").iterdir() if f.read_bytes() == b"old"}
    assert not Path("out/swimlanes-7.svg").exists()


def test_before_and_after_of_an_earlier_run_go_and_files_of_others_with_such_names_stay():
    Path("lean.yml").write_text("process: Lean\nsteps:\n  - {name: Stamp, owner: Clerk}\n")
    analyze("poor.yml", "--after", "lean.yml", "-o", "out")
    ours = {"before.svg", "before.png", "after.svg", "after.png", "overlay.svg", "overlay.png"}
    assert ours <= {file.name for file in Path("out").iterdir()}
    Path("out/before-01.png").write_text("mine")
    Path("out/after.dot").write_text("digraph mine {}")
    analyze("poor.yml", "-o", "out")

    assert {"before-01.png", "after.dot"} == {f.name for f in Path("out").iterdir() if f.name[:2] in {"be", "af", "ov"}}


def test_a_folder_that_cannot_be_made_is_said_and_the_report_is_printed_all_the_same(capsys):
    assert 2 == analyze("poor.yml", "-o", "poor.yml/out")

    printed = capsys.readouterr()
    assert printed.out.startswith("Poor\n")
    assert "poor.yml/out cannot be made" in printed.err


def test_without_graphviz_there_are_still_reports_and_dot(capsys, monkeypatch):
    monkeypatch.setenv("FLOWTRIM_DOT", "/nowhere/neato")

    assert 2 == analyze("poor.yml", "-o", "out")
    assert REPORTS | {"swimlanes.dot"} == {file.name for file in Path("out").iterdir()} - {"report.pdf"}
    assert "apt install graphviz" in capsys.readouterr().err


# Loading one of these would cost every run of a pipeline its time.
HEAVY = {"rich", "numpy", "highspy", "pydot", "jinja2", "lxml", "asyncio", "pygraphviz", "difflib"}


def test_json_loads_nothing_heavy():
    code = (
        "import sys; from flowtrim.cli import front, run; "
        "run(front, ['analyze', 'poor.yml', '--format', 'json', '--fail-on', 'never']); "
        "print('\\n' + ' '.join(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert set() == HEAVY & set(done.stdout.splitlines()[-1].split())


def test_the_version_loads_nothing_of_ours_but_the_version():
    code = (
        "import sys; sys.argv = ['flowtrim', '--version']; from flowtrim.__main__ import main; main(); "
        "print(' '.join(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = {name for name in done.stdout.splitlines()[-1].split() if name.startswith("flowtrim")}

    assert {"flowtrim", "flowtrim.__main__", "flowtrim._version"} == ours


def test_the_work_of_a_called_process_arrives_in_its_caller(capsys):
    Path("outer.yml").write_text(
        "process: Outer\nvolume: 100/year\nsteps:\n  - {name: Check, owner: Buyer, takes: 5m, calls: Inner}\n",
        encoding="utf-8",
    )
    Path("inner.yml").write_text("process: Inner\nsteps:\n  - {name: Ask, owner: Clerk, takes: 2h}\n", encoding="utf-8")
    analyze("outer.yml", "inner.yml", "--format", "json")
    caller = json.loads(capsys.readouterr().out)[0]["measures"]

    assert [("Buyer", None, 5.0), ("Clerk", "Inner", 120.0)] == [
        (load["role"], load["called"], load["minutes"]) for load in caller["workload"]
    ]
