"""Steps that are several pieces of work in one, and work that is done for one of several things after the other."""

from __future__ import annotations

import re
from functools import lru_cache

from flowtrim.model import Step

_JOINED = re.compile(r"\s(and|und|y|e|et|en|&|\+)\s|以及|并且|並びに|および|及び|그리고", re.IGNORECASE)
_LISTED = re.compile(r"\b(with|mit|avec|con)\s[^,]+,[^,]+?\s(and|und|et|y|e)\s", re.IGNORECASE)
"""Things named after "with" in a list of three or more, such as the fields of a form: they are no work of their own."""
_SEVERAL = re.compile(r"[,;/+&、]|\s(and|und|et)\s", re.IGNORECASE)

_NEXT_ONE = re.compile(
    r"\b(?:another|other|more|further|one)\b.*\b(?:left|remains?|to go|to come|to do)\b"
    r"|\bnot the last\b|\b(?:there (?:are|is)|still) (?:more|another|other)\b|\b\w+s (?:still )?remain(?:ing)?$"
    r"|\banother (?:\w+ )?waits?\b|\bstill (?!(?:has|needs|is|was)\b)\w+s to \w+"
    r"|\bnot (?:yet )?all\b.*\b(?:done|dealt with|handled|finished|processed|visited|clean(?:ed)?|through)\b"
    r"|\bnext (?!(?:steps?|day|week|month|year|time|attempt|try)\b)\w+"
    r"|\b(?:noch|weitere[rns]?|andere[rns]?)\b.*\b(?:übrig|zu tun|stehen? aus|kommt|kommen)\b"
    r"|\b(?:noch (?:\w+ )+|weitere[rns]? (?:\w+ )+)(?<!nicht )(?:offen|vorhanden|da|folgen|folgt|warten|wartet)\b"
    r"|\bes gibt (?:noch )?(?:weitere|andere)\b"
    r"|\bnicht (?:de[rn] letzte|die letzte|alle\b.*\b(?:erledigt|bearbeitet|abgearbeitet|fertig|geschafft|besucht)\b)"
    r"|\bnächste[rsn]? (?!tag|woche|monat|jahr|mal)\w+"
    r"|\bquedan? (?:otr|más|algun|una?\b|por\b|\w+ por\b)|\bsiguiente \w+"
    r"|\bno\b.*\btod[oa]s\b.*\b(?:hech|list|terminad|procesad|atendid)[oa]s\b"
    r"|\bno es (?:el|la) últim[oa]|\bhay (?:más|otr[oa]s?)\b|\bil (?:en )?reste\b|\bautres? \w+ restent?\b"
    r"|\bencore une? (?!fois)|\bil y en a (?:d['’]autres|encore)\b|\b\w+ suivante?\b|\bpas (?:le|la) derni"
    r"|\bpas tou(?:te)?s\b.*\b(?:fait|traité|terminé|fini)e?s\b"
    r"|残って|残りが|残る|次の.+ある|まだ.+(?:ある|残)|最後でな|还有|還有|剩|下一[个個条條项項件份]|不是最后|不是最後|[没未]全部(?:完成|做完|处理|處理|办完|辦完)",
    re.IGNORECASE,
)
"""The conditions on which the next of several things has its turn, in six languages.

That not all is there, or right, is no such condition: the same thing comes back. So "not all" counts where it is done.
"""
_FAULT = re.compile(
    r"doubt|question|error|mistake|fault|defect|problem|missing|unclear|silent|information|detail|answer|reply|signature"
    r"|zweifel|frage|fehl|mangel|mängel|unklar|angabe|antwort|unterschrift|duda|pregunta|falta|respuesta|firma"
    r"|doute|erreur|défaut|manqu|réponse|不備|誤|疑|不明|問題|回答|错|錯|缺|问题|答复|签字",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)  # an interruption that may come anywhere stands at each step
def is_next_one(when: str) -> bool:
    """Whether a condition says that another one of several things is left, and not that one was wrong.

    >>> [is_next_one(when) for when in ("another branch is left", "noch Räume übrig", "some doubts are left")]
    [True, True, False]
    """
    return _NEXT_ONE.search(when) is not None and _FAULT.search(when) is None


def does_several(step: Step) -> bool:
    """Whether a step does several things: its name joins two, and it delivers several or uses several systems.

    >>> does_several(Step("a", "Check and file the order", outputs=("checked order", "file copy")))
    True
    >>> does_several(Step("a", "Wash and dry it", outputs=("clean shirt",)))
    False
    >>> does_several(Step("a", "Open a ticket with number, name and one of 140 codes", outputs=("ticket", "code")))
    False
    """
    several = len(step.outputs) > 1 or (step.system is not None and _SEVERAL.search(step.system) is not None)
    return several and _JOINED.search(_LISTED.sub(" ", step.name)) is not None
