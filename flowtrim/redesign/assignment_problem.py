"""Who may perform what, and what a change of hands costs: the question that the assignment answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.graph import origin
from flowtrim.measures import Survey
from flowtrim.measures.handoffs import traversals
from flowtrim.measures.term_amounts import between_rounds
from flowtrim.model import Process, Step

Link = tuple[str, str]
Groups = tuple[tuple[str, ...], ...]


class AssignmentProblem(Struct, frozen=True):
    """Steps with an owner, the roles that may perform each, and the expected transfers between them.

    ``allowed`` lists for each step its roles by name; ``weights`` the expected transfers in one case from step
    to step; ``separate`` and ``together`` are groups of steps that never, or always, share a role; ``owners`` is
    how it is today. ``static`` says that expected transfers are unknown, so that each flow counts once.
    """

    allowed: Mapping[str, tuple[str, ...]]
    weights: Mapping[Link, float]
    owners: Mapping[str, str]
    separate: tuple[tuple[str, ...], ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    static: bool = False

    @property
    def unmended(self) -> AssignmentProblem:
        """The same where no duty is asked for that is broken today: of such a group, what is kept of it stays so."""
        apart = (
            pair
            for group in self.separate
            for pair in ([group] if _apart(group, self.owners) else combinations(group, 2))
            if _apart(pair, self.owners)
        )
        together = (
            tuple(step_id for step_id in group if self.owners[step_id] == owner)
            for group in self.together
            for owner in dict.fromkeys(map(self.owners.__getitem__, group))
        )
        return replace(self, separate=tuple(apart), together=tuple(group for group in together if len(group) > 1))

    @property
    def choices(self) -> int:
        """How many pairs there are of a step that several roles may perform, and such a role."""
        return sum(len(roles) for roles in self.allowed.values() if len(roles) > 1)

    @classmethod
    def of(
        cls,
        survey: Survey,
        *,
        may: Callable[[Step, str], bool] | None = None,
        apart: Groups = (),
        leaving: Collection[str] = (),
    ) -> AssignmentProblem:
        """Read the problem off a process.

        ``may`` says whether a step may go to another role; ``apart`` are steps to be kept apart beside those that the
        process says, wherever they are apart today; so are a step that may be late and what is done in its place then.
        ``leaving`` are roles that keep only what nobody else may do.
        """
        process = survey.process
        kept = (*process.separate_persons, *_stand_ins(process), *apart)
        owners = {step.id: step.owner for step in process.work if step.owner}
        owners = {step_id: owners[step_id] for step_id in survey.graph.reading_order if step_id in owners}
        weights, static = _weights(survey, owners)
        return cls(
            allowed={step_id: _choice(process, process.step(step_id), may, leaving) for step_id in owners},
            weights=weights,
            owners=owners,
            separate=(
                *_known(process.separate, owners),
                *(group for group in _known(kept, owners) if _apart(group, owners)),
            ),
            together=_known(process.together, owners),
            static=static,
        )


def capable(process: Process, step: Step) -> tuple[str, ...]:
    """Return the roles that may perform a step, by name: its owner, and people who declare the skill that it needs.

    Nothing is assumed: a step that declares no skill stays where it is, and so does what the customer, a
    partner or a machine does. Nobody who declares no skills is given work.

    >>> from flowtrim.model import Role
    >>> process = Process("P", roles=(Role("a", "A", skills=("care",)), Role("b", "B"), Role("c", "C", skills=())))
    >>> capable(process, Step("s", "S", owner="b", skill="care")), capable(process, Step("t", "T", owner="c"))
    (('a', 'b'), ('c',))
    """
    owner = step.owner or ""
    if step.skill is None or not process.is_ours(owner):
        return (owner,)
    skilled = {role.id for role in process.roles if step.skill in (role.skills or ()) and process.is_ours(role.id)}
    return tuple(sorted({owner, *skilled}, key=lambda role_id: (process.role(role_id).name, role_id)))


def done_together(survey: Survey) -> set[str]:
    """Return the steps that several roles do at one time, and those that follow: who gets what is settled there."""
    shared = {step.id for step in survey.process.work if step.alongside}
    return shared.union(*(survey.graph.work_after.get(step_id, ()) for step_id in shared))


def unskilled(survey: Survey) -> tuple[Step, ...]:
    """Return the steps of ours that declare no skill, so that nobody knows who else could do them.

    None where all of our work is one role's and no other is declared: then there is nobody else.
    """
    process = survey.process
    ours = {role.id for role in (*process.roles, *process.performers) if process.is_ours(role.id)}
    bare = (step for step in process.work if step.owner in ours and step.skill is None)
    return tuple(bare) if len(ours) > 1 else ()


def _stand_ins(process: Process) -> Iterator[tuple[str, str]]:
    """Yield each step that may be late, and what is done in its place then: nobody stands in for themselves."""
    for step in process.work:
        yield from ((step.id, deadline.instead) for deadline in step.within if deadline.instead)


def _choice(
    process: Process, step: Step, may: Callable[[Step, str], bool] | None, leaving: Collection[str]
) -> tuple[str, ...]:
    roles = capable(process, step)
    if may is None:
        return roles
    others = tuple(role for role in roles if role != step.owner and may(step, role))
    stays = step.owner not in leaving or not others
    return tuple(role for role in roles if role in others or (stays and role == step.owner))


def _apart(group: tuple[str, ...], owners: Mapping[str, str]) -> bool:
    """Whether each step of a group is in other hands today."""
    return len({owners[step_id] for step_id in group}) == len(group)


def _known(groups: Iterable[tuple[str, ...]], owners: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    kept = (tuple(step_id for step_id in group if step_id in owners) for group in groups)
    return tuple(group for group in kept if len(group) > 1)


def _weights(survey: Survey, owners: Mapping[str, str]) -> tuple[dict[Link, float], bool]:
    """Return the expected transfers between steps, with all terms counted; flows where a loop has no way out.

    Where a part is done in a row, it passes on within each round, and from each round to the next.
    """
    graph, often, weights = survey.spelled.counted, survey.spelled.node_visits, defaultdict[Link, float](float)
    arcs = ((node, target) for node, targets in graph.work_after.items() for target in targets)
    passed = ((*arc, traversals(graph, often, *arc)) for arc in arcs)
    for node, target, times in (*passed, *between_rounds(graph, often)):
        link = (origin(node), origin(target))
        if link[0] != link[1] and owners.keys() >= {*link}:
            if times is None:
                return _flows(survey, owners), True
            weights[link] += times
    return dict(weights), False


def _flows(survey: Survey, owners: Mapping[str, str]) -> dict[Link, float]:
    links = ((source, target) for source, targets in survey.graph.work_after.items() for target in targets)
    return {link: 1.0 for link in links if link[0] != link[1] and owners.keys() >= {*link}}
