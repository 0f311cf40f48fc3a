"""The report on evidence as JSON: every figure with its counts, so that it can be worked out again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from flowtrim.measures import Survey
from flowtrim.measures.observed import Choice, Observed, ObservedStep, Part, SinceDay
from flowtrim.rules import Finding

FORMAT = "flowtrim-evidence/1"


def report(
    survey: Survey, observed: Observed, findings: Sequence[Finding], since: SinceDay | None = None
) -> dict[str, Any]:
    """Return everything observed as plain data; times are milliseconds, undefined figures None."""
    told: dict[str, Any] = msgspec.to_builtins(observed)
    steps = zip(observed.steps, told["steps"], strict=True)
    same = ("matched", "never", "undeclared", "guesses", "ambiguous", "variants", "roles", "persons", "duration")
    return {
        "format": FORMAT,
        "process": {"name": survey.process.name},
        "log": told["log"] | {"counted": observed.counted},
        "min_persons": observed.min_persons,
        "findings": [
            {"rule": f.rule, "severity": f.severity, "message": f.message, "at": f.at, "kind": f.kind} for f in findings
        ],
        **({"since": _since(since)} if since else {}),
        **{key: told[key] for key in same},
        "conformance": _conformance(observed, told),
        "steps": [_step(survey, step, plain) for step, plain in steps],
        "choices": [_choice(choice) for choice in observed.choices],
        "handoffs": {
            "observed": observed.handoffs,
            "ping_pongs": observed.ping_pongs,
            "declared_a_case": survey.expected_handoffs,
            "matrix": told["matrix"],
        },
        "contacts": {"visits": observed.contacts, "cases_with_several": observed.again},
        "promise": _part(observed.promise),
        "outcomes": told["outcomes"],
        "separations": [{"steps": s.steps, "by": s.by, "broken": _part(s.broken)} for s in observed.separations],
    }


def _since(found: SinceDay) -> dict[str, Any]:
    return {
        "day": found.day.isoformat(),
        "before": found.before,
        "after": found.after,
        "straddling": found.straddling,
        "differences": [
            {
                "what": each.name,
                "before": _part(each.before),
                "after": _part(each.after),
                "interval": list(each.interval),
                "proved": each.proved,
            }
            for each in found.differences
        ],
    }


def _conformance(observed: Observed, told: dict[str, Any]) -> dict[str, Any] | None:
    found = observed.conformance
    if found is None:
        return None
    deviations = told["conformance"]["deviations"]
    return {"moves": _part(found.allowed), "cases": _part(found.fitting), "deviations": deviations}


def _choice(choice: Choice) -> dict[str, Any]:
    total = sum(choice.ways.values())
    return {"step": choice.step, "ways": {way: _part(Part(count, total)) for way, count in choice.ways.items()}}


def _step(survey: Survey, step: ObservedStep, plain: dict[str, Any]) -> dict[str, Any]:
    return plain | {"refused": _part(step.refused), "declared_visits": survey.visits.get(step.step)}


def _part(part: Part | None) -> dict[str, Any] | None:
    """Return a share with what it was counted from and its bounds."""
    if part is None:
        return None
    return {"count": part.count, "of": part.of, "share": part.share, "interval": list(part.interval)}
