"""What cases take: time, work and money, by how they end and by their class, and whether they are in time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from flowtrim.measures.flow_survey import FlowSurvey

if TYPE_CHECKING:
    from flowtrim.graph import NormalForm
    from flowtrim.measures.articles import Article
    from flowtrim.measures.groups_of_cases import CaseFigures
    from flowtrim.measures.loop_costs import LoopCost
    from flowtrim.measures.promises import Kept, Late
    from flowtrim.measures.simulation import Percentile
    from flowtrim.measures.times import Times, Yearly
    from flowtrim.measures.workload import Workload


class CaseSurvey(FlowSurvey):
    """The figures of the cases that go through one process. Read-only."""

    @cached_property
    def times(self) -> Times:
        """Effort, cycle time, efficiency and cost, from declared figures only."""
        from flowtrim.measures.times import times

        return times(self.spelled.counted.process, self.spelled.node_visits, self.timed_reduction)

    @cached_property
    def yearly(self) -> Yearly:
        """What a year takes, for those who ask nothing else about times; as in ``times``."""
        from flowtrim.measures.times import yearly

        return yearly(self.spelled.counted.process, self.spelled.node_visits)

    @cached_property
    def outcomes(self) -> tuple[CaseFigures, ...]:
        """What cases take by how they end; empty where no end has a name."""
        from flowtrim.measures.groups_of_cases import by_outcome

        return by_outcome(self.spelled)

    @cached_property
    def classes(self) -> tuple[CaseFigures, ...]:
        """What the cases of each class take; empty where no class decides a way."""
        from flowtrim.measures.groups_of_cases import by_class

        return by_class(self.spelled, self.limits)

    @cached_property
    def kept(self) -> tuple[Kept, ...]:
        """How the promise and the deadlines are kept."""
        from flowtrim.measures.promises import kept

        form: NormalForm = self.timed_reduction.form
        return kept(self.process, form)

    @cached_property
    def percentiles(self) -> tuple[Percentile, ...]:
        """Within which time half and nine of ten cases are done; empty where no range asks for it."""
        from flowtrim.measures.simulation import spread

        return spread(self.process, self.timed_reduction.form)

    @cached_property
    def late(self) -> tuple[Late, ...]:
        """The promise and the deadlines that are not kept; cases are played only where a share is asked for."""
        from flowtrim.measures.promises import late

        return tuple(late(self, lambda: self.kept))

    @cached_property
    def workloads(self) -> tuple[Workload, ...]:
        """The work of each role, most first; then that in the processes which steps call."""
        from flowtrim.measures.workload import called_workloads, workloads

        process, visits = self.spelled.counted.process, self.spelled.node_visits
        return (*workloads(process, visits), *called_workloads(process, visits, self.called))

    @cached_property
    def minutes_of_steps(self) -> dict[str, float]:
        """The minutes of a case that each step takes of whoever performs it."""
        from flowtrim.measures.workload import minutes_of_steps

        return minutes_of_steps(self.spelled.counted.process, self.spelled.node_visits)

    @cached_property
    def minutes_of_roles(self) -> dict[str, float | None]:
        """The minutes of a case that each role works; None where some of them are not declared."""
        from flowtrim.measures.workload import minutes_of_roles

        return minutes_of_roles(self.process, self.minutes_of_steps)

    @cached_property
    def loop_costs(self) -> tuple[LoopCost, ...]:
        """What each flow that leads back costs."""
        from flowtrim.measures.loop_costs import loop_costs

        return loop_costs(self.spelled, self.graph)

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """Which source demands which steps and deadlines."""
        from flowtrim.measures.articles import articles

        return articles(self.process)
