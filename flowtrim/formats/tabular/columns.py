"""What the columns of a table of steps may be called, in six languages, and which is which."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from flowtrim.errors import UnknownNameError
from flowtrim.formats.durations import heading_unit
from flowtrim.formats.unit_words import bare

TIMES = frozenset({"takes", "waits"})
"""The fields that are durations."""

HEADINGS: dict[str, str] = {
    "id": "ID|Step ID|Process Step ID|Nr|No|Number|Schritt-Nr|Numéro|N°|Número|编号|番号",
    "order": "Order|Sequence|Position|#|Reihenfolge|Reihung|Pos|Ordre|Orden|顺序|序号|順序|順番",
    "name": "Step|Name|Activity|Task|Description|Process Step Description|Process Step|Step name|Action|What|Schritt|"
    "Aktivität|Tätigkeit|Aufgabe|Beschreibung|Bezeichnung|Étape|Activité|Tâche|Description de l'étape|Paso|Actividad|"
    "Tarea|Descripción|步骤|活动|任务|名称|描述|ステップ|作業|活動|手順|工程|タスク|説明",
    "owner": "Owner|Who|Role|Responsible|Function|Performer|Actor|Assignee|Swimlane|Lane|Department|Responsible role|"
    "Wer|Rolle|Verantwortlich|Zuständig|Durchführende|Stelle|Bearbeiter|Funktion|Abteilung|Qui|Rôle|Responsable|"
    "Acteur|Fonction|Quién|Rol|Función|负责人|角色|执行者|岗位|部门|担当|担当者|役割|部署",
    "kind": "Kind|Type|Shape Type|Art|Typ|Genre|Tipo|类型|種類|種別",
    "part": "Part|Phase|Subprocess|Sub-process|Stage|Teilprozess|Abschnitt|Sous-processus|Fase|Subproceso|阶段|子流程|"
    "フェーズ|段階",
    "why": "Why|Justification|Reason|Purpose|Rationale|Warum|Begründung|Grund|Zweck|Pourquoi|Raison|Motif|Por qué|"
    "Razón|Motivo|Justificación|为什么|原因|理由|目的|なぜ",
    "serves": "Serves|Dient|Sert|Sirve|服务对象|対象",
    "source": "Source|Reference|Quelle|Fundstelle|Référence|Fuente|来源|依据|出典|根拠",
    "reviewed": "Reviewed|Last reviewed|Review date|Geprüft am|Überprüft|Revu le|Revisado|审查日期|見直し日",
    "inputs": "Inputs|Input|Needs|Eingaben|Eingang|Entrées|Entradas|输入|入力|インプット",
    "outputs": "Outputs|Output|Deliverable|Deliverables|Result|Ergebnis|Ausgaben|Sorties|Salidas|输出|出力|"
    "アウトプット",
    "system": "System|Tool|Application|Système|Outil|Sistema|系统|システム",
    "skill": "Skill|Fähigkeit|Compétence|Habilidad|技能|スキル",
    "takes": "Takes|Time|Duration|Work time|Effort|Minutes|Dauer|Zeit|Bearbeitungszeit|Aufwand|Durée|Temps|Duración|"
    "Tiempo|时间|用时|耗时|工时|時間|所要時間|作業時間",
    "waits": "Waits|Wait|Waiting|Waiting time|Wartezeit|Liegezeit|Attente|Temps d'attente|Espera|Tiempo de espera|等待|"
    "等待时间|待ち時間|待機時間",
    "cost": "Cost|Costs|Kosten|Coût|Coste|Costo|成本|费用|コスト|費用",
    "accountable": "Accountable|Rechenschaftspflichtig|Approbateur|问责",
    "consults": "Consults|Consulted|Konsultiert|Consulté|Consultado|咨询|相談先",
    "informs": "Informs|Informed|Informiert|Informé|Informado|知会|報告先",
    "terms": "Terms|Bedingungen des Ausführenden",
    "calls": "Calls|Called process|Ruft auf|Appelle|Llama a",
    "note": "Note|Notes|Comment|Comments|Remarks|Alt Description|Bemerkung|Anmerkung|Kommentar|Hinweis|Remarque|"
    "Commentaire|Nota|Comentario|Observaciones|备注|说明|備考|コメント",
    "made": "Decisions|Decisions made|Entscheidungen",
    "refused": "Refused|Decisions refused|Abgelehnt",
    "more": "More",
    "next": "Next|Next Step|Next Step ID|Next steps|Successor|Successors|Follows|Nächster Schritt|Nachfolger|Weiter|"
    "Suivant|Étape suivante|Siguiente|Siguiente paso|下一步|后续|次|次のステップ|次工程",
    "when": "When|Condition|Conditions|Connector Label|If|Bedingung|Wenn|Si|Condición|条件|分岐条件",
    "share": "Share|Probability|Anteil|Wahrscheinlichkeit|Part de|Probabilité|Probabilidad|概率|比例|確率|割合",
    "split": "Split|Verzweigung",
    "join": "Join|Waits for|Zusammenführung",
    "ends": "Terminated|Ends|End",
}
"""The names of each column, ours first."""


def spelling(heading: str) -> str:
    """Return a heading without case, accents, signs and what stands in brackets.

    >>> spelling("Next Step-ID (optional)"), spelling("Étape")
    ('nextstepid', 'etape')
    """
    plain = bare(_BRACKETS.sub("", heading))
    return re.sub(r"[\W_]+", "", plain) or heading.strip().casefold()


_BRACKETS = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")


_FIELDS = {spelling(name): field for field, names in HEADINGS.items() for name in names.split("|")}


def heading(field: str) -> str:
    """Return what we call a column.

    >>> heading("owner")
    'Owner'
    """
    return HEADINGS[field].partition("|")[0]


def understand(headings: Sequence[str], said: Mapping[str, str] | None = None) -> list[str | None]:
    """Return the field that each heading means, None for what is not understood; ``said`` overrules.

    >>> understand(["Aktivität", "Zuständig", "Farbe"], {"Farbe": "note"})
    ['name', 'owner', 'note']
    """
    own = {spelling(column): field for column, field in (said or {}).items()}
    return [own.get(spelling(text)) or _field(text) for text in headings]


def _field(text: str) -> str | None:
    """Return the field of a heading as it stands, else without the unit that it gives to a time."""
    field = _FIELDS.get(spelling(text))
    if field is None and (timed := _FIELDS.get(spelling(heading_unit(text)[0]))) in TIMES:
        return timed
    return field


def settled(fields: Sequence[str | None], chosen: Container[int], rows: Sequence[Sequence[str]]) -> list[str | None]:
    """Return the fields of columns with no field twice: what was ``chosen`` by a person wins, else the first column.

    Of several names, one that only numbers the rows is the order, and another one a note. Whatever is left over is
    understood as nothing, which people are told.

    >>> settled(["name", "name", "name"], (), [["1", "Ask", "Ask kindly"], ["2", "Pay", ""]])
    ['order', 'name', 'note']
    """
    found: list[str | None] = [None] * len(fields)
    for field in dict.fromkeys(filter(None, fields)):
        columns = [number for number, each in enumerate(fields) if each == field]
        wordy = [column for column in columns if field != "name" or not _only_numbers(rows, column)]
        best = next((column for column in columns if column in chosen), (wordy or columns)[0])
        found[best] = field
    for column, each in enumerate(fields):
        if each == "name" and found[column] is None:
            spare = "order" if _only_numbers(rows, column) else "note"
            found[column] = None if spare in found or spare in fields else spare
    return found


def _only_numbers(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column holds nothing but numbers such as 1, 2a and 3.1."""
    told = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
    return bool(told) and all(re.fullmatch(r"[\d.]+[a-z]?\d*\.?", text, re.IGNORECASE) for text in told)


def check_map(said: Mapping[str, str], headings: Iterable[str]) -> dict[str, str]:
    """Return what was said about columns, with the fields under our names.

    Raises:
        UnknownNameError: there is no such column in the file, or no such field.
    """
    there = {spelling(text): text for text in headings}
    for column in said:
        if spelling(column) not in there:
            raise UnknownNameError(
                f"There is no column {column!r}. There are: {', '.join(filter(None, there.values()))}."
            )
    return {column: field_called(field) for column, field in said.items()}


def field_called(name: str) -> str:
    """Return the field of a name, ours or any of its headings.

    Raises:
        UnknownNameError: no field is called so.
    """
    field = name if name in HEADINGS else _FIELDS.get(spelling(name))
    if field is None:
        raise UnknownNameError(f"A column cannot mean {name!r}. It can mean: {', '.join(HEADINGS)}.")
    return field
