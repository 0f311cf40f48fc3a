"""A page laid out in lines for a terminal: the same lines with colour and without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from flowtrim.reports.comparison import Compared
from flowtrim.reports.media.text_lines import (
    NARROWEST,
    WIDEST,
    Line,
    Span,
    Style,
    fitting,
    next_lines,
    padded,
    phrase_lines,
    shortened,
    text_lines,
    title_lines,
    washed,
    width,
)
from flowtrim.reports.process.process_page import OUTLOOKS, Attempt, Block, Family, Page, Said, Verdict
from flowtrim.sentences import counted

if TYPE_CHECKING:
    from flowtrim.model import Result
    from flowtrim.rules import Severity


_OUTCOMES: dict[Result, Span] = {
    "kept": ("✓", "good"),
    "partly": ("▲", "warning"),
    "failed": ("✗", "bad"),
    "open": ("•", "hint"),
}
SIGNS: dict[Severity, str] = {"error": "✗", "warning": "▲", "hint": "•"}
_ALSO = 6
"""So many other places are named at most, if they fit on the line."""


def laid_out(page: Page, columns: int) -> Iterator[Line]:
    """Yield the lines of a page; none is wider than the columns, and none narrower terminals are served than 24."""
    room = min(max(columns, NARROWEST), WIDEST)
    yield from title_lines(page.title, room)
    yield from text_lines(page.file, room, style="dim")
    for section in (
        _verdict(page.verdict, room),
        compared_lines(page.compared, room, title=page.after_title),
        _attempts(page.attempts, room),
        _speech(page.speech, room),
        _groups(page, room),
        _findings(page, room),
        _spare(page, room),
        next_lines(page.next, room),
    ):
        lines = list(section)
        if lines:
            yield ()
            yield from lines


def _verdict(verdict: Verdict, room: int) -> Iterator[Line]:
    sign = OUTLOOKS[verdict.outlook]
    yield from text_lines(verdict.text, room, first=sign, style=sign[1])
    yield from text_lines(verdict.meaning, room)


def _groups(page: Page, room: int) -> Iterator[Line]:
    label = max((width(group.label) for group in page.groups), default=0) + 2
    for group in page.groups:
        yield from phrase_lines(group.figures, room, first=(padded(group.label, label), "dim"))


def _findings(page: Page, room: int) -> Iterator[Line]:
    counts: Line = tuple((f"{SIGNS[severity]} {words}  ", severity) for severity, words in page.tally)
    yield from fitting(counts or (("✓ ", "good"), ("No findings", "plain")), room)
    for family in page.families:
        yield from _family(family, room)
    if page.asides:
        yield ()
    for aside in page.asides:
        yield from text_lines(aside, room, style="dim")


def _family(family: Family, room: int) -> Iterator[Line]:
    yield ()
    yield from text_lines(family.title, room, style="strong")
    for block in family.blocks:
        yield from _block(block, room)
    if family.folded:
        yield from text_lines(f"and {', '.join(family.folded)}; see --all", room, first=("  ", "plain"), style="dim")


def _block(block: Block, room: int) -> Iterator[Line]:
    yield from text_lines(block.message, room, first=(f"{SIGNS[block.severity]} ", block.severity))
    yield from text_lines(f"{block.place}  {block.rule}", room, first=("  ", "plain"), style="dim")
    for lead, places, rest in (
        ("also", block.also, "like it"),
        ("the rule also speaks of", block.others, "of this rule"),
    ):
        if places:
            yield ("  ", "plain"), (_named(lead, places, rest, room - 2), "dim")
    if block.accepted:
        yield from text_lines(block.accepted, room, first=("  ", "plain"), style="dim")


def _named(lead: str, places: tuple[str, ...], rest: str, room: int) -> str:
    """Name as many other places as one line holds, and count the others."""
    for shown in range(len(places[:_ALSO]), 0, -1):
        left = len(places) - shown
        text = washed(f"{lead} {', '.join(places[:shown])}{f' and {left:,} more' if left else ''}")
        if width(text) <= room:
            return text
    return f"and {len(places):,} more {rest}"


def _spare(page: Page, room: int) -> Iterator[Line]:
    if page.spare:
        yield (("Roles that could go", "strong"),)
    for spare in page.spare:
        role = shortened(washed(spare.role), room)
        yield from text_lines(f"{role}: {spare.gain}", room, first=("→ ", "warning"))
        yield from text_lines(
            " ".join((*spare.proof, f"({', '.join(spare.rules)})")), room, first=("  ", "plain"), style="dim"
        )
    if page.spare_folded:
        more = counted(page.spare_folded, "more role")
        yield from text_lines(f"and {more}; see --all", room, first=("  ", "plain"), style="dim")


def _speech(speech: tuple[Said, ...], room: int) -> Iterator[Line]:
    """Lay out the spoken text, with a rule where the doors of each ride open."""
    ride = 1
    for said in speech:
        if said.ride > ride:
            words = f"── ride {said.ride - 1} ends here "
            yield ((words + "─" * (room - len(words)), "dim"),)
            ride = said.ride
        yield from text_lines(said.sentence, room)


def compared_lines(
    rows: Sequence[Compared], room: int, *, title: str | None = None, sure: bool = True
) -> Iterator[Line]:
    """Yield the figures of two processes side by side; nothing is praised that is not sure."""
    if not rows:
        return
    yield from text_lines("Before and after" + (f": {title}" if title else ""), room, style="strong")
    name = max(width(row.name) for row in rows)
    before, after = (
        max(width(text) for text in texts) for texts in zip(*((r.before, r.after) for r in rows), strict=True)
    )
    for row in rows:
        yield from fitting(_row(row, name, before, after, praise="good" if sure else "plain"), room)


def _row(row: Compared, name: int, before: int, after: int, *, praise: Style) -> Line:
    style: Style = "plain" if row.better is None else praise if row.better else "bad"
    sign = "" if row.better is None else " better" if row.better else " worse"
    return (
        (padded(row.name, name + 2), "dim"),
        (f"{row.before:>{before}} → ", "plain"),
        (f"{row.after:>{after}}", "strong"),
        (f"  {row.change}{sign}", style),
    )


def _attempts(attempts: Iterable[Attempt], room: int) -> Iterator[Line]:
    """Lay out the attempts in their order, so that one sees which one won."""
    for number, attempt in enumerate(attempts, 1):
        if number == 1:
            yield from text_lines("Attempts, in their order", room, style="strong")
        sign, style = _OUTCOMES[attempt.result]
        name = f"{number}. {attempt.name}: {attempt.outcome}"
        yield from text_lines(name, room, first=(f"{sign} ", style), style="strong" if attempt.chosen else "plain")
        if attempt.misfit:
            yield from text_lines(attempt.misfit, room, first=("  ", "plain"), style="error")
        else:
            yield from phrase_lines(attempt.figures, room, first=("  ", "plain"))
        if attempt.lesson:
            yield from text_lines(attempt.lesson, room, first=("  ", "plain"), style="dim")
