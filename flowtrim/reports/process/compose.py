"""From an analysis to the page that people read; of its findings, the worst first, and nobody meets a wall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flowtrim.analysis import SEVERITIES, Analysis, Placed
from flowtrim.measures import Survey
from flowtrim.measures.redundancy import asked_about
from flowtrim.model import Acceptance, Process
from flowtrim.reports.comparison import compared
from flowtrim.reports.process.acceptances import asides
from flowtrim.reports.process.advice import advice
from flowtrim.reports.process.import_summary import import_advice, imported
from flowtrim.reports.process.process_page import Attempt, Block, Family, Page, Said, Spare
from flowtrim.reports.process.summary import gain, groups, spare_name
from flowtrim.reports.process.verdict import verdict
from flowtrim.reports.stamp import from_here, stamp
from flowtrim.rules import Finding, Severity
from flowtrim.sentences import marked, messages, quoted, say, say_many, shortened

if TYPE_CHECKING:
    from flowtrim.measures.redundancy import RedundantRole

_SPARE = 5
"""Roles shown with their proof; the others are counted."""

TITLES = {
    "elevator": marked("Elevator test"),
    "limit": marked("Limits"),
    "why": marked("Why"),
    "what": marked("What"),
    "who": marked("Who"),
    "handoff": marked("Handoffs"),
    "flow": marked("Flow"),
    "time": marked("Time"),
    "customer": marked("Customer"),
    "kpi": marked("KPIs"),
    "review": marked("Review"),
    "broken": marked("Rules that broke"),
}
"""The families of rules in the order in which they are told, and their titles."""
_FOREMOST = 5
"""Rules of which one reads first."""
_FEW = 8
"""Up to so many blocks are shown with the hints; beyond, hints are only counted."""
_NAME = 40
"""Signs of a name in a list of places."""
_SHOWN = 3
"""Blocks shown of a family; errors are shown all the same, the other rules are counted."""


def page(analysis: Analysis, *, say: bool = False, everything: bool = False) -> Page:
    """Gather what a report says; ``say`` adds the spoken text, ``everything`` unfolds the findings."""
    survey, after = analysis.survey, analysis.after
    could_go = asked_about(survey.redundant_roles, survey.evidence)
    spare = could_go if everything else could_go[:_SPARE]
    return Page(
        title=analysis.process.name,
        file=from_here(analysis.document.file),
        stamp=stamp(analysis.document.digest, survey.today),
        verdict=verdict(survey),
        after_title=_after_title(analysis),
        compared=compared(survey, after.survey) if after else (),
        speech=tuple(_speech(survey)) if say else (),
        groups=(*imported(analysis.document), *groups(survey)),
        tally=tally(analysis),
        families=families(analysis, everything=everything),
        asides=asides(analysis, everything=everything),
        spare=tuple(_spare(survey, role) for role in spare),
        spare_folded=len(could_go) - len(spare),
        next=(*advice(analysis), *import_advice(analysis.document)),
        attempts=_attempts(analysis),
        foremost=tuple(_foremost(analysis)),
        found=len(analysis.open),
        hidden=None if everything else _hidden_hints(analysis.open),
        language=analysis.process.language,
    )


def _spare(survey: Survey, role: RedundantRole) -> Spare:
    tell = messages(survey.process.language)
    proof = tuple(survey.quoted_steps.numbered(tell(said)) for said in role.proof)
    return Spare(tell(spare_name(survey, role)), tell(gain(survey, role)), proof, role.reasons)


def _after_title(analysis: Analysis) -> str | None:
    if analysis.plan:
        return say("the plan {name}", name=quoted(analysis.plan.name))
    return analysis.after.process.name if analysis.after else None


def _attempts(analysis: Analysis) -> tuple[Attempt, ...]:
    """Tell all attempts where somebody asked for one: they are understood beside each other."""
    if analysis.plan is None:
        return ()
    from flowtrim.reports.process.attempts import attempts

    return attempts(analysis.survey, chosen=analysis.plan)


def _speech(survey: Survey) -> Iterator[Said]:
    """Yield the sentences with the ride in which each of them ends."""
    from flowtrim.measures.elevator import spoken_seconds

    speech, clock = survey.elevator, 0.0
    for _, sentence in speech.parts:
        clock += spoken_seconds(sentence, speech.language, survey.limits)
        yield Said(sentence, ride=max(1, -int(-clock // speech.limit)))


def families(analysis: Analysis, *, everything: bool) -> tuple[Family, ...]:
    """Return the findings family by family: one block a rule, or each finding on its own with ``everything``."""
    placed = analysis.placed if everything else _worth_showing(analysis.open)
    by_family: dict[str, list[Placed]] = {}
    for one in placed:
        by_family.setdefault(family_of(one.finding.rule), []).append(one)
    told = {name: _blocks(group, analysis, everything=everything) for name, group in by_family.items()}
    order = sorted(told, key=lambda name: (_rank(told[name][0].severity), list(TITLES).index(name)))
    return tuple(_family(TITLES[name], told[name], everything=everything) for name in order)


def _foremost(analysis: Analysis) -> Iterator[Block]:
    """Yield the rules that found something, worst first, and of equal ones first one of each family."""
    blocks = _blocks(analysis.open, analysis, everything=False)
    told: Counter[str] = Counter()
    rounds = []
    for block in blocks:
        family = family_of(block.rule)
        rounds.append((_rank(block.severity), told[family], block))
        told[family] += 1
    yield from (block for _, _, block in sorted(rounds, key=lambda one: one[:2])[:_FOREMOST])


def tally(analysis: Analysis) -> tuple[tuple[Severity, str], ...]:
    """Return how many open findings there are of each severity, in words."""
    errors, warnings, hints = map(analysis.count, SEVERITIES)
    told: tuple[tuple[Severity, int, str], ...] = (
        ("error", errors, say_many(errors, "{number} error", "{number} errors")),
        ("warning", warnings, say_many(warnings, "{number} warning", "{number} warnings")),
        ("hint", hints, say_many(hints, "{number} hint", "{number} hints")),
    )
    return tuple((severity, words) for severity, number, words in told if number)


def family_of(rule: str) -> str:
    """Return the family of a rule: the first word of its name.

    >>> family_of("why-missing"), family_of("broken-rule/why-missing")
    ('why', 'broken')
    """
    name = rule.partition("-")[0]
    return name if name in TITLES else "broken"


def _family(title: str, blocks: tuple[Block, ...], *, everything: bool) -> Family:
    """Show the worst blocks of a family, errors whatever their number, and count the others rule by rule."""
    errors = sum(block.severity == "error" for block in blocks)
    shown = len(blocks) if everything else max(errors, _SHOWN)
    folded = (f"{block.rule} {block.count:,} ×" for block in blocks[shown:])
    return Family(title, blocks[:shown], tuple(folded))


def _worth_showing(placed: tuple[Placed, ...]) -> tuple[Placed, ...]:
    if len({one.finding.rule for one in placed}) <= _FEW:
        return placed
    return tuple(one for one in placed if one.finding.severity != "hint")


def _hidden_hints(placed: tuple[Placed, ...]) -> str | None:
    hidden = len(placed) - len(_worth_showing(placed))
    told = say_many(
        hidden,
        "{number} hint not shown; --all shows everything.",
        "{number} hints not shown; --all shows everything.",
    )
    return told if hidden else None


def _blocks(placed: Iterable[Placed], analysis: Analysis, *, everything: bool) -> tuple[Block, ...]:
    by_rule: dict[object, list[Placed]] = {}
    for number, one in enumerate(placed):
        by_rule.setdefault(number if everything else (one.finding.rule, one.finding.severity), []).append(one)
    blocks = [_block(group, analysis) for group in by_rule.values()]
    return tuple(sorted(blocks, key=lambda block: _rank(block.severity)))


def _block(group: list[Placed], analysis: Analysis) -> Block:
    """Gather the findings of one rule behind the first: those that say the same of something else, and the others."""
    first, rest = group[0], group[1:]
    process, file = analysis.process, analysis.document.file
    said = _wording(first.finding, process) if rest else ""
    places: dict[bool, list[str]] = {True: [], False: []}
    for one in rest:
        same = _wording(one.finding, process) == said
        place = _named(one.finding, analysis.survey.told)
        places[same].append(f"{place}:{one.line}" if one.line else place)
    tell, note = messages(process.language), first.acceptance
    accepted = _reason(note) if note else say("known from the baseline") if first.known else None
    return Block(
        severity=first.finding.severity,
        message=analysis.survey.quoted_steps.numbered(tell(first.finding.message), first.finding.about),
        rule=first.finding.rule,
        place=f"{file}:{first.line}" if first.line else file,
        also=tuple(places[True]),
        others=tuple(places[False]),
        accepted=tell(accepted) if accepted else None,
    )


def _named(finding: Finding, process: Process) -> str:
    """Return the name of what a finding is about, or its id where nothing is called so."""
    names = [quoted(shortened(name, _NAME)) for name in _own_names(finding, process)]
    tell = messages(process.language)
    return " → ".join(map(tell, names)) or finding.at


def _reason(note: Acceptance) -> str:
    parts = {"date": note.until, "why": note.because}
    signed = say("accepted until {date} by {role}: {why}", role=note.by or "", **parts)
    return signed if note.by else say("accepted until {date}: {why}", **parts)


def _rank(severity: Severity) -> int:
    return SEVERITIES.index(severity)


def _wording(finding: Finding, process: Process) -> str:
    """Return the message with a blank for the step, role, flow or KPI that it is about.

    Where two findings have the same, what is said of the one is true of the other: only the name is another.

    >>> from flowtrim.model import Step
    >>> claim = Process("Claim", steps=(Step("log", "Log"), Step("file", "File")))
    >>> _wording(Finding("'Log' makes 'File' late.", at="log", kind="step"), claim)
    "… makes 'File' late."
    """
    said = finding.message
    for name in _own_names(finding, process):
        said = said.replace(quoted(name), "…")
    return said


def _own_names(finding: Finding, process: Process) -> tuple[str, ...]:
    if finding.kind == "flow":
        return tuple(process.step(end).name for end in finding.at.split("->") if process.has_step(end))
    if finding.kind == "role":
        return (process.role(finding.at).name,)
    if finding.kind == "step" and process.has_step(finding.at):
        return (process.step(finding.at).name,)
    return (finding.at,)
