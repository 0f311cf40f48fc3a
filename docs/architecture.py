"""Draw the rooms of the code and what they import: ``python docs/architecture.py`` writes the picture anew.

With --check it compares rooms, texts and arrows with the picture on the disk, and not its bytes: another version of
Graphviz sets them otherwise. An arrow that follows from others is left out, and so are those to the ground floor,
which every room may use.
"""

from __future__ import annotations

import sys
from ast import get_docstring, parse
from collections.abc import Iterable
from configparser import ConfigParser
from html import escape
from itertools import pairwise
from pathlib import Path
from textwrap import wrap

import grimp
import networkx as nx
import pydot
import pygraphviz
from lxml import etree

DOCS = Path(__file__).parent
PICTURE = DOCS / "architecture.svg"
PACKAGE = "flowtrim"
DOORS = {"networkx": "NetworkX", "pydot": "pydot", "yaml": "YAML", "click": "click", "starlette": "Starlette"}
"""The libraries that only some rooms may know, by the contracts in setup.cfg."""

Seen = tuple[dict[str, str], set[tuple[str, str]]]
"""The text of each room, and the arrows: what a picture says."""


def seen_in_code() -> Seen:
    """Read the rooms and their imports off the package."""
    imports = grimp.build_graph(PACKAGE, include_external_packages=True)
    rooms = sorted(name for name in imports.find_children(PACKAGE) if "._" not in name)
    arrows: nx.DiGraph[str] = nx.DiGraph()
    arrows.add_nodes_from(rooms)
    arrows.add_edges_from(
        (upper, lower)
        for upper in rooms
        for lower in rooms
        if upper != lower and imports.direct_import_exists(importer=upper, imported=lower, as_packages=True)
    )
    texts = {_name(room): _text(room, imports) for room in rooms}
    needed = {(_name(upper), _name(lower)) for upper, lower in nx.transitive_reduction(arrows).edges}
    return texts, {(upper, lower) for upper, lower in needed if lower not in floors()[-1]}


def _name(room: str) -> str:
    return room.rpartition(".")[2]


def _text(room: str, imports: grimp.ImportGraph) -> str:
    """Return what a room is, by its docstring, and which guarded libraries it knows."""
    path = DOCS.parent / room.replace(".", "/")
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    about = (get_docstring(parse(source.read_text(encoding="utf-8"))) or "").partition("\n")[0].replace("``", "")
    known = [DOORS[library] for library in DOORS if imports.find_matching_direct_imports(f"{room}.** -> {library}")]
    return " ".join([about, *([f"Knows {', '.join(known)}."] if known else [])])


def floors() -> list[list[str]]:
    """Return the rooms as the contract in setup.cfg stacks them, from the top; those side by side share a floor."""
    settings = ConfigParser()
    settings.read(DOCS.parent / "setup.cfg", encoding="utf-8")
    layers = settings["importlinter:contract:rooms"]["layers"].split("\n")
    stacked = [[room.strip() for room in layer.split("|")] for layer in layers if layer]
    return [floor for floor in stacked if not floor[0].startswith("_")]


def drawn(seen: Seen) -> bytes:
    """Return the picture as SVG."""
    texts, arrows = seen
    graph = pydot.Dot("rooms", ranksep="0.35", nodesep="0.3")
    graph.set_node_defaults(shape="box", style="filled", fillcolor="#f4f6fa", color="#51607a", fontname="Helvetica")
    graph.set_edge_defaults(color="#51607a", arrowsize="0.7")
    stacked = floors()
    for floor in stacked:
        row = pydot.Subgraph(rank="same")
        for room in floor:
            row.add_node(pydot.Node(f'"{room}"', label=_label(room, texts[room])))
        graph.add_subgraph(row)
    for upper, lower in sorted(arrows):
        graph.add_edge(pydot.Edge(f'"{upper}"', f'"{lower}"'))
    for above, below in pairwise(stacked):
        graph.add_edge(pydot.Edge(f'"{above[0]}"', f'"{below[0]}"', style="invis"))
    return pygraphviz.AGraph(string=graph.to_string()).draw(format="svg", prog="dot")


def _label(room: str, text: str) -> str:
    lines = "".join(f'<br align="left"/>{escape(line)}' for line in wrap(text, 36))
    return f'<<b>{room}</b><font point-size="11">{lines}<br align="left"/></font>>'


def seen_in(picture: bytes) -> Seen:
    """Read the rooms, their texts and the arrows off a picture that Graphviz painted."""
    texts: dict[str, str] = {}
    arrows: set[tuple[str, str]] = set()
    svg = "{http://www.w3.org/2000/svg}"
    for group in etree.fromstring(picture).iter(f"{svg}g"):
        title = group.findtext(f"{svg}title", "")
        if group.get("class") == "node":
            texts[title] = " ".join(_words(group.iter(f"{svg}text"))).removeprefix(title).strip()
        elif group.get("class") == "edge":
            upper, _, lower = title.partition("->")
            arrows.add((upper, lower))
    return texts, arrows


def _words(lines: Iterable[etree._Element]) -> Iterable[str]:
    return (word for line in lines for word in (line.text or "").split())


def main() -> int:
    """Write the picture; with --check only say whether it is what the code says, and return 1 where it is not."""
    seen = seen_in_code()
    if "--check" not in sys.argv[1:]:
        PICTURE.write_bytes(drawn(seen))
        return 0
    if PICTURE.exists() and seen_in(PICTURE.read_bytes()) == seen:
        return 0
    print(f"{PICTURE.name} is not what the code says. Run: python docs/architecture.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
