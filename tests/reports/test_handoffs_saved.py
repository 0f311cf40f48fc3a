"""Of a role that could go, the handoffs that this saves are told where somebody would notice them."""

from datetime import date

import pytest

from flowtrim.measures import Survey
from flowtrim.measures.redundancy import RedundantRole
from flowtrim.model import Process, Role, Step
from flowtrim.redesign import RoleProof
from flowtrim.reports.process.summary import gain
from flowtrim.reports.trim_report.roles import _taker

CLAIM = Process(
    "Claim",
    (Step("log", "Log it", owner="clerk"), Step("sign", "Sign it", owner="boss")),
    (Role("clerk", "Clerk"), Role("boss", "Boss")),
)
SAVED = [
    (0.64, "0.64 handoffs a case"),
    (0.05, "0.05 handoffs a case"),
    (0.046, ""),
    (0.01, ""),
    (0.0, ""),
    (None, ""),
]


@pytest.mark.parametrize(("saved", "told"), SAVED)
def test_analyze_tells_no_trifle_of_handoffs(saved, told):
    spare = RedundantRole("boss", (), (), (), "clerk", saved, ())

    assert ", ".join(filter(None, ["Clerk could take over", told and f"with {told} fewer"])) == gain(
        Survey(CLAIM, today=date(2026, 3, 2)), spare
    )


@pytest.mark.parametrize(("saved", "told"), SAVED)
def test_trim_tells_no_trifle_of_handoffs(saved, told):
    proof = RoleProof(
        role="boss", steps=("sign",), only_it_can=(), decisions=(), information=(), used=(), absorbed_by="clerk",
        handoffs_saved=saved, kept_apart=(), unskilled=(), separations=(), unchecked=False,
    )  # fmt: skip

    assert f"Clerk could take over{told and f' and save {told}'}" == _taker(proof, CLAIM)
