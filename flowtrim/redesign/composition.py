"""Stage 5, compose: neighbours of one role are one step told at length (the task composition heuristic)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flowtrim.measures import Survey
from flowtrim.measures.four_eyes import judged_work
from flowtrim.model import BINDING, Merge, Process, Step
from flowtrim.redesign.proposal import Figures
from flowtrim.redesign.workbench import Bench
from flowtrim.sentences import say

RULE = "flow-neighbours-of-one-role"
APART = frozenset({"wait", "approve"})
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def compose(bench: Bench) -> None:
    """Merge each row of neighbours of one role, where somebody would notice more than that fewer steps are counted."""
    rows = rows_of_one_role(bench.survey)
    bench.begin("compose", len(rows))
    for row in rows:
        separator = "、" if all(WIDE.search(step.name) for step in row) else ", "
        into = {"id": row[0].id, "name": separator.join(step.name for step in row), "owner": row[0].owner}
        change = Merge(tuple(step.id for step in row), into, because=say("One role does them in a row."))
        if not _gains(bench, change):
            continue
        elsewhere = bench.before.process.is_by_partner(row[0])
        against = [say("Another house does them, and may not see them as one.")] if elsewhere else []
        bench.propose(change, rule=RULE, against=against, safe=not elsewhere)
    bench.end()


def _gains(bench: Bench, change: Merge) -> bool:
    """Whether a merge makes anything better that is not only counted otherwise, and nothing worse."""
    after = bench.try_out(change) if bench.measures_each else None
    if after is None:
        return False
    gain = Figures.of(bench.survey).saved(Figures.of(after))
    return not gain.lost and (round(gain.seconds) > 0 or gain.handoffs > 0 or gain.rides > 0)


def rows_of_one_role(survey: Survey) -> list[list[Step]]:
    """Return rows of steps of one role with nothing in between: no wait, no approval, no choice, no duty apart.

    What serves the law or a contract stays a step of its own, so that everybody sees that it is done; so does what
    has no reason that holds, since a merge would only hide it.

    >>> from datetime import date
    >>> from flowtrim.model import Flow
    >>> letter = Process("Letter", steps=(
    ...     Step("open", "Open", owner="Care", why="A letter may hold a cheque for us.", flows=(Flow("read"),)),
    ...     Step("read", "Read", owner="Care", why="Only then we know who can help.", flows=(Flow("sign"),)),
    ...     Step("sign", "Sign", owner="Manager")))
    >>> [[step.id for step in row] for row in rows_of_one_role(Survey(letter, today=date(2026, 3, 2)))]
    [['open', 'read']]
    """
    process = survey.process
    founded = [step for step in process.work if step.id in survey.justification.justified]
    links = {step.id: after.id for step in founded if (after := _neighbour(survey, step)) is not None}
    followers, judged = set(links.values()), judged_work(survey.graph)
    rows = []
    for begin in [step_id for step_id in survey.graph.reading_order if step_id in links and step_id not in followers]:
        row = [process.step(begin)]
        while (after_id := links.get(row[-1].id)) is not None:
            if not _may_join(process, row, process.step(after_id), judged.get(after_id, ())):
                break
            row.append(process.step(after_id))
        if len(row) > 1:
            rows.append(row)
    return rows


def _neighbour(survey: Survey, step: Step) -> Step | None:
    graph = survey.graph
    if len(step.flows) != 1 or not step.owner or step.kind in APART or step.kind == "decide":
        return None
    target = step.flows[0].to
    if target == step.id or len(graph.before.get(target, ())) != 1 or target in graph.starts:
        return None
    after = survey.process.step(target)
    alike = after.is_work and after.owner == step.owner and after.part == step.part
    founded = after.id in survey.justification.justified
    return after if alike and founded and not after.waits and after.kind not in APART else None


def _may_join(process: Process, row: list[Step], step: Step, judged: Sequence[str]) -> bool:
    """Whether a step may join a row: no duty sets it against a member, and no skill, kind or call would be lost.

    ``judged`` is the work that the step looks at: a check is never hidden in what it checks, nor in other work, since
    it has a reason of its own.
    """
    members = {member.id for member in row}
    apart = any(step.id in group and not members.isdisjoint(group) for group in process.kept_apart)
    kinds = {one.kind for one in (*row, step)}
    apart = apart or len(kinds - {"do"}) > 1 or not members.isdisjoint(judged) or ("check" in kinds and len(kinds) > 1)
    bound = any(one.serves in BINDING for one in (*row, step))
    skills = {one.skill for one in (*row, step) if one.skill}
    loses = bound or len(skills) > 1 or any(one.calls for one in (*row, step))
    return not apart and not loses and step.id not in members
