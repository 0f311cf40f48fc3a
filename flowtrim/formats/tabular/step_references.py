"""Which step a cell means that names one: by its id, its number, its name or the number of its row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from flowtrim.formats.ids import id_from_name
from flowtrim.model import END

ENDS = {
    "end", "end of process", "finish", "finished", "done", "stop", "none", "-", "–", "—", "ende", "prozessende",
    "ende des prozesses", "schluss", "fertig", "fin", "fin du processus", "fin del proceso", "terminé", "termina",
    "final", "结束", "結束", "流程结束", "终了", "完成", "終了", "終わり", "おわり", "完了",
}  # fmt: skip
"""Words for where a case ends."""
_GO = re.compile(
    r"(?:(?:go(?: back)? to|goto|back to|proceed to|continue (?:with|at)|weiter (?:mit|zu|bei)|zurück zu|aller à|"
    r"retour à|ir a|volver a|to|zu|→|->|=>)\s*)?"
    r"(?:(?:step|task|activity|schritt|étape|paso|步骤|第|ステップ|手順)\s*|(?:nr\.?|no\.?|#)\s*(?=\d))?"
    r"(\w.*?)(?:步|へ)?\s*\.?",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"\(?(\d+(?:\.\d+)*)[.):]?\s+(\S.*)", re.DOTALL)
_IF = re.compile(r"(.+?)\s+(?:if|when|wenn|falls|bei|si)\s+(.+)|(.+?)\s*[(（](.+)[)）]", re.IGNORECASE | re.DOTALL)
_CONDITION_FIRST = re.compile(r"(.+?)\s*(?::|：|→|->|=>|=|\s[-–—]\s)\s*(.+)", re.DOTALL)


class Named(Protocol):
    """What is needed of a row."""

    line: int
    cells: dict[str, str]
    id: str


class References:
    """Looks up the steps of one table."""

    def __init__(self, entries: Sequence[Named]) -> None:
        self._by_id = bool(entries) and all("id" in entry.cells for entry in entries)
        numbered = any("id" in entry.cells or "order" in entry.cells for entry in entries)
        self._known: dict[str, str] = {}
        for word in (_own, _order, _name, _name_as_id, *([] if numbered else [_row])):
            for number, entry in enumerate(entries, 1):
                self._known.setdefault(word(entry, number), entry.id)
        self._known.pop("", None)

    def step(self, word: str, of: Named) -> str | None:
        """Return the id of the step that a word means in the row of another one, or END; None where it means none.

        A word for the end is the step of that name where there is one, but never the row's own step. Where every row
        has its id, as in the tables that we write, ``end`` is the end.
        """
        known = self._known.get(word)
        if word == END and self._by_id:
            return END
        if known is None or (known == of.id and not self._by_id):
            ends = word.casefold() in ENDS
            known = END if ends and known in (None, of.id) else known
        return known or self._known.get(id_from_name(word)) or self._told(word)

    def _told(self, word: str) -> str | None:
        if (numbered := _NUMBERED.fullmatch(word)) and (named := self._known.get(numbered[2])) is not None:
            return named if self._known.get(numbered[1], named) == named else None
        found = _GO.fullmatch(word)
        inner = found[1] if found else word
        if inner == word:
            return None
        return self._known.get(inner) or (END if inner.casefold() in ENDS else self._known.get(id_from_name(inner)))

    def flow(self, item: str, of: Named) -> tuple[str | None, str | None]:
        """Return the step that an item means, and its condition: ``Yes: 3``, ``3 (refused)``, ``3 if refused``."""
        if (target := self.step(item, of)) is not None:
            return target, None
        if (found := _IF.fullmatch(item)) and (target := self.step(found[1] or found[3], of)) is not None:
            return target, found[2] or found[4]
        if (found := _CONDITION_FIRST.fullmatch(item)) and (target := self.step(found[2], of)) is not None:
            return target, found[1]
        return None, None


def _own(entry: Named, _: int) -> str:
    return entry.id


def _order(entry: Named, _: int) -> str:
    return entry.cells.get("order", "")


def _name(entry: Named, _: int) -> str:
    return entry.cells.get("name", "")


def _name_as_id(entry: Named, _: int) -> str:
    return id_from_name(entry.cells["name"]) if "name" in entry.cells else ""


def _row(_: Named, number: int) -> str:
    return str(number)
