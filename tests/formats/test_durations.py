"""Durations as people write them: every unit word of six languages, never a first letter, nothing guessed in silence."""

import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.errors import InvalidFileError
from flowtrim.formats import loads
from flowtrim.formats.durations import MONTHS, heading_unit, understood
from flowtrim.formats.scalars import DURATION_PATTERN, duration
from tests.days import TODAY

HOUR, DAY, WEEK, MONTH = 60, 480, 2400, 9600
WORDS = {
    1 / 60: "s|sec|secs|second|seconds|Sek.|Sekunde|Sekunden|secondes|segundos|秒",
    1: "m|min|mins|min.|minute|minutes|Min.|Minuten|minutos|mn|分|分钟|分鐘",
    HOUR: "h|hr|hrs|hour|hours|Std.|Std|Stunde|Stunden|heure|heures|hora|horas|時間|小时|小時|man-hours|Arbeitsstunden",
    DAY: "d|day|days|Tag|Tage|Tagen|Tg.|jour|jours|j|día|días|dias|日|天|working days|workday|business day|weekdays|"
    "wdays|man-days|Werktag|Werktage|Arbeitstage|Personentage|jours ouvrés|jour ouvrable|días hábiles|"
    "días laborables|営業日|工作日|个工作日",
    WEEK: "w|wk|wks|week|weeks|Woche|Wochen|Wo.|semaine|semaines|sem.|semana|semanas|週間|周|星期|个星期",
}
PAIRS = [(word, size) for size, words in WORDS.items() for word in words.split("|")]


@pytest.mark.parametrize(("word", "size"), PAIRS)
def test_a_unit_is_a_whole_word_of_six_languages(word, size):
    assert 3 * size == pytest.approx(understood(f"3 {word}").minutes)
    assert 3 * size == pytest.approx(understood(f"3{word.upper()}").minutes)
    assert "" == understood(f"3 {word}").assumed


@pytest.mark.parametrize(
    "word", ["month", "months", "mths", "mos", "Monat", "Monate", "Monaten", "mois", "mes", "meses", "m.", "か月", "ヶ月", "个月"]
)  # fmt: skip
def test_a_month_is_twenty_working_days_and_that_is_told(word):
    assert (2 * MONTH, MONTHS) == understood(f"2 {word}")


FORMS = {
    "1,5 Std.": 90, "2.5 Tage": 1200, "ca. 5 Min.": 5, "approx. 3 days": 1440, "~2h": 120, "约2小时": 120, "約３０分": 30,
    "env. 2 heures": 120, "aprox. 3 días": 1440, "etwa 10 Minuten": 10, "1:30 h": 90, "00:30": 30, "00:15:00": 15,
    "1:30 Std.": 90, "5:30 min": 5.5, "1h30": 90, "1 h 30": 90, "1 h 30 min": 90, "1 hour 30 minutes": 90,
    "2 Tage, 4 Std.": 1200, "1 día y 4 horas": 720, "1 jour et 2 heures": 600, "1時間30分": 90, "1小时30分钟": 90,
    "½ Tag": 240, "1½ h": 90, "PT3M": 3, "P1DT2H": 600, "1d 4h": 720, "10 000 min": 10_000, "1.234,5 h": 74_070, "0": 0,
}  # fmt: skip


@pytest.mark.parametrize(("text", "minutes"), FORMS.items())
def test_amounts_are_read_as_people_write_them(text, minutes):
    assert (minutes, "") == understood(text)


RANGES = {
    "5-10 Min.": 7.5, "1–2 days": 720, "1 bis 2 Tage": 720, "1 to 2 days": 720, "1 à 3 jours": 960, "de 2 a 4 días": 1440,
    "entre 1 y 3 días": 960, "between 5 and 10 minutes": 7.5, "zwischen 5 und 10 Minuten": 7.5, "entre 5 et 10 min": 7.5,
    "2〜4日": 1440, "1~3天": 960, "1至3天": 960, "1到3天": 960, "30 min – 1 h": 45, "2h-4h": 180,
}  # fmt: skip


@pytest.mark.parametrize(("text", "minutes"), RANGES.items())
def test_a_range_is_its_middle_and_that_is_told(text, minutes):
    assert (minutes, "a range as its middle") == understood(text)


@pytest.mark.parametrize(
    "text",
    [
        "1 year", "2 Jahre", "1 an", "2 años", "3年", "2 documents", "2 Mitarbeiter", "half a day or so", "soon", "90", "-3h",
        "up to 3 days", "> 5 min", "max. 2 Tage", "5 min per item", "2 h / week",
        "5/6 h", "4h 1d", "10-5 min", "1.500 h", "3 settimane", "2 uur", "2 T", "h", "", "3 h ±1", "1.2.3 h",
        "2024-03-01", "3月", "9" * 400 + " h",
    ],
)  # fmt: skip
def test_what_is_no_duration_or_has_two_readings_is_not_guessed(text):
    assert understood(text) is None


@pytest.mark.parametrize(
    ("heading", "size"),
    {
        "Duration (hours)": HOUR, "Wartezeit [Tage]": DAY, "所要時間（分）": 1, "Dauer (Std.)": HOUR, "Time (sec)": 1 / 60,
        "Time, min": 1, "Minutes": 1, "Stunden": HOUR, "Duration in hours": HOUR, "Dauer/h": HOUR, "Temps en minutes": 1,
        "Duración en horas": HOUR, "Zeit (in Minuten)": 1, "耗时（小时）": HOUR, "Durée (jours ouvrés)": DAY,
        "所要時間（単位：分）": 1, "Work time (min/case)": 1, "Duration_min": 1, "Duration": None, "時間": None,
        "Duration (approx.)": None, "Duration (years)": None,
    }.items(),
)  # fmt: skip
def test_a_heading_may_give_the_unit(heading, size):
    assert size == heading_unit(heading)[1]


def takes(text, **more):
    document = loads(text.encode(), file="a.csv", today=TODAY, **more)
    return [step.takes for step in document.process.steps], document.source


@pytest.mark.parametrize(
    ("heading", "minutes"),
    {
        "Duration (hours)": 180, "Dauer [Tage]": 1440, "所要時間（分）": 3, "Dauer (Std.)": 180, "Time (sec)": 0.05,
        "Durée en heures": 180, "Duración (días)": 1440, "用时（小时）": 180, "Minutes": 3, "Zeit in Wochen": 7200,
    }.items(),
)  # fmt: skip
def test_the_unit_of_a_heading_rules_bare_numbers_and_no_others(heading, minutes):
    assert [minutes, 2.0] == pytest.approx(takes(f"Step,{heading}\nAsk,3\nPay,2 min\n")[0])


def test_a_bare_number_without_a_unit_is_told_and_not_read():
    found, source = takes("Step,Duration\nAsk,90\nPay,2 h\n")

    assert [None, 120.0] == found
    assert ["'90' is not understood here: it has no unit, such as h, nor has its heading, such as (hours)"] == [
        item["why"] for item in source["not_carried"]
    ]


def test_what_was_assumed_is_told_with_its_cell():
    found, source = takes("Step,Duration\nAsk,5-10 Min.\nPay,2 Monate\nTell,1-2 months\n")

    assert [7.5, 19_200.0, 14_400.0] == found
    assert [
        ("column B", 2, "'5-10 Min.' was read with a range as its middle"),
        ("column B", 3, "'2 Monate' was read with a month as 20 working days"),
        ("column B", 4, "'1-2 months' was read with a range as its middle and a month as 20 working days"),
    ] == [(item["id"], item["line"], item["why"]) for item in source["assumed"]]


@pytest.mark.parametrize(
    ("rows", "minutes"),
    [
        ("Ask;1.500\nPay;2,5\n", [1500, 2.5]),
        ("Ask;1.500\nPay;2.5\n", [1.5, 2.5]),
        ("Ask;1.500\nPay;20\n", [None, 20]),
        ("Ask;1,500\nPay;2.5\nTell;2,5\n", [None, 2.5, 2.5]),
        ("Ask;1.500\nPay;1.234,5\n", [1500, 1234.5]),
    ],
)
def test_three_decimals_or_a_thousand_is_decided_by_the_habit_of_the_table(rows, minutes):
    assert minutes == takes(f"Step;Minutes\n{rows}")[0]


@pytest.mark.parametrize(
    ("written", "guess"),
    {
        "3 Werktage": "Did you mean '3d'?", "2 months": "Did you mean '40d'?", "2 mois": "Did you mean '40d'?",
        "3 Stunden": "Did you mean '3h'?", "2 horas": "Did you mean '2h'?", "30分": "Did you mean '30m'?",
        "2天": "Did you mean '2d'?", "1,5 Std.": "Did you mean '1h 30m'?",
        "2 documents": None, "1 year": None, "half a day or so": None, "2-3 days": None,
    }.items(),
)  # fmt: skip
def test_in_a_process_file_words_get_a_guess_that_keeps_their_meaning(written, guess):
    with pytest.raises(InvalidFileError) as refusal:
        loads(f'process: p\nsteps: [{{name: a, waits: "{written}"}}]\n', today=TODAY)
    said = str(refusal.value)

    assert "Did you mean" not in said if guess is None else guess in said


@given(st.from_regex(r"\A[0-9PTDHMSWdhmw. ]{1,12}\Z"))
def test_the_pattern_of_the_schema_takes_what_the_reader_takes(text):
    valid = jsonschema_rs.validator_for({"type": "string", "pattern": DURATION_PATTERN}).is_valid(text)

    assert (duration(text) is not None) == valid


def test_a_long_text_is_refused_as_fast_as_a_short_one():
    assert duration(f"1w{' ' * 100_000}x") is None
    assert understood(f"1 w{' ' * 100_000}x") is None
    assert understood("1 h " * 20_000) is None


def test_the_table_of_unit_words_is_that_of_the_cldr():
    pytest.importorskip("babel")
    script = Path(__file__).parents[2] / "docs" / "duration_units.py"

    assert 0 == subprocess.run([sys.executable, script, "--check"], check=False).returncode
