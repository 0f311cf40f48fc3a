"""What somebody accepts and refuses of a proposal: what is refused is worked around, the rest keeps its numbers."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import groupby

from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.model import Change, identity
from flowtrim.redesign.asking_who import smallest_staff
from flowtrim.redesign.proposal import Proposal, Proposed
from flowtrim.redesign.trimming import trim
from flowtrim.redesign.workbench import Bench, Watch

Meant = Callable[[Proposed], bool]


class Choosing:
    """A proposal under discussion.

    A change keeps its number for as long as it is discussed; what comes in because another change was refused is
    numbered on. ``proposal`` is what is left of it so far.
    """

    def __init__(self, survey: Survey, *, only_safe: bool = False, watch: Watch | None = None) -> None:
        self._survey = survey
        self._watch = watch
        self._only_safe = only_safe
        self._numbers: dict[Hashable, int] = {}
        self._refused: dict[Hashable, Change] = {}
        self.proposal = self._again()

    def refuse(self, meant: Meant) -> None:
        """Refuse all changes that are meant, those too that only come in because others were refused."""
        while fresh := {identity(one.change): one.change for one in self.proposal.changes if meant(one)}:
            self._refused |= fresh
            self.proposal = self._again()

    def keep_only(self, meant: Meant) -> None:
        """Keep the changes that are meant and leave all others; each is measured again without the others."""
        if all(map(meant, self.proposal.changes)):
            return
        bench = Bench(self._survey, watch=self._watch)
        for stage, group in groupby(self.proposal.changes, lambda one: one.stage):
            changes = list(group)
            bench.begin(stage, len(changes))
            for one in changes:
                if meant(one):
                    bench.propose(one.change, rule=one.rule, against=self._against(one), safe=one.safe)
                else:
                    bench.refuse(one.change, rule=one.rule, reason="Nobody accepted it.")
            bench.end()
        self.proposal = self._numbered(replace(
            self.proposal,
            after=bench.survey,
            changes=tuple(bench.changes),
            refused=(*self.proposal.refused, *bench.refused),
            waterfall=tuple(bench.waterfall),
            notes=(),
            smallest=smallest_staff(bench.survey),
        ))  # fmt: skip

    def _again(self) -> Proposal:
        refused = self._refused.values()
        return self._numbered(trim(self._survey, only_safe=self._only_safe, refused=refused, watch=self._watch))

    def _numbered(self, proposal: Proposal) -> Proposal:
        for one in proposal.changes:
            self._numbers.setdefault(identity(one.change), len(self._numbers) + 1)
        changes = (replace(one, number=self._numbers[identity(one.change)]) for one in proposal.changes)
        return replace(proposal, changes=tuple(changes))

    @staticmethod
    def _against(one: Proposed) -> tuple[str, ...]:
        """Return what speaks against a change in itself; what it adds is measured anew."""
        added = len(one.gain.lost) if one.gain else 0
        return one.against[: len(one.against) - added]
