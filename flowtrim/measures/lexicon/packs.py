"""The phrases of each language that carry no reason, read from the files beside this one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, reduce
from itertools import product
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from msgspec import Struct, field
from msgspec.json import decode
from msgspec.structs import replace

from flowtrim.measures.lexicon.spelling import HAN, HIRAGANA, KATAKANA, folded, runs, units

FOLDER = Path(__file__).parent
LONGEST = 400
"""Letters of a text that are looked at: whoever has said nothing in so many is not read on."""

LATIN = ("en", "de", "es", "fr")
LANGUAGES = (*LATIN, "zh", "ja", "ko")

Kind = Literal[
    "none", "placeholders", "referred", "sayings", "tradition", "orders", "habit", "norms", "superiors", "served",
    "elders", "taught", "wishes", "harms", "facts", "only", "vague", "limits", "plain", "stop", "beside",
]  # fmt: skip
"""What a phrase is: that there is no reason, or none written yet, or that somebody else knows it; a saying that fits
everywhere; that it was always so; that somebody wants it so; as before; a rule; whoever may give orders; who is served;
to want; what hurts somebody; what can be checked, such as a number or a time in words, or money; a value that nobody is
against; no content at all, or none beside a placeholder.
Of two kinds that a phrase is listed under, the first here counts.
"""

KINDS: Sequence[Kind] = get_args(Kind)

PLURALS = ("", "s", "es", "e", "n", "en", "nen")
"""Endings of names for several, in the languages that have any."""

_HANGUL = "[가-힣]"


class Phrase(NamedTuple):
    """A phrase that was found: how many units it has, and its kind."""

    size: int
    kind: Kind


class Entries(NamedTuple):
    """The phrases that begin with one unit: the kind of each, by the units after the first, and how many these are.

    ``starred`` says that a star stands at some unit after the first; hardly anywhere it does.
    """

    kinds: Mapping[tuple[str, ...], Kind]
    sizes: tuple[int, ...]
    starred: bool

    @classmethod
    def of(cls, kinds: Mapping[tuple[str, ...], Kind]) -> Entries:
        """Collect the sizes, the largest first."""
        sizes = tuple(sorted({*map(len, kinds)}, reverse=True))
        return cls(kinds, sizes, any("*" in unit for rest in kinds for unit in rest))

    def joined(self, other: Entries) -> Entries:
        """Return these phrases and the others; of two kinds the first counts."""
        kinds = {**self.kinds, **other.kinds}
        both = self.kinds.keys() & other.kinds.keys()
        kinds |= {rest: min(self.kinds[rest], other.kinds[rest], key=KINDS.index) for rest in both}
        return Entries.of(kinds)


class Words(Struct, frozen=True, eq=False):
    """The phrases of one or several languages, by their first unit.

    A unit with a ``*`` stands for all words that begin or end so. ``forms`` leads from irregular forms to the word that
    they are forms of. Two collections are joined with ``|``. Each is itself alone, so that what was read with it can be
    remembered: comparing thousands of phrases would take longer. ``named`` are the same where the names of who is
    served count as words for them.
    """

    phrases: Mapping[str, Entries] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    stars: frozenset[str] = frozenset()
    named: Words | None = None

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]]) -> Words:
        """Read the lists of a file, or a person's own, by kind.

        A line with a comma lists phrases, a line without lists words. Lines under ``forms`` are pairs of words.

        >>> Words.of({"norms": ["house rules, *richtlinie"]}).first_of(["konzernrichtlinie", "x"], 0)
        Phrase(size=1, kind='norms')
        """
        index: dict[str, dict[tuple[str, ...], Kind]] = {}
        stars: set[str] = set()
        for kind in KINDS:
            for phrase in _listed(lists.get(kind, ())):
                first, *rest = _units_of(phrase)
                index.setdefault(first, {}).setdefault(tuple(rest), kind)
                if "*" in phrase:
                    stars.update(unit for unit in (first, *rest) if "*" in unit)
        forms = dict(_units_of(pair) for pair in _listed(lists.get("forms", ())))
        return cls({first: Entries.of(kinds) for first, kinds in index.items()}, forms, frozenset(stars))

    def __or__(self, other: Words) -> Words:
        """Return both collections in one."""
        phrases = {**self.phrases}
        for first, entries in other.phrases.items():
            phrases[first] = phrases[first].joined(entries) if first in phrases else entries
        return Words(phrases, {**other.forms, **self.forms}, self.stars | other.stars)

    def serving(self, names: tuple[str, ...]) -> Words:
        """Return the same phrases, which know those who are served by name."""
        spoken = tuple(" ".join(units(name)) for name in names)
        return _serving(self, tuple(filter(None, spoken))) if any(spoken) else self

    def first_of(self, text: Sequence[str], place: int) -> Phrase | None:
        """Return the longest phrase that begins at a place of a text in units; of the same length the first kind."""
        several = _entries_of(text[place], self)
        if not several:
            return None
        found = [phrase for entries in several if (phrase := self._longest(entries, text, place + 1))]
        return found[0] if len(found) == 1 else min(found, key=_precedence, default=None)

    def _longest(self, entries: Entries, text: Sequence[str], place: int) -> Phrase | None:
        for size in entries.sizes:
            rest = tuple(text[place : place + size])
            kind = entries.kinds.get(rest) or (self._kind_by_stars(entries, rest) if entries.starred else None)
            if kind:
                return Phrase(1 + size, kind)
        return None

    def _kind_by_stars(self, entries: Entries, rest: tuple[str, ...]) -> Kind | None:
        """Return the kind of a phrase whose later units end or begin with a star."""
        ways = [_entries_for(unit, self.stars) for unit in rest]
        return next(filter(None, map(entries.kinds.get, product(*ways))), None)


def _precedence(phrase: Phrase) -> tuple[int, int]:
    return -phrase.size, KINDS.index(phrase.kind)


@lru_cache(maxsize=8192)
def _entries_of(unit: str, words: Words) -> tuple[Entries, ...]:
    """Return the phrases that may begin with a unit; most units begin none."""
    return tuple(entries for first in _entries_for(unit, words.stars) if (entries := words.phrases.get(first)))


@lru_cache(maxsize=8192)
def _entries_for(unit: str, stars: frozenset[str]) -> tuple[str, ...]:
    """Return the entries that a unit stands under: itself, and those with a star that it begins or ends as."""
    beginnings = (f"{unit[:length]}*" for length in range(len(unit), 0, -1))
    endings = (f"*{unit[start:]}" for start in range(len(unit)))
    return (unit, *(entry for entry in (*beginnings, *endings) if entry in stars))


def _listed(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from filter(None, map(str.strip, line.split("," if "," in line else None)))


def _units_of(phrase: str) -> list[str]:
    """Return the units of a phrase, with the stars that stand at them."""
    if "*" not in phrase:
        return units(phrase)
    return [
        f"{'*' if part.startswith('*') else ''}{unit}{'*' if part.endswith('*') else ''}"
        for part in phrase.split()
        for unit in units(part)
    ]


@lru_cache(maxsize=64)
def _serving(words: Words, names: tuple[str, ...]) -> Words:
    served = Words.of({"served": [f"{name}{ending}," for name in names for ending in PLURALS]})
    return replace(words, named=words | served)


def words_for(language: str | None, texts: Iterable[str]) -> Words:
    """Return the phrases for texts of a language, with those of the other scripts that occur in them.

    ``language`` is a tag such as ``de`` or ``zh-Hans``; English comes along with each, since much is written in it.
    Where it is None, the European language is the one most of whose small words occur, English if none does.
    A language without lists has none: its texts are judged by less.
    """
    texts = tuple(folded(text[:LONGEST]) for text in texts)
    tag = language.replace("_", "-").partition("-")[0].casefold() if language else _european(texts)
    beside = ("en",) if language and tag in LANGUAGES else ()
    return _joined(tuple(dict.fromkeys((tag, *beside, *_by_script(texts, tag)))))


@cache
def pack(language: str) -> Words:
    """Return the phrases of one language; none where there is no file."""
    return Words.of(_read(language)) if language in LANGUAGES else Words()


@cache
def unwritten() -> Words:
    """Return what people write, in any language, where nobody was asked yet, or where there is no reason."""
    return Words.of(_read("any"))


@cache
def weights() -> Mapping[str, float]:
    """Return what each feature of a reason weighs, more where it is said by who has none; the empty one counts always.

    Made by ``benchmarks/weigh_reasons.py`` from all reasons that were labelled.
    """
    found: dict[str, float] = _read("weights")["features"]
    return found


@cache
def _joined(languages: tuple[str, ...]) -> Words:
    return reduce(Words.__or__, map(pack, languages))


def _by_script(texts: Iterable[str], language: str) -> Iterator[str]:
    """Return the languages whose script occurs; Han alone is taken for Chinese unless Japanese was declared."""
    for text in texts:
        if text.isascii():
            continue
        if re.search(f"[{HIRAGANA}{KATAKANA}]", text):
            yield "ja"
        elif language != "ja" and re.search(f"[{HAN}]", text):
            yield "zh"
        if re.search(_HANGUL, text):
            yield "ko"


def _european(texts: Iterable[str]) -> str:
    spoken_by = _languages_of_stop_words()
    votes = dict.fromkeys(LATIN, 0)
    for word in runs(" ".join(texts)):
        for language in spoken_by.get(word, ()):
            votes[language] += 1
    return max(LATIN, key=votes.__getitem__)


@cache
def _languages_of_stop_words() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language in LATIN:
        for word, entries in pack(language).phrases.items():
            if entries.kinds.get(()) == "stop":
                found.setdefault(word, []).append(language)
    return found


def _read(name: str) -> dict[str, Any]:
    lists: dict[str, Any] = decode((FOLDER / f"{name}.json").read_bytes())  # twice as fast as json, at each start
    return lists
