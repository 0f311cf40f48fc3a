"""Texts that name a role, and those that name a phase, which is none: a word for one, in six languages."""

from __future__ import annotations

import re

from flowtrim.formats.unit_words import bare

_ENGLISH = (
    "accountant|accountants|accounting|accounts|admin|administration|administrator|administrators|advisor|adviser|"
    "agency|agent|agents|analyst|analysts|applicant|author|approver|approvers|architect|assistant|assistants|associate|"
    "attorney|auditor|auditors|bank|board|bookkeeper|bookkeeping|boss|business|buyer|caller|candidate|captain|"
    "care|carrier|caseworker|cashier|chair|chairman|chef|chief|claimant|clerk|clerks|client|clients|commander|"
    "committee|compliance|consultant|contractor|controller|controlling|cook|coordinator|council|counsel|courier|"
    "crew|customer|customers|dentist|department|deputy|design|designer|designers|desk|dev|developer|developers|"
    "development|devops|director|dispatch|dispatcher|division|doctor|doctors|driver|editor|employee|employees|"
    "engineer|engineering|engineers|estimator|examiner|executive|facilitator|facilities|finance|foreman|guard|"
    "head|helpdesk|hiring|housekeeping|hr|inspector|instructor|intern|internist|judge|lab|laboratory|lawyer|"
    "lawyers|lead|leader|leaders|leadership|legal|librarian|logistics|maintainer|maintainers|maintenance|"
    "management|manager|managers|marketing|mechanic|mentor|merchant|moderator|newcomer|notary|nurse|nurses|office|"
    "officer|officers|operations|operator|operators|organizer|owner|owners|packer|paramedic|partner|patient|"
    "payroll|pharmacist|pharmacy|physician|picker|pilot|planner|planning|police|president|principal|procurement|"
    "producer|production|programmer|purchaser|purchasing|radiologist|reception|receptionist|recruiter|recruiting|"
    "recruitment|registrar|reporter|representative|requester|requestor|researcher|reviewer|reviewers|sales|"
    "salesperson|scheduler|scientist|secretariat|secretary|security|seller|sender|service|shift|shipper|shipping|"
    "specialist|sponsor|staff|stakeholder|stakeholders|stewards|steward|storekeeper|stores|student|supervisor|"
    "supervisors|supplier|suppliers|support|surgeon|teacher|team|teams|technician|technicians|teller|tenant|"
    "tester|testers|trainer|treasurer|treasury|underwriter|underwriting|unit|user|users|vendor|vendors|"
    "veterinarian|volunteer|waiter|warehouse|worker|workers|writer|council|colleague|colleagues|counter|coach|"
    "handler|handlers|adjuster|assessor|actuary|broker|surveyor|trader|dealer|janitor|cleaner|porter|concierge|archivist|"
    "translator|interpreter|copywriter|photographer|electrician|plumber|carpenter|welder|machinist|fitter|installer|"
    "gardener|farmer|baker|bartender|attendant|caretaker|custodian|dean|tutor|lecturer|professor|pupil|citizen|resident|"
    "visitor|donor|investor|shareholder|regulator|ministry|court|prosecutor|investigator|firefighter|optician|midwife|"
    "therapist|psychologist|caregiver|responder|subcontractor|freelancer|employer|landlord|borrower|lender|payee|"
    "beneficiary|policyholder|passenger|shopper|consumer|"
    "host|bidder|insurer|insured|subscriber|backoffice|frontoffice|hotline|callcenter|ops|sre|devs"
)
_GERMAN = (
    "abteilung|amt|anwalt|arzt|antragsteller|assistenz|aussendienst|außendienst|bank|bearbeiter|behörde|beirat|"
    "besteller|betriebsrat|buchhalter|buchhalterin|buchhaltung|chef|chefin|controlling|disponent|disposition|"
    "einkauf|einkäufer|empfang|entwickler|entwicklung|fachbereich|fahrer|fertigung|filiale|führungskraft|führungskräfte|finanzen|gast|"
    "geschäftsführer|geschäftsführung|geschäftsleitung|gutachter|hausmeister|innendienst|jurist|kasse|kassierer|"
    "koch|kollege|kommission|koordinator|kunde|kunden|kundin|kundenberater|kundendienst|kundenservice|küche|labor|"
    "lager|lagerist|lehrer|leiter|leiterin|leitung|lieferant|logistik|lohnbuchhaltung|mandant|marketing|"
    "mechaniker|mieter|mitarbeiter|mitarbeiterin|mitarbeitende|montage|patient|personal|personalabteilung|"
    "personalwesen|personaler|pflege|pförtner|planung|poststelle|praktikant|produktion|projektleiter|prüfer|"
    "qualitätssicherung|rechnungswesen|rechtsabteilung|redaktion|referent|revision|sachbearbeiter|"
    "sachbearbeiterin|sachbearbeitung|schalter|schichtleiter|sekretariat|sekretärin|service|spediteur|spedition|"
    "stelle|team|teamleiter|techniker|technik|verkauf|verkäufer|versand|vertrieb|verwaltung|vorarbeiter|"
    "vorgesetzte|vorgesetzter|vorstand|werkstatt|wareneingang|warenannahme|fachkraft|beauftragter|beauftragte"
)
_FRENCH = (
    "accueil|acheteur|achats|adjoint|administrateur|agence|agent|analyste|assistant|assistante|auditeur|avocat|"
    "banque|bureau|caissier|cadre|candidat|chauffeur|chargé|chargée|chef|client|cliente|clients|collaborateur|"
    "comité|commercial|commerciale|compta|comptabilité|comptable|conseil|conseiller|conseillère|consultant|"
    "contrôleur|cuisinier|demandeur|direction|directeur|directrice|développeur|employé|employée|entrepôt|équipe|"
    "expéditeur|expédition|facturation|financier|finances|formateur|fournisseur|gérant|gestionnaire|infirmier|"
    "infirmière|informatique|ingénieur|inspecteur|juridique|juriste|laboratoire|livreur|logistique|magasin|"
    "magasinier|maintenance|médecin|opérateur|opératrice|ouvrier|paie|patient|préparateur|production|professeur|"
    "qualité|rédacteur|responsable|rh|salarié|secrétaire|secrétariat|serveur|service|siège|superviseur|technicien|"
    "trésorier|usager|vendeur|ventes"
)
_SPANISH = (
    "abogado|administración|administrador|administrativo|agente|almacén|analista|asesor|asistente|auditor|"
    "auxiliar|banco|cajero|caja|camarero|cliente|clientes|cocinero|comercial|comité|comprador|compras|conductor|"
    "consejo|consultor|contabilidad|contable|contador|controlador|coordinador|desarrollador|dirección|director|"
    "directora|dueño|empleado|empleada|encargado|encargada|enfermera|enfermero|equipo|especialista|finanzas|"
    "gerencia|gerente|gestor|ingeniero|inspector|jefe|jefa|jurídico|laboratorio|legal|logística|mantenimiento|"
    "médico|operador|operario|paciente|personal|producción|profesor|proveedor|recepción|recepcionista|rrhh|"
    "secretaria|secretario|servicio|solicitante|soporte|supervisor|taller|técnico|tesorería|tesorero|usuario|"
    "vendedor|ventas"
)
_WORDS = frozenset(bare(word) for words in (_ENGLISH, _GERMAN, _FRENCH, _SPANISH) for word in words.split("|"))
_ENDINGS = (
    "leiter|leiterin|leitung|abteilung|stelle|amt|dienst|team|büro|bearbeiter|bearbeiterin|bearbeitung|führer|"
    "führung|beauftragter|beauftragte|verwaltung|meister|buchhaltung|assistent|assistenz|berater|beraterin|wesen|"
    "prüfer|techniker|vertreter|verantwortlicher|verantwortliche|ausschuss|rat|gruppe|zentrale|annahme"
)
"""Endings of German compounds."""
_EAST_ASIAN = re.compile(
    r".{0,12}(?:部|部门|部門|科|课|課|室|组|組|处|處|局|厅|庁|所|店|班|係|窓口|中心|センター|チーム|团队|小组|委员会|委員会|"
    r"员|員|者|人|长|長|师|師|士|官|工|经理|主管|主任|总监|助理|客服|客户|顾客|顧客|お客様|用户|財務|财务|会计|會計|出纳|人事|行政|采购|"
    r"仓库|仓储|销售|市场|物流|生产|质检|法务|研发|秘书|医生|护士|司机|老师|银行|経理|総務|営業|購買|倉庫|法務|開発|品質管理|"
    r"担当|上司|社長|管理职|管理職|受付|事務|秘書|医師|看護師|マネージャー|リーダー|オペレーター|スタッフ|エンジニア|ドライバー|業者|会社|銀行)"
)
_SHORT = re.compile(r"[A-Z]{2,4}|[A-Z]&[A-Z]")
_CAPITALS = (
    "AM|API|ASAP|BPMN|CRM|CSV|DB|DMS|DOCX|EDI|ERP|ETA|EUR|FAQ|FIFO|FYI|GDPR|HTML|HTTP|ID|KPI|MES|N/A|NA|NB|NDA|NO|"
    "OK|PDF|PIN|PNG|PO|PS|RFID|RFQ|RMA|SAP|SKU|SLA|SMS|SOP|SQL|TBA|TBC|TBD|TODO|TV|UI|URL|USB|USD|VAT|VPN|WMS|XLS|"
    "XLSX|YES|ZB"
)
_NO_ROLES = frozenset(_CAPITALS.split("|"))
_LONGEST = 5


_PHASE = re.compile(
    r"(?:(?:phase|stage|part|section|abschnitt|teil|stufe|etape|partie|fase|etapa|parte|seccion|block|bloque|bloc)"
    r" ?(?:[0-9]+|[ivx]+|[a-z])\b.*"
    r"|(?:第[0-9一二三四五六七八九十]+(?:阶段|階段|部分|段階|フェーズ|部|章)|阶段|階段|フェーズ).*)"
)


def reads_as_phase(text: str) -> bool:
    """Whether a text is the name of a phase by a word for one, with its number.

    >>> reads_as_phase("Phase 1: Intake"), reads_as_phase("第一阶段"), reads_as_phase("Stage manager")
    (True, True, False)
    """
    return _PHASE.fullmatch(bare(text)) is not None


def reads_as_role(text: str) -> bool:
    """Whether a text on its own is the name of a role: a word for one, with a few words around it.

    >>> all(map(reads_as_role, ("Warehouse clerk", "HR", "Head of Sales", "Teamleiterin", "财务部", "経理")))
    True
    >>> any(map(reads_as_role, ("as soon as possible", "2 developers", "ERP", "if applicable", "done", "13 £")))
    False
    """
    said = _ARTICLE.sub("", text.strip())
    words = re.findall(r"[^\W_][\w'’.&-]*", said)
    if not words or len(words) > _LONGEST or _REMARK.search(said) or _VERB_FIRST.match(said):
        return False
    if _EAST_ASIAN.fullmatch(said):
        return True
    if len(words) == 1 and _SHORT.fullmatch(words[0]):
        return words[0] not in _NO_ROLES
    known = [bool(_SHORT.fullmatch(word) and word not in _NO_ROLES) or _is_word(word) for word in words]
    return known[-1] or (known[0] and len(words) > 2 and words[1].casefold() in _OF)


_ARTICLE = re.compile(r"^(?:the|an?|der|die|das|le|la|les|l['’]|el|los|las)\s*(?<=[\s'’])", re.IGNORECASE)
_REMARK = re.compile(
    r"[0-9:;!?€$£%()=<>→➜–—]|\.\s|\b(?:if|when|e\.g|via|with|by)\b|"
    r"\b(?:den|dem|einen|einem|ein|eine|die|das|un|une|una|al|an)\b|(?<!of )(?<!for )(?<!to )\bthe\b|"
    r"(?<!assistant )\bto\b|"
    r"(?<!de )\b(?:le|la|les|el|los|las)\b",
    re.IGNORECASE,
)
"""What no name of a role has inside: numbers, conditions, and the article before the object of a verb."""
_VERB_FIRST = re.compile(
    r"(?:notify|inform|contact|call|e-?mail|tell|ask|send|check|approve|meet|assign|select|choose|hire|welcome|greet|escort|"
    r"register|pay|bill|invoice|verify|update|help|brief|remind|thank|involve|visit|see|identify|find|get|give|deploy|run|open|"
    r"create|start|stop|close|prepare|launch|sign|fill|write|publish|pick|pack|deliver|receive|record|submit|return|forward|"
    r"escalate|hand|transfer|move|set|make|do|perform|complete|confirm|validate|collect|gather|obtain|issue|attach|add|remove|"
    r"delete|cancel|reject|accept|decide|determine|define|discuss|conduct|hold|arrange|organi[sz]e|go|wait|await|read|enter|"
    r"install|configure|sell|buy|recruit|agree|evaluate|analy[sz]e|monitor|measure|calculate|compare|"
    r"informier\w*|kontaktier\w*|ruf\w*|frag\w*|prüf(?:e|en)|benachrichtig\w*|wähl\w*|"
    r"prévenir|informer|contacter|appeler|vérifier|avertir|choisir|avisar|informar|contactar|llamar|revisar|elegir)\b"
    r"|(?:通知|联系|聯繫|告知|询问|連絡|確認|确认|检查|发送|提交|填写|选择|選択|联络|提醒|回复|拜访).+|.*[をにへはがで].+",
    re.IGNORECASE,
)
"""What is done to somebody, which is no role."""
_OF = {"of", "for", "der", "des", "für", "de", "du", "del", "in"}


def _is_word(word: str) -> bool:
    plain = re.sub(r"^[dl]['’]", "", bare(word))
    parts = plain.split()
    return any(part in _WORDS or (len(part) > 7 and part.endswith(_ENDS)) for part in parts)


_ENDS = tuple(map(bare, _ENDINGS.split("|")))
