"""What stands beside a process, hurt at random: logs, settings and checklists are read or refused in sentences."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flowtrim.cli.effective_settings import known_names
from flowtrim.errors import FlowtrimError
from flowtrim.evidence.log_cache import Terms, cached
from flowtrim.formats.settings_file import read_settings
from flowtrim.model import Process, Settings, Step
from flowtrim.reports.checklist_report import checklist_writer
from flowtrim.reports.checklist_report.checklist_reader import read_checklist
from flowtrim.review.filling import checklist
from flowtrim.review.signing import sign
from tests.days import TODAY

CLAIM = Process("Claim", owner="Ann", steps=(Step("ask", "Ask", owner="Clerk", why="The law."), Step("pay", "Pay")))
LOG = "case,activity,time,role\n" + "".join(
    f"{n // 2},{'Ask' if n % 2 else 'Pay'},2026-03-0{n + 1} 09:00:00,Clerk\n" for n in range(6)
)
SETTINGS = """profile = "strict"
fail_on = "error"
[rules]
"flow-large" = {severity = "warning", limit = 40}
[elevator]
seconds = 60
rates = {en = 150}
[review]
process_months = 12
[limits]
max_steps = 30
"""  # fmt: skip
SIGNED = checklist_writer.as_csv(checklist(CLAIM, today=TODAY, settings=Settings()))
PIECES = [
    "", "\0", "\ufeff", '"', '"""', ",", ";", "\n", "\r", "[", "]", "{", "}", "=", "#", "-1", "9" * 400, "1e400", "nan", "true", "\x9b", "\x1b[2J", "\u2028",
    "::error::", "9999-12-31", "0001-01-01 00:00:00", "2026-02-30", "1970-01-01T00:00:00+99:00", "x" * 200_000, "=1+1", "\ud800", "\U0001f600", "Decision", "keep",
]  # fmt: skip
places = st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 40), st.sampled_from(PIECES)), min_size=1, max_size=4)


def hurt(text, wounds):
    """Return a text with pieces put in place of some of its letters."""
    for place, length, piece in wounds:
        at = place % (len(text) + 1)
        text = text[:at] + piece + text[at + length :]
    return text.encode(errors="surrogatepass")


def ends(reading):
    """Whether reading ends in a value or in sentences; anything else that it raises is a fault."""
    try:
        reading()
    except FlowtrimError as refusal:
        return bool(str(refusal))
    return True


@settings(max_examples=150)
@given(places)
@example([(0, 0, "\0")])
def test_settings_are_read_or_refused(tmp_path_factory, wounds):
    file = tmp_path_factory.mktemp("settings") / "flowtrim.toml"  # settings count for all that lies beside and below
    file.write_bytes(hurt(SETTINGS, wounds))

    assert ends(lambda: read_settings(file, known_names()))


@settings(max_examples=100)
@given(places)
@example([(0, 0, "\0")])
def test_checklists_are_signed_or_refused(wounds):
    told = hurt(SIGNED.decode("utf-8-sig"), wounds)

    assert ends(lambda: sign(CLAIM, read_checklist(told, file="c.csv"), today=TODAY, settings=Settings()))


@settings(max_examples=25)
@given(places)
@example([(0, 0, "\0")])
def test_logs_are_read_or_refused(tmp_path_factory, wounds):
    pytest.importorskip("duckdb")
    file = tmp_path_factory.mktemp("log") / "log.csv"
    file.write_bytes(hurt(LOG, wounds))

    assert ends(lambda: cached(file, Terms(), today=TODAY))
