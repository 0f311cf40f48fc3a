"""The statements of a Mermaid flowchart: its nodes, its links, its lanes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flowtrim.formats.diagrams.mermaid_chart import MOST_LINKS, Chart, Link, MermaidNode, lead_inside
from flowtrim.formats.diagrams.mermaid_text import front_matter, plain_label, statements, whole_lines

_BRACKETS = (
    ("(((", ")))"), ("((", "))"), ("([", "])"), ("[[", "]]"), ("[(", ")]"), ("{{", "}}"), ("[/", "/]"), ("[/", "\\]"),
    ("[\\", "\\]"), ("[\\", "/]"), ("(", ")"), ("[", "]"), ("{", "}"), (">", "]"),
)  # fmt: skip
_SHAPES = tuple(
    (opening, re.compile(rf"{re.escape(opening)}\s*(\"[^\"]*\"|.*?)\s*{re.escape(closing)}"))
    for opening, closing in _BRACKETS
)
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
_HEAD = re.compile(r"(?:graph|flowchart(?:-elk)?|swimlane(?:-beta)?)\b[ \t]*(?:TB|TD|BT|RL|LR|[<>^v])?;?")
_ID = re.compile(r"(?:[^\s\[\](){}<>&|;:@\"'\-=.~]|-(?![-.>])|\.(?!-)|=(?!=))+")
_EDGE_ID = re.compile(r"([\w-]+)@(?=[-=<~ox.])")
_HEADS = (r"--+(?P<head>[-xo>])", r"==+(?P<head>[=xo>])", r"-?\.+-(?P<head>[xo>])?")
_WORDS = r"\s*(?P<text>\"[^\"]*\"|[^\s|>](?:[^|]*?[^\s|])??)\s*"
_ARROWS = tuple(
    re.compile(f"(?P<back>[<xo])?{pattern}")
    for pattern in (
        *_HEADS,
        *(begin + _WORDS + head for begin, head in zip((r"--(?!-)", r"==(?!=)", r"-\.(?![-.])"), _HEADS, strict=True)),
    )
)
"""Each kind of line without words, then each with words in the middle, which begins with two strokes only."""
_INVISIBLE = re.compile(r"~~~+")
_LABEL = re.compile(r"\s*\|\s*(\"[^\"]*\"|[^|]*)\|")
_CLASS = re.compile(r":::([\w-]+)")
_AND = re.compile(r"\s*&\s*")
_LOOKS = re.compile(r"(?:style|linkStyle|classDef|click|direction|accTitle|accDescr)\b")
_MORE = re.compile(r'@\{((?:[^}"]|"[^"]*")*)\}?')
_KEY = re.compile(r"""(\w+)\s*:\s*("[^"]*"|'[^']*'|[^,}\n]*)""")
_OF_EDGES = frozenset({"animate", "animation", "curve"})
"""What is said of an arrow only, by its id."""


def scan_mermaid(text: str) -> Chart | None:
    """Read the text of a flowchart; None where it is none."""
    scanning = _Scanning()
    chart, lines, begun = scanning.chart, text.splitlines(), False
    chart.title, start = front_matter(lines)
    for number, line in whole_lines(lines, start):
        bare = line.strip()
        if bare.startswith("%%"):
            scanning.remark(bare)
        if not bare or bare.startswith("%%"):
            continue
        if not begun:
            head = _HEAD.match(bare)
            if head is None:
                return None
            begun, bare = True, bare[head.end() :]
        for statement in statements(bare):
            scanning.read(statement, number)
    scanning.finish()
    return chart if begun else None


class _Scanning:
    """Reads statement by statement; one that makes no sense leaves nothing behind but itself."""

    def __init__(self) -> None:
        self.chart = Chart()
        self._open: list[str] = []
        self._classes: list[tuple[list[str], list[str]]] = []
        self._edges: set[str] = set()

    def read(self, text: str, line: int) -> None:
        """Read one statement."""
        if found := re.match(r"subgraph\b\s*(.*)", text, re.DOTALL):
            self._open.append(self._subgraph(found[1].strip()))
        elif text == "end":
            del self._open[-1:]
        elif found := re.match(r"class\s+(.+?)\s+([\w,-]+)$", text):
            self._classes.append((re.split(r"[\s,]+", found[1]), found[2].split(",")))
        elif found := _LOOKS.match(text):
            self.chart.looks.setdefault(found[0], []).append(line)
        elif self._is_of_an_edge(text):
            self.chart.looks.setdefault("edge", []).append(line)
        elif (chain := _Chain.read(text, line)) and len(self.chart.links) + len(chain.links) <= MOST_LINKS:
            self._keep(chain)
        else:
            self.chart.unread.append((line, text))

    def remark(self, text: str) -> None:
        """Read a remark in which our writer says what id a step has, or that its words are all its name."""
        if found := re.fullmatch(r"%% whole name of ([\w-]+)", text):
            self.chart.whole.add(found[1])
        if found := re.fullmatch(r'%% id of (\w+): (".*")', text):
            self.chart.written_ids[found[1]] = plain_label(found[2])

    def finish(self) -> None:
        """Give the nodes their classes, and lead the links of subgraphs to what is inside."""
        for names, classes in self._classes:
            for name in filter(self.chart.nodes.__contains__, names):
                self.chart.nodes[name].classes.update(classes)
        steps = {own: node for node, own in self.chart.written_ids.items() if own not in self.chart.nodes}
        self.chart.written_ids = {node: own for own, node in steps.items()}
        lead_inside(self.chart)

    def _subgraph(self, told: str) -> str:
        told = _CLASS.sub("", told)
        found = re.match(r"([^\[]+?)\s*\[(.*)\]$", told, re.DOTALL)
        own, title = (found[1], found[2]) if found else (told.strip('"'), told)
        self.chart.titles[own] = plain_label(title)
        self.chart.around[own] = tuple(self._open)
        return own

    def _is_of_an_edge(self, text: str) -> bool:
        found = re.match(r"([\w-]+)@\{", text)
        more = _MORE.match(text, found.end() - 2) if found else None
        if found is None or more is None:
            return False
        return found[1] in self._edges or not _OF_EDGES.isdisjoint(key for key, _ in _KEY.findall(more[1]))

    def _keep(self, chain: _Chain) -> None:
        self._edges |= chain.edges
        self.chart.links += chain.links
        for said in chain.nodes:
            node = self.chart.nodes.setdefault(said.id, said)
            node.lanes = node.lanes or tuple(self._open)
            node.classes |= said.classes
            if said.shape:
                node.shape, node.label = said.shape, said.label


class _Chain:
    """Nodes and the arrows between them, as one statement says them."""

    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._line = line
        self._at = 0
        self.nodes: list[MermaidNode] = []
        self.links: list[Link] = []
        self.edges: set[str] = set()

    @classmethod
    def read(cls, text: str, line: int) -> _Chain | None:
        """Return what a statement says; None where it makes no sense."""
        chain = cls(text, line)
        return chain if chain._reads() else None

    def _reads(self) -> bool:
        before: list[str] = []
        arrow: tuple[str, str] | None = None
        while group := self._group():
            if arrow is not None:
                if len(self.links) + len(before) * len(group) > MOST_LINKS:
                    return False
                self._link(before, group, *arrow)
            self._skip()
            if self._at >= len(self._text) or self._text.startswith("%%", self._at):
                return True
            if (found := self._arrow()) is None:
                return False
            before, arrow = group, found
        return False

    def _link(self, sources: Sequence[str], targets: Sequence[str], label: str, ends: str) -> None:
        if ends == "hidden":
            return
        for source in sources:
            for target in targets:
                one, other = (target, source) if ends == "back" else (source, target)
                self.links.append(Link(one, other, label, self._line, ends == "both"))

    def _arrow(self) -> tuple[str, str] | None:
        """Read an arrow: its text, and which way it points (on, back, both, or hidden)."""
        if named := _EDGE_ID.match(self._text, self._at):
            self.edges.add(named[1])
            self._at = named.end()
        if hidden := _INVISIBLE.match(self._text, self._at):
            self._at = hidden.end()
            self._skip()
            return "", "hidden"
        found = next(filter(None, (arrow.match(self._text, self._at) for arrow in _ARROWS)), None)
        if found is None:
            return None
        label, self._at = found.groupdict().get("text") or "", found.end()
        if beside := _LABEL.match(self._text, self._at):
            label, self._at = beside[1], beside.end()
        self._skip()
        to_start, to_end = found["back"] == "<", found["head"] == ">"
        return label, "both" if to_start and to_end else "back" if to_start else "on"

    def _group(self) -> list[str]:
        group: list[str] = []
        while found := _ID.match(self._text, self._at):
            node = MermaidNode(found[0], found[0], "", self._line)
            self.nodes.append(node)
            group.append(node.id)
            self._at = _shape(node, self._text, found.end())
            if named := _CLASS.match(self._text, self._at):
                node.classes.add(named[1])
                self._at = named.end()
            more = _AND.match(self._text, self._at)
            if more is None:
                break
            self._at = more.end()
        return group

    def _skip(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1


def _shape(node: MermaidNode, text: str, at: int) -> int:
    """Read the brackets after an id, with the label in them; return where they end."""
    if found := _MORE.match(text, at):
        told = {key: value.strip().strip("'") for key, value in _KEY.findall(found[1])}
        node.label = plain_label(told.get("label", node.label))
        node.shape = _SHAPES_BY_NAME.get(told.get("shape", "").strip('"'), node.shape or "[")
        return found.end()
    for opening, pattern in _SHAPES:
        if text.startswith(opening, at) and (found := pattern.match(text, at)) and not _runs_on(found[1]):
            node.label, node.shape = plain_label(found[1]), opening
            return found.end()
    return at


def _runs_on(label: str) -> bool:
    """Whether a label without quotes holds an arrow and the brackets of the next node: it was never closed."""
    return label[:1] != '"' and _NEXT.search(label) is not None


_NEXT = re.compile(r"(?:--+|==+|-\.+-)>.*[\[({]")
