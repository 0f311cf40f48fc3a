"""What a reason is worth: whether it says more than that somebody wants it so (docs/theory.md#weak-reasons)."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.measures.answers import (
    REFERENCE,
    has_reference,
    reading,
    says_on_what_it_depends,
    says_something_known,
    tells_figures,
)
from flowtrim.measures.lexicon import LONGEST, Content, Kind, Words, content_of, features, odds_of_talk, plain
from flowtrim.model import BINDING, Role, Serves, Step
from flowtrim.sentences import Message, quoted, say

LEAST_SAID = 3
"""Words of content under which a reason is short."""

LEAST_OF_A_SENTENCE = 2
"""Small words from which on a reason is a sentence, and no word or two that say it all, such as "Acid."."""

LEAST_OF_A_DEED = 2
"""Words of its own with which a role with skills says what it does by them: "Judges the risk by figures"."""

LONGEST_NAME = 80
"""How many signs of a name a sentence about reasons shows: there the name itself is what is looked at."""

GLUED_NAME = 3
"""Signs of a name without spaces that all occur in a reason, from which on one pair more is no news."""

Code = Literal[
    "empty", "tautology", "duplicate", "tradition", "authority", "vague", "source", "enables-nothing", "circular",
    "short",
]  # fmt: skip


class Reason(Struct, frozen=True):
    """A reason as written, and the name of the step, role or KPI that it is for.

    ``skilled`` is a role with skills; ``things`` are what a step takes and makes, by name.
    """

    name: str
    why: str | None
    serves: Serves | None = None
    source: str | None = None
    skilled: bool = False
    things: tuple[str, ...] = ()

    @classmethod
    def of(cls, item: Step | Role) -> Reason:
        """Return the reason of a step or role."""
        skilled = isinstance(item, Role) and bool(item.skills)
        things = (*item.inputs, *item.outputs) if isinstance(item, Step) else ()
        return cls(item.name, item.why, item.serves, item.source, skilled, things)

    @property
    def is_sourced(self) -> bool:
        """Whether it names where it can be looked up: in its source, or by a reference in its text."""
        return self.has_source or has_reference(self.why or "")

    @property
    def has_source(self) -> bool:
        """Whether a source is given, other than a placeholder."""
        return reading(self.source) == "text"


class Weakness(Struct, frozen=True):
    """What is wrong with a reason: a code and a whole sentence.

    A ``mild`` one is worth a hint; the reason still counts.
    """

    code: Code
    explanation: Message
    mild: bool = False


EMPTY = Weakness("empty", say("No reason is given."))
TAUTOLOGY = Weakness("tautology", say("The reason says hardly more than the name does."))
TRADITION = Weakness(
    "tradition", say("The reason is that it was always so; that does not say what it is good for today.")
)
AUTHORITY = Weakness("authority", say("The reason appeals to a rule or an authority and names no article or minute."))
VAGUE = Weakness("vague", say("The reason would fit elsewhere as well: it names no object, number, risk or person."))
TALK = Weakness("vague", say("It is put together as reasons are that say nothing: what would go wrong without it?"))
UNSOURCED = Weakness("source", say("The reason rests on law or contract, and no source is given."))
SHORT = Weakness("short", say("The reason is very short."), mild=True)


def weakness(reason: Reason, *, words: Words, twin: str | None = None) -> Weakness | None:
    """Return the first thing that is wrong with a reason, by docs/theory.md#weak-reasons; None where it is adequate.

    ``twin`` is the name of something else that has the same reason, or nearly so. A reason of law or contract needs
    a source. Mild weaknesses are returned only where there is no other.

    >>> from flowtrim.measures.lexicon import words_for
    >>> weakness(Reason("Approve invoice", "Because invoices must be approved."), words=words_for("en", ())).code
    'tautology'
    """
    why = reason.why or ""
    if reading(why) != "text":
        return EMPTY
    content, told = told_by_lists(reason, words)
    if told is TAUTOLOGY and not reason.is_sourced:
        return TAUTOLOGY
    if twin is not None:
        name = quoted(twin, LONGEST_NAME)
        return Weakness(
            "duplicate", say("The same reason is given for {name}; what fits several explains none.", name=name)
        )
    if talk := _talk(reason, content, told, words):
        # what those wish who are served is no appeal, and they may be called by name
        if words.named:
            return weakness(reason, words=words.named, twin=twin)
        if talk is not AUTHORITY or not _is_about_its_things(reason, words):
            return talk
    if reason.serves in BINDING and not reason.has_source:
        return UNSOURCED
    if told is TAUTOLOGY:
        return replace(TAUTOLOGY, mild=True)
    return SHORT if content.said < LEAST_SAID else None


def _is_about_its_things(reason: Reason, words: Words) -> bool:
    """Whether a reason is no appeal to what its step takes or makes: a contract that is written here is the work."""
    named = replace(reason, name=" ".join((reason.name, *reason.things)))
    content, told = told_by_lists(named, words)
    return bool(reason.things) and content.left > 0 and not (told or _talk(named, content, told, words))


def told_by_lists(reason: Reason, words: Words) -> tuple[Content, Weakness | None]:
    """Return what a reason is made of, and what is wrong with it by the lists of words alone."""
    why = reason.why or ""
    content = content_of(REFERENCE.sub(" ", why[:LONGEST]), reason.name, words)
    if _is_restated(content) or plain(why) == plain(reason.name):
        return content, TAUTOLOGY
    return content, _empty_phrase(reason, content)


def features_of(reason: Reason, words: Words) -> frozenset[str]:
    """Return what a reason is weighed by: its own features, and what the lists tell of it."""
    content, told = told_by_lists(reason, words)
    return features(reason.why or "", content, *_told(told))


def _told(told: Weakness | None) -> tuple[str, ...]:
    return (f"#told {told.code}",) if told else ()


SILENT_BESIDE_THE_NAME: AbstractSet[Kind] = frozenset(
    ("stop", "limits", "vague", "served", "plain", "wishes", "taught")
)


def _is_restated(content: Content) -> bool:
    """Whether a reason says its name again, and nothing beside it: one word more where it says it twice."""
    if content.left > _word_too_many(content) or content.kinds.keys() - SILENT_BESIDE_THE_NAME:
        return False
    lacks = content.frame[:1] == ("<limits>",) and not content.again
    if lacks and content.has("served") and content.kinds.keys() <= {"stop", "limits", "served"}:
        return False  # without bread the guests go
    if content.count("vague") > 1 or (content.has("wishes", "taught") and content.share < 0.75):
        return False
    return content.count("plain") <= (content.share >= 1) and (content.share >= 0.5 or content.shared >= 2)


def _word_too_many(content: Content) -> int:
    """Return how many words may be new in a reason that has every word of its name: two signs are hardly one."""
    is_pair_of_signs = content.shared >= GLUED_NAME and content.kinds.keys() <= {"stop"}
    return int(content.share >= 1 and (content.again > 0 or is_pair_of_signs))


def _empty_phrase(reason: Reason, content: Content) -> Weakness | None:
    if _appeals_to_habit(content):
        return TRADITION
    if _appeals_to_authority(content) and not reason.is_sourced:
        return AUTHORITY
    is_proven = reason.serves in BINDING and reason.has_source
    if _is_empty_talk(content) and not is_proven:
        return VAGUE
    says_too_little = _says_too_little(content) and not (reason.skilled and content.left >= LEAST_OF_A_DEED)
    return _leaning(content) if says_too_little and not reason.is_sourced else None


def _appeals_to_habit(content: Content) -> bool:
    """Whether a reason says since when, or from whom it was learned, and hardly anything once that is taken out."""
    if content.has("served"):
        return False
    if content.has("tradition"):
        return content.left <= 4
    if content.has("elders") and content.has("taught", "habit"):
        return content.left <= 3 and not content.has("harms")
    tells_the_step = content.shared > content.left and not content.has(*FACTS)
    return content.has("habit") and content.left <= 1 + tells_the_step


def _appeals_to_authority(content: Content) -> bool:
    """Whether a reason says who wants it or which rule, and hardly anything once that is taken out."""
    if content.has("served"):
        return False
    if content.has("orders"):
        return content.left <= 2 and not content.has("harms")
    if content.has("only") or not content.has("norms", "superiors"):
        return False
    if content.has("limits"):
        return content.left <= 1 and content.has("superiors") and content.has("wishes")
    return content.left <= (2 if content.has("wishes") else content.has("norms"))


FACTS: Collection[Kind] = ("served", "only", "facts", "harms")
"""Kinds that say something by themselves, in however few words."""

SIGNS_OF_TALK: Collection[Kind] = ("vague", "norms")
"""Kinds beside which two words of one's own say as little as one."""


def _says_too_little(content: Content) -> bool:
    """Whether a sentence has hardly a word of its own: it names nothing, and would fit elsewhere as well."""
    is_talk = content.has(*SIGNS_OF_TALK)
    is_said_of_somebody = content.has("wishes", "taught") and not content.has("superiors", "norms", "orders")
    if content.has(*FACTS) or content.shared or is_said_of_somebody or (content.has("limits") and not is_talk):
        return False
    return content.count("stop") >= LEAST_OF_A_SENTENCE and content.left <= 1 + is_talk


ODDS_NEEDED = 2.5
"""How much a reason must sound like talk: the least, in halves, at which 19 of 20 that are called weak are so, of
reasons that were left out of the weighing."""
ODDS_OF_A_CONDITION = 5.0
"""The same for a reason that says of what its step is about on what that depends: twice as much."""
ODDS_LISTED = 0.0
"""How much for what the lists tell: more likely talk than not."""


def _talk(reason: Reason, content: Content, told: Weakness | None, words: Words) -> Weakness | None:
    """Return what is wrong with a reason that is put together as those are that say nothing."""
    if told is TAUTOLOGY:
        return None  # it has a reference: a hint is enough
    is_known = words.phrases and content.kinds
    if is_known and says_something_known(reason.why or "", content):
        return None
    odds = odds_of_talk(reason.why or "", content, *_told(told)) if is_known else 0.0
    if not odds:
        return told  # a language without lists, or without reasons that were weighed
    if told:
        return told if odds > ODDS_LISTED else None
    needed = ODDS_OF_A_CONDITION if says_on_what_it_depends(reason.why or "", content) else ODDS_NEEDED
    says_figures = tells_figures(reason.why or "") and not content.has("tradition", "elders")
    return TALK if odds > needed and not (reason.is_sourced or says_figures) else None


def _leaning(content: Content) -> Weakness:
    """Return what a reason with hardly a word of its own leans on."""
    if content.has("superiors", "norms", "orders"):
        return AUTHORITY
    if content.has("elders", "habit", "tradition"):
        return TRADITION
    return TAUTOLOGY if content.shared and content.share >= 0.5 else VAGUE


MAY_BE_FACTS: Collection[Kind] = ("served", "limits", "harms", "wishes")
"""Kinds that stand in facts, too: beside them a value does not weigh as much."""


def _is_empty_talk(content: Content) -> bool:
    """Whether a reason fits everywhere: a saying, values that nobody is against, or no content at all."""
    if content.has("sayings"):
        return content.left <= 1
    values = content.count("vague")
    if not values or content.has("only"):
        return content.is_nothing
    if values == 1 and content.has("served", "limits"):
        return False
    may_be_fact = content.shared or content.has(*MAY_BE_FACTS)
    return content.left <= (values // 2 if may_be_fact else values)
