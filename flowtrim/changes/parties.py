"""How a plan names a role."""

from __future__ import annotations

from flowtrim.model import Process


def role_id(process: Process, named: str) -> str:
    """The id of the declared role that is meant by an id or a name; else the text itself, an undeclared role."""
    if any(role.id == named for role in process.roles):
        return named
    return next((role.id for role in process.roles if role.name == named), named)
