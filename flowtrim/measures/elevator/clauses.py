"""A process told step by step, in the phrases of a language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from typing import NamedTuple

from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator.branches import Branches
from flowtrim.measures.elevator.course import Course, Joins, alike
from flowtrim.measures.elevator.phrases import Phrases
from flowtrim.measures.elevator.speakable import speakable
from flowtrim.measures.elevator.spoken_terms import SpokenTerms
from flowtrim.model import END, Deadline, Flow, Interruption, Step


class Part(NamedTuple):
    """One sentence of the speech, and the step that it is spent on; None where it speaks of the whole process."""

    step: str | None
    sentence: str


class Telling:
    """Tells the nodes of a process one by one, and remembers who was named last.

    A role is named only when the work changes hands or somebody else was named meanwhile, so each handoff costs words;
    so do each branch, each way back, each jump and each parallel section. Only where the work changes hands does the
    telling say so: who decides and then acts on a second way is named, and takes nothing over.
    """

    def __init__(self, graph: FlowGraph, phrases: Phrases) -> None:
        self.graph = graph
        self.say = phrases
        self.course = Course(graph)
        self.joins = Joins(self.course, phrases, self._quoted)
        self.terms = SpokenTerms(graph.process, phrases, lambda step: self._quoted(graph.process.step(step)))
        self.ways = Branches(self.course, self.terms, phrases)
        self.named: tuple[str, ...] | None = None
        self.pending: str | None = None

    def parts(self) -> Iterator[Part]:
        """Yield the sentences in the order of flow."""
        for step in self.course.steps:
            for sentence in (*self._told(step), *self._late(step), *self._jumps(step)):
                yield Part(step.id, self.say.sentence(sentence))
        for sentence in (*self._interruptions(), *self.terms.whole()):
            yield Part(None, self.say.sentence(sentence))

    # ---- the node itself

    def _told(self, step: Step) -> Iterator[str]:
        cue, self.pending = self._cue(step), None
        name = self._title(step)
        if step.is_work:
            yield self._work(step, self._with_terms(step, cue), self.terms.title(step, name))
        elif cue and self.course.is_said_by_branch(step):
            self.pending = cue
        elif step.kind == "event" and name:
            yield self._event(step, cue, name)
        elif self.course.is_heard(step):
            yield self._after(cue, self._asked(step, name))
        elif cue and len(step.flows) > 1 and step.split != "all":
            yield self._after(cue, self.say.choice)
        else:
            self.pending = cue
        if branches := self.course.branches(step):
            yield self._after(self.pending, self.say.beginning_of(branches))
            self.pending = None
        if step.split == "some" and len(step.flows) > 1:
            yield self.say.one_or_more

    def _asked(self, step: Step, name: str) -> str:
        """Say a choice as a question; what tells somebody to do something, or has several answers, is none."""
        asks = name.endswith(("?", "？")) or not name.casefold().startswith(self.say.told_not_asked)
        return self.say.question.format(name=name.strip("?？¿ ")) if asks and step.split == "one" else name

    def _work(self, step: Step, cue: str | None, name: str) -> str:
        owner = step.owner or ""
        is_branch = self._begins_branch(step)
        stays = is_branch or self._was_present(step) or self._begins_beside(step)
        handed_over = self._holder(step) not in (None, owner) and not stays
        performers = (owner, *step.alongside)
        is_known = self.named == performers and not handed_over and not is_branch
        if is_known or self.terms.says_who(step):
            self.named = performers
            return self._after(cue, name)
        if handed_over:
            pattern = self.say.cue_handoff if cue else self.say.handoff
        else:
            pattern = self.say.cue_first if cue else self.say.first
        self.named = performers
        role = self.terms.performers(self._role(step.owner), [*map(self._role, step.alongside)])
        return pattern.format(cue=cue, role=role, step=name)

    def _begins_branch(self, step: Step) -> bool:
        """Whether a node is the first of one of several branches: its role is named, and takes nothing over."""
        lead = self.course.leads.get(step.id)
        return lead is not None and self.course.branches(lead.source) > 0 and not self.course.is_meeting(step.id)

    def _begins_beside(self, step: Step) -> bool:
        """Whether a node is what happens once a deadline has passed, while the step that is late goes on."""
        lead = self.course.leads.get(step.id)
        return lead is not None and isinstance(lead.aside, Deadline)

    def _holder(self, step: Step) -> str | None:
        """Return in whose hands the work is before a step; None where nobody has worked on it yet."""
        lead = self.course.leads.get(step.id)
        return self.course.holders[lead.source.id] if lead else None

    def _was_present(self, step: Step) -> bool:
        """Whether the owner took part in what was done before: nobody hands over to who is there already."""
        lead = self.course.leads.get(step.id)
        return lead is not None and step.owner in self.course.present[lead.source.id]

    def _with_terms(self, step: Step, cue: str | None) -> str | None:
        """Open a step with what holds for it as a whole, after what the flow opens it with."""
        lead = self.course.leads.get(step.id)
        if lead and lead.interruption:
            self.named = None
        is_new = lead is None or lead.source.part != step.part
        if lead and is_new and not cue and self.graph.process.repeats(lead.source.part):
            cue = self.say.all_done
        cues = ([cue] if cue else []) + self.terms.cues(step, of_part=is_new)
        return self._joined(*cues) if cues else None

    def _event(self, step: Step, cue: str | None, name: str) -> str:
        if step.id in self.graph.starts and not self.graph.before[step.id]:
            pattern = self.say.other_trigger if self.course.places[step.id] else self.say.trigger
            return pattern.format(event=name)
        return self._after(cue, self.say.end_event.format(event=name) if self._is_final(step) else name)

    def _after(self, cue: str | None, text: str) -> str:
        return self.say.cue_step.format(cue=cue, step=text) if cue else text

    def _title(self, step: Step) -> str:
        """Return what a node is called; empty for an event or gateway that was given no name but its id."""
        if step.is_work:
            return self.say.title(speakable(step.name))
        return "" if step.name == step.id else speakable(step.name)

    def _role(self, owner: str | None) -> str:
        return speakable(self.graph.process.role(owner).name) if owner else self.say.someone

    # ---- how the listener gets to it

    def _cue(self, step: Step) -> str | None:
        lead = self.course.leads.get(step.id)
        if lead is None:
            return self._entrance(step)
        if lead.deadline:
            return self.terms.late(lead.source, lead.deadline)
        if lead.interruption:
            return self.terms.interrupted(lead.interruption)
        if self._begins_branch(step):
            return None
        cue = self.ways.cue(lead.source, lead.flow)
        if cue is None and (cue := self.joins.cue(step)) and self.joins.hands_before(step) > 1:
            self.named = None
        before = self.course.heard_before(lead.source)
        is_left = len(lead.source.flows) > 1 and self.terms.leans(lead.flow) and cue != self.say.any_case
        if not lead.adjacent and (cue is None or is_left) and self.course.is_heard(before):
            after = self.say.after.format(step=self._title(before))
            cue = self.say.otherwise if cue and lead.flow.when else cue
            return self._joined(cue, after[0].lower() + after[1:]) if cue else after
        return cue or (self.pending if lead.adjacent else None)

    def _entrance(self, step: Step) -> str | None:
        if step.id not in self.graph.starts:
            return self.say.unconnected
        return self.say.other_start if self.course.places[step.id] and step.kind != "event" else None

    # ---- the ways on that are not told next

    def _late(self, step: Step) -> Iterator[str]:
        """Say what a deadline that passes leads to, where that is not told next."""
        for deadline in step.within:
            target = deadline.consequence
            if target and not self._is_introduced(target, deadline):
                jump = self._jump(step, Flow(target))
                yield self.say.condition_jump.format(cue=self.terms.late(step, deadline), jump=jump)

    def _is_introduced(self, target: str, term: Deadline | Interruption) -> bool:
        """Whether a step is told as what follows from a deadline or an interruption."""
        lead = self.course.leads.get(target)
        return lead is not None and (lead.deadline is term or lead.interruption is term)

    def _interruptions(self) -> Iterator[str]:
        for interruption in self.graph.process.anytime:
            if interruption.to == END:
                jump = self._ends(interruption.outcome)
            elif self._is_introduced(interruption.to, interruption):
                continue
            else:
                target = self.graph.process.step(interruption.to)
                is_named = target.owner and not self.terms.says_who(target)
                pattern = self.say.onward_handoff if is_named else self.say.onward
                jump = pattern.format(role=self._role(target.owner), step=self._quoted(target))
            yield self.say.condition_jump.format(cue=self.terms.interrupted(interruption), jump=jump)

    def _joined(self, *cues: str) -> str:
        return reduce(lambda before, cue: self.say.condition_jump.format(cue=before, jump=cue), cues)

    def _ends(self, outcome: str | None) -> str:
        return self.say.ends_as.format(outcome=speakable(outcome)) if outcome else self.say.ends

    def _jumps(self, step: Step) -> Iterator[str]:
        for flow in sorted(step.flows, key=self.terms.leans):
            if self.course.is_jump(step, flow) and not self._goes_without_saying(step, flow):
                yield self._leap(step, flow)
        if not step.flows and not self._closes(step):
            yield self._end(step)

    def _leap(self, step: Step, flow: Flow) -> str:
        cue = self.ways.cue(step, flow)
        if not cue and self._leads_to_end(flow) and not flow.outcome:
            return self._end(step)
        runs_on = self._leads_to_end(flow) and re.fullmatch(self.say.no_pause_after, cue or "")
        is_clause = cue and cue != self.say.otherwise and flow.when and not runs_on
        pattern = self.say.condition_jump if is_clause else self.say.cue_jump
        cue = cue or self.pending
        jump = self._jump(step, flow)
        return pattern.format(cue=cue, jump=jump) if cue else self.say.then_jump.format(jump=jump)

    def _end(self, step: Step) -> str:
        if self.pending:
            return self.say.cue_jump.format(cue=self.pending, jump=self.say.ends)
        if self.course.is_parallel(step) or self.joins.leave_open(step):
            return self.say.branch_ends
        return self.say.then_jump.format(jump=self.say.ends)

    def _goes_without_saying(self, step: Step, flow: Flow) -> bool:
        if len(step.flows) > 1 and step.split != "all":
            return flow.band is not None and any(alike(one, flow) for one in step.flows[: step.flows.index(flow)])
        if flow.to == END:
            return len(step.flows) == 1 and self._closes(step) and not flow.outcome
        if self.course.begins_alike(step, flow.to):
            return True
        waits = self.graph.process.step(flow.to).join != "any"
        return waits and not self.course.is_back(step, flow.to)

    def _leads_to_end(self, flow: Flow) -> bool:
        target = None if flow.to == END else self.course.first_told(flow.to)
        return target is None or (not self.course.is_heard(target) and all(way.to == END for way in target.flows))

    def _closes(self, step: Step) -> bool:
        """Whether everybody knows that this is the end: nothing is told after it, an event says so, or it is no end."""
        said = step.kind == "event" and self._is_final(step) and bool(self._title(step))
        return said or self.course.is_last(step) or self.course.runs_beside(step)

    def _is_final(self, step: Step) -> bool:
        """Whether nothing follows a node, however its file says so."""
        return len(step.flows) < 2 and not self.graph.after[step.id]

    def _jump(self, source: Step, flow: Flow) -> str:
        if self._leads_to_end(flow):
            return self._ends(flow.outcome)
        if flow.to == source.id:
            return self.say.again
        target, holder = self.course.first_told(flow.to), self.course.holders[source.id]
        is_back = self.course.is_back(source, flow.to)
        if target.owner and holder and target.owner != holder and not self.terms.says_who(target):
            pattern = self.say.back_handoff if is_back else self.say.onward_handoff
        else:
            pattern = self.say.back if is_back else self.say.onward
        return pattern.format(role=self._role(target.owner), step=self._quoted(target))

    def _quoted(self, step: Step) -> str:
        if self.course.is_heard(step):
            return self.say.quoted.format(step=self._title(step))
        name = self._name_of(step)
        return self.say.choice_before.format(step=self.say.quoted.format(step=name)) if name else self.say.choice

    def _name_of(self, step: Step) -> str:
        return self._title(self.course.first_told(step.id, through_choices=True))
