"""Tables as people keep them: read as they are meant, in six languages, and what is not understood is told."""

import io
import zipfile

import openpyxl
import pytest

from flowtrim.errors import InvalidFileError
from flowtrim.formats import loads
from flowtrim.formats.role_names import with_one_spelling
from flowtrim.formats.tabular.columns import understand
from flowtrim.model import Process, Role, Step
from flowtrim.model.role import Turn
from tests.days import TODAY


def read(text, *, file="claim.csv", **more):
    return loads(text if isinstance(text, bytes) else text.encode(), file=file, today=TODAY, **more)


def who(document):
    return [(step.name, step.owner) for step in document.process.steps]


def flows(document):
    return {step.name: [(flow.to, flow.when) for flow in step.flows] for step in document.process.steps}


def told(document):
    return [item["why"] for key in ("not_carried", "assumed") for item in document.source.get(key, ())]


def book(**sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("headings", "fields"),
    {
        "Step No.,Step Description,Responsibility,Cycle time": "id,name,owner,takes",
        "S/N,Activity Name,Responsible Person,Duration (hrs)": "order,name,owner,takes",
        "Process Step / Activity,Who does it?,Next activity,Remarks": "name,owner,next,note",
        "Task name,Assigned to,Estimated time (h),Tools used": "name,owner,takes,system",
        "Lfd. Nr.,Arbeitsschritt,Verantwortliche Stelle,Bearbeitungszeit (Std.)": "id,name,owner,takes",
        "Prozessschritt,Durchführung,Zeitaufwand in Min.,Wartezeit [Tage],Bemerkungen": "name,owner,takes,waits,note",
        "Tätigkeit,Durch wen,Eingabe,Ergebnisse,Folgeschritt": "name,owner,inputs,outputs,next",
        "N° étape,Description de l'étape,Par qui,Durée estimée (min),Étape suivante": "id,name,owner,takes,next",
        "Étape,Acteurs,Entrées,Livrables,Outils": "name,owner,inputs,outputs,system",
        "Etape,Responsabilite,Duree": "name,owner,takes",
        "Número,Actividad,Encargado,Tiempo estimado (horas)": "id,name,owner,takes",
        "Nombre del paso,Departamento,Entregables,Siguiente paso": "name,owner,outputs,next",
        "序号,步骤名称,责任部门,所需时间（分钟）,输出物": "order,name,owner,takes,outputs",
        "步驟,負責人,下一步": "name,owner,next",
        "項番,作業内容,担当部署,標準時間（分）,備考": "id,name,owner,takes,note",
        "手順名,実施者,成果物,次工程": "name,owner,outputs,next",
        "Phase,Step,Role(s),System(s),Input,Output": "part,name,owner,system,inputs,outputs",
        "ID,Task Name,Duration,Predecessors,Resource Names": "id,name,takes,after,owner",
        "Nr,Vorgangsname,Dauer,Vorgänger,Ressourcennamen": "id,name,takes,after,owner",
    }.items(),
)  # fmt: skip
def test_headings_that_people_use_are_understood(headings, fields):
    assert fields.split(",") == understand(headings.split(","))


@pytest.mark.parametrize(
    "word",
    [
        "-", "–", "—", "--", "N/A", "n/a", "n.a.", "none", "None", "?", "??", "tbd", "TBD", "t.b.d.", "unknown", "not assigned",
        "k.A.", "keine", "niemand", "offen", "entfällt", "unbekannt", "aucun", "néant", "à définir", "s.o.", "sans objet", "ninguno",
        "nadie", "por definir", "no aplica", "なし", "未定", "該当なし", "無し", "无", "無", "待定", "没有", "不适用", "…", "*", "ー",
    ],
)  # fmt: skip
def test_nobody_is_no_role(word):
    document = read(f'Step,Owner,Accountable,Informed\nAsk,{word},{word},"{word}; Customer"\n')
    [step] = document.process.steps

    assert (None, None, ("Customer",)) == (step.owner, step.accountable, step.informs)


def test_a_reason_may_be_none_and_a_step_may_be_called_so():
    [step] = read("Step,Owner,Why\nNone,Clerk,none\n").process.steps

    assert ("None", "none") == (step.name, step.why)


@pytest.mark.parametrize(
    "word",
    ["Total", "TOTAL:", "Grand total", "Subtotal", "Summe", "Gesamt", "Gesamtdauer", "Zwischensumme", "Somme", "Sous-total",
     "Suma", "Totales", "合计", "总计", "小计", "合計", "小計", "Total time", "Total (min)"],
)  # fmt: skip
def test_a_row_that_adds_up_is_no_step(word):
    document = read(f"Step,Who,Minutes\nAsk,A,5\nPay,B,10\n{word},,15\n")

    assert ["Ask", "Pay"] == [step.name for step in document.process.steps]
    assert any("adds up" in why for why in told(document))


def test_to_total_something_is_a_step():
    assert [("Total the bill", "Clerk"), ("Total", "Clerk")] == who(
        read("Step,Owner\nTotal the bill,Clerk\nTotal,Clerk\n")
    )


@pytest.mark.parametrize(
    ("heading", "part"),
    {
        "PHASE 1: INTAKE": "PHASE 1: INTAKE", "Phase 2 – Delivery": "Phase 2 – Delivery", "Stage A": "Stage A",
        "Abschnitt 1: Annahme": "Abschnitt 1: Annahme", "Étape 1 : Réception": "Étape 1 : Réception", "Fase 1": "Fase 1",
        "INTAKE": "INTAKE", "Before the visit:": "Before the visit", "第一阶段：受理": "第一阶段：受理", "フェーズ1": "フェーズ1",
        "Intake": "Intake",
    }.items(),
)  # fmt: skip
def test_a_row_that_heads_others_is_their_part(heading, part):
    document = read(f"No.,Step,Owner\n,{heading},\n1,Ask,A\n2,Pay,B\n")

    assert [("Ask", part), ("Pay", part)] == [(step.name, step.part) for step in document.process.steps]
    assert any("part of the steps below" in why for why in told(document))


def test_a_step_without_an_owner_heads_nothing():
    assert [("Ask", "A"), ("Look", None), ("Pay", "B")] == who(read("Step,Owner\nAsk,A\nLook,\nPay,B\n"))


def test_rows_of_signs_empty_rows_and_headings_told_again_are_no_steps():
    assert [("Ask", "A"), ("Pay", "B")] == who(read("Step,Owner\n---,---\nAsk,A\n,\n***,\nStep,Owner\nPay,B\n...,\n"))


def test_a_step_that_counts_beside_its_description_is_the_order():
    document = read("Step,Step Description,Role\n1,Receive claim,Clerk\n2,Pay claim,Payroll\n")

    assert [("Receive claim", "Clerk"), ("Pay claim", "Payroll")] == who(document)
    assert {"Step": "order", "Step Description": "name", "Role": "owner"} == document.source["columns"]


def test_an_outer_step_in_front_of_an_activity_is_its_part():
    process = read("Process step,Activity,Owner\nIntake,Ask,A\nIntake,Write,A\nPayment,Pay,B\n").process

    assert [("Intake", "Ask"), ("Intake", "Write"), ("Payment", "Pay")] == [
        (step.part, step.name) for step in process.steps
    ]


def test_a_part_stands_in_the_first_of_its_rows():
    process = read(
        "Main step;Sub step;Owner\n1 Intake;1.1 Receive;Clerk\n;1.2 Register;Clerk\n2 Decision;2.1 Assess;Assessor\n"
    ).process

    assert [("1 Intake", "Receive"), ("1 Intake", "Register"), ("2 Decision", "Assess")] == [
        (s.part, s.name) for s in process.steps
    ]


def test_a_plain_number_before_numbers_with_letters_comes_first():
    process = read("#,Action,By\n1,Freeze,PM\n2,Back up,DBA\n2a,Call the vendor,DBA\n3,Deploy,Ops\n").process

    assert ["back-up", "call-the-vendor", "deploy"] == [step.flows[0].to for step in process.steps[:3]]
    assert {"one"} == {step.split for step in process.steps}


def test_a_row_of_a_step_that_holds_a_word_for_a_column_is_no_heading():
    assert [("Ask", "Sales"), ("Pay", "Finance")] == who(
        read("Id,Label,Lane,Kind\na,Ask,Sales,task\nb,Pay,Finance,task\n")
    )


def test_shares_apart_by_commas_are_read_and_what_is_none_is_told():
    document = read('Step,Share,Next\nAsk,"80%, 20%","Pay, Refuse"\nPay,most,end\nRefuse,,end\n')

    assert [("pay", 0.8), ("refuse", 0.2)] == [(flow.to, flow.share) for flow in document.process.steps[0].flows]
    assert ["'most' is not understood here"] == told(document)


@pytest.mark.parametrize("letters", ["A,B", "a,b", "I,II", "①,②", "1a,1b", "1.0,1.1"])
def test_letters_beside_a_description_are_the_order(letters):
    one, other = letters.split(",")

    assert ["Ask", "Pay"] == [
        s.name for s in read(f"Step,Description,Owner\n{one},Ask,A\n{other},Pay,B\n").process.steps
    ]


@pytest.mark.parametrize(
    "texts",
    [
        "8:00,18:00",
        "Day 1,Day 3",
        "2024-01-01,2024-01-02",
        "Tag 1,Tag 5",
        "Jour 1,Jour 2",
        "daily,weekly",
        "täglich,monatlich",
        "每天,每周",
    ],
)
def test_days_and_hours_are_no_conditions(texts):
    first, second = texts.split(",")

    assert [("close", None)] == flows(read(f"What,Who,When\nOpen,Clerk,{first}\nClose,Boss,{second}\n"))["Open"]


def test_hours_of_the_day_are_no_conditions():
    document = read("What,Who,When\nOpen,Clerk,8:00\nClose,Boss,18:00\n")

    assert ([("close", None)], None) == (flows(document)["Open"], document.source["columns"]["When"])


@pytest.mark.parametrize(
    "headings",
    [
        "Name,Email,Department",
        "Name,Telefon,Abteilung",
        "Term,Description",
        "Version,Description,Author",
        "Risk,Description,Owner",
    ],
)
def test_a_table_of_something_else_is_refused_and_may_be_mapped(headings):
    with pytest.raises(InvalidFileError, match="This looks like .* and not like steps"):
        read(f"{headings}\na,b,c\n")

    column = next(text for text in headings.split(",") if text in ("Name", "Description"))
    assert 1 == len(read(f"{headings}\na,b,c\n", columns={column: "name"}).process.steps)


def test_numbers_in_front_of_names_are_taken_off():
    document = read("Step,Next\n1. Ask,3\n2) Tell,end\n3. Pay,2\n")

    assert {"Ask": [("pay", None)], "Tell": [], "Pay": [("tell", None)]} == flows(document)


def test_a_hint_proposes_a_column_of_words():
    with pytest.raises(InvalidFileError, match='--map "Colour=name"'):
        read("Lot,Colour\n1,red\n2,blue\n")


@pytest.mark.parametrize(
    ("yes", "no", "words"),
    [
        ("If Yes go to", "If No go to", ("Yes", "No")), ("Yes", "No", ("Yes", "No")), ("If yes", "If no", ("yes", "no")),
        ("Wenn ja", "Wenn nein", ("ja", "nein")), ("Falls ja weiter mit", "Falls nein weiter mit", ("ja", "nein")),
        ("Si oui", "Si non", ("oui", "non")), ("Si sí ir al paso", "Si no ir al paso", ("sí", "no")), ("是", "否", ("是", "否")),
        ("If approved", "If rejected", ("approved", "rejected")), ("Falls genehmigt", "Falls abgelehnt", ("genehmigt", "abgelehnt")),
        ("はい", "いいえ", ("はい", "いいえ")), ("Next step if Yes", "Next step if No", ("Yes", "No")),
    ],
)  # fmt: skip
def test_columns_for_yes_and_no_are_two_ways_on(yes, no, words):
    document = read(
        f"#,Activity,Role,{yes},{no}\n1,Receive,Clerk,2,\n2,Above 1000?,Clerk,3,4\n3,Approve,Boss,4,\n4,Pay,Pay,end,\n"
    )

    assert [("approve", words[0]), ("pay", words[1])] == flows(document)["Above 1000?"]
    assert [("above-1000", None)], [("pay", None)] == (flows(document)["Receive"], flows(document)["Approve"])
    assert [] == flows(document)["Pay"]


@pytest.mark.parametrize(
    ("cell", "ways"),
    {
        "Go to step 3": [("pay", None)], "Step 3": [("pay", None)], "→ 3": [("pay", None)], "weiter mit 3": [("pay", None)],
        "Yes: 2; No: 3": [("tell", "Yes"), ("pay", "No")], "2 (ok); 3 (refused)": [("tell", "ok"), ("pay", "refused")],
        "2 if ok, 3 if refused": [("tell", "ok"), ("pay", "refused")], "Ja → 2\nNein → 3": [("tell", "Ja"), ("pay", "Nein")],
        "2 / 3": [("tell", None), ("pay", None)], "2 (ok) / 3 (late)": [("tell", "ok"), ("pay", "late")], "2 or 3": [("tell", None), ("pay", None)], "End": [], "Ende": [], "Fin": [], "結束": [], "终了": [], "終了": [], "结束": [], "stop": [], "-": [],
    }.items(),
)  # fmt: skip
def test_what_is_next_may_be_told_in_many_ways(cell, ways):
    assert ways == flows(read(f'#,Step,Next\n1,Ask,"{cell}"\n2,Tell,end\n3,Pay,end\n'))["Ask"]


@pytest.mark.parametrize("name", ["End", "Ende", "Fin", "終了", "结束", "Stop"])
def test_a_step_called_end_does_not_lead_to_itself(name):
    by_number = read(f"No,Step,Next\n1,Start,2\n2,Work,3\n3,{name},end\n")
    by_name = read(f"Step,Next\nStart,Work\nWork,{name}\n{name},{name}\n")

    assert [] == flows(by_number)[name] == flows(by_name)[name]
    assert 1 == len(flows(by_number)["Work"]) == len(flows(by_name)["Work"])
    assert by_name.process.steps[2].id == flows(by_name)["Work"][0][0]


@pytest.mark.parametrize(
    "headings", ["ID,Task Name,Duration,Predecessors,Resource Names", "Nr,Vorgangsname,Dauer,Vorgänger,Ressourcennamen",
                 "N°,Nom de la tâche,Durée,Prédécesseurs,Noms ressources", "Id,Nombre de tarea,Duración,Predecesoras,Recursos",
                 "编号,任务名称,工期,前置任务,负责人", "番号,タスク名,期間,先行タスク,担当者"],
)  # fmt: skip
def test_predecessors_of_project_tools_are_the_flow(headings):
    text = '1,Take,1d,,Sales\n2,Check,2d,1,Finance[50%]\n3,Pick,3d,1FS,Store\n4,Ship,1d,"2;3",Store\n'
    process = read(f"{headings}\n{text}").process

    assert ("all", ["2", "3"]) == (process.steps[0].split, [flow.to for flow in process.steps[0].flows])
    assert "all" == process.steps[3].join
    assert [["4"], ["4"], []] == [[flow.to for flow in step.flows] for step in process.steps[1:]]
    assert "Recursos" in headings or "Finance" == process.steps[1].owner


def test_links_of_another_kind_are_told_and_several_beginnings_run_together():
    document = read("ID,Task,Predecessors\n1,Ask,\n2,Look,\n3,Pay,1SS+2d\n4,Tell,9\n")

    assert ["Start", "Ask", "Look", "Pay", "Tell"] == [step.name for step in document.process.steps]
    assert ("event", "all") == (document.process.steps[0].kind, document.process.steps[0].split)
    assert [
        "comes after '9', and no step is called so",
        "'1SS+2d' was read as after its end, without a lag",
        "3 steps come after none, and were read as beginning together",
    ] == told(document)


RACI = """{},PM,Dev,QA,Sponsor
Write the plan,R,C,I,A
Build it,I,R,C,A
Test it,I,C,A/R,
Release it,"R,A",,C,I
"""


@pytest.mark.parametrize(
    "heading", ["Activity", "Task", "Aktivität", "Tâche", "Actividad", "活动", "作業", "Name", "Step / Activity"]
)
def test_a_matrix_of_roles_tells_who_does_answers_advises_and_hears(heading):
    document = read(RACI.format(heading))
    steps = document.process.steps

    assert [
        ("PM", "Sponsor", ("Dev",), ("QA",)), ("Dev", "Sponsor", ("QA",), ("PM",)), ("QA", "QA", ("Dev",), ("PM",)),
        ("PM", "PM", ("QA",), ("Sponsor",)),
    ] == [(step.owner, step.accountable, step.consults, step.informs) for step in steps]  # fmt: skip
    assert {"PM": "role", "Dev": "role", "QA": "role", "Sponsor": "role", heading: "name"} == document.source["columns"]


def test_of_several_who_are_responsible_the_first_is_the_owner_and_that_is_told():
    document = read("Task,PM,Dev,QA\nBuild,R,R,I\nTest,,A,R\n")

    assert [("PM", ("Dev",)), ("QA", ())] == [(step.owner, step.consults) for step in document.process.steps]
    assert ["PM was read as the owner, and the others who are responsible as consulted"] == told(document)


def test_marks_below_roles_say_who_does_it_and_below_qualities_say_nothing_of_the_kind():
    assert [("Ask", "Sales"), ("Pay", "Bank")] == who(read("Step,Sales,Bank\nAsk,x,\nPay,,X\n"))
    assert [("Ask", None), ("Pay", None)] == who(read("Step,Manual,Automatic\nAsk,x,\nPay,,x\n"))
    assert [("Ask", "A"), ("Pay", "B")] == who(read("Step,Owner,Urgent,Paid\nAsk,A,x,\nPay,B,,x\n"))


@pytest.mark.parametrize("first", ["Step", "#", "No.", "Schritt", "Étape", "Paso", "步骤", "手順", "順番"])
def test_steps_below_their_roles_are_theirs(first):
    document = read(f"{first},Sales,Warehouse,Finance\n1,Take the order,,\n2,,Pick the goods,\n3,,,Send the bill\n")

    assert [("Take the order", "Sales"), ("Pick the goods", "Warehouse"), ("Send the bill", "Finance")] == who(document)


def test_steps_below_their_roles_need_no_numbers_and_two_in_a_row_are_told():
    document = read("Sales,Warehouse,Finance\nTake,,\n,Pick,\n,Pack,Bill\n,,Book\n")

    assert [
        ("Take", "Sales"),
        ("Pick", "Warehouse"),
        ("Pack", "Warehouse"),
        ("Bill", "Finance"),
        ("Book", "Finance"),
    ] == who(document)
    assert ["several roles do something here, which was read as one after the other"] == told(document)


def test_the_steps_of_a_sipoc_stand_below_process():
    document = read(
        "Suppliers,Inputs,Process,Outputs,Customers\nCustomer,Form,1. Take the order,Order,Store\n,Order,2. Ship,Parcel,Customer\n"
    )

    assert ["Take the order", "Ship"] == [step.name for step in document.process.steps]
    assert (("Form",), ("Order",)) == (document.process.steps[0].inputs, document.process.steps[0].outputs)


@pytest.mark.parametrize(
    "log",
    [
        "Order ID,Activity,Resource,Complete Timestamp\n1,Take,Ann,2024-01-01\n1,Ship,Bob,2024-01-02\n2,Take,Ann,2024-01-03\n2,Ship,Bob,2024-01-04\n",
        "Ticket,Activity\nT1,Open\nT1,Close\nT2,Open\nT2,Close\n",
        "Vorgangsnummer,Aktivität,Zeitstempel\n1,A,2024-01-01\n1,B,2024-01-02\n2,A,2024-01-03\n2,B,2024-01-04\n",
        "订单号,活动,时间戳\n1,A,2024-01-01\n1,B,2024-01-02\n2,A,2024-01-03\n2,B,2024-01-04\n",
        "N° de dossier,Activité\n1,A\n1,B\n2,A\n2,B\n",
        "Patient,Activity,Started at\nAnn,Admit,2024-01-01T10:00\nAnn,Leave,2024-01-02T11:00\nBob,Admit,2024-01-01T10:30\nBob,Leave,2024-01-03T09:00\n",
        "Invoice number,Task,Date\n1,A,01/02/2024\n1,B,02/02/2024\n2,A,03/02/2024\n2,B,04/02/2024\n",
    ],
)  # fmt: skip
def test_a_log_is_told_by_any_column_of_cases_and_belongs_beside_a_process(log):
    with pytest.raises(InvalidFileError, match=r"looks like an event log.*A log belongs beside a process"):
        read(log)


def test_a_step_told_in_two_phases_makes_no_log():
    text = "Phase,Step,Owner,Deadline\nOne,Ask,A,2024-01-01\nOne,Write,A,2024-01-02\nTwo,Check,B,2024-01-03\nTwo,Ask,B,2024-01-04\n"

    assert 4 == len(read(text).process.steps)


def test_one_role_spelt_in_several_ways_is_one_role_and_that_is_told():
    document = read("Step,Owner\nTake,Sales\nCheck,sales \nShip,SALES\nBill,Sales  team\nPay,Sales team\n")

    assert ["Sales", "Sales", "Sales", "Sales team", "Sales team"] == [step.owner for step in document.process.steps]
    assert {"Sales": ("sales", "SALES")} == document.spellings


@pytest.mark.parametrize(
    "text",
    [
        "process: Roles\nsteps:\n  - {name: Fill, owner: Front desk}\n  - {name: Check, owner: 'Front Desk '}\n  - {name: Send, owner: Frontdesk}\n",
        "process: Roles\nroles: {desk: {name: Front desk}}\nsteps:\n  - {name: Fill, owner: FRONT DESK}\n  - {name: Send, owner: Desk}\n",
    ],
)  # fmt: skip
def test_in_a_process_file_as_well(text):
    document = loads(text, today=TODAY)

    assert 1 == len({step.owner for step in document.process.steps})
    assert 2 == len(next(iter(document.spellings.values())))


def test_roles_that_were_declared_apart_stay_apart():
    text = "process: p\nroles: {a: {name: Sales}, A: {name: SALES}}\nsteps: [{name: x, owner: a}, {name: y, owner: A}, {name: z, owner: SALES}]\n"
    document = loads(text, today=TODAY)

    assert (["a", "A", "A"], {}) == ([step.owner for step in document.process.steps], document.spellings)


def test_one_spelling_holds_for_who_helps_acts_for_another_or_lends_people():
    steps = (Step("a", "Ask", owner="Sales"), Step("b", "Build", owner="Desk", alongside=("SALES",)))
    roles = (Role("Desk", "Desk", deputy="sales ", of=Turn("SALES")),)
    process, spellings = with_one_spelling(Process("p", steps, roles))

    assert ("Sales",) == process.step("b").alongside
    assert ("Sales", "Sales") == (process.roles[0].deputy, process.roles[0].of.team)
    assert {"Sales": ("SALES", "sales ")} == spellings


def test_one_spelling_holds_for_diagrams_too():
    diagram = "flowchart LR\nsubgraph Sales\na[Ask]\nend\nsubgraph SALES\nb[Pay]\nend\na --> b\n"

    assert {"Sales"} == {step.owner for step in loads(diagram.encode(), file="a.mmd", today=TODAY).process.steps}


STEPS = [["No", "Step", "Responsible"], [1, "Take the order", "Sales"], [2, "Ship", "Warehouse"]]
HISTORY = [
    ["Version", "Date", "Description", "Author"],
    ["1.0", "2024-01-01", "First issue", "Ann"],
    ["1.1", "2024-02-01", "Annual review", "Bob"],
]


@pytest.mark.parametrize("name", ["Process", "Tabelle1", "Roles", "KPIs", "Help", "Ablauf", "流程"])
@pytest.mark.parametrize("history_first", [True, False])
def test_the_sheet_of_the_steps_is_found_by_its_columns_and_not_by_its_name(name, history_first):
    sheets = [("Revision_history", HISTORY), (name, STEPS)]
    document = read(book(**dict(sheets if history_first else sheets[::-1])), file="a.xlsx")

    assert [("Take the order", "Sales"), ("Ship", "Warehouse")] == who(document)
    assert ["is not the table of the steps, and was passed over"] == told(document)


@pytest.mark.parametrize(
    "other",
    [
        [["Version", "Änderung", "Datum", "Beschreibung"], ["1", "Neu", "1.1.2024", "Erste Ausgabe"]],
        [["Version", "Date", "Auteur", "Description"], ["1", "1.1.2024", "Ann", "Création"]],
        [["Versión", "Fecha", "Autor", "Descripción"], ["1", "1.1.2024", "Ann", "Creación"]],
        [["版本", "日期", "作者", "描述"], ["1", "2024-01-01", "Ann", "初稿"]],
        [["版数", "日付", "作成者", "説明"], ["1", "2024-01-01", "Ann", "新規"]],
        [["Term", "Definition", "Name"], ["SLA", "Service level", "x"]],
        [["Risk", "Description", "Owner", "Mitigation"], ["Fire", "It burns", "Boss", "Water"]],
        [["Document", "Description", "Owner", "Link"], ["Form", "A form", "Boss", "http"]],
    ],
)  # fmt: skip
def test_no_sheet_that_stands_beside_a_process_wins(other):
    longer = [*other, *[other[1]] * 9]

    assert [("Take the order", "Sales"), ("Ship", "Warehouse")] == who(
        read(book(Sheet1=longer, Sheet2=STEPS), file="a.xlsx")
    )


def test_sheets_of_roles_and_measures_are_read_by_their_columns():
    roles = [["Role", "Description", "Department"], ["Sales", "Takes orders", "Front"]]
    kpis = [["KPI", "Target", "Formula"], ["Cycle time", "3 d", "end - start"]]
    process = read(book(Blatt1=STEPS, Wer=roles, Messen=kpis), file="a.xlsx").process

    assert [("Sales", "Sales", "Takes orders", "Front")] == [
        (r.id, r.name, r.note, r.department) for r in process.roles
    ]
    assert [("Cycle time", "3 d", "end - start")] == [(kpi.name, kpi.target, kpi.formula) for kpi in process.kpis]


def open_document(rows):
    """An ODS file with one sheet; a cell is a text, or a text with the rows it spans."""
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        "<table:table-row>"
        + "".join(
            "<table:covered-table-cell/>" if each is None
            else cell.format(f' table:number-rows-spanned="{each[1]}"' if isinstance(each, tuple) else "", each if isinstance(each, str) else each[0])
            for each in row
        )
        + "</table:table-row>"
        for row in rows
    )  # fmt: skip
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = f'<?xml version="1.0"?><office:document-content {names} office:version="1.2"><office:body><office:spreadsheet><table:table table:name="S">{lines}</table:table></office:spreadsheet></office:body></office:document-content>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{kind}"/><m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        parts.writestr("mimetype", kind)
        parts.writestr("content.xml", content)
        parts.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def test_an_owner_who_spans_rows_of_an_open_document_owns_all_of_them():
    rows = [["Step", "Owner"], ["Take", ("Sales", 2)], ["Check", None], ["Ship", "Store"]]

    assert [("Take", "Sales"), ("Check", "Sales"), ("Ship", "Store")] == who(read(open_document(rows), file="a.ods"))


def test_a_name_on_two_lines_of_a_cell_is_one_line():
    assert [("Take the order", "Front desk")] == who(read('Step,Owner\n"Take\nthe order","Front\n desk"\n'))
