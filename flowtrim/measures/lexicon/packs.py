"""The word lists of each language, read from the files beside this one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.measures.lexicon.spelling import folded, is_glued, may_be_glued, plain, runs, stem

FOLDER = Path(__file__).parent
LATIN = ("en", "de", "es", "fr")
LANGUAGES = (*LATIN, "zh", "ja", "ko")

_KANA, _HAN, _HANGUL = "[ぁ-ヿ]", "[一-鿿]", "[가-힣]"


class Words(Struct, frozen=True):
    """What to pass over in a text, and what to be wary of; texts are folded.

    ``stop`` are words and ``glue`` the strings of unspaced scripts that carry no content. ``tradition`` and
    ``authority`` are to be looked for in ``padded`` text. ``vague`` are stems, and ``vague_glue`` strings of unspaced
    scripts, that praise and say nothing. Two collections are joined with ``|``.
    """

    stop: frozenset[str] = frozenset()
    glue: tuple[str, ...] = ()
    tradition: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    vague: frozenset[str] = frozenset()
    vague_glue: tuple[str, ...] = ()

    @classmethod
    def of(cls, lists: Mapping[str, Any]) -> Words:
        """Read the lists of a file, or a person's own: ``stop`` and ``vague`` are words with spaces between them.

        ``tradition`` and ``authority`` are lists of phrases; a ``*`` at the beginning or end stands for the rest of
        a word.

        >>> Words.of({"authority": ["*richtlinie"]}).authority
        ('richtlinie ',)
        """
        stop, vague = folded(lists.get("stop", "")).split(), folded(lists.get("vague", "")).split()
        return cls(
            stop=frozenset(word for word in stop if not is_glued(word)),
            glue=_longest_first(filter(is_glued, stop)),
            tradition=tuple(map(_needle, lists.get("tradition", ()))),
            authority=tuple(map(_needle, lists.get("authority", ()))),
            vague=frozenset(stem(word) for word in vague if not is_glued(word)),
            vague_glue=_longest_first(filter(is_glued, vague)),
        )

    def __or__(self, other: Words) -> Words:
        """Return both collections in one."""
        return Words(
            self.stop | other.stop,
            _longest_first({*self.glue, *other.glue}),
            self.tradition + other.tradition,
            self.authority + other.authority,
            self.vague | other.vague,
            _longest_first({*self.vague_glue, *other.vague_glue}),
        )

    def within(self, texts: Iterable[str]) -> Words:
        """Return them without the phrases that stand in none of the texts, and need not be looked for in each.

        >>> Words(tradition=(" always ", " ever since ")).within(["We always did."]).tradition
        (' always ',)
        """
        together = "\n".join(map(padded, texts))
        words = frozenset(together.split())

        def occurs(phrase: str) -> bool:
            # most phrases lack even their longest word, and a word is found sooner than a phrase
            return words.issuperset(_longest_word(phrase)) and phrase in together

        tradition, authority = tuple(filter(occurs, self.tradition)), tuple(filter(occurs, self.authority))
        return replace(self, tradition=tradition, authority=authority)


def padded(text: str) -> str:
    """Return the text as phrases are looked for in it: plain, with a space at either end.

    >>> padded("That's how!")
    ' that s how '
    """
    return f" {plain(text)} "


def words_for(language: str | None, texts: Iterable[str]) -> Words:
    """Return the lists for texts of a language, with those of the other scripts that occur in them.

    ``language`` is a tag such as ``de`` or ``zh-Hans``; English comes along with each, since much is written in it.
    Where it is None, the European language is the one most of whose small words occur, English if none does.
    A language without lists has none: its texts are judged by less.
    """
    texts = tuple(map(folded, texts))
    tag = language.replace("_", "-").partition("-")[0].casefold() if language else _european(texts)
    beside = ("en",) if language and tag in LANGUAGES else ()
    return _joined(tuple(dict.fromkeys((tag, *beside, *_by_script(texts, tag)))))


@cache
def pack(language: str) -> Words:
    """Return the lists of one language; empty where there are none."""
    return Words.of(_read(language)) if language in LANGUAGES else Words()


@cache
def placeholders() -> frozenset[str]:
    """Return what people write, in plain spelling and any language, where nobody was asked yet."""
    return frozenset(map(plain, _read("any")["placeholders"]))


@cache
def answers_of_none() -> frozenset[str]:
    """Return what people write, in plain spelling and any language, where somebody was asked and knew no reason."""
    return frozenset(map(plain, _read("any")["none"]))


@cache
def _joined(languages: tuple[str, ...]) -> Words:
    words = Words()
    for language in languages:
        words |= pack(language)
    return words


def _by_script(texts: Iterable[str], language: str) -> Iterator[str]:
    """Return the languages whose script occurs; Han alone is taken for Chinese unless Japanese was declared."""
    for text in filter(may_be_glued, texts):
        if re.search(_KANA, text):
            yield "ja"
        elif language != "ja" and re.search(_HAN, text):
            yield "zh"
        if re.search(_HANGUL, text):
            yield "ko"


def _european(texts: Iterable[str]) -> str:
    spoken_by = _languages_of_stop_words()
    votes = dict.fromkeys(LATIN, 0)
    for word in runs(" ".join(texts)):
        if word in spoken_by:
            for language in spoken_by[word]:
                votes[language] += 1
    return max(LATIN, key=votes.__getitem__)


@cache
def _languages_of_stop_words() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language in LATIN:
        for word in pack(language).stop:
            found.setdefault(word, []).append(language)
    return found


@cache
def _longest_word(phrase: str) -> tuple[str, ...]:
    """Return the longest of the words that a phrase holds whole, if any: not at an end that stands for more."""
    return tuple(sorted(phrase.split(" ")[1:-1], key=len)[-1:])


def _needle(phrase: str) -> str:
    if is_glued(phrase):
        return plain(phrase)
    return f"{'' if phrase.startswith('*') else ' '}{plain(phrase)}{'' if phrase.endswith('*') else ' '}"


def _longest_first(strings: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(strings, key=lambda string: (-len(string), string)))


def _read(name: str) -> dict[str, Any]:
    lists: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return lists
