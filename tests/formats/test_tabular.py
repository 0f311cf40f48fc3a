"""Tables of steps: read whatever they are called and however they were saved, written harmless, and back again."""

import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from hypothesis import given
from msgspec.structs import replace

from flowtrim.errors import InvalidFileError, UnknownNameError
from flowtrim.formats import loads, template
from flowtrim.formats.registry import FORMATS
from flowtrim.formats.tabular.delimited import write_csv
from flowtrim.formats.tabular.table_writer import rows_of
from flowtrim.model import END, Flow, Kpi, Process, Role, Step
from tests.days import TODAY
from tests.processes import processes, structured_processes

WRITERS = {known.name: known.write for known in FORMATS if known.write}


def read(text, *, file="claim.csv", **more):
    return loads(text if isinstance(text, bytes) else text.encode(), file=file, today=TODAY, **more)


def steps(text, **more):
    return read(text, **more).process.steps


def flows(process):
    return {step.id: [(flow.to, flow.when, flow.share) for flow in step.flows] for step in process.steps}


def without_nothing(thing):
    """An empty text is an empty cell."""
    return replace(thing, **{key: None for key in ("why", "what", "action") if getattr(thing, key, None) == ""})


def as_carried(process):
    """What a workbook tells: an empty reason is none at all, and one unconditional way to the end is the end."""
    steps = [without_nothing(step) for step in process.steps]
    ends = (Flow(END),)
    return replace(
        without_nothing(process),
        steps=tuple(replace(s, flows=()) if s.flows == ends and s.split == "one" else s for s in steps),
        roles=tuple(map(without_nothing, process.roles)),
        kpis=tuple(map(without_nothing, process.kpis)),
    )


@given(processes(min_steps=1) | structured_processes(inclusive=True))
def test_a_workbook_reads_back_equal(process):
    document = loads(WRITERS["xlsx"](process).data, file="x.xlsx", today=TODAY)

    assert as_carried(process) == as_carried(document.process)


@given(processes(min_steps=1) | structured_processes(inclusive=True))
def test_csv_carries_every_step_whole(process):
    bare = Process("x", steps=process.steps)
    document = loads(WRITERS["csv"](bare).data, file="x.csv", today=TODAY)

    assert as_carried(bare) == as_carried(document.process)


@given(processes() | structured_processes(inclusive=True))
def test_json_reads_back_equal(process):
    assert process == loads(WRITERS["json"](process).data, file="x.json", today=TODAY).process


def test_what_csv_cannot_tell_is_said():
    [sentence] = WRITERS["csv"](Process("p", why="w", kpis=(Kpi("k"),))).lost

    assert "A table of steps has no place for kpis (1), name, why." == sentence


@pytest.mark.parametrize(
    "headings",
    [
        "Step,Owner,Why", "Activity,Who,Justification", "DESCRIPTION,Responsible (role),Reason",
        "Aktivität,Zuständig,Begründung", "Étape,Responsable,Pourquoi", "Actividad,Rol,Motivo",
        "步骤,负责人,为什么", "作業,担当者,理由",
    ],
)  # fmt: skip
def test_headings_are_understood_in_six_languages(headings):
    [step] = steps(f"{headings}\nPay,Payroll,The law asks.\n")

    assert ("Pay", "Payroll", "The law asks.") == (step.name, step.owner, step.why)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_delimiters_and_encodings_are_found_out(sign, encoding):
    text = sign.join(["Tätigkeit", "Zuständig"]) + "\r\n" + sign.join(["Prüfe", "Müller-Stelle"]) + "\r\n"

    assert [("Prüfe", "Müller-Stelle")] == [(step.name, step.owner) for step in steps(text.encode(encoding))]


def test_chinese_and_japanese_spreadsheets_are_read_in_their_own_encodings():
    assert "付款" == steps("步骤,负责人\n付款,财务\n".encode("gb18030"))[0].name
    assert "支払う" == steps("作業,担当者\n支払う,経理\n".encode("cp932"))[0].name


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_without_a_mark_are_read_whatever_their_script(encoding):
    # 最 and 一 have a zero where Latin letters have none
    assert ["最一" * 9] == [step.name for step in steps(f"步骤,负责人\n{'最一' * 9},最\n".encode(encoding))]


def test_rows_follow_each_other_and_a_condition_stands_where_it_leads():
    process = read("Step,Condition\nAsk,\nPay,when approved\n").process

    assert {"ask": [("pay", "when approved", None)], "pay": []} == flows(process)


def test_next_may_name_ids_numbers_or_names():
    process = read('#,Step,Next,Condition\n1,Ask,"2, 3","yes, no"\n2,Pay,end\n3,Tell them,Pay\n').process

    assert {
        "ask": [("pay", "yes", None), ("tell-them", "no", None)],
        "pay": [],
        "tell-them": [("pay", None, None)],
    } == flows(process)


def test_the_columns_of_visio_are_understood():
    text = (
        "Process Step ID,Process Step Description,Next Step ID,Connector Label,Shape Type,Function,Phase\n"
        'P100,Begin,P200,,Start,Clerk,One\nP200,Approved?,"P300,P400","Yes,No",Decision,Clerk,One\n'
        "P300,Pay,,,Process,Payroll,Two\nP400,Tell,,,Process,Clerk,Two\n"
    )
    process = read(text).process

    assert ["event", "gateway", "do", "do"] == [step.kind for step in process.steps]
    assert [("P300", "Yes", None), ("P400", "No", None)] == flows(process)["P200"]
    assert [("P300", "Payroll", "Two", ()), ("P400", "Clerk", "Two", ())] == [
        (step.id, step.owner, step.part, step.flows) for step in process.work
    ]


def test_numbers_with_letters_are_branches():
    text = "Order,Activity,Condition,Who,Subprocess,Terminated\n1,Ask,,A,,\n2a,Pay,ok,B,,\n2b1,Refuse,no,C,,\n2b2,Tell,,C,,\n3,File,,A,,yes\n"
    process = read(text).process

    assert [("pay", "ok", None), ("refuse", "no", None)] == flows(process)["ask"]
    assert ([("file", None, None)], [("tell", None, None)], [("file", None, None)]) == tuple(
        flows(process)[step] for step in ("pay", "refuse", "tell")
    )


def test_branches_without_conditions_run_side_by_side_and_meet():
    process = read("Order,Activity\n1,Ask\n2a,Pay\n2b,Tell\n3,File\n").process

    assert ("all", "all") == (process.step("ask").split, process.step("file").join)


def test_what_columns_mean_can_be_said():
    [step] = steps("Vorgang,Farbe\nPay,Payroll\n", columns={"Vorgang": "Step", "farbe": "owner"})

    assert ("Pay", "Payroll") == (step.name, step.owner)


def test_how_columns_were_understood_is_told():
    source = read("Step,Who,Colour\nPay,Payroll,red\n").source

    assert {"Step": "name", "Who": "owner", "Colour": None} == source["columns"]


def test_what_is_said_about_a_column_wins_over_what_another_one_is_called():
    [step] = steps("Step,Description\nS1,Pay\n", columns={"Description": "name"})

    assert ("Pay", "S1") == (step.name, step.note)


def test_steps_that_only_count_are_no_names():
    document = read("Step,Activity,Who,Next Step\n1,Ask,Clerk,2\n2,Pay,Payroll,end\n")

    assert {"Step": "order", "Activity": "name", "Who": "owner", "Next Step": "next"} == document.source["columns"]
    assert [("pay", None, None)] == flows(document.process)["ask"]


def test_of_two_descriptions_the_second_is_a_note():
    [step] = steps("Step,Description\nPay,Pay by bank transfer.\n")

    assert ("Pay", "Pay by bank transfer.") == (step.name, step.note)


def test_a_second_column_of_owners_is_passed_over_and_that_is_told():
    document = read("Step,Function,Owner\nPay,Payroll,Head of Finance\n")

    assert "Payroll" == document.process.steps[0].owner
    assert {"Step": "name", "Function": "owner", "Owner": None} == document.source["columns"]


def test_a_column_that_is_not_there_is_an_error():
    with pytest.raises(UnknownNameError, match="There are: Step"):
        read("Step\nPay\n", columns={"Who": "owner"})
    with pytest.raises(UnknownNameError, match="It can mean: id"):
        read("Step\nPay\n", columns={"Step": "colour"})


@pytest.mark.parametrize("data", [b"", b"\n\n", b"Colour,Size\nred,3\n", b"\x00\x01\x02\x03", b'"'])
def test_a_file_without_steps_says_what_to_do(data):
    with pytest.raises(InvalidFileError):
        read(data)


def test_empty_rows_and_rows_before_the_headings_do_no_harm():
    assert ["Ask", "Pay"] == [step.name for step in steps("Our process,\n,\nStep,Owner\nAsk,A\n,\n\nPay,B\n")]


def test_what_makes_no_sense_is_told_and_loses_no_step():
    document = read("ID,Step,Time,Next,Reviewed\n1,Ask,soon,nowhere,2099-01-01\n1,Pay,2 hours,,\n")

    assert [None, 120.0] == [step.takes for step in document.process.steps]
    assert ["Ask", "Pay"] == [step.name for step in document.process.steps]
    assert {"row", "takes", "next", "reviewed"} == {item["element"] for item in document.source["not_carried"]}


def test_a_row_that_only_tells_a_way_on_belongs_to_the_step_above():
    process = read("Step,Next,Condition\nAsk,Pay,yes\n,Tell,no\nPay,end,\nTell,end,\n").process

    assert [("pay", "yes", None), ("tell", "no", None)] == flows(process)["ask"]


def test_line_breaks_in_quotes_stay():
    assert "The law\nasks." == steps('Step,Why\nPay,"The law\nasks."\n')[0].why


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'=1", "\tx"])
def test_no_cell_is_ever_a_formula(text):
    process = Process("p", steps=(Step("a", text, note="n" + text),))
    csv_text = write_csv(rows_of(process)).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](process).data))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value]

    assert not any(cell[:1] in "=+-@\t" for cell in csv_text.splitlines()[1].split(",") if cell)
    assert {"s"} == {cell.data_type for cell in cells}
    assert text == loads(csv_text.encode(), file="p.csv", today=TODAY).process.steps[0].name


def test_merged_cells_count_for_every_row():
    book = openpyxl.Workbook()
    for row in (("Step", "Owner"), ("Ask", "Clerk"), ("Pay", None)):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    stream = io.BytesIO()
    book.save(stream)

    assert ["Clerk", "Clerk"] == [
        step.owner for step in loads(stream.getvalue(), file="a.xlsx", today=TODAY).process.steps
    ]


def book(**sheets):
    """A workbook as some program writes it."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_workbook_may_have_a_title_above_empty_rows_and_other_sheets():
    rows = [
        ["Our process"],
        [],
        ["as of today"],
        ["Schritt", "Wer"],
        ["Ask", "Clerk"],
        [None, None],
        ["Pay", "Payroll"],
    ]
    process = read(book(Notes=[["Ideas"], ["none"]], Ablauf=rows), file="a.xlsx").process

    assert [("Ask", "Clerk"), ("Pay", "Payroll")] == [(step.name, step.owner) for step in process.steps]


def test_numbers_dates_times_and_percentages_of_a_workbook_mean_what_they_show():
    rows = [
        ["No", "Step", "Next", "Share", "Reviewed", "Time", "Waiting time (min)", "Cost"],
        [1, "Ask", 2, 0.9, datetime(2024, 3, 1), time(0, 30), 15, 12.5],  # noqa: DTZ001 - as spreadsheets have it
        [None, None, 3, 0.1, None, None, None, None],
        [2.0, "Pay", "end", None, "01.03.2024", "1,5 h", timedelta(hours=30), "1.234,50 €"],
        [3, "Tell", "end", None, None, None, None, None],
    ]
    ask, pay, _ = read(book(Steps=rows), file="a.xlsx").process.steps

    assert [("2", 0.9), ("3", 0.1)] == [(flow.to, flow.share) for flow in ask.flows]
    assert (date(2024, 3, 1), 30.0, 15.0, 12.5) == (ask.reviewed, ask.takes, ask.waits, ask.cost)
    assert (date(2024, 3, 1), 90.0, 1800.0, 1234.5) == (pay.reviewed, pay.takes, pay.waits, pay.cost)


@pytest.mark.parametrize("text", ["1,234", "twelve", "-3", "1.2.3", "1,2,3.4.5"])
def test_an_amount_with_two_readings_or_none_is_told_and_not_guessed(text):
    document = read(f'Step,Cost\nPay,"{text}"\n')

    assert document.process.steps[0].cost is None
    assert [("cost", "column B", 2)] == [
        (item["element"], item["id"], item["line"]) for item in document.source["not_carried"]
    ]


def test_what_is_not_understood_in_a_workbook_is_told_with_its_cell():
    rows = [["Title"], [], ["Step", "Time"], ["Ask", "3m"], ["Pay", "soon"]]
    [item] = read(book(Ablauf=rows), file="a.xlsx").source["not_carried"]

    assert ("takes", "Ablauf!B5", 5) == (item["element"], item["id"], item["line"])


STEPS = [["Step", "Owner"], ["Ask", "Clerk"]]


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"Roles": [["id", "kind"], ["a", "team"], ["Clerk", "boss"]]}, "a.xlsx:3:1: On the sheet Roles: The key 'kind'"),
        ({"KPIs": [["name", "reviewed"], ["k", "soon"]]}, "a.xlsx:2:1: On the sheet KPIs: The key 'reviewed'"),
        ({"Process": [["Key", "Value"], ["why", "x"], ["volume", "a lot"]]}, "a.xlsx:3:1: On the sheet Process: The key"),
    ],
)  # fmt: skip
def test_a_problem_on_another_sheet_is_told_with_sheet_and_row(sheets, said):
    with pytest.raises(InvalidFileError) as refusal:
        read(book(Steps=STEPS, **sheets), file="a.xlsx")

    assert str(refusal.value).startswith(said)


def test_the_sheet_without_steps_is_named():
    with pytest.raises(InvalidFileError, match="No column of the sheet 'Tabelle1' is understood"):
        read(book(Tabelle1=[["Colour"], ["red"]]), file="a.xlsx")


@pytest.mark.parametrize(
    "log",
    [
        "case_id,Activity,Resource\n0,Ask,Ann\n0,Pay,Bob\n1,Ask,Bob\n",
        "case:concept:name,org:resource,concept:name\n0,Ann,Ask\n0,Bob,Pay\n",
    ],
    ids=["understood", "of XES"],
)
def test_an_event_log_is_no_process(log):
    with pytest.raises(InvalidFileError, match="looks like an event log"):
        read(log)


def test_steps_that_a_person_names_are_read_from_a_log_too():
    log = "case_id,Activity\n0,Ask\n0,Pay\n1,Ask\n"

    assert ["Ask", "Pay", "Ask"] == [step.name for step in steps(log, columns={"Activity": "name"})]


def test_a_column_of_cases_alone_makes_no_event_log():
    assert len(steps("Case,Activity\nRefund,Ask\nRefund,Pay\nRepair,Look\n")) == 3


def test_rows_of_a_text_are_told_by_their_lines():
    document = read('Step,Why,Time\nAsk,"two\nlines",3m\nPay,,soon\n')

    assert (4, 1) == document.place("step", "pay")
    assert [4] == [item["line"] for item in document.source["not_carried"]]


def test_a_table_to_fill_in_has_drop_downs_says_what_it_asks_for_and_reads_when_it_is_filled_in():
    made = openpyxl.load_workbook(io.BytesIO(template("xlsx")))
    steps = made["Steps"]
    choices = {
        str(each.sqref)[0]: each.formula1 for each in steps.data_validations.dataValidation if each.type == "list"
    }
    columns = {cell.value: cell.column_letter for cell in steps[1]}
    for heading, text in {"Step": "Pay", "Owner": "Payroll", "Why": "none", "Takes": "3m", "Kind": "approve"}.items():
        steps[f"{columns[heading]}2"] = text
    stream = io.BytesIO()
    made.save(stream)
    [step] = read(stream.getvalue(), file="a.xlsx").process.steps

    assert ("Pay", "Payroll", "none", 3.0, "approve") == (step.name, step.owner, step.why, step.takes, step.kind)
    assert "approve" in choices[columns["Kind"]]
    assert "law" in choices[columns["Serves"]]
    assert "C2" == steps.freeze_panes
    assert list(columns) == [row[0].value for row in made["Help"].iter_rows(min_row=2)]
    assert all(each.prompt for each in steps.data_validations.dataValidation)


def test_a_text_that_is_too_long_for_a_cell_is_cut_and_that_is_said():
    written = WRITERS["xlsx"](Process("p", steps=(Step("a", "A", note="x" * 40_000),)))

    assert ("1 text is longer than the 32,767 signs of a cell, and cut.",) == written.lost
    assert 32_767 == len(read(written.data, file="a.xlsx").process.steps[0].note)


def test_a_workbook_is_always_the_same_bytes():
    process = Process("p", roles=(Role("a", "A"),), steps=(Step("x", "X", owner="a"),))

    assert WRITERS["xlsx"](process).data == WRITERS["xlsx"](process).data


def test_what_is_no_workbook_is_refused():
    with pytest.raises(InvalidFileError, match="not a workbook"):
        loads(b"PK\x03\x04nonsense", file="a.xlsx", today=TODAY)


def test_a_table_that_has_no_place_for_cases_says_their_conditions_in_words():
    claim = loads(
        b"process: Claim\ncases: {amount: {up to 500: 90%, above: 10%}}\nsteps:\n"
        b"  - {name: Check, next: [{to: sign, when: {amount: above}}, {to: end, as: paid}]}\n  - {name: Sign}\n",
        file="claim.yml",
        today=TODAY,
    ).process
    written = WRITERS["csv"](claim)
    check = read(written.data).process.steps[0]

    assert any("no place for cases" in said for said in written.lost)
    assert [("sign", "amount: above", None), (END, None, "paid")] == [(f.to, f.when, f.outcome) for f in check.flows]
