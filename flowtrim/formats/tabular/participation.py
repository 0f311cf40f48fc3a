"""How tables say who takes part in a step: by letters of known systems, by marks, by words, or as a legend tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from flowtrim.formats.unit_words import bare

OWNER, ACCOUNTABLE, CONSULTS, INFORMS, OUT = "owner", "accountable", "consults", "informs", ""
_ANSWERS = "answers"
"""Is responsible, which is the owner unless another letter says who does it."""

_WORDS = {
    OWNER: "does|doer|does it|does the work|performs|performer|perform|executes|execute|executes it|executor|execution|"
    "carries out|carry out|lead|leads|leading|leader|driver|drives|drive|owner|owns|primary|primary role|"
    "primarily responsible|main|main role|main responsibility|mainly responsible|in charge|hauptverantwortlich|"
    "hauptverantwortung|durchführung|durchführend|durchführender|durchführungsverantwortung|durchf|führt durch|"
    "führt aus|ausführung|ausführend|ausführender|umsetzung|setzt um|federführend|federführung|leitung|bearbeitung|"
    "bearbeiter|bearbeitet|erledigt|réalise|réalisation|réalisateur|exécute|exécutant|exécution|fait|acteur|pilote|"
    "pilotage|mène|principal|ejecuta|ejecutor|ejecución|realiza|realizador|realización|hace|lidera|líder|principal|"
    "主办|主責|主责|主导|主要负责|执行|執行|实施|牵头|承办|经办|主担当|担当|担当者|実行|実施|実行責任|実行責任者|実行者|主管|主体|主",
    _ANSWERS: "responsible|responsible person|responsible party|responsible role|person responsible|responsibility|"
    "resp|verantwortlich|verantwortlicher|verantwortliche|verantwortung|verantwortet|verantw|zuständig|zuständigkeit|"
    "responsable|responsabilité|responsabilidad|负责|负责人|责任|责任人|责任部门|负责部门|負責|責任者|責任",
    ACCOUNTABLE: "accountable|accountability|acct|approves|approve|approver|approval|appr|signs off|sign off|signs|"
    "sign off required|decides|decide|decider|decision|decision maker|authority|authorises|authorizes|authorisation|"
    "authorization|answerable|rechenschaftspflichtig|rechenschaft|genehmigt|genehmigung|genehmigend|freigabe|"
    "gibt frei|entscheidet|entscheidung|entscheider|entscheidend|entsch|ergebnisverantwortung|gesamtverantwortung|"
    "approbateur|approuve|approbation|valide|validation|valideur|validateur|décide|décision|décideur|autorité|autoridad|aprueba|"
    "aprobador|aprobación|autoriza|autorización|decide|decisión|valida|validación|rinde cuentas|responsable final|"
    "批准|审批|批核|审定|决策|决定|核准|问责|当责|最终责任|审核批准|承認|承認者|決裁|決裁者|決定|説明責任|説明責任者|最終責任|最終承認",
    CONSULTS: "consulted|consult|consults|consultation|cons|contributes|contributor|contribute|contribution|supports|"
    "support|supporting|supporter|supportive|assists|assist|assistance|participates|participant|participate|"
    "participation|participating|involved|involvement|takes part|advises|advice|adviser|advisor|input|gives input|"
    "input required|reviews|review|reviewer|review required|verifies|verify|verification|verifier|checks|agrees|agree|"
    "agreement|recommends|recommend|recommendation|secondary|secondary role|backup|collaborates|collaborator|helps|"
    "helper|quality review|control|suggest|mitarbeit|mitarbeitend|arbeitet mit|mitwirkung|mitwirkend|wirkt mit|mitw|"
    "beteiligt|beteiligung|unterstützung|unterstützt|unterstützend|konsultiert|konsultation|zu konsultieren|beratung|"
    "berät|beratend|anhörung|prüfung|prüft|prüfend|vorschlag|zuarbeit|consulté|consultée|contribue|contributeur|"
    "participe|soutien|appui|assiste|vérifie|vérification|avis|conseil|consultado|consultada|consulta|colabora|"
    "colaborador|colaboración|participa|participante|participación|apoyo|apoya|revisa|revisión|verifica|asesora|协助|"
    "配合|协同|协办|参与|参加|支持|咨询|被咨询|审核|复核|协作|会签|協力|支援|補助|副担当|相談|相談先|助言|関与|関連|関連部門|確認|レビュー|"
    "サポート|協議|協議先|副",
    INFORMS: "informed|inform|informs|information|is informed|to be informed|kept informed|keep informed|inf|info|"
    "notified|notify|to be notified|fyi|informiert|zu informieren|wird informiert|kenntnis|kenntnisnahme|zur kenntnis|"
    "benachrichtigt|informé|informée|est informé|à informer|pour information|informado|informada|información|"
    "se informa|a informar|notificado|知会|告知|通知|被通知|被告知|知情|知晓|"
    "抄送|报告|報告|報告先|共有|情報共有|情報|情報提供|連絡|周知",
    OUT: "omitted|omit|out of the loop|out|not involved|no role|excluded|nicht beteiligt|omis|hors boucle|omitido|"
    "no participa|不参与|対象外|関与なし",
}  # fmt: skip
_MEANT = {bare(word): field for field, words in _WORDS.items() for word in words.split("|")}
_SIGNS = {
    "主": OWNER, "负": OWNER, "負": OWNER, "执": OWNER, "担": OWNER, "实": OWNER, "办": OWNER,
    "协": CONSULTS, "協": CONSULTS, "配": CONSULTS, "副": CONSULTS, "参": CONSULTS, "支": CONSULTS, "助": CONSULTS,
    "咨": CONSULTS, "相": CONSULTS, "审": ACCOUNTABLE, "批": ACCOUNTABLE, "承": ACCOUNTABLE, "决": ACCOUNTABLE,
    "決": ACCOUNTABLE, "知": INFORMS, "通": INFORMS, "报": INFORMS, "報": INFORMS,
}  # fmt: skip
"""One sign of such a word alone."""


class _System(NamedTuple):
    letters: dict[str, str]
    needs: str


def _system(owner: str, accountable: str, consults: str, informs: str = "i", *, needs: str) -> _System:
    told = {OWNER: owner, ACCOUNTABLE: accountable, CONSULTS: consults, INFORMS: informs}
    return _System({letter: field for field, letters in told.items() for letter in letters}, needs)


_SYSTEMS = (
    _System(_system("r", "a", "csvq", needs="r").letters | {"o": OUT}, "r"),  # RACI, RASCI, RASI, RACI-VS, CAIRO
    _system("r", "da", "cs", needs="dra"),  # DARCI
    _system("d", "a", "cs", needs="d"),  # DACI
    _system("p", "d", "rai", "", needs="pd"),  # RAPID: who performs, who decides
    _system("p", "a", "ris", "", needs="pr"),  # PARIS: participant, review, input, sign-off
    _system("r", "a", "pcs", needs="rp"),  # responsible, participates
    _system("t", "ra", "s", needs="tr"),  # RATSI: responsibility, authority, task
    _system("p", "a", "cs", needs="pc"),  # PACSI: performs, accountable, control, suggest
    _system("p", "a", "cs", needs="ps"),  # primary, support
    _system("o", "a", "rp", "", needs="op"),  # OARP
    _system("o", "ma", "ch", "", needs="oh"),  # MOCHA
    _system("l", "a", "csm", needs="l"),  # lead, support; CLAM
    _system("d", "ev", "mub", needs="d"),  # DEMI: Durchführung, Entscheidung, Mitarbeit, Information
    _system("v", "e", "mub", needs="v"),  # Verantwortung, Mitwirkung, Information
    _system("f", "e", "mub", needs="f"),  # Federführung
    _system("z", "e", "mub", needs="z"),  # Zuständigkeit
)
_RACI = _SYSTEMS[0].letters
_PLAIN_MARKS = "xX✓✔✅☑√*•✗"
_SHAPES = "◎★●■▲○☆□△"
"""From the strongest to the weakest: whoever has the strongest one that a table uses does it."""
_ALIKE = str.maketrans("〇◯⭕⬤", "○○○●")
_APART = re.compile(r"[\s/,;&+()\[\]*.|、，；／・·（）-]+")


def codes_of(cell: str) -> list[str]:
    """Return the letters, marks and words of participation in a cell; nothing where it says anything else.

    >>> codes_of("A/R"), codes_of("◎"), codes_of("(x)"), codes_of("Responsible, Informed"), codes_of("Pay")
    (['a', 'r'], ['◎'], ['(x)'], ['responsible', 'informed'], [])
    """
    said = cell.strip().replace("\ufe0f", "").translate(_ALIKE)
    if len(said) > _LONGEST or not said:
        return []
    if len(said) == 1 and said in _PLAIN_MARKS:
        return ["x"]
    if re.fullmatch(r"[(（\[][xX✓✔√●○][)）\]]", said):
        return ["(x)"]
    if _field(said) is not None:
        return [_plain(said)]
    found: list[str] = []
    for part in filter(None, _APART.split(said)):
        if len(part) == 1 and (part.isalnum() or part in _SHAPES):
            found.append(part.casefold())
        elif _field(part) is not None:
            found.append(_plain(part))
        elif _SEVERAL.fullmatch(part) and len(set(part)) == len(part):
            found += part.casefold()
        else:
            return []
    return found


_SEVERAL = re.compile(rf"[RACISracis]{{2,4}}|[DEMIV]{{2,3}}|[{''.join(_SIGNS)}{_SHAPES}]{{2,3}}")


_LONGEST = 40
"""Letters of a cell that says who takes part; a longer one tells something."""


def _plain(text: str) -> str:
    return bare(text).strip(" .")


def _field(text: str) -> str | None:
    return _MEANT.get(_plain(text))


def meanings(used: set[str], legend: Mapping[str, str]) -> Mapping[str, str] | None:
    """Return the field of each code that a table uses, as its legend says, else as a known system does.

    None where no code says who does it, or systems differ about one: then nobody knows.

    >>> meanings({"d", "m", "i"}, {})
    {'d': 'owner', 'i': 'informs', 'm': 'consults'}
    >>> meanings({"r", "p", "i"}, {}), meanings({"q", "z"}, {"q": "owner", "z": "informs"})["q"]
    (None, 'owner')
    """
    if used and used <= legend.keys():
        found = {code: legend[code] for code in used}
    else:
        letters = {code for code in used if len(code) == 1 and code.isascii() and code.isalpha() and code != "x"}
        found = {**_by_systems(letters, legend), **_others(used - letters, legend)}
        if found.keys() < used:
            return None
    found = {code: _settled(field, found) for code, field in sorted(found.items())}
    return found if OWNER in found.values() else None


def _settled(field: str, found: Mapping[str, str]) -> str:
    if field != _ANSWERS:
        return field
    return ACCOUNTABLE if OWNER in found.values() else OWNER


def _by_systems(letters: set[str], legend: Mapping[str, str]) -> dict[str, str]:
    """Return what letters mean in all known systems that have them and say nothing else than the legend."""
    told = [
        {letter: system.letters[letter] for letter in letters}
        for system in _SYSTEMS
        if letters <= system.letters.keys() and letters >= set(system.needs)
    ]
    told = [each for each in told if all(_agree(legend.get(letter), field) for letter, field in each.items())]
    if letters == set("paris"):  # with all of its letters, it is that
        return dict(_SYSTEMS[4].letters)
    return told[0] if told and all(each == told[0] for each in told) else {}


def _agree(told: str | None, field: str) -> bool:
    return told in (None, field) or (told == _ANSWERS and field in (OWNER, ACCOUNTABLE))


def _others(codes: set[str], legend: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of marks and words."""
    strongest = next((sign for sign in _SHAPES if sign in codes), None)
    found = {code: OWNER if code == strongest else CONSULTS for code in codes if code in _SHAPES}
    found |= {"x": OWNER} if "x" in codes and strongest is None else {}
    found |= {"(x)": CONSULTS} if "(x)" in codes else {}
    found |= {code: field for code in codes if (field := _field(code) or _SIGNS.get(code)) is not None}
    return found | {code: legend[code] for code in codes if code in legend}


def is_plain(meant: Mapping[str, str]) -> bool:
    """Whether codes are those of RACI, crosses and words, which need no explanation."""
    return all(code == "x" or _field(code) is not None or _RACI.get(code) == field for code, field in meant.items())


def legend_of(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return the legend that texts hold: what each letter or mark means, where one of them is who does it.

    A legend names roles of participation, and no steps.

    >>> legend_of([["Legend", "D = Driver, I: informed (by mail)"]]), legend_of([["A: Approve it"], ["R: Review it"]])
    ({'d': 'owner', 'i': 'informs'}, {})
    >>> legend_of([["P", "Performs"], ["Q", "Is consulted"], ["Q", "Consulted"]])
    {'p': 'owner', 'q': 'consults'}
    """
    found: dict[str, str] = {}
    for row in rows:
        texts = [text.strip() for text in row]
        for code, meaning in [pair for text in texts for pair in told_in(text)] + _side_by_side(texts):
            found.setdefault(code, meaning)
    return found if {OWNER, _ANSWERS} & set(found.values()) else {}


def is_legend(row: Sequence[str]) -> bool:
    """Whether a row holds nothing but what letters mean: each in a text with its meaning, or in the cell before it.

    >>> is_legend(["", "R = Responsible", "I = Informed"]), is_legend(["Q", "Responsible"]), is_legend(["Ask", "R"])
    (True, True, False)
    """
    texts = [text for text in map(str.strip, row) if text and bare(text).strip(" :") not in _LEGENDS]
    apart = len(texts) % 2 == 0 and len(_side_by_side(texts)) == len(texts) // 2
    return bool(texts) and (apart or all(map(told_in, texts)))


_LEGENDS = {"legend", "legende", "key", "leyenda", "凡例", "图例", "說明", "说明", "注", "备注"}


def told_in(text: str) -> list[tuple[str, str]]:
    """Return what a text says that letters mean; nothing where it tells anything else.

    >>> told_in("R = Responsible; A = Accountable (one only)"), told_in("◎：主担当　○：協力"), told_in("A: Approve it")
    ([('r', 'answers'), ('a', 'accountable')], [('◎', 'owner'), ('○', 'consults')], [])
    """
    if len(text) > _LONGEST_LEGEND:
        return []
    said = text.translate(_ALIKE)
    pairs = [(found[1], found[2]) for found in _PAIR.finditer(said)]
    pairs += [(found[1] or found[4], found[2] or found[3]) for found in _BRACKETED.finditer(said)]
    return [(code.casefold(), field) for code, words in pairs if (field := _meaning(words)) is not None]


_LONGEST_LEGEND = 1_000
_CODE = r"[(\[（【]?([A-Za-z0-9]|[主负負执担协協配副参审批承知报報通]|[◎★●■▲○☆□△])[)\]）】]?"
_PAIR = re.compile(
    rf"(?<![^\W\d_]){_CODE}"
    r"(?:\s*[=:：＝–—→-]\s*|(?<=[◎★●■▲○☆□△)）】\]])\s*(?=[^\W\d]))"
    r"([^=:：＝;；,，、|/*\n·•◎★●■▲○☆□△]{2,60}?)"
    rf"(?=$|[;；,，、|/*\n·•◎★●■▲○☆□△]|\s+{_CODE.replace('?([', '?(?:[')}\s*[=:：＝–—]|[=:：＝])"
)


_BRACKETED = re.compile(
    r"(?<![^\W_])([A-Z]|[◎★●■▲○☆□△])\s*[(（]([^()（）]{2,40})[)）]|([^\W\d_]{2,30})\s*[(（]([A-Z]|[◎★●■▲○☆□△])[)）]"
)


def _meaning(words: str) -> str | None:
    """Return the field that the words of a legend mean: the whole of them, or what stands before an explanation."""
    said = words.strip(" .")
    first = re.split(r"\s*[(（–—]|\s-\s|\s(?:for|für|de|du|del|por|pour|to|and|und|et|y)\s", said, maxsplit=1)[0]
    known = [_field(text) for text in (said, first, re.sub(r"^(?:is|are|to be|wird|ist|est|es)\s+", "", said))]
    return next((field for field in known if field is not None), None)


def _side_by_side(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return letters whose meaning stands in the cell beside them."""
    pairs = pairwise(texts)
    return [
        (code.translate(_ALIKE).casefold(), field)
        for code, words in pairs
        if len(code) == 1 and not code.isspace() and len(words) > 1 and (field := _meaning(words)) is not None
    ]
