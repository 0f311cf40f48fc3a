"""How a sentence is made: a template with named parts, and the words for quoting, listing, counting and guessing.

A sentence is written in English and carries what it was made of, so that whoever shows it can say it in another
language. It is a string like any other to those who do not ask.

>>> found = say("{name} has no target.", name=quoted("Lead time"))
>>> found
"'Lead time' has no target."
>>> found.template
'{name} has no target.'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from gettext import NullTranslations

LONGEST_NAME = 60
"""How many signs of a name a sentence shows: nobody reads a longer one to its end."""

MOST_NAMES = 3
"""How many names a sentence lists before it counts the rest."""

LANGUAGES = {"de": "de", "es": "es", "fr": "fr", "ja": "ja", "zh": "zh_Hans"}
"""The languages with a catalogue beside English, and the name of its folder."""


def marked(template: str) -> str:
    """Mark a text for the translators that is no argument of ``say``, and return it as it is."""
    return template


_QUOTED = marked("'{name}'")
_COMMA = marked(", ")
_LISTS = {"and": marked("{some} and {last}"), "or": marked("{some} or {last}")}
_NUMERAL = marked("1,234.5%")  # how a number is written, for its two signs and that for per cent
_DOMAIN = "flowtrim"


class Message(str):
    """A sentence in English, with the template and the parts that it was made of.

    A part is a text, a number, digits, a date, a message of its own, or a tuple of these with commas between them.
    """

    __slots__ = ("number", "parts", "plural", "template")

    template: str
    plural: str
    number: float
    parts: dict[str, Any]

    def __new__(cls, text: str, template: str, parts: dict[str, Any], counted: tuple[str, float] = ("", 1)) -> Self:
        """Take the English text as it stands, and what it was made of."""
        made = super().__new__(cls, text)
        made.template, made.parts, (made.plural, made.number) = template, parts, counted
        return made

    def with_parts(self, parts: dict[str, Any]) -> Message:
        """Return the same sentence with other parts."""
        template = self.plural if self.plural and self.number != 1 else self.template
        shown = template.format(**{name: _shown(part) for name, part in parts.items()})
        return Message(shown, self.template, parts, (self.plural, self.number))

    def __getnewargs__(self) -> tuple[Any, ...]:  # a copy has the parts as well
        return str(self), self.template, self.parts, (self.plural, self.number)


def _shown(part: Any) -> str:
    """Write a part as English does."""
    if isinstance(part, tuple):
        return _COMMA.join(map(_shown, part))
    return numeral(part) if isinstance(part, int | float) else str(part)


class Digits(str):
    """A figure that is written out, such as 1.20 or 3.8%–31%: a language has signs of its own for it."""

    __slots__ = ()


def phrase(text: str) -> Message:
    """Return a marked text without parts, such as the title of a column, so that it can be said in a language.

    >>> phrase(marked("Decision"))
    'Decision'
    """
    return Message(text, text, {})


def say(template: str, /, **parts: Any) -> Message:
    """Fill the named parts of a template.

    >>> say("{name} belongs to no step.", name=quoted("Cost"))
    "'Cost' belongs to no step."
    """
    shown = {name: numeral(part) if isinstance(part, int | float) else part for name, part in parts.items()}
    return Message(template.format(**shown), template, parts)


def say_many(number: float, one: str, many: str, /, **parts: Any) -> Message:
    """Fill one of two templates, that for one thing or that for several; both know the part ``number``.

    >>> say_many(2, "It was seen {number} month ago.", "It was seen {number} months ago.")
    'It was seen 2 months ago.'
    """
    template = one if number == 1 else many
    parts["number"] = number
    shown = {name: numeral(part) if isinstance(part, int | float) else part for name, part in parts.items()}
    return Message(template.format(**shown), one, parts, (many, number))


def numeral(number: float) -> str:
    """Write a number: a whole one in full, a measured one with four digits.

    >>> numeral(1200), numeral(2.4)
    ('1,200', '2.4')
    """
    return f"{number:,}" if isinstance(number, int) else f"{number:.4g}"


def percent(share: float) -> Digits:
    """Write a share.

    >>> percent(0.25), percent(0.034), percent(0.0004)
    ('25%', '3.4%', '0.04%')
    """
    exact = round(share * 100, 9)  # what adding up in another order leaves behind is not written
    return Digits(f"{exact:.2g}%" if exact < 10 else f"{exact:.0f}%")


def counted(number: float, one: str, many: str | None = None) -> Message:
    """Return a number with its noun.

    >>> counted(1, "ride"), counted(1200, "ride"), counted(2, "person", "people")
    ('1 ride', '1,200 rides', '2 people')
    """
    return say_many(number, f"{{number}} {one}", f"{{number}} {many or one + 's'}")


def shortened(name: str, longest: int = LONGEST_NAME) -> str:
    """Return a name on one line, cut between words where it is very long.

    >>> shortened("Take  the call"), shortened("Take the call of the customer", longest=20)
    ('Take the call', 'Take the call of…')
    """
    line = " ".join(name.split())
    if len(line) <= longest:
        return line
    words = line[:longest].rpartition(" ")[0].rstrip(" ,;:")
    return f"{words if len(words) > longest * 2 // 3 else line[: longest - 1]}…"


def quoted(name: str, longest: int = LONGEST_NAME) -> Message:
    """Return a name as it stands in a sentence: in quotes, on one line, and shortened where it is very long.

    >>> quoted("Take  the call")
    "'Take the call'"
    """
    line = shortened(name, longest)
    return Message(_QUOTED.format(name=line), _QUOTED, {"name": line})


def listed(names: Iterable[str], last: Literal["and", "or"] = "and", *, most: int | None = None) -> Message:
    """Return texts as a list in a sentence; where there are more than ``most``, the rest is counted.

    >>> listed(["a", "b"]), listed(["a", "b", "c", "d", "e"], most=3), listed(["any", "all", "some"], "or")
    ('a and b', 'a, b, c and 2 more', 'any, all or some')
    """
    words = tuple(names)
    if most is not None and len(words) > most:
        words = (*words[:most], counted(len(words) - most, "more", "more"))
    if len(words) < 2:
        word = words[0] if words else ""
        return Message(word, "{word}", {"word": word})
    return Message(
        _LISTS[last].format(some=_COMMA.join(words[:-1]), last=words[-1]),
        _LISTS[last],
        {"some": words[:-1], "last": words[-1]},
    )


def in_a_row(*texts: str) -> Message:
    """Return what is told one thing after another, with commas between; empty texts are left out.

    >>> in_a_row("9 handoffs", "", "2 with a system")
    '9 handoffs, 2 with a system'
    """
    first, *rest = tuple(filter(None, texts)) or ("",)
    told = Message(first, "{word}", {"word": first})
    for text in rest:
        told = say("{told}, {more}", told=told, more=text)
    return told


def names_in_a_row(*names: str) -> Message:
    """Return names with commas between them: there are languages in which that is another comma.

    >>> names_in_a_row("Cost", "Time")
    'Cost, Time'
    """
    return Message(_COMMA.join(names), "{word}", {"word": names})


def paragraph(sentences: Iterable[str]) -> str:
    """Return sentences one after another; a full stop of Chinese or Japanese needs no space behind it.

    >>> paragraph(["It is fine.", "", "Go on."]), paragraph(["問題ありません。", "続けてください。"])
    ('It is fine. Go on.', '問題ありません。続けてください。')
    """
    return " ".join(filter(None, sentences)).replace("。 ", "。")


def quoted_list(names: Iterable[str], *, most: int = MOST_NAMES, longest: int = LONGEST_NAME) -> Message:
    """Return names as a list in a sentence, each in quotes, the first few of many.

    >>> quoted_list(["Sort", "File", "Stamp", "Post", "Bind"])
    "'Sort', 'File', 'Stamp' and 2 more"
    """
    return listed((quoted(name, longest) for name in names), most=most)


_MISTYPED = 0.4


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return which of the known names was probably meant; None where none comes close.

    Letters in common are not enough: at most two fifths of a name may be mistyped.

    >>> nearest("custmoer", ["system", "customer"]), nearest("after", ["terms", "with"])
    ('customer', None)
    """
    from difflib import get_close_matches

    from rapidfuzz.distance import OSA

    close = get_close_matches(name, list(known))
    return next((guess for guess in close if OSA.normalized_distance(name, guess) <= _MISTYPED), None)


def did_you_mean(name: str | None) -> str:
    """Return the sentence that offers a guess, with the space before it; nothing where there is no guess.

    >>> did_you_mean(nearest("custmoer", ["system", "customer"]))
    " Did you mean 'customer'?"
    """
    return say(" Did you mean {name}?", name=quoted(name)) if name else ""


def messages(language: str | None) -> Callable[[str], str]:
    """Return what says sentences in a language; English needs no catalogue, and is said where there is none.

    >>> _ = messages("en")
    >>> _(say("{name} has no target.", name=quoted("Lead time")))
    "'Lead time' has no target."

    Only what was made by this module is translated: a plain text, such as a name, stays as it is.
    """
    code = LANGUAGES.get((language or "").replace("_", "-").partition("-")[0].lower())
    return partial(_said, catalogue=_catalogue(code)) if code else str


@cache
def _catalogue(code: str) -> NullTranslations:
    from gettext import translation

    return translation(_DOMAIN, Path(__file__).with_name("locale"), [code], fallback=True)


def _said(sentence: str, catalogue: NullTranslations) -> str:
    """Fill the template of a language with the parts as that language writes them."""
    if isinstance(sentence, Digits):
        return _signs(sentence, catalogue)
    if not isinstance(sentence, Message):
        return sentence
    if sentence.plural:
        number = int(sentence.number) if sentence.number % 1 == 0 else 2  # gettext knows plurals of whole numbers
        template = catalogue.ngettext(sentence.template, sentence.plural, number)
    else:
        template = catalogue.gettext(sentence.template)
    return template.format(**{name: _part(value, catalogue) for name, value in sentence.parts.items()})


def _signs(figure: str, catalogue: NullTranslations) -> str:
    signs = catalogue.gettext(_NUMERAL)
    return figure.translate({ord(","): signs[1], ord("."): signs[5], ord("%"): signs[7:]})


def _part(value: Any, catalogue: NullTranslations) -> str:
    if isinstance(value, tuple):
        return catalogue.gettext(_COMMA).join(_part(each, catalogue) for each in value)
    if isinstance(value, int | float):
        return _signs(numeral(value), catalogue)
    return _said(str(value) if not isinstance(value, str) else value, catalogue)
