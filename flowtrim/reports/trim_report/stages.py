"""The stages of a proposal with their changes; what many changes of a stage have in common is said once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from flowtrim.redesign import Proposal, Proposed, Stage
from flowtrim.reports.gain_text import saved
from flowtrim.sentences import marked, phrase

Told = Callable[[str], str]
"""Says a sentence in the language of the report, with the numbers of the steps that it names."""

SAFE = marked("What can go without asking")
TITLES: dict[Stage, str] = {
    "why": marked("Why is it there?"),
    "what": marked("What is it good for?"),
    "who": marked("Who should do it?"),
    "order": marked("In which order?"),
    "compose": marked("Is it one step?"),
}
_DEEDS = 30
"""So many are shown; the others are counted."""
_WHOLE = marked("So many changes of so long a process were measured together: what they save stands in the waterfall.")


class Deed(Struct, frozen=True):
    """A change in words: why, what it saves (nothing said where it saves nothing), and what speaks against it."""

    number: int
    text: str
    because: str
    rule: str
    saves: str
    against: tuple[str, ...]
    safe: bool


class Ground(Struct, frozen=True):
    """What changes that a rule asked for have in common: why, of most of them, and what speaks against each of them.

    ``because`` is empty where no reason is that of most.
    """

    rule: str
    because: str
    against: tuple[str, ...]


class StageTold(Struct, frozen=True):
    """A stage with its changes; ``folded`` counts those that are not shown.

    ``whole`` says so where the stage was measured as a whole, and is empty where each change says what it saves.
    """

    title: str
    grounds: tuple[Ground, ...]
    deeds: tuple[Deed, ...]
    folded: int = 0
    whole: str = ""


def stages_told(proposal: Proposal, told: Told, *, everything: bool) -> Iterator[StageTold]:
    """Tell the stages that changed something; ``everything`` unfolds those with many changes.

    A stage that was gone through again, because more followed from the others, is told once.
    """
    stages: dict[str, list[Proposed]] = defaultdict(list)
    for one in proposal.changes:
        stages[SAFE if one.safe else TITLES[one.stage]].append(one)
    for title, changes in stages.items():
        deeds = [_deed(one, proposal, told) for one in changes]
        shown = deeds if everything else deeds[:_DEEDS]
        whole = told(phrase(_WHOLE)) if any(one.gain is None for one in changes) else ""
        yield StageTold(told(phrase(title)), tuple(grounds(shown)), tuple(shown), len(deeds) - len(shown), whole)


def grounds(deeds: Sequence[Deed]) -> Iterator[Ground]:
    """Yield what the changes of each rule have in common, of those rules that asked for several."""
    for rule in dict.fromkeys(one.rule for one in deeds):
        alike = [one for one in deeds if one.rule == rule]
        if len(alike) < 2:
            continue
        first, *others = alike
        ((mostly, times),) = Counter(one.because for one in alike).most_common(1)
        because = mostly if times > len(alike) / 2 else ""  # the others tell their own
        common = tuple(said for said in first.against if all(said in other.against for other in others))
        if because or common:
            yield Ground(rule, because, common)


def _deed(one: Proposed, proposal: Proposal, told: Told) -> Deed:
    return Deed(
        number=one.number,
        text=told(one.deed(proposal.before.told)),
        because=told(one.change.because or ""),
        rule=one.rule,
        saves=told(saved(one.gain)) if one.gain else "",
        against=tuple(map(told, one.against)),
        safe=one.safe,
    )
