"""Where steps stand in the flow, and which of them changed places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flowtrim.changes.working_copy import Draft
from flowtrim.model import END, Process, longest_run


def flow_order(process: Process) -> list[str]:
    """Every step once, in the order of the flow from where cases begin; those that nothing leads to come last."""
    draft = Draft(process)
    seen: set[str] = set()
    reached = _laid_out(draft, [start.at for start in draft.starts], seen)
    return reached + _laid_out(draft, [*draft.order], seen)


def _laid_out(draft: Draft, roots: Sequence[str], seen: set[str]) -> list[str]:
    """The steps that the roots lead to and that were not seen yet, in the order of the flow."""
    done: list[str] = []
    for root in reversed(roots):
        if root not in seen:
            _visit(draft, root, seen, done)
    return done[::-1]


def _visit(draft: Draft, root: str, seen: set[str], done: list[str]) -> None:
    seen.add(root)
    trail = [(root, _targets(draft, root))]
    while trail:
        node, targets = trail[-1]
        while targets and targets[-1] in seen:
            targets.pop()
        if targets:
            seen.add(targets[-1])
            trail.append((targets[-1], _targets(draft, targets[-1])))
        else:
            done.append(node)
            trail.pop()


def _targets(draft: Draft, step_id: str) -> list[str]:
    return [way.to for way in draft.steps[step_id].flows if way.to != END]


def displaced(before: Sequence[str], after: Sequence[str], same: Mapping[str, str]) -> set[str]:
    """The fewest steps of ``before`` that must have changed places to get from one order to the other.

    >>> displaced("abcd", "acbd", {step: step for step in "abcd"})
    {'b'}
    """
    place = {step: number for number, step in enumerate(after)}
    row = [step for step in before if step in same and same[step] in place]
    stay = longest_run([place[same[step]] for step in row])
    return set(row).difference(row[number] for number in stay)
