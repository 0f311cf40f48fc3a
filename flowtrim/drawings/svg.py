"""What Graphviz leaves to do on an SVG: a name and a description, steps that can be found, fonts as a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from flowtrim.drawings.drawing import Drawing
from flowtrim.drawings.lettering import clean
from flowtrim.drawings.palette import BOLD, fonts

# Graphviz escapes quotes and angle brackets in every text, so none of these can match what a person wrote.
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE.*?>\n", re.DOTALL)
_GROUP = re.compile(
    r'<g id="([^"]*)" class="([^"]*)"([^>]*)>\n<title>[^<]*</title>\n(?:<g id="a_[^"]*"><a xlink:title="([^"]*)">\n)?'
)
_LINK_END = re.compile(r"</a>\n</g>\n")
_OWN_ID = re.compile(r"(?:node|edge|graph)\d+")


def polished(svg: str, drawing: Drawing) -> str:
    """Return the SVG of a drawing, accessible, and without a word about the program that made it.

    Each step is a group with the ``id`` of its box and its id of the file as ``data-step``. What a tooltip says is the
    ``title`` of its group, which browsers show and screen readers read. Nothing in it links anywhere.
    """
    steps = {box.id: box.step for box in drawing.boxes if box.step is not None}
    svg = _DOCTYPE.sub("", _COMMENT.sub("", svg)).replace("&#45;", "-")
    face = f' font-family="{fonts(drawing.language)}'
    svg = svg.replace(f'{face}{BOLD}"', ' font-weight="bold"').replace(f'{face}"', "")
    svg = svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    svg = _LINK_END.sub("", _GROUP.sub(lambda found: _group(found, steps), svg))
    told = f"<title>{escape(drawing.name)}</title>\n<desc>{escape(drawing.description)}</desc>\n"
    return svg.replace("<svg ", f'<svg role="graphics-document"{face}" ', 1).replace("<g ", f"{told}<g ", 1)


def _group(found: re.Match[str], steps: Mapping[str, str]) -> str:
    name, classes, rest, tooltip = found.groups()
    own = "" if _OWN_ID.fullmatch(name) else f' id="{name}"'
    step = f' data-step="{escape(clean(steps[name]))}"' if name in steps else ""
    title = f"<title>{tooltip}</title>\n" if tooltip and not classes.startswith("graph") else ""
    return f'<g{own} class="{classes}"{step}{rest}>\n{title}'
