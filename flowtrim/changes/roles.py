"""How a plan names a role, and which roles have a part in a step."""

from __future__ import annotations

from flowtrim.model import Process, Step


def role_id(process: Process, named: str) -> str:
    """The id of the declared role that is meant by an id or a name; else the text itself, an undeclared role."""
    if any(role.id == named for role in process.roles):
        return named
    return next((role.id for role in process.roles if role.name == named), named)


def involved(step: Step) -> set[str]:
    """The roles that perform a step, answer for it, are asked or are told."""
    return {party for party in (step.owner, step.accountable, *step.consults, *step.informs) if party}
