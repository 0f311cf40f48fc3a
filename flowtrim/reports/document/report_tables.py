"""The tables behind a report: a card a step, each finding and its rule, who hands to whom, and who does what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from types import MappingProxyType

from msgspec import Struct

from flowtrim.analysis import SEVERITIES, Analysis, Placed
from flowtrim.changes import KINDS, deed
from flowtrim.drawings.lettering import clean
from flowtrim.measures import Survey
from flowtrim.measures.handoffs import HandoffCell
from flowtrim.model import Process, Step
from flowtrim.reports.gain_text import role_name
from flowtrim.reports.media.words import declared, plain
from flowtrim.rules import Finding, Severity, catalogue
from flowtrim.sentences import Digits, messages, phrase, say

MOST = 400
"""Steps of which a page tells each; of a larger process it says that it tells the first."""
MOST_ROLES = 100
"""Roles that have a column or a row where roles stand against roles or steps: more would make millions of cells."""
_TONES = 5
"""Shades of a heat map."""


class Told(Struct, frozen=True):
    """A finding: what it says, of what, where in the file, what would mend it, and whether somebody accepted it.

    It is said in the language of the process.

    ``step`` is the id of the step that it is about, as a drawing carries it; None where it is about something else.
    """

    severity: Severity
    rank: int
    rule: str
    message: str
    subject: str
    line: int
    remedy: tuple[str, ...]
    accepted: bool
    step: str | None


class StepCard(Struct, frozen=True):
    """A step as a reader meets it: its facts, its reason, and how much was found there.

    ``step`` is its id as a drawing carries it. ``fate`` says what becomes of it; empty where nothing is compared.
    Facts and fate are in the language of the process.
    """

    step: str
    name: str
    owner: str | None
    why: str | None
    facts: tuple[tuple[str, str], ...]
    found: int = 0
    fate: str = ""


class RulePage(Struct, frozen=True):
    """What stands behind the findings of a rule: its name, what it looks for, and its page as HTML."""

    name: str
    summary: str
    html: str


class Cell(Struct, frozen=True):
    """What a cell of a table says, in full in ``text``, and its shade from 0 (none) to 5."""

    figure: str
    text: str
    tone: int = 0


class Table(Struct, frozen=True):
    """Rows with a name each under named columns; so many steps and roles as are ``left_out`` were too many to tell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    left_out: int = 0
    roles_left_out: int = 0


def findings(analysis: Analysis) -> tuple[Told, ...]:
    """Return the findings, worst first, in the order of the file."""
    told = [_told(placed, analysis) for placed in analysis.placed]
    return tuple(sorted(told, key=lambda one: (one.rank, one.line)))


def cards(analysis: Analysis, fates: Mapping[str, str] = MappingProxyType({})) -> tuple[StepCard, ...]:
    """Return a card for each performed step, by number, the first MOST of them.

    ``fates`` say what becomes of some, by id.
    """
    found = Counter(placed.finding.at for placed in analysis.placed if placed.finding.kind == "step")
    place = {step: number for number, step in enumerate(analysis.survey.numbers)}
    ordered = sorted(analysis.survey.told.work, key=lambda step: place.get(step.id, len(place)))
    return tuple(_card(step, analysis, found[step.id], fates.get(step.id, "")) for step in ordered[:MOST])


def rule_pages(names: Collection[str]) -> tuple[RulePage, ...]:
    """Return the pages of rules by their names, in the order of the catalogue.

    A link to another page of the docs keeps its words only: the report is one file, and that page is not in it.
    """
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False})
    for edge in ("link_open", "link_close"):
        markdown.add_render_rule(edge, lambda *_: "")
    return tuple(
        RulePage(rule.name, rule.summary, markdown.render(_lower(rule.page.partition("\n")[2])))
        for rule in catalogue()
        if rule.name in names
    )


def _lower(page: str) -> str:
    """Return a page of Markdown with its headings a level lower, to stand inside another page."""
    return page.replace("\n## ", "\n### ")


def crossing(survey: Survey) -> list[HandoffCell]:
    """Return how often work passes from one role to another."""
    return [cell for cell in survey.handoff_matrix if cell.giver != cell.taker and cell.static]


def tone(count: int, most: int) -> int:
    """Return the shade of a count in a heat map, from 1 to 5."""
    return -(-count * _TONES // most)


def handoff_table(survey: Survey) -> Table:
    """Return who hands to whom: givers as rows, takers as columns, darker where more flows cross."""
    cells = crossing(survey)
    process, top = survey.process, max((cell.static for cell in cells), default=0)
    givers = tuple(dict.fromkeys(cell.giver for cell in cells))
    takers = tuple(dict.fromkeys(cell.taker for cell in cells))
    left_out = len({*givers[MOST_ROLES:], *takers[MOST_ROLES:]})
    known = {(cell.giver, cell.taker): _handed(cell, process, top) for cell in cells}
    none = Cell("", "")
    rows = tuple(
        (role_name(giver, process), tuple(known.get((giver, taker), none) for taker in takers[:MOST_ROLES]))
        for giver in givers[:MOST_ROLES]
    )
    return Table(tuple(role_name(taker, process) for taker in takers[:MOST_ROLES]), rows, roles_left_out=left_out)


def _handed(cell: HandoffCell, process: Process, top: int) -> Cell:
    tell = messages(process.language)
    parts = {"giver": role_name(cell.giver, process), "taker": role_name(cell.taker, process), "number": cell.static}
    told = say("{giver} to {taker}: {number}", **parts)
    if cell.expected is not None:
        often = Digits(plain(cell.expected))
        told = say("{giver} to {taker}: {number}, {often} expected in a case", **parts, often=often)
    return Cell(tell(Digits(f"{cell.static:,}")), tell(told), tone(cell.static, top))


def raci_table(survey: Survey, *, most: int | None = MOST) -> Table:
    """Return who performs (R), answers for (A), is asked about (C) and is told of (I) each step, the first ``most``."""
    process, matrix = survey.process, survey.raci.matrix
    nothing = messages(process.language)(say("no part"))
    names = {role: role_name(role, process) for role in [*matrix][:MOST_ROLES]}
    rows = tuple(
        (
            survey.told.step(step.id).name,
            tuple(Cell(letters, f"{names[role]}: {letters or nothing}") for role, letters in row.items()),
        )
        for step in process.work[:most]
        for row in ({role: matrix[role].get(step.id, "") for role in names},)
    )
    return Table(tuple(names.values()), rows, len(process.work) - len(rows), len(matrix) - len(names))


def _told(placed: Placed, analysis: Analysis) -> Told:
    finding, process, names = placed.finding, analysis.survey.told, analysis.survey.quoted_steps
    tell = messages(process.language)
    return Told(
        severity=finding.severity,
        rank=SEVERITIES.index(finding.severity),
        rule=finding.rule,
        message=names.in_full(names.numbered(tell(finding.message), finding.about)),
        subject=_subject(finding, process),
        line=placed.line,
        remedy=tuple(tell(deed(change, process)) for change in finding.remedy),
        accepted=placed.accepted,
        step=clean(finding.at) if finding.kind == "step" else None,
    )


def _subject(finding: Finding, process: Process) -> str:
    """Return the name of what a finding is about, or its id where nothing is called so."""
    if finding.kind == "process":
        return process.name
    if finding.kind == "role":
        return role_name(finding.at, process)
    ends = finding.at.split("->") if finding.kind == "flow" else [finding.at]
    return " → ".join(process.step(end).name if process.has_step(end) else end for end in ends)


def _card(step: Step, analysis: Analysis, found: int, fate: str) -> StepCard:
    process, tell = analysis.process, messages(analysis.process.language)
    facts = {
        "Kind": tell(KINDS[step.kind]),
        "Serves": tell(phrase(step.serves)) if step.serves else None,
        "Source": step.source,
        "Needs": ", ".join(step.inputs),
        "Delivers": ", ".join(step.outputs),
        "System": step.system,
        "Takes": None if step.takes is None else tell(declared(step.takes, process.clock)),
        "Waits": None if step.waits is None else tell(declared(step.waits, process.clock)),
        "Answers for it": role_name(step.accountable, process) if step.accountable else None,
        "Reviewed": step.reviewed.isoformat() if step.reviewed else None,
    }
    return StepCard(
        step=clean(step.id),
        name=step.name,
        owner=role_name(step.owner, process) if step.owner else None,
        why=step.why,
        facts=tuple((tell(phrase(name)), fact) for name, fact in facts.items() if fact),
        found=found,
        fate=tell(fate),
    )
