"""Cells that say nothing (a dash, N/A, none, tbd and their kin in six languages), and rows that tell no step."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flowtrim.formats.unit_words import bare

_WORDS = (
    "n/a|n.a.|n.c.|n.a|na|n/d|n.d.|none|nobody|no one|noone|nil|null|nothing|unknown|not applicable|not assigned|"
    "not yet known|not known|not yet defined|to be agreed|to be clarified|"
    "unassigned|not defined|not available|tbd|t.b.d.|tba|tbc|tbc.|to be defined|to be determined|to be confirmed|"
    "to be decided|open|todo|k.a.|k. a.|keine angabe|keine|keiner|keines|kein|niemand|entfällt|offen|unbekannt|"
    "nicht zugewiesen|nicht zutreffend|nicht definiert|noch offen|noch nicht bekannt|nicht bekannt|n.n.|n. n.|"
    "noch zu klären|zu klären|n.z.|nichts|néant|"
    "aucun|aucune|personne|s.o.|s/o|sans objet|non applicable|à définir|à déterminer|à préciser|inconnu|"
    "non défini|pas encore défini|rien|ninguno|ninguna|nadie|no aplica|por definir|por determinar|por confirmar|"
    "pendiente|"
    "sin asignar|desconocido|no definido|aún no definido|nada|なし|無し|無|該当なし|該当無し|未定|不明|未設定|未割当|"
    "ナシ|无|無|"
    "没有|沒有|不适用|不適用|待定|未定|未知|暂无|无人|未指定|待确认|待分配|待确定"
)
NOBODY = frozenset(map(bare, _WORDS.split("|")))
SILENT = frozenset({
    "owner", "accountable", "consults", "informs", "system", "skill", "part", "source", "inputs", "outputs", "calls",
    "terms", "takes", "waits", "within", "cost",
})  # fmt: skip
"""The fields in which such a word is no value; in a reason, *none* is an answer."""


def says_nothing(text: str) -> bool:
    """Whether a cell names nobody and nothing; signs without any letter or digit do not.

    >>> all(map(says_nothing, ("-", "–", "N/A", "none", "?", "tbd", "Keiner", "à définir", "未定", "无")))
    True
    >>> says_nothing("Nobody's team"), says_nothing("3")
    (False, False)
    """
    said = bare(text).strip().replace(" / ", "/")
    return said.strip("()[]. ") in _STRIPPED or not any(sign.isalnum() for sign in said.replace("ー", ""))


_STRIPPED = frozenset(word.strip("()[]. ") for word in NOBODY)


_TOTAL = re.compile(
    r"(?:(?:grand |sub ?)?totals?|overall|sum|average|summe|gesamt|gesamtsumme|gesamtdauer|gesamtzeit|zwischensumme|"
    r"durchschnitt|insgesamt|somme|sous total|total general|moyenne|suma|totales|subtotal|promedio|"
    r"合计|总计|小计|共计|平均|合計|小計|総計|总和)"
    r"(?: (?:time|duration|effort|hours|minutes|days|cost|zeit|dauer|temps|duree|tiempo|duracion))?"
    r"\s*(?:\([^)]*\))?\s*[:：=]?"
)


def why_no_step(cells: Mapping[str, str]) -> str | None:
    """Say why a row with a name is no step: it adds up the others, or is a note below them; None for any other row."""
    if is_total(cells):
        return "adds up the rows above"
    return "is a note" if cells.keys() == {"name"} and _NOTE.match(cells["name"]) else None


_NOTE = re.compile(
    r"(?:[*†‡※]+|[¹²³]|\((?:\*|[1-9])\))\s*\w|(?:note|n\.b\.|hinweis|anmerkung|remarque|nota|注|备注|備考)s?\s*[:：]",
    re.IGNORECASE,
)


def is_total(cells: Mapping[str, str]) -> bool:
    """Whether a row adds up the rows above: it is called so, and has no number and nobody who does it.

    >>> is_total({"name": "Summe", "takes": "20"}), is_total({"name": "Total the bill", "owner": "Clerk"})
    (True, False)
    """
    named = cells.get("name", "")
    return "owner" not in cells and "next" not in cells and bool(_TOTAL.fullmatch(bare(named)))


def is_decoration(row: Sequence[str]) -> bool:
    """Whether a row holds nothing but signs."""
    return not any(sign.isalnum() for text in row for sign in text)
