"""The sheets of a workbook beside the steps: what they say about the process, its roles and its measures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flowtrim.formats.fields import KPI, ROLE
from flowtrim.formats.process_fields import PROCESS
from flowtrim.formats.tabular.columns import spelling
from flowtrim.formats.tabular.placed import Key, Place

Rows = Sequence[Sequence[str]]
STEPS, WHOLE, ROLES, KPIS, HELP = "Steps", "Process", "Roles", "KPIs", "Help"
WHOLE_HEADINGS, HELP_HEADINGS = ["Key", "Value"], ["Column", "What it says", "Example"]
_ROLE_WORDS = {
    "name": "Role|Role name|Roles|Function|Position|Job title|Rolle|Rollen|Funktion|Stelle|Rôle|Fonction|Rol|"
    "Roles|Función|Cargo|角色|岗位|职位|役割|ロール",
    "department": "Department|Team|Unit|Area|Abteilung|Bereich|Département|Service|Équipe|Departamento|Área|"
    "Equipo|部门|部署|部門",
    "note": "Description|Responsibilities|Responsibility|Tasks|Duties|Definition|Notes|Beschreibung|Aufgaben|"
    "Verantwortung|Description du rôle|Responsabilités|Missions|Descripción|Responsabilidades|Funciones|描述|职责|"
    "说明|説明|責任|職務",
    "why": "Why|Purpose|Warum|Zweck|Pourquoi|Por qué|目的",
}
_KPI_WORDS = {
    "name": "KPI|KPIs|KPI name|Metric|Measure|Indicator|Kennzahl|Kennzahlen|Messgröße|Indicateur|Indicador|"
    "Métrica|指标|指标名称|指標|評価指標",
    "what": "What|Description|Definition|Beschreibung|Définition|Descripción|Definición|描述|定义|説明|定義",
    "why": "Why|Purpose|Warum|Zweck|Ziel|Pourquoi|Objectif|Por qué|Objetivo|目的",
    "action": "Action|Maßnahme|Aktion|Acción|措施|対応",
    "formula": "Formula|Calculation|Formel|Berechnung|Formule|Calcul|Fórmula|Cálculo|公式|計算式",
    "target": "Target|Goal|Target value|Zielwert|Soll|Cible|Valeur cible|Meta|Valor objetivo|目标|目标值|目標|目標値",
    "owner": "Owner|Responsible|Verantwortlich|Responsable|负责人|担当|責任者",
}


class Beside(NamedTuple):
    """What a sheet beside the steps says in the words of a process file, and where."""

    data: dict[str, Any]
    places: dict[Key, Place]


def read_beside(name: str, rows: Rows) -> Beside | None:
    """Return what a sheet says by its headings: the process, its roles or its measures; None for any other sheet.

    >>> read_beside("Who", [["Role", "Tasks"], ["Clerk", "Pays"]]).data
    {'roles': {'Clerk': {'name': 'Clerk', 'note': 'Pays'}}}
    """
    headings = [text.strip() for text in rows[0]] if rows else []
    if headings[:2] == WHOLE_HEADINGS or (headings and headings[0] == "process"):
        return _whole(name, rows)
    if "id" in headings and set(headings) <= _ROLE_KEYS:
        return _roles(name, _records(rows, headings))
    if "name" in headings and set(headings) - {""} <= _KPI_KEYS:
        return _kpis(name, _records(rows, headings))
    if meant := _meant(headings, _KPI_WORDS):
        return _kpis(name, _records(rows, meant))
    if meant := _meant(headings, _ROLE_WORDS):
        return _roles(name, [(row, {"id": role.get("name", "")} | role) for row, role in _records(rows, meant)])
    return None


def is_help(rows: Rows) -> bool:
    """Whether a sheet explains the columns, as ours does."""
    return bool(rows) and [text.strip() for text in rows[0]][:3] == HELP_HEADINGS


_ROLE_KEYS = {"id", "", *(field.key for field in ROLE.fields)}
_KPI_KEYS = {field.key for field in KPI.fields}


def _meant(headings: Sequence[str], words: Mapping[str, str]) -> list[str] | None:
    """Return the key that each heading means, empty where it means none; None where no heading is the name."""
    known = {spelling(word): key for key, all_words in words.items() for word in all_words.split("|")}
    meant = [known.get(spelling(text), "") for text in headings]
    first = [key if key not in meant[:number] else "" for number, key in enumerate(meant)]
    return first if "name" in first else None


def _whole(name: str, rows: Rows) -> Beside:
    """Return the keys of a process, each in a row with its value."""
    keys = {field.key for field in PROCESS.fields} - {"roles", "steps", "kpis"}
    told = [(number, row[0].strip(), row[1]) for number, row in enumerate(rows, 1) if len(row) > 1 and row[1]]
    found = {key: (number, _value(text)) for number, key, text in told if key in keys}
    data = {key: value for key, (_, value) in found.items()}
    return Beside(data, {(key, ""): (name, number) for key, (number, _) in found.items()})


def _roles(name: str, records: Sequence[tuple[int, dict[str, Any]]]) -> Beside:
    found = {str(role["id"]): (row, role) for row, role in records if role.get("id")}
    data = {own: {key: value for key, value in role.items() if key != "id"} for own, (_, role) in found.items()}
    places = {("roles", own): (name, row) for own, (row, _) in found.items()}
    return Beside({"roles": data} if data else {}, places)


def _kpis(name: str, records: Sequence[tuple[int, dict[str, Any]]]) -> Beside:
    found = [(row, kpi) for row, kpi in records if "name" in kpi]
    places = {("kpis", str(number)): (name, row) for number, (row, _) in enumerate(found)}
    return Beside({"kpis": [kpi for _, kpi in found]} if found else {}, places)


def _records(rows: Rows, keys: Sequence[str]) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows that say something as records, each with its number."""
    found = (
        (number, {key: _value(text) for key, text in zip(keys, row, strict=False) if key and text})
        for number, row in enumerate(rows[1:], 2)
    )
    return [(number, record) for number, record in found if record]


def _value(text: str) -> Any:
    """Return a list, a mapping or a text where a cell holds one as our writer writes them."""
    if text[:1] in ("[", "{", '"'):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return text
        return found if isinstance(found, list | dict | str) else text
    return text
