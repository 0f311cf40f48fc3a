"""A file changed so that it reads as another process, with everything else on its page left alone.

ruamel.yaml keeps comments, too, but has to be told how a file is indented, and took 84 ms to read the showcase and to
write it with one change; this takes 12 ms, and knows the place of every value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import zip_longest
from typing import Any

from flowtrim.errors import InvalidFileError, OutputError
from flowtrim.formats.collector import collector_paused
from flowtrim.formats.ids import id_from_name, ids_of
from flowtrim.formats.nodes import Entries, Items, Node, Scalar, is_null
from flowtrim.formats.problems import Reading
from flowtrim.formats.process_reader import read_text
from flowtrim.formats.source_text import Document
from flowtrim.formats.step_writer import declared, step_entries, ways_on
from flowtrim.formats.text_edits import Page
from flowtrim.formats.yaml_events import load_tree
from flowtrim.formats.yaml_words import Tall
from flowtrim.formats.yaml_writer import SECTIONS, follows_by_order, process_entries
from flowtrim.model import Process, Step

LISTS = ("steps", "kpis", "plans")
"""Keys whose lists keep the entries that stay."""


def rewrite(document: Document, process: Process) -> str:
    """Return the text of a file changed so that it reads as the process; comments, order and quoting stay.

    Raises:
        OutputError: the file is written in a way that cannot be changed in place, as with aliases.
    """
    if process == document.process:
        return document.text
    with collector_paused():
        changed = _Rewriting(document, process).text()
    try:
        again = read_text(changed, file=document.file, today=date.max).process
    except InvalidFileError as refusal:
        raise _cannot(document) from refusal
    if again != process:
        raise _cannot(document)
    return changed


def _cannot(document: Document) -> OutputError:
    said = f"{document.file} is written in a way that cannot be changed in place."
    return OutputError(f"{said} Write the process to a new file instead.")


class _Rewriting:
    """First the lists get their entries, then each entry its keys; the ways and the ids of steps come last.

    Each pass reads the tree anew, so that none has to know how far the one before moved things.
    """

    def __init__(self, document: Document, process: Process) -> None:
        self._document = document
        self._before = document.process
        self._after = process
        self._old = _entries(document.process)
        self._new = _entries(process)

    def text(self) -> str:
        """Return the text after all passes."""
        text = self._document.text
        for change in (self._spell_out_steps, self._arrange_lists, self._set_entries, self._set_ways, self._set_ids):
            page = Page(text)
            change(page, self._tree(text))
            text = page.result()
        return text

    def _tree(self, text: str) -> Entries:
        reading = Reading(file=self._document.file, text=text, today=date.max)
        root = load_tree(reading)
        if type(root) is not Entries or len(reading):
            raise _cannot(self._document)
        return root

    def _spell_out_steps(self, page: Page, root: Entries) -> None:
        """Make mappings of steps that are nothing but a name, so that keys can be put into them."""
        node = root.nodes.get("steps")
        if type(node) is Items and self._before.steps != self._after.steps:
            for child in node.nodes:
                if type(child) is Scalar:
                    page.replace(child, {"name": child.text})

    def _keeps_some(self, key: str) -> bool:
        return not set(_names(self._before, key)).isdisjoint(_names(self._after, key))

    def _arrange_lists(self, page: Page, root: Entries) -> None:
        for key in LISTS:
            node = root.nodes.get(key)
            old, new = _names(self._before, key), _names(self._after, key)
            if type(node) is Items and old != new and self._keeps_some(key):
                places = {name: index for index, name in enumerate(old)}
                entries = zip(new, self._new[key], strict=True)
                page.arrange(node, [places[name] if name in places else _fresh(each) for name, each in entries])

    def _set_entries(self, page: Page, root: Entries) -> None:
        old, new = dict(self._old), dict(self._new)
        for key in LISTS:
            node = root.nodes.get(key)
            if type(node) is Items and self._keeps_some(key):
                self._set_list(page, key, node)
                old[key] = new[key]
            elif key == "steps" and key in new:
                new[key] = [_fresh(each) for each in new[key]]
        set_mapping(page, root, old, new, gaps=SECTIONS)

    def _set_list(self, page: Page, key: str, node: Items) -> None:
        old = dict(zip(_names(self._before, key), self._old.get(key, ()), strict=True))
        for name, child, new in zip(_names(self._after, key), node.nodes, self._new[key], strict=True):
            if name in old and type(child) is Entries:
                set_mapping(page, child, old[name], new)

    def _steps(self, root: Entries) -> Iterator[tuple[Step, Entries]]:
        node = root.nodes.get("steps")
        nodes: Iterable[Node] = node.nodes if type(node) is Items else ()
        for step, child in zip_longest(self._after.steps, nodes):
            if step is None or type(child) is not Entries:
                raise _cannot(self._document)
            yield step, child

    def _set_ways(self, page: Page, root: Entries) -> None:
        followers = iter([*(step.id for step in self._after.steps[1:]), None])
        for step, node in self._steps(root):
            follower = next(followers)
            written = "next" in node.nodes and not is_null(node.nodes["next"])
            before = self._before.step(step.id) if self._before.has_step(step.id) else step
            same = (before.flows, before.split) == (step.flows, step.split)
            if not (same if written else follows_by_order(step, follower)):
                put_key(page, node, "next", ways_on(step.flows, step.split))

    def _set_ids(self, page: Page, root: Entries) -> None:
        steps = list(self._steps(root))
        given = [(_word(node, "id"), _word(node, "name") or "") for _, node in steps]
        while wrong := [index for index, made in enumerate(ids_of(given)) if made != steps[index][0].id]:
            for index in wrong:
                step, node = steps[index]
                given[index] = (step.id, "")
                put_key(page, node, "id", step.id)


def set_mapping(
    page: Page, node: Entries, old: dict[str, Any], new: dict[str, Any], *, gaps: frozenset[str] = frozenset()
) -> None:
    """Change the keys of a mapping whose value differs; new keys listed in ``gaps`` get an empty line above them."""
    gone = [key for key in old if key not in new and key in node.nodes]
    stay = [key for key in node.nodes if key not in gone]
    added: dict[str, dict[str, Any]] = {}
    anchor = stay[0]
    for key, value in new.items():
        differs = key not in old or not _same(old[key], value)
        anchor = key if key in node.nodes else anchor
        if differs and key in node.nodes:
            _set_value(page, node, key, old.get(key), value)
        elif differs:
            added.setdefault(anchor, {})[key] = value
    for after, entries in added.items():
        page.add_keys(node, after, entries, gaps=gaps)
    if gone:
        page.remove_keys(node, gone)


def _set_value(page: Page, node: Entries, key: str, old: Any, new: Any) -> None:
    child = node.nodes[key]
    if isinstance(old, dict) and isinstance(new, dict) and type(child) is Entries and _can_grow(child, old, new):
        set_mapping(page, child, old, new)
    else:
        page.set_value(child, key, new, flow=node.flow)


def _can_grow(node: Entries, old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether the keys that stay keep their order, and what is new comes after one of them."""
    in_order = [key for key in old if key in new] == [key for key in new if key in old]
    return in_order and next(iter(new)) in node.nodes


def _same(old: Any, new: Any) -> bool:
    # the order of roles and acceptances is part of the process
    return old == new and (not isinstance(old, dict) or list(old) == list(new))


def put_key(page: Page, node: Entries, key: str, value: Any) -> None:
    """Set one key of a mapping, whether it is there or not."""
    if key in node.nodes:
        page.set_value(node.nodes[key], key, value, flow=node.flow)
    else:
        page.add_keys(node, list(node.nodes)[-1], {key: value})


def _entries(process: Process) -> dict[str, Any]:
    """Return what is written for a process; its steps with their ids and names, and without their ways."""
    entries = process_entries(process)
    return (
        entries | {"steps": [Tall(step_entries(declared(step), process.clock)) for step in process.steps]}
        if process.steps
        else entries
    )


def _fresh(entries: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a new step the id that its name makes, or the name that repeats its id."""
    if entries.get("id") is None:
        return entries
    spare = (
        "name" if entries["id"] == entries["name"] else "id" if entries["id"] == id_from_name(entries["name"]) else ""
    )
    return Tall({key: value for key, value in entries.items() if key != spare})


def _names(process: Process, key: str) -> list[tuple[str, int]]:
    """Name the entries of a list so that they are known again; namesakes are numbered."""
    names = [step.id for step in process.steps] if key == "steps" else [each.name for each in getattr(process, key)]
    seen: Counter[str] = Counter()
    numbered = []
    for name in names:
        numbered.append((name, seen[name]))
        seen[name] += 1
    return numbered


def _word(node: Entries, key: str) -> str | None:
    child = node.nodes.get(key)
    return None if type(child) is not Scalar or is_null(child) else child.text
