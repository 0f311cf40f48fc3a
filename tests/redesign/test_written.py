"""What trimming makes can be written to a file and read back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.changes import apply, apply_plan
from flowtrim.errors import ChangeError
from flowtrim.formats import loads, read
from flowtrim.formats.yaml_writer import dumps
from flowtrim.measures import Survey
from flowtrim.model import Drop
from flowtrim.redesign import trim
from tests.days import TODAY
from tests.processes import structured_processes

SAMPLES = Path(__file__).parents[2] / "samples"


def reread(process):
    return loads(dumps(process), file="process.yml", today=TODAY).process


@pytest.mark.parametrize(
    "name", sorted(folder.name for folder in SAMPLES.iterdir() if (folder / "process.yml").exists())
)
def test_the_trimmed_sample_and_its_plan_can_be_written_and_read(name):
    process = read(SAMPLES / name / "process.yml", today=TODAY).process
    proposal = trim(Survey(process, today=TODAY))
    recorded = reread(replace(process, plans=(*process.plans, proposal.plan("Trimmed"))))

    assert proposal.after.process == reread(proposal.after.process)
    assert proposal.after.process.steps == apply_plan(process, recorded.plans[-1].changes).steps


@given(structured_processes(), st.data())
def test_what_is_left_after_a_drop_can_be_written_and_read(process, data):
    try:
        after = apply(process, Drop(data.draw(st.sampled_from(process.steps)).id))
    except ChangeError:
        return

    assert after == reread(after)
