"""Whole tables, pages and diagrams as people write them, each with what it means: read once with our own eyes."""

import io

import openpyxl
import pytest

from flowtrim.errors import InvalidFileError
from flowtrim.formats import encode, loads
from flowtrim.formats.durations import understood
from flowtrim.formats.tabular.columns import understand
from flowtrim.model import Process, Step
from tests.days import TODAY


def read(text, file="p.csv"):
    return loads(text.encode(), file=file, today=TODAY)


def outline(document):
    """Each step as its name, its owner and its minutes of work, with where it leads."""
    process = document.process
    names = {step.id: step.name for step in process.steps}
    return [
        (step.name, step.owner, step.takes, [(names.get(flow.to, flow.to), flow.when) for flow in step.flows])
        for step in process.steps
    ]


def owners(document):
    return [(step.name, step.owner) for step in document.process.steps]


def told(document):
    return [item["why"] for key in ("not_carried", "assumed") for item in document.source.get(key, ())]


# tables of flows ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "end"),
    [
        ("From,To,Condition", "End"), ("Source,Target,Label", "end"), ("From step,To step,Guard", "Finish"),
        ("Von,Nach,Bedingung", "Ende"), ("De,Vers,Condition", "Fin"), ("Desde,Hasta,Condición", "Fin"),
        ("从,到,条件", "结束"), ("遷移元,遷移先,条件", "終了"), ("Source Node,Target Node,Trigger", "-"),
    ],
)  # fmt: skip
def test_a_table_of_flows_is_a_process(headings, end):
    rows = ["Ask,Check,", "Check,Pay,complete", "Check,Ask,incomplete", f"Pay,{end},"]
    expected = [
        ("Ask", [("Check", None)]),
        ("Check", [("Pay", "complete"), ("Ask", "incomplete")]),
        ("Pay", []),
    ]

    assert expected == [(name, ways) for name, _, _, ways in outline(read("\n".join([headings, *rows])))]


def test_a_table_of_flows_keeps_shares_owners_and_a_start():
    text = "Owner,From,To,If,Probability\n,Start,Check,,\nDesk,Check,Pay,fine,90%\nDesk,Check,Refuse,not fine,10%\n"
    process = read(text).process

    assert ("Start", "event") == (process.steps[0].name, process.steps[0].kind)
    assert [0.9, 0.1] == [flow.share for flow in process.step("check").flows]
    assert ["Desk", None] == [process.step(own).owner for own in ("check", "pay")]


@pytest.mark.parametrize(
    "text",
    [
        "From,To,Paper\nSales,Finance,Invoice\nFinance,Warehouse,Order\n",  # who hands over to whom
        "From,To\n1,2\n2,3\n",  # pages
        "From,To,Note\nA,B,x\nC,D,y\n",  # nothing leads on
    ],
)
def test_what_leads_from_no_step_to_another_is_no_table_of_flows(text):
    with pytest.raises(InvalidFileError):
        read(text)


def test_flows_on_a_page_lose_against_its_table_of_steps():
    page = "# A\n\n| Step | Owner |\n|---|---|\n| Ask | Desk |\n\n| From | To |\n|---|---|\n| a | b |\n| b | c |\n"
    document = read(page, "a.md")

    assert [("Ask", "Desk")] == owners(document)
    assert ["below 'A' is not that of the steps, and was passed over"] == told(document)


# numbers in words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("半天", 240), ("半日", 240), ("两天", 960), ("兩天", 960), ("二日", 960), ("三十分", 30), ("三十分钟", 30), ("十分", 10),
        ("一个半小时", 90), ("半个小时", 30), ("半小时", 30), ("两天半", 1200), ("3時間半", 210), ("一刻钟", 15), ("三刻钟", 45),
        ("三个工作日", 1440), ("二十五分", 25), ("一百二十分钟", 120), ("一周", 2400), ("半天到一天", 360), ("2時間程度", 120),
        ("30分钟左右", 30), ("约两天", 960), ("1時間30分", 90), ("½ Tag", 240), ("1½ h", 90), ("1/2 Std.", 30), ("3 AT", 1440),
    ],
)  # fmt: skip
def test_number_words_and_fractions_with_one_reading_are_read(text, minutes):
    assert minutes == understood(text).minutes


@pytest.mark.parametrize(
    "text", ["三四天", "几天", "数日", "半", "半年", "一年", "三天内", "二〇天", "1/2", "1/2/2024", "十"]
)
def test_number_words_with_two_readings_are_not(text):
    assert understood(text) is None


# tables ---------------------------------------------------------------------------------------------------------------


def test_steps_are_referred_to_with_their_number_and_name():
    text = (
        "Step,Who,Est. time,If approved,If rejected\n1. Write,Author,2 hrs,2. Review,\n"
        "2. Review,Editor,1 hr,3. Publish,1. Write\n3. Publish,Editor,10 mins,End,\n"
    )

    assert [
        ("Write", "Author", 120, [("Review", None)]),
        ("Review", "Editor", 60, [("Publish", "approved"), ("Write", "rejected")]),
        ("Publish", "Editor", 10, []),
    ] == outline(read(text))


@pytest.mark.parametrize(("top", "sub"), [(("1.0", "2.0"), ("1.1", "1.2", "2.1")), (("1", "2"), ("1.1", "1.2", "2.1"))])
def test_a_row_that_heads_those_of_its_number_is_their_part(top, sub):
    text = (
        f'Step,Description,Responsible,Duration\n"{top[0]}",Intake,,\n"{sub[0]}",Take the call,Agent,3 min\n'
        f'"{sub[1]}",Log it,Agent,2 min\n"{top[1]}",Solve,,1 h\n"{sub[2]}",Find the cause,Expert,1 h\n"3",Close,Agent,\n'
    )
    document = read(text)

    assert [
        ("Take the call", "Intake"), ("Log it", "Intake"), ("Find the cause", "Solve"), ("Close", None),
    ] == [(step.name, step.part) for step in document.process.steps]  # fmt: skip
    assert [
        "'Intake' was read as the part of the steps below it",
        "'Solve' was read as the part of the steps below it",
    ] == told(document)


def test_a_summary_task_of_a_project_tool_is_no_step_whose_time_counts_twice():
    text = "WBS,Task Name,Duration,Resource Names\n1,Plan,5 days,\n1.1,Draft,3 days,Ann\n1.2,Review,2 days,Bob\n"

    assert [("Draft", 1440), ("Review", 960)] == [(name, takes) for name, _, takes, _ in outline(read(text))]


def test_what_stands_above_the_headings_is_the_name_or_is_told():
    text = "Prozess: Reisekosten;;\nStand: 01.03.2024;;\n;;\nSchritt;Zuständig;Dauer\nBuchen;Kasse;k. A.\n"
    document = read(text)

    assert "Reisekosten" == document.process.name
    assert ["'Stand: 01.03.2024' stands above the headings, and was passed over"] == told(document)
    assert [("Buchen", "Kasse", None, [])] == outline(document)


@pytest.mark.parametrize("corner", ["", "Deliverable", "Task / Role", "Activité", "工作", "Was ist zu tun?"])
def test_the_corner_of_a_responsibility_matrix_may_say_anything(corner):
    text = f"{corner},Sales,Legal,CFO\nDraft,R,C,I\nCheck,I,R,A\nSign,,C,A/R\n"

    assert [("Draft", "Sales"), ("Check", "Legal"), ("Sign", "CFO")] == owners(read(text))


def test_swimlanes_may_have_a_name_for_each_row():
    document = read("工程,営業,経理,倉庫\n受注,受注を入力する,,\n与信,,与信を確認する,\n出荷,,,出荷する\n")

    assert [("受注を入力する", "営業"), ("与信を確認する", "経理"), ("出荷する", "倉庫")] == owners(document)
    assert ["受注", "与信", "出荷"] == [step.part for step in document.process.steps]


@pytest.mark.parametrize(
    "headings",
    ["Suppliers,Inputs,Process,Outputs,Customers", "Fournisseur,Entrées,Processus,Sorties,Client",
     "Lieferant,Eingaben,Prozess,Ausgaben,Kunde", "Proveedor,Entradas,Proceso,Salidas,Cliente", "供应商,输入,流程,输出,客户"],
)  # fmt: skip
def test_a_sipoc_is_one_in_every_language(headings):
    steps = read(f"{headings}\nShop,Order,Enter it,Slip,Store\nStore,Slip,Ship it,Parcel,Shop\n").process.steps

    assert [("Enter it", ("Order",), ("Slip",)), ("Ship it", ("Slip",), ("Parcel",))] == [
        (step.name, step.inputs, step.outputs) for step in steps
    ]


def test_a_chinese_table_with_answers_and_number_words():
    text = (
        "步骤,负责部门,耗时,如果是,如果否\n收到订单,客服,一刻钟,,\n库存够吗？,仓库,五分钟,发货,通知客户\n"
        "发货,仓库,两个小时,结束,\n通知客户,客服,半天,结束,\n"
    )

    assert [
        ("收到订单", "客服", 15, [("库存够吗？", None)]),
        ("库存够吗？", "仓库", 5, [("发货", "是"), ("通知客户", "否")]),
        ("发货", "仓库", 120, []),
        ("通知客户", "客服", 240, []),
    ] == outline(read(text))


# pages ----------------------------------------------------------------------------------------------------------------


def page(text):
    return read(text, "page.md")


def test_a_table_in_html_is_read_with_its_spans_and_blank_lines():
    document = page(
        "# Orders\n\nAs agreed:\n\n<table class='x'>\n<tr><th>Step</th><th>Owner</th><th>Time</th></tr>\n\n"
        "<tr><td>Take &amp; check<br>it</td><td rowspan='2'>Sales</td><td>5 min</td></tr>\n"
        "<tr><td><b>Book</b></td><td>1 h</td></tr>\n\n<tr><td>Ship</td><td>Store</td><td></td></tr>\n</table>\n"
    )

    assert "Orders" == document.process.name
    assert [("Take & check it", "Sales", 5), ("Book", "Sales", 60), ("Ship", "Store", None)] == [
        each[:3] for each in outline(document)
    ]


def test_a_table_in_html_that_is_none_of_steps_is_told():
    document = page(
        "1. Sales asks\n2. Sales pays\n\n<table><tr><th>Term</th><th>Meaning</th></tr><tr><td>a</td><td>b</td></tr></table>\n"
    )

    assert ["is not that of the steps, and was passed over"] == told(document)


def test_who_hands_to_whom_before_a_colon_is_no_role_of_both():
    document = page(
        "# Returns\n\n1. Customer → Shop: brings the parcel\n2. Shop -> Warehouse: sends it on\n3. Warehouse: checks it\n"
    )

    assert [("brings the parcel", "Customer"), ("sends it on", "Shop"), ("checks it", "Warehouse")] == owners(document)
    assert [("Shop",), ("Warehouse",), ()] == [step.informs for step in document.process.steps]


@pytest.mark.parametrize("line", ["Unlock the doors (7:30)", "Unlock the doors (Store manager, 17:05)"])
def test_a_time_of_the_day_in_brackets_is_no_time_of_work(line):
    document = page(f"# Opening\n\n- {line}\n- Count the till (10 min)\n- Lock the doors (store manager)\n")

    assert [None, 10, None] == [step.takes for step in document.process.steps]


def test_lists_that_short_lines_lead_in_are_parts():
    document = page(
        "# Shop\n\nMorning shift:\n\n- Unlock the doors\n- Count the till\n\nEvening shift:\n\n- Lock up (store manager)\n"
    )

    assert ["Morning shift", "Morning shift", "Evening shift"] == [step.part for step in document.process.steps]


def test_the_first_section_is_a_part_like_the_others_where_the_title_stands_in_front_matter():
    document = page(
        '---\ntitle: "Release"\n---\n\n## Freeze\n\n- Run the tests -- QA\n\n## Ship\n\n- Tell users (QA)\n'
    )

    assert ("Release", ["Freeze", "Ship"]) == (document.process.name, [step.part for step in document.process.steps])


@pytest.mark.parametrize(
    "line",
    [
        "If changes are requested, go back to step 1.", "If changes are requested: return to 1",
        "If changes are requested, then go to step 1",
    ],
)  # fmt: skip
def test_a_condition_with_the_step_that_it_leads_to_is_a_way_on(line):
    document = page(f"# Code\n\n1. Author opens a request\n2. Reviewer comments\n\n   {line}\n3. Maintainer merges\n")

    assert [("Author opens a request", "changes are requested"), ("Maintainer merges", "otherwise")] == outline(
        document
    )[1][3]
    assert document.process.steps[1].note is None


@pytest.mark.parametrize(
    ("lines", "ways"),
    [
        (("Approved: go to 3", "Declined: end"), [("Sign", "Approved"), ("end", "Declined")]),
        (("genehmigt → weiter mit Schritt 3", "abgelehnt → Ende"), [("Sign", "genehmigt"), ("end", "abgelehnt")]),
        (("如果通过，转到第3步", "如果拒绝，结束"), [("Sign", "通过"), ("end", "拒绝")]),
    ],
)
def test_answers_below_a_step_are_its_ways_on(lines, ways):
    document = page(
        "# Loan\n\n1. Clerk applies\n2. Decision:\n   - " + "\n   - ".join(lines) + "\n3. Sign\n4. Pay out\n"
    )

    assert ("Decision", ways) == (outline(document)[1][0], outline(document)[1][3])


def test_an_item_that_only_says_where_it_goes_on_routes():
    document = page("# Loan\n\n1. Clerk applies\n2. If papers are missing, go back to step 1.\n3. Clerk pays\n")

    assert ["do", "gateway", "do"] == [step.kind for step in document.process.steps]
    assert [("Clerk applies", "papers are missing"), ("Clerk pays", "otherwise")] == outline(document)[1][3]


def test_clauses_of_a_procedure_are_its_steps():
    document = page(
        "# Complaints (SOP-007)\n\n## 1. Purpose\n1.1 Say how.\n1.2 Say why.\n\n## 3. Responsibilities\n"
        "- Quality manager: owns this\n- Branch clerk: takes complaints\n\n## 4. Procedure\n"
        "4.1 The branch clerk logs the complaint.\n4.2 The quality manager investigates.\n\n## 5. Records\n- Complaint log\n"
    )

    assert [
        ("The branch clerk logs the complaint.", "Branch clerk"),
        ("The quality manager investigates.", "Quality manager"),
    ] == owners(document)


@pytest.mark.parametrize("word", ["Fin", "End", "Done.", "Ende", "终了", "結束", "Terminé"])
def test_a_word_for_the_end_after_the_last_item_is_no_step(word):
    document = page(f"# Request\n\n1. Sales asks\n2. Finance pays\n3. {word}\n")

    assert ["Sales asks", "Finance pays"] == [step.name for step in document.process.steps]
    assert [f"'{word}' is where it ends, and no step"] == told(document)


def test_a_page_is_not_called_after_its_table_of_contents():
    document = page("# Contents\n\n- [Refunds](#refunds)\n\n# Refunds\n\n| Step | Owner |\n|---|---|\n| Ask | Desk |\n")

    assert "Refunds" == document.process.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 報\n\n① 社員が申請書を記入する\n② 上司が承認する(半日)\n③ 人事部が記録する(三十分)\n", [("社員", None), ("上司", 240), ("人事部", 30)]),
        ("# 报销\n\n1. 员工填写报销单。\n2. 部门经理审批(一个工作日)。\n3. 出纳付款(半天)。\n", [("员工", None), ("部门经理", 480), ("出纳", 240)]),
        ("# Angebot\n\n1. Vertrieb – Anfrage aufnehmen – 10 Min.\n2. Technik – Lösung entwerfen – 2 Tage\n", [("Vertrieb", 10), ("Technik", 960)]),
        ("# Note de frais\n\n1. Salarié : dépose la demande (½ h)\n2. Comptabilité : contrôle\n", [("Salarié", 30), ("Comptabilité", None)]),
    ],
)  # fmt: skip
def test_lists_of_other_languages_name_owners_and_times(text, expected):
    assert expected == [(owner, takes) for _, owner, takes, _ in outline(page(text))]


# diagrams -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["flowchart TD\n", "graph LR\n%% nothing yet\n", "swimlane-beta\n"])
def test_a_flowchart_without_a_step_is_refused_in_a_sentence(text):
    with pytest.raises(InvalidFileError, match="There is no step in this flowchart."):
        read(text, "p.mmd")


BPMN = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="u">{}</definitions>'
CALLED = (
    '<process id="P" name="Order"><callActivity id="a" name="Deliver" calledElement="Sub"/></process>'
    '<process id="Sub" name="Ship goods"><task id="x" name="Pack"/></process>'
)


def test_a_process_that_a_step_calls_does_not_run_beside_it():
    document = read(BPMN.format(CALLED), "p.bpmn")
    alone = loads(BPMN.format(CALLED).encode(), file="p.bpmn", today=TODAY, pool="Ship goods")

    assert [("Deliver", "Ship goods")] == [(step.name, step.calls) for step in document.process.steps]
    assert ["“Ship goods”: a step calls it, and it is done there; --pool 'Ship goods' reads it"] == told(document)
    assert ["Pack"] == [step.name for step in alone.process.steps]


# seen in a second round -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("beside", ["What they do", "What happens here", "Kurztext", "要做的事"])
def test_a_column_of_numbers_leaves_the_name_to_the_one_of_words(beside):
    document = read(f"Step,Who?,{beside},How long?\n1,Recruiter,Posts the job,1 day\n2,Panel,Interviews,2 weeks\n")

    assert [("Posts the job", "Recruiter", 480), ("Interviews", "Panel", 4800)] == [
        each[:3] for each in outline(document)
    ]


@pytest.mark.parametrize(
    "word", ["N / A", "not yet known", "n.n.", "N.C.", "noch nicht bekannt", "pas encore défini", "待分配"]
)
def test_more_words_for_nobody(word):
    assert [("Ask", None), ("Pay", "Cash")] == owners(read(f"Step,Owner\nAsk,{word}\nPay,Cash\n"))


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Área responsable", "owner"), ("Service responsable", "owner"), ("Responsible owner", "owner"),
        ("Avg. time per case", "takes"), ("Dauer pro Fall", "takes"), ("アクション", "name"), ("S.No.", "order"),
        ("Danach", "next"), ("负责部门", "owner"), ("Temps passé", "takes"), ("WBS", "order"),
    ],
)  # fmt: skip
def test_more_headings(heading, field):
    assert [field] == understand([heading])


def test_the_owner_that_a_line_names_wins_over_the_subject_of_the_heading():
    document = page(
        "# 退货流程\n\n## 1. 客户提交退货申请\n负责人：客户\n时间：5分钟\n\n## 2. 客服审核\n负责人：主管\n时间：半天\n"
    )

    assert [("客户提交退货申请", "客户", 5), ("客服审核", "主管", 240)] == [each[:3] for each in outline(document)]


def test_tables_below_one_heading_have_no_part():
    rows = "| Task | Owner |\n|---|---|\n| {} | IT |\n"
    document = page(f"# Offboarding\n\n{rows.format('Collect')}\n\n{rows.format('Revoke')}")

    assert [("Collect", None), ("Revoke", None)] == [(step.name, step.part) for step in document.process.steps]


def test_a_role_before_an_arrow_does_it_and_one_behind_an_arrow_does_not():
    document = page(
        "# Order\n\n- Client → places the order\n- Finance department → checks the credit\n- Send the slip → Warehouse\n"
    )

    assert [
        ("places the order", "Client"), ("checks the credit", "Finance department"), ("Send the slip → Warehouse", None),
    ] == owners(document)  # fmt: skip


def test_steps_in_bold_with_a_sentence_about_them():
    document = page(
        "# Compra\n\n**Paso 1. Solicitud** – El solicitante llena el formulario.\n\n"
        "**Paso 2. Compra** – Compras emite la orden.\n"
    )

    assert [("Solicitud", "Solicitante"), ("Compra", "Compras")] == owners(document)


# workbooks ------------------------------------------------------------------------------------------------------------


def workbook(sheets, merged=(), hidden=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    for name, cells in merged:
        book[name].merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return loads(stream.getvalue(), file="w.xlsx", today=TODAY)


TWO_ROWS = [
    ["Process map", None, None, None],
    ["Activity", "Who does what", None, "Duration"],
    [None, "Responsible", "Accountable", "(hours)"],
    ["Ask", "Desk", "Boss", 1],
    ["Pay", "Cash", "Boss", 2],
]


def test_headings_on_two_rows_are_one():
    document = workbook({"S": TWO_ROWS}, merged=[("S", "A1:D1"), ("S", "A2:A3"), ("S", "B2:C2")])
    table = "\n".join(",".join(str(cell or "") for cell in row) for row in TWO_ROWS[1:])

    assert ("Process map", []) == (document.process.name, told(document))
    for each in (document, read(table)):
        assert [("Ask", "Desk", 60), ("Pay", "Cash", 120)] == [found[:3] for found in outline(each)]
        assert ["Boss", "Boss"] == [step.accountable for step in each.process.steps]


def test_a_row_of_a_step_that_holds_a_word_for_a_column_is_no_second_row_of_headings():
    assert [("Check", "Owner"), ("Pay", "Cash")] == owners(read("Step,Who\nCheck,Owner\nPay,Cash\n"))


def test_a_hidden_sheet_wins_only_where_no_other_tells_steps():
    old, new = [["Step", "Owner"], ["A", "X"], ["B", "X"], ["C", "X"]], [["Step", "Owner"], ["Ask", "Desk"]]
    document = workbook({"Old": old, "New": new}, hidden=["Old"])

    assert [("Ask", "Desk")] == owners(document)
    assert ["is a table of steps as well, and was passed over: a file is one process"] == told(document)
    assert 3 == len(workbook({"Old": old, "Cover": [["Read me"]]}, hidden=["Old"]).process.steps)


def test_sheets_of_roles_and_measures_in_german_and_what_is_left_of_them():
    document = workbook({
        "Ablauf": [["Schritt", "Zuständig"], ["Prüfen", "QS"]],
        "Rollen": [["Rolle", "Aufgabe", "Farbe"], ["QS", "Prüft", "rot"]],
        "Kennzahlen": [["Kennzahl", "Ziel", "Warum"], ["Durchlaufzeit", "2 Tage", "Der Kunde wartet."]],
    })  # fmt: skip
    [kpi], [role] = document.process.kpis, document.process.roles

    assert ("Durchlaufzeit", "2 Tage", "Der Kunde wartet.") == (kpi.name, kpi.target, kpi.why)
    assert ("QS", "Prüft") == (role.name, role.note)
    assert ["has columns that were passed over: 'Farbe'"] == told(document)


def test_who_is_responsible_below_any_headings():
    document = page(
        "# Campaign\n\n### Brief\n- Responsible: Marketing\n- Accountable: CMO\n- Consulted: Sales, Legal\n\n"
        "### Design\n- **Responsible:** Agency\n- **Informed:** Marketing\n"
    )

    assert [("Brief", "Marketing"), ("Design", "Agency")] == owners(document)
    assert ("CMO", ("Sales", "Legal")) == (document.process.steps[0].accountable, document.process.steps[0].consults)


def test_tables_whose_headings_mean_the_same_are_one_process():
    document = page(
        "# Audit\n\n## A\n\n| Step | Who |\n|---|---|\n| Plan | Auditor |\n\n## B\n\n| Step | Responsible |\n|---|---|\n| Check | Manager |\n"
    )

    assert [("Plan", "Auditor"), ("Check", "Manager")] == owners(document)
    assert ["A", "B"] == [step.part for step in document.process.steps]


def chart(text):
    return read(f"flowchart LR\n{text}\n", "p.mmd")


@pytest.mark.parametrize("title", ["Phase 1", "Stage B: Build", "Abschnitt 2", "Étape 3", "第一阶段"])
def test_a_subgraph_that_is_called_as_a_phase_is_a_part_and_nobody(title):
    document = chart(f'subgraph p ["{title}"]\na[Ask] --> b[Build]\nsubgraph q [Sales]\nc[Check]\nend\nend\nb --> c')

    assert [("Ask", None, title), ("Build", None, title), ("Check", "Sales", title)] == [
        (step.name, step.owner, step.part) for step in document.process.steps
    ]


def test_a_role_called_as_a_phase_survives_writing():
    process = Process("p", (Step("a", "Ask", "Phase 2"),))

    assert process == loads(encode(process, "mermaid").data, file="p.mmd", today=TODAY).process


def test_a_label_that_is_never_closed_swallows_no_arrow():
    document = chart("A[Ask --> B[Build]\nC[Check] --> D[Done]")

    assert ["Check", "Done"] == [step.name for step in document.process.steps]
    assert ["is not understood: A[Ask --> B[Build]"] == told(document)


def test_a_semicolon_in_the_label_of_an_arrow_ends_no_statement():
    document = chart("A -->|Yes; 80 %| B\nA -->|No; 20 %| C; B --> C")

    assert [("Yes", 0.8), ("No", 0.2)] == [(flow.when, flow.share) for flow in document.process.steps[0].flows]
    assert [] == told(document)


def test_a_heading_with_two_words_of_which_one_says_step():
    document = read(
        "Nr;Frage / Schritt;Wenn ja;Wenn nein;Zuständig\n1;Vollständig?;3;2;Büro\n2;Nachfordern;1;;Büro\n3;Bewilligen;Ende;;Leitung\n"
    )

    assert ("Vollständig?", "Büro", None, [("Bewilligen", "ja"), ("Nachfordern", "nein")]) == outline(document)[0]


def test_the_first_heading_of_rows_is_no_name_of_the_process():
    document = read("A. PREPARATION,,\nStep,Owner,Time\nCollect,Desk,10 min\nB. EXECUTION,,\nDo,Team,1 h\n")

    assert "p" == document.process.name
    assert "'A. PREPARATION' stands above the headings, and was passed over" in told(document)


def test_a_column_may_say_that_its_heading_is_a_role():
    document = read("Process,Role: Clerk,Role: Manager\nRegister,R,I\nApprove,C,A/R\n")

    assert [("Register", "Clerk"), ("Approve", "Manager")] == owners(document)
    assert {"Process": "name", "Role: Clerk": "role", "Role: Manager": "role"} == document.source["columns"]


# seen in a third round ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "minutes"),
    {
        "two days": 960, "half an hour": 30, "half a day": 240, "a week": 2400, "an hour and a half": 90,
        "three quarters of an hour": 45, "one and a half hours": 90, "about two hours": 120, "zwei Tage": 960,
        "eine halbe Stunde": 30, "einen halben Tag": 240, "anderthalb Stunden": 90, "Viertelstunde": 15,
        "une demi-heure": 30, "un quart d’heure": 15, "deux heures et demie": 150, "une journée": 480,
        "media hora": 30, "una hora y media": 90, "tres cuartos de hora": 45, "dos días": 960, "media jornada": 240,
    }.items(),
)  # fmt: skip
def test_numbers_before_units_may_be_words(text, minutes):
    assert (minutes, "") == understood(text)


@pytest.mark.parametrize(
    "text", ["a few days", "half a day or so", "2 h a day", "one", "a", "several hours", "quinze jours", "acht Tage"]
)
def test_number_words_that_count_no_unit_or_another_one_are_not_guessed(text):
    assert understood(text) is None


@pytest.mark.parametrize(
    "text", ["7 calendar days", "7 Kalendertage", "7 jours calendaires", "7 días naturales", "7个自然日"]
)
def test_days_of_the_calendar_are_as_many_working_days_as_they_hold_and_that_is_told(text):
    assert (2400, "7 days of the calendar as 5 working days") == understood(text)


@pytest.mark.parametrize(
    ("headings", "values"),
    [
        ("Step,Lead,Support,Due within", "Warehouse,3 days"), ("Schritt,Federführung,Unterstützung,Frist", "Warehouse,3 Tage"),
        ("Étape,Chef de file,Appui,Délai", "Warehouse,3 jours"), ("Paso,Líder,Apoyo,Plazo", "Warehouse,3 días"),
        ("步骤,牵头部门,配合部门,办理时限", "Warehouse,3个工作日以内"), ("手順,主担当,支援,処理期限", "Warehouse,3営業日"),
        ("Task,Responsible,Involved,Time limit (days)", "Warehouse,3"), ("Task,Owner,With,Deadline", "Warehouse,max. 3 days"),
    ],
)  # fmt: skip
def test_who_leads_who_supports_and_deadlines_are_read(headings, values):
    step = read(f"{headings}\nCheck,Clerk,{values}\nPay,Clerk,,\n").process.steps[0]

    assert ("Check", "Clerk", ("Warehouse",), [1440]) == (
        step.name, step.owner, step.consults, [each.within for each in step.within],
    )  # fmt: skip


@pytest.mark.parametrize("text", ["3-5 days", "Friday", "2 days after receipt", "at once"])
def test_a_deadline_that_is_no_length_of_time_is_told(text):
    document = read(f"Step,Owner,Deadline\nCheck,Clerk,{text}\nPay,Clerk,2 h\n")

    assert () == document.process.steps[0].within
    assert [f"'{text}' is not understood here"] == told(document)


def test_hours_of_a_day_and_a_night_in_which_nobody_works_are_told_as_hours_of_work():
    document = read("Step,Takes,Waits,Deadline\nCheck,40 h,48 h,72 hours\nPay,1 h,1 h,1 h\n")

    assert ["48 h", "72 hours"] == [why.split("'")[1] for why in told(document)]
    assert all(why.endswith("was read with hours of work, of which a day has eight") for why in told(document))


def test_a_column_of_days_is_no_column_of_deadlines():
    document = read("Step,Owner,Due\nCheck,Clerk,2024-03-01\nPay,Clerk,01.04.2024\n")

    assert ([(), ()], None) == ([step.within for step in document.process.steps], document.source["columns"]["Due"])


def test_a_table_without_a_step_in_it_does_not_hide_the_list_below():
    document = page(
        "# Refund\n\n| Step | Owner |\n|---|---|\n|  | Clerk |\n|  | |\n\n1. Check it (Clerk)\n2. Pay it (Finance)\n"
    )

    assert [("Check it", "Clerk"), ("Pay it", "Finance")] == owners(document)
    assert ["below 'Refund' is not that of the steps, and was passed over"] == told(document)


@pytest.mark.parametrize(
    ("outer", "inner", "owner", "part"),
    [
        ("Bank", "Schalter", "Schalter", "Bank"), ("Sales", "Intake", "Sales", "Intake"),
        ("House A", "Room 2", "Room 2", "House A"), ("Phase 1", "Clerk", "Clerk", "Phase 1"),
    ],
)  # fmt: skip
def test_of_subgraphs_inside_of_others_the_innermost_role_is_the_owner_and_that_is_told(outer, inner, owner, part):
    document = chart(f'subgraph o ["{outer}"]\nsubgraph i ["{inner}"]\na[Ask] --> b[Build]\nend\nend')

    assert [(owner, part)] * 2 == [(step.owner, step.part) for step in document.process.steps]
    assert [
        f"stands inside of another one: '{owner}' was read as who does its steps, and '{part}' as their part"
    ] == told(document)


def test_shares_that_do_not_fit_together_stay_words():
    ways = chart("a[Ask] -->|Yes 90%| b[Build]\na -->|No 20%| c[Check]").process.steps[0].flows

    assert [("Yes 90%", None), ("No 20%", None)] == [(flow.when, flow.share) for flow in ways]


def drawn(*names):
    flows = "".join(
        f'<sequenceFlow id="f{n}" name="{name}" sourceRef="g" targetRef="t{n}"/>' for n, name in enumerate(names)
    )
    tasks = "".join(f'<task id="t{n}" name="Task {n}"/>' for n in range(len(names)))
    return (
        read(
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><startEvent id="s"/>'
            f'<sequenceFlow id="f" sourceRef="s" targetRef="g"/><exclusiveGateway id="g" name="Fine?"/>{tasks}{flows}</process></definitions>',
            "p.bpmn",
        )
        .process.step("g")
        .flows
    )


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Yes (90%)", "No (10 %)"), [("Yes", 0.9), ("No", 0.1)]), (("ja 95%", "nein 5%"), [("ja", 0.95), ("nein", 0.05)]),
        (("70%", "30%"), [(None, 0.7), (None, 0.3)]), (("fine (2,5 %)", "else"), [("fine", 0.025), ("else", None)]),
        (("discount > 25%", "up to 10%"), [("discount > 25%", None), ("up to 10%", None)]),
        (("Yes (90%)", "No (20%)"), [("Yes (90%)", None), ("No (20%)", None)]),
    ],
)  # fmt: skip
def test_a_share_in_the_name_of_a_flow_is_one_in_bpmn_too(names, expected):
    assert expected == [(flow.when, flow.share) for flow in drawn(*names)]


def test_an_event_sub_process_that_a_flow_leads_to_leads_on_to_what_is_inside():
    process = read(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><task id="a"/><subProcess id="b" '
        'triggeredByEvent="true"><startEvent id="s"/><task id="t"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/></subProcess>'
        '<task id="c"/><sequenceFlow id="g" sourceRef="a" targetRef="b"/></process></definitions>',
        "p.bpmn",
    ).process

    assert {"a": ["s"], "s": ["t"], "t": ["end"], "c": []} == {
        step.id: [flow.to for flow in step.flows] for step in process.steps
    }


def book(fill):
    workbook = openpyxl.Workbook()
    workbook.active.title = "Steps"
    fill(workbook.active)
    stream = io.BytesIO()
    workbook.save(stream)
    return loads(stream.getvalue(), file="p.xlsx", today=TODAY)


def test_formulas_without_a_stored_value_and_errors_are_told():
    def fill(sheet):
        for row in (
            ["Step", "Owner", "Minutes"],
            ["Ask", "Desk", "=1+2"],
            ["Pay", "=B2", 3],
            ["Tell", "Desk", "#REF!"],
        ):
            sheet.append(row)

    [item] = book(fill).source["not_carried"]

    assert ("cell", "Steps!C2 and 2 more", 2) == (item["element"], item["id"], item["line"])
    assert "hold a formula without a stored value, or an error each, read as nothing" == item["why"]


def test_a_workbook_without_formulas_tells_nothing_of_them():
    def fill(sheet):
        for row in (["Step", "Owner", "Minutes"], ["Ask", "Desk", 2], ["Pay", "Bank", 3]):
            sheet.append(row)

    assert [] == told(book(fill))


# seen in a fourth round -----------------------------------------------------------------------------------------------


def test_who_is_consulted_and_who_supports_add_up():
    document = read(
        "Step,Responsible,Supports,Consulted,Informed,Notify\nDo,Cid,Ann; Eve,Dan,,Pam\n".replace("Notify", "Informs")
    )

    assert (("Ann", "Eve", "Dan"), ("Pam",)) == (
        document.process.steps[0].consults,
        document.process.steps[0].informs,
    )


def test_the_driver_of_a_task_is_its_owner_and_contributors_are_consulted():
    step = read("Task,Driver,Approver,Contributors,Informed\nDraft,Marketing,CMO,Design,Sales\n").process.steps[0]

    assert ("Marketing", "CMO", ("Design",)) == (step.owner, step.accountable, step.consults)


def test_a_row_without_an_answer_before_one_to_which_an_answer_leads_is_told():
    document = read("No,Action,Role,Yes,No\n1,In stock?,Clerk,2,3\n2,Ship,Clerk,,\n3,Order,Buyer,1,\n")

    assert ["says nothing of what is next, and was read as leading on to 'Order', where an answer leads, too"] == told(
        document
    )


@pytest.mark.parametrize(
    ("heading", "part"),
    [("== FASE 1 ==", "FASE 1"), ("一、受理", "一、受理"), ("A. Intake", "A. Intake"), ("II. Decision", "II. Decision"), ("--- Phase 2 ---", "Phase 2")],
)  # fmt: skip
def test_a_row_that_is_counted_or_decorated_as_no_step_is_the_part_of_those_below(heading, part):
    document = read(f"Step,Owner,Minutes\n{heading},,\nOpen mail,Clerk,5\nScan,Clerk,3\n")

    assert [("Open mail", part), ("Scan", part)] == [(step.name, step.part) for step in document.process.steps]


def test_a_share_behind_the_number_of_a_step_is_one():
    flows = (
        read("Step,Owner,Next\n1 Check,Clerk,2 (80%); 3 (20%)\n2 Pay,Bank,End\n3 Refuse,Clerk,End\n")
        .process.steps[0]
        .flows
    )

    assert [(None, 0.8), (None, 0.2)] == [(flow.when, flow.share) for flow in flows]


def test_days_before_and_after_are_when_something_is_done_and_no_condition():
    document = read("When,Who,What\nT-5,PM,Freeze\nT-2,QA,Test\nT,Ops,Ship\n")

    assert [None, None] == [flow.when for step in document.process.steps for flow in step.flows]


def test_keys_on_the_lines_of_an_item_are_no_part_of_its_name():
    document = page(
        "# Audit\n\n1. Plan the audit\n   Responsible: Auditor\n   Duration: two days\n   Output: audit plan\n"
        "2. Report\n   Responsible: Lead auditor\n   Deadline: 5 working days\n"
    )
    plan, report = document.process.steps

    assert ("Plan the audit", "Auditor", 960, ("audit plan",)) == (plan.name, plan.owner, plan.takes, plan.outputs)
    assert ("Report", "Lead auditor", 2400) == (report.name, report.owner, report.within[0].within)


def test_two_ways_out_that_miss_the_next_item_leave_it_all_other_cases():
    document = page(
        "# Approve\n\n1. Clerk checks.\n   - If incomplete, go back to step 1.\n   - If it is large: go to step 3\n2. Clerk pays.\n3. Boss approves.\n"
    )

    assert [
        ("Clerk checks.", "incomplete"),
        ("Boss approves.", "it is large"),
        ("Clerk pays.", "otherwise"),
    ] == outline(document)[0][3]


def test_a_sentence_before_a_condition_is_no_condition():
    document = page(
        "# Urlaub\n\n1. Der Mitarbeiter stellt den Antrag\n2. Die Führungskraft entscheidet. Falls abgelehnt: Ende.\n3. Die Personalabteilung bucht ihn\n"
    )

    assert [("do", "Mitarbeiter"), ("do", "Führungskraft"), ("do", "Personalabteilung")] == [
        (step.kind, step.owner) for step in document.process.steps
    ]


def test_what_stands_below_a_flowchart_is_said_of_the_process_too():
    document = page("# Refund\n\n```mermaid\nflowchart TD\nA[Ask] --> B[Pay]\n```\n\nOwner: Service\n")

    assert "Service" == document.process.owner


def test_roles_below_a_heading_that_spans_them_are_a_matrix():
    document = read("Task,Roles,,\n,PM,Dev,QA\nPlan,R,C,I\nBuild,A,R,I\n")
    plan, build = document.process.steps

    assert ("PM", None, ("Dev",), ("QA",)) == (plan.owner, plan.accountable, plan.consults, plan.informs)
    assert ("Dev", "PM", (), ("QA",)) == (build.owner, build.accountable, build.consults, build.informs)


def test_the_letters_of_german_tables_say_who_does_decides_helps_and_is_told():
    step = read("Nr.;Tätigkeit;D;E;M;I\n1;Bestellen;EK;GF;FB;BH\n2;Zahlen;BH;GF;-;EK\n").process.steps[0]

    assert ("EK", "GF", ("FB",), ("BH",)) == (step.owner, step.accountable, step.consults, step.informs)


def test_a_share_in_brackets_of_east_asian_width_is_one():
    flows = chart("A[申请] -->|通过（80%）| B[付款]\nA -->|驳回（20%）| C[退回]").process.steps[0].flows

    assert [("通过", 0.8), ("驳回", 0.2)] == [(flow.when, flow.share) for flow in flows]


def test_who_does_it_is_found_in_brackets_before_how_long_it_takes():
    steps = page("# P\n\n1. **Receive order** (Sales)\n2. **Check credit** (Finance) — 1 day\n").process.steps

    assert ("Check credit", "Finance", 480) == (steps[1].name, steps[1].owner, steps[1].takes)


@pytest.mark.parametrize(
    "steps", ["1. Ask (Clerk)\n2. Pay (Finance)", "| Step | Who |\n|---|---|\n| Ask | Clerk |\n| Pay | Bank |"]
)
def test_keys_below_the_steps_are_said_of_the_process(steps):
    document = page(f"# Refund\n\n{steps}\n\nCustomer: Buyers\n")

    assert "Buyers" == document.process.customer
    assert ["Ask", "Pay"] == [step.name for step in document.process.steps]
