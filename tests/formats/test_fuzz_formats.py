"""Whatever the bytes of a document, table or diagram: a process, or every problem in whole sentences with its file."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.errors import InvalidFileError
from flowtrim.formats import dumps, encode, loads, read
from tests.days import TODAY

SAMPLES = Path(__file__).parents[2] / "samples"
PROCESSES = [read(SAMPLES / name / "process.yml", today=TODAY).process for name in ("bicycle-repair", "survey-loop")]
MARKDOWN = (
    b"# Claim\n\n1. Ask (Clerk)\n   - Why: the law\n2. **Payroll**: Pay\n\n| Step | Who |\n|---|---|\n| Ask | Clerk |\n"
)
MERMAID = b'flowchart LR\nsubgraph s["One"]\na["x"] -->|yes 5%| b{y?} & c\nend\nb -.-> d@{ shape: fork }\nclass a x\n'
SEEDS = {
    form: [encode(process, form).data for process in PROCESSES] for form in ("bpmn", "csv", "xlsx", "json", "mermaid")
}
SEEDS["markdown"] = [MARKDOWN]
SEEDS["mermaid"].append(MERMAID)
ENDINGS = {"bpmn": "bpmn", "csv": "csv", "xlsx": "xlsx", "json": "json", "mermaid": "mmd", "markdown": "md"}
PIECES = [
    b"", b"\0", b"\xff", b'"', b"'", b"<", b">", b"&#0;", b"&", b"\n", b";", b",", b"|", b"[", b"]", b"{", b"}", b"-->", b"end",
    b"subgraph ", b"%%", b"- ", b"%", b"\xe2\x80\xa8", b"&lt;", b"0", b"9" * 30, b"<task/>", b"null", b":", b"\xef\xbb\xbf",
]  # fmt: skip
wounds = st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 40), st.sampled_from(PIECES)), min_size=1, max_size=5)


def wounded(data, hurts):
    for place, length, piece in hurts:
        start = place % (len(data) + 1)
        cut = data[start : start + length]
        data = data[:start] + (cut * 2 if length % 3 == 0 else piece) + data[start + length :]
    return data


def outcome(data, form):
    """Read, and insist that what is read can be written as a file and read again."""
    file = f"f.{ENDINGS[form]}"
    try:
        process = loads(data, file=file, today=TODAY).process
    except InvalidFileError as refusal:
        return [str(problem) for problem in refusal.problems]
    assert process == loads(dumps(process), today=TODAY).process
    return [f"{file}: read."]


def assert_told(said, form):
    assert all(one.startswith(f"f.{ENDINGS[form]}") and one.endswith((".", "?", '"')) for one in said), said


@pytest.mark.parametrize("form", ENDINGS)
@given(data=st.data())
def test_a_mutilated_file_is_a_process_or_a_list_of_problems(form, data):
    seed = data.draw(st.sampled_from(SEEDS[form]))

    assert_told(outcome(wounded(seed, data.draw(wounds)), form), form)


@pytest.mark.parametrize("form", ENDINGS)
@given(data=st.binary(max_size=120) | st.text(max_size=120).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_a_process_or_a_list_of_problems(form, data):
    assert_told(outcome(data, form), form)


@given(st.sampled_from(SEEDS["xlsx"]), st.integers(0, 9), wounds)
def test_a_workbook_with_a_mutilated_part_is_a_process_or_a_list_of_problems(seed, part, hurts):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as whole, zipfile.ZipFile(stream, "w") as hurt:
        parts = [name for name in whole.namelist() if "sheet" in name or "shared" in name]
        for name in whole.namelist():
            data = whole.read(name)
            hurt.writestr(name, wounded(data, hurts) if name == parts[part % len(parts)] else data)

    assert_told(outcome(stream.getvalue(), "xlsx"), "xlsx")
