"""Unit words of durations as people write them: whole words of six languages and their usual short forms."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import combining, normalize

DAYS = (
    "working day|working days|work day|work days|workday|workdays|business day|business days|weekday|weekdays|"
    "wday|wdays|person day|person days|man day|man days|werktag|werktage|werktagen|arbeitstag|arbeitstage|"
    "arbeitstagen|at|personentag|personentage|tagen|jour ouvré|jours ouvrés|jour ouvrable|jours ouvrables|"
    "jour de travail|jours de travail|j. ouvrés|j ouvrés|jrs|jrs ouvrés|jour homme|jours homme|journée|journées|"
    "jornada|jornadas|día hábil|"
    "días hábiles|día laborable|días laborables|día laboral|días laborales|d|j|工作日|个工作日|個工作日|工作天|"
    "营业日|营业日|営業日|稼働日|日間"
)
"""Working days, which are all the days there are where nobody says otherwise."""
CALENDAR_DAYS = (
    "calendar day|calendar days|kalendertag|kalendertage|kalendertagen|jour calendaire|jours calendaires|"
    "jour calendrier|jours calendrier|dia natural|dias naturales|dia calendario|dias calendario|dia corrido|"
    "dias corridos|自然日|个自然日|日历日|日历天|暦日"
)
CALENDAR_DAY = 1440 * 2400 / 10080
"""Minutes of working time in a day of the calendar: a week of them has five working days."""
USUAL = {
    CALENDAR_DAY: CALENDAR_DAYS,
    1 / 60: "s|sec|secs|sek|seg|segs|秒間|秒鐘",
    15: "刻钟|刻鐘",
    1: "m|min|mins|minuten|mn|分間|分鐘|分",
    60: "h|hr|hrs|hs|std|stdn|working hour|working hours|person hour|person hours|man hour|man hours|"
    "arbeitsstunde|arbeitsstunden|小時|個小時|个小时|钟头|个钟头|鐘頭",
    480: DAYS,
    2400: "w|wk|wks|wo|sem|sems|working week|working weeks|arbeitswoche|arbeitswochen|週|星期|个星期|"
    "個星期|礼拜|周間|週間",
    9600: "mo|mos|mth|mths|monaten|ヶ月|ヵ月|カ月|ケ月|箇月|个月|個月|ヶ月間|か月間",
}
"""Short forms that people use and the CLDR does not have, and the words of working time, by their minutes."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑](?=[^\W\d_])")
MONTH = 9600
"""Minutes in a month of twenty working days: a month has no fixed length, so readers say that one was read."""


def bare(word: str) -> str:
    """Return a word without accents, case, and hyphens between letters; the dot of a short form stays.

    >>> bare("Días hábiles"), bare("man-days"), bare("５分")
    ('dias habiles', 'man days', '5分')
    """
    plain = "".join(sign for sign in normalize("NFKD", word) if not combining(sign) or sign in "\u3099\u309a")
    return " ".join(_HYPHEN.sub(" ", normalize("NFC", plain)).casefold().split())


@cache
def units() -> dict[str, float]:
    """Return the minutes of working time of each unit word; a short form has its dot or not.

    >>> units()["std."], units()["semaines"], units()["dias habiles"], "y" in units()
    (60, 2400, 480, False)
    """
    from flowtrim.formats.duration_units import UNITS

    usual = {bare(word): size for size, words in USUAL.items() for word in words.split("|")}
    return {word.rstrip("."): size for word, size in UNITS.items() if word != "m."} | UNITS | usual
