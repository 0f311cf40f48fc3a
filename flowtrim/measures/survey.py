"""Everything measured on one process, each figure worked out once, and only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from flowtrim.measures.case_survey import CaseSurvey
from flowtrim.model import Change, Limits, Process, Step

if TYPE_CHECKING:
    from flowtrim.measures.clock import Clock
    from flowtrim.measures.data_use import DataUse
    from flowtrim.measures.elevator import Speech
    from flowtrim.measures.interruptions import Interrupted
    from flowtrim.measures.justification import Justification
    from flowtrim.measures.knock_outs import KnockOuts
    from flowtrim.measures.kpis import KpiAudit
    from flowtrim.measures.observed import Observed
    from flowtrim.measures.raci import Raci
    from flowtrim.measures.reason_patterns import Sign
    from flowtrim.measures.redundancy import RedundantRole
    from flowtrim.measures.role_evidence import Evidence
    from flowtrim.measures.sensitivity import Sensitivity
    from flowtrim.measures.value import ValueClasses
    from flowtrim.measures.waste import Waste


class Survey(CaseSurvey):
    """The figures of one process on one day, under one set of limits. Read-only.

    Rules, reports and the redesign all read their figures here, so that none is computed twice. ``observed`` is what
    a log shows of the process, None where there is none beside it.
    """

    def __init__(  # noqa: PLR0913 - all of them keywords, and only the day is needed
        self,
        process: Process,
        *,
        today: date,
        limits: Limits | None = None,
        called: Mapping[str, Process] | None = None,
        observed: Observed | None = None,
        origin: tuple[Process, tuple[Change, ...]] | None = None,
        before: Interrupted | None = None,
    ) -> None:
        super().__init__(process, today=today, limits=limits, called=called, origin=origin, before=before)
        self.observed = observed

    def changed(self, process: Process) -> Survey:
        """Return the survey of what changes make of this process, where what stays is interrupted as often as today."""
        return Survey(process, today=self.today, limits=self.limits, before=self.spelled.interrupted)

    @property
    def steps(self) -> int:
        """The steps that are performed: gateways and events are none."""
        return len(self.process.work)

    @property
    def roles(self) -> int:
        """The roles of our own people that perform steps: customers, partners and systems stand apart."""
        return len(self.process.staff)

    @property
    def rides(self) -> int:
        """The elevator rides that it takes to tell the process."""
        return self.elevator.rides

    @cached_property
    def justification(self) -> Justification:
        """Which steps and roles have a reason, and what their reasons are worth."""
        from flowtrim.measures.justification import justification

        return justification(self.graph, today=self.today, limits=self.limits)

    @cached_property
    def unjustified(self) -> tuple[str, ...]:
        """The steps without a reason, for those who ask nothing else about reasons; as in ``justification``."""
        from flowtrim.measures.justification import unjustified_steps

        return unjustified_steps(self.graph, limits=self.limits)

    @cached_property
    def rests_on_questions(self) -> bool:
        """Whether more than a third of the steps were never asked about: then no figure is good news yet."""
        from flowtrim.measures.justification import rests_on_questions

        return rests_on_questions(self.process, self.unjustified)

    @cached_property
    def value(self) -> ValueClasses:
        """Value-adding, business-value-adding and non-value-adding steps."""
        from flowtrim.measures.value import value_classes

        return value_classes(self.graph, self.visits, self.justification)

    @cached_property
    def waste(self) -> Waste:
        """Work that moves, returns or repeats things."""
        from flowtrim.measures.waste import waste

        return waste(self.graph, self.visits)

    @cached_property
    def knock_outs(self) -> KnockOuts:
        """Checks that refuse cases, and those that were done in vain by then."""
        from flowtrim.measures.knock_outs import knock_outs

        return knock_outs(self.graph, self.visits)

    @cached_property
    def raci(self) -> Raci:
        """Who performs, answers, is consulted and informed."""
        from flowtrim.measures.raci import raci

        return raci(self.process)

    @cached_property
    def evidence(self) -> Evidence:
        """The facts that may speak for or against a role."""
        from flowtrim.measures.role_evidence import Evidence

        return Evidence(self)

    @cached_property
    def signs(self) -> Mapping[str, Mapping[Sign, str]]:
        """What speaks against each role that is asked why it is there."""
        from flowtrim.measures.reason_patterns import signs

        return signs(self.evidence)

    @cached_property
    def redundant_roles(self) -> tuple[RedundantRole, ...]:
        """Roles that the process could do without, each with its proof."""
        from flowtrim.measures.redundancy import redundant_roles

        return redundant_roles(self.evidence, self.signs)

    @cached_property
    def elevator(self) -> Speech:
        """What is said in the elevator, and how long it takes."""
        from flowtrim.measures.elevator import speech

        return speech(self.graph, self.limits)

    @cached_property
    def sensitivities(self) -> tuple[Sensitivity, ...]:
        """How much each share that had to be assumed matters, the one that matters most first."""
        from flowtrim.measures.sensitivity import sensitivities

        # what had to be played, or could not be, is not played once more for each share
        is_calculated = self.times.cycle_minutes is not None and not self.times.simulated
        rides = {self.graph.telling_order: self.rides}

        def measured(process: Process) -> tuple[float | None, float | None, float | None]:
            survey = self._weighted(process)
            order = survey.graph.telling_order
            if order not in rides:  # most shares do not change what is said, and saying it takes the most time
                rides[order] = survey.rides
            return survey.expected_handoffs, survey.times.cycle_minutes if is_calculated else None, rides[order]

        return sensitivities(self.process, measured)

    def _weighted(self, process: Process) -> Survey:
        """Return the survey of the same process with other shares."""
        survey = Survey(process, today=self.today, limits=self.limits, before=self._before)
        survey.graph = self.graph.weighted(process)
        return survey

    @cached_property
    def process_cycle_efficiency(self) -> float | None:
        """The time that adds value for the customer by the whole time of a case; None where no step is classified."""
        from flowtrim.measures.times import process_cycle_efficiency

        classes = self.value.of
        if self.times.waiting_share is None or set(classes.values()) <= {"unclassified"}:
            return None
        adding = {s.id: s.takes for s in self.process.work if s.takes is not None and classes[s.id] == "VA"}
        return process_cycle_efficiency(self.times, self.visits, adding)

    @cached_property
    def data_use(self) -> DataUse:
        """What the steps deliver, and who needs it afterwards."""
        from flowtrim.measures.data_use import data_use

        return data_use(self.graph)

    def makers_before(self, step: Step, item: str) -> list[str]:
        """Return who makes a thing from which a case comes to a step, such as one that takes it."""
        return [maker for maker in self.data_use.makers.get(item, ()) if self.graph.can_follow(maker, step.id)]

    @cached_property
    def own_work(self) -> tuple[tuple[str, str], ...]:
        """Each approval and check of ours, with each step whose work it looks at that has the same owner."""
        from flowtrim.measures.four_eyes import own_work

        return tuple(own_work(self.graph))

    @cached_property
    def contacts(self) -> Mapping[str, str]:
        """The steps at which the customer is spoken with, and the role that does."""
        from flowtrim.measures.customer_contacts import contacts

        return contacts(self.graph)

    @cached_property
    def expected_contacts(self) -> float | None:
        """How often the customer is spoken with in one case; None without a customer or a contact, or in a circle."""
        from flowtrim.measures.customer_contacts import has_customer

        often = [self.visits[step] for step in self.contacts]
        if None in often or not (often or has_customer(self.process)):
            return None
        return sum(visits or 0.0 for visits in often)

    @cached_property
    def people_met(self) -> float | None:
        """With how many of our roles the customer speaks in one case; None where nobody is spoken with."""
        from flowtrim.measures.customer_contacts import people_met

        return people_met(self.graph, self.reduction) if self.contacts else None

    @cached_property
    def silence(self) -> float | None:
        """The longest time that the customer hears nothing, in minutes of working time."""
        from flowtrim.measures.silences import silence

        return silence(self.graph)

    @cached_property
    def sent_on(self) -> Mapping[str, tuple[str, ...]]:
        """The contact steps to which a customer comes from another role, and that role."""
        from flowtrim.measures.sent_on import sent_on

        return sent_on(self.graph)

    @cached_property
    def clock(self) -> Clock:
        """When the process was last reviewed in full, and when it is due."""
        from flowtrim.measures.clock import clock

        return clock(self.process, today=self.today, limits=self.limits)

    @cached_property
    def kpis(self) -> tuple[KpiAudit, ...]:
        """Each KPI with its clock and its own elevator test."""
        from flowtrim.measures.kpis import audit

        return audit(self.process, today=self.today, limits=self.limits)
