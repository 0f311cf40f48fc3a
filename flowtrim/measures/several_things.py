"""Steps that are several pieces of work in one."""

from __future__ import annotations

import re

from flowtrim.model import Step

_JOINED = re.compile(r"\s(and|und|y|e|et|en|&|\+)\s|以及|并且|並びに|および|及び|그리고", re.IGNORECASE)
_SEVERAL = re.compile(r"[,;/+&、]|\s(and|und|et)\s", re.IGNORECASE)


def does_several(step: Step) -> bool:
    """Whether a step does several things: its name joins two, and it delivers several or uses several systems.

    >>> does_several(Step("a", "Check and file the order", outputs=("checked order", "file copy")))
    True
    >>> does_several(Step("a", "Wash and dry it", outputs=("clean shirt",)))
    False
    """
    several = len(step.outputs) > 1 or (step.system is not None and _SEVERAL.search(step.system) is not None)
    return several and _JOINED.search(step.name) is not None
