"""Write the table of unit words for durations from the Unicode CLDR, or with --check compare it with what is there.

Run it after an update of the CLDR: ``python docs/duration_units.py [--check]``. It needs Babel, flowtrim does not.
The long and the short forms are taken, never the narrow ones: there ``m`` is a month, and here it is minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from flowtrim.formats.unit_words import bare

LANGUAGES = ("en", "de", "fr", "es", "ja", "zh", "zh_Hant")
UNITS = {"second": 1 / 60, "minute": 1, "hour": 60, "day": 480, "week": 2400, "month": 9600}
"""Minutes of working time. A year is missing: nobody counts its working days alike."""
TABLE = Path(__file__).parents[1] / "flowtrim" / "formats" / "duration_units.py"
HEAD = '''"""Unit words of durations in six languages, without accents: made by docs/duration_units.py from the CLDR."""

UNITS: dict[str, float] = {
'''


def forms(language: str, unit: str) -> Iterator[str]:
    """Yield the words of a unit in a language, long and short, singular and plural."""
    patterns = Locale.parse(language)._data["unit_patterns"][f"duration-{unit}"]  # noqa: SLF001 - Babel has no list of them
    for length in ("long", "short"):
        yield from (text.replace("{0}", "") for case, text in patterns[length].items() if case != "per")


def table() -> str:
    """Return the module with the table."""
    words = {
        bare(word): size for unit, size in UNITS.items() for language in LANGUAGES for word in forms(language, unit)
    }
    ordered = sorted(words.items(), key=lambda row: (row[1], row[0]))
    rows = [f'    "{word}": {size!r},\n' for word, size in ordered]
    return f"{HEAD}{''.join(rows)}}}\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("The table is not that of the CLDR." if TABLE.read_text(encoding="utf-8") != table() else 0)
    TABLE.write_text(table(), encoding="utf-8")
