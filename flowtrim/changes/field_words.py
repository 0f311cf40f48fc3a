"""What the fields of a file are called where people are told of them: as in the file, and in each language."""

from __future__ import annotations

from flowtrim.sentences import Message, marked, phrase

_WORDS = frozenset((
    marked("name"), marked("owner"), marked("kind"), marked("part"), marked("why"),
    marked("serves"), marked("source"), marked("reviewed"), marked("inputs"), marked("outputs"),
    marked("system"), marked("skill"), marked("takes"), marked("waits"), marked("cost"),
    marked("accountable"), marked("consults"), marked("informs"), marked("terms"), marked("calls"),
    marked("note"), marked("decisions"), marked("next"), marked("alongside"), marked("every"),
    marked("within"), marked("each"), marked("optional"), marked("updates"), marked("customer"),
    marked("created"), marked("promise"), marked("volume"), marked("language"), marked("limits"),
    marked("starts"), marked("separate"), marked("together"), marked("KPIs"), marked("accept"),
    marked("plans"), marked("clock"), marked("anytime"), marked("cases"), marked("parts"),
    marked("questions"), marked("told"), marked("what"), marked("action"), marked("formula"),
    marked("target"), marked("steps"), marked("roles"), marked("department"), marked("skills"),
    marked("deputy"), marked("of"), marked("may"), marked("persons"), marked("rate"),
    marked("order"),
    marked("takes range"), marked("waits range"), marked("waits for"), marked("separate persons"),
    marked("ride seconds"),
))  # fmt: skip
_CALLED = {"flows": "next", "kpis": "KPIs", "ceilings": "limits", "accepted": "accept"}
"""Fields that have another name in the file than in the program."""
KINDS: dict[str, Message] = {
    "do": phrase(marked("do")), "decide": phrase(marked("decide")), "check": phrase(marked("check")),
    "approve": phrase(marked("approve")), "transfer": phrase(marked("transfer")), "notify": phrase(marked("notify")),
    "wait": phrase(marked("wait")), "store": phrase(marked("store")), "rework": phrase(marked("rework")),
    "contact": phrase(marked("contact")), "survey": phrase(marked("survey")),
}  # fmt: skip
"""What the kinds of performed steps are called, to be said in a language."""


def field_word(field: str) -> str:
    """Return what a field is called, to be said in a language; one that is not known is said as it is.

    >>> field_word("takes_range"), field_word("flows")
    ('takes range', 'next')
    """
    word = _CALLED.get(field, field.replace("_", " "))
    return phrase(word) if word in _WORDS else word
