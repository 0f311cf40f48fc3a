"""What to ask before a step goes, beside what holds it: whose it is, what is measured there, what becomes of cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flowtrim.graph import FlowGraph
from flowtrim.measures.answers import reading
from flowtrim.measures.cautions import only_maker
from flowtrim.measures.choices import parts_ways, together
from flowtrim.measures.four_eyes import JUDGING
from flowtrim.model import Flow, Process, Step
from flowtrim.sentences import Message, quoted, quoted_list, say, say_many


def theirs(process: Process, step: Step) -> Iterator[Message]:
    """Say so where a step is the customer's, done by others too, or a judgement for which somebody else answers.

    What the customer does costs us nothing, and is not ours to drop. Whoever does a step cannot tell why somebody else
    does it as well, nor why somebody has a thing approved or checked by them. Machines cannot be asked.

    >>> from flowtrim.model import Role
    >>> order = Process("Order", roles=(Role("boss", "Boss"),))
    >>> [str(words) for words in theirs(order, Step("sign", "Sign", owner="clerk", kind="approve", accountable="boss"))]
    ["'Boss' answers for it: ask them first."]
    """
    if step.owner is not None and process.is_customer(step.owner):
        yield say("{role} does it, not we: ask them first.", role=quoted(process.role(step.owner).name))
    parties = dict.fromkeys(one for one in step.alongside if one != step.owner and not process.is_system(one))
    if parties:
        names = quoted_list(process.role(one).name for one in parties)
        yield say_many(
            len(parties),
            "{roles} does it too: ask them first.",
            "{roles} do it too: ask them first.",
            roles=names,
        )
    answering = step.accountable
    if step.kind in JUDGING and answering and answering not in (step.owner, *parties):
        yield say("{role} answers for it: ask them first.", role=quoted(process.role(answering).name))


def reason_told(step: Step) -> Iterator[Message]:
    """Quote the reason that somebody gave for a step."""
    if step.why and reading(step.why) == "text":
        yield say("Its reason is said to be: {reason}", reason=step.why)


def lacked(today: FlowGraph, now: Process, step: Step) -> Iterator[Message]:
    """Name what only a step makes that somebody takes, among the steps as they are now.

    >>> steps = Step("copy", "Copy", outputs=("copy",), flows=(Flow("file"),)), Step("file", "File", inputs=("copy",))
    >>> claim = Process("Claim", steps=steps)
    >>> [str(words) for words in lacked(FlowGraph(claim), claim, steps[0])]
    ["Only it makes 'copy', which 'File' takes."]
    """
    others = [one for one in now.work if one.id != step.id]
    for item in dict.fromkeys(step.outputs if today.process.has_step(step.id) else ()):
        takers = [one for one in others if item in one.inputs and today.process.has_step(one.id)]
        takers = [one for one in takers if today.can_follow(step.id, one.id)]
        if takers and not any(item in one.outputs for one in others):
            yield only_maker(item, takers[0].name)


def last_of_role(process: Process, step: Step) -> Iterator[Message]:
    """Say so where a step is all that is left to a role that a law or a contract demands, as somebody wrote down.

    >>> from flowtrim.model import Role
    >>> head = Role("head", "Head", serves="law", source="School Act, section 132")
    >>> school = Process("Enrol", steps=(Step("sign", "Sign", owner="head"),), roles=(head,))
    >>> [str(words) for words in last_of_role(school, school.step("sign"))]
    ["It is all that 'Head' does, who is there for the law (School Act, section 132)."]
    """
    role = process.role(step.owner) if step.owner else None
    if role is None or not role.source or sum(one.owner == role.id for one in process.work) > 1:
        return
    if role.serves == "law":
        yield say(
            "It is all that {role} does, who is there for the law ({source}).",
            role=quoted(role.name),
            source=role.source,
        )
    elif role.serves == "contract":
        yield say(
            "It is all that {role} does, who is there for the contract ({source}).",
            role=quoted(role.name),
            source=role.source,
        )


def measured_at(process: Process, step: Step) -> Iterator[Message]:
    """Name each KPI that begins or ends at a step: without it the KPI would measure something else, or nothing.

    >>> from flowtrim.model import Kpi
    >>> claim = Process("Claim", steps=(Step("fill", "Fill in"),), kpis=(Kpi("Claims", steps=("fill",)),))
    >>> [*measured_at(claim, claim.step("fill"))]
    ["The KPI 'Claims' is measured at it and nowhere else."]
    """
    ends = [(kpi.name, [other for other in kpi.steps if process.has_step(other)]) for kpi in process.kpis]
    alone = [name for name, steps in ends if steps == [step.id]]
    since = [name for name, steps in ends if len(steps) > 1 and steps[0] == step.id]
    until = [name for name, steps in ends if len(steps) > 1 and steps[-1] == step.id]
    if alone:
        yield say_many(
            len(alone),
            "The KPI {kpis} is measured at it and nowhere else.",
            "The KPIs {kpis} are measured at it and nowhere else.",
            kpis=quoted_list(alone),
        )
    if since:
        told = quoted_list(since)
        yield say_many(
            len(since), "The KPI {kpis} is measured from it.", "The KPIs {kpis} are measured from it.", kpis=told
        )
    if until:
        told = quoted_list(until)
        yield say_many(
            len(until), "The KPI {kpis} is measured up to it.", "The KPIs {kpis} are measured up to it.", kpis=told
        )


def whole_branch(
    step: Step, emptied: Mapping[str, Iterable[Flow]], *, alone: Iterable[Flow] | None, usual: bool
) -> tuple[str, ...]:
    """Say so where a step is all that happens on its branch: in those cases nobody would do anything any more.

    Where several are all of it, and may all go, each of them is asked about, whichever is looked at first. The usual
    end of a case is not called a branch. ``emptied`` maps those to the ways that lead to their branch, ``alone`` are
    those to the step where it is all of it.
    """
    if step.id in emptied:
        return (_emptied(emptied[step.id]),)
    if alone is not None and usual:
        return (say("It is how these cases usually end: ask first who relies on it."),)
    if alone is not None:
        return (_all_of_it(alone),)
    if step.optional is not None and step.optional < 1.0:
        return (say("It is done in some cases only: ask first what becomes of those without it."),)
    return ()


def _emptied(leading: Iterable[Flow]) -> Message:
    if (told := together(leading)) is None:
        return say("Everything on its branch would go: ask first what becomes of those cases.")
    return say(
        "Everything on its branch ({conditions}) would go: ask first what becomes of those cases.", conditions=told
    )


def _all_of_it(leading: Iterable[Flow]) -> Message:
    if (told := together(leading)) is None:
        return say("It is all that happens on its branch: ask first what becomes of those cases without it.")
    return say(
        "It is all that happens on its branch ({conditions}): ask first what becomes of those cases without it.",
        conditions=told,
    )


def sent_back_to(graph: FlowGraph, step: Step) -> Iterator[str]:
    """Say so where a choice sends cases back to a step: without it they would come to whatever follows, and go on.

    >>> from flowtrim.model import END, Flow
    >>> back = (Flow("print", when="it is blurred", share=0.1), Flow(END, when="it is sharp", share=0.9))
    >>> steps = (Step("print", "Print it", flows=(Flow("look"),)), Step("look", "Look at it", flows=back))
    >>> for said in sent_back_to(FlowGraph(Process("Badge", steps=steps)), steps[0]):
    ...     print(said)
    Cases are sent back to it ('it is blurred'): ask first what becomes of them without it.
    """
    doors = _doors(graph, step)
    for tail, head in sorted(arc for arc in graph.back_arcs if arc[1] in doors):
        choice = graph.process.step(tail)
        when = next((flow.when for flow in choice.flows if flow.to == head), None)
        if tail == step.id:
            yield _done_again(when)
        elif parts_ways(choice):
            yield _sent_back(when)


def _done_again(when: str | None) -> Message:
    if when is None:
        return say("It is done again in some cases: ask first whether those can go on without it.")
    return say(
        "It is done again in some cases ({when}): ask first whether those can go on without it.", when=quoted(when)
    )


def _sent_back(when: str | None) -> Message:
    if when is None:
        return say("Cases are sent back to it: ask first what becomes of them without it.")
    return say("Cases are sent back to it ({when}): ask first what becomes of them without it.", when=quoted(when))


def _doors(graph: FlowGraph, step: Step) -> set[str]:
    """Return a step, and the gateways where ways meet that lead to nothing else."""
    found, waiting = {step.id}, [step.id]
    while waiting:
        for node in graph.before[waiting.pop()]:
            before = graph.process.step(node)
            if node not in found and not before.is_work and len(before.flows) == 1:
                found.add(node)
                waiting.append(node)
    return found
