"""An approval or check that lets everything pass.

## Why it matters

412 approvals, none refused: the case waited 412 times for nothing, and the boss was interrupted as often. The
counts must prove it: the upper bound of the refusal rate, at 95% confidence, lies under 2%. Twenty
approvals without a refusal prove only that it is under 14%. What law or contract asks for is left alone,
and counts that contradict the shares of the step prove nothing. Of a control for a risk that refused any, however few,
it is only asked what those refusals saved, unless its reason says so in figures.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Approve the claim, owner: Manager, kind: approve, decisions: {made: 412, refused: 0}}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Approve the claim over 500, owner: Manager, kind: approve, decisions: {made: 40, refused: 9}}
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

When the approval is there to be seen, and everybody knows that it decides nothing.

## Source

Clopper, Pearson, *The use of confidence or fiducial limits*, Biometrika 26, 1934, for the bound; the empower
heuristic of Reijers, Liman Mansar, Omega 33, 2005. The 2% are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.dead_steps import is_at_our_cost
from flowtrim.measures.rubber_stamp import contradicting_share, is_rubber_stamp, refusal_bound
from flowtrim.model import Decisions, Drop
from flowtrim.rules._catalogue import Finding, on_step, percent, quoted
from flowtrim.sentences import say

LIMIT = "rubber_stamp"
_WORDS = {
    2: "two|zwei|deux|dos|二|两",
    3: "three|drei|trois|tres|三",
    4: "four|vier|quatre|cuatro|四",
    5: "five|fünf|cinq|cinco|五",
    6: "six|sechs|seis|六",
    7: "seven|sieben|sept|siete|七",
    8: "eight|acht|huit|ocho|八",
    9: "nine|neun|neuf|nueve|九",
    10: "ten|zehn|dix|diez|十",
    11: "eleven|elf|onze|once",
    12: "twelve|zwölf|douze|doce|dozen",
    14: "fourteen|vierzehn|quatorze|catorce",
    15: "fifteen|fünfzehn|quinze|quince",
    20: "twenty|zwanzig|vingt|veinte",
}
"""Numbers as people write them in a reason."""
_FIGURE = re.compile(
    rf"\d[\d.,\s'’]*|\b(?:{'|'.join(_WORDS.values())}|million|millions|millionen|millones)\b|[一二三四五六七八九十百千万]+",
    re.IGNORECASE,
)


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what each approval has ever refused."""
    bound_by_separation = {step_id for group in survey.process.kept_apart for step_id in group}
    for step in survey.process.work:
        if step.decisions is None or not is_rubber_stamp(step, survey.limits) or contradicting_share(step):
            continue
        if not is_at_our_cost(survey.process, step):
            continue
        made, refused = step.decisions.made, step.decisions.refused
        if step.serves == "risk" and refused:
            if not _says_what_was_saved(step.why or "", step.decisions):
                yield on_step(step, _worth(step.name, step.decisions))
            continue
        bound = percent(refusal_bound(step.decisions) or 0.0)
        counts = {"refused": refused, "made": made}
        message = say(
            "{step} refused {refused} of {made}: at most {bound} of the cases need it.",
            step=quoted(step.name),
            bound=bound,
            **counts,
        )
        drop = Drop(step.id, because=say("It refused {refused} of {made}.", **counts))
        yield on_step(step, message, *(() if step.id in bound_by_separation else (drop,)))


def _says_what_was_saved(reason: str, decisions: Decisions) -> bool:
    """Whether a reason has a figure beside how many were refused of how many."""
    counts = {str(decisions.made), str(decisions.refused), *_WORDS.get(decisions.refused, "").split("|")}
    return any(re.sub(r"[.,\s'’]", "", said.lower()) not in counts for said in _FIGURE.findall(reason))


def _worth(name: str, decisions: Decisions) -> str:
    return say(
        "{name} guards against a risk, and refused {refused} of {made}: ask what those refusals saved.",
        name=quoted(name),
        refused=decisions.refused,
        made=decisions.made,
    )
