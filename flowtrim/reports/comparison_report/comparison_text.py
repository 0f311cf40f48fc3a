"""A comparison laid out in lines for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from flowtrim.reports.compared_lines import compared_lines
from flowtrim.reports.media.text_lines import (
    NARROWEST,
    WIDEST,
    Line,
    text_lines,
    title_lines,
)
from flowtrim.sentences import messages, say

if TYPE_CHECKING:
    from flowtrim.reports.comparison_report.comparison_page import ComparePage, Fates

Say = Callable[[str], str]


def compare_lines(page: ComparePage, columns: int) -> Iterator[Line]:
    """Yield the lines of a comparison; none is wider than the columns."""
    room, _ = min(max(columns, NARROWEST), WIDEST), messages(page.language)
    yield from title_lines(page.title, room)
    yield from text_lines(page.files, room, style="dim")
    yield ()
    yield from text_lines(page.verdict, room, style="strong")
    for sentence in page.sentences:
        yield from text_lines(sentence, room)
    for sentence in page.worse:
        yield from text_lines(sentence, room, first=("✗ ", "bad"), style="bad")
    yield ()
    yield from compared_lines(page.compared, room, _=_)
    yield from _fates(_(say("Steps")), page.steps, room)
    yield from _fates(_(say("Roles")), page.roles, room)
    yield ()
    yield from text_lines(page.stamp, room, style="dim")


def _fates(title: str, groups: Iterable[Fates], room: int) -> Iterator[Line]:
    for number, group in enumerate(groups):
        if number == 0:
            yield ()
            yield from text_lines(title, room, style="strong")
        yield from text_lines(group.title, room, style="dim")
        for fated in group.fated:
            yield from text_lines(fated.text, room, first=(f"{group.sign} ", "hint"))
            if fated.because:
                yield from text_lines(fated.because, room, first=("  ", "plain"), style="dim")
