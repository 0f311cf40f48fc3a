"""The elevator test for business processes.

The front door: about a dozen names, each fetched when it is first used, so that asking for the version
does not load a graph library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from flowtrim._version import __version__

if TYPE_CHECKING:
    from flowtrim.errors import FlowtrimError as FlowtrimError
    from flowtrim.errors import InvalidFileError as InvalidFileError
    from flowtrim.graph import FlowGraph as FlowGraph
    from flowtrim.model import Process as Process
    from flowtrim.model import Role as Role
    from flowtrim.model import Step as Step

_ROOMS = {
    "FlowGraph": "flowtrim.graph",
    "FlowtrimError": "flowtrim.errors",
    "InvalidFileError": "flowtrim.errors",
    "Process": "flowtrim.model",
    "Role": "flowtrim.model",
    "Step": "flowtrim.model",
}

__all__ = ["FlowGraph", "FlowtrimError", "InvalidFileError", "Process", "Role", "Step", "__version__"]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"flowtrim has no name {name!r}")
    return getattr(import_module(_ROOMS[name]), name)
