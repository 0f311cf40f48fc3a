"""A page read as a process: a flowchart on it, else the tables that name owners or what comes next, else lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.errors import InvalidFileError, Problem, UnknownNameError
from flowtrim.formats.owners_in_text import Roles
from flowtrim.formats.pages.page_blocks import Block, Diagram, Heading, Items, Page, Paragraph, Table, read_page
from flowtrim.formats.pages.page_facts import facts_of
from flowtrim.formats.pages.page_items import Told
from flowtrim.formats.pages.page_lists import steps_of
from flowtrim.formats.pages.section_words import stands_beside
from flowtrim.formats.source_text import Document
from flowtrim.formats.tabular.columns import heading, spelling, understand
from flowtrim.formats.tabular.grids import Grid, Likeness, heading_row, unfold
from flowtrim.formats.tabular.headings import HEADINGS
from flowtrim.formats.tabular.matrices import unknown_codes
from flowtrim.formats.tabular.participation import is_legend, legend_of
from flowtrim.formats.tabular.placed import Key, Place, read_placed
from flowtrim.formats.tabular.table_reader import read_grid
from flowtrim.formats.tabular.workbook_reader import read_beside
from flowtrim.sentences import listed, quoted

_CHART = re.compile(r"\s*(?:---.*?\n---\s*\n)?(?:\s*%%[^\n]*\n)*\s*(?:flowchart|graph|swimlane)\b", re.DOTALL)
_NOTHING = "There is no flowchart, no table of steps and no list of them on this page."


def read_markdown(
    text: str, *, file: str, today: date, columns: Mapping[str, str], chart: str | None = None
) -> Document:
    """Read a process from a page of Markdown; ``chart`` names one of several flowcharts by the heading above it.

    Raises:
        InvalidFileError: there is no flowchart, table or list with steps in it.
        UnknownNameError: ``columns`` names a column or a field that there is none of, or there is no such flowchart.
    """
    page = read_page(text.replace("\r\n", "\n").replace("\r", "\n"))
    charts = _charts(page)
    if charts and not columns:
        return _from_chart(page, charts, chart, file=file, today=today)
    blocks = page.blocks
    legend = _legend(blocks)
    tables = tables_of([block for block in blocks if isinstance(block, Table)], columns, legend)
    roles = Roles(_named_roles(blocks, tables))
    lists = steps_of(blocks, roles)
    several = len(lists.steps) > 1
    by_table = bool(tables.rows) and (tables.likeness.names_steps or bool(columns) or not several)
    unread = None if columns or not (by_table and several) else _unread(tables.rows, legend)
    by_table = by_table and not unread
    if not by_table and not several and not any("owner" in step.cells for step in lists.steps):
        raise InvalidFileError([Problem(file, 1, 1, _NOTHING)])
    rows, lines = (tables.rows, tables.lines) if by_table else _rows(lists.steps)
    passed = {lists.steps[0].line: "was passed over for a table"} if several else {}
    left_tables = {**tables.left, **({tables.lines[0]: f"was passed over: {unread}"} if unread else {})}
    facts = facts_of(page, set(lines), today)
    left = [*_left("table", left_tables), *_left("list", passed if by_table else lists.left)]
    left = [item for item in left if item["line"] not in facts.blocks] + _left("line", facts.whole.left)
    data = {"process": title_of(page) or PurePath(file).stem, **facts.whole.data, **tables.data}
    grid = Grid(rows, data, "markdown", lines, places=tables.places, left=left, listed=not by_table)
    read = read_grid(replace(grid, legend=legend, spans=tables.spans), file=file, today=today, columns=columns)
    more: dict[str, Any] = {} if by_table else {"columns": {}, "items": len(lists.steps)}
    ways = {} if by_table else {step.line: step.assumed for step in lists.steps if step.assumed}
    more |= {"assumed": [*(read.source or {}).get("assumed", ()), *_left("item", ways)]} if ways else {}
    return replace(read, source={**(read.source or {}), **more})


def chart_names(text: str) -> tuple[str, ...]:
    """Return the names of the flowcharts of a page, where there are several."""
    charts = _charts(read_page(text))
    return tuple(charts) if len(charts) > 1 else ()


def title_of(page: Page) -> str | None:
    """Return the name of a page: that of its front matter, else its first heading that names no table of contents."""
    headings = [block.words.text for block in page.blocks if isinstance(block, Heading)]
    return page.title or next((text for text in headings if not stands_beside(text)), headings[0] if headings else None)


def _charts(page: Page) -> dict[str, Diagram]:
    """Return the flowcharts by name: the heading above each, with a number where it has several."""
    found: dict[str, Diagram] = {}
    for block in page.blocks:
        if isinstance(block, Diagram) and _CHART.match(block.text):
            name = block.section[-1] if block.section else title_of(page) or "flowchart"
            count = 1 + sum(each == name or each.startswith(f"{name} (") for each in found)
            found[name if count == 1 else f"{name} ({count})"] = block
    return found


def _from_chart(page: Page, charts: Mapping[str, Diagram], wanted: str | None, *, file: str, today: date) -> Document:
    from flowtrim.formats.diagrams.mermaid import read_mermaid

    if wanted is not None and wanted not in charts:
        raise UnknownNameError(f"There is no flowchart {quoted(wanted)}. There are: {listed(map(quoted, charts))}.")
    name, chart = next(iter(charts.items())) if wanted is None else (wanted, charts[wanted])
    document = read_mermaid(chart.text, file=file, first_line=chart.line)
    titled = document.process.name != (PurePath(file).stem or "Process")
    called = document.process.name if titled else wanted or title_of(page) or document.process.name
    more = [each for each in charts if each != name]
    left = [
        _item("flowchart", each, charts[each].line, f"is another process; --pool {quoted(each)} reads it")
        for each in more
    ]
    facts = facts_of(page, (), today)
    beside = {block.lines[0]: "table" for block in page.blocks if isinstance(block, Table)}
    beside |= {block.line: "list" for block in page.blocks if isinstance(block, Items) and len(block.items) > 1}
    told = [(line, each) for line, each in sorted(beside.items()) if line not in facts.blocks]
    left += [_item(each, "", line, "was passed over for a flowchart") for line, each in told]
    left += _left("line", facts.whole.left)
    source = {**(document.source or {}), "charts": list(charts)}
    source["not_carried"] = [*source.get("not_carried", ()), *(left if wanted is None else ())]
    # what the page says of the whole is read as in a file, without any step
    whole = read_placed({"process": called, **facts.whole.data}, {}, file=file, today=today).process
    said = {key: getattr(whole, key) for key in facts.whole.data if key != "process"}
    return replace(document, process=replace(document.process, name=called, **said), source=source)


def _item(element: str, at: str, line: int, why: str) -> dict[str, Any]:
    return {"element": element, "id": at, "line": line, "why": why}


def _left(element: str, left: Mapping[int, str]) -> list[dict[str, Any]]:
    return [_item(element, "", line, why) for line, why in sorted(left.items())]


def _named_roles(blocks: Sequence[Block], tables: Found) -> Iterator[str]:
    """Yield the roles that a page names: in a table of roles, and in a list below a heading that says so."""
    yield from tables.data.get("roles", {})
    for block in blocks:
        if isinstance(block, Items) and any(map(_of_roles, block.section[-1:])):
            yield from (item.words.bold.strip(" :：") or _before_a_sign(item.words.text) for item in block.items)
        elif isinstance(block, Table):
            fields = understand(block.rows[0])
            yield from (
                text for row in block.rows[1:] for text, field in zip(row, fields, strict=False) if field == "owner"
            )


def _of_roles(title: str) -> bool:
    return any(
        word in title.casefold()
        for word in ("role", "rolle", "rôle", "roles", "角色", "役割", "responsib", "zuständig")
    )


def _before_a_sign(text: str) -> str:
    return re.split(r"\s*[:：–—(]|\s-\s", text)[0]


def _rows(steps: Sequence[Told]) -> tuple[list[list[str]], list[int]]:
    """Return the steps as rows below our own headings, of which only those are there that somebody used."""
    fields = [field for field in HEADINGS if any(field in step.cells for step in steps)]
    rows = [[heading(field) for field in fields], *([step.cells.get(field, "") for field in fields] for step in steps)]
    return rows, [0, *(step.line for step in steps)]


class Found(Struct, frozen=True):
    """The rows of the process with their lines, what else tables tell, and which of them were passed over, by line."""

    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    likeness: Likeness
    data: Mapping[str, Any]
    places: Mapping[Key, Place]
    left: Mapping[int, str]
    spans: frozenset[tuple[int, str]] = frozenset()


def _unread(rows: Sequence[Sequence[str]], legend: Mapping[str, str]) -> str | None:
    """Return why a matrix of roles is not read, None where it is."""
    at, fields = heading_row(rows, {}, legend)
    return None if unfold(rows, at, fields, legend) else unknown_codes(rows, at, fields, legend)


def _legend(blocks: Sequence[Block]) -> Mapping[str, str]:
    """Return what letters mean, as a line, a list or a table of the page says."""
    texts: list[Sequence[str]] = []
    for block in blocks:
        if isinstance(block, Table):
            texts += block.rows
        elif isinstance(block, Items):
            texts += [[item.words.text] for item in block.items]
        elif isinstance(block, Paragraph):
            texts += [[line] for line in block.words.lines or (block.words.text,)]
    return legend_of(texts)


def tables_of(tables: Sequence[Table], said: Mapping[str, str], legend: Mapping[str, str]) -> Found:
    """Return the table that looks most like steps, together with all that have the same headings."""
    told = [table for table in tables if _tells_steps(table, said)]
    best = max(told, key=lambda table: Likeness.of(table.rows, said, legend), default=None)
    likeness = Likeness.of(best.rows, said, legend) if best else Likeness()
    if not (likeness.names_steps or (best and said and "name" in heading_row(best.rows, said)[1])):
        best = None
    same = [table for table in tables if best and _headings(table) == _headings(best)]
    rows, lines = _joined(same)
    data, places, left = _beside([table for table in tables if table not in same])
    spans = frozenset(each for table in same for each in table.spans)
    return Found(rows, lines, likeness if best else Likeness(), data, places, left, spans)


def _tells_steps(table: Table, said: Mapping[str, str]) -> bool:
    """Whether a table says something where its steps would stand: a form to fill in does not."""
    at, fields = heading_row(table.rows, said)
    names = [number for number, field in enumerate(fields) if field == "name"]
    return not names or any(row[n].strip() for row in table.rows[at + 1 :] for n in names if n < len(row))


def _headings(table: Table) -> list[str]:
    """Return what the columns of a table mean, or how their headings are spelt where they mean nothing."""
    headings = table.rows[0]
    return [field or spelling(text) for field, text in zip(understand(headings), headings, strict=True)]


def _joined(tables: Sequence[Table]) -> tuple[list[list[str]], list[int]]:
    """Return the rows of several tables below one row of headings; the section of each is the part."""
    if not tables:
        return [], []
    several = len({table.section for table in tables}) > 1 and "part" not in understand(tables[0].rows[0])
    rows = [[*tables[0].rows[0], *([heading("part")] if several else [])]]
    lines = [tables[0].lines[0]]
    for table in tables:
        part = [table.section[-1] if table.section else ""] if several else []
        wide = len(table.rows[0])
        rows += [[*row, *[""] * (wide - len(row)), *part] for row in table.rows[1:]]
        lines += table.lines[1:]
    return rows, lines


def _beside(tables: Sequence[Table]) -> tuple[dict[str, Any], dict[Key, Place], dict[int, str]]:
    data: dict[str, Any] = {}
    places: dict[Key, Place] = {}
    left: dict[int, str] = {}
    for table in tables:
        told = read_beside("", table.rows)
        if len(table.rows) > 2 and all(map(is_legend, table.rows[1:])):
            continue
        if told and told.data and not told.data.keys() & data.keys():
            data |= told.data
            places |= {key: ("", table.lines[min(row, len(table.lines)) - 1]) for key, (_, row) in told.places.items()}
        else:
            where = f"below {quoted(table.section[-1])} " if table.section else ""
            left[table.lines[0]] = f"{where}is not that of the steps, and was passed over"
    return data, places, left
