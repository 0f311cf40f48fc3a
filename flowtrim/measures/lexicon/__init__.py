"""The words people give as reasons: how to compare them, and which of them say nothing, by language.

The lists stand in one JSON file a language beside this module; a new file, named in ``packs.LANGUAGES``, is a new
language, and ``Words.of(...) | words`` adds a house's own words.
"""

from flowtrim.measures.lexicon.packs import Words, answers_of_none, padded, placeholders, words_for
from flowtrim.measures.lexicon.spelling import plain
from flowtrim.measures.lexicon.tokens import Tokens, is_praise, is_short, surely_adds, tokens

__all__ = [
    "Tokens",
    "Words",
    "answers_of_none",
    "is_praise",
    "is_short",
    "padded",
    "placeholders",
    "plain",
    "surely_adds",
    "tokens",
    "words_for",
]
