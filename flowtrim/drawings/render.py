"""Pictures of drawings: SVG, PNG and PDF, always the same bytes for the same drawing."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from html import escape
from math import sqrt
from zlib import crc32

from flowtrim.drawings.dot import CONTINUED, to_dot
from flowtrim.drawings.drawing import Drawing
from flowtrim.drawings.engine import FORMATS, TIMEOUT, Format, paint
from flowtrim.drawings.lettering import clean
from flowtrim.drawings.palette import BOLD, fonts, night_style
from flowtrim.errors import DrawingError

ENGINE_VARIABLE = "FLOWTRIM_DOT"
_LONGEST_PNG = 30000.0  # pixels; cairo, which paints for Graphviz, stops at 32767
_LARGEST_PNG = 40e6  # pixels in all; beyond, it takes minutes
_LONGEST_PDF = 14400.0  # points; readers of PDF stop there
_SIGNED = b"Software\0flowtrim"
_SVG_ROLE = b'<svg role="graphics-document" font-family="Arial,Helvetica,Liberation Sans'
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[^)]*\)")


def render(drawing: Drawing | str, format_: Format, *, engine: str | None = None, timeout: float = TIMEOUT) -> bytes:
    """Return a drawing, or DOT text of ours, as a picture; the same drawing always gives the same bytes.

    ``engine`` is the path or name of a Graphviz program (``dot`` or ``neato``), else that in the environment
    variable FLOWTRIM_DOT, else the Graphviz that came with flowtrim, else the one of the system.
    A PNG or PDF larger than its format allows is made smaller; ``remarks`` says so.

    Raises:
        DrawingError: Graphviz is missing, fails, or takes longer than ``timeout`` seconds.
    """
    return render_all((drawing,), format_, engine=engine, timeout=timeout)[0]


def render_all(
    drawings: Sequence[Drawing | str], format_: Format, *, engine: str | None = None, timeout: float = TIMEOUT
) -> tuple[bytes, ...]:
    """Return several drawings as pictures, made in one go; see ``render``."""
    if format_ not in FORMATS:
        raise DrawingError(f"A picture can be {', '.join(FORMATS)}, not {format_}.")
    jobs = [
        (drawing if isinstance(drawing, str) else to_dot(drawing), shrinking(drawing, format_)) for drawing in drawings
    ]
    if not jobs:
        return ()
    painted = paint(jobs, format_, engine=engine or os.environ.get(ENGINE_VARIABLE) or None, timeout=timeout)
    return tuple(_finished(picture, drawing, format_) for picture, drawing in zip(painted, drawings, strict=True))


class Drawings(tuple[Drawing, ...]):
    """Several drawings, which a notebook shows one under the other."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return "\n".join(fitted(svg.decode()) for svg in render_all(self, "svg"))


def fitted(svg: str) -> str:
    """Return a picture for a page of unknown width: as large as it is drawn where there is room, else smaller."""
    picture = svg.partition("?>")[2].strip()  # a page has no place for the declaration of another
    size = re.search(r' width="([\d.]+pt)" height="[\d.]+pt"', picture)
    if size is None:
        return picture
    return f'<div style="max-width:{size[1]}">{picture.replace(size[0], "", 1)}</div>'


def booklet(drawings: Sequence[Drawing], *, engine: str | None = None, timeout: float = TIMEOUT) -> bytes:
    """Return several drawings as the pages of one PDF.

    Raises:
        DrawingError: as for ``render``.
    """
    sheets = render_all(drawings, "pdf", engine=engine, timeout=timeout)
    if len(sheets) == 1:
        return sheets[0]
    from io import BytesIO

    from pypdf import PdfWriter

    writer = PdfWriter()
    for sheet in sheets:
        writer.append(BytesIO(sheet))
    writer.metadata = {"/Title": drawings[0].name}
    bound = BytesIO()
    writer.write(bound)
    return bound.getvalue()


def shrinking(drawing: Drawing | str, format_: Format) -> float:
    """Return by how much a picture is made smaller so that its format can hold it; 1 means not at all."""
    if isinstance(drawing, str) or format_ == "svg":
        return 1.0
    width, height = drawing.width * drawing.scale, drawing.height * drawing.scale
    if format_ == "pdf":
        return min(1.0, _LONGEST_PDF / max(width, height))
    pixels = 96 / 72
    return min(1.0, _LONGEST_PNG / (pixels * max(width, height)), sqrt(_LARGEST_PNG / (pixels**2 * width * height)))


def _finished(picture: bytes, drawing: Drawing | str, format_: Format) -> bytes:
    if format_ == "pdf":
        return undated(picture)
    if format_ == "png":
        return _signed(picture)
    if format_ == "svg" and isinstance(drawing, Drawing):
        return polished(picture.decode("utf-8"), drawing).encode("utf-8")
    return picture


def is_ours(head: bytes) -> bool:
    """Whether a file that begins so is a picture of ours: SVG, PNG or DOT text; 500 bytes are enough to know.

    >>> is_ours(b"digraph drawing {"), is_ours(b"digraph mine {")
    (True, False)
    """
    return _SVG_ROLE in head or _SIGNED in head or head.startswith(b"digraph drawing {")


def _signed(png: bytes) -> bytes:
    """Return a PNG that says by whom it was made, in a chunk behind the first one."""
    first = 8 + 25  # the signature of the format, and the chunk with the size
    chunk = len(_SIGNED).to_bytes(4, "big") + b"tEXt" + _SIGNED + crc32(b"tEXt" + _SIGNED).to_bytes(4, "big")
    return png[:first] + chunk + png[first:]


def undated(pdf: bytes) -> bytes:
    """Return a PDF with one and the same date whenever it was made; its length and all places in it stay."""
    return _DATE.sub(_never, pdf)


def _never(found: re.Match[bytes]) -> bytes:
    date = b"/" + found[1] + b" (D:20000101000000"
    return date + b"Z" * (len(found[0]) - len(date) - 1) + b")"


# Graphviz escapes quotes and angle brackets in every text, so none of these can match what a person wrote.
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE.*?>\n", re.DOTALL)
_GROUP = re.compile(
    r'<g id="([^"]*)" class="([^"]*)"([^>]*)>\n<title>[^<]*</title>\n(?:<g id="a_[^"]*"><a xlink:title="([^"]*)">\n)?'
)
_LINK_END = re.compile(r"</a>\n</g>\n")
_STYLE = re.compile(rb"<style>[^<]*</style>\n")
_OWN_ID = re.compile(r"(?:node|edge|graph)\d+")


def polished(svg: str, drawing: Drawing) -> str:
    """Return the SVG of a drawing, accessible, and without a word about the program that made it.

    Each step is a group with the ``id`` of its box and its id of the file as ``data-step``, which its marks and words
    have as well; each flow is a group of its line and its words with ``data-from`` and ``data-to``, each lane one with
    ``data-role``. On a dark screen the picture is dark. What a tooltip says is the
    ``title`` of its group, which browsers show and screen readers read. Nothing in it links anywhere.
    """
    told = _data(drawing)
    svg = _DOCTYPE.sub("", _COMMENT.sub("", svg)).replace("&#45;", "-")
    face = f' font-family="{fonts(drawing.language)}'
    svg = svg.replace(f'{face}{BOLD}"', ' font-weight="bold"').replace(f'{face}"', "")
    svg = svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    svg = _LINK_END.sub("", _GROUP.sub(lambda found: _group(found, told), svg))
    svg = svg.replace(f'</g>\n<g class="node {CONTINUED}">\n', "")
    svg = _gathered(svg, told)
    title = f"<title>{escape(drawing.name)}</title>\n<desc>{escape(drawing.description)}</desc>\n"
    title += f"<style>{night_style()}</style>\n"
    return svg.replace("<svg ", f'<svg role="graphics-document"{face}" ', 1).replace("<g ", f"{title}<g ", 1)


def unstyled(svg: bytes) -> bytes:
    """Return an SVG of ours without its style sheet, for a page whose policy allows only its own."""
    return _STYLE.sub(b"", svg, count=1)


def _data(drawing: Drawing) -> dict[str, str]:
    """Return the attributes that tell pages what each box, flow and lane is, by the id of its group."""
    steps = {box.id: box.step for box in drawing.boxes if box.step is not None}
    told = {name: _attribute("step", step) for name, step in steps.items()}
    for number, arrow in enumerate(drawing.arrows):
        ends = (("from", arrow.source), ("to", arrow.target))
        told[f"flow-{number}"] = "".join(_attribute(key, steps.get(end, end)) for key, end in ends)
    for number, lane in enumerate(drawing.lanes):
        told[f"lane-{number}"] = _attribute("role", lane.role or "")
    return told


def _attribute(key: str, value: str) -> str:
    return f' data-{key}="{escape(clean(value))}"'


_PART = re.compile(r"(.+)-(?:mark|words|name)-\d+")
"""The id of what belongs to a box, a flow or a lane."""


_PIECE = re.compile(r'<g(?: id="((?:lane|flow)-\d+)[^"]*")?[^>]*>\n(?:(?!<g |</g>).*\n)*</g>\n')


def _gathered(svg: str, told: Mapping[str, str]) -> str:
    """Put what belongs to a lane into one group, and so what belongs to a flow, its words behind its line."""
    pieces = [(found[1], found[0]) for found in _PIECE.finditer(svg)]
    if not pieces:
        return svg
    start, end = next(_PIECE.finditer(svg)).start(), svg.rindex("</g>\n</svg>")
    whole: dict[str | None, list[str]] = {}
    for owner, piece in pieces:
        whole.setdefault(owner, []).append(piece)
    last = {owner: place for place, (owner, _) in enumerate(pieces)}
    kept = (
        piece if owner is None else _whole(owner, whole[owner], told)
        for place, (owner, piece) in enumerate(pieces)
        if owner is None or last[owner] == place
    )
    return svg[:start] + "".join(kept) + svg[end:]


def _whole(owner: str, pieces: Sequence[str], told: Mapping[str, str]) -> str:
    """Return one group of several, the words last."""
    inside = "".join(sorted(pieces, key=lambda piece: 'class="node words"' in piece))
    return f'<g class="{owner.partition("-")[0]}-with-words"{told[owner]}>\n{inside}</g>\n'


def _group(found: re.Match[str], told: Mapping[str, str]) -> str:
    name, classes, rest, tooltip = found.groups()
    own = "" if _OWN_ID.fullmatch(name) else f' id="{name}"'
    part = _PART.fullmatch(name)
    data = told.get(part[1] if part else name, "")
    title = f"<title>{tooltip}</title>\n" if tooltip and not classes.startswith("graph") else ""
    return f'<g{own} class="{classes}"{data}{rest}>\n{title}'
