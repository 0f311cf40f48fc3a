"""The report as one HTML file that needs nothing from outside, and as A4 pages for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.analysis import Analysis
from flowtrim.changes import field_word
from flowtrim.drawings import night_style
from flowtrim.drawings.lettering import clean
from flowtrim.measures.elevator import spoken_seconds
from flowtrim.reports.comparison_report.step_fates import became
from flowtrim.reports.document.bars import charts
from flowtrim.reports.document.content import Dossier
from flowtrim.reports.document.decision import Decision, beside, decision, further
from flowtrim.reports.document.report_tables import (
    StepCard,
    Table,
    cards,
    crossing,
    findings,
    handoff_table,
    raci_table,
    rule_pages,
    tone,
)
from flowtrim.reports.gain_text import role_name
from flowtrim.reports.media.html import digest, filled, source
from flowtrim.reports.media.labels import labels, own_language
from flowtrim.reports.media.text_lines import shortened, washed
from flowtrim.reports.media.words import spoken
from flowtrim.reports.process.work_summary import WORK
from flowtrim.reports.trim_report.waterfall import levels
from flowtrim.sentences import Digits, counted, listed, messages, say, say_many

if TYPE_CHECKING:
    from flowtrim.analysis import Analysis
    from flowtrim.measures import Survey
    from flowtrim.measures.elevator import Speech
    from flowtrim.measures.kpis import KpiAudit
    from flowtrim.reports.document.report_drawings import View
    from flowtrim.reports.trim_report.trim_page import Asked

_STYLES = ("document.css", "document_parts.css", "document_paper.css")
_SCRIPTS = ("document_base.js", "document.js", "document_picture.js", "document_speech.js", "document_sifting.js")
_HEAD = 70
"""Cells of the title in the head of a page."""
_PARTS = {"A": say("answers"), "C": say("is asked"), "I": say("is told")}


class Sentence(Struct, frozen=True):
    """A sentence of the spoken text, how long it takes to say, in seconds, and the ride in which it ends."""

    text: str
    seconds: float
    ride: int


class Side(Struct, frozen=True):
    """What is told of the process before, and again after: how it is said, who hands to whom, and who does what."""

    key: str
    label: str
    language: str
    speech: Speech
    lasts: str
    sentences: tuple[Sentence, ...]
    handoffs: Table
    raci: Table


def as_html(told: Dossier, views: tuple[View, ...] = ()) -> str:
    """Return the report as one HTML document; whatever people wrote stays text.

    Styles and script stand in the file, and its policy allows no others, nor any address. Without a script everything
    can be read all the same; so it can without ``views``, where the pictures cannot be made.
    """
    style, script, rules = source(*_STYLES) + night_style(), source(*_SCRIPTS), rule_pages(_rules(told))
    return filled(
        "document.html.j2",
        **_shared(told),
        sides=tuple(_sides(told.analysis)),
        views=views,
        rules=rules,
        known_rules={rule.name for rule in rules},
        style=style,
        script=script,
        style_hash=digest(style),
        script_hash=digest(script),
    )


def _shared(told: Dossier) -> dict[str, object]:
    """Return what the page on the screen and the page on paper both tell, each thing once."""
    analysis, page, decided = told.analysis, told.page, decision(told.analysis)
    drawn = charts(analysis)
    drawn_too = {WORK} if any(chart.key == "hours" for chart in drawn) else set()
    planned = sum(len(stage.deeds) for stage in told.stages)
    return {
        "told": told,
        "page": page,
        "language": analysis.process.language or "en",
        "own": own_language(analysis.process.language),
        "t": labels(analysis.process.language, analysis.survey.quoted_steps.in_full),
        "notes": _notes(told, decided, planned),
        "plan_meaning": told.trim.meaning[bool(planned) :] if told.trim else (),
        "decision": decided,
        "waterfall": levels(told.trim.waterfall) if told.trim else (),
        "charts": drawn,
        "beside": beside(page),
        "groups": tuple(group for group in further(page, decided) if group.label not in drawn_too),
        "questions": tuple(_questions(told)),
        "steps_title": "What happens to each step" if told.difference else "Step by step",
        "cards": _cards(told),
        "findings": findings(analysis),
        "kpis": kpis_told(analysis.survey),
    }


def _notes(told: Dossier, decided: Decision, planned: int) -> dict[str, str]:
    """Return what stands beside the headings."""
    number = len(_cards(told))
    steps = say_many(number, "{number} step, with why and facts", "{number} steps, with why and facts")
    if told.trim and told.difference and not decided.sure:
        steps = say("{steps}; as it would be if no question finds an answer", steps=steps)
    rules = len(_rules(told))
    return {
        "plan": counted(planned, "change") if planned else told.trim.verdict if told.trim else "",
        "steps": steps if number else "",
        "rules": say_many(rules, "{number} rule, with an example", "{number} rules, each with an example"),
        "kpis": counted(len(told.analysis.survey.kpis), "KPI"),
    }


def _questions(told: Dossier) -> Iterator[Asked]:
    """Yield the questions that no change of the plan asks anyway."""
    proposal = told.analysis.proposal
    touched = {at for one in (proposal.changes if proposal else ()) for at in one.subjects}
    yield from (one for one in told.trim.questions if one.at not in touched) if told.trim else ()


def _rules(told: Dossier) -> set[str]:
    """Return the rules that are named in the report."""
    found = {placed.finding.rule for placed in told.analysis.placed}
    planned = {one.rule for stage in told.stages for one in stage.deeds}
    return found | planned | ({one.rule for one in told.trim.refused} if told.trim else set())


def _sides(analysis: Analysis) -> Iterator[Side]:
    if analysis.after is None:
        yield _side("before", "Process", analysis.survey)
        return
    yield _side("before", "Before", analysis.survey)
    yield _side("after", "After", analysis.after.survey)


def _side(key: str, label: str, survey: Survey) -> Side:
    return Side(
        key=key,
        label=label,
        language=survey.process.language or "en",
        speech=survey.elevator,
        lasts=_lasts(survey.elevator),
        sentences=tuple(_sentences(survey)),
        handoffs=handoff_table(survey),
        raci=raci_table(survey),
    )


def _lasts(speech: Speech) -> str:
    seconds, limit = (Digits(f"{figure:,g}") for figure in (speech.shown, speech.limit))
    return say("{number} s; a ride lasts {limit} s", number=seconds, limit=limit)


def _cards(told: Dossier) -> tuple[StepCard, ...]:
    """Return the cards of the process, then those of steps that only the after-process has, each with its fate."""
    analysis, difference = told.analysis, told.difference
    fates = {fate.key: became(fate, difference) for fate in difference.steps} if difference else {}
    before = cards(analysis, fates)
    known = {card.step for card in before}
    later = cards(analysis.after, fates) if analysis.after else ()
    return (*before, *(card for card in later if card.step not in known))


def _sentences(survey: Survey) -> Iterator[Sentence]:
    speech, clock = survey.elevator, 0.0
    for _, sentence in speech.parts:
        seconds = spoken_seconds(sentence, speech.language, survey.limits)
        clock += seconds
        yield Sentence(sentence, seconds, ride=max(1, -int(-clock // speech.limit)))


class Sheet(Struct, frozen=True):
    """A drawing on a page of its own, as SVG, under its title."""

    title: str
    svg: str


def as_paper(told: Dossier, sheets: Iterable[Sheet] = ()) -> str:
    """Return the report as a page to be printed; the ``sheets`` get a page each."""
    survey = told.analysis.survey
    heads = shortened(washed(told.page.title), _HEAD), messages(survey.process.language)(say("The elevator test"))
    style = ":root {{ --title: {}; --test: {}; }}\n".format(*map(_quoted, heads)) + source("paper.css")
    return filled(
        "paper.html.j2",
        **_shared(told),
        sheets=tuple(sheets),
        handoffs=tuple(_handoffs(survey)),
        parts_of=_parts(survey),
        style=style,
        style_hash=digest(style),
    )


def _quoted(text: str) -> str:
    """Return a text as a string of CSS that nothing in it can end."""
    return '"' + "".join(sign if sign.isalnum() and sign.isascii() else f"\\{ord(sign):x} " for sign in text) + '"'


def _handoffs(survey: Survey) -> Iterator[tuple[str, str, str, int]]:
    """Yield who hands to whom, most first, with a shade: a list has room on any paper, a matrix has not."""
    cells = crossing(survey)
    givers, takers = ([*dict.fromkeys(getattr(cell, side) for cell in cells)] for side in ("giver", "taker"))
    ordered = sorted(cells, key=lambda cell: (-cell.static, givers.index(cell.giver), takers.index(cell.taker)))
    for cell in ordered:
        giver, taker = role_name(cell.giver, survey.process), role_name(cell.taker, survey.process)
        yield giver, taker, f"{cell.static:,}", tone(cell.static, ordered[0].static)


def _parts(survey: Survey) -> Mapping[str, list[tuple[str, str]]]:
    """Return by step who, beside its performer, has a part in it, and which."""
    process, tell = survey.process, messages(survey.process.language)
    told: dict[str, list[tuple[str, str]]] = {clean(step.id): [] for step in process.work}
    for role, steps in survey.raci.matrix.items():
        for step, letters in steps.items():
            parts = [tell(_PARTS[letter]) for letter in letters if letter in _PARTS]
            performs = process.has_step(step) and process.step(step).owner == role
            if parts and not performs:
                told[clean(step)].append((role_name(role, process), ", ".join(parts)))
    return told


class Standing(Struct, frozen=True):
    """One KPI with its record; ``remarks`` say what is wrong with it, in the language of the process."""

    name: str
    what: str | None
    why: str | None
    action: str | None
    owner: str | None
    remarks: tuple[str, ...]


def kpis_told(survey: Survey) -> tuple[Standing, ...]:
    """Return the KPIs of a process in the order of the file."""
    return tuple(
        Standing(kpi.name, kpi.what, kpi.why, kpi.action, kpi.owner, tuple(_remarks(audit, survey)))
        for kpi, audit in zip(survey.process.kpis, survey.kpis, strict=True)
    )


def _remarks(audit: KpiAudit, survey: Survey) -> Iterator[str]:
    tell, limit = messages(survey.process.language), survey.elevator.limit
    if audit.overdue:
        due = say("Due for review since {date}.", date=audit.due or "")
        yield tell(due if audit.due else say("Never reviewed."))
    if audit.missing:
        fields = listed(field_word(field) for field in audit.missing)
        yield tell(say("Nobody has written down: {fields}.", fields=fields))
    if audit.weak:
        yield tell(say("Its reason says hardly anything."))
    if audit.duplicates:
        yield tell(say("It measures the same as {kpis}.", kpis=listed(audit.duplicates, most=3)))
    if audit.orphan:
        yield tell(say("No step of this process is measured by it."))
    if not audit.speech.fits:
        yield tell(say("It takes {time} to explain, longer than a ride.", time=spoken(audit.speech.seconds, limit)))
