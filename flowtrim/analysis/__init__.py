"""One process, measured, asked every question, and ready to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from flowtrim.formats import Document
from flowtrim.formats.api import this_day
from flowtrim.formats.collector import collector_paused
from flowtrim.measures import Survey
from flowtrim.model import Acceptance, Change, Plan, Process, Settings
from flowtrim.review.acceptance import Ledger, ledger
from flowtrim.rules import Finding, Severity, check
from flowtrim.sentences import counted, quoted

if TYPE_CHECKING:
    from flowtrim.redesign import Proposal

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")
"""From worst to mildest."""


class Placed(NamedTuple):
    """A finding with its place in the file (both count from 1), and the acceptance that answers it, if any.

    ``known`` says that it stands in a baseline.
    """

    finding: Finding
    line: int
    column: int
    acceptance: Acceptance | None = None
    known: bool = False

    @property
    def accepted(self) -> bool:
        """Whether somebody accepted it, and that still holds."""
        return self.acceptance is not None


class Analysis(Struct, frozen=True):
    """What every report tells: the file, its figures, its findings, and the after-process where there is one.

    ``plan`` is what leads from the process to the after-process, where that is known; ``proposal`` is what trimming
    would do, where it was asked: the reasons behind the plan, or a look at what could be. ``gone`` are the keys that a
    baseline holds and nothing was found for any more, None where there is no baseline; ``eased`` are those of figures
    that are better than in it, though still over their limit.
    """

    document: Document
    survey: Survey
    placed: tuple[Placed, ...]
    ledger: Ledger
    after: Analysis | None = None
    plan: Plan | None = None
    proposal: Proposal | None = None
    settings: Settings = field(default_factory=Settings)
    gone: tuple[str, ...] | None = None
    eased: tuple[str, ...] = ()

    def __repr__(self) -> str:
        figures = f"{counted(self.survey.rides, 'ride')}, {counted(self.count('error'), 'error')}"
        return f"<Analysis of {quoted(self.process.name)}: {figures}, {counted(self.count('warning'), 'warning')}>"

    def _repr_html_(self) -> str:
        """Return the verdict and the picture, for a notebook."""
        speech = self.survey.elevator
        told = f"{counted(self.survey.rides, 'ride')} of {speech.limit:g} s; {counted(self.survey.steps, 'step')}, "
        told += f"{counted(self.survey.roles, 'role')}, {counted(self.survey.handoffs, 'handoff')}"
        from flowtrim.drawings import fitted

        return f"<p><b>{escape(self.process.name)}</b>: {told}</p>{fitted(self._repr_svg_())}"

    def _repr_svg_(self) -> str:
        """Return the picture, for a notebook."""
        from flowtrim.drawings import draw, render

        return render(draw(self.process)[0], "svg").decode()

    @property
    def process(self) -> Process:
        """The process of the file."""
        return self.document.process

    @property
    def open(self) -> tuple[Placed, ...]:
        """The findings that nobody accepted, and that no baseline knows."""
        return tuple(placed for placed in self.placed if not (placed.accepted or placed.known))

    def count(self, severity: Severity) -> int:
        """Return how many open findings are of that severity."""
        return sum(placed.finding.severity == severity for placed in self.open)

    @property
    def failing(self) -> tuple[Placed, ...]:
        """The open findings at or above the level of the settings: those that fail a run."""
        worst = SEVERITIES[: SEVERITIES.index(self.settings.fail_on) + 1] if self.settings.fail_on != "never" else ()
        return tuple(placed for placed in self.open if placed.finding.severity in worst)

    @property
    def broken(self) -> bool:
        """Whether a rule broke while it was asked, so that the findings are not whole."""
        return any(placed.finding.rule.startswith("broken-rule/") for placed in self.placed)


@collector_paused()
def analyse(  # noqa: PLR0913 - all of them keywords, and only the day is needed
    document: Document | Process,
    *,
    today: date | None = None,
    settings: Settings | None = None,
    after: Document | None = None,
    plan: Plan | None = None,
    proposal: Proposal | None = None,
    debug: bool = False,
    called: Mapping[str, Process] | None = None,
    origin: tuple[Process, tuple[Change, ...]] | None = None,
) -> Analysis:
    """Measure the process of a document, ask every rule that the settings leave on, and set each finding in its place.

    A process without a file has no places. ``today`` is the day that dates are held against, this day where nobody
    says. A second document is measured under the same terms and stands beside the first as its after-picture; so does
    what a plan makes of the process. ``called`` are processes that its steps may call, by name: their work is told too.
    With ``debug`` a rule that breaks ends the analysis. ``origin`` is what the process was made of, and by which
    changes where they are known: its steps keep the numbers that they had.

    Raises:
        ChangeError: the plan does not fit the process.
    """
    if isinstance(document, Process):
        document = Document(document, "", "")
    today = today or this_day()
    if plan is not None:
        from flowtrim.analysis.planning import planned

        after = planned(document, plan)
    terms = settings or Settings()
    survey = Survey(document.process, today=today, limits=terms.limits, called=called, origin=origin)
    findings = check(survey, profile=terms.profile, severities=terms.severities, debug=debug)
    book = ledger((finding.key for finding in findings), document.process.accepted, today=today)
    made_of = (document.process, plan.changes if plan else ())
    return Analysis(
        document=document,
        survey=survey,
        placed=tuple(_place(finding, document, book) for finding in findings),
        ledger=book,
        after=analyse(after, today=today, settings=terms, debug=debug, called=called, origin=made_of)
        if after
        else None,
        plan=plan,
        proposal=proposal,
        settings=terms,
    )


def _place(finding: Finding, document: Document, book: Ledger) -> Placed:
    line, column = document.place(finding.kind, finding.at)
    return Placed(finding, line, column, book.held.get(finding.key))
