"""How a way on is opened by its condition, which people write as a question, as a clause or as a bare word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from flowtrim.measures.elevator.phrases import Phrases

BETWEEN = re.compile(", ")
BETWEEN_UNSPACED = re.compile(r", |(?<!\d),|,(?!\d)|，")
"""What parts two conditions that merely stand beside each other; a comma between digits parts nothing."""

SIGN = re.compile(r"(?<![<>=≤≥≠!-])[<>=≤≥≠!]+(?=\s*[\w€$£¥])")
"""A sign of comparison, not an arrow."""


def condition_of(when: str, say: Phrases) -> str:
    """Open a branch with its condition, which may carry its conjunction, or be a word for all other cases.

    >>> from flowtrim.measures.elevator.phrases import phrases_of
    >>> english, german = phrases_of("en"), phrases_of("de")
    >>> [condition_of(when, english) for when in ("> 500 EUR", "if signed", "else")]
    ['If more than 500 EUR', 'If signed', 'Otherwise']
    >>> condition_of("不備があれば", phrases_of("ja")), condition_of("缺材料时", phrases_of("zh"))
    ('不備があれば', '如果缺材料')
    >>> condition_of("goes to the ombudsman", english), condition_of("immer", german)
    ('If it goes to the ombudsman', 'In jedem Fall')
    >>> condition_of("only if paid", english), condition_of("es sei denn, er zahlt", german)
    ('Only if paid', 'Es sei denn, er zahlt')
    >>> [condition_of(f"{when} aus", german) for when in ("der Mieter zieht", "Mieter zieht")]
    ['Falls der Mieter auszieht', 'Falls gilt: Mieter zieht aus']
    >>> [condition_of(when, phrases_of("es")) for when in ("fuera de plazo", "urgente", "obra menor", "falta algo")]
    ['Si está fuera de plazo', 'Si es urgente', 'En caso de obra menor', 'Si falta algo']
    >>> [condition_of(when, phrases_of("fr")) for when in ("hors délai", "incomplète", "le chef refuse")]
    ['Si c’est hors délai', 'Si elle est incomplète', 'Si le chef refuse']
    >>> condition_of("Is it paid?", english), condition_of("Ist es bezahlt?", german)
    ('If it is paid', 'Falls es bezahlt ist')
    """
    when = run_together(answered(when, say).rstrip("?？ ") or when, say)
    plain = when.casefold()
    if plain in say.otherwise_words:
        return say.otherwise
    if plain in say.always_words:
        return say.any_case
    when = _turned(say.completions, when)
    plain = when.casefold()
    if _opens_itself(plain, say):
        return in_words(when[0].upper() + when[1:], say)
    ending = next(filter(plain.endswith, say.silent_endings), "")
    return say.condition.format(when=in_words(say.answers.get(plain) or when.removesuffix(ending), say))


def _opens_itself(plain: str, say: Phrases) -> bool:
    """Whether a condition carries its conjunction, or begins with a preposition that needs none."""
    by_word = plain.startswith(say.if_words) or plain.endswith(say.if_endings)
    return by_word or re.fullmatch(say.if_phrases, plain) is not None


def answered(when: str, say: Phrases) -> str:
    """Turn a question into what is so if the answer is yes; what is none stays.

    >>> from flowtrim.measures.elevator.phrases import phrases_of
    >>> answered("Does the customer agree?", phrases_of("en")), answered("付款了吗？", phrases_of("zh"))
    ('the answer to “Does the customer agree?” is yes', '付款了')
    """
    return _turned(say.questions, when)


def run_together(when: str, say: Phrases) -> str:
    """Put an "and" between two conditions that merely stand beside each other.

    >>> from flowtrim.measures.elevator.phrases import phrases_of
    >>> [run_together(when, phrases_of("zh")) for when in ("材料齐全,金额超过50,000元", "齐全，金额大")]
    ['材料齐全，而且金额超过50,000元', '齐全，而且金额大']
    """
    first, *others = (BETWEEN_UNSPACED if say.is_unspaced else BETWEEN).split(when)
    if first.casefold() in say.openings:
        return when
    if any(other.casefold().startswith(say.joining_words) for other in others):
        return say.pause.join((first, *others))
    return say.both.join((first, *others))


def in_words(when: str, say: Phrases) -> str:
    """Say a sign of comparison in words, also in the midst of a condition.

    >>> from flowtrim.measures.elevator.phrases import phrases_of
    >>> in_words("amount > 500", phrases_of("en")), in_words("金額 > 500", phrases_of("ja"))
    ('amount more than 500', '金額500超')
    """
    sign = SIGN.search(when)
    word = say.signs.get(sign[0].strip()) if sign else None
    if not sign or not word:
        return when
    before, after = when[: sign.start()].rstrip(), when[sign.end() :].strip()
    said = word.format(after) if "{}" in word else f"{word}{say.space}{after}"
    return f"{before}{say.space}{said}" if before else said


@lru_cache(maxsize=4096)  # the telling is measured after each change of a plan, and conditions are few
def _turned(turns: Sequence[tuple[str, str]], when: str) -> str:
    """Turn a condition by the first of some patterns that it fits: a question, or what lacks a verb, to a clause."""
    for pattern, said in turns:
        if found := re.fullmatch(pattern, when):
            told, first = found.expand(said), re.search(r"\w+", when)
            return told if r"\g<0>" in said or not first else told.replace(first[0], first[0].lower(), 1)
    return when
