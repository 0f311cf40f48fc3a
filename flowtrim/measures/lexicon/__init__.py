"""The words people give as reasons, and which of them say nothing, by language.

The lists stand in one JSON file a language beside this module; a new file, named in ``packs.LANGUAGES``, is a new
language, and ``Words.of(...) | words`` adds a house's own words.
"""

from flowtrim.measures.lexicon.content_words import Content, content_of
from flowtrim.measures.lexicon.odds import features, odds_of_talk
from flowtrim.measures.lexicon.packs import LONGEST, Kind, Words, unwritten, words_for
from flowtrim.measures.lexicon.spelling import brackets, folded, plain

__all__ = [
    "LONGEST",
    "Content",
    "Kind",
    "Words",
    "brackets",
    "content_of",
    "features",
    "folded",
    "odds_of_talk",
    "plain",
    "unwritten",
    "words_for",
]
