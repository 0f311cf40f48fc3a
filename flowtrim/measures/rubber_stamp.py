"""What the counts of past decisions prove about an approval.

``scipy.stats.beta.ppf`` gives the same bound, but importing it takes 0.7 s, more than a whole cold run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil, exp, expm1, lgamma, log, log1p

from flowtrim.graph import branch_weights
from flowtrim.measures.approval_branches import meaning
from flowtrim.model import BINDING, Decisions, Flow, Limits, Step

CONFIDENCE = 0.95
ROUNDED = 0.005
"""What a share in whole percents may differ from the true one."""
MOST_COUNTED = 10**9
"""More decisions than these prove no more: what is left to doubt is below a ten-thousandth, and the sums stay exact."""


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
_BESIDE = re.compile(
    r"\b(?:19|20)\d\d\b"  # a year
    r"|(?:above|over|below|under|than|from|up to|every|über|unter|ab|als|bis|jede\w*|au-delà de|plus de|moins de|"
    r"à partir de|jusqu['’]à|más de|menos de|por encima de|hasta|cada|超过|低于|达到)\s*\d[\d.,'’ ]*"
    r"|\d[\d.,'’ ]*(?:以上|以下|を超え|超)"
    r"|(?:section|article|clause|paragraph|rule|§|artikel|nummer|artículo|第)\s*\d+",
    re.IGNORECASE,
)
"""Figures that count nothing: years, limits, and places in a text."""
_COUNTED = re.compile(r"\d")


def refusal_bound(decisions: Decisions, *, confidence: float = CONFIDENCE) -> float | None:
    """Return the share of refusals that the counts do not rule out: the upper Clopper-Pearson bound, one-sided.

    It is the share at which so few refusals would still come about with probability ``1 - confidence``. Without a
    refusal it is ``1 - 0.05 ** (1 / made)``, about ``3 / made``. None where nothing was decided yet.
    See docs/theory.md#rubber-stamps.

    >>> round(refusal_bound(Decisions(made=412, refused=0)), 4)
    0.0072
    """
    made, refused = _counted(decisions)
    if made <= 0:
        return None
    if refused >= made:
        return 1.0
    doubt = 1.0 - confidence
    if refused == 0:
        return -expm1(log(doubt) / made)
    low, high = refused / made, 1.0
    while low < (middle := (low + high) / 2) < high:
        if _at_most(refused, made=made, share=middle) > doubt:
            low = middle
        else:
            high = middle
    return high


def is_rubber_stamp(step: Step, limits: Limits) -> bool:
    """Whether a step does nothing but let things pass: an approval or check proved to refuse hardly anything.

    What law or contract asks for is no rubber stamp, whatever it refuses; nor is a step without counts.

    >>> is_rubber_stamp(Step("sign", "Sign it", kind="approve", decisions=Decisions(412)), Limits())
    True
    """
    if step.kind not in ("approve", "check") or step.serves in BINDING or step.decisions is None:
        return False
    return refuses_less_than(limits.rubber_stamp, step.decisions)


def refuses_less_than(share: float, decisions: Decisions, *, confidence: float = CONFIDENCE) -> bool:
    """Whether the counts rule out that this share of the cases, or more, is refused: the bound is below it.

    >>> refuses_less_than(0.02, Decisions(149)), refuses_less_than(0.02, Decisions(148))
    (True, False)
    """
    made, refused = _counted(decisions)
    if refused >= made * share or share >= 1.0:
        return share >= 1.0 and refused < made
    return _at_most(refused, made=made, share=share) < 1.0 - confidence


def contradicting_share(step: Step) -> float | None:
    """Return the declared share of the refusals of a step where its counts rule that share out; None where they agree.

    Ways on count that say that they are refusals; where none says so, the lesser one of two, unless one is for larger
    cases, or for what nobody answered. Percents may be rounded, as files have them.

    >>> ways = (Flow("pay", "agreed", 0.99), Flow("end", "not agreed", 0.01))
    >>> contradicting_share(Step("sign", "Sign", decisions=Decisions(36400, 20), flows=ways))
    0.01
    >>> contradicting_share(Step("sign", "Sign", decisions=Decisions(36400, 350), flows=ways))
    """
    if step.decisions is None or not step.decisions.made:
        return None
    least, most = _refusals_not_ruled_out(step.decisions.made, step.decisions.refused)
    told = [_sum(way) for way in _refusing_ways(step)]
    return None if not told or any(each is None or least <= each <= most for each in told) else told[0]


def _refusing_ways(step: Step) -> list[list[Flow]]:
    """Return the ways on by which a step may refuse, each of them alone: the likelier one first."""
    meant = {meaning(flow) for flow in step.flows}
    if "refused" in meant:
        return [[flow for flow in step.flows if meaning(flow) == "refused"]]
    if step.passing is None or meant != {"approved"} or not all(flow.when for flow in step.flows):
        return []
    return [[flow for flow in step.flows if flow is not step.passing], [step.passing]]


def _sum(flows: Iterable[Flow]) -> float | None:
    """Return the share of some ways on; None where one of them is not declared."""
    shares = [flow.share for flow in flows]
    return None if None in shares else sum(share or 0.0 for share in shares)


def assumed_refusals(step: Step) -> tuple[tuple[Flow, ...], float] | None:
    """Return the ways of what a step refuses, with the share assumed for them that its counts rule out.

    The ways are those that say so; none where none does, and equal shares are assumed for all: the share is then that
    of each. None where shares are declared, ways go by the class of a case, or what is assumed may hold.

    >>> ways = (Flow("pay", "agreed"), Flow("end", "not agreed"))
    >>> assumed_refusals(Step("sign", "Sign", decisions=Decisions(3600), flows=ways))
    ((Flow(to='end', when='not agreed'),), 0.5)
    >>> assumed_refusals(Step("sign", "Sign", decisions=Decisions(3), flows=ways))
    """
    weights, is_assumed = branch_weights(step)
    if step.split != "one" or len(weights) < 2 or not is_assumed or not (step.decisions and step.decisions.made):
        return None
    if any(flow.band for flow in step.flows):
        return None
    refusing = [(flow, weight) for flow, weight in zip(step.flows, weights, strict=True) if meaning(flow) == "refused"]
    least, most = _refusals_not_ruled_out(step.decisions.made, step.decisions.refused)
    if refusing:
        share = sum(weight for _, weight in refusing)
        is_open = any(flow.share is None for flow, _ in refusing)
        return (tuple(flow for flow, _ in refusing), share) if is_open and not least <= share <= most else None
    if any(flow.share is not None for flow in step.flows):
        return None
    some = (number / len(weights) for number in range(1, len(weights)))
    return None if any(least <= share <= most for share in some) else ((), weights[0])


def _refusals_not_ruled_out(made: int, refused: int) -> tuple[float, float]:
    """Return the least and the greatest share of refusals that the counts agree with, rounded percents included."""
    passed = refusal_bound(Decisions(made, made - refused)) or 0.0
    most = refusal_bound(Decisions(made, refused)) or 0.0
    return min(1.0 - passed, refused / made - ROUNDED), max(most, refused / made + ROUNDED)


def _counted(decisions: Decisions) -> tuple[int, int]:
    """Return the counts, beyond what is counted the same share of fewer, which proves a little less."""
    made, refused = decisions.made, decisions.refused
    return (made, refused) if made <= MOST_COUNTED else (MOST_COUNTED, ceil(refused * MOST_COUNTED / made))


def _at_most(refused: int, *, made: int, share: float) -> float:
    """Return the probability of so many refusals or fewer, for a share above the one observed.

    The terms are summed from the last one, the largest, downwards until they no longer count: about as many as a
    few standard deviations, also where millions were refused.
    """
    term = total = 1.0
    odds = (1.0 - share) / share
    for count in range(refused, 0, -1):
        term *= count * odds / (made - count + 1)
        total += term
        if term < total * 1e-17:
            break
    combinations = lgamma(made + 1) - lgamma(refused + 1) - lgamma(made - refused + 1)
    last = combinations + refused * log(share) + (made - refused) * log1p(-share)
    return min(1.0, exp(last + log(total)))


def says_what_was_saved(reason: str, decisions: Decisions) -> bool:
    """Whether a reason has a figure beside how many were refused of how many.

    >>> says_what_was_saved("The 14 were worth 310,000.", Decisions(6300, refused=14))
    True
    """
    counts = {str(decisions.made), str(decisions.refused), *_WORDS.get(decisions.refused, "").split("|")}
    return any(re.sub(r"[.,\s'’]", "", said.lower()) not in counts for said in _FIGURE.findall(reason))


def counts_something(reason: str) -> bool:
    """Whether a reason has a count in it: a year, a limit or the place in a law is none.

    >>> counts_something("A misspelt name turned back 40 travellers in 2025."), counts_something("Parts above 20 EUR.")
    (True, False)
    """
    return _COUNTED.search(_BESIDE.sub("", reason)) is not None
