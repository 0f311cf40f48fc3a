"""A folder with everything about one process: the report in every form that people ask for, and the drawings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.analysis import Analysis
from flowtrim.drawings import (
    SMALLEST_LETTERS,
    Drawing,
    DrawingError,
    is_ours,
    letters_on_a_screen,
    remarks,
    render_all,
    to_dot,
)
from flowtrim.errors import OutputError
from flowtrim.formats import write_atomically
from flowtrim.formats.replacing import written_folder
from flowtrim.reports.document.content import Dossier, dossier
from flowtrim.reports.document.report_drawings import OVERLAY, SWIMLANES, album, inline, painted, shown
from flowtrim.reports.document.report_markdown import Picture, as_markdown, rendered
from flowtrim.reports.process.process_json import as_json, report
from flowtrim.sentences import counted

if TYPE_CHECKING:
    from flowtrim.changes.difference.diff import Difference
    from flowtrim.reports.document.report_drawings import Album

_STALE = re.compile(rf"report\.pdf|(?:{SWIMLANES}(?:-[0-9]+)?|{OVERLAY})\.(?:svg|png|dot)")
"""Files of an earlier run that go, also where this one has none in their place: they would not fit the rest."""
_PERHAPS_STALE = re.compile(r"(?:before|after)(?:-[0-9]+)?\.(?:svg|png|dot)")
"""Names that a file of somebody else may have, too: these go if they are pictures of ours."""
Pictures = Mapping[Drawing, bytes]


class Kept(Struct, frozen=True):
    """What was written into a folder, the language that it is in, and what there is to say about it."""

    folder: Path
    files: tuple[str, ...]
    language: str | None
    remarks: tuple[str, ...] = ()


def keep(analysis: Analysis, folder: Path) -> Kept:
    """Write the report as HTML, PDF, XLSX, Markdown and JSON, and the drawings; an earlier run's are replaced.

    The pictures have the names that ``Album`` tells. Without a printer on this machine there is no PDF, and that
    is said.

    Raises:
        DrawingError: a picture could not be made; the reports, and the drawings as DOT text, are there all the same.
        OutputError: a file cannot be written.
    """
    with written_folder(folder, stale=_is_stale) as new:
        told, drawn = dossier(analysis), album(analysis)
        svgs, refusal = _painted(drawn.all)
        files, said = _reports(told, drawn, svgs, new)
        refusal = _pictures_refused(drawn, svgs, new) or refusal
    if refusal:
        raise refusal
    return Kept(folder, (*files, *_named(drawn)), analysis.process.language, (*said, *_remarks(drawn)))


def as_page(analysis: Analysis, *, say: Callable[[str], None] = lambda _: None) -> str:
    """Return the report as one page of HTML, without pictures where they cannot be made; ``say`` is told why not."""
    from flowtrim.reports.document.report_pages import as_html

    drawn = album(analysis)
    for remark in drawn.remarks:
        say(remark)
    return as_html(dossier(analysis), shown(drawn, _painted(drawn.views.values())[0]))


def keep_comparison(analysis: Analysis, difference: Difference, folder: Path, *, watched: Iterable[str] = ()) -> Kept:
    """Write a comparison as HTML, Markdown and JSON, with the drawings of before and after beside it.

    Raises what ``keep`` raises.
    """
    from flowtrim.reports.comparison_report.comparison_json import compare_report
    from flowtrim.reports.comparison_report.comparison_page import compare_page
    from flowtrim.reports.document.report_pages import as_html

    with written_folder(folder, stale=_is_stale) as new:
        told = as_json([compare_report(analysis, difference, watched=watched)], several=False)
        write_atomically(new / "compare.json", told, force=True)
        drawn = album(analysis)
        seen = [Picture(drawing.name, f"{name}.svg") for name, drawing in drawn.overviews.items()]
        said = compare_page(analysis, difference, watched=watched, everything=True)
        write_atomically(
            new / "compare.md", rendered("compare.md.j2", language=said.language, page=said, pictures=seen), force=True
        )
        svgs, refusal = _painted(dict.fromkeys((*drawn.files.values(), *drawn.views.values())))
        write_atomically(new / "compare.html", as_html(dossier(analysis), shown(drawn, svgs)), force=True)
        refusal = _pictures_refused(drawn, svgs, new) or refusal
    if refusal:
        raise refusal
    names = ("compare.html", "compare.md", "compare.json", *_named(drawn))
    return Kept(folder, names, analysis.process.language, _remarks(drawn))


def _is_stale(file: Path) -> bool:
    """Whether a file was written by an earlier run."""
    if not _PERHAPS_STALE.fullmatch(file.name):
        return bool(_STALE.fullmatch(file.name))
    if not file.is_file():  # a pipe would keep us waiting
        return False
    with file.open("rb") as opened:
        return is_ours(opened.read(500))


def _painted(drawn: Iterable[Drawing]) -> tuple[Pictures, DrawingError | None]:
    """Paint every drawing once; where that cannot be done, the reports go without and it is said in the end."""
    try:
        return painted(drawn), None
    except DrawingError as refusal:
        return {}, refusal


def _reports(told: Dossier, drawn: Album, svgs: Pictures, folder: Path) -> tuple[list[str], list[str]]:
    """Write the reports, and return their names and what there is to say about them."""
    from flowtrim.reports.document.decision import decision
    from flowtrim.reports.document.report_pages import as_html
    from flowtrim.reports.document.report_xlsx import as_xlsx

    pictures = tuple(Picture(drawing.name, f"{name}.svg") for name, drawing in drawn.files.items())
    made: dict[str, str | bytes] = {
        "report.html": as_html(told, shown(drawn, svgs)),
        "report.xlsx": as_xlsx(told),
        "report.md": as_markdown(told.page, decided=decision(told.analysis), pictures=pictures, told=told),
        "report.json": as_json([_data(told)], several=False),
    }
    said = []
    try:
        made["report.pdf"] = _pdf(told, drawn, svgs)
    except OutputError as refusal:
        said.append(f"There is no report.pdf. {refusal}")
    for name, content in made.items():
        write_atomically(folder / name, content, force=True)
    return list(made), said


def _data(told: Dossier) -> dict[str, object]:
    """Return the report as data, with the proposal beside it where there is one."""
    data = report(told.analysis)
    if told.analysis.proposal:
        from flowtrim.reports.trim_report.trim_json import trim_report

        data["trim"] = trim_report(told.analysis.document, told.analysis.proposal)
    return data


def _pdf(told: Dossier, drawn: Album, svgs: Pictures) -> bytes:
    from flowtrim.reports.document.report_pages import Sheet, as_paper
    from flowtrim.reports.media.pdf import as_pdf

    sheets = [
        Sheet(drawing.name, inline(svgs[drawing], number))
        for number, drawing in enumerate(drawn.sheets)
        if drawing in svgs
    ]
    return as_pdf(as_paper(told, sheets))


def _pictures_refused(drawn: Album, svgs: Pictures, folder: Path) -> DrawingError | None:
    """Write the drawings; return why some could not be made."""
    try:
        _keep_pictures(drawn, svgs, folder)
    except DrawingError as refusal:
        return refusal
    return None


def _keep_pictures(drawn: Album, svgs: Pictures, folder: Path) -> None:
    """Write the drawings as SVG and PNG, or as DOT text where they could not be painted."""
    if not svgs:
        for name, drawing in drawn.files.items():
            write_atomically(folder / f"{name}.dot", to_dot(drawing), force=True)
        return
    pngs = render_all(tuple(drawn.files.values()), "png")
    for (name, drawing), png in zip(drawn.files.items(), pngs, strict=True):
        write_atomically(folder / f"{name}.svg", svgs[drawing], force=True)
        write_atomically(folder / f"{name}.png", png, force=True)


def _remarks(drawn: Album) -> tuple[str, ...]:
    return (*drawn.remarks, *remarks(drawn.files.values(), "png"), *_about_letters(drawn.overviews.values()))


def _about_letters(overviews: Iterable[Drawing]) -> Iterator[str]:
    if (letters := letters_on_a_screen(overviews)) < SMALLEST_LETTERS:
        yield (
            f"On one screen the letters of the overview are {letters:.1f} pixels high; 'flowtrim draw' makes one to "
            "scroll, and with --screens a picture for each screen."
        )


def _named(drawn: Album) -> list[str]:
    """Return the pictures in words, such as "overlay, before, after, 16 screens (SVG, PNG)"; none where none."""
    if not drawn.files:
        return []
    screens = len(drawn.files) - len(drawn.overviews)
    told = [*drawn.overviews, *([counted(screens, "screen")] if screens else [])]
    return [", ".join(told) + " (SVG, PNG)"]
