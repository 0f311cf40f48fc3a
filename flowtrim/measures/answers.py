"""What somebody answered who was asked for a reason: nothing yet, that there is none, or a text, and of which form."""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

from flowtrim.measures.lexicon import Content, Kind, brackets, content_of, folded, plain, unwritten

Reading = Literal["absent", "none", "text"]
"""Nobody was asked yet; somebody was and had no reason; there is a reason."""

REFERENCE = re.compile(
    r"""(?:§|№|\b(?:no|nr)\.|第
         |\b(?:art(?:icles?|ikel|ículo)?|sections?|sec|clauses?|para(?:graphs?)?|req(?:uirement)?|rule|annex|chapter
           |minutes?|tickets?|resolution|abs(?:atz)?|ziffer|klausel|protokoll|cláusula|acta|alinéa)\b\.?
        ) \s* (?:[^\W\d]|[.-]){0,40}+ \d
        | 第[〇零一二三四五六七八九十百千]+[条條款章項项号號節] | 제\s*\d+\s*조
        | (?-i: \b[A-Z]{2,}\)?[-\ ]?\d)""",
    re.IGNORECASE | re.VERBOSE,
)
"""Something a reader can look up: an article, clause, minute or ticket with its number, or an id such as SOX 404."""

TEMPLATES = frozenset("[{<＜【")
"""Brackets that show what is to be filled in; round ones hold asides, too."""

_OF_A_TEXT = re.compile(
    r"\b(?:text[eo]?|wording|reason|rationale|grund|begründung|wortlaut|motivo|razón|motif|raison)\b|理由|原因|说明|文[字案言]",
    re.IGNORECASE,
)
MORE_IN_BRACKETS = 2
"""Words, such as who is to write it, that a placeholder may have beside it in brackets, or where it names a reason."""

OPENING = 30
"""Signs among which a placeholder names what is missing: "Rationale outstanding (unit 4)"."""


@lru_cache(maxsize=4096)
def reading(why: str | None) -> Reading:
    """Tell the two ways of having no reason apart; placeholders such as ``tbd`` or ``?`` are no answer.

    See docs/file-format.md.

    >>> reading("tbd"), reading("Reason still to be found."), reading("keiner"), reading("Only the customer can tell.")
    ('absent', 'absent', 'none', 'text')
    >>> reading("[text of the legal department]"), reading("(The bank wants the text of the guarantee.)")
    ('absent', 'text')
    """
    content = content_of(why or "", "", unwritten())
    if content.has("none") and not content.left:
        return "none"
    about_a_text = _OF_A_TEXT.search((why or "")[:OPENING])
    around = brackets(why or "")
    is_template = around in TEMPLATES and not has_reference(why or "")
    stands_in = content.has("placeholders", "referred") or is_template or (around and about_a_text)
    spare = content.has("referred") + MORE_IN_BRACKETS * (bool(around or about_a_text) + is_template)
    is_placeholder = bool(stands_in) and content.left <= spare
    return "text" if content.said and not is_placeholder else "absent"


def has_reference(text: str) -> bool:
    """Whether a text names something that can be looked up.

    >>> has_reference("依据财务制度第5条"), has_reference("Asked for by SOX 404."), has_reference("Start 3 days early.")
    (True, True, False)
    """
    return REFERENCE.search(normalize("NFKC", text)) is not None


_KNOWS = re.compile(
    r"^(?:(?:she|he|it|er|sie|elle|il) )?(?:knows?|kennt|conoce|connait|sait)\b|^(?:懂得?|熟悉|了解|精通|通晓)"
    r"|(?:を知って|に詳し|に通じ|を心得).*$"
)
_ANY_RULES = re.compile(
    r"""\b(?:the|all|our|its|his|her|these|those|and|of|how|what|is|it|laws?|rules?|regulations?|polic(?:y|ies)|guidelines?
       |procedures?|standards?|requirements?|company|house|everything|well|best|very|work|job|that|who|why|needed
       |das|die|der|den|dem|des|alle|alles|unsere[rn]?|und|gut|genau|am|besten|gesetze?s?|vorschrift(?:en)?|regel(?:n|ungen)?
       |richtlinien?|vorgaben?|haus(?:es)?|firma
       |el|la|los|las|lo|del|de|y|todas?|todos?|nuestras?|bien|muy|leyes|ley|normas?|normativas?|reglas?|reglamentos?|casa
       |empresa|le|les|du|l|d|et|tout|toutes|tous|nos|notre|tres|mieux|lois?|regles?|reglements?|normes?|maison|entreprise)\b
       |法律|法规|法令|规定|规则|规章|制度|政策|公司|规矩|法規|規則|規程|規定|ルール|決まり|社内|会社|的|和|所有|すべて|を|の|と|は|が
       |[\W_]""",
    re.VERBOSE,
)
_PRICE = re.compile(
    r"(?:\b(?:(?:is|are) worth|costs?|vale|cuesta|vaut|coute|kostet) (?:el |le )?|值 *)"
    r"\d++(?! ?(?:%|per|por|pour|proz))"
    r"|\b\d+ (?:euro |franken )?wert\b|\d+の[値価]"
)
_WITHOUT = re.compile(r"^(?:without|ohne|sin|sans|没有|不)|^[^、,。.]{1,20}(?:がないと|がなければ|なしで)")


def _knows_a_matter(why: str) -> bool:
    """Whether somebody knows more than that there are rules: a law by its name is what the work is about.

    >>> _knows_a_matter("Knows labour law."), _knows_a_matter("Knows the rules."), _knows_a_matter("Labour law.")
    (True, False, False)
    """
    said = plain(why)
    known = _KNOWS.sub("", said, count=1)
    return known != said and len(_ANY_RULES.sub("", known)) > 1


def _tells_a_price(why: str) -> bool:
    """Whether a reason says what something is worth, in a number; "worth 100 percent" is no price.

    >>> _tells_a_price("A good part is worth 90."), _tells_a_price("Good work is worth 100 percent.")
    (True, False)
    """
    return _PRICE.search(folded(why)) is not None


def _tells_what_lacks(why: str) -> bool:
    """Whether a reason begins with what would be without something.

    >>> _tells_what_lacks("Without a key nobody gets in."), _tells_what_lacks("Nobody gets in without a key.")
    (True, False)
    """
    return _WITHOUT.match(plain(why)) is not None


ONLY_TALK: Collection[Kind] = ("sayings", "tradition", "orders", "habit", "superiors", "vague", "wishes")
"""Kinds beside which to know of a rule is no knowledge of one's own."""


def says_something_known(why: str, content: Content) -> bool:
    """Whether a reason says what a thing is worth, or which matter a role knows, in whatever words of talk."""
    if _tells_a_price(why):
        return not content.has("sayings", "tradition", "orders")
    return content.has("norms") and not content.has(*ONLY_TALK) and _knows_a_matter(why)


def tells_figures(why: str) -> bool:
    """Whether a reason tells two numbers that are no years: talk has none, or one as in "24/7"."""
    return len({*re.findall(r"(?<![\d/.,])(?!(?:19|20)\d\d\b)\d+(?![\d/])", why)}) > 1


WHO = frozenset({"who", "wer", "wem", "quien", "quienes", "qui", "quiconque"})
"""Small words with which a sentence begins that says what becomes of whom."""

CONDITION: AbstractSet[Kind] = frozenset(("only", "stop", "plain"))
"""Kinds beside which a reason says on what something depends, and nothing that would fit everywhere."""

WITHOUT: AbstractSet[Kind] = frozenset(("limits", "facts", "harms", "served"))
"""The same beside which a reason says what would be without what its step is about."""


def says_on_what_it_depends(why: str, content: Content) -> bool:
    """Whether a reason says of what its step is about only when, or for whom, something of its own is so."""
    lacks = _tells_what_lacks(why)
    is_bound = lacks or content.has("only") or not WHO.isdisjoint(content.frame[:1])
    silent = CONDITION | WITHOUT if lacks else CONDITION
    says_it = content.left > 0 or (lacks and content.has("served"))
    return is_bound and says_it and content.shared > content.again and content.kinds.keys() <= silent
