"""Whatever the bytes: a process, or every problem in whole sentences; never anything else."""

import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from flowtrim.errors import InvalidFileError
from flowtrim.formats import dumps, loads
from tests.days import TODAY

SAMPLES = [path.read_bytes() for path in sorted(Path(__file__).parents[2].glob("samples/*/*.yml"))[:4]]
SEEDS = [*SAMPLES, b"process: p\nsteps:\n  - {id: a, next: {all: [b, end]}}\n  - &x {id: b, takes: 3m, informs: [a]}\n"]
PIECES = [
    b"{",
    b"[",
    b": ",
    b"- ",
    b"\n",
    b"&a ",
    b"*a",
    b"!!str ",
    b"<<: ",
    b"|\n",
    b"\t",
    b"'",
    b'"',
    b"\0",
    b"\xff",
    b"---\n",
    b"end",
    b"\xe2\x80\xa8",
]


def outcome(data):
    """Read, and insist that what is read can be written and read again."""
    try:
        process = loads(data, file="f.yml", today=TODAY).process
    except InvalidFileError as refusal:
        return [str(problem) for problem in refusal.problems]
    assert process == loads(dumps(process), today=TODAY).process
    return ["f.yml: read."]


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_process_or_a_list_of_problems(data):
    assert all(said.startswith("f.yml") and said.endswith((".", "?")) for said in outcome(data))


@given(st.text("ab:-[]{}&*!|>'\"%@`#,? \n\t.~", max_size=60))
def test_any_signs_of_yaml_are_a_process_or_a_list_of_problems(text):
    assert all(said.endswith((".", "?")) for said in outcome(f"process: p\nsteps:\n- {text}"))


@settings(max_examples=150)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 40), st.sampled_from(PIECES)), max_size=4),
)
def test_a_mutilated_sample_is_a_process_or_a_list_of_problems(seed, wounds):
    data = seed
    for place, length, piece in wounds:
        start = place % (len(data) + 1)
        cut = data[start : start + length]
        data = data[:start] + (cut * 2 if length % 3 == 0 else piece) + data[start + length :]

    assert all(said.startswith("f.yml") and said.endswith((".", "?")) for said in outcome(data))


def test_a_thousand_problems_are_all_reported_and_soon():
    steps = [f"  - {{id: s{n}, name: Step {n}, knd: do, next: s{n}x}}" for n in range(500)]
    begun = time.perf_counter()
    found = outcome("\n".join(["process: p", "steps:", *steps]))

    assert 1000 == len(found)
    assert found[0].startswith("f.yml:3:28: The key 'knd'")
    assert time.perf_counter() - begun < 5
