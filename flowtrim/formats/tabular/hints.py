"""What each column of a table of steps asks for, in a sentence that spreadsheets show beside the cell."""

from __future__ import annotations

HINTS: dict[str, str] = {
    "id": "A short name for the step, if others are to point to it. It may stay empty.",
    "name": "What is done: a verb and a thing.",
    "owner": "Who does it: a role, a team or a system, never a person by name.",
    "why": "Why the step exists. Empty: nobody was asked yet. none: somebody was asked, and had no answer.",
    "next": "Where it goes on: ids, numbers or names of steps, or end; apart by semicolons. Empty: the row below.",
    "when": "The condition of each way on, in the same order, apart by semicolons.",
    "share": "How often each way on is taken, in the same order, apart by semicolons.",
    "kind": "What kind of work it is; do, if nothing is said. gateway and event only route.",
    "takes": "How long the work takes, with its unit: 3m, 2h, 1d (a working day).",
    "waits": "How long the case waits before it.",
    "inputs": "What the step needs, apart by semicolons.",
    "outputs": "What the step delivers, apart by semicolons.",
    "serves": "Whom or what the reason serves; law and contract want a source.",
    "source": "Article, clause, minute or ticket that the reason comes from.",
}
EXAMPLES: dict[str, str] = {
    "id": "approve",
    "name": "Approve the claim",
    "owner": "Team leader",
    "why": "The board set the limit in minute 2025-14.",
    "next": "Pay the claim; end",
    "when": "approved; refused",
    "share": "95%; 5%",
    "kind": "approve",
    "takes": "3m",
    "waits": "1d",
    "inputs": "claim",
    "outputs": "approved claim",
    "serves": "risk",
    "source": "Minute 2025-14",
}
