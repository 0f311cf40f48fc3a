"""Tables, pages and flowcharts as tools export them and people write them: who does what, and what follows, is read."""

import pytest

from flowtrim.formats import loads
from tests.days import TODAY


def outline(document):
    lines = []
    for step in document.process.steps:
        to = ", ".join(flow.to + (f" if {flow.when}" if flow.when else "") for flow in step.flows)
        told = (("A", [step.accountable] if step.accountable else []), ("C", step.consults), ("I", step.informs))
        people = "".join(f" {letter}:{','.join(roles)}" for letter, roles in told if roles)
        part = f" / {step.part}" if step.part else ""
        lines.append(f"{step.name} [{step.owner or ''}]{people} > {to}{' all' if step.split == 'all' else ''}{part}")
    return lines


CASES = [
    (
        "claim.csv",
        "Summary,Issue key,Issue Type,Status,Assignee,Reporter,Priority,Outward issue link (Blocks)\nCollect invoices,FIN-1,Task,To Do,accounts.payable,cfo,High,FIN-2\nMatch with orders,FIN-2,Task,To Do,accounts.payable,cfo,High,FIN-3\nApprove payment,FIN-3,Task,To Do,cfo,cfo,High,\n",
        [
            "Collect invoices [accounts.payable] > FIN-2",
            "Match with orders [accounts.payable] > FIN-3",
            "Approve payment [cfo] > ",
        ],
    ),
    (
        "claim.csv",
        "Name,Assign,Status,Due,Tags\nWrite brief,Marketing lead,Not started,,campaign\nDesign banner,Designer,Not started,,campaign\nPublish,Web team,Not started,,campaign\n",
        [
            "Write brief [Marketing lead] > design-banner",
            "Design banner [Designer] > publish",
            "Publish [Web team] > ",
        ],
    ),
    (
        "claim.csv",
        "Nr.;Vorgangsname;Dauer;Anfang;Ende;Vorgänger;Ressourcennamen\n1;Anforderung;2 Tage;Mo 01.06.26;Di 02.06.26;;Einkauf\n2;Angebot einholen;5 Tage;Mi 03.06.26;Di 09.06.26;1;Einkauf\n3;Vergabe;1 Tag;Mi 10.06.26;Mi 10.06.26;2EA+2 Tage;Geschäftsführung\n",
        [
            "Anforderung [Einkauf] > 2",
            "Angebot einholen [Einkauf] > 3",
            "Vergabe [Geschäftsführung] > ",
        ],
    ),
    (
        "claim.csv",
        "Step #,Action,Responsible Party,Time,If Not OK\n1,Receive sample,Lab technician,5 min,\n2,Label sample,Lab technician,2 min,Go to 1\n3,Analyze,Analyst,45 min,\n4,Release result,QA manager,10 min,Go back to step 3\n",
        [
            "Receive sample [Lab technician] > label-sample",
            "Label sample [Lab technician] > receive-sample if Not OK, analyze if otherwise",
            "Analyze [Analyst] > release-result",
            "Release result [QA manager] > analyze if Not OK, end if otherwise",
        ],
    ),
    (
        "claim.csv",
        "Prozessschritt;GF;QMB;Vertrieb;Produktion\nAnfrage prüfen;I;;D;M\nAngebot erstellen;E;M;D;\nAuftrag bestätigen;;;D;I\nFertigen;;I;;D\n;;;;\nD = Durchführung;E = Entscheidung;M = Mitwirkung;I = Information;\n",
        [
            "Anfrage prüfen [Vertrieb] C:Produktion I:GF > angebot-erstellen",
            "Angebot erstellen [Vertrieb] A:GF C:QMB > auftrag-bestätigen",
            "Auftrag bestätigen [Vertrieb] I:Produktion > fertigen",
            "Fertigen [Produktion] I:QMB > ",
        ],
    ),
    (
        "claim.csv",
        "No.,業務内容,営業部,設計部,製造部,品質保証部\n1,引合い受付,◎,○,,\n2,仕様検討,○,◎,△,△\n3,製造,,△,◎,○\n4,出荷検査,,,○,◎\n",
        [
            "引合い受付 [営業部] C:設計部 > 2",
            "仕様検討 [設計部] C:営業部,製造部,品質保証部 > 3",
            "製造 [製造部] C:設計部,品質保証部 > 4",
            "出荷検査 [品質保証部] C:製造部 > ",
        ],
    ),
    (
        "claim.csv",
        "序号,流程步骤,责任部门,配合部门,输入,输出,时限\n1,提出采购申请,需求部门,,需求,采购申请单,1天\n2,审批,部门经理,财务部,采购申请单,批准,2天\n3,下单,采购部,,批准,订单,1天\n4,验收入库,仓库,质检部,货物,入库单,\n",
        [
            "提出采购申请 [需求部门] > 审批",
            "审批 [部门经理] C:财务部 > 下单",
            "下单 [采购部] > 验收入库",
            "验收入库 [仓库] C:质检部 > ",
        ],
    ),
    (
        "claim.csv",
        "N°;Qui;Quoi;Comment;Documents\n1;Assistante;Réceptionner la demande;par courriel;Formulaire\n2;Responsable RH;Valider la demande;;\n3;Comptable;Verser l'avance;virement;Relevé\n",
        [
            "Réceptionner la demande [Assistante] > 2",
            "Valider la demande [Responsable RH] > 3",
            "Verser l'avance [Comptable] > ",
        ],
    ),
    (
        "claim.csv",
        "Customer,Sales,Warehouse,Finance\nPlace order,,,\n,Check order,,\n,,Pick goods,\n,,Ship goods,\n,,,Send invoice\nPay,,,\n",
        [
            "Place order [Customer] > check-order",
            "Check order [Sales] > pick-goods",
            "Pick goods [Warehouse] > ship-goods",
            "Ship goods [Warehouse] > send-invoice",
            "Send invoice [Finance] > pay",
            "Pay [Customer] > ",
        ],
    ),
    (
        "claim.md",
        "# Pricing decision\n\n| Decision step | PM | CEO | Finance | Support |\n|---|---|---|---|---|\n| Collect data | D | | C | I |\n| Propose price | D | A | C | I |\n| Announce | D | I | | I |\n",
        [
            "Collect data [PM] C:Finance I:Support > propose-price",
            "Propose price [PM] A:CEO C:Finance I:Support > announce",
            "Announce [PM] I:CEO,Support > ",
        ],
    ),
    (
        "claim.md",
        "# Onboarding\n\n## Steps\n\n1. **HR** – Send contract\n2. **IT** – Prepare laptop\n3. **Manager** – Welcome the new hire\n4. **HR** – Close the file. End.\n",
        [
            "Send contract [HR] > prepare-laptop",
            "Prepare laptop [IT] > welcome-the-new-hire",
            "Welcome the new hire [Manager] > close-the-file",
            "Close the file. [HR] > ",
        ],
    ),
    (
        "claim.md",
        '<h1>Release</h1>\n<table><tbody><tr><th>Step</th><th>Who</th><th>What</th></tr><tr><td>1</td><td rowspan="2">Dev</td><td>Merge</td></tr><tr><td>2</td><td>Tag</td></tr><tr><td>3</td><td>Ops<br/>QA</td><td>Deploy</td></tr></tbody></table>\n',
        [
            "Merge [Dev] > tag",
            "Tag [Dev] > deploy",
            "Deploy [Ops] C:QA > ",
        ],
    ),
    (
        "claim.md",
        "# Closing the shop\n\n- [ ] Count the till (cashier)\n- [ ] Lock the doors (shift lead)\n- [ ] If the till is short, go back to 1\n- [ ] Send report to manager\n",
        [
            "Count the till [cashier] > lock-the-doors",
            "Lock the doors [shift lead] > if-the-till-is-short-go-back-to-1",
            "If the till is short, go back to 1 [] > count-the-till if the till is short, send-report-to-manager if otherwise",
            "Send report to manager [] > ",
        ],
    ),
    (
        "claim.mmd",
        "graph LR\n A([Start]) --> B[Einkauf: Bedarf melden]\n B --> C{Budget da?}\n C -- ja --> D[Einkauf: Bestellen]\n C -- nein --> E[Leitung: Budget freigeben]\n E --> D\n D --> F[Lager: Ware annehmen]\n F --> G([Ende])\n",
        [
            "Start [] > B",
            "Bedarf melden [Einkauf] > C",
            "Budget da? [] > D if ja, E if nein",
            "Bestellen [Einkauf] > F",
            "Budget freigeben [Leitung] > D",
            "Ware annehmen [Lager] > G",
            "Ende [] > ",
        ],
    ),
    (
        "claim.mmd",
        'flowchart TB\n a["Customer<br/>Submit claim"] --> b["Claims handler<br/>Check coverage"]\n b -->|covered| c["Adjuster<br/>Assess damage"]\n b -->|not covered| d["Claims handler<br/>Send refusal"]\n c --> e["Finance<br/>Pay out"]\n',
        [
            "Submit claim [Customer] > b",
            "Check coverage [Claims handler] > c if covered, d if not covered",
            "Assess damage [Adjuster] > e",
            "Send refusal [Claims handler] > ",
            "Pay out [Finance] > ",
        ],
    ),
    (
        "claim.csv",
        "Role;Antrag prüfen;Genehmigen;Auszahlen\nSachbearbeiter;D;M;I\nAbteilungsleiter;I;D;\nKasse;;;D\n",
        [
            "Antrag prüfen [Sachbearbeiter] I:Abteilungsleiter > genehmigen",
            "Genehmigen [Abteilungsleiter] C:Sachbearbeiter > auszahlen",
            "Auszahlen [Kasse] I:Sachbearbeiter > ",
        ],
    ),
    (
        "claim.csv",
        "Task,Project manager,Developer,Tester,Customer\nDefine scope,Responsible,Consulted,Informed,Accountable\nBuild,Accountable,Responsible,Support,\nTest,Informed,Consulted,Responsible,\nAccept,Support,,Consulted,Responsible\n",
        [
            "Define scope [Project manager] A:Customer C:Developer I:Tester > build",
            "Build [Developer] A:Project manager C:Tester > test",
            "Test [Tester] C:Developer I:Project manager > accept",
            "Accept [Customer] C:Project manager,Tester > ",
        ],
    ),
    (
        "claim.csv",
        "Tätigkeit;Verantwortlich (V);Mitwirkung (M);Information (I)\nAngebot;Vertrieb;Technik;GF\nAuftrag;Vertrieb;;Lager\n",
        [
            "Angebot [Vertrieb] C:Technik I:GF > auftrag",
            "Auftrag [Vertrieb] I:Lager > ",
        ],
    ),
    (
        "claim.csv",
        'Step,Who,Then\nCheck claim,Clerk,"if complete: Assess claim; if incomplete: Ask customer"\nAsk customer,Clerk,Check claim\nAssess claim,Assessor,Pay and Inform customer\nPay,Finance,End\nInform customer,Clerk,End\n',
        [
            "Check claim [Clerk] > assess-claim if if complete, ask-customer if if incomplete",
            "Ask customer [Clerk] > check-claim",
            "Assess claim [Assessor] > pay, inform-customer all",
            "Pay [Finance] > ",
            "Inform customer [Clerk] > ",
        ],
    ),
    (
        "claim.csv",
        "Aktivität;Wer\n1. Vorbereitung;\n1.1 Termin abstimmen;Sekretariat\n1.2 Raum buchen;Sekretariat\n2. Durchführung;\n2.1 Gespräch führen;Personalreferent\n2.2 Entscheid;Leitung\n",
        [
            "Termin abstimmen [Sekretariat] > raum-buchen / Vorbereitung",
            "Raum buchen [Sekretariat] > gespräch-führen / Vorbereitung",
            "Gespräch führen [Personalreferent] > entscheid / Durchführung",
            "Entscheid [Leitung] >  / Durchführung",
        ],
    ),
    (
        "claim.csv",
        "Schritt;Dauer\nSachbearbeitung;\nAntrag erfassen;10 min\nAntrag prüfen;20 min\nTeamleitung;\nAntrag freigeben;5 min\n",
        [
            "Antrag erfassen [Sachbearbeitung] > antrag-prüfen",
            "Antrag prüfen [Sachbearbeitung] > antrag-freigeben",
            "Antrag freigeben [Teamleitung] > ",
        ],
    ),
    (
        "claim.csv",
        "Task,Est.\nDesign team:,\nSketch,2h\nReview,1h\nDevelopment team:,\nCode,8h\nTest,4h\n",
        [
            "Sketch [Design team] > review",
            "Review [Design team] > code",
            "Code [Development team] > test",
            "Test [Development team] > ",
        ],
    ),
    (
        "claim.csv",
        "Step\tOwner\tNext\r\nAsk\tSales\t2|3\r\nSell\tSales\tend\r\nRefuse\tLegal\tend\r\n",
        [
            "Ask [Sales] > sell, refuse",
            "Sell [Sales] > ",
            "Refuse [Legal] > ",
        ],
    ),
    (
        "claim.md",
        "# Claim\n\n## Intake\n\n| # | Task | Owner |\n|-|-|-|\n| 1 | Log | Clerk |\n| 2 | Check | Clerk |\n\n## Payment\n\n| # | Task | Owner |\n|-|-|-|\n| 3 | Approve | Boss |\n| 4 | Pay | Bank |\n",
        [
            "Log [Clerk] > check / Intake",
            "Check [Clerk] > approve / Intake",
            "Approve [Boss] > pay / Payment",
            "Pay [Bank] >  / Payment",
        ],
    ),
    (
        "claim.md",
        "# Congés\n\n1. L'employé dépose la demande.\n2. Le responsable vérifie la demande. Si refusée, retour à l'étape 1.\n3. La RH enregistre. Fin.\n",
        [
            "L'employé dépose la demande. [Employé] > le-responsable-vérifie-la-demande",
            "Le responsable vérifie la demande. [Responsable] > l-employé-dépose-la-demande if refusée, la-rh-enregistre if otherwise",
            "La RH enregistre. [RH] > ",
        ],
    ),
    (
        "claim.md",
        "# 経費精算\n\n1. 社員が申請書を提出する。\n2. 上司が承認する。不備があれば1に戻る。\n3. 経理部が支払う。終了。\n",
        [
            "社員が申請書を提出する。 [社員] > 上司が承認する",
            "上司が承認する。 [上司] > 社員が申請書を提出する if 不備があれば, 経理部が支払う if otherwise",
            "経理部が支払う。 [経理部] > ",
        ],
    ),
    (
        "claim.csv",
        "Decision,CEO,CMO,Product,Finance,Ops\nSet price,D,R,I,A,P\nLaunch,D,A,R,I,P\n",
        [
            "Set price [Ops] A:CEO C:CMO,Product,Finance > launch",
            "Launch [Ops] A:CEO C:CMO,Product,Finance > ",
        ],
    ),
    (
        "claim.csv",
        "职能分配表,,,,\n过程,总经理,质量部,生产部,采购部\n合同评审,▲,△,△,\n采购,,△,,▲\n生产,,△,▲,\n注：▲主管 △相关,,,,\n",
        [
            "合同评审 [总经理] C:质量部,生产部 > 采购",
            "采购 [采购部] C:质量部 > 生产",
            "生产 [生产部] C:质量部 > ",
        ],
    ),
    (
        "claim.csv",
        'Activity,Responsible,Accountable,Consulted,Informed\nDraft,Writer,Editor,"Legal, PR",Sales\nPublish,Editor,Editor,,All staff\n',
        [
            "Draft [Writer] A:Editor C:Legal,PR I:Sales > publish",
            "Publish [Editor] A:Editor I:All staff > ",
        ],
    ),
    (
        "claim.csv",
        'Step,Owner\nAsk,"Sales\n(Europe)"\nPay,"Finance and\nControlling"\n',
        [
            "Ask [Sales (Europe)] > pay",
            "Pay [Finance] C:Controlling > ",
        ],
    ),
    (
        "claim.md",
        "# Recruiting\n\n1. Post the ad\n   - Responsible: HR\n   - Time: 2h\n2. Interview\n   - Responsible: Hiring manager\n   - If rejected: go to 1\n3. Make an offer\n   - Responsible: HR\n",
        [
            "Post the ad [HR] > interview",
            "Interview [Hiring manager] > post-the-ad if rejected, make-an-offer if otherwise",
            "Make an offer [HR] > ",
        ],
    ),
    (
        "claim.md",
        "| Actor | Action |\n|---|---|\n| Customer | Places order |\n| Shop | Confirms |\n| Shop | Ships |\n| Customer | Pays |\n",
        [
            "Places order [Customer] > confirms",
            "Confirms [Shop] > ships",
            "Ships [Shop] > pays",
            "Pays [Customer] > ",
        ],
    ),
    (
        "claim.csv",
        "Name,Person,Status,Timeline - Start,Timeline - End,Depends On\nKickoff,PM,Done,2026-01-01,2026-01-02,\nDesign,Designer,Working,2026-01-03,2026-01-09,Kickoff\nBuild,Dev,Stuck,2026-01-10,2026-01-20,Design\n",
        [
            "Kickoff [PM] > design",
            "Design [Designer] > build",
            "Build [Dev] > ",
        ],
    ),
    (
        "claim.csv",
        'Process Step ID,Process Step Description,Next Step ID,Connector Label,Shape Type,Function,Phase\nP1,Start,P2,,Start,Sales,A\nP2,Check,"P3,P4","Yes,No",Decision,Sales,A\nP3,Ship,P5,,Process,Warehouse,B\nP4,Refuse,P5,,Process,Sales,B\nP5,End,,,End,Sales,B\n',
        [
            "Start [Sales] > P2 / A",
            "Check [Sales] > P3 if Yes, P4 if No / A",
            "Ship [Warehouse] > P5 / B",
            "Refuse [Sales] > P5 / B",
            "End [Sales] >  / B",
        ],
    ),
    (
        "claim.md",
        "<table><tr><th></th><th>Chef</th><th>Waiter</th><th>Manager</th></tr><tr><td>Take order</td><td>I</td><td>R</td><td></td></tr><tr><td>Cook</td><td>R</td><td>C</td><td>A</td></tr></table>\n",
        [
            "Take order [Waiter] I:Chef > cook",
            "Cook [Chef] A:Manager C:Waiter > ",
        ],
    ),
    (
        "claim.csv",
        "Actividad;Dirección;Compras;Almacén\nSolicitar;A;R;I\nRecibir;;C;R\nPagar;R;;\nR: Responsable; A: Aprueba; C: Consultado; I: Informado\n",
        [
            "Solicitar [Compras] A:Dirección I:Almacén > recibir",
            "Recibir [Almacén] C:Compras > pagar",
            "Pagar [Dirección] > ",
        ],
    ),
    (
        "claim.md",
        "# Gestion des achats\n\n|  | Demandeur | Acheteur | Direction |\n|--|--|--|--|\n| Exprimer le besoin | P | S | |\n| Choisir le fournisseur | S | P | V |\n\n*P = Pilote, S = Soutien, V = Valide*\n",
        [
            "Exprimer le besoin [Demandeur] C:Acheteur > choisir-le-fournisseur",
            "Choisir le fournisseur [Acheteur] A:Direction C:Demandeur > ",
        ],
    ),
    (
        "claim.mmd",
        "flowchart LR\n  A[Submit expense report - Employee] --> B{Manager: Approve?}\n  B -- Yes --> C[Reimburse (Payroll)]\n  B -- No --> A\n  C --> D((End))\n",
        [
            "Submit expense report [Employee] > B",
            "Approve? [Manager] > C if Yes, A if No",
            "Reimburse [Payroll] > D",
            "End [] > ",
        ],
    ),
    (
        "claim.md",
        "# Backup\n\n## Step 1: Stop the service\n\nOwner: Operator\n\n## Step 2: Copy the data\n\nOwner: Operator\n\nIf it fails, go to step 1.\n\n## Step 3: Start the service\n\nOwner: Operator\n",
        [
            "Stop the service [Operator] > copy-the-data",
            "Copy the data [Operator] > stop-the-service if it fails, start-the-service if otherwise",
            "Start the service [Operator] > ",
        ],
    ),
    (
        "claim.md",
        "# Runbook\n\n1. SRE drains the node\n   ```\n   kubectl drain\n   ```\n2. SRE reboots it. If it does not come back, go to 4.\n3. SRE uncordons it. Done.\n4. Call the vendor\n",
        [
            "SRE drains the node [SRE] > sre-reboots-it",
            "SRE reboots it. [SRE] > call-the-vendor if it does not come back, sre-uncordons-it if otherwise",
            "SRE uncordons it. [SRE] > ",
            "Call the vendor [] > ",
        ],
    ),
    (
        "claim.md",
        "# 报销流程\n\n1. 员工填写报销单\n2. 部门经理审批；若不通过，返回第1步\n3. 财务审核，如有问题转到第1步\n4. 出纳付款。结束。\n",
        [
            "员工填写报销单 [员工] > 部门经理审批",
            "部门经理审批 [部门经理] > 员工填写报销单 if 不通过, 财务审核 if otherwise",
            "财务审核 [财务] > 员工填写报销单 if 有问题, 出纳付款 if otherwise",
            "出纳付款。 [出纳] > ",
        ],
    ),
    (
        "claim.csv",
        "Schritt,Zuständigkeit,,,Dauer\n,GF,Einkauf,Lager,\nBestellen,,X,,5 min\nFreigeben,X,,,2 min\nEinlagern,,,X,10 min\n",
        [
            "Bestellen [Einkauf] > freigeben",
            "Freigeben [GF] > einlagern",
            "Einlagern [Lager] > ",
        ],
    ),
    (
        "claim.csv",
        "STEP,DEPARTMENT,ACTION\n1,SALES,TAKE ORDER\n2,CREDIT,CHECK CREDIT\n3,SHIPPING,SHIP\n",
        [
            "TAKE ORDER [SALES] > check-credit",
            "CHECK CREDIT [CREDIT] > ship",
            "SHIP [SHIPPING] > ",
        ],
    ),
    (
        "claim.csv",
        'Process step,Requester,Approver,Buyer\nRequest,R/A,I*,\nApprove,I,R/A,\nOrder,I,,"R, A"\n* only above 1000 EUR,,,\n',
        [
            "Request [Requester] A:Requester I:Approver > approve",
            "Approve [Approver] A:Approver I:Requester > order",
            "Order [Buyer] A:Buyer I:Requester > ",
        ],
    ),
    (
        "claim.csv",
        "ID,Outline Level,Name,Duration,Predecessors,Resource Names\n1,1,Build house,20 days,,\n2,2,Foundation,5 days,,Mason\n3,2,Walls,10 days,2,Mason\n4,2,Roof,5 days,3,Roofer[50%]\n",
        [
            "Foundation [Mason] > 3 / Build house",
            "Walls [Mason] > 4 / Build house",
            "Roof [Roofer] >  / Build house",
        ],
    ),
    (
        "claim.csv",
        "Step,Owner,Goes to\nStep 1: Ask,Sales,Step 2 or Step 3\nStep 2: Sell,Sales,end\nStep 3: Refuse,Legal,end\n",
        [
            "Step 1: Ask [Sales] > step-2-sell, step-3-refuse",
            "Step 2: Sell [Sales] > ",
            "Step 3: Refuse [Legal] > ",
        ],
    ),
    (
        "claim.csv",
        "Nr.;Schritt;Wer;weiter mit\n1;Prüfen;QS;2 (i.O.) / 3 (n.i.O.)\n2;Freigeben;QS;4\n3;Sperren;QS;1\n4;Versenden;Lager;Ende\n",
        [
            "Prüfen [QS] > 2 if i.O., 3 if n.i.O.",
            "Freigeben [QS] > 4",
            "Sperren [QS] > 1",
            "Versenden [Lager] > ",
        ],
    ),
    (
        "claim.md",
        "| Process | Invoice handling |\n|---|---|\n| Owner | CFO |\n| Customer | Suppliers |\n\n| Step | Role |\n|---|---|\n| Scan | Mail room |\n| Book | Accounting |\n",
        [
            "Scan [Mail room] > book",
            "Book [Accounting] > ",
        ],
    ),
    (
        "claim.csv",
        "Task ID,Name,Section/Column,Assignee,Due Date,Dependents\n11,Draft,Write,ann,2026-01-01,12\n12,Edit,Write,ben,2026-01-02,13\n13,Print,Print,cid,2026-01-05,\n",
        [
            "Draft [ann] > 12 / Write",
            "Edit [ben] > 13 / Write",
            "Print [cid] >  / Print",
        ],
    ),
    (
        "claim.md",
        "# Wareneingang\n\n1. Lager: Lieferschein prüfen (bei Abweichung weiter mit 4)\n2. Lager: Ware zählen\n3. Lager: Einlagern. Ende.\n4. Einkauf: Reklamieren, dann zurück zu 1\n",
        [
            "Lieferschein prüfen [Lager] > reklamieren if Abweichung, ware-zählen if otherwise",
            "Ware zählen [Lager] > einlagern",
            "Einlagern. [Lager] > ",
            "Reklamieren [Einkauf] > lieferschein-prüfen",
        ],
    ),
    (
        "claim.csv",
        'Step,Performed by,Approved by,Informed\nAsk,Sales,Boss,"IT\nLegal"\nPay,Finance,,\n',
        [
            "Ask [Sales] A:Boss I:IT,Legal > pay",
            "Pay [Finance] > ",
        ],
    ),
    (
        "claim.csv",
        'Tätigkeit;Verantw.;Mitw.;Info\nPlan;PL;"Technik\nQS";GF\nBau;Technik;;PL\n',
        [
            "Plan [PL] C:Technik,QS I:GF > bau",
            "Bau [Technik] I:PL > ",
        ],
    ),
    (
        "claim.md",
        "# P\n\n| # | Etapa | Encargado | Siguiente |\n|-|-|-|-|\n| 1 | Recibir | Recepción | 2 y 3 |\n| 2 | Pesar | Almacén | 4 |\n| 3 | Registrar | Oficina | 4 |\n| 4 | Guardar | Almacén | fin |\n",
        [
            "Recibir [Recepción] > pesar, registrar all",
            "Pesar [Almacén] > guardar",
            "Registrar [Oficina] > guardar",
            "Guardar [Almacén] > ",
        ],
    ),
]


@pytest.mark.parametrize(
    ("file", "text", "expected"), CASES, ids=[text[:30].encode("unicode_escape").decode() for _, text, _ in CASES]
)
def test_what_people_have_is_read_as_they_mean_it(file, text, expected):
    assert expected == outline(loads(text.encode(), file=file, today=TODAY))
