"""The command on small logs, as a person runs it."""

import gzip
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from flowtrim.cli import front
from flowtrim.formats import read

duckdb = pytest.importorskip("duckdb", reason="logs are read with DuckDB, an extra")

PROCESS = """
process: Refund
promise: 1h
steps:
  - {id: ask, name: Ask for it, owner: Customer}
  - {id: check, name: Check it, owner: Clerk, kind: check, next: [{to: pay, when: good}, {to: end, when: refused}]}
  - {id: pay, name: Pay it, owner: Cashier}
  - {id: stamp, name: Stamp it, owner: Clerk}
"""
SHOWCASE = str(Path(__file__).parents[2] / "samples" / "billing-question" / "process.yml")
BEGIN = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - as the log writes it


def rows(*cases, minutes=10):
    """Rows of a log: each case a list of activities, so many minutes apart, one case a day."""
    for number, case in enumerate(cases):
        for place, activity in enumerate(case):
            yield str(number), activity, str(BEGIN + timedelta(days=number, minutes=place * minutes))


def log_of(*cases, head="case,activity,time"):
    return "\n".join([head, *(",".join(row) for row in rows(*cases))]) + "\n"


PAID, REFUSED = ["Ask for it", "Check it", "Pay it", "Stamp it"], ["Ask for it", "Check it"]


@pytest.fixture
def run(tmp_path):
    (tmp_path / "process.yml").write_text(PROCESS, encoding="utf-8")

    def command(log, *options, name="log.csv"):
        path = tmp_path / name
        path.write_bytes(log if isinstance(log, bytes) else log.encode())
        given = ["evidence", str(tmp_path / "process.yml"), str(path), "--today", "2026-11-28", *options]
        return CliRunner().invoke(front, given)

    return command


@pytest.fixture
def told(run):
    def report(log, *options, **more):
        done = run(log, "--format", "json", *options, **more)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return json.loads(done.stdout)

    return report


def refusal(done):
    assert done.exception is not None
    return str(done.exception)


def test_cases_are_counted_beside_the_declared_way(told):
    found = told(log_of(PAID, PAID, REFUSED, ["Ask for it", "Pay it", "Stamp it"]))

    assert (3, 4) == (found["conformance"]["cases"]["count"], found["conformance"]["cases"]["of"])
    assert [("ask", "pay", 1)] == [
        (left["source"], left["target"], left["cases"]) for left in found["conformance"]["deviations"]
    ]


def test_what_a_check_refuses_is_read_from_the_ways_that_cases_took(told):
    check = told(log_of(PAID, PAID, REFUSED))["steps"][1]

    assert (1, 3) == (check["refused"]["count"], check["refused"]["of"])


def test_elapsed_time_is_all_that_completions_tell(told):
    check = told(log_of(PAID, PAID))["steps"][1]

    assert (None, None, 600_000) == (check["work"], check["waiting"], check["elapsed"]["median"])


def test_what_is_left_over_is_told_both_ways(told):
    found = told(log_of(["Ask for it", "Check it", "Fax it", "Pay it"], REFUSED))

    assert (["stamp"], {"Fax it": 1}) == (found["never"], found["undeclared"])


def test_a_recent_case_that_may_go_on_is_open_and_in_no_figure(told):
    found = told(log_of(*[PAID] * 5, PAID[:3]))

    assert (1, 5) == (found["log"]["open"], found["log"]["counted"])
    assert (5, 5) == (found["conformance"]["cases"]["count"], found["conformance"]["cases"]["of"])


def test_the_same_log_gives_the_same_report_from_the_cache(told, tmp_path):
    first = told(log_of(PAID, REFUSED))

    assert first == told(log_of(PAID, REFUSED))
    assert [] != list((tmp_path / ".flowtrim-evidence").iterdir())


def test_the_cache_holds_no_case_and_no_person(run, tmp_path):
    table = [(case + "-4711", activity, time, "Erika Mustermann") for case, activity, time in rows(PAID, PAID)]
    run("\n".join(["case,activity,time,resource", *map(",".join, table)]))

    held = b"".join(path.read_bytes() for path in (tmp_path / ".flowtrim-evidence").rglob("*") if path.is_file())
    assert b"4711" not in held
    assert b"Mustermann" not in held


@pytest.mark.parametrize("sign", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_whatever_its_delimiter_and_encoding(told, sign, encoding):
    text = log_of([*PAID[:3], "Prüfen"], REFUSED).replace(",", sign)

    assert {"Prüfen": 1} == told(text.encode(encoding))["undeclared"]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_read(told, end):
    assert 2 == told(log_of(PAID, REFUSED).replace("\n", end))["log"]["cases"]


def test_without_duckdb_the_command_says_what_to_install(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)

    assert "pip install 'flowtrim[evidence]'" in refusal(run(log_of(PAID, REFUSED)))


def test_half_a_gzip_is_refused(run):
    half = gzip.compress(log_of(*[PAID] * 50).encode())[:200]

    assert "cut short" in refusal(run(half, name="log.csv.gz"))
    assert "no gzip" in refusal(run(log_of(PAID, PAID), name="log.csv.gz"))


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("", "empty"),
        ("case,activity,time\n", "empty"),
        ("who,what,when\nx,y,z\n", "no column that is understood as 'case'"),
        (log_of(PAID), "one case"),
        (log_of(["Ask for it"], ["Ask for it"]), "one event"),
        ("case,activity,time\n" + "1,Ask for it,2026-03-01 09:00\n1,Check it,2026-03-01 09:00\n" * 2, "one case"),
        (log_of(PAID, PAID).replace("2026", "1970"), "hardly be true"),
        (log_of(PAID, PAID).replace("2026", "2097"), "hardly be true"),
        (log_of(PAID, PAID).replace("2026-03", "2026-12"), "hardly be true"),
        (log_of(PAID, PAID).replace("09:00:00", "09:00:00Z"), "of 8 times say their zone"),
        (log_of(PAID, PAID).replace("Pay it", "Pay, it"), "log.csv:4:1: This row has 4 cells"),
        (log_of(PAID, PAID).replace("2026-03-02 09:10:00", "soon"), "no time in a known form"),
        (
            log_of(PAID, PAID) + '8,"Ask for it,2026-03-01 09:00\n',
            "log.csv:10:1: A quote that opens in this row does not",
        ),
        (log_of(PAID, PAID) + "8,Ask for it,\n", "log.csv:10:1: 1 row has no time"),
        (log_of(PAID, PAID) + "8,Ask for it\n", "log.csv:10:1: This row has 2 cells"),
        ("case,activity,time\n,,\n,,\n", "No row says both its case and its activity"),
        (
            "case,activity,time,lifecycle\n" + "1,Ask for it,2026-03-01 09:00,schedule\n" * 2,
            "no row says 'complete' in lifecycle",
        ),
        (log_of(["Drill", "Paint"], ["Drill", "Paint"]), "Nothing in this log is a step of 'Refund'"),
        ("case,activity,time\n" + "1,Ask for it,03/04/2026\n1,Check it,04/05/2026\n" * 2, "--dates day-first"),
    ],
)
def test_a_log_that_cannot_be_used_is_refused_in_words(run, tmp_path, log, words):
    assert words in refusal(run(log))
    assert [] == list(tmp_path.rglob("*.parquet"))


@pytest.mark.parametrize(
    ("opening", "body", "why"),
    [
        ("<log>", "<trace>" * 500_000, "its elements lie more than 200 deep"),
        ('<log><trace><event><string key="concept:name" value="', "a" * 9_000_000, "a tag is longer than 4 MB"),
        ("<!DOCTYPE log><log>", "", "it declares a document type"),
    ],
)
def test_a_small_file_that_unpacks_to_no_log_is_refused_early(run, opening, body, why):
    hostile = gzip.compress((opening + body).encode())

    assert f"This is no XES log that can be read: {why}." in refusal(run(hostile, name="log.xes.gz"))


@pytest.mark.parametrize("before", [(), (PAID, PAID)])
@pytest.mark.parametrize("size", [3_000_000, 40_000_000])
@pytest.mark.parametrize("last", ["", "Latin-1: \xe9"])
def test_a_row_that_is_too_long_is_refused_and_never_passed_over(run, before, size, last):
    log = log_of(*before) + "1," + "a" * size + ",b\n" + last

    assert re.search(r"/log\.csv(:\d+:1)?: A row is longer than a megabyte", refusal(run(log.encode("latin-1"))))


def test_starts_and_completions_are_paired(told):
    text = "case,activity,time,lifecycle,resource\n"
    for case in range(2):
        for person in range(3):
            text += f"{case},Ask for it,2026-03-0{person + 1} 09:00,start,p{person}{case}\n"
            text += f"{case},Ask for it,2026-03-0{person + 1} 09:07,complete,p{person}{case}\n"
    ask = told(text)["steps"][0]

    assert (6, 420_000) == (ask["visits"], ask["work"]["median"])


def test_the_work_time_of_a_few_persons_is_withheld(told):
    text = "case,activity,start,end,resource\n"
    for case in range(4):
        text += f"{case},Ask for it,2026-03-01 09:00,2026-03-01 09:07,p{case}\n"
        text += f"{case},Check it,2026-03-01 10:00,2026-03-01 10:07,p{case}\n"
    ask = told(text)["steps"][0]

    assert (True, None) == (ask["withheld"], ask["work"])


def test_xes_is_read(told):
    events = "".join(
        f'<trace><string key="concept:name" value="{case}"/>'
        + "".join(
            f'<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" '
            f'value="2026-03-0{case}T09:0{place}:00.000+01:00"/></event>'
            for place, activity in enumerate(PAID)
        )
        + "</trace>"
        for case in (1, 2)
    )
    log = f'<?xml version="1.0"?><log xes.version="1.0">{events}</log>'.encode()

    assert 2 == told(log, name="log.xes")["conformance"]["cases"]["count"]
    assert 2 == told(gzip.compress(log), name="log.xes.gz")["log"]["cases"]


def parquet_of(folder, columns, name="log.parquet"):
    """The bytes of a Parquet file with two cases, its columns written as SQL over case, activity and moment."""
    path = folder / name
    told = ", ".join(
        f"('{case}', '{activity}', timestamp '{time}')" for case, activity, time in rows(PAID, PAID, REFUSED)
    )
    duckdb.sql(f"select {columns} from (values {told}) as log(c, a, t)").write_parquet(str(path))
    return path.read_bytes()


@pytest.mark.parametrize(
    "columns",
    [
        'c as "case", a as activity, t as "time"',
        'c as "case", a as activity, t::timestamptz as "time"',
        'c as "case", a as activity, t::timestamp_s as "time"',
        'c as "case", a as activity, t::timestamp_ns as "time"',
        'c as "case", a as activity, t::varchar as "time"',
        'c::integer as "case", a as activity, t as "time", 7 as file_row_number',
        'encode(c) as "case", \' \' || a as activity, t as "time"',
    ],
)
def test_parquet_is_read_whatever_the_types_of_its_columns(told, tmp_path, columns):
    found = told(parquet_of(tmp_path, columns), name="log.parquet")

    assert ("2026-03-02 09:00", 10, 3) == (found["log"]["first"], found["log"]["events"], found["log"]["cases"])


def test_half_a_parquet_is_refused(run, tmp_path):
    whole = parquet_of(tmp_path, 'c as "case", a as activity, t as "time"')

    assert "cut short" in refusal(run(whole[:-40], name="log.parquet"))


def test_a_sheet_of_an_open_document_is_read(told):
    table = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in [("case", "activity", "time"), *rows(PAID, PAID, REFUSED)]
    )
    spaces = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Log">{table}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in (("mimetype", kind), ("META-INF/manifest.xml", manifest), ("content.xml", content)):
            archive.writestr(name, text)

    assert 3 == told(packed.getvalue(), name="log.ods")["log"]["cases"]


def test_persons_are_told_apart_in_the_cache_only_where_duties_are_separated(run, tmp_path):
    text = "case,activity,time,resource\n" + "".join(
        f"{case},{activity},{time},Erika {n % 2}\n"
        for n, (case, activity, time) in enumerate(rows(PAID, PAID, REFUSED))
    )
    kept = []
    for process in (PROCESS, PROCESS + "separate: [[check, pay]]\n"):
        (tmp_path / "process.yml").write_text(process, encoding="utf-8")
        assert run(text).exit_code in (0, 1)
        newest = max((tmp_path / ".flowtrim-evidence").iterdir(), key=lambda made: made.stat().st_mtime_ns)
        kept.append(duckdb.sql(f"select distinct person from '{newest}/events-*.parquet' order by 1").fetchall())

    assert [[(None,)], [(1,), (2,)]] == kept


def test_a_cache_that_somebody_cut_short_is_made_again(told, tmp_path):
    first = told(log_of(PAID, REFUSED))
    for file in (tmp_path / ".flowtrim-evidence").rglob("*.*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:-9])

    assert first == told(log_of(PAID, REFUSED))


def test_what_was_asked_once_is_answered_without_an_engine(told, monkeypatch):
    first = told(log_of(PAID, REFUSED), "--since", "2026-03-03")
    monkeypatch.setattr("flowtrim.evidence.log_engine.connect", lambda _: pytest.fail("the engine was opened again"))

    assert first == told(log_of(PAID, REFUSED), "--since", "2026-03-03")


def test_no_other_command_imports_the_room_or_its_engine():
    program = (
        "import sys; from flowtrim.cli import front; from click.testing import CliRunner\n"
        f"file = {SHOWCASE!r}\n"
        "for given in (['rules'], ['new', '--list'], ['analyze', file], ['trim', file], ['evidence', '--help']):\n"
        "    CliRunner().invoke(front, given)\n"
        "engines = ('duckdb', 'pyspark', 'sqlglot', 'flowtrim.evidence')\n"
        "print([name for name in sys.modules if name.startswith(engines)])"
    )

    assert "[]" == subprocess.check_output([sys.executable, "-c", program], text=True).strip()


def test_what_was_observed_is_filled_into_a_copy_with_its_comments(run, tmp_path):
    (tmp_path / "process.yml").write_text("# ours\n" + PROCESS, encoding="utf-8")
    run(log_of(*[PAID] * 3, REFUSED), "--into", str(tmp_path / "filled.yml"))
    text = (tmp_path / "filled.yml").read_text(encoding="utf-8")

    assert text.startswith("# ours\n")
    assert "decisions: {made: 4, refused: 1}" in text
    assert "{to: pay, when: good, share: 75%}" in text
    assert "By the log log.csv: 2026-03-02 to 2026-03-05, 4 cases." in text


def test_findings_become_a_plan_and_open_questions_that_other_commands_take(run, tmp_path):
    filled = tmp_path / "filled.yml"
    log = log_of(*[["Ask for it", "Check it", "Fax it", "Pay it"]] * 40)
    run(log, "--into", str(filled), "--findings")
    process = read(filled, today=date(2026, 11, 28)).process

    assert [("By the log log.csv", ("stamp",))] == [
        (plan.name, tuple(change.step for change in plan.changes)) for plan in process.plans
    ]
    assert ["'Fax it' was done 39 times and is not declared. Who needs it, and what for?"] == [
        each.question for each in process.questions if "Fax" in each.question
    ]
    planned = CliRunner().invoke(front, ["analyze", str(filled), "--plan", "By the log log.csv", "--format", "json"])
    assert 3 == json.loads(planned.stdout)["plan"]["measures_after"]["steps"]


def test_findings_are_written_once(run, tmp_path):
    file = tmp_path / "process.yml"
    log = log_of(*[["Ask for it", "Check it", "Fax it", "Pay it"]] * 40)
    run(log)
    given = [
        "evidence",
        str(file),
        str(tmp_path / "log.csv"),
        "--into",
        str(file),
        "--findings",
        "--today",
        "2026-11-28",
    ]
    first, second = (CliRunner().invoke(front, given) and read(file, today=date(2026, 11, 28)).process for _ in "12")

    assert (1, first.questions) == (len(second.plans), second.questions)
    assert first.questions


def test_findings_need_a_file(run):
    assert "--into FILE" in run(log_of(PAID, PAID), "--findings").output


def test_a_declared_share_is_kept_unless_the_log_is_preferred(run, tmp_path):
    declared = PROCESS.replace("when: good}", "when: good, share: 90%}").replace(
        "when: refused}", "when: refused, share: 10%}"
    )
    (tmp_path / "process.yml").write_text(declared, encoding="utf-8")
    log = log_of(*[PAID] * 3, REFUSED)
    run(log, "--into", str(tmp_path / "kept.yml"))
    run(log, "--into", str(tmp_path / "replaced.yml"), "--prefer", "log")

    assert "share: 90%" in (tmp_path / "kept.yml").read_text(encoding="utf-8")
    assert "share: 75%" in (tmp_path / "replaced.yml").read_text(encoding="utf-8")


def test_cases_before_and_after_a_day_are_compared_and_straddling_ones_left_out(told):
    found = told(log_of(*[PAID] * 40, *[REFUSED] * 40), "--since", "2026-04-11")["since"]
    changed = {each["what"] for each in found["differences"] if each["proved"]}

    assert (40, 40, 0) == (found["before"], found["after"], found["straddling"])
    assert "cases with Pay it" in changed


def test_chance_is_no_proof(told):
    found = told(log_of(*[PAID] * 6, *[PAID, REFUSED]), "--since", "2026-03-08")["since"]

    assert [] == [each["what"] for each in found["differences"] if each["proved"]]


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_every_form_tells_the_finding_and_its_key(run, form):
    log = log_of(*[["Ask for it", "Check it", "<b>Fax</b>", "Pay it", "Stamp it"]] * 9)
    out = run(log, "--format", form).stdout

    assert "evidence-work-undeclared@process" in out
    assert ("<b>Fax</b>" in out) == (form == "text")


def test_the_page_has_the_process_as_it_is_done(run):
    log = log_of(*[["Ask for it", "Check it", "Fax it", "Pay it"]] * 9, *[["Ask for it", "Pay it"]] * 9)
    page = run(log, "--format", "html").stdout
    boxes = {step: kinds for kinds, step in re.findall(r'class="(node step [^"]*)" data-step="([^"]*)"', page)}

    assert "never" in boxes["stamp"]
    assert "undeclared" in boxes["undeclared-0"]
    assert "stroke-dasharray" in page


def test_a_workbook_holds_figures_as_numbers_and_never_a_formula(run, tmp_path):
    book = tmp_path / "report.xlsx"
    done = run(log_of(*[["Ask for it", "Check it", "=1+1", "Pay it", "Stamp it"]] * 9), "-o", str(book))
    sheets = load_workbook(book)

    assert done.exception is None
    assert ["Findings", "Declared and done"] == sheets.sheetnames[:2]
    assert ("=1+1", 9, 9, 1) == tuple(cell.value for cell in sheets.worksheets[1][2])[:4]
    assert "s" == sheets.worksheets[1]["A2"].data_type


def test_a_workbook_is_not_written_to_the_terminal(run):
    assert "-o REPORT.xlsx" in run(log_of(PAID, PAID), "--format", "xlsx").output


def test_refusals_that_leave_the_process_do_not_make_a_rubber_stamp(told):
    found = told(log_of(*[PAID] * 200, *[["Ask for it", "Check it", "Stamp it"]] * 20))

    assert found["steps"][1]["refused"] is None


def test_times_are_told_in_the_zone_that_was_named(told):
    assert "2026-03-02 09:00" == told(log_of(PAID, PAID), "--zone", "Europe/Berlin")["log"]["first"]


def test_a_reading_that_was_killed_leaves_no_copy_of_the_log(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.yml").write_text("process: P\nsteps:\n- {name: Ask, owner: A}\n- {name: Pay, owner: B}\n")
    rows = "".join(
        f"{n},{step},2026-03-0{n + 1} {at}:00\n" for n in range(5) for at, step in ((10, "Ask"), (11, "Pay"))
    )
    (tmp_path / "log.csv").write_text(f"case,activity,time\n{rows}")
    killed = "import os, flowtrim.evidence.log_cache as c; c._read = lambda *_: os._exit(9)\nfrom flowtrim.cli import front, run; run(front, ['evidence', 'p.yml', 'log.csv'])"
    assert 9 == subprocess.run([sys.executable, "-c", killed], check=False).returncode

    subprocess.run([sys.executable, "-m", "flowtrim", "evidence", "p.yml", "log.csv"], check=False, capture_output=True)

    assert {"p.yml", "log.csv", ".flowtrim-evidence"} == {file.name for file in tmp_path.iterdir()}
