"""flowtrim.toml: read with every problem at once, and found upwards."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest
from msgspec.structs import replace

from flowtrim.errors import InvalidFileError
from flowtrim.formats.schema import settings_schema
from flowtrim.formats.setting_fields import Known
from flowtrim.formats.settings_file import read_settings
from flowtrim.model import Ceiling, Limits, Settings

KNOWN = Known(("recommended", "strict"), {"why-short": None, "who-overlap": "role_overlap", "flow-large": "size_hint"})
WHOLE = """\
profile = "strict"
fail_on = "hint"
baseline = "known.json"
[elevator]
seconds = 45
rates = {en = 140, ja = 320.5}
[review]
process_months = 6
kpi_months = 9
due_soon_days = 0
[limits]
max_rides = 1
max_work = "1h 30m"
max_expected_handoffs = 2.5
[rules]
why-short = "off"
who-overlap = {severity = "error", limit = "70%"}
flow-large = {limit = 40}
"""


@pytest.fixture
def read(tmp_path):
    def read(text):
        file = tmp_path / "flowtrim.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_settings(file, KNOWN, name="flowtrim.toml")

    return read


@pytest.fixture
def problems(read):
    def problems(text):
        with pytest.raises(InvalidFileError) as refusal:
            read(text)
        return str(refusal.value).splitlines()

    return problems


def test_every_key_sets_what_it_says(read):
    limits = Limits(
        ride_seconds=45, review_months=6, kpi_months=9, due_soon_days=0, size_hint=40, role_overlap=0.7,
        spoken_rates=(("en", 140), ("ja", 320.5)),
        ceilings=(Ceiling("rides", 1), Ceiling("work", 90), Ceiling("expected_handoffs", 2.5)),
    )  # fmt: skip
    severities = {"why-short": "off", "who-overlap": "error"}

    found = replace(read(WHOLE), places={})

    assert found == Settings("strict", severities, limits, "hint", "flowtrim.toml", "known.json")


def test_an_empty_file_leaves_everything_as_it_is(read):
    assert Settings(file="flowtrim.toml") == read("# nothing yet\n")


def test_each_key_knows_its_place(read):
    places = read(WHOLE).places

    assert (1, 1) == places["profile"]
    assert (6, 20) == places["elevator.rates.ja"]
    assert (17, 36) == places["rules.who-overlap.limit"]


@pytest.mark.parametrize(
    "text",
    ['rules."why-short" = "off"\n', "[rules]\n'why-short' = 'off'\n", "[ rules ] # here\n  why-short   =   'off'\n"],
)
def test_keys_may_be_dotted_quoted_and_indented(read, text):
    settings = read(text)

    assert {"why-short": "off"} == settings.severities
    assert "rules.why-short" in settings.places


def test_all_problems_are_told_at_once_with_their_places_and_guesses(problems):
    told = problems(WHOLE.replace("strict", "strickt").replace("kpi_months = 9", "kpi_month = 9").replace("70%", "7"))

    assert ["1:11", "9:1", "17:44"] == [line.removeprefix("flowtrim.toml:").partition(": ")[0] for line in told]
    assert told[0].endswith("cannot be 'strickt'. Did you mean 'strict'? It takes recommended or strict.")
    assert "The key 'kpi_month' is not known in the review. Did you mean 'kpi_months'?" in told[1]
    assert "Did you mean '7%'? It takes a share such as 95%, 0.95 or 1/3." in told[2]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("profile = \n", ": This is not TOML: Invalid value."),
        ("a = 1 b\n", "flowtrim.toml:1:7: This is not TOML: Expected newline or end of document after a statement."),
        ("[rules]\nwhy-shrt = 'off'", "2:1: There is no rule 'why-shrt'. Did you mean 'why-short'?"),
        ("[rules]\nwhy-short = {limit = 3}", "2:14: The key 'limit' is not known in the rule why-short."),
        ("rules = 3", "1:9: The key 'rules' cannot be '3'. It takes a mapping from names of rules"),
        ("[[rules]]\n", "The key 'rules' cannot be a list."),
        ("fail_on = true", "1:11: The key 'fail_on' cannot be 'true'. It takes error, warning, hint or never."),
        ("[elevator]\nrates = {English = 3}", "2:10: The key 'English' is no language."),
        ("[elevator]\nseconds = 0", "2:11: The key 'seconds' cannot be '0'."),
        ("[review]\nkpi_months = 0", "2:14: The key 'kpi_months' cannot be '0'."),
        ("[limits]\nmax_rides = 1.5", "2:13: The key 'max_rides' cannot be '1.5'. It takes a whole number"),
        ("profile = 2026-01-01", "1:11: The key 'profile' cannot be '2026-01-01'."),
        ("profile = " + "[" * 9999, "flowtrim.toml:1:1: This is n"),
        ("[limits]\nmax_rides = " + "9" * 5000, "flowtrim.toml:1:1: This is not TOML: Exceeds the limit"),
        (b"profile = '\xff'", "This is not UTF-8 text"),
    ],
)
def test_what_is_wrong_is_said_in_words(problems, text, told):
    assert told in "\n".join(problems(text))


def test_the_schema_takes_what_the_reader_takes():
    import tomllib

    schema = jsonschema_rs.validator_for(settings_schema(KNOWN))

    assert schema.is_valid(tomllib.loads(WHOLE))
    assert not schema.is_valid(tomllib.loads(WHOLE.replace("strict", "strickt")))
    assert not schema.is_valid({"rules": {"why-shrt": "off"}})
    assert not schema.is_valid({"rules": {"why-short": {"limit": 3}}})
    assert "draft-07" in json.dumps(settings_schema(KNOWN))
