"""Rows of a table that tell no step: totals, headings told again, lines of signs, and headings of the rows below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from flowtrim.formats.unit_words import bare

_TOTAL = re.compile(
    r"(?:(?:grand |sub ?)?totals?|overall|sum|average|summe|gesamt|gesamtsumme|gesamtdauer|gesamtzeit|zwischensumme|"
    r"durchschnitt|insgesamt|somme|sous total|total general|moyenne|suma|totales|subtotal|promedio|"
    r"合计|总计|小计|共计|平均|合計|小計|総計|总和)"
    r"(?: (?:time|duration|effort|hours|minutes|days|cost|zeit|dauer|temps|duree|tiempo|duracion))?"
    r"\s*(?:\([^)]*\))?\s*[:：=]?"
)
_SECTION = re.compile(
    r"(?:(?:phase|stage|part|section|abschnitt|teil|stufe|etape|partie|fase|etapa|parte|seccion|block|bloque|bloc)"
    r" ?(?:[0-9]+|[ivx]+|[a-z])\b.*"
    r"|(?:第[0-9一二三四五六七八九十]+(?:阶段|階段|部分|段階|フェーズ|部|章)|阶段|階段|フェーズ).*)"
)
_MARKS = ("id", "order", "owner", "takes", "accountable")
"""Fields that a row of a step has where the rows around it have them."""


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


class Sections:
    """Tells the rows that head others: one text alone, where every step around it has a number or says more."""

    def __init__(self, rows: Iterable[tuple[Sequence[str], Mapping[str, str]]]) -> None:
        told = [cells for row, cells in rows if len(_texts(row)) > 1]
        self._marked = bool(told) and all(any(key in cells for key in ("id", "order")) for cells in told)
        self._owned = bool(told) and any(key in cells for cells in told for key in _MARKS)
        names = [cells.get("name", "") for cells in told]
        self._shouted = any(name == name.upper() != name.lower() for name in names)

    def heading(self, row: Sequence[str], cells: Mapping[str, str]) -> str | None:
        """Return the text of a row that heads the rows below; None where it is none."""
        texts = _texts(row)
        if len(texts) != 1 or not self._owned:
            return None
        [text] = texts
        alone = "id" not in cells and "order" not in cells
        merged = "next" not in cells and sum(bool(cell.strip()) for cell in row) > 1
        shouted = not self._shouted and text == text.upper() != text.lower() and len(text) > 2
        named = bool(_SECTION.fullmatch(bare(text))) or shouted or text.endswith((":", "："))
        return text.rstrip(":： ") if merged or named or (alone and self._marked) else None


def _texts(row: Sequence[str]) -> set[str]:
    return {cell.strip() for cell in row if cell.strip()}
