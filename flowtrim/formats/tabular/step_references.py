"""Which step a cell or a sentence means that names one: by its id, its number, its name or the number of its row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from flowtrim.formats.ids import id_from_name
from flowtrim.formats.tabular.columns import answer
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


class Way(NamedTuple):
    """Where a sentence leads: the number of a step, or the end, and under which condition."""

    to: str
    when: str | None = None


_STEP = (
    r"(?:(?:the )?(?:step|task|schritt|l?['’]?étape|etape|el paso|la etapa|paso|第|步骤|步驟|手順|ステップ)\s*"
    r"(?:no\.?|nr\.?|#)?\s*)?"
)
_TO_A_STEP = (
    r"(?:(?:please )?(?:go|return|jump|loop|continue|proceed|skip|move)s?(?: back)?(?: on)? (?:to|with|at)|back to|"
    r"(?:weiter|fortfahren|fortsetzen|es geht weiter) (?:mit|bei|zu|in)|(?:geht |gehe )?zurück (?:zu|nach|auf|in)|"
    r"(?:gehe? |springe? )?zu|weiter|"
    r"(?:aller|allez|retour(?:ner|nez|ne)?|revenir|revenez|revient|passer|passez|reprendre|reprenez|continuer|"
    r"continuez) (?:à|avec)|retour|"
    r"(?:volver|vuelva|vuelve|ir|vaya|pasar|pase|regresar|regrese|retornar|continuar|continúe|continúa|seguir|siga) "
    r"(?:a|al|con)(?: el| la)?|转到|转至|转|返回到|返回|退回到|退回|回到|跳到|跳至|进入|继续到?|→|->|=>|➜)"
)
_THEN = r"(?:(?:and then|then|and|dann|danach|und|puis|ensuite|et|luego|entonces|y|然后|则|再|その後)\s*[,，]?\s*)?"
_ENDING = (
    r"(?:the |der |le |el )?(?:(?:process |prozess |processus |proceso )?(?:ends?(?: here)?|stops?|endet(?: hier)?|"
    r"se termine|termina)|done|finish(?:ed)?|end of (?:the )?process|prozessende|ende(?: des prozesses)?|schluss|"
    r"fertig|fin(?: du processus| del proceso)?|terminé|流程结束|结束|結束|终了|終了(?:する|します)?|終わり|完了)"
)
_TARGET = (
    rf"(?:(?:(?:→|->|=>|➜)\s*)?{_TO_A_STEP}\s*{_STEP}(?P<number>[0-9]{{1,2}})(?:\s*步)?"
    rf"|{_STEP}(?P<back>[0-9]{{1,2}})\s*(?:番)?(?:へ|に)(?:戻る|戻り|戻って|進む|進み|移る|移動)?(?:ます)?"
    rf"|(?:(?:→|->|=>|➜)\s*)?(?:go to |goto |weiter zu )?(?P<end>{_ENDING}))"
)
_ELSE = (
    "otherwise|else|if not|sonst|andernfalls|ansonsten|falls nicht|wenn nicht|sinon|si non|de lo contrario|si no|"
    "en caso contrario|否则|不然|それ以外は?|そうでなければ|でなければ"
)
_WAY = re.compile(
    rf"(?:(?P<else>{_ELSE})\s*[,，:：]?\s*|"
    r"(?:If|When|Wenn|Falls|Bei|Si|En cas de|En caso de|如果|如|若)\s*"
    r"(?P<when>[^,，:：]{1,80}?)(?:\s*[,，:：]\s*|\s+|(?<=[^\x00-\xff]))|"
    r"(?P<so>[^、。，,]{1,40}?(?:場合は?|れば|なら|たら))\s*[、,，]?\s*|"
    r"(?P<case>[^,，:：→.。!?]{1,60}?)\s*(?:[:：]|(?=→|->|=>|➜))\s*)?"
    rf"{_THEN}{_TARGET}\s*[.。!]?",
    re.IGNORECASE,
)
_MAY_BE_DONE = re.compile(r"stops?|done|finish(?:ed)?|fertig|termina|完了", re.IGNORECASE)
_ELSES = re.compile(_ELSE, re.IGNORECASE)
_MENTION = re.compile(
    r"(?:(?:go|goes|back|return|returns|jump|skip|weiter|zurück|aller|retour|revenir|volver|vuelva|ir) \w{1,5} |返回|"
    rf"回到|转到){_STEP}\d{{1,2}}\b|\d{{1,2}}(?:に戻る|へ戻る)",
    re.IGNORECASE,
)


def way_told(sentence: str, *, last: bool = True) -> Way | None:
    """Return where a sentence leads, as in *If it is not complete, go back to step 1*; None for any other.

    A word such as *Stop* is what is done, unless it belongs to the ``last`` item of a list.

    >>> [way_told(text)[:2] for text in ("If it is not complete, go back to step 1.", "Declined: end", "weiter mit 4")]
    [('1', 'it is not complete'), ('end', 'Declined'), ('4', None)]
    >>> way_told("手順2に戻る")[:2], way_told("sonst zurück zu Schritt 1")[:2], way_told("Note: ask")
    (('2', None), ('1', 'sonst'), None)
    """
    found = _WAY.fullmatch(sentence.strip(" ()（）"))
    if found is None:
        return None
    when = found["when"] or found["else"] or found["so"] or found["case"]
    if not (last or when) and _MAY_BE_DONE.fullmatch(found["end"] or ""):
        return None
    return Way(found["number"] or found["back"] or END, when.strip() if when else None)


def covers_all(conditions: Iterable[str | None]) -> bool:
    """Whether one of several conditions always holds: none at all, *otherwise*, or yes beside no.

    >>> covers_all(["wrong", "Otherwise"]), covers_all(["wrong"]), covers_all(["Yes", "No"]), covers_all([None])
    (True, False, True, True)
    """
    told = list(conditions)
    answers = {answer(when) for when in told if when}
    return any(when is None or _ELSES.fullmatch(when) for when in told) or {"yes", "no"} <= answers


def mentions_a_step(text: str) -> bool:
    """Whether a text seems to lead to a step by its number.

    >>> mentions_a_step("Unless complete, go to 2"), mentions_a_step("Turn to page 3")
    (True, False)
    """
    return _MENTION.search(text) is not None


_APART = re.compile(
    r"[.;!?]\s+|[。；！？]\s*|[,，、]\s*|\s[–—-]\s|\s*[(（]|\s+(?=→|->|=>|➜)|(?=→|➜)|\s+(?=and |und |et |y )"
)
_LAST = 300
"""Letters at the end of a text that are looked at."""
_UNDER = re.compile(
    r"\b(?:if|unless|when|until|in case|should|wenn|falls|sofern|bis|si|jusqu\w*|en cas|hasta|cuando|à moins)\b|如|若|"
    r"直到|場合|れば|なら|たら|まで",
    re.IGNORECASE,
)


def ways_behind(text: str, *, last: bool = True) -> tuple[str, list[Way]]:
    """Take the sentences that lead on off the end of a text.

    >>> ways_behind("Pay it. End.")
    ('Pay it.', [Way(to='end', when=None)])
    >>> [way[:2] for way in ways_behind("Check it; if wrong, go back to 1, otherwise go to 4.")[1]]
    [('1', 'wrong'), ('4', 'otherwise')]
    >>> ways_behind("Unless it is complete, go to 2")
    ('Unless it is complete, go to 2', [])
    """
    ways: list[Way] = []
    while found := next(_last_way(text, last), None):
        text, way = found
        ways.insert(0, way)
    return text, ways


def numbers_led_to(text: str) -> set[str]:
    r"""Return the numbers of steps that the lines of a text lead to.

    >>> sorted(numbers_led_to("Check it. If wrong, go to 4, otherwise go to 2\nNo: go to 7"))
    ['2', '4', '7']
    """
    lines = text.split("\n")
    ways = [way for line in lines for way in (*ways_behind(line)[1], *filter(None, [way_told(line)]))]
    return {way.to for way in ways} - {END}


def _last_way(text: str, last: bool) -> Iterator[tuple[str, Way]]:
    """Yield the first sentence that leads on and goes as far as the end, and what stands before it."""
    at = max(len(text) - _LAST, 0)
    for apart in _APART.finditer(text[at:]):
        before, sign = text[: at + apart.start()], apart[0].strip()
        way = way_told(text[at + apart.end() :], last=last)
        if way is None or not before.strip() or (way.to == END and sign in ("(", "（")):
            continue
        sentence = re.split(r"[.;!?]\s+|[。；！？]", before)[-1]
        if way.when is None and sign in (",", "，", "、", "") and _UNDER.search(sentence):
            return  # a condition that is not understood: the sentence stays whole
        kept = before + (sign if sign in ".!?。！？" else "")
        yield kept.rstrip(" ,，;；、–—-"), way
        return
