"""What a way on from an approval means: that it was approved, refused or not answered, or is too large for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from flowtrim.graph import FlowGraph
from flowtrim.graph.choices import with_choice
from flowtrim.measures.handoff_ways import through_routing
from flowtrim.model import BINDING, END, Flow, Step

Meaning = Literal["approved", "larger", "refused", "unanswered"]

_UNANSWERED = re.compile(
    r"\b(no|without( an?)?) (answer|reply|response|reaction)"
    r"|\b(does|did|do|has|have)( not|n't) (answer|reply|respond|react)"
    r"|unanswered|time ?out|overdue|too late|(deadline|time) (has )?(passed|missed|expired|run out)"
    r"|\b\d+ (minutes?|hours?|days?|weeks?|tage?n?|stunden?|wochen?|días?|horas?|semanas?|jours?|heures?|semaines?)\b"
    r"|keine (antwort|rückmeldung|reaktion)|antwortet nicht|\bfrist\b|sin respuesta|no (contesta|responde)|plazo"
    r"|(sans|pas de) réponse|ne répond pas|délai|回答が?な[いし]|返答が?な[いし]|期限"
    r"|没有?(答复|回复)|未(答复|回复)|超时|逾期|응답(이)? ?없|답(이)? ?없|기한",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(not|isn't) (approved|agreed|signed|released|accepted|valid|passed|eligible|entitled|covered)|refus|reject"
    r"|declin|\bden(y|ied)|disagree|appeal|objection|\binvalid|\bineligible|\bfail(s|ed)?\b|^(no|nein|non)$"
    r"|abgelehnt|ablehn|abgewiesen|zurückgewiesen|widerspr|einspruch|\bungültig"
    r"|\bnicht (genehmigt|freigegeben|einverstanden|bestanden|gültig|berechtigt|versichert|unterschrieben)"
    r"|rechaz|deneg|\bno (aprobad|válid|conform|firmad|cubiert)|recurs|\binválid"
    r"|rejet|\bnon (approuv|valid|conform|signé|couvert)|\binvalide"
    r"|却下|否決|否认|承認(しない|されない)|不承認|不合格|無効|^いいえ$"
    r"|拒绝|驳回|不(同意|批准|通过)|未(通过|批准)|无效|^否$|거절|반려|불승인|불합격|^아니(오|요)$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d|\b(large|larger|above|über|mayor|supérieur)\b", re.IGNORECASE)


def meaning(flow: Flow) -> Meaning:
    """Read what a way on from an approval means, by its band of cases or its condition in words.

    >>> [meaning(Flow("b", when)) for when in ("approved", "above 10,000", "no answer in 5 days", "refused")]
    ['approved', 'larger', 'unanswered', 'refused']
    """
    text = flow.when or ""
    if _UNANSWERED.search(text):
        return "unanswered"
    if _REFUSED.search(text):
        return "refused"
    return "larger" if flow.band or _AMOUNT.search(text) else "approved"


def meanings(graph: FlowGraph, source: Step, target: str) -> set[Meaning]:
    """Return what the ways from an approval straight to another step mean; one without a choice approves."""
    source = with_choice(graph, source)
    if len(source.flows) < 2 or source.split == "all":
        return {"approved"}
    ways = [flow for flow in source.flows if flow.to != END]
    return {meaning(flow) for flow in ways if target in through_routing(graph, (flow.to,), graph.after)}


def is_for_larger(graph: FlowGraph, step: Step) -> bool:
    """Whether somebody decides or approves what is too large for who was at it before, and nothing else.

    >>> from flowtrim.model import Process
    >>> claim = Process("Claim", steps=(
    ...     Step("see", "See", flows=(Flow("pay", "up to 1,000"), Flow("board", "above 1,000"))),
    ...     Step("board", "Decide", kind="decide", flows=(Flow("pay"),)), Step("pay", "Pay")))
    >>> is_for_larger(FlowGraph(claim), claim.step("board"))
    True
    """
    before = [graph.process.step(source) for source in graph.work_before[step.id]]
    is_judging = step.kind in ("approve", "check", "decide")
    return is_judging and bool(before) and all(meanings(graph, one, step.id) == {"larger"} for one in before)


def approved_by_larger(graph: FlowGraph) -> Mapping[str, str]:
    """Map each approval that is followed by another one for larger cases to that one, if it sees nothing new.

    >>> from flowtrim.model import Process
    >>> approved_by_larger(FlowGraph(Process("Buy", steps=(
    ...     Step("lead", "Approve", kind="approve", flows=(Flow("end", "up to 1,000"), Flow("head", "above 1,000"))),
    ...     Step("head", "Approve again", kind="approve")))))
    {'lead': 'head'}
    """
    return dict(_pairs(graph))


def _pairs(graph: FlowGraph) -> Iterator[tuple[str, str]]:
    for lower in graph.process.work:
        if lower.kind != "approve" or lower.serves in BINDING:
            continue
        for target in graph.work_after[lower.id]:
            higher = graph.process.step(target)
            sees_no_more = set(higher.inputs) <= {*lower.inputs, *lower.outputs}
            if higher.kind == "approve" and sees_no_more and meanings(graph, lower, target) == {"larger"}:
                yield lower.id, target
