"""Matrices with a column for each role: whose letters they are is known, or said by a legend, or else nobody is guessed."""

import pytest

from flowtrim.errors import InvalidFileError
from flowtrim.formats.tabular.participation import codes_of, legend_of, meanings
from tests.formats.test_tables_of_people import book, read, told


def people(document):
    return [
        (step.name, step.owner, step.accountable, list(step.consults), list(step.informs))
        for step in document.process.steps
    ]


ASKED = [("Ask", "Sales", None, ["IT"], ["Legal"]), ("Pay", "Legal", "Sales", ["IT"], [])]


@pytest.mark.parametrize(
    "letters",
    {
        "RACI": "RACI", "DACI": "DACI", "DEMI": "DEMI", "RAPID": "PDRR", "LACI": "LASI", "PACI": "PACI", "RASI": "RASI",
        "FEMI": "FEMI", "ZEMI": "ZEMI", "VEMI": "VEMI", "negative": "VEUI", "主批协知": "主批协知", "担承協報": "担承協報",
    }.values(),
)  # fmt: skip
def test_letters_of_known_systems_say_who_does_it(letters):
    does, answers, helps, hears = letters
    informed = hears not in "RC"
    rows = f"Step,Sales,IT,Legal\nAsk,{does},{helps},{hears}\nPay,{answers},{helps},{does}\n"
    asked = ASKED if informed else [("Ask", "Sales", None, ["IT", "Legal"], []), ASKED[1]]

    assert asked == people(read(rows))


@pytest.mark.parametrize(
    "words",
    ["Responsible|Accountable|Consulted|Informed", "Verantwortlich|Genehmigt|Mitwirkung|Information", "Réalise|Valide|Contribue|Informé",
     "Ejecuta|Aprueba|Colabora|Informado", "担当|承認|協力|報告", "负责|审批|配合|知会", "Lead|Approver|Support|FYI",
     "Durchführung|Freigabe|Unterstützt|Kenntnisnahme"],
)  # fmt: skip
def test_words_in_the_cells_say_who_does_it(words):
    does, answers, helps, hears = words.split("|")

    assert ASKED == people(read(f"Step,Sales,IT,Legal\nAsk,{does},{helps},{hears}\nPay,{answers},{helps},{does}\n"))


def test_the_letters_of_paris_are_its_own():
    rows = "Step,PM,Sponsor,Team,Audit\nAsk,P,A,R,S\nPay,I,A,P,R\n"

    assert [
        ("Ask", "PM", "Sponsor", ["Team", "Audit"], []),
        ("Pay", "Team", "Sponsor", ["PM", "Audit"], []),
    ] == people(read(rows))


def test_whoever_is_out_of_the_loop_takes_no_part():
    assert [("Ask", "Sales", None, ["Legal"], [])] == people(read("Step,Sales,IT,Legal\nAsk,R,O,C\n"))


@pytest.mark.parametrize(
    ("rows", "helping"),
    [("作業,営業部,経理部,総務部\n見積,◎,○,△\n", ["経理部", "総務部"]), ("工作,营业部,经理部,总务部\n报价,▲,△,\n", ["经理部"]),
     ("作業,営業部,経理部,総務部\n見積,●,〇,\n", ["経理部"]), ("Aufgabe,Einkauf,Lager,QM\nBestellen,X,(X),\n", ["Lager"])],
)  # fmt: skip
def test_the_strongest_mark_says_who_does_it_and_that_is_told(rows, helping):
    document = read(rows)
    [(_, owner, _, consults, _)] = people(document)

    assert rows.split("\n")[0].split(",")[1] == owner
    assert helping == consults
    assert any("its columns of roles were read with" in why for why in told(document))


LEGENDS = [
    "Q = Responsible; W = Accountable; Z = Informed", "Q: Performs, W: Approves, Z: Informed",
    "Legende: Q = Verantwortlich (macht es), W = Entscheidung, Z = Information", "Q – Réalise · W – Valide · Z – Informé",
    "(Q) Ejecuta; (W) Aprueba; (Z) Se informa", "Q＝担当、W＝承認、Z＝報告", "Q：负责　W：审批　Z：知会", "*Q = Responsable / W = Autoridad / Z = Informado*", "Q (Responsible), W (Accountable), Z (Informed)",
    "Responsible (Q), Approver (W), Informed (Z)", "Q=Responsible W=Accountable Z=Informed", "Q – Responsible: does it. W – Accountable: decides. Z – Informed: hears of it",
]  # fmt: skip
BY_LEGEND = [("Ask", "HR", "Legal", [], ["IT"]), ("Pay", "IT", "HR", [], ["Legal"])]


@pytest.mark.parametrize("legend", LEGENDS)
def test_a_legend_in_the_sheet_wins(legend):
    matrix = "Step,HR,Legal,IT\nAsk,Q,W,Z\nPay,W,Z,Q\n"

    assert BY_LEGEND == people(read(f'{matrix}"{legend}"\n'))
    assert BY_LEGEND == people(read(f'"{legend}",,,\n{matrix}'))
    assert not any("passed over" in why for why in told(read(f'"{legend}",,,\n{matrix}')))


@pytest.mark.parametrize("legend", LEGENDS)
def test_a_legend_on_the_page_wins(legend):
    page = f"# Claim\n\n| | HR | Legal | IT |\n|-|-|-|-|\n| Ask | Q | W | Z |\n| Pay | W | Z | Q |\n\n{legend}\n"

    assert BY_LEGEND == people(read(page, file="claim.md"))


def test_a_legend_on_another_sheet_or_in_rows_wins():
    matrix = [["", "HR", "Legal", "IT"], ["Ask", "Q", "W", "Z"], ["Pay", "W", "Z", "Q"]]
    legend = [["Letter", "Meaning"], ["Q", "Responsible"], ["W", "Approves"], ["Z", "Informed"]]

    document = read(book(Matrix=matrix, Key=legend), file="claim.xlsx")
    assert BY_LEGEND == people(document)
    assert not [item for item in document.source["not_carried"] if item["element"] == "sheet"]
    assert BY_LEGEND == people(read(book(All=[*matrix, [], *legend[1:]]), file="claim.xlsx"))


def test_a_legend_that_leaves_letters_out_leaves_them_to_the_known_system():
    page = "# RACI\n\n| Letter | Name |\n|-|-|\n| R | Responsible |\n| A | Accountable |\n\n| Name | PM | Dev |\n|-|-|-|\n| Brief | R | C |\n| Code | A | R |\n"

    assert [("Brief", "PM", None, ["Dev"], []), ("Code", "Dev", "PM", [], [])] == people(read(page, file="claim.md"))


def test_a_legend_overrules_a_known_system():
    rows = "Step,HR,Legal\nAsk,R,A\nPay,A,R\nR = Reviewer; A = Ausführung\n"

    assert [("Ask", "Legal", None, ["HR"], []), ("Pay", "HR", None, ["Legal"], [])] == people(read(rows))


def test_steps_are_no_legend():
    rows = "Step,HR,Legal,IT\nA: Approve it,R,C,\nR: Review it,,R,I\nI: Inform the customer,C,,R\n"

    assert [
        ("A: Approve it", "HR", None, ["Legal"], []),
        ("R: Review it", "Legal", None, [], ["IT"]),
        ("I: Inform the customer", "IT", None, ["HR"], []),
    ] == people(read(rows))
    assert {} == legend_of([["A: Approve the claim"], ["B: Inform the customer"], ["C: Support"], ["D: Does the rest"]])


@pytest.mark.parametrize("cells", ["Q,W,Z", "V,A,I", "R,P,I", "A,C,I"])
def test_letters_that_nobody_knows_are_refused_in_words(cells):
    one, two, three = cells.split(",")
    with pytest.raises(InvalidFileError, match=r"which of them is who does a step is not known.* = Responsible"):
        read(f"Step,HR,Legal,IT\nAsk,{one},{two},{three}\nPay,{three},{one},{two}\n")


def test_a_list_on_the_page_is_read_where_letters_are_unknown():
    page = "1. HR posts the ad\n2. Legal signs\n\n| Step | HR | Legal |\n|-|-|-|\n| Post | Q | W |\n| Sign | W | Q |\n"
    document = read(page, file="claim.md")

    assert ["HR", "Legal"] == [step.owner for step in document.process.steps]
    assert any("who does a step is not known" in why for why in told(document))


@pytest.mark.parametrize(
    "rows",
    ["Step,Risk level,Effort\nAsk,H,M\nPay,L,H\n", "Step,Size,Gain\nAsk,S,L\nPay,L,M\n", "Step,Owner,VA,NVA\nAsk,HR,x,\nPay,HR,,x\n"],
)  # fmt: skip
def test_letters_that_are_no_roles_make_nobody(rows):
    assert [None, None] == [step.accountable for step in read(rows).process.steps]
    assert not {"Size", "Gain", "Effort", "VA"} & {step.owner for step in read(rows).process.steps}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (",PM,Dev\nBuild,A,R\nShip,R,\n", [("Build", None, "Dev"), ("Ship", None, "PM")]),
        ("RACI of the release,,\n,,\n,PM,Dev\nBuild,A,R\n", [("Build", None, "Dev")]),
        (",,PM,Dev\nPhase 1,Build,A,R\n,Test,,R\nPhase 2,Ship,R,\n", [("Build", "Phase 1", "Dev"), ("Test", "Phase 1", "Dev"), ("Ship", "Phase 2", "PM")]),
        (",PM,Dev\nPhase 1: Make,,\nBuild,A,R\nPhase 2: Go,,\nShip,R,\n", [("Build", "Phase 1: Make", "Dev"), ("Ship", "Phase 2: Go", "PM")]),
        ("Phase,,GF,Technik\nAngebot,Rechnen,E,D\n,Schreiben,M,D\n", [("Rechnen", "Angebot", "Technik"), ("Schreiben", "Angebot", "Technik")]),
        ("Aufgabe \\ Rolle,Einkauf,Lager\nBestellen,V,M\n", [("Bestellen", None, "Einkauf")]),
        ("No,Task,Sales,,IT,\n,,Clerk,Head,Dev,Lead\n1,Ask,R,A,I,\n2,Pay,,A,R,C\n", [("Ask", None, "Clerk"), ("Pay", None, "Dev")]),
    ],
)  # fmt: skip
def test_a_matrix_without_a_heading_for_its_steps_is_one(rows, expected):
    assert expected == [(step.name, step.part, step.owner) for step in read(rows).process.steps]


@pytest.mark.parametrize("first", ["Role", "", "Rolle", "角色"])
def test_a_matrix_with_its_steps_across_is_turned(first):
    rows = f"{first},Build,Test,Ship\nDeveloper,R,C,I\nTester,C,R,I\nManager,A,A,R\n"

    assert [
        ("Build", "Developer", "Manager", ["Tester"], []),
        ("Test", "Tester", "Manager", ["Developer"], []),
        ("Ship", "Manager", None, [], ["Developer", "Tester"]),
    ] == people(read(rows))


def test_what_is_no_letter_in_a_column_of_a_role_is_told():
    rows = "Step,Sales,IT,Legal\nAsk,R,see note,I\nPay,A/R,I,C\nTell,I,R,\nGo,C,R,A\n"
    document = read(rows)

    assert ["Sales", "Sales", "IT", "IT"] == [step.owner for step in document.process.steps]
    assert any("'see note'" in why for why in told(document))


def test_two_who_decide_are_told():
    document = read("Step,Boss,Board,Clerk\nAsk,A,A,R\n")

    assert [("Ask", "Clerk", "Boss", ["Board"], [])] == people(document)
    assert any("accountable" in why for why in told(document))


def test_systems_that_differ_know_nothing():
    assert meanings({"r", "p", "i"}, {}) is None
    assert {"r": "owner", "p": "consults", "i": "informs"} == meanings(
        {"r", "p", "i"}, {"p": "consults", "r": "owner", "i": "informs"}
    )
    assert ["a", "r"] == codes_of(" A/R ")
