"""A duration keeps the words of its file: in every format, in the speech, in drawings and in findings."""

import copy
import pickle
from datetime import date

import pytest

from flowtrim.analysis import analyse
from flowtrim.changes.difference.diff import diff
from flowtrim.drawings.facts import facts_of, terms_of
from flowtrim.formats import dumps, encode, loads
from flowtrim.formats.scalars import duration, shown_duration
from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator import speech
from flowtrim.model import WrittenTime

WORDS = ("5d", "1w", "60m", "1h", "90m", "72h", "10d", "1d 4h", "36h", "30 calendar days", "4 calendar weeks",
         "72 clock hours", "90 clock minutes", "PT72H", "P3D", "2.5d", "400m")  # fmt: skip
CLOCKS = ("{day: 8h, week: 5d}", "{day: 7.5h, week: 5d}", "{day: 24h, week: 7d}")

CLAIM = """process: Claim
promise: {within: WORDS, of: 90%}
within: {time: WORDS, of: 80%}
clock: CLOCK
limits:
  max_duration: WORDS

steps:
  - name: Fill it in
    owner: Clerk
    takes: WORDS
    waits: {time: WORDS, for: law}
    within:
      - WORDS
      - {time: WORDS, then: remind}
  - name: Pay it
    owner: Bank
    takes: WORDS..WORDS
    every: WORDS
    next: end
  - {id: remind, name: Remind them, owner: Clerk, takes: WORDS, next: end}

plans:
  - name: Faster
    changes:
      - {edit: pay-it, set: {takes: WORDS, within: WORDS}}
"""


def of(words: str, clock: str = CLOCKS[0]) -> str:
    return CLAIM.replace("WORDS", words).replace("CLOCK", clock)


def held(text: str, words: str) -> int:
    return sum(line.count(words) for line in text.splitlines() if not line.startswith("clock"))


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("words", WORDS)
def test_written_again_a_file_says_its_times_in_its_own_words(words: str, clock: str) -> None:
    first = loads(of(words, clock)).process
    again = dumps(first)
    assert held(of(words, clock), words) == held(again, words)
    assert first == loads(again).process
    assert again == dumps(loads(again).process)


@pytest.mark.parametrize("form", ["json", "bpmn"])
@pytest.mark.parametrize("words", WORDS)
def test_other_formats_carry_the_words(words: str, form: str) -> None:
    process = loads(of(words)).process
    back = loads(encode(process, form).data, file=f"claim.{form}", form=form).process
    assert held(dumps(process), words) == held(dumps(back), words)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("words", ["5d", "1w", "60m", "90m", "72h", "30 calendar days"])
def test_tables_carry_the_words_of_a_step(words: str, form: str) -> None:
    process = loads(f"{{process: Claim, steps: [{{name: Pay, owner: Bank, takes: {words}, within: {words}}}]}}").process
    back = loads(encode(process, form).data, file=f"claim.{form}", form=form).process
    assert 2 == dumps(back).count(words)


@pytest.mark.parametrize(
    ("cell", "words"),
    [("60 Min.", "60m"), ("5 Tage", "5d"), ("1 week", "1w"), ("48 hours", "48h"), ("7 calendar days", "7 calendar days"),
     ("1 hour 30", "1h 30m"), ("1,5 Std.", "1.5h"), ("90分", "90m"), ("2 months", "8w")],
)  # fmt: skip
def test_a_cell_is_written_in_its_own_units(cell: str, words: str) -> None:
    table = f'Step,Owner,Duration\nPay,Bank,"{cell}"\n'
    assert f"takes: {words}\n" in dumps(loads(table.encode(), file="claim.csv", form="csv").process)


def test_what_lasts_as_long_is_equal_and_no_difference() -> None:
    five, week = loads(of("5d")).process, loads(of("1w")).process
    assert five == week
    assert hash(duration("5d")) == hash(duration("1w"))
    assert () == diff(five, week).changes


def test_what_is_reckoned_has_no_words() -> None:
    five = duration("5d")
    assert five is not None
    assert [float] * 3 == [type(five + five), type(five * 2), type(sum((five, five)))]
    assert "1w" == shown_duration(five * 1)


def test_a_copy_keeps_the_words() -> None:
    five = WrittenTime(2400.0, "5d")
    assert ["5d"] * 2 == [each.words for each in (copy.deepcopy(five), pickle.loads(pickle.dumps(five)))]
    with pytest.raises(AttributeError):
        five.words = "1w"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        ("en", "5d", "within 5 working days"), ("en", "1w", "within 1 week"), ("en", "60m", "within 60 minutes"),
        ("en", "1d 4h", "within 1 working day and 4 hours"), ("en", "30 calendar days", "within 30 calendar days"),
        ("en", "4 calendar weeks", "within 4 calendar weeks"), ("en", "72h", "within 72 hours"),
        ("en", "PT72H", "within 72 hours"), ("de", "1w", "binnen 1 Woche"), ("de", "2w", "binnen 2 Wochen"),
        ("es", "1w", "en un plazo de 1 semana"), ("fr", "60m", "sous 60 minutes"), ("ja", "1w", "1週間以内に"),
        ("zh", "5d", "在5个工作日内"),
    ],
)  # fmt: skip
def test_the_speech_says_the_units_of_the_file(language: str, words: str, said: str) -> None:
    claim = f"{{process: Claim, language: {language}, steps: [{{name: Pay, owner: Bank, within: {words}}}]}}"
    assert said in speech(FlowGraph(loads(claim).process)).text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "All of it within 60 minutes in 80 % of cases."), ("de", "Alles zusammen binnen 60 Minuten in 80 % der Fälle."),
        ("es", "Todo en un plazo de 60 minutos en el 80 % de los casos."), ("fr", "Le tout sous 60 minutes dans 80 % des cas."),
        ("ja", "80 %の件で全体を60分以内に終える。"), ("zh", "80 %的情况全程在60分钟内完成。"),
    ],
)  # fmt: skip
def test_the_speech_says_for_how_many_cases_the_whole_is_to_be_in_time(language: str, said: str) -> None:
    claim = f"{{process: Claim, language: {language}, within: {{time: 60m, of: 80%}}, steps: [{{name: Pay}}]}}"
    assert said in speech(FlowGraph(loads(claim).process)).text


def test_drawings_say_it_in_the_words_of_the_file() -> None:
    claim = loads(of("5d")).process
    assert {"5d", "5d–5d"} == {fact.words for step in claim.steps for fact in facts_of(claim, step)}
    assert "In all within 5d · 80%. Promised: 5d · 90%" == terms_of(claim, {})


@pytest.mark.parametrize(
    ("words", "told"),
    [("60m", "60 minutes"), ("5h", "5 hours"), ("24h", "24 hours (3 working days)"), ("1w", "1 working week"),
     ("5d", "5 working days"), ("3 calendar days", "3 calendar days (2.14 working days)")],
)  # fmt: skip
def test_a_finding_says_it_in_the_units_of_the_file(words: str, told: str) -> None:
    claim = f"{{process: Claim, promise: {words}, steps: [{{name: Pay, owner: Bank, takes: 9w}}]}}"
    found = analyse(loads(claim).process, today=date(2026, 3, 2)).placed
    kept = next(each.finding.message for each in found if each.finding.rule == "customer-promise-unkept")
    assert told in kept
