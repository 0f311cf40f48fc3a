"""Pages in Markdown as people write them: which of their tables, lists, headings and flowcharts are the process."""

from contextlib import suppress
from datetime import date
from textwrap import dedent

import pytest

from flowtrim.errors import InvalidFileError, UnknownNameError
from flowtrim.formats import loads, pools
from flowtrim.formats.role_words import reads_as_role

DAY = date(2026, 10, 1)


def read(text, **more):
    return loads(dedent(text).encode(), file="page.md", today=DAY, **more)


def who(text):
    return [(step.name, step.owner) for step in read(text).process.steps]


def told(document):
    return [(item["element"], item["line"]) for item in document.source["not_carried"]]


LINES = {
    "Call the shift lead": ("Call the shift lead", None),
    "**Do not** restart the server": ("Do not restart the server", None),
    "**Never** tell the press; send them to the press office": (
        "Never tell the press; send them to the press office",
        None,
    ),
    "**Important:** keep the logs": ("Important: keep the logs", None),
    "**Nicht** neu starten": ("Nicht neu starten", None),
    "**Ne pas** redémarrer le serveur": ("Ne pas redémarrer le serveur", None),
    "**No** reiniciar el servidor": ("No reiniciar el servidor", None),
    "**请勿**重启服务器": ("请勿重启服务器", None),
    "**再起動しない**でください": ("再起動しないでください", None),
    "Fill in the [claim form](https://intra.example/claim)": ("Fill in the claim form", None),
    "Send it to [the manager](mailto:boss@example.com)": ("Send it to the manager", None),
    "See https://intra.example/wiki (internal)": ("See https://intra.example/wiki (internal)", None),
    "Check the [policy](https://intra.example/p_(2)) again": ("Check the policy again", None),
    "Book the holidays (as soon as possible)": ("Book the holidays (as soon as possible)", None),
    "Return the hardware (e.g. laptop, iPad)": ("Return the hardware (e.g. laptop, iPad)", None),
    "Backup the data (if applicable)": ("Backup the data (if applicable)", None),
    "Daten sichern (falls nötig)": ("Daten sichern (falls nötig)", None),
    "Envoyer le formulaire (si possible)": ("Envoyer le formulaire (si possible)", None),
    "Enviar el formulario (opcional)": ("Enviar el formulario (opcional)", None),
    "提交表格（如适用）": ("提交表格（如适用）", None),
    "書類を送る（必要な場合）": ("書類を送る（必要な場合）", None),
    "Check twice (2x)": ("Check twice (2x)", None),
    "Pay the fee (13 £)": ("Pay the fee (13 £)", None),
    "Close (done)": ("Close (done)", None),
    "Ask HR (see #4)": ("Ask HR (see #4)", None),
    "Ask for e-mail address - twice": ("Ask for e-mail address - twice", None),
    "Notify customer: send the mail": ("Notify customer: send the mail", None),
    "通知客户：发邮件": ("通知客户：发邮件", None),
    "Update the ticket (Jira)": ("Update the ticket (Jira)", None),
    "Team meeting is held": ("Team meeting is held", None),
    "Sales orders are checked": ("Sales orders are checked", None),
    "Tell the team (owner: HR)": ("Tell the team", "HR"),
    "Sign off (Owner: Line manager)": ("Sign off", "Line manager"),
    "Freigeben (verantwortlich: Teamleitung)": ("Freigeben", "Teamleitung"),
    "Valider (responsable : Direction)": ("Valider", "Direction"),
    "File it (HR)": ("File it", "HR"),
    "**Receive the parcel** (Warehouse clerk)": ("Receive the parcel", "Warehouse clerk"),
    "**Register complaint** – Clerk": ("Register complaint", "Clerk"),
    "**Payroll**: Pay the claim": ("Pay the claim", "Payroll"),
    "Quality officer: decide whether to accept": ("decide whether to accept", "Quality officer"),
    "HR: Send the contract": ("Send the contract", "HR"),
    "Manager - Welcome the newcomer": ("Welcome the newcomer", "Manager"),
    "IT — Hand over the laptop": ("Hand over the laptop", "IT"),
    "[HR] Explain the rules": ("Explain the rules", "HR"),
    "(HR) Explain the rules": ("Explain the rules", "HR"),
    "Sign the papers @ HR": ("Sign the papers", "HR"),
    "Check credit (by Finance)": ("Check credit", "Finance"),
    "Accounting refunds the customer.": ("Accounting refunds the customer.", "Accounting"),
    "If damaged, the warehouse clerk takes photos.": (
        "If damaged, the warehouse clerk takes photos.",
        "Warehouse clerk",
    ),
    "Sachbearbeiterin: Antrag prüfen": ("Antrag prüfen", "Sachbearbeiterin"),
    "Antrag prüfen (Sachbearbeiter)": ("Antrag prüfen", "Sachbearbeiter"),
    "Die Buchhaltung bucht den Beleg": ("Die Buchhaltung bucht den Beleg", "Buchhaltung"),
    "Vérifier la demande – Responsable achats": ("Vérifier la demande", "Responsable achats"),
    "Le client remplit le formulaire": ("Le client remplit le formulaire", "Client"),
    "Gerente: aprobar la solicitud": ("aprobar la solicitud", "Gerente"),
    "Revisar la solicitud (Jefe de compras)": ("Revisar la solicitud", "Jefe de compras"),
    "财务部：付款": ("付款", "财务部"),
    "检查发票（财务部）": ("检查发票", "财务部"),
    "請求書を確認する（経理）": ("請求書を確認する", "経理"),
    "担当者：申請書を確認する": ("申請書を確認する", "担当者"),
}


@pytest.mark.parametrize(("line", "meant"), LINES.items())
def test_an_owner_is_who_reads_as_a_role_and_nobody_else(line, meant):
    assert meant == who(f"# Page\n1. {line}\n2. Write the report\n")[0]


TIMES = {
    "Write the tests (1 day)": ("Write the tests", None, 480), "Ship - 30 min": ("Ship", None, 30), "Prüfen (2 Std.)": ("Prüfen", None, 120),
    "Vérifier (3 jours)": ("Vérifier", None, 1440), "Revisar (2 horas)": ("Revisar", None, 120), "检查（3天）": ("检查", None, 1440),
    "確認する（30分）": ("確認する", None, 30), "Check the form (HR, 2 days)": ("Check the form", "HR", 960),
    "Prepare the offer - Sales - 2 days": ("Prepare the offer", "Sales", 960), "Check the bill (2 developers)": ("Check the bill (2 developers)", None, None),
}  # fmt: skip


@pytest.mark.parametrize(("line", "meant"), TIMES.items())
def test_a_time_in_brackets_is_how_long_it_takes(line, meant):
    step = read(f"# Page\n1. {line}\n2. Write the report\n").process.steps[0]

    assert meant == (step.name, step.owner, step.takes)


TITLES = {
    "**Submit** – The requester submits the form.": ("Submit", "Requester", "The requester submits the form."),
    "**Prüfen**: Die Buchhaltung prüft den Beleg.": ("Prüfen", "Buchhaltung", "Die Buchhaltung prüft den Beleg."),
    "**Important:** keep the logs of the day": ("Important: keep the logs of the day", None, None),
    "**Scan** the label": ("Scan the label", None, None),
}


@pytest.mark.parametrize(("line", "meant"), TITLES.items())
def test_a_title_in_bold_before_a_sentence_is_the_name(line, meant):
    step = read(f"# P\n1. {line}\n2. Write\n").process.steps[0]

    assert meant == (step.name, step.owner, step.note)


SUBJECTS = {
    "If the amount is above 10,000 EUR, the CFO approves it.": "CFO", "员工填写报销单": "员工", "出纳付款": "出纳", "部门经理审批（1个工作日）": "部门经理",
    "起案者が稟議書を作成する": "起案者", "課長は確認する": "課長", "Mitarbeiter informieren": None, "Kunden informieren": None, "Informer le client": None,
    "Mitarbeiter prüfen den Antrag": "Mitarbeiter", "Log the complaint | Agent": "Agent", "Deploy to production — Release manager": "Release manager",
    "El jefe de compras firma el pedido": "jefe de compras", "Le service achats valide": "service achats", "Nurse takes the temperature": "Nurse",
}  # fmt: skip


@pytest.mark.parametrize(("line", "owner"), SUBJECTS.items())
def test_who_does_it_may_be_the_subject_of_the_sentence(line, owner):
    found = read(f"# P\n1. {line}\n2. Write\n").process.steps[0].owner

    assert owner == found or (owner and found and owner.casefold() == found.casefold())


def test_paragraphs_and_east_asian_numbers_make_lists_too():
    assert [("Fill in", "Employee"), ("Check", "HR")] == who("# P\nStep 1. Fill in (Employee)\n\nStep 2. Check (HR)\n")
    assert [("提交", "员工"), ("付款", "财务部")] == who("# 流程\n1、员工：提交\n2、财务部：付款\n")
    assert [("提交", "员工"), ("付款", "财务部")] == who("# 流程\n① 员工：提交\n\n② 财务部：付款\n")


def test_lines_of_a_paragraph_that_begin_with_keys_are_told_apart():
    process = read("# P\n## Step 1: Ask\n**Who:** Engineer\n**How long:** 15 min\n## Step 2: Pay\nOwner: HR\n").process

    assert [("Engineer", 15), ("HR", None)] == [(step.owner, step.takes) for step in process.steps]


def test_who_does_it_may_stand_in_the_first_sentence_below_a_heading_or_in_brackets_before_a_colon():
    page = "# P\n## 3. Déroulement\n### 3.1 Réception\nLe service client enregistre.\n### 3.2 Analyse\nLe responsable qualité analyse.\n"

    assert [("Réception", "Service client"), ("Analyse", "Responsable qualité")] == who(page)
    assert [("log the ticket", "Service desk"), ("fix", "Vendor")] == who(
        "# P\n1. **L1 (Service desk)**: log the ticket\n2. L2 (Vendor): fix\n"
    )


def test_a_footer_of_keys_is_no_list_of_steps():
    assert ["Do this", "Do that"] == [
        step.name for step in read("# T\n1. Do this\n2. Do that\n\n---\n\n* Contact: a@b\n* Phone: 123\n").process.steps
    ]


def test_a_role_that_the_page_names_elsewhere_is_one_whatever_it_is_called():
    assert [("Bring it", "Gofer"), ("The gofer fetches it", "Gofer")] == who(
        "# P\n## Roles\n- **Gofer**: runs\n- **Sage**: thinks\n## Procedure\n1. Bring it (Gofer)\n2. The gofer fetches it\n"
    )


def test_work_that_is_handed_over_informs_who_gets_it():
    step = read("# P\n1. HR -> Payroll: Send the data\n2. Pay\n").process.steps[0]

    assert ("Send the data", "HR", ("Payroll",)) == (step.name, step.owner, step.informs)


def test_a_line_that_wraps_is_whole():
    process = read("""\
        # Wrapped
        1. Identify whether there is a cause, such as
           a recent deployment, and delegate
           to the experts (Incident commander)
        2. Write down
        the result
        3. Close

           Why: the law asks
        4. Tell the customer
           - Why: we promised
             it in the contract
        """).process

    assert [
        "Identify whether there is a cause, such as a recent deployment, and delegate to the experts", "Write down the result", "Close",
        "Tell the customer",
    ] == [step.name for step in process.steps]  # fmt: skip
    assert "Incident commander" == process.steps[0].owner
    assert ["the law asks", "we promised it in the contract"] == [step.why for step in process.steps[2:]]


def test_marks_entities_and_pictures_are_gone_from_names():
    assert [
        ("Generate", "script.mjs"), ("Check well and fast now twice", "QA & Dev"), ("Pay it", "Payroll"), ("a | b", "x"),
        ("Look at 3 < 4", None),
    ] == who("""\
        # Deploy
        | Step | Responsible |
        | --- | --- |
        | [Generate](gen.md) | [`script.mjs`](s.mjs) |
        | Check *well* and _fast_ ~~now~~ <br> twice | **QA** &amp; Dev |
        | Pay&nbsp;it ¹ | :tada: Payroll |
        | a \\| b | x |
        | Look at 3 &lt; 4[^1] | 🤷 |
        """)  # fmt: skip


def test_code_rules_contents_records_and_references_are_no_steps():
    document = read("""\
        # Refund procedure

        - [Purpose](#purpose)
        - [Procedure](#procedure)

        ## Purpose
        - Give money back.

        ## Procedure
        1. Take the call (Agent)
           ```sh
           - not a step
           1. nor this
           ```
        2. Pay (Finance)
        * * *
        - - -
        - [ ] File it

        ```yaml
        steps:
          - name: not a step
        ```

        ## Records
        - Slip, kept 6 years

        ## References
        - [Law](https://example.org/law)
        """)

    assert ["Take the call", "Pay", "File it"] == [step.name for step in document.process.steps]
    assert [("list", 3), ("list", 7), ("list", 26), ("list", 29)] == told(document)


@pytest.mark.parametrize(
    ("steps", "beside"),
    [
        ("Ablauf", "Mitgeltende Unterlagen"), ("Vorgehen", "Aufzeichnungen"), ("Déroulement", "Références"), ("Étapes", "Annexes"),
        ("Procedimiento", "Registros"), ("Pasos", "Definiciones"), ("操作步骤", "相关文件"), ("流程", "附录"), ("手順", "参考資料"),
        ("作業手順", "記録"), ("3. Procedure", "4. Records"), ("How to do it", "See also"),
    ],
)  # fmt: skip
def test_sections_beside_the_steps_are_known_in_six_languages(steps, beside):
    assert ["A", "B"] == [
        step.name for step in read(f"# T\n## {beside}\n- x\n- y\n## {steps}\n- A\n- B\n").process.steps
    ]


def test_steps_may_be_headings_with_notes_below():
    process = read("""\
        # Purchase order approval
        ## Overview
        - All requests follow this.
        ## Approval process
        ### Step 1: Submit the request
        - Employee submits the request
        - Attach quotes
        ### Step 2: Manager reviews
        Within two days.
        ### Step 3: Finance releases
        - Why: the budget is checked
        """).process

    assert [("Submit the request", None), ("Manager reviews", "Manager"), ("Finance releases", "Finance")] == [
        (step.name, step.owner) for step in process.steps
    ]
    assert "Employee submits the request\nAttach quotes" == process.steps[0].note
    assert ("Within two days.", "the budget is checked") == (process.steps[1].note, process.steps[2].why)


@pytest.mark.parametrize("word", ["Step", "Schritt", "Étape", "Paso", "步骤", "ステップ", "手順"])
def test_headings_of_steps_are_known_in_six_languages(word):
    assert ["Ask", "Pay"] == [
        step.name for step in read(f"# T\n## {word} 1: Ask\nx\n## {word} 2 – Pay\ny\n").process.steps
    ]


def test_numbered_headings_with_letters_of_raci_below_are_steps():
    process = read("""\
        # Change requests
        ### 1. Write the request
        - **Responsible:** Requesting team
        - **Accountable:** Head of team
        - **Consulted:** Contact person
        - **Informed:** Admin
        ### 2. Approve the request
        - **Responsible:** Board
        """).process

    assert [("Write the request", "Requesting team", "Head of team", ("Contact person",), ("Admin",)), ("Approve the request", "Board", None, (), ())] == [
        (s.name, s.owner, s.accountable, s.consults, s.informs) for s in process.steps
    ]  # fmt: skip


def test_the_numbered_chapters_of_a_document_are_no_steps():
    text = "# SOP\n## 1. Purpose\nWhy.\n## 2. Scope\nAll.\n## 3. Procedure\n1. Ask\n2. Pay\n## 4. Records\n- Slip\n"

    assert ["Ask", "Pay"] == [step.name for step in read(text).process.steps]


def test_headings_above_lists_of_steps_are_parts():
    process = read(
        "# Onboarding\n## Before day one\n1. HR: Send\n2. IT: Order\n## Day one\n1. Manager - Welcome\n2. [HR] Explain\n"
    ).process

    assert ["Before day one", "Before day one", "Day one", "Day one"] == [step.part for step in process.steps]


def test_tables_with_the_same_headings_are_one_process_and_measures_are_read():
    document = read("""\
        # Kitchen orders
        ## Phase 1: Handover
        | # | Step | Responsible |
        |---|------|-------------|
        | 1.1 | Record | Sales |
        ## Phase 2: Design
        | # | Step | Responsible |
        |---|------|-------------|
        | 2.1 | Measure | Engineer |
        | 2.10 | Approve | Client |
        ## KPIs
        | KPI | Description | Target |
        |---|---|---|
        | Cycle time | Award to handover | 30 d |
        ## Tools
        | Tool | Version |
        |---|---|
        | CAD | 3 |
        """)

    assert [("Record", "Phase 1: Handover"), ("Measure", "Phase 2: Design"), ("Approve", "Phase 2: Design")] == [
        (step.name, step.part) for step in document.process.steps
    ]
    assert [("Cycle time", "Award to handover", "30 d")] == [
        (kpi.name, kpi.what, kpi.target) for kpi in document.process.kpis
    ]
    assert [("table", 16)] == told(document)


@pytest.mark.parametrize(
    "other",
    [
        "| Role | Description |\n|---|---|\n| Agent | Takes the call |\n| Payroll | Pays |",
        "| Letter | Name | Description |\n|---|---|---|\n| R | Responsible | Does it |\n| A | Accountable | Answers |",
        "| Version | Date | Description | Author |\n|---|---|---|---|\n| 1 | 2024 | First | Ann |",
        "| Term | Definition |\n|---|---|\n| SLA | Agreement |",
        "| Begriff | Beschreibung |\n|---|---|\n| SLA | Vereinbarung |",
        "| Risque | Description |\n|---|---|\n| Feu | Brûle |",
        "| 术语 | 说明 |\n|---|---|\n| SLA | 协议 |",
        "| 用語 | 説明 |\n|---|---|\n| SLA | 合意 |",
        "| Rol | Descripción |\n|---|---|\n| Agente | Recibe |\n| Caja | Paga |",
    ],
)  # fmt: skip
def test_the_table_that_names_owners_wins_over_any_other(other):
    page = f"# Claims\n## A\n{other}\n## Steps\n| Step | Owner |\n|---|---|\n| Write | Agent |\n| Pay | Payroll |\n"

    assert [("Write", "Agent"), ("Pay", "Payroll")] == who(page)


def test_a_matrix_of_roles_is_the_process_and_its_legend_is_not():
    process = read(
        "# RACI\n| Letter | Name |\n|---|---|\n| R | Responsible |\n\n| Name | PM | Dev |\n|---|:-:|:-:|\n| Brief | R | C |\n| Code | A | R |\n"
    ).process

    assert [("Brief", "PM", None), ("Code", "Dev", "PM")] == [(s.name, s.owner, s.accountable) for s in process.steps]


@pytest.mark.parametrize(
    "fence",
    [
        "```mermaid\n{}\n```", "~~~mermaid\n{}\n~~~", "``` mermaid\n{}\n```", "````mermaid\n{}\n````", "```{{mermaid}}\n{}\n```",
        "```{{.mermaid}}\n{}\n```", "```mermaid title=x\n{}\n```", "```Mermaid\n{}\n```", "::: mermaid\n{}\n:::", ":::mermaid\n{}\n:::",
        "{{{{< mermaid >}}}}\n{}\n{{{{< /mermaid >}}}}", '<div class="mermaid">\n{}\n</div>', '<pre class="mermaid">\n{}\n</pre>',
        "1. See\n   ```mermaid\n   graph LR\n     A[Write] --> B[Approve]\n   ```\n2. Do it",
        "> ```mermaid\n> graph LR\n>   A[Write] --> B[Approve]\n> ```",
        "```mermaid\n%% a remark\n{}\n```", "```mermaid\n---\ntitle: x\n---\n{}\n```", '```mermaid\n%%{{init: {{"theme": "dark"}}}}%%\n{}\n```',
    ],
)  # fmt: skip
def test_a_flowchart_is_found_in_every_fence(fence):
    chart = "graph LR\n  A[Write] --> B[Approve]"

    assert ["Write", "Approve"] == [step.name for step in read(f"# Claims\n{fence.format(chart)}\n").process.steps]


@pytest.mark.parametrize(
    "other",
    [
        'pie title Pets\n  "Dogs" : 386',
        "sequenceDiagram\n  A->>B: x",
        "gantt\n  title x",
        "stateDiagram-v2\n  [*] --> A",
        "mindmap\n  root",
    ],
)
def test_other_diagrams_are_passed_over(other):
    page = f"# Claims\n```mermaid\n{other}\n```\n"

    assert [("Write", "Staff"), ("Pay", "Payroll")] == who(
        f"{page}| Step | Owner |\n|---|---|\n| Write | Staff |\n| Pay | Payroll |\n"
    )
    assert ["A"] == [step.name for step in read(f"{page}```mermaid\nflowchart LR\n a[A]\n```\n").process.steps]


TWO = "# Orders\n## Delivery\n```mermaid\nflowchart LR\n A[Take] --> B[Ship]\n```\n## Onboarding\n```mermaid\nflowchart LR\n V[Receive] --> W[Check]\n```\n"


def test_of_several_flowcharts_the_first_is_read_or_the_one_that_is_named_and_the_others_are_told():
    assert ("Orders", ["Take", "Ship"]) == (read(TWO).process.name, [step.name for step in read(TWO).process.steps])
    assert [("flowchart", 9)] == told(read(TWO))
    assert ("Onboarding", ["Receive", "Check"]) == (
        read(TWO, pool="Onboarding").process.name, [step.name for step in read(TWO, pool="Onboarding").process.steps]
    )  # fmt: skip
    assert ("Delivery", "Onboarding") == pools(TWO.encode(), file="page.md")
    with pytest.raises(UnknownNameError, match="There are: 'Delivery' and 'Onboarding'"):
        read(TWO, pool="Nothing")


@pytest.mark.parametrize(
    ("top", "name"),
    {
        '---\ntitle: "Offboard user"\nid: offboard\n---\n': "Offboard user", "---\nTitle: Offboard\n---\n# Other\n": "Offboard",
        "# A page\n": "A page", "A page\n======\n": "A page", "## Sub\n": "Sub", "": "page", "---\nid: x\n---\n# Called\n": "Called",
        "# A *fine* [page](x.md) :tada:\n": "A fine page",
    }.items(),
)  # fmt: skip
def test_the_name_is_that_of_the_front_matter_else_of_the_first_heading(top, name):
    assert name == read(f"{top}1. Ask (IT)\n2. Pay (HR)\n").process.name


@pytest.mark.parametrize(
    "page",
    [
        "# Risk\n| Consequence | Description |\n|---|---|\n| | |\n| High | |\n", "# Title\n\nJust words.\n", "", "# Links\n- [a](b)\n- [c](d)\n",
        "# T\n```yaml\n- a\n- b\n```\n", "# T\n## References\n- One\n- Two\n", "# RACI\n- R - Responsible\n- A - Accountable\n- C - Consulted\n",
        "---\ntitle: x\n---\n",
    ],
)  # fmt: skip
def test_a_page_without_steps_is_refused_in_one_sentence(page):
    with pytest.raises(InvalidFileError) as refusal:
        read(page)

    assert "page.md:1:1: There is no flowchart, no table of steps and no list of them on this page." == str(
        refusal.value
    )


def test_the_account_names_only_what_is_there():
    document = read("# P\n1. Ask (HR)\n2. Pay\n   - Time: 3m\n")

    assert ({}, 2) == (document.source["columns"], document.source["items"])
    assert (3, 1) == document.place("step", "pay")


def test_a_ruler_of_the_wrong_width_still_makes_a_table():
    assert [("Ask", "A"), ("Pay", "B")] == who(
        "# P\n| Step | Owner | Time |\n|---|---|\n| Ask | A | 3m |\n| Pay | B | 3m |\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "HR",
        "IT",
        "QA",
        "R&D",
        "Warehouse clerk",
        "Head of Sales",
        "Line manager",
        "Front desk",
        "The customer",
        "Kundenservice",
        "Teamleiterin",
        "Leiter der Abteilung",
        "Service achats",
        "Chef d'équipe",
        "Jefe de compras",
        "财务部",
        "客服",
        "経理",
        "品質管理部",
    ],
)
def test_words_for_roles_are_known_in_six_languages(text):
    assert reads_as_role(text)


@pytest.mark.parametrize(
    "text",
    [
        "ERP",
        "SAP",
        "Jira",
        "Excel",
        "asap",
        "optional",
        "2 developers",
        "as needed",
        "Contact customer",
        "Inform the manager",
        "see above",
        "form A",
        "wenn nötig",
        "si besoin",
        "opcional",
        "Kunde informieren",
        "Prévenir le client",
        "通知客户",
        "必要な場合",
        "如适用",
        "",
    ],
)
def test_remarks_systems_and_what_is_done_to_somebody_are_no_roles(text):
    assert not reads_as_role(text)


@pytest.mark.parametrize(
    "page",
    [
        "1. a\n" * 20_000,
        "[" * 50_000,
        "*a " * 50_000,
        "> " * 20_000,
        "- " * 5_000,
        "(" * 50_000,
        "a – " * 20_000,
        "| a " * 3_000 + "|\n" + "|-" * 3_000 + "|\n" + "| x |\n" * 2_000,
        "1. " + "a:" * 30_000,
        "1. " + "the " * 30_000,
    ],
)
def test_a_long_page_is_read_or_refused_soon(page):
    with suppress(InvalidFileError):
        assert read(f"# P\n{page}\n").process.steps
