"""Which column of a table means what."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache

from flowtrim.errors import UnknownNameError
from flowtrim.formats.durations import heading_unit
from flowtrim.formats.tabular.headings import HEADINGS, OTHER_TABLES, STEP_WORDS
from flowtrim.formats.unit_words import bare

TIMES = frozenset({"takes", "waits", "within"})
"""The fields that are durations."""
ADD_UP = frozenset({"consults", "informs"})
"""The fields that may have several columns, such as *Consulted* and *Support*: what these say adds up."""


def spelling(heading: str) -> str:
    """Return a heading without case, accents, signs and what stands in brackets.

    >>> spelling("Next Step-ID (optional)"), spelling("Étape")
    ('nextstepid', 'etape')
    """
    return _spelt(heading[:_LONGEST])


@lru_cache(maxsize=2_000)  # the same words are asked about for each way in which a table can be read
def _spelt(heading: str) -> str:
    plain = bare(_BRACKETS.sub("", heading))
    return re.sub(r"[\W_]+", "", plain) or heading.strip().casefold()


_LONGEST = 1_000
"""Letters of a heading that are looked at: what is longer is a text."""
_BRACKETS = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")


_FIELDS = {spelling(name): field for field, names in HEADINGS.items() for name in names.split("|")}
_STEPS = frozenset(map(spelling, STEP_WORDS.split("|")))
_OTHERS = {spelling(name): kind for kind, names in OTHER_TABLES.items() for name in names.split("|")}
_DEMI = {"d": "owner", "e": "accountable", "m": "consults", "i": "informs"}
"""Durchführung, Entscheidung, Mitwirkung, Information: what German tables have for RACI."""
_RACI = {"r": "owner", "a": "accountable", "c": "consults", "i": "informs"}


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
    >>> understand(["Task", "R", "A", "C", "I"]), understand(["Suppliers", "Inputs", "Process", "Outputs", "Customers"])
    (['name', 'owner', 'accountable', 'consults', 'informs'], [None, 'inputs', 'name', 'outputs', None])
    """
    spelt = list(map(spelling, headings))
    own = {spelling(column): field for column, field in (said or {}).items()}
    more = _in_company(spelt) | _answers(headings)
    found = [own.get(word) or more.get(word) or _field(text) for word, text in zip(spelt, headings, strict=True)]
    known = all(field or not text.strip() for field, text in zip(found, headings, strict=True))
    if known and "name" not in found and "part" in found and {"owner", "next"} & set(found):  # as in "Etapa"
        found[found.index("part")] = "name"
    if found.count("no") > 1:  # of two columns called No the first one numbers the rows
        found[found.index("no")] = "id"
    return found


def _in_company(spelt: Sequence[str]) -> dict[str, str]:
    """Return what words mean because of those beside them: single letters, and *Process* between inputs and outputs."""
    raci = next((words for words in (_RACI, _DEMI) if len(words.keys() & set(spelt)) >= len(words) - 1), {})
    raci |= dict.fromkeys(("information", "info"), "informs") if _HELPING & set(spelt) else {}
    between = {"inputs", "outputs"} <= set(map(_FIELDS.get, spelt))
    return raci | (dict.fromkeys(_PROCESSES, "name") if between else {})


_HELPING = {"mitwirkung", "mitarbeit", "mitw", "mitwirkend", "mitwirkende", "consulted", "consults"}
_PROCESSES = frozenset(map(spelling, ["Process", "Prozess", "Processus", "Proceso", "流程", "过程", "プロセス"]))


def _answers(headings: Sequence[str]) -> dict[str, str]:
    """Return which words head the next step after yes and after no, where both are there; *No* may number the rows."""
    found: dict[str, list[str]] = {"yes": [], "no": []}
    for text in headings:
        if said := answer(text):
            found[said].append(spelling(text))
    if found["no"] and not found["yes"]:  # "If not OK" says where the other way leads, "No" alone nothing
        return {word: "no" for word in found["no"] if _ASKED_ALONE.match(word)}
    return {max(words, key=len): said for said, words in found.items()} if all(found.values()) else {}


_ASKED_ALONE = re.compile(r"(?:if|on|wenn|falls|bei|si|encasde|encaso|如果|若).{2}")


def answer(heading: str) -> str | None:
    """Return which answer to a question a heading asks for the next step of: yes or no; None for any other heading.

    >>> answer("If Yes go to"), answer("Si non"), answer("否"), answer("No.1")
    ('yes', 'no', 'no', None)
    """
    words = re.findall(r"[^\W_]+", bare(heading))
    if not words or not set(words) <= _ASKING | _YES | _NO | _APPROVED | _REFUSED:
        return None
    said = set(words)
    if len(said) > 1 and said & (_APPROVED | _REFUSED):
        return "no" if said & (_REFUSED | _NO) else "yes"
    return "no" if _NO & said else "yes" if _YES & said else None


def answer_word(heading: str) -> str:
    """Return the word for yes or no in a heading, as it is written there.

    >>> answer_word("If Yes go to"), answer_word("Si non"), answer_word("否")
    ('Yes', 'non', '否')
    """
    words = [_ASKED.sub("", word) for word in re.findall(r"[^\W_]+", heading)]
    denied = next((number for number, word in enumerate(words[:-1]) if bare(word) in ("not", "nicht")), None)
    if denied is not None:
        return " ".join(words[denied:])
    return next((word for word in reversed(words) if bare(word) in _YES | _NO | _APPROVED | _REFUSED), heading)


_ASKED = re.compile(r"^(?:如果|若)(?=.)|(?<=.)(?:则|の場合)$")
_YES = {"yes", "y", "ja", "oui", "si", "true", "是", "如果是", "若是", "是则", "はい", "はいの場合", "yesの場合"}
_NO = {
    "not", "nicht", "no", "n", "nein", "non", "false", "否", "如果否", "若否", "如果不是", "否则", "いいえ",
    "いいえの場合", "noの場合",
}  # fmt: skip
_APPROVED = {
    "approved", "accepted", "ok", "passed", "positive", "valid", "genehmigt", "freigegeben", "angenommen", "positiv",
    "approuve", "accepte", "valide", "aprobado", "aceptado", "批准", "通过", "同意", "承認",
}  # fmt: skip
_REFUSED = {
    "rejected", "refused", "fails", "failure", "nok", "incorrect", "incomplete", "fehler", "echec", "fallo", "declined",
    "failed", "negative", "invalid", "abgelehnt", "negativ", "refuse", "rejete", "rechazado",
    "拒绝", "不通过", "驳回", "却下", "否認",
}  # fmt: skip
"""What a decision may say, where a heading asks for it: *If approved*."""
_ASKING = {
    "on", "if", "go", "goto", "to", "next", "step", "path", "branch", "then", "answer", "wenn", "falls", "bei",
    "weiter", "mit", "zu", "nachster", "schritt", "en", "cas", "de", "alors", "suivant", "suivante", "etape", "aller",
    "a", "caso", "ir", "al", "paso", "siguiente", "entonces", "下一步", "次", "次のステップ", "转到",
}  # fmt: skip


def _field(text: str) -> str | None:
    """Return the field of a heading as it stands, else without a plural, a second word, or the unit of a time."""
    field = _known(text)
    if field is None and (timed := _known(_EACH.sub("", _AVERAGE.sub("", heading_unit(text)[0])))) in TIMES:
        return timed
    if field is None:
        meant = set(map(_known, text.split()))  # as in "Área responsable", each word of which says it
        field = meant.pop() if len(meant) == 1 else None
    if field is None:
        meant = {_known(part) for part in re.split(r"[/|&,;]|\b(?:and|or|und|oder|et|ou|y|o)\b", text) if part.strip()}
        meant -= {None} if meant == {"name", None} and "/" in text else set()  # as in "Question / step"
        field = meant.pop() if len(meant) == 1 else None
    return field


_AVERAGE = re.compile(
    r"^(?:avg|average|mean|typical|expected|normal|planned|standard|ø|mittlere|durchschnittliche|durchschn)[\s_.]+"
    r"(?=\w)"
)


_EACH = re.compile(
    r"[\s_]+(?:per|pro|je|par|por|/)[\s_]+(?:case|item|piece|fall|vorgang|stuck|dossier|cas|caso|pieza)$"
)


def _known(text: str) -> str | None:
    word = spelling(text)
    return _FIELDS.get(word) or _FIELDS.get(word.removesuffix("s"))


def names_steps(heading: str) -> bool:
    """Whether a heading says that steps stand below it, and not names of anything."""
    word = spelling(heading)
    parts = map(spelling, re.split(r"[/|&,;]", heading))
    return word in _STEPS or word.removesuffix("s") in _STEPS or any(part in _STEPS for part in parts)


def other_tables(headings: Iterable[str]) -> set[str]:
    """Return what a table with such headings may be that stands beside a process.

    >>> other_tables(["Version", "Date", "Author", "Description"])
    {'a history of revisions'}
    """
    return {kind for text in headings if (kind := _OTHERS.get(spelling(text)))}


def settled(fields: Sequence[str | None], chosen: Container[int], rows: Sequence[Sequence[str]]) -> list[str | None]:
    """Return the fields of columns with no field twice: what was ``chosen`` by a person wins, else the first column.

    Of several names the one with most names in it is taken; one that only numbers the rows is the order, one before it
    that says less often something new is the part, and one behind it a note. Whatever is left over is understood as
    nothing, which people are told.

    >>> settled(["name", "name", "name"], (), [["1", "Ask", "Ask kindly"], ["2", "Pay", ""]])
    ['order', 'name', 'note']
    >>> settled(["name", "name"], (), [["Intake", "Ask"], ["", "Write"], ["Payment", "Pay"]])
    ['part', 'name']
    """
    found: list[str | None] = [None] * len(fields)
    for field in dict.fromkeys(filter(None, fields)):
        columns = [number for number, each in enumerate(fields) if each == field]
        best = _most_names(columns, rows) if field == "name" else columns[0]
        for column in columns if field in ADD_UP else ():
            found[column] = field
        found[next((column for column in columns if column in chosen), best)] = field
    for field in ("when", "within"):
        column = found.index(field) if field in found else -1
        if column >= 0 and "next" not in found and column not in chosen and _only_clocks(rows, column):
            found[column] = None
    at = found.index("name") if "name" in found else -1
    for column, each in enumerate(fields):
        if each == "name" and column != at:
            spare = "order" if _only_numbers(rows, column) else "part" if column < at and at not in chosen else "note"
            found[column] = None if spare in found or spare in fields else spare
    return found if at < 0 or at in chosen else _with_words_for_names(found, at, rows)


def _with_words_for_names(found: list[str | None], at: int, rows: Sequence[Sequence[str]]) -> list[str | None]:
    """Return the fields with another column for the names, where theirs only counts and one alone tells something."""
    wordy = [column for column, field in enumerate(found) if field is None and holds_words(rows, column)]
    if _only_numbers(rows, at) and len(wordy) == 1:
        found[at], found[wordy[0]] = None if "order" in found else "order", "name"
    return found


def _most_names(columns: Sequence[int], rows: Sequence[Sequence[str]]) -> int:
    wordy = [column for column in columns if not _only_numbers(rows, column)] or columns
    return max(wordy, key=lambda column: (len({row[column] for row in rows if len(row) > column} - {""}), -column))


_CLOCK = re.compile(
    r"\d+ ?(?:day|tag|jour|dia|week|woche|semaine|semana|hour|stunde|heure|hora)\w* .*|\d+ ?[日天周週]前.*|"
    r"\d{1,4}(?:[:h.]\d{2}|[-/.]\d{1,2}[-/.]\d{1,4}).*|(?:day|tag|jour|dia|week|woche|semaine|semana|wd|[dt])\s*[+-]?\s*\d+.*|[dt]|"
    r"daily|weekly|monthly|yearly|quarterly|taglich|wochentlich|monatlich|jahrlich|quotidien|hebdomadaire|mensuel|diario|semanal|"
    r"mensual|每天|每日|每周|每月|毎日|毎週|毎月|第\d+[日天周週].*"
)


def _only_clocks(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column says at what time or on what day something is done, and not under which condition."""
    told = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
    return bool(told) and all(_CLOCK.fullmatch(bare(text)) for text in told)


def holds_words(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column holds something, and more than numbers."""
    told = any(column < len(row) and row[column].strip() for row in rows)
    return told and not _only_numbers(rows, column)


_NUMBER = re.compile(r"[\d.]+[a-z]?\d*\.?|[a-z]\.?|[ivx]+\.?|[①-⑳]", re.IGNORECASE)


def _only_numbers(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column holds nothing but numbers such as 1, 2a and 3.1, or letters such as A and iv."""
    told = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
    return bool(told) and all(map(_NUMBER.fullmatch, told))


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
