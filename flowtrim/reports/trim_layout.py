"""A proposal laid out in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowtrim.reports.layout import NARROWEST, WIDEST, Line, Span, compared_lines, next_lines, phrase_lines, text_lines
from flowtrim.reports.trim_page import Asked, Deed, Left, StageTold, TrimPage
from flowtrim.reports.waterfall import waterfall_lines
from flowtrim.reports.words import counted

SAFE, ASK = "✓", "?"


def trim_lines(page: TrimPage, columns: int) -> Iterator[Line]:
    """Yield the lines of a proposal; none is wider than the columns."""
    room = min(max(columns, NARROWEST), WIDEST)
    yield from text_lines(page.title, room, style="title")
    yield from text_lines(page.file, room, style="dim")
    for section in (
        _verdict(page, room),
        waterfall_lines(page.waterfall, room),
        *(_stage(stage, room) for stage in page.stages),
        _refused(page.refused, page.refused_folded, room),
        _questions(page.questions, page.questions_folded, room),
        (line for note in page.notes for line in text_lines(note, room, style="dim")),
        compared_lines(page.compared, room),
        next_lines(page.next, room),
    ):
        lines = list(section)
        if lines:
            yield ()
            yield from lines


def _verdict(page: TrimPage, room: int) -> Iterator[Line]:
    sign: Span = ("✓ ", "good") if page.passed else ("✗ ", "bad")
    yield from text_lines(page.verdict, room, first=sign, style=sign[1])
    for sentence in page.meaning:
        yield from text_lines(sentence, room)


def _stage(stage: StageTold, room: int) -> Iterator[Line]:
    yield from text_lines(stage.title, room, style="strong")
    digits = max(len(str(deed.number)) for deed in stage.deeds)
    for deed in stage.deeds:
        yield from _deed(deed, digits, room)
    if stage.folded:
        yield from text_lines(f"and {stage.folded:,} more; see --all", room, first=("  ", "plain"), style="dim")


def _deed(deed: Deed, digits: int, room: int) -> Iterator[Line]:
    number = f"{deed.number:>{digits}} "
    first: Span = (f"{SAFE} {number}", "good") if deed.safe else (f"{ASK} {number}", "warning")
    indent: Span = (" " * (digits + 3), "plain")
    yield from text_lines(deed.text, room, first=first)
    yield from text_lines(f"{deed.because}  {deed.rule}".strip(), room, first=indent, style="dim")
    if deed.saves:
        yield from text_lines(f"saves {deed.saves}", room, first=indent, style="good")
    for said in deed.against:
        yield from text_lines(said, room, first=(indent[0] + "– ", "warning"))


def _refused(refused: Iterable[Left], folded: int, room: int) -> Iterator[Line]:
    shown = list(refused)
    if shown:
        yield from text_lines("Considered, and left alone", room, style="strong")
    for one in shown:
        yield from text_lines(one.text, room, first=("• ", "hint"))
        yield from text_lines(f"{one.reason}  {one.rule}", room, first=("  ", "plain"), style="dim")
    if folded:
        yield from text_lines(f"and {folded:,} more; see --all", room, first=("  ", "plain"), style="dim")


def _questions(questions: Iterable[Asked], folded: int, room: int) -> Iterator[Line]:
    for number, question in enumerate(questions, 1):
        if number == 1:
            yield from text_lines("Questions, most at stake first", room, style="strong")
        first: Span = (f"{number}. ", "dim")
        yield from text_lines(question.text, room, first=first)
        if question.stake:
            yield from phrase_lines([question.stake], room, first=(" " * len(first[0]), "plain"))
    if folded:
        more = counted(folded, "more question")
        yield from text_lines(f"and {more}; see --all", room, first=("   ", "plain"), style="dim")
