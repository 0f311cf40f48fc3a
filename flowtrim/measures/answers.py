"""What somebody answered who was asked for a reason: nothing yet, that there is none, or a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

from flowtrim.measures.lexicon import brackets, content_of, unwritten

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
