"""The connecting phrases of a language, and what it takes to make sentences of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from msgspec import Struct, convert

from flowtrim.measures.elevator.data import exists, load
from flowtrim.measures.elevator.rates import UNKNOWN, primary

STOPS = ".!?…。！？．"
CLOSING = "\"'”’»›)]}」』）】"
NEXT_STEP = re.compile(r"(?<!\w)([^\W\d_A-ZÀ-Þ]\w*), ([^\W\d_a-zß-ÿ])(\w?)")
"""A comma between the names of two steps: after a word that is no name, before one that begins anew."""

FOREIGN_COMMA = re.compile(r"(?<=[^\x00-\x7f]) ?, ?|, ?(?=[^\x00-\x7f])")
"""A comma of the Latin script beside a sign of another one."""

SOUNDS_I = re.compile(r"\W*h?[iíy](?![eaou])", re.IGNORECASE)
"""A word that begins like a Spanish *i*: before it *y* is said *e*."""


class Phrases(Struct, frozen=True):
    """A language pack: each phrase with the places where names go in; data, never code."""

    stop: str
    space: str
    comma: str
    last: str
    last_before_i: str
    purpose: str
    no_purpose: str
    customer: str
    no_customer: str
    trigger: str
    other_trigger: str
    other_start: str
    unconnected: str
    no_steps: str
    someone: str
    says_who: str
    first: str
    handoff: str
    cue_step: str
    cue_first: str
    cue_handoff: str
    cue_jump: str
    no_pause_after: str
    condition_jump: str
    if_words: tuple[str, ...]
    if_phrases: str
    otherwise_words: tuple[str, ...]
    leaning: str
    always_words: tuple[str, ...]
    if_endings: tuple[str, ...]
    openings: tuple[str, ...]
    answers: Mapping[str, str]
    silent_endings: tuple[str, ...]
    signs: Mapping[str, str]
    both: str
    joining_words: tuple[str, ...]
    and_then: str
    lower_case: bool
    words_of_conditions: Mapping[str, tuple[str, ...]]
    questions: tuple[tuple[str, str], ...]
    completions: tuple[tuple[str, str], ...]
    condition: str
    band: str
    up_to: str
    above: str
    either_or: str
    otherwise: str
    as_a_rule: str
    no_other_case: str
    unless: str
    any_case: str
    either: str
    another: str
    counts: tuple[str, ...]
    side_by_side: str
    after: str
    then_jump: str
    all_done: str
    some_done: str
    all_done_but: str
    some_done_but: str
    these_done: str
    some_of_these_done: str
    question: str
    told_not_asked: tuple[str, ...]
    choice: str
    one_or_more: str
    choice_before: str
    quoted: str
    back: str
    onward: str
    back_handoff: str
    onward_handoff: str
    again: str
    ends: str
    branch_ends: str
    end_event: str
    reason: str
    no_reason: str
    result: str
    no_result: str
    owner: str
    no_owner: str
    together: str
    each: str
    optional: str
    limited: str
    within: str
    since: str
    in_share: str
    every: str
    once: Mapping[str, str]
    weekdays: tuple[str, ...]
    beside: str
    instead: str
    all_within: str
    any_time: str
    during: str
    ends_as: str
    times: Mapping[str, Sequence[str]]

    def sentence(self, text: str) -> str:
        """Make a sentence of a text: a capital in front, one full stop behind, and the commas of the language.

        >>> phrases_of("en").sentence("sign it"), phrases_of("en").sentence("iPhone back?")
        ('Sign it.', 'iPhone back?')
        >>> phrases_of("zh").sentence("核对, 签字"), phrases_of("ja").sentence("5,000円を払う")
        ('核对，签字。', '5,000円を払う。')
        """
        if self.is_unspaced and "," in text:
            text = FOREIGN_COMMA.sub(self.pause, text)
        if text[:1].islower() and not text[1:2].isupper():
            text = text[0].upper() + text[1:]
        return text if text.rstrip(CLOSING)[-1:] in STOPS else text + self.stop

    @property
    def is_unspaced(self) -> bool:
        """Whether the language puts no blanks between its words, and has signs of its own for stops and commas."""
        return not self.space

    @property
    def pause(self) -> str:
        """The comma between two clauses; that between the names of a list may be another one."""
        return self.condition_jump.format(cue="", jump="")

    def title(self, name: str) -> str:
        """Say the name of a step that was made of several: one sentence. Names in a row stay as they are.

        >>> phrases_of("en").title("Find the fault, Register it"), phrases_of("de").title("Fehler suchen, Fall melden")
        ('Find the fault and register it', 'Fehler suchen und Fall melden')
        >>> phrases_of("en").title("Write to Quality, Dispatch and Billing")
        'Write to Quality, Dispatch and Billing'
        """
        return NEXT_STEP.sub(self._continued, name) if ", " in name else name

    def _continued(self, comma: re.Match[str]) -> str:
        before, first, second = comma.groups()
        return f"{before}{self.and_then}{first.lower() if self.lower_case and second.islower() else first}{second}"

    def beginning_of(self, branches: int) -> str:
        """Say how many things are done at the same time.

        >>> phrases_of("en").beginning_of(3), phrases_of("de").beginning_of(12)
        ('Three things side by side', '12 Dinge laufen nebeneinander')
        """
        known = 2 <= branches < 2 + len(self.counts)
        return self.side_by_side.format(count=self.counts[branches - 2] if known else branches)

    def listing(self, names: Iterable[str]) -> str:
        """Join names as a speaker does.

        >>> phrases_of("en").listing(["answer", "bill", "refund"]), phrases_of("zh").listing(["答复", "账单"])
        ('answer, bill and refund', '答复和账单')
        >>> phrases_of("es").listing(["pago", "carta"]), phrases_of("es").listing(["«Pagar»", "«Informar»"])
        ('pago y carta', '«Pagar» e «Informar»')
        """
        *firsts, last = names
        joining = self.last_before_i if self.last_before_i and SOUNDS_I.match(last) else self.last
        return joining.join([self.comma.join(firsts), last]) if firsts else last

    def one_of(self, parts: Iterable[str]) -> str:
        """Join what excludes each other as a speaker does.

        >>> phrases_of("en").one_of(["loan and contract", "refusal"]), phrases_of("ja").one_of(["承認", "却下"])
        ('loan and contract or refusal', '承認または却下')
        """
        *firsts, last = parts
        return self.either_or.join([self.comma.join(firsts), last]) if firsts else last


@cache
def phrases_of(language: str) -> Phrases:
    """Return the pack of a language; that of English where there is none."""
    code = primary(language)
    pack = load(f"phrases_{code if is_spoken(code) else UNKNOWN}")
    words = {name: "|".join(" ".join(rows).split()) for name, rows in pack["words_of_conditions"].items()}
    turns = {
        name: [(_with_words(pattern, words), said) for pattern, said in pack[name]]
        for name in ("questions", "completions")
    }
    plain = {name: _with_words(pack[name], words) for name in ("if_phrases", "says_who")}
    return convert(pack | turns | plain, Phrases)


def _with_words(pattern: str, words: Mapping[str, str]) -> str:
    """Put each list of words into a pattern that names it, such as "<verbs>"."""
    return re.sub("<([a-z_]+)>", lambda name: words[name[1]], pattern)


def is_spoken(code: str) -> bool:
    """Whether there are phrases in a language, named by two or three letters."""
    return len(code) in {2, 3} and code.isascii() and code.isalpha() and exists(f"phrases_{code}")
