"""A proposal as plain data, under stable keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowtrim.formats.plan_writer import change_entries
from flowtrim.measures.figures import figure
from flowtrim.model import Change, Process
from flowtrim.redesign import Apart, Figures, Proposal, Proposed, Question, Refused, RoleProof, role_proofs
from flowtrim.redesign.holding import Held, held
from flowtrim.reports.figure_text import measures
from flowtrim.reports.gain_text import figure_data
from flowtrim.reports.stamp import origin

if TYPE_CHECKING:
    from flowtrim.formats import Document
    from flowtrim.measures.elevator import Speech

FORMAT = "flowtrim-trim/1"


def trim_report(document: Document, proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as data; ``change`` is in the vocabulary of the file, ready for a plan."""
    process = proposal.before.process
    return {
        "format": FORMAT,
        **origin(document.digest, proposal.before.today),
        "process": {"name": process.name, "file": document.file, "owner": process.owner, "customer": process.customer},
        "numbers": proposal.before.numbers,
        "asking_first": proposal.asking_first,
        "before": figure_data(Figures.of(proposal.before)),
        "safe": figure_data(Figures.of(proposal.safe)),
        "after": figure_data(Figures.of(proposal.after)),
        "gain": figure_data(proposal.gain),
        "waterfall": [{"stage": stage, **figure_data(figures)} for stage, figures in proposal.waterfall],
        "changes": [_change(one, process) for one in proposal.changes],
        "refused": [_refused(one, process) for one in proposal.refused],
        "held": [_held(one) for one in held(proposal.after, today=proposal.before)],
        "roles": [_role(proof) for proof in role_proofs(proposal.before)],
        "smallest": None if proposal.smallest is None else list(proposal.smallest),
        "enough": None if (enough := proposal.enough) is None else list(enough),
        "undeclared": list(proposal.undeclared),
        "unfound": list(proposal.unfound),
        "questions": [_question(question) for question in proposal.questions],
        "apart": _apart(proposal.apart),
        "notes": list(proposal.notes),
        "conflict": proposal.conflict,
        "plan": plan_data(proposal),
    }


def _change(one: Proposed, process: Process) -> dict[str, Any]:
    return {
        "number": one.number,
        "stage": one.stage,
        "rule": one.rule,
        "change": change_data(one.change, process),
        "moves": [change_data(move, process) for move in one.moves],
        "text": one.deed(process),
        "safe": one.safe,
        "against": list(one.against),
        "gain": None if one.gain is None else figure_data(one.gain),
    }


def _refused(one: Refused, process: Process) -> dict[str, Any]:
    return {
        "stage": one.stage,
        "rule": one.rule,
        "change": change_data(one.change, process),
        "moves": [change_data(move, process) for move in one.moves],
        "reason": one.reason,
    }


def _held(one: Held) -> dict[str, Any]:
    return {"at": one.at, "kind": one.kind, "holds": [{"by": hold.by, "text": hold.text} for hold in one.holds]}


def _role(proof: RoleProof) -> dict[str, Any]:
    return {
        "role": proof.role,
        "steps": list(proof.steps),
        "only_it_can": list(proof.only_it_can),
        "adds": {key: list(getattr(proof, key)) for key in ("decisions", "used", "information")},
        "absorbed_by": proof.absorbed_by,
        "handoffs_saved": figure(proof.handoffs_saved),
        "unskilled": list(proof.unskilled),
        "kept_apart": list(proof.kept_apart),
        "separations_checked": None if proof.unchecked else [list(group) for group in proof.separations],
    }


def _question(question: Question) -> dict[str, Any]:
    figures = {key: figure(getattr(question, key)) for key in ("handoffs", "seconds", "hours")}
    return {"at": question.at, "text": question.text, **figures}


def _apart(apart: Apart | None) -> dict[str, Any] | None:
    if apart is None:
        return None
    ways = [
        {"at": w.at, "when": w.when, "share": figure(w.share), "steps": list(w.steps), **_told(w.told)}
        for w in apart.ways
    ]
    return {"ways": ways, "usual": _told(apart.usual)}


def _told(speech: Speech) -> dict[str, Any]:
    return {"seconds": figure(speech.seconds), "rides": speech.rides}


def plan_data(proposal: Proposal) -> dict[str, Any]:
    """Return the plan of a proposal as ``flowtrim analyze`` reports one: its changes, and the figures after them."""
    process = proposal.before.process
    return {
        "changes": [change_data(change, process) for change in proposal.planned],
        "measures_after": measures(proposal.after),
    }


def change_data(change: Change, process: Process) -> dict[str, Any]:
    """Return a change as it is written in a file."""
    return change_entries(change, process)
