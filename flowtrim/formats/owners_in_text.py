"""Who does what a text tells, where that reads as a role, and how long it takes: in lists of pages and in diagrams."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flowtrim.formats.durations import understood
from flowtrim.formats.role_words import reads_as_role
from flowtrim.formats.tabular.columns import understand

_BRACKETS = re.compile(r"(.+?)\s*[(（]([^()（）]+)[)）]\s*([.。]?)", re.DOTALL)
_SQUARE = re.compile(r"[\[(（【]([^\[\]()（）【】]+)[\])）】]\s*[:：]?\s*(.+)", re.DOTALL)
_AT = re.compile(r"(.+?)\s+@\s*(\S.*)", re.DOTALL)
_COLON = re.compile(r"([^:：]{1,60}?)\s*[:：]\s*(\S.*)", re.DOTALL)
_DASH = re.compile(r"\s+(?:--?|[–—|])\s+|(?<=[^\W\d])[–—](?=[^\W\d])")
_OVER_TO = re.compile(r"(.+?)\s*(?:->|→|=>|➜)\s*(.+)", re.DOTALL)
_SUBJECT = re.compile(
    r"(?:(?:If|When|Once|After|Before|As soon as|Where|"
    r"Wenn|Falls|Sobald|Nachdem|Si|Quand|Lorsque|Dès que|Cuando|Una vez)\b"
    r"(?:[^,]|,(?=\d)){1,120},\s+)?(?:(?:the|an?|der|die|das|le|la|les|el|los|las)\s+|l['’])?"
    r"((?:[^\s,.;:()]+\s+){0,4}?[^\s,.;:()]+)\s+(\S+)(?:\s+(\S+))?",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?:must|should|shall|will|may|can|[a-z]{2,}[^s\W]s|[a-z]{2,}(?:ches|shes|sses|xes)|"
    r"[a-zäöüß]{2,}(?:t|et|en|ern|eln)|muss|soll|kann|darf|wird|doit|peut|[a-zéèêîïôç]{2,}(?:e|ent|it|nd)|debe|puede|[a-záéíóúñ]{2,}(?:a|e|an|en))"
)
_EAST_ASIAN_SUBJECT = re.compile(
    r"([^\s、。,.]{1,12}?)(?:が|は)\S|(?:由|如[^，]{1,20}，)?([^\s，。,.]{2,8}?)(?=(?:负责|填写|审批|审核|付款|支付|提交|检查|确认|通知|批准|"
    r"签字|签署|登记|录入|收到|接收|发送|发货|制作|编制|复核|归档|处理|受理|评估|安排|准备|打印|联系|进行|下单|验收|入库|出库|开具|核对|"
    r"汇总|分析|制定|办理|发出|回复|记录|跟进|审查|面试|发布|筛选|选择|计算|发放|更新|审阅|盖章|接听|拣货|打包|申请|調整|填寫|審核|審批|檢查))"
)
_NO_VERB = {
    "and",
    "und",
    "are",
    "is",
    "were",
    "was",
    "have",
    "has",
    "de",
    "des",
    "die",
    "le",
    "the",
    "la",
    "une",
    "meeting",
}
_AFTER_A_NOUN = {"are", "is", "were", "was", "have", "must", "will", "should", "can", "sind", "werden", "sont", "son"}
KEYED = re.compile(r"([^:：]{1,40}?)\s*[:：]\s*(\S.*)", re.DOTALL)
FIELDS = frozenset({
    "owner", "why", "takes", "waits", "accountable", "consults", "informs", "inputs", "outputs", "system", "source",
    "note", "within", "skill", "cost", "serves", "next", "part", "kind", "terms", "reviewed",
})  # fmt: skip
"""Fields that a line inside of an item may tell."""


class Roles:
    """The roles that a page names elsewhere, and all that read as one."""

    def __init__(self, named: Iterable[str] = ()) -> None:
        self._named = {_folded(name): name for name in named if name.strip()}

    def holds(self, text: str) -> bool:
        """Whether a text names a role."""
        return _folded(text) in self._named or reads_as_role(text)

    def names(self, text: str) -> str | None:
        """Return the role of the page that a text is, as the page spells it; None where it is none."""
        return self._named.get(_folded(text))


def _folded(text: str) -> str:
    return _ARTICLE.sub("", " ".join(text.casefold().split()))


_ARTICLE = re.compile(
    r"(?:\b(?:the|an?|der|die|das|le|la|les|el|los|las)\s+|\bl['’])$|^(?:the|an?|der|die|das|le|la|les|el|los|las)\s+",
    re.IGNORECASE,
)


def owner_and_name(text: str, roles: Roles) -> dict[str, str]:
    """Return what is done, and who does it and how long it takes where a text says so.

    >>> owner_and_name("Pay the claim (Payroll, 5 min)", Roles())
    {'name': 'Pay the claim', 'owner': 'Payroll', 'takes': '5 min'}
    """
    name, cells = _without_brackets(text, roles)
    if "owner" not in cells:
        for reading in (_square, _before_a_colon, _dashed, _before_an_arrow, _after_an_at, subject_of):
            if found := reading(name, roles):
                cells |= found
                break
    told = {"name": name, **cells}
    if "owner" not in cells:  # how long it takes stood behind the brackets
        rest, more = _without_brackets(told["name"], roles)
        told |= {"name": rest, **more}
    return told


def key_and_value(text: str) -> tuple[str, str]:
    """Return the field that a line tells, a note where it names none."""
    if (found := KEYED.fullmatch(text)) and (field := key_of(found[1])):
        return field, found[2]
    return "note", text


def key_of(text: str) -> str | None:
    """Return the field that a key inside of an item names; None where it names none.

    >>> key_of("Why"), key_of("Responsible"), key_of("Zuständig"), key_of("Step")
    ('why', 'owner', 'owner', None)
    """
    [field] = understand([text])
    return field if field in FIELDS else None


def _without_brackets(text: str, roles: Roles) -> tuple[str, dict[str, str]]:
    """Take the brackets off the end where all that they say is who does it and how long it takes."""
    found = _BRACKETS.fullmatch(text)
    told = _in_brackets(found[2], roles) if found else None
    if found is None or told is None:
        return text, {}
    return found[1] + found[3], told


def _in_brackets(text: str, roles: Roles) -> dict[str, str] | None:
    field, said = key_and_value(text)
    if field != "note":
        return {field: said}
    if found := re.fullmatch(
        r"(?:(?:done |performed |carried out )?by|durch|von|par|por)\s+(?:the\s+)?(.+)", text, re.IGNORECASE
    ):
        return {"owner": found[1]} if roles.holds(found[1]) else None
    if roles.holds(text):
        return {"owner": roles.names(text) or text}
    cells: dict[str, str] = {}
    for part in re.split(r"\s*[,;，；、]\s*", text):
        if roles.holds(part) and "owner" not in cells:
            cells["owner"] = roles.names(part) or part
        elif _lasts(part) and "takes" not in cells:
            cells["takes"] = part
        else:
            return None
    return cells


def _lasts(text: str) -> bool:
    """Whether a text says how long something takes; 7:30 on a page is when it is done."""
    return understood(text) is not None and not _OF_THE_DAY.fullmatch(text.strip())


_OF_THE_DAY = re.compile(r"[0-9]{1,2}:[0-9]{2}")


def _square(text: str, roles: Roles) -> dict[str, str] | None:
    found = _SQUARE.fullmatch(text)
    return {"owner": found[1].strip(), "name": found[2]} if found and roles.holds(found[1]) else None


def _before_a_colon(text: str, roles: Roles) -> dict[str, str] | None:
    found = _COLON.fullmatch(text)
    if not found:
        return None
    if (over := _OVER_TO.fullmatch(found[1])) and any(map(roles.holds, over.groups())):
        return {"owner": over[1], "informs": over[2], "name": found[2]}
    inner = _BRACKETS.fullmatch(found[1])
    who = inner[2] if inner and roles.holds(inner[2]) else found[1]
    return {"owner": roles.names(who) or who, "name": found[2]} if roles.holds(who) else None


def _dashed(text: str, roles: Roles) -> dict[str, str] | None:
    """Take off who does it, first or last, and how long it takes, last, where dashes part them from what is done."""
    parts = _DASH.split(text)
    cells: dict[str, str] = {}
    while len(parts) > 1:
        first, last = roles.holds(parts[0]), roles.holds(parts[-1])
        if "takes" not in cells and _lasts(parts[-1]):
            cells["takes"] = parts.pop()
        elif "owner" in cells or not (first or last):
            break
        else:
            shorter_last = last and len(parts[-1].split()) < len(parts[0].split())
            owner = parts.pop(-1 if shorter_last or not first else 0)
            cells["owner"] = roles.names(owner) or owner
    return cells | {"name": " – ".join(parts)} if cells else None


def _before_an_arrow(text: str, roles: Roles) -> dict[str, str] | None:
    """Find who does what stands behind an arrow; a role there is whom it goes to."""
    found = _OVER_TO.fullmatch(text)
    if not found or not roles.holds(found[1]) or roles.holds(found[2]):
        return None
    return {"owner": roles.names(found[1]) or found[1], "name": found[2]}


def _after_an_at(text: str, roles: Roles) -> dict[str, str] | None:
    found = _AT.fullmatch(text)
    return {"owner": found[2].rstrip("."), "name": found[1]} if found and roles.holds(found[2].rstrip(".")) else None


def subject_of(text: str, roles: Roles) -> dict[str, str] | None:
    """Find who does it as the subject of the sentence, which stays whole: ``The warehouse clerk checks the goods``."""
    if found := _EAST_ASIAN_SUBJECT.match(text):
        owner = next((text for text in found.groups() if text), "")
        return {"owner": roles.names(owner) or owner} if roles.holds(owner) else None
    for subject, verb, after, article in _subjects(text):
        if not _VERB.fullmatch(verb) or verb in _NO_VERB or after in _AFTER_A_NOUN or reads_as_role(verb):
            continue
        if verb.endswith(("en", "ern", "eln")) and after not in _ARTICLES:  # an infinitive: somebody is informed
            continue
        named = roles.names(subject)
        if named or (reads_as_role(subject) and (article or subject[:1] != subject[:1].lower())):
            return {"owner": named or subject[:1].upper() + subject[1:]}
    return None


_ARTICLES = {"den", "die", "das", "dem", "der", "einen", "eine", "ein", "alle", "el", "la", "los", "las", "un", "una"}


def _subjects(text: str) -> Iterator[tuple[str, str, str, bool]]:
    """Yield each possible subject of a sentence, the two words behind it, and whether it has an article."""
    found = _SUBJECT.match(text[:300])
    if not found:
        return
    article = bool(_ARTICLE.search(text[: found.start(1)]))
    words = text[found.start(1) : 300].split()
    for count in range(1, min(5, len(words))):
        subject = " ".join(words[:count])
        if subject[-1] in ",.;:()":
            return
        yield subject, words[count].rstrip(",.;:"), words[count + 1] if len(words) > count + 1 else "", article
