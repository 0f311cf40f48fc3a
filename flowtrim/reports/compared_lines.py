"""Figures of two processes side by side, laid out in lines for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowtrim.reports.media.text_lines import Line, Style, fitting, padded, text_lines, width
from flowtrim.sentences import say

if TYPE_CHECKING:
    from flowtrim.reports.comparison import Compared

Say = Callable[[str], str]


def compared_lines(
    rows: Sequence[Compared], room: int, *, title: str | None = None, sure: bool = True, _: Say = str
) -> Iterator[Line]:
    """Yield the figures of two processes side by side; nothing is praised that is not sure."""
    if not rows:
        return
    head = say("Before and after: {title}", title=title) if title else say("Before and after")
    yield from text_lines(_(head), room, style="strong")
    told = [replace(row, name=_(row.name), before=_(row.before), after=_(row.after)) for row in rows]
    name = max(width(row.name) for row in told)
    before, after = (
        max(width(text) for text in texts) for texts in zip(*((r.before, r.after) for r in told), strict=True)
    )
    praise: Style = "good" if sure else "plain"
    widest = max(
        sum(width(text) for text, _style in _row(row, name, before, after, praise=praise, _=_)) for row in told
    )
    name = max(0, name - max(0, widest - room))
    for row in told:
        figures = row
        if width(row.name) > name:  # figures stay in one line, under a name that leaves them no room
            yield from text_lines(row.name, room, style="dim")
            figures = replace(row, name="")
        yield from fitting(_row(figures, name, before, after, praise=praise, _=_), room)


def _row(row: Compared, name: int, before: int, after: int, *, praise: Style, _: Say) -> Line:
    style: Style = "plain" if row.better is None else praise if row.better else "bad"
    sign = "" if row.better is None else _(say("better")) if row.better else _(say("worse"))
    return (
        (padded(row.name, name + 2), "dim"),
        (" " * (before - width(row.before)) + row.before + " → ", "plain"),
        (" " * (after - width(row.after)) + row.after, "strong"),
        (f"  {_(row.change)} {sign}".rstrip(), style),
    )
