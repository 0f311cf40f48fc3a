"""What a page, a sheet or the rows above a table say of a process as a whole, each as a key and its value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from flowtrim.formats.durations import likely_duration
from flowtrim.formats.scalars import day
from flowtrim.formats.tabular.columns import spelling
from flowtrim.formats.tabular.durations_in_cells import likely_date
from flowtrim.formats.tabular.grids import Grid
from flowtrim.formats.tabular.nobody import says_nothing
from flowtrim.formats.tabular.participation import is_legend
from flowtrim.formats.tabular.vocabulary import Told
from flowtrim.sentences import quoted

_WORDS = {
    "owner": "Owner|Process owner|Procedure owner|Owned by|Accountable|Process manager|Prozesseigner|Prozesseignerin|"
    "Prozessverantwortlicher|Prozessverantwortliche|Prozessverantwortung|Prozessverantwortliche Stelle|Verantwortlich|"
    "Verantwortlicher|Verantwortliche|Verantwortung|Eigner|Propriétaire|Propriétaire du processus|Pilote|"
    "Pilote du processus|Responsable|Responsable du processus|Dueño|Dueño del proceso|Propietario|"
    "Propietario del proceso|Responsable del proceso|负责人|流程负责人|流程所有者|流程责任人|责任部门|負責人|責任者|"
    "プロセスオーナー|プロセス責任者|オーナー",
    "customer": "Customer|Customers|Customer of the process|Kunde|Kunden|Kundin|Client|Clients|Cliente|Clientes|客户|"
    "客戶|顾客|顧客|お客様",
    "reviewed": "Reviewed|Reviewed on|Last reviewed|Last reviewed on|Last review|Last review date|Geprüft|Geprüft am|"
    "Zuletzt geprüft|Zuletzt geprüft am|Letzte Prüfung|Letzte Überprüfung|Überprüft am|Revu le|Dernière revue|"
    "Dernière révision|Revisado|Revisado el|Última revisión|上次审查|上次评审|审查日期|最近审查|最終見直し|"
    "最終見直し日|最終レビュー|最終レビュー日|見直し日",
    "created": "Created|Created on|Date created|Erstellt|Erstellt am|Créé le|Creado|Creado el|创建日期|作成日",
    "why": "Why|Purpose|Objective|Goal|Aim|Zweck|Ziel|But|Objectif|Finalité|Propósito|Objetivo|Finalidad|目的|目标",
    "promise": "Promise|Service level|Service promise|Customer promise|Versprechen|Zusage|Serviceversprechen|"
    "Promesse|Engagement|Promesa|Compromiso|服务承诺|承诺|お約束|サービスレベル",
    "process": "Process|Process name|Name of the process|Procedure|Prozess|Prozessname|Processus|Nom du processus|"
    "Proceso|Nombre del proceso|流程|流程名称|プロセス|プロセス名",
}
_MEANT = {spelling(word): key for key, words in _WORDS.items() for word in words.split("|")}
_DAYS = frozenset({"reviewed", "created"})


class Whole(NamedTuple):
    """What was told in the words of a process file, each with its line, and sentences on what was not, by line."""

    data: dict[str, str]
    lines: dict[str, int]
    left: dict[int, str]


def key_of_whole(text: str) -> str | None:
    """Return the key of a process that a word means; None where it means none.

    >>> key_of_whole("Process owner"), key_of_whole("Zuletzt geprüft"), key_of_whole("Version")
    ('owner', 'reviewed', None)
    """
    return _MEANT.get(spelling(text))


def whole_of(pairs: Iterable[tuple[str, str, int]], today: date) -> Whole:
    """Return what keys and values say, each with its line; the first value of a key counts.

    >>> whole_of([("Owner", "Finance", 1), ("Reviewed", "soon", 2), ("Status", "draft", 3)], date(2026, 1, 1)).data
    {'owner': 'Finance'}
    """
    found = Whole({}, {}, {})
    for said, text, line in pairs:
        key = key_of_whole(said)
        value = None if key is None else _value(key, " ".join(text.split()), today)
        if key is None or key in found.data:
            found.left[line] = f"{quoted(said)} says nothing that is read of a process, and was passed over"
        elif value is None:
            found.left[line] = f"{quoted(text)} is not understood as what {quoted(said)} says"
        elif value:
            found.data[key], found.lines[key] = value, line
    return found


def _value(key: str, text: str, today: date) -> str | None:
    """Return the value in the words of a process file, empty where it says nothing, None where it makes no sense."""
    if says_nothing(text):
        return ""
    if key not in _DAYS:
        return likely_duration(text) or text if key == "promise" else text
    likely = text if day(text) else likely_date(text)
    known = day(likely) if likely else None
    return likely if known and known <= today else None


def told_above(grid: Grid, at: int, told: Told, today: date) -> dict[str, str]:
    """Return what stands above the headings of the process: its name, and what keys such as *Owner:* say.

    Its name stands after *Process:*, else in the first row alone. What else stands there is told.
    """
    # a title that spans columns stands in each of them
    unlike = ((number, list(dict.fromkeys(filter(None, map(str.strip, grid.rows[number]))))) for number in range(at))
    above = {number: texts for number, texts in unlike if texts and not is_legend(texts)}
    called = (_TITLE.fullmatch(": ".join(texts[:2])) for texts in above.values())
    named = next((found[1] for found in called if found and not key_of_whole(found[1])), None)
    first = next(iter(above.values()), [])
    title = named or (first[0] if len(first) == 1 and not _HEADS_ROWS.search(first[0]) else None)
    data = {} if title is None else {"process": title}
    for number, texts in above.items():
        line = grid.line(number)
        whole = whole_of(((key, value, line) for key, value in _pairs(texts) if value != title), today)
        data = whole.data | data
        for why in whole.left.values():
            told.add("row", line, why)
        if not (whole.data or whole.left) and (title is None or title not in texts[0] + texts[-1]):
            told.add("row", line, f"{quoted(texts[0])} stands above the headings, and was passed over")
    return data


def _pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return the keys and values of a row: in one cell behind a sign, or in two next to each other."""
    keyed = {text: found for text in texts if (found := _KEYED.fullmatch(text))}
    if len(keyed) == len(texts) or any(key_of_whole(found[1]) for found in keyed.values()):
        pairs = [(keyed[text][1], keyed[text][2]) if text in keyed else (text, "") for text in texts]
    else:
        pairs = [(key.rstrip(" :："), value) for key, value in zip(texts[::2], texts[1::2], strict=False)]
        pairs = [] if len(texts) % 2 or any(map(key_of_whole, texts[1::2])) else pairs
    return pairs if any(key_of_whole(key) for key, _ in pairs) else []


_KEYED = re.compile(r"([^:：]{1,40}?)\s*[:：]\s*(\S.*)", re.DOTALL)
_HEADS_ROWS = re.compile(r"[:：]|^\(?(?:[A-Z]|[0-9]{1,2}|[IVX]+)[.)]\s")
"""What the first of the rows that head others has, and no title: a sign that it leads on, or its letter or number."""
_TITLE = re.compile(
    r"(?:process(?:[ _]name)?|title|prozess(?:name)?|titel|processus|titre|proceso|título|流程(?:名称)?|プロセス名?)"
    r"\s*[:：]+\s*(\S.*)",
    re.IGNORECASE,
)
