"""The JSON Schema says what the reader says, as far as a schema can; an independent validator is the judge."""

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.errors import InvalidFileError
from flowtrim.formats import dumps, json_schema, loads
from flowtrim.formats.nodes import Items, Scalar, is_null
from flowtrim.formats.problems import Reading
from flowtrim.formats.schema import field_rows
from flowtrim.formats.yaml_events import load_tree
from tests.days import TODAY
from tests.processes import processes

SAMPLES = sorted(Path(__file__).parents[2].glob("samples/*/*.yml"))
VALIDATOR = jsonschema_rs.Draft7Validator(json_schema())
FULL = """\
process: p
why: w
outputs: [o]
customer: c
owner: o
created: 2019-05-01
reviewed: 2024-02-01
promise: {within: 2d, from: a, to: b, of: 90%}
within: {time: 30d, of: 80%}
clock: {day: 24h, week: 7d}
volume: 12000/year
language: en
elevator: {seconds: 60, measured: {seconds: 71, on: 2026-01-01}}
limits: {max_rides: 1, max_seconds: 90, max_steps: 9, max_roles: 3, max_handoffs: 5, max_expected_handoffs: 2.5,
  max_ping_pongs: 1, max_unjustified: 0, max_weak: 0, max_expired: 0, max_redundant_roles: 0, max_work: 2h,
  max_duration: 1w, max_cost: 90, max_hours: 400, max_contacts: 2.5, max_people_met: 2,
  max_silence: 5d, max_complexity: 12}
starts: [{at: a, share: 60%}, {at: b, share: 40%}]
roles:
  r: {name: R, kind: team, department: D, why: w, serves: law, source: s, reviewed: 2024-01-01, skills: [x], note: n,
    may: decide, deputy: bare, of: {team: t, turn: round-robin}, persons: 3, rate: 42.5}
  bare:
steps:
  - {id: a, name: A, owner: r, kind: check, part: p, why: w, serves: risk, source: s, reviewed: 2024-01-01, inputs: [i],
     outputs: [o], system: s, skill: x, takes: 1m..5m, waits: {time: 1d 4h, for: law},
     within: [2d, {time: 4d, from: b, then: c, share: 5%}, {time: 5d, instead: d, share: 1%}], every: Thursday,
     each: {of: branch, count: 4, parallel: true}, optional: 30%, with: [bare], updates: [u], aliases: [x], cost: 0, accountable: r, consults: [r], informs: r,
     terms: t, calls: c, note: n, decisions: {made: 4, refused: 0}, next: [{to: b, when: x, share: 95%}, b], join: all}
  - {id: b, next: {all: [a, {to: c, when: y}]}}
  - {id: c, next: {some: [{to: a, share: 0.5}, {to: end, as: rejected}]}}
  - {id: d, next: a, join: some}
parts: {p: {each: {of: branch, count: 4}}}
anytime: [{when: w, share: 6%, from: [a], to: end, as: stopped}]
cases: {amount: {low: 70%, high: 30%}}
separate: [[a, b], {steps: [a, c], by: person}]
open: [{question: q, owner: r, until: 2027-01-01}]
together: [[c, d]]
kpis: [{name: k, what: w, why: w, action: a, formula: f, target: 6, owner: o, steps: [a], reviewed: 2023-01-10}]
accepted: {why-missing@a: {because: b, by: c, until: 2027-03-01}}
plans:
  - name: n
    on: 2024-03-04
    result: partly
    lesson: l
    problem: p
    sponsor: r
    promises: [{to: r, what: w, until: 2027-01-01}]
    changes:
      - {drop: x, because: b, by: r, until: 2027-01-01, done: 2026-01-01}
      - {assign: a, to: r}
      - {merge: [x, y], as: {id: z, takes: 2m, why: null}}
      - {move: x, after: a}
      - {parallel: [a, b]}
      - {edit: a, set: {takes: 2m, next: end}}
      - {add: {id: n, name: N}, before: end, after: d}
      - {release: r, to: s}
"""


def plain(node):
    """The value that an editor sees: words taken by the core rules of YAML 1.2."""
    if type(node) is Items:
        return [plain(child) for child in node.nodes]
    if type(node) is not Scalar:
        return {key: plain(child) for key, child in node.nodes.items()}
    if is_null(node):
        return None
    if node.plain and node.text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return node.text.lower() == "true"
    if node.plain and re.fullmatch(r"[-+]?[0-9]+", node.text):
        return int(node.text[:300])
    if node.plain and re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?", node.text):
        return float(node.text)
    return node.text


def takes_schema(text):
    return VALIDATOR.is_valid(plain(load_tree(Reading(file="f", text=text, today=TODAY))))


def takes_reader(text):
    try:
        loads(text, today=TODAY)
    except InvalidFileError:
        return False
    return True


def test_the_schema_is_a_schema_of_draft_7():
    jsonschema_rs.meta.validate(json_schema())

    assert "http://json-schema.org/draft-07/schema#" == json_schema()["$schema"]
    assert json_schema() == json.loads(json.dumps(json_schema()))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_sample_validates(path):
    assert takes_schema(path.read_text(encoding="utf-8"))


@given(processes())
def test_what_is_written_validates(process):
    assert takes_schema(dumps(process))


def test_a_file_with_every_key_validates_and_is_read():
    assert (True, True) == (takes_schema(FULL), takes_reader(FULL))


def test_every_key_of_the_table_stands_in_that_file():
    missing = {row.key for _, rows in field_rows() for row in rows if not re.search(rf"\b{row.key}:", FULL)}

    # the other forms of a volume and of a split
    assert {"per", "one"} == missing


WORDS = [
    "null",
    "",
    "7",
    "-1",
    "0.5",
    "true",
    "no",
    "''",
    "end",
    "a",
    "[]",
    "{}",
    "[a, b]",
    "{to: b}",
    "2025-01-01",
    "3m",
]
VALUE = re.compile(r"(?<=: )[^,{}\[\]\n]+")
KEY = re.compile(r"[a-z]+(?=:)")


@given(st.integers(0, 10_000), st.sampled_from(WORDS), st.integers(0, 10_000), st.booleans())
def test_the_schema_is_never_stricter_than_the_reader(place, word, key_place, rename):
    values = list(VALUE.finditer(FULL))
    found = values[place % len(values)]
    text = FULL[: found.start()] + word + FULL[found.end() :]
    if rename:
        keys = list(KEY.finditer(text))
        key = keys[key_place % len(keys)]
        text = text[: key.start()] + keys[place % len(keys)][0] + text[key.end() :]

    assert not takes_reader(text) or takes_schema(text)


BOTH_REFUSE = [
    "process: p\nownr: x",
    "steps: []",
    "process: ''",
    "process: [a]",
    "process: p\nsteps: {a: b}",
    "process: p\nsteps: [[a]]",
    "process: p\nsteps: [{}]",
    "process: p\nsteps: [~]",
    "process: p\nsteps: [{id: end}]",
    "process: p\nsteps: [{id: a, kind: aprove}]",
    "process: p\nsteps: [{id: a, takes: 3}]",
    "process: p\nsteps: [{id: a, cost: -3}]",
    "process: p\nsteps: [{id: a, next: {when: x}}]",
    "process: p\nsteps: [{id: a, next: {all: {b: c}}}]",
    "process: p\nsteps: [{id: a, reviewed: soon}]",
    "process: p\nroles: [a]",
    "process: p\nroles: {a: [b]}",
    "process: p\nseparate: [a, b]",
    "process: p\nkpis: [{what: x}]",
    "process: p\naccepted: {why-missing@a: {because: x}}",
    "process: p\nplans: [{name: n, changes: [{dropp: x}]}]",
    "process: p\nplans: [{name: n, changes: [{edit: a}]}]",
    "process: p\nplans: [{name: n, result: maybe}]",
    "process: p\nlanguage: English!",
]


@pytest.mark.parametrize("text", BOTH_REFUSE)
def test_what_a_schema_can_see_both_refuse(text):
    assert (False, False) == (takes_schema(text), takes_reader(text))


def test_every_row_of_the_documentation_is_a_sentence():
    rows = [row for _, rows in field_rows() for row in rows]

    assert [] == [row for row in rows if not (row.about.endswith(".") and row.takes)]


@pytest.mark.parametrize("time", ["30 calendar days", "24 clock hours", "1d 4h", "P4D"])
def test_the_schema_takes_every_duration_that_the_reader_takes(time):
    assert takes_schema(f"process: P\nsteps: [{{name: A, within: {time}, waits: {time}}}]\n")
