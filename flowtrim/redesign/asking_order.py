"""Stage 4, order: checks that refuse most for their effort first, and no waiting that nobody needs."""

from __future__ import annotations

from flowtrim.model import Parallel, Step
from flowtrim.redesign.order import as_checks, best_order, dependencies, expected_effort, knock_out_rows, moves_to
from flowtrim.redesign.workbench import Bench
from flowtrim.rules import find_rule

LATE = "flow-late-knock-out"
NEEDLESS = "flow-needless-order"


def ask_order(bench: Bench) -> None:
    """Reorder rows of checks, then let independent neighbours run at the same time where that costs nothing."""
    rows = knock_out_rows(bench.survey)
    remedies = [change for finding in find_rule(NEEDLESS).check(bench.survey) for change in finding.remedy]
    together = [change for change in remedies if isinstance(change, Parallel)]
    bench.begin("order", len(rows) + len(together))
    for row in rows:
        _reorder(bench, row)
    if bench.measures_each:
        for change in together:
            _run_at_once(bench, change)
    elif together:
        bench.note("The process is so long that nobody tried which of its steps could run at the same time.")
    bench.end()


def _reorder(bench: Bench, row: list[Step]) -> None:
    checks = as_checks(row)
    if checks is None:
        return
    best = best_order(checks, first=dependencies(row))
    now = expected_effort(checks)
    if best.effort >= now - 1e-9:
        return
    because = f"Asked in this order the checks take {best.effort:.4g} instead of {now:.4g} on average."
    against = [] if best.proven else ["So many checks depend on each other that a better order was not ruled out."]
    if any(step.serves in ("law", "contract") for step in row):
        against.append("One of the checks serves the law or a contract, which may fix the order.")
    for move in moves_to([step.id for step in row], best.names, because):
        if not bench.propose(move, rule=LATE, against=against, safe=not against):
            return


def _run_at_once(bench: Bench, change: Parallel) -> None:
    """Only where neither handoffs nor the time to tell it get worse; the price is said where they do."""
    after = bench.try_out(change)
    if after is None:
        return
    was = bench.survey
    dearer = after.handoffs > was.handoffs or after.rides > was.rides
    if dearer:
        reason = "It would be done sooner, at the price of more handoffs or a longer story."
        bench.refuse(change, rule=NEEDLESS, reason=reason)
        return
    against = ["Somebody has to bring the branches together again."]
    bench.propose(change, rule=NEEDLESS, against=against, safe=False)
