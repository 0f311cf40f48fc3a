"""A proposal laid out in lines for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from flowtrim.reports.compared_lines import compared_lines
from flowtrim.reports.media.text_lines import (
    NARROWEST,
    WIDEST,
    Line,
    Span,
    next_lines,
    padded,
    path_line,
    phrase_lines,
    text_lines,
    title_lines,
    width,
    wrapped,
)
from flowtrim.reports.process.process_page import OUTLOOKS
from flowtrim.reports.trim_report.roles import RoleTold
from flowtrim.reports.trim_report.stages import Deed, Ground, StageTold
from flowtrim.reports.trim_report.trim_page import Asked, Left, TrimPage
from flowtrim.reports.trim_report.waterfall import waterfall_lines
from flowtrim.sentences import Digits, marked, messages, paragraph, phrase, say, say_many

Say = Callable[[str], str]
SAFE, ASK = "✓", "?"


def trim_lines(page: TrimPage, columns: int) -> Iterator[Line]:
    """Yield the lines of a proposal; none is wider than the columns."""
    room, _ = min(max(columns, NARROWEST), WIDEST), messages(page.language)
    yield from title_lines(page.title, room)
    yield path_line(page.file)
    for section in (
        _verdict(page, room),
        _columns(page.columns, room, _),
        waterfall_lines(page.waterfall, room, _),
        *(_stage(stage, room, _) for stage in page.stages),
        _roles(page.roles, page.roles_folded, room, _),
        _held(page, room, _),
        _refused(page.refused, page.refused_folded, room, _),
        _questions(page.questions, page.questions_folded, room, _),
        (line for note in page.notes for line in text_lines(note, room, style="dim")),
        compared_lines(page.compared, room, sure=page.outlook != "asks", _=_),
        next_lines(page.next, room, _),
        text_lines(page.stamp, room, style="dim") if page.stamp else (),
    ):
        lines = list(section)
        if lines:
            yield ()
            yield from lines


def _verdict(page: TrimPage, room: int) -> Iterator[Line]:
    sign = OUTLOOKS[page.outlook]
    yield from text_lines(page.verdict, room, first=sign, style=sign[1])
    for sentence in page.meaning:
        yield from text_lines(sentence, room)


HEADS = (marked("today"), marked("safe alone"), marked("if no question finds an answer"))


_HEAD_LINES = 3


def _columns(rows: Sequence[tuple[str, ...]], room: int, _: Say) -> Iterator[Line]:
    """Yield the figures in columns under heads of up to three lines; one below the other where there is no room."""
    if not rows:
        return
    heads = [_(phrase(head)) for head in HEADS[: len(rows[0]) - 1]]
    rows = [(name, *(_(Digits(figure)) for figure in figures)) for name, *figures in rows]
    names, *cells = ([width(cell) for cell in column] for column in zip(*rows, strict=True))
    for lines in range(1, _HEAD_LINES + 1):
        widths = [_column(head, max(column), lines) for head, column in zip(heads, cells, strict=True)]
        if max(names) + sum(widths) + 2 * len(widths) <= room:
            yield from _table(heads, rows, [max(names), *widths])
            return
    for name, *figures in rows:
        told = ", ".join(f"{head} {figure}" for head, figure in zip(heads, figures, strict=True))
        yield from text_lines(_(say("{name}: {told}", name=name, told=told)), room)


def _column(head: str, least: int, lines: int) -> int:
    """Return the cells of a column whose head stands on so many lines, none of its words broken."""
    words = [len(word) for word in head.split() if len(word) == width(word)]
    narrow = range(max(least, *words, 1), width(head))
    return next((cells for cells in narrow if len(wrapped(head, cells)) <= lines), max(least, width(head)))


def _table(heads: Sequence[str], rows: Sequence[tuple[str, ...]], widths: Sequence[int]) -> Iterator[Line]:
    cut = [wrapped(head, cells) for head, cells in zip(heads, widths[1:], strict=True)]
    tall = max(map(len, cut))
    above = zip(*([""] * (tall - len(lines)) + lines for lines in cut), strict=True)
    for head, row in (*((True, ("", *line)) for line in above), *((False, row) for row in rows)):
        cells = (" " * (size - width(cell)) + cell for cell, size in zip(row[1:], widths[1:], strict=True))
        yield ((f"{padded(row[0], widths[0])}  {'  '.join(cells)}", "dim" if head else "plain"),)


def _stage(stage: StageTold, room: int, _: Say) -> Iterator[Line]:
    yield from text_lines(stage.title, room, style="strong")
    for ground in stage.grounds:
        said = paragraph((ground.because, *ground.against))
        yield from text_lines(f"{ground.rule}: {said}", room, first=("  ", "plain"), style="dim")
    if stage.whole:
        yield from text_lines(stage.whole, room, first=("  ", "plain"), style="warning")
    digits = max(len(str(deed.number)) for deed in stage.deeds)
    common = {ground.rule: ground for ground in stage.grounds}
    for deed in stage.deeds:
        yield from _deed(deed, common.get(deed.rule), digits, room, _)
    yield from _more(stage.folded, room, _)


def _deed(deed: Deed, ground: Ground | None, digits: int, room: int, _: Say) -> Iterator[Line]:
    """Lay out a change; what its ground says already is not said again."""
    number = f"{deed.number:>{digits}} "
    first: Span = (f"{SAFE} {number}", "good") if deed.safe else (f"{ASK} {number}", "warning")
    indent: Span = (" " * (digits + 3), "plain")
    own = ground is None or ground.because != deed.because
    rule = "" if own else f"  {deed.rule}"
    yield from text_lines(deed.text if deed.saves else deed.text + rule, room, first=first)
    if own:
        yield from text_lines(f"{deed.because}  {deed.rule}".strip(), room, first=indent, style="dim")
    if deed.saves:
        saves = _(say("saves {gains}", gains=deed.saves))
        yield from text_lines(saves + rule, room, first=indent, style="good" if deed.safe else "plain")
    for said in deed.against:
        if ground is None or said not in ground.against:
            yield from text_lines(said, room, first=(indent[0] + "– ", "warning"))


def _roles(roles: Iterable[RoleTold], folded: int, room: int, _: Say) -> Iterator[Line]:
    shown = list(roles)
    if shown:
        yield from text_lines(_(say("Roles, one by one")), room, style="strong")
        for role in shown:
            told = _(say("{name}: {told}", name=role.name, told=role.fate))
            yield from text_lines(told, room, first=("= " if role.stays else "– ", "hint"))
            yield from phrase_lines(role.facts, room, first=("  ", "plain"))
        if folded:
            more = say_many(folded, "and {number} that stays; see --all", "and {number} that stay; see --all")
            yield from text_lines(_(more), room, first=("  ", "plain"), style="dim")


def _held(page: TrimPage, room: int, _: Say) -> Iterator[Line]:
    if page.held:
        yield from text_lines(_(say("What stays, and why")), room, style="strong")
        if page.holding:
            yield from text_lines(page.holding, room)
        for one in page.held:
            yield from text_lines(one.name, room, first=("• ", "hint"))
            yield from text_lines(paragraph(one.because), room, first=("  ", "plain"), style="dim")
        yield from _more(page.held_folded, room, _)


def _more(folded: int, room: int, _: Say) -> Iterator[Line]:
    """Count those that are not shown."""
    if folded:
        more = say("and {number} more; see --all", number=folded)
        yield from text_lines(_(more), room, first=("  ", "plain"), style="dim")


def _refused(refused: Iterable[Left], folded: int, room: int, _: Say) -> Iterator[Line]:
    """Lay out what was left alone; a reason that is the same for all is said once."""
    shown = list(refused)
    if shown:
        yield from text_lines(_(say("Considered, and left alone")), room, style="strong")
    alike = len(shown) > 1 and len({one.reason for one in shown}) == 1
    if alike:
        yield from text_lines(shown[0].reason, room, first=("  ", "plain"), style="dim")
    for one in shown:
        yield from text_lines(f"{one.text}  {one.rule}" if alike else one.text, room, first=("• ", "hint"))
        if not alike:
            yield from text_lines(f"{one.reason}  {one.rule}", room, first=("  ", "plain"), style="dim")
    yield from _more(folded, room, _)


def _questions(questions: Iterable[Asked], folded: int, room: int, _: Say) -> Iterator[Line]:
    for number, question in enumerate(questions, 1):
        if number == 1:
            yield from text_lines(_(say("Questions, most at stake first")), room, style="strong")
        first: Span = (f"{number}. ", "dim")
        yield from text_lines(question.text, room, first=first)
        if question.stake:
            yield from phrase_lines([question.stake], room, first=(" " * len(first[0]), "plain"))
    if folded:
        more = say_many(folded, "and {number} more question; see --all", "and {number} more questions; see --all")
        yield from text_lines(_(more), room, first=("   ", "plain"), style="dim")
