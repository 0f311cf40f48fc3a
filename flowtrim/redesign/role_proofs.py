"""For each role the proof of what it is good for: what only it can do, what it adds, and who could take over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from flowtrim.graph.choices import with_choice
from flowtrim.measures import Survey
from flowtrim.measures.choices import decides
from flowtrim.measures.passing_on import JUDGING
from flowtrim.measures.redundancy import best_taker
from flowtrim.model import Process, Step


class RoleProof(Struct, frozen=True):
    """What is declared of one role that performs steps.

    ``only_it_can`` are its steps that need a skill nobody else declares. What it adds: ``decisions`` are its steps
    that decide, check, approve or choose a way; ``used`` are things that it makes and another role, or the customer
    of the process, uses; ``information`` are things that only its steps make new, used or not. ``absorbed_by`` could
    take over all its steps, and saves ``handoffs_saved`` expected handoffs a case, exactly those between the two;
    0 where nobody could, None where a loop has no way out. Where nobody could, ``unskilled`` are its steps that
    declare no skill, so that nobody is known to be able, and ``kept_apart`` are the roles that only separated duties
    keep from it. ``separations`` are the declared groups that were checked; ``unchecked`` says that the file declares
    none at all.
    """

    role: str
    steps: tuple[str, ...]
    only_it_can: tuple[str, ...]
    decisions: tuple[str, ...]
    used: tuple[str, ...]
    information: tuple[str, ...]
    absorbed_by: str | None
    handoffs_saved: float | None
    unskilled: tuple[str, ...]
    kept_apart: tuple[str, ...]
    separations: tuple[tuple[str, ...], ...]
    unchecked: bool

    @property
    def adds(self) -> bool:
        """Whether anything that it adds is declared."""
        return bool(self.decisions or self.used or self.information)


def role_proofs(survey: Survey) -> tuple[RoleProof, ...]:
    """Return the proof of each role that performs steps and is one of our own people, in the order of the flow.

    >>> from datetime import date
    >>> claim = Process("Claim", outputs=("money",), steps=(
    ...     Step("log", "Log it", owner="Clerk", outputs=("claim",)),
    ...     Step("pay", "Pay it", owner="Payroll", inputs=("claim",), outputs=("money",))))
    >>> [(proof.role, proof.used, proof.absorbed_by) for proof in role_proofs(Survey(claim, today=date(2026, 3, 2)))]
    [('Clerk', ('claim',), None), ('Payroll', ('money',), None)]
    """
    evidence, process = survey.evidence, survey.process
    takers, fresh = _takers(process), _made_new(process)
    proofs = []
    for role in evidence.able.workers:
        work = evidence.able.work_of[role.id]
        taker, saved = best_taker(evidence, role)
        made = tuple(dict.fromkeys(item for step in work for item in step.outputs))
        proofs.append(RoleProof(
            role.id,
            steps=_ids(work),
            only_it_can=_ids(evidence.able.only_it_can(role.id)),
            decisions=_ids(step for step in work if step.kind in JUDGING or decides(with_choice(survey.graph, step))),
            used=tuple(item for item in made if item in process.outputs or _is_used(survey, work, takers[item], item)),
            information=tuple(item for item in made if fresh[item] == {role.id}),
            absorbed_by=taker.id if taker else None,
            handoffs_saved=saved,
            unskilled=_ids(step for step in work if step.skill is None),
            kept_apart=() if taker else tuple(other.id for other in evidence.able.capable(role.id)),
            separations=evidence.able.separations(role.id),
            unchecked=not process.kept_apart,
        ))  # fmt: skip
    return tuple(proofs)


def _ids(steps: Iterable[Step]) -> tuple[str, ...]:
    return tuple(step.id for step in steps)


def _takers(process: Process) -> Mapping[str, list[Step]]:
    """Return the steps that take each thing."""
    takers: dict[str, list[Step]] = defaultdict(list)
    for step in process.work:
        for item in step.inputs:
            takers[item].append(step)
    return takers


def _is_used(survey: Survey, work: Sequence[Step], takers: Sequence[Step], item: str) -> bool:
    """Whether somebody else takes what a role makes, after it was made."""
    others = [taker.id for taker in takers if taker.owner != work[0].owner]
    makers = [step.id for step in work if item in step.outputs] if others else []
    return any(survey.graph.can_follow(maker, taker) for maker in makers for taker in others)


def _made_new(process: Process) -> Mapping[str, set[str | None]]:
    """Return who makes each thing without having been given it."""
    makers: dict[str, set[str | None]] = defaultdict(set)
    for step in process.work:
        for item in step.outputs:
            if item not in step.inputs:
                makers[item].add(step.owner)
    return makers
