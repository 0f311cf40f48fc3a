"""What a step says of itself."""

import pytest

from flowtrim.model import Decisions, Flow, Step


@pytest.mark.parametrize(
    ("decisions", "passes"),
    [(None, "bad"), (Decisions(100, refused=12), "bad"), (Decisions(100, refused=50), "bad"),
     (Decisions(100, refused=88), "good")],
)  # fmt: skip
def test_what_passes_takes_the_rarer_way_where_more_was_refused_than_passed(decisions, passes):
    flows = Flow("good", share=0.12), Flow("bad", share=0.88)

    assert passes == Step("test", "Test", kind="check", flows=flows, decisions=decisions).passing.to
