"""Where the customer is spoken with, how often, and by how many (docs/theory.md#the-customer)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from math import prod

from msgspec.structs import replace

from flowtrim.graph import FlowGraph, NormalForm
from flowtrim.measures.addressees import is_with_customer
from flowtrim.measures.blocks import Reduction, reduce_to_blocks
from flowtrim.measures.process_tree import Block, bottom_up
from flowtrim.model import END, Flow, Process, Step


def contacts(graph: FlowGraph) -> Mapping[str, str]:
    """Return the contact steps with the role on our side of the counter, in the order of reading.

    That is the role that performs the step. Where the customer performs it, it is the role that takes the work on,
    if there is but one and its own step is not a contact too: then that step stands for the conversation.

    >>> from flowtrim.model import Process, Step
    >>> call = Step("call", "Take the call", owner="Care", kind="contact")
    >>> contacts(FlowGraph(Process("Claim", steps=(call,))))
    {'call': 'Care'}
    """
    steps = (graph.process.step(step_id) for step_id in graph.reading_order)
    found = ((step.id, _counterpart(graph, step)) for step in steps if is_with_customer(graph.process, step))
    return {step_id: role for step_id, role in found if role is not None}


def _counterpart(graph: FlowGraph, step: Step) -> str | None:
    process = graph.process
    if step.owner is None or not process.is_customer(step.owner):
        return step.owner
    takers = [process.step(step_id) for step_id in graph.work_after[step.id]]
    roles = {taker.owner for taker in takers}
    role = roles.pop() if len(roles) == 1 else None
    if role is None or process.is_customer(role) or any(is_with_customer(process, taker) for taker in takers):
        return None
    return role


def asks_something(process: Process, step: Step) -> bool:
    """Whether something is got at a contact that the process goes on with: what only hands over or tells asks nothing.

    Where nobody declared what it takes or makes, nobody can tell.

    >>> give = Step("give", "Hand over the key", kind="contact", inputs=("key",), outputs=("receipt",))
    >>> asks_something(Process("Rent", outputs=("receipt",)), give), asks_something(Process("Rent"), give)
    (False, True)
    """
    return not (step.inputs or step.outputs) or not set(step.outputs).issubset(process.outputs)


def has_customer(process: Process) -> bool:
    """Whether somebody is declared to be the customer."""
    return bool(process.customer) or any(role.kind == "customer" for role in process.roles)


def tells_how_it_ended(step: Step) -> bool:
    """Whether a step does nothing but tell somebody how the case has ended.

    >>> from flowtrim.model import Flow
    >>> tells_how_it_ended(Step("tell", "Tell", kind="notify", informs=("buyer",), flows=(Flow("end"),)))
    True
    """
    return step.kind == "notify" and bool(step.informs) and all(flow.to == END for flow in step.flows)


def meets(process: Process) -> bool:
    """Whether the customer is a body that meets, such as a committee: it waits for its meeting, and not for a word.

    >>> meets(Process("CAPA", customer="Management Review")), meets(Process("Claim", customer="Buyer"))
    (True, False)
    """
    named = process.customer and process.role(process.customer).name
    return bool(named and _BODIES.search(named))


_BODIES = re.compile(
    r"\b(?:committee|board|council|commission|steering group|management review|\w*ausschuss|gremium|\w*beirat|vorstand|"
    r"managementbewertung|comité|conseil|revue de direction|consejo|junta|comisión|revisión por la dirección)$"
    r"|委员会|委員会|董事会|管理评审|取締役会|マネジメントレビュー",
    re.IGNORECASE,
)


def acts(process: Process, step: Step) -> bool:
    """Whether the customer performs a step."""
    return step.owner is not None and process.is_customer(step.owner)


def answers(graph: FlowGraph, step: Step) -> tuple[str, ...]:
    """Return the outputs of a contact that the customer gave there, as far as can be told.

    A contact gives as well: where nothing comes after it, where it hands over, tells or says no, and where the customer
    acts next, they are given something. Where the case goes back for what was asked, what comes back is looked at.

    >>> from flowtrim.model import Flow
    >>> ask = Step("ask", "Ask for the account", kind="contact", outputs=("account", "reminder"), flows=(Flow("say"),))
    >>> say = Step("say", "Explain the decision", kind="contact", outputs=("explained decision",), flows=(Flow("pay"),))
    >>> graph = FlowGraph(Process("Claim", steps=(ask, say, Step("pay", "Pay"))))
    >>> answers(graph, graph.process.step("ask")), answers(graph, graph.process.step("say"))
    (('account',), ())
    """
    if acts(graph.process, step):
        return step.outputs
    onward = graph.work_after[step.id]
    is_theirs = all(acts(graph.process, graph.process.step(one)) for one in onward)
    goes_back = all(graph.dominates(one, step.id) for one in onward)
    if is_theirs or goes_back or (_GIVES.search(step.name) and not _ASKS.search(step.name)):
        return ()
    return tuple(name for name in step.outputs if not _GIVEN.search(name))


_GIVES = re.compile(
    r"^(?:hand|give|pass|deliver|return|send|mail|tell|inform|explain|announce|break|notify|refuse|reject|decline|deny|"
    r"apologi[sz]e|thank|warn|brief|advise|present|offer|remind|congratulate|say (?:no|goodbye|yes))\b"
    r"|(?:aushändigen|übergeben|überreichen|zurückgeben|ausgeben|mitteilen|erklären|erläutern|informieren|absagen|"
    r"ablehnen|zusagen|benachrichtigen|verständigen|unterrichten|anbieten|erinnern|verabschieden|überbringen|eröffnen|"
    r"aufklären|beraten)$"
    r"|^(?:remettre|rendre|donner|restituer|livrer|expliquer|annoncer|informer|prévenir|avertir|notifier|communiquer|dire|"
    r"refuser|rejeter|s'excuser|remercier|conseiller|proposer|rappeler|présenter)\b"
    r"|^(?:entregar|devolver|dar|explicar|comunicar|informar|avisar|notificar|anunciar|decir|rechazar|denegar|disculparse|"
    r"agradecer|asesorar|ofrecer|recordar|presentar)\b"
    r"|(?:渡す|手渡し|返す|返却(?:する)?|伝える|知らせる|説明(?:する)?|通知(?:する)?|断る|案内(?:する)?)$"
    r"|^(?:向\S*|给\S*|把\S*)?(?:交给|交付|移交|退还|发放|告知|通知|告诉|说明|解释|拒绝|婉拒)",
    re.IGNORECASE,
)
"""Names of contacts at which somebody is given or told something."""
_ASKS = re.compile(
    r"\b(?:ask|request|collect|get|take|obtain|record|receive|agree)\b|frag|erheb|aufnehm|einhol|anforder|demand|recueil"
    r"|obtenir|recev|pedir|preguntar|recoger|solicitar|recibir|聞|尋ね|もらう|確認|問|收集|索取",
    re.IGNORECASE,
)
"""Names of contacts at which somebody is asked for something, whatever else they are told."""
_GIVEN = re.compile(
    r"\b(?:request|enquiry to|reminder|refusal|rejection|notice|explanation|information given|referral|apology|"
    r"informed|told|refused|explained|handed)\b"
    r"|anforderung|nachforderung|erinnerung|mahnung|absage|ablehnung|hinweis\b|auskunft|erklärt|informiert|mitteilung"
    r"|\b(?:demande|relance|rappel|refus|avis|explication|expliqué|informé|annoncé)\w*\b"
    r"|\b(?:requerimiento|solicitud de|recordatorio|rechazo|denegación|aviso|explicación|informad)\w*"
    r"|\b(?:explicad|comunicad)\w*"
    r"|依頼|督促|催促|案内|お断り|通知|请求|提醒|催|拒绝|说明",
    re.IGNORECASE,
)
"""Names of what somebody is given or sent: no answer of theirs."""


def people_met(graph: FlowGraph, reduction: Reduction | None = None) -> float | None:
    """Return with how many of our roles a customer speaks in one case, on average.

    For each role the probability that a case comes to one of its contacts. None where work goes on side by side in
    branches that do not close where they opened, or a loop has no way out. ``reduction`` is that of the graph, where
    it is known: made twice, it was a fifth of all memory at 100,000 steps.

    >>> from flowtrim.model import Flow, Process, Step
    >>> people_met(FlowGraph(Process("Claim", steps=(
    ...     Step("call", "Call", owner="Care", kind="contact", flows=(Flow("again", share=0.25), Flow("end"))),
    ...     Step("again", "Call again", owner="Billing", kind="contact", flows=(Flow("call"),))))))
    1.25
    """
    met: dict[str, set[str]] = {}
    for step, role in contacts(graph).items():
        if graph.process.is_ours(role):
            met.setdefault(role, set()).add(step)
    if any(step.split != "one" and len(step.flows) > 1 for step in graph.process.steps):
        if reduction is None or reduction.form.graph is not graph:
            reduction = reduce_to_blocks(NormalForm(graph))
        root = reduction.root
        return None if root is None else sum(1.0 - _missed(root, steps) for steps in met.values())
    chances = [_reached(graph, steps) for steps in met.values()]
    return None if None in chances else sum(chance or 0.0 for chance in chances)


def _reached(graph: FlowGraph, goals: Collection[str]) -> float | None:
    """Return the probability that a case comes to one of some steps: how often it does where it ends there."""
    steps = (replace(step, flows=(Flow(END),)) if step.id in goals else step for step in graph.process.steps)
    visits = FlowGraph(replace(graph.process, steps=tuple(steps))).visits
    often = [visits[goal] for goal in goals]
    return None if None in often else sum(chance or 0.0 for chance in often)


def _missed(root: Block, goals: Collection[str]) -> float:
    """Return the probability that none of some steps is done; what happens in one block tells nothing of another."""
    chance: dict[int, float] = {}
    for block in bottom_up(root):
        parts = [chance[id(part)] for part in block.parts]
        chance[id(block)] = float(block.step not in goals) if block.kind == "task" else _of_parts(block, parts)
    return chance[id(root)]


def _of_parts(block: Block, parts: list[float]) -> float:
    if block.kind == "xor":
        return sum(share * part for share, part in zip(block.shares, parts, strict=True))
    if block.kind == "or":
        return prod(1.0 - share * (1.0 - part) for share, part in zip(block.shares, parts, strict=True))
    if block.kind == "loop":
        (again,), (body, *back) = block.shares, parts
        return body * (1.0 - again) / (1.0 - again * body * prod(back)) if body else 0.0
    return prod(parts)
