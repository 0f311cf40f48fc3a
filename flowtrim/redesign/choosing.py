"""What somebody accepts and refuses of a proposal: what is refused is worked around, the rest keeps its numbers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.model import Change, identity
from flowtrim.redesign.proposal import Proposal, Proposed
from flowtrim.redesign.trimming import trimmed
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
        """Keep the changes that are meant and leave all others; what is kept is worked out as that part of the plan."""
        if all(map(meant, self.proposal.changes)):
            return
        kept = list(filter(meant, self.proposal.changes))
        accepted = [change for one in kept for change in (*one.moves, one.change)]
        self.proposal = replace(self._again(accepted=accepted), notes=())

    def _again(self, accepted: Sequence[Change] | None = None) -> Proposal:
        bench = Bench(
            self._survey,
            refused=self._refused.values(),
            accepted=accepted,
            watch=self._watch,
            numbers=self._numbers,
        )
        return trimmed(bench, only_safe=self._only_safe)
