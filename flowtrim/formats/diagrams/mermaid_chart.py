"""What a Mermaid flowchart says: nodes, links and subgraphs, and what a link to a whole subgraph means."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from msgspec import Struct, field

MOST_LINKS = 50_000
"""More arrows than that nobody drew: ``a & b --> c & d`` multiplies, and a short text means millions."""


class MermaidNode(Struct):
    """A node: its label, the opening of its shape, its line, and the subgraphs around it, outermost first."""

    id: str
    label: str
    shape: str
    line: int
    lanes: tuple[str, ...] = ()
    classes: set[str] = field(default_factory=set)


class Link(NamedTuple):
    """An arrow, with the text on it as it is written; ``both`` tells one that points both ways."""

    source: str
    target: str
    label: str
    line: int
    both: bool = False


class Chart(Struct):
    """A whole flowchart; links lead from node to node, also those drawn to subgraphs.

    ``titles`` are those of subgraphs, and ``around`` the subgraphs around each; ``unread`` are lines that make no
    sense, ``looks`` the lines that say how it is to look, and ``written_ids`` the ids that our writer had to replace,
    and ``whole`` the nodes of which it says that no owner stands in their words.
    """

    title: str = ""
    nodes: dict[str, MermaidNode] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    around: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unread: list[tuple[int, str]] = field(default_factory=list)
    looks: dict[str, list[int]] = field(default_factory=dict)
    written_ids: dict[str, str] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)


def lead_inside(chart: Chart) -> None:
    """Lead links into a subgraph to its first nodes, and those out of one from its last ones."""
    if not any(end in chart.titles for link in chart.links for end in link[:2]):
        return
    groups = _Groups(chart)
    drawn, chart.links = chart.links, []
    for link in drawn:
        sources, targets = groups.ends(link.source, out=True), groups.ends(link.target, out=False)
        many = len(chart.links) + len(sources) * len(targets) > MOST_LINKS
        if groups.part(link) is None or not sources or not targets or many:
            chart.unread.append((link.line, f"{link.source} --> {link.target} (a subgraph without steps, or itself)"))
        else:
            chart.links += [link._replace(source=one, target=other) for one in sources for other in targets]


class _Groups:
    """Which nodes and subgraphs lie in which subgraph, and at which of them its work begins and ends."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._inside: dict[str, list[str]] = defaultdict(list)
        self._led_to: set[str] = set()
        self._led_on: set[str] = set()
        steps = [(node.id, node.lanes) for node in chart.nodes.values() if node.id not in chart.titles]
        self._paths = {own: (*lanes, own) for own, lanes in (*steps, *chart.around.items())}
        for own, path in self._paths.items():
            if len(path) > 1:
                self._inside[path[-2]].append(own)
        for one, other in filter(None, map(self.part, chart.links)):
            if one != other:
                self._led_on.add(one)
                self._led_to.add(other)

    def part(self, link: Link) -> tuple[str, str] | None:
        """Return what a link ties together in the innermost subgraph around both ends.

        None for one between a subgraph and itself, or what is inside it.
        """
        if link.source == link.target and link.source not in self._chart.titles:
            return link.source, link.target
        pairs = zip(self._paths[link.source], self._paths[link.target], strict=False)
        return next(((one, other) for one, other in pairs if one != other), None)

    def ends(self, own: str, *, out: bool) -> list[str]:
        """Return the nodes at which work leaves a subgraph, or comes in; a node is its own."""
        passed = self._led_on if out else self._led_to
        found: list[str] = []
        waiting = [own]
        while waiting:
            here = waiting.pop()
            inside = self._inside.get(here, [])
            if here not in self._chart.titles:
                found.append(here)
            waiting += [each for each in inside if each not in passed][::-1] or (inside[-1:] if out else inside[:1])
        return found
