"""What a rule is, and what it says: everything that rules share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Literal

from flowtrim.measures import Survey
from flowtrim.model import Change

Severity = Literal["error", "warning", "hint"]
Subject = Literal["process", "step", "role", "flow", "kpi"]

PROCESS = "process"
"""What a finding about the process as a whole speaks of."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says about a step, role, flow, KPI or the process; text and data, never markup.

    ``at`` is the id of the step or role, the name of the KPI, ``a->b`` for a flow, ``process`` for the whole.
    ``remedy`` is the changes that would mend it, empty where a person has to think.
    The catalogue stamps ``rule`` and ``severity``; a rule types neither.
    """

    message: str
    at: str = PROCESS
    kind: Subject = "process"
    remedy: tuple[Change, ...] = ()
    rule: str = ""
    severity: Severity = "warning"

    @property
    def key(self) -> str:
        """The key under which the finding can be accepted."""
        return f"{self.rule}@{self.at}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One question to a process: its name, its page, and the asking.

    The page and the name are those of the module: nobody writes them twice.
    """

    name: str
    page: str
    ask: Callable[[Survey], Iterator[Finding]]

    @classmethod
    def of(cls, module: ModuleType) -> Rule:
        """Read a rule off its module."""
        name = module.__name__.rpartition(".")[2].replace("_", "-")
        return cls(name, module.__doc__ or "", module.ask)

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.strip().splitlines()[0]

    def check(self, survey: Survey, severity: Severity = "warning") -> list[Finding]:
        """Ask, and stamp the name and the severity on what is found."""
        return [replace(finding, rule=self.name, severity=severity) for finding in self.ask(survey)]
