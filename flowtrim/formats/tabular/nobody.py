"""Cells that say nothing: a dash, N/A, none, tbd and their kin in six languages."""

from __future__ import annotations

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
