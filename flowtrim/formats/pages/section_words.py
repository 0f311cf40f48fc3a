"""What the headings of a page say: steps, phases of them, or something beside them."""

from __future__ import annotations

import re

from flowtrim.formats.unit_words import bare

_BESIDE = (
    "purpose|scope|purpose and scope|aim|aims|goal|goals|objective|objectives|overview|introduction|intro|background|"
    "context|summary|abstract|roles|roles and responsibilities|responsibilities|role|people|who|stakeholders|"
    "participants|raci|team|definitions|definition|terms|glossary|abbreviations|acronyms|terminology|references|"
    "reference|related documents|related|related pages|see also|links|further reading|resources|records|documents|"
    "documentation|forms|attachments|appendix|annex|appendices|contents|table of contents|toc|index|"
    "revision history|history|change log|changelog|changes|version history|document control|approval history|kpis|"
    "kpi|metrics|measures|indicators|targets|sla|slas|risks|faq|faqs|questions|open questions|notes|note|remarks|"
    "tips|legend|key|contact|contacts|help|prerequisites|requirements|what you need|before you begin|"
    "before you start|materials|equipment|tools|systems|inputs|outputs|exceptions|assumptions|benefits|policy|"
    "rules|principles|lessons|lessons learned|next review|review|license|authors|author|owner|zweck|ziel|ziele|"
    "zweck und ziel|geltungsbereich|anwendungsbereich|uberblick|ubersicht|einleitung|einfuhrung|hintergrund|"
    "rollen|rollen und verantwortlichkeiten|verantwortlichkeiten|zustandigkeiten|verantwortung|beteiligte|"
    "definitionen|begriffe|glossar|abkurzungen|referenzen|verweise|mitgeltende unterlagen|mitgeltende dokumente|"
    "quellen|literatur|links|siehe auch|aufzeichnungen|dokumente|dokumentation|anlagen|anhang|anhange|inhalt|"
    "inhaltsverzeichnis|anderungshistorie|anderungen|historie|versionen|kennzahlen|risiken|hinweise|hinweis|"
    "voraussetzungen|kontakt|legende|werkzeuge|hilfsmittel|unterlagen|fragen|objet|objectif|objectifs|but|"
    "domaine d'application|champ d'application|perimetre|introduction|contexte|roles|responsabilites|"
    "roles et responsabilites|definitions|glossaire|abreviations|references|documents associes|documents|"
    "enregistrements|annexe|annexes|sommaire|table des matieres|historique|historique des revisions|indicateurs|"
    "risques|remarques|prerequis|liens|voir aussi|contact|legende|outils|objetivo|objetivos|proposito|alcance|"
    "introduccion|antecedentes|contexto|roles|responsabilidades|roles y responsabilidades|definiciones|glosario|"
    "abreviaturas|referencias|documentos|documentos relacionados|registros|anexo|anexos|indice|contenido|"
    "historial|historial de cambios|control de cambios|indicadores|riesgos|notas|observaciones|requisitos|"
    "requisitos previos|enlaces|contacto|leyenda|herramientas|目的|范围|适用范围|概述|简介|背景|角色|职责|"
    "角色与职责|定义|术语|缩略语|参考|参考资料|参考文件|相关文件|记录|附件|附录|目录|修订历史|变更记录|指标|风险|"
    "备注|注意事项|前提条件|联系方式|图例|工具|適用範囲|範囲|概要|はじめに|役割|役割と責任|責任|用語|用語の定義|"
    "略語|参考|参考文献|参照|関連文書|関連資料|記録|付録|添付|目次|改訂履歴|変更履歴|リスク|注意|備考|前提|連絡先|"
    "凡例|ツール"
)
_STEPS = re.compile(
    r"\b(?:procedures?|process(?:es)?|steps?|workflows?|instructions?|how to|what to do|method|walkthrough|runbook|"
    r"checklist|tasks|activities|flow|ablauf|ablaufe|vorgehen|vorgehensweise|verfahren|durchfuhrung|prozess|prozessablauf|prozessschritte|"
    r"arbeitsschritte|schritte|anleitung|tatigkeiten|aufgaben|procedure|etapes|deroulement|processus|mode operatoire|"
    r"marche a suivre|instructions|procedimiento|pasos|proceso|desarrollo|instrucciones|flujo|actividades)\b"
    r"|流程|步骤|步驟|程序|操作|手順|プロセス|フロー|作業"
)
_STEP = re.compile(
    r"(?:step|schritt|etape|paso|步骤|步驟|第|ステップ|手順)\s*([0-9]{1,2}|[一二三四五六七八九十]+|[a-z])(?:\s*步)?\s*(?:[.:：)–—-]\s*|\s+|$)(.*)",
    re.DOTALL,
)
_NUMBER = re.compile(r"\(?([0-9]{1,2}(?:\.[0-9]{1,2})*)[.):]?\s+(\S.*)", re.DOTALL)
BESIDE = frozenset(map(bare, _BESIDE.split("|")))


def stands_beside(heading: str) -> bool:
    """Whether a section is none of steps, by its heading.

    >>> stands_beside("3. Records"), stands_beside("Geltungsbereich"), stands_beside("Procedure")
    (True, True, False)
    """
    return plain(heading) in BESIDE


def tells_steps(heading: str) -> bool:
    """Whether a heading says that steps stand below it.

    >>> tells_steps("Approval process"), tells_steps("Vorgehen"), tells_steps("Scope"), tells_steps("操作步骤")
    (True, True, False, True)
    """
    return not stands_beside(heading) and _STEPS.search(bare(heading)) is not None


def plain(heading: str) -> str:
    """Return a heading without its number, case and accents."""
    said = bare(heading).strip(" :：.*")
    numbered = _NUMBER.fullmatch(said)
    return (numbered[2] if numbered else said).strip(" :：.")


def step_of(heading: str) -> str | None:
    """Return the step that a heading tells, as in *Step 1: Submit the request*; None where it tells none.

    >>> step_of("Step 1: Submit the request"), step_of("Schritt 2 – Prüfen"), step_of("Overview")
    ('Submit the request', 'Prüfen', None)
    """
    found = _STEP.match(bare(heading))
    if not found:
        return None
    return heading[len(heading) - len(found[2]) :].strip() if found[2] else heading


def numbered(heading: str) -> str | None:
    """Return a heading without its number; None where it has none.

    >>> numbered("1. Write the request"), numbered("Records")
    ('Write the request', None)
    """
    found = _NUMBER.fullmatch(heading)
    return found[2] if found else None
