"""The report on evidence as JSON: every figure with its counts, so that it can be worked out again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from flowtrim.measures import Survey
from flowtrim.measures.observed import Observed, ObservedStep, Part
from flowtrim.rules import Finding

FORMAT = "flowtrim-evidence/1"


def report(survey: Survey, observed: Observed, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return everything observed as plain data; times are milliseconds, undefined figures None."""
    told: dict[str, Any] = msgspec.to_builtins(observed)
    fits = observed.conformance
    return {
        "format": FORMAT,
        "process": {"name": survey.process.name},
        "log": told["log"] | {"counted": observed.counted},
        "min_persons": observed.min_persons,
        "findings": [
            {"rule": f.rule, "severity": f.severity, "message": f.message, "at": f.at, "kind": f.kind} for f in findings
        ],
        "matched": told["matched"],
        "never": told["never"],
        "undeclared": told["undeclared"],
        "guesses": told["guesses"],
        "ambiguous": told["ambiguous"],
        "conformance": fits and {
            "moves": _part(fits.allowed), "cases": _part(fits.fitting), "deviations": told["conformance"]["deviations"],
        },
        "steps": [_step(survey, step, plain) for step, plain in zip(observed.steps, told["steps"], strict=True)],
        "choices": [
            {"step": c.step, "ways": {way: _part(Part(n, sum(c.ways.values()))) for way, n in c.ways.items()}}
            for c in observed.choices
        ],
        "variants": observed.variants,
        "handoffs": {
            "observed": observed.handoffs, "ping_pongs": observed.ping_pongs,
            "declared_a_case": survey.expected_handoffs, "matrix": told["matrix"],
        },
        "roles": told["roles"],
        "persons": told["persons"],
        "contacts": {"visits": observed.contacts, "cases_with_several": observed.again},
        "duration": told["duration"],
        "promise": _part(observed.promise),
        "outcomes": told["outcomes"],
        "separations": [
            {"steps": each.steps, "by": each.by, "broken": _part(each.broken)} for each in observed.separations
        ],
    }  # fmt: skip


def _step(survey: Survey, step: ObservedStep, plain: dict[str, Any]) -> dict[str, Any]:
    return plain | {"refused": _part(step.refused), "declared_visits": survey.visits.get(step.step)}


def _part(part: Part | None) -> dict[str, Any] | None:
    """Return a share with what it was counted from and its bounds."""
    if part is None:
        return None
    return {"count": part.count, "of": part.of, "share": part.share, "interval": list(part.interval)}
