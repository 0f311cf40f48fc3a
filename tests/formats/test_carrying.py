"""What each format carries comes back; what it does not is said, item by item."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from flowtrim.formats import encode, loads
from flowtrim.formats.losses import lost
from flowtrim.model import Process, Step
from tests.days import TODAY
from tests.formats.test_schema import FULL
from tests.processes import processes, structured_processes

WHOLE = {"yaml": "yml", "json": "json", "bpmn": "bpmn", "xlsx": "xlsx"}
PARTS = {"csv": "csv", "mermaid": "mmd", "dot": "gv"}
WORDS = {
    "flows": "next", "ride_seconds": "elevator", "told": "elevator", "ceilings": "limits", "alongside": "with",
    "takes_range": "takes", "waits_range": "waits", "waits_for": "waits", "questions": "open",
    "separate_persons": "separate",
}  # fmt: skip


def again(process, form, ending):
    return loads(encode(process, form).data, file=f"p.{ending}", today=TODAY).process


@pytest.mark.parametrize(("form", "ending"), WHOLE.items())
def test_a_file_with_every_key_goes_there_and_back_unharmed(form, ending):
    process = loads(FULL, today=TODAY).process

    assert process == again(process, form, ending)
    assert () == encode(process, form).lost


@pytest.mark.parametrize("form", PARTS)
def test_every_field_that_a_format_cannot_carry_is_named(form):
    said = " ".join(encode(loads(FULL, today=TODAY).process, form).lost)
    unsaid = {WORDS.get(name, name) for name in Process.__struct_fields__} - {"steps", "name", "starts"}

    assert unsaid <= {word.strip(" ,.") for word in said.split()}


@given(processes(min_steps=1) | structured_processes(inclusive=True))
def test_what_csv_and_mermaid_do_not_name_as_lost_comes_back(process):
    for form in ("csv", "mermaid"):
        said, back = " ".join(encode(process, form).lost), again(process, form, PARTS[form])
        for one, other in zip(process.steps, back.steps, strict=True):
            for field in ("kind", "takes", "waits", "cost", "serves", "reviewed", "inputs", "outputs", "split", "join"):
                assert f"{field} (" in said or getattr(one, field) == getattr(other, field)
        for field in ("customer", "volume", "kpis", "outputs"):
            assert field in said or getattr(process, field) == getattr(back, field)


def test_everything_that_a_step_may_say_is_counted():
    bare, full = Step("a", "A"), loads(FULL, today=TODAY).process.steps[0]
    [sentence] = lost(Process("p", (full,)), "Thin air", steps=(), whole=("name",))
    other = {name for name in Step.__struct_fields__ if getattr(full, name) != getattr(bare, name)}

    assert all(f"{WORDS.get(name, name)} (1 step)" in sentence for name in other)
    assert () == lost(Process("p", (replace(bare),)), "Paper", whole=("name",))
