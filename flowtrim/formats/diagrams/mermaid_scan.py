"""The statements of a Mermaid flowchart: its nodes, its links, its lanes."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from msgspec import Struct, field

from flowtrim.formats.diagrams.mermaid_lines import front_matter, statements, whole_lines

_SHAPES: tuple[tuple[str, str], ...] = (
    ("(((", ")))"), ("((", "))"), ("([", "])"), ("[[", "]]"), ("[(", ")]"), ("{{", "}}"), ("[/", "/]"), ("[/", "\\]"),
    ("[\\", "\\]"), ("[\\", "/]"), ("(", ")"), ("[", "]"), ("{", "}"), (">", "]"),
)  # fmt: skip
_SHAPES_BY_NAME = {
    name: shape
    for shape, names in {
        "{": "diam decision diamond question",
        "((": "circle circ sm-circ small-circle start dbl-circ double-circle stop fr-circ framed-circle f-circ "
        "filled-circle junction",
        "([": "stadium pill terminal",
        "fork": "fork join",
    }.items()
    for name in names.split()
}
"""Every other shape is a box to us."""
_ID = re.compile(r"(?:[^\s\[\](){}<>&|;:@\"'\-=.~]|-(?![-.>])|\.(?!-)|=(?!=))+")
_EDGE_ID = re.compile(r"[\w-]+@(?=[-=<~ox.])")
_LINK = re.compile(
    r"(?P<back>[<xo])?(?P<stroke>--+|==+|-\.+-?)"
    r"(?:(?P<head>>|[xo](?=\s))|\s*(?P<text>\"[^\"]*\"|[^\s\-=.|>][^|]*?|\.[^|]*?)\s*(?P<close>--+[>xo]?|==+[>xo]?|\.+-[>xo]?))?"
)
_INVISIBLE = re.compile(r"~~~+")
_LABEL = re.compile(r"\s*\|([^|]*)\|")
_LOOKS = re.compile(r"(?:style|linkStyle|classDef|click|direction|accTitle|accDescr)\b")
_MORE = re.compile(r'@\{((?:[^}"]|"[^"]*")*)\}?')
_KEY = re.compile(r"""(\w+)\s*:\s*("[^"]*"|'[^']*'|[^,}\n]*)""")


class MermaidNode(Struct):
    """A node: its label, the opening of its shape, its line, and the subgraphs around it, outermost first."""

    id: str
    label: str
    shape: str
    line: int
    lanes: tuple[str, ...] = ()
    classes: set[str] = field(default_factory=set)


class Link(NamedTuple):
    """An arrow, with the text on it."""

    source: str
    target: str
    label: str


class Chart(Struct):
    """A whole flowchart; ``unread`` are lines that make no sense, ``looks`` the lines that say how it is to look."""

    title: str = ""
    nodes: dict[str, MermaidNode] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    unread: list[tuple[int, str]] = field(default_factory=list)
    looks: dict[str, list[int]] = field(default_factory=dict)


def scan_mermaid(text: str) -> Chart | None:
    """Read the text of a flowchart; None where it is none."""
    chart = Chart()
    lines = text.splitlines()
    chart.title, start = front_matter(lines)
    around: list[str] = []
    begun = False
    for number, line in whole_lines(lines, start):
        bare = line.strip()
        if not bare or bare.startswith("%%"):
            continue
        if not begun:
            head = re.match(
                r"(?:graph|flowchart(?:-elk)?|swimlane(?:-beta)?)\b[ \t]*(?:TB|TD|BT|RL|LR|[<>^v])?;?", bare
            )
            if head is None:
                return None
            begun, bare = True, bare[head.end() :]
        for statement in statements(bare):
            _statement(chart, statement, number, around)
    return chart if begun else None


def _statement(chart: Chart, text: str, line: int, around: list[str]) -> None:
    if found := re.match(r"subgraph\b\s*(.*)", text):
        around.append(_open(chart, found[1].strip()))
    elif text == "end":
        del around[-1:]
    elif found := re.match(r"class\s+(\S+)\s+([\w,-]+)$", text):
        for name in filter(None, found[1].split(",")):
            _note(chart, name, line, around).classes.update(found[2].split(","))
    elif found := _LOOKS.match(text):
        chart.looks.setdefault(found[0], []).append(line)
    elif not _chain(chart, text, line, around):
        chart.unread.append((line, text))


def _open(chart: Chart, told: str) -> str:
    found = re.match(r"([^\s\[]+)\s*\[(.*)\]$", told)
    own, title = (found[1], found[2]) if found else (told.strip('"'), told)
    chart.titles[own] = plain_label(title)
    return own


def _note(chart: Chart, own: str, line: int, around: list[str]) -> MermaidNode:
    node = chart.nodes.setdefault(own, MermaidNode(own, own, "", line))
    if around and not node.lanes:
        node.lanes = tuple(around)
    return node


def _chain(chart: Chart, text: str, line: int, around: list[str]) -> bool:
    """Read nodes and the arrows between them; False where it makes no sense."""
    at, before, pending = 0, [], None
    while True:
        group, at = _group(chart, text, at, line, around)
        if not group:
            return False
        if pending is not None:
            chart.links.extend(Link(source, target, pending) for source in before for target in group)
        at = _skip(text, at)
        if at >= len(text):
            return True
        before = group
        arrow = _arrow(text, at)
        if arrow is None:
            return False
        pending, at = arrow


def _arrow(text: str, at: int) -> tuple[str | None, int] | None:
    """Read an arrow; its text is None where it is invisible."""
    if named := _EDGE_ID.match(text, at):
        at = named.end()
    if hidden := _INVISIBLE.match(text, at):
        return None, _skip(text, hidden.end())
    found = _LINK.match(text, at)
    if found is None:
        return None
    label, at = found["text"] or "", found.end()
    if beside := _LABEL.match(text, at):
        label, at = beside[1], beside.end()
    return plain_label(label), _skip(text, at)


def _group(chart: Chart, text: str, at: int, line: int, around: list[str]) -> tuple[list[str], int]:
    group: list[str] = []
    while found := _ID.match(text, at):
        node = _note(chart, found[0], line, around)
        group.append(node.id)
        at = _shape(node, text, found.end())
        if named := re.compile(r":::([\w-]+)").match(text, at):
            node.classes.add(named[1])
            at = named.end()
        more = re.compile(r"\s*&\s*").match(text, at)
        if more is None:
            break
        at = more.end()
    return group, at


def _shape(node: MermaidNode, text: str, at: int) -> int:
    """Read the brackets after an id, with the label in them; return where they end."""
    if found := _MORE.match(text, at):
        told = {key: value.strip().strip("'") for key, value in _KEY.findall(found[1])}
        node.label = plain_label(told.get("label", node.label))
        node.shape = _SHAPES_BY_NAME.get(told.get("shape", "").strip('"'), node.shape or "[")
        return found.end()
    for opening, closing in _SHAPES:
        if text.startswith(opening, at):
            pattern = re.compile(rf"{re.escape(opening)}\s*(\"[^\"]*\"|.*?)\s*{re.escape(closing)}")
            if found := pattern.match(text, at):
                node.label, node.shape = plain_label(found[1]), opening
                return found.end()
    return at


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def plain_label(text: str) -> str:
    r"""Return a label without quotes and with its written signs: line breaks, ``#quot;``, ``#35;``.

    One in backticks is Markdown, and loses its stars.

    >>> plain_label('"say #quot;no#quot;"'), plain_label("one<br/>two")
    ('say "no"', 'one\ntwo')
    """
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if len(text) > 1 and text[0] == text[-1] == "`":
        text = re.sub(r"(\*\*|__|\*)(.+?)\1", r"\2", text[1:-1])
    text = re.sub(r"<br\s*/?>", "\n", text)
    return re.sub(
        r"#(\w+);", lambda sign: html.unescape(f"&{'#' if sign[1].isdecimal() else ''}{sign[1]};"), text
    ).strip()
