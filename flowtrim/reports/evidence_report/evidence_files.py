"""The report on evidence as Markdown and as one offline page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowtrim.reports.evidence_report.evidence_page import EvidencePage, Table
from flowtrim.reports.media.html import digest, filled, source
from flowtrim.reports.media.text_lines import washed
from flowtrim.reports.process.process_text import SIGNS
from flowtrim.sentences import counted

_STYLES = ("document.css", "document_parts.css", "document_paper.css", "evidence.css")
_TOUCHY = "\\`*_[]<>|#"


def as_markdown(page: EvidencePage) -> str:
    """Return the report as Markdown, names being text whatever signs they hold."""
    return "\n".join(_markdown(page)) + "\n"


def as_html(page: EvidencePage) -> str:
    """Return the report as a page that needs no network and runs nothing."""
    style = source(*_STYLES)
    against = counted(len(page.findings), "finding")
    verdict = f"{against} speak against what is declared." if page.findings else "Nothing speaks against it."
    return filled("evidence.html.j2", page=page, verdict=verdict, signs=SIGNS, style=style, style_hash=digest(style))


def _markdown(page: EvidencePage) -> Iterator[str]:
    yield f"# {_plain(page.title)}"
    yield f"\n{_plain(page.about)}\n"
    for finding in page.findings:
        yield f"- {SIGNS[finding.severity]} {_plain(finding.message)} ({_plain(finding.key)})"
    for section in page.sections:
        yield f"\n## {_plain(section.title)}\n"
        for line in section.lines:
            yield _plain(line) + "\n"
        if section.table and section.table.rows:
            yield from _table(section.table)
    yield "\n## How the log was read\n"
    for line in page.log:
        yield _plain(line) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield _row(table.heads)
    yield "|" + "".join("---|" if n < table.texts else "---:|" for n in range(len(table.heads)))
    yield from map(_row, table.rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(_plain, cells)) + " |"


def _plain(text: str) -> str:
    r"""Return a text with the signs of Markdown made letters.

    >>> _plain("a|b *c*")
    'a\\|b \\*c\\*'
    """
    return "".join(f"\\{sign}" if sign in _TOUCHY else sign for sign in washed(text))
