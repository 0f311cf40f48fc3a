"""A page laid out in lines for a terminal: the same lines with colour and without."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowtrim.reports.compared_lines import compared_lines
from flowtrim.reports.media.text_lines import (
    NARROWEST,
    WIDEST,
    Line,
    Span,
    fitting,
    next_lines,
    padded,
    path_line,
    phrase_lines,
    shortened,
    text_lines,
    title_lines,
    washed,
    width,
)
from flowtrim.reports.process.process_page import OUTLOOKS, Attempt, Block, Page, Said, Verdict
from flowtrim.sentences import Message, marked, messages, names_in_a_row, paragraph, phrase, say, say_many

if TYPE_CHECKING:
    from flowtrim.model import Result
    from flowtrim.rules import Severity


Say = Callable[[str], str]
_OUTCOMES: dict[Result, Span] = {
    "kept": ("✓", "good"),
    "partly": ("▲", "warning"),
    "failed": ("✗", "bad"),
    "open": ("•", "hint"),
}
SIGNS: dict[Severity, str] = {"error": "✗", "warning": "▲", "hint": "•"}
SCREEN = 60
"""Lines of a screen, 80 columns wide, on which a process is told unless somebody asks for everything."""
_FIGURES = 5
_FIRST = ("Size", "Handoffs", "Reasons", "Time", "Costs", "Promise", "Value", "Customer")
"""The groups of figures of which the first five that a process has are told on one screen, and those for --all."""
_LATER = ("Work", "Path", "Loops", "Assumed", "Ends", "Classes", "Sources", "Shape", "KPIs", "Review")
_BARE: Span = ("", "plain")
_LINES = 2
"""Lines of one of these groups: what they say next often stands in the second."""
_LEAST = 3
"""So many findings are told before what attempts changed gives way."""
_ALSO_AT = marked("also {places}")
_SEE_ALSO = marked("see also {places}")
_ALSO = 6
"""So many other places are named at most, if they fit on the line."""


def laid_out(page: Page, columns: int) -> Iterator[Line]:
    """Yield the lines of a page, everything told; paths alone may be wider than the columns, of which 24 are served.

    It is told in the language of the process.
    """
    room, _ = min(max(columns, NARROWEST), WIDEST), messages(page.language)
    yield from title_lines(page.title, room)
    yield path_line(page.file)
    yield from _sections(
        *_opening(page, room, _),
        _groups(page, room, _),
        _findings(page, room, _),
        _spare(page, room, _),
        next_lines(map(_, page.next), room, _),
        _stamp(page, room, _),
    )


def _opening(page: Page, room: int, _: Say) -> Iterator[Iterable[Line]]:
    """Yield the sections that come first, however much is told after them."""
    yield _verdict(page.verdict, room, _)
    yield compared_lines(page.compared, room, title=page.after_title, _=_)
    yield _attempts(page.attempts, room, _)
    yield _speech(page.speech, room, _)


def one_screen(page: Page, columns: int) -> list[Line]:
    """Return the lines of a page that fit one screen, the verdict last, where a terminal leaves the eye.

    What attempts changed gives way first, then what they taught, then the findings that matter less. Only the text that
    somebody asked for may make it longer.
    """
    room = min(max(columns, NARROWEST), WIDEST)
    attempts = (
        page.attempts,
        tuple(replace(attempt, figures=()) for attempt in page.attempts),
        tuple(replace(attempt, figures=(), lesson=None) for attempt in page.attempts),
    )
    most = len(page.foremost)
    tries = [(told, shown) for told in attempts for shown in range(most, min(most, _LEAST) - 1, -1)]
    tries += [(attempts[-1], shown) for shown in range(min(most, _LEAST) - 1, 0, -1)]
    for told, shown in tries:
        lines = list(_screen(replace(page, attempts=told), room, page.foremost[:shown]))
        if len(lines) <= SCREEN:
            return lines
    return lines


def _screen(page: Page, room: int, blocks: tuple[Block, ...]) -> Iterator[Line]:
    outlook, _ = OUTLOOKS[page.verdict.outlook], messages(page.language)
    yield from title_lines(page.title, room)
    yield path_line(page.file)
    yield from _sections(
        *_opening(page, room, _),
        _foremost_figures(page, room, _),
        _foremost_findings(page, blocks, room, _),
        next_lines(map(_, page.next), room, _),
        _stamp(page, room, _),
        text_lines(_(page.verdict.text), room, first=outlook, style=outlook[1]),
    )


def _stamp(page: Page, room: int, _: Say) -> Iterator[Line]:
    return text_lines(_(page.stamp), room, style="dim") if page.stamp else iter(())


def _sections(*sections: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines of each section with an empty line before it; what is empty leaves no gap."""
    for section in sections:
        lines = list(section)
        if lines:
            yield ()
            yield from lines


def _foremost_figures(page: Page, room: int, _: Say) -> Iterator[Line]:
    """Lay out what was read of another format in full, and the five groups that say most, each on two lines at most."""
    ranked = sorted((group for group in page.groups if group.label in _FIRST), key=lambda one: _FIRST.index(one.label))
    kept = [group for group in page.groups if group.label not in _LATER and group.label not in _FIRST]
    kept += [group for group in page.groups if group in ranked[:_FIGURES]]
    label = max((width(_(group.label)) for group in kept), default=0) + 2
    for group in kept:
        figures = tuple(map(_, group.figures))
        shown = len(figures) if group.label not in _FIRST else _fitting_figures(figures, room - label)
        yield from phrase_lines(figures[:shown], room, first=(padded(_(group.label), label), "dim"))


def _fitting_figures(figures: tuple[str, ...], room: int) -> int:
    """Return how many phrases the lines of a group hold, and one at least."""
    told = (figures[:number] for number in range(len(figures), 1, -1))
    return next((len(some) for some in told if sum(1 for _ in phrase_lines(some, room, first=_BARE)) <= _LINES), 1)


def _foremost_findings(page: Page, blocks: tuple[Block, ...], room: int, _: Say) -> Iterator[Line]:
    yield from _tally(page, room, _)
    for block in blocks:
        yield from _block(block, room, _)
    left = page.found - sum(block.count for block in blocks)
    more = say_many(
        left,
        "--all shows {number} more finding, all figures and every proof.",
        "--all shows {number} more findings, all figures and every proof.",
    )
    yield from text_lines(_(more if left else say("--all shows all figures and every proof.")), room, style="dim")
    for aside in page.asides:
        yield from text_lines(_(aside), room, style="dim")


def _verdict(verdict: Verdict, room: int, _: Say) -> Iterator[Line]:
    sign = OUTLOOKS[verdict.outlook]
    yield from text_lines(_(verdict.text), room, first=sign, style=sign[1])
    yield from text_lines(_(verdict.meaning), room)


def _groups(page: Page, room: int, _: Say) -> Iterator[Line]:
    label = max((width(_(group.label)) for group in page.groups), default=0) + 2
    for group in page.groups:
        yield from phrase_lines(tuple(map(_, group.figures)), room, first=(padded(_(group.label), label), "dim"))


def _findings(page: Page, room: int, _: Say) -> Iterator[Line]:
    yield from _tally(page, room, _)
    for family in page.families:
        yield ()
        yield from text_lines(_(phrase(family.title)), room, style="strong")
        for block in family.blocks:
            yield from _block(block, room, _)
    if page.asides:
        yield ()
    for aside in page.asides:
        yield from text_lines(_(aside), room, style="dim")


def _tally(page: Page, room: int, _: Say) -> Iterator[Line]:
    counts: Line = tuple((f"{SIGNS[severity]} {_(words)}  ", severity) for severity, words in page.tally)
    yield from fitting(counts or (("✓ ", "good"), (_(say("No findings")), "plain")), room)


def _block(block: Block, room: int, _: Say) -> Iterator[Line]:
    yield from text_lines(block.message, room, first=(f"{SIGNS[block.severity]} ", block.severity))
    if width(washed(f"  {block.place}  {block.rule}")) <= room:
        yield path_line(f"{block.place}  {block.rule}", indent=2)
    else:
        yield path_line(block.place, indent=2)
        yield from text_lines(block.rule, room, first=("  ", "plain"), style="dim")
    if block.also:
        alike = say("and {number} more like it", number=len(block.also))
        yield ("  ", "plain"), (_named(_ALSO_AT, block.also, alike, room - 2, _), "dim")
    if block.others:
        others = say("and {number} more of this rule", number=len(block.others))
        yield ("  ", "plain"), (_named(_SEE_ALSO, block.others, others, room - 2, _), "dim")
    if block.accepted:
        yield from text_lines(block.accepted, room, first=("  ", "plain"), style="dim")


def _named(lead: str, places: tuple[str, ...], rest: str, room: int, _: Say) -> str:
    """Name as many other places as one line holds, and count the others."""
    for shown in range(len(places[:_ALSO]), 0, -1):
        named = also_at(lead, places, shown)
        if width(text := washed(_(named))) <= room:
            return text
    return _(rest)


def also_at(lead: str, places: tuple[str, ...], shown: int) -> Message:
    """Say where else a rule found something: some of the places, and how many there are besides."""
    row = names_in_a_row(*places[:shown])
    if (left := len(places) - shown) > 0:
        row = say("{places} and {number} more", places=row, number=left)
    return Message(lead.format(places=row), lead, {"places": row})


def _spare(page: Page, room: int, _: Say) -> Iterator[Line]:
    if page.spare:
        yield ((_(say("Roles that could go")), "strong"),)
    for spare in page.spare:
        role = shortened(washed(spare.role), room)
        yield from text_lines(_(say("{name}: {told}", name=role, told=spare.gain)), room, first=("→ ", "warning"))
        yield from text_lines(
            paragraph((*spare.proof, f"({', '.join(spare.rules)})")), room, first=("  ", "plain"), style="dim"
        )


def _speech(speech: tuple[Said, ...], room: int, _: Say) -> Iterator[Line]:
    """Lay out the spoken text, with a rule where the doors of each ride open."""
    ride = 1
    for said in speech:
        if said.ride > ride:
            words = f"── {_(say('ride {number} ends here', number=said.ride - 1))} "
            yield ((words + "─" * (room - width(words)), "dim"),)
            ride = said.ride
        yield from text_lines(said.sentence, room)


def _attempts(attempts: Iterable[Attempt], room: int, _: Say) -> Iterator[Line]:
    """Lay out the attempts in their order, so that one sees which one won."""
    for number, attempt in enumerate(attempts, 1):
        if number == 1:
            yield from text_lines(_(say("Attempts, in their order")), room, style="strong")
        sign, style = _OUTCOMES[attempt.result]
        name = f"{number}. {attempt.name}: {_(attempt.outcome)}"
        yield from text_lines(name, room, first=(f"{sign} ", style), style="strong" if attempt.chosen else "plain")
        if attempt.misfit:
            yield from text_lines(_(attempt.misfit), room, first=("  ", "plain"), style="error")
        elif attempt.figures:
            yield from phrase_lines(tuple(map(_, attempt.figures)), room, first=("  ", "plain"))
        if attempt.lesson:
            yield from text_lines(attempt.lesson, room, first=("  ", "plain"), style="dim")
