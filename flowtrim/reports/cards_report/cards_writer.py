"""Role cards as files: Markdown, one HTML page that prints a card a sheet, and PDF."""

from __future__ import annotations

from collections.abc import Sequence

from flowtrim.reports.cards_report.cards import Card


def as_markdown(cards: Sequence[Card]) -> str:
    """Return the cards one below the other."""
    from flowtrim.reports.document.report_markdown import fitting, rendered

    return fitting(rendered("cards.md.j2", cards=cards))


def as_html(cards: Sequence[Card], *, language: str) -> str:
    """Return the cards as one page that needs nothing else; printed, each has a sheet of its own."""
    from flowtrim.reports.media.html import digest, filled, source

    style = source("cards.css")
    return filled("cards.html.j2", cards=cards, language=language, style=style, style_hash=digest(style))


def as_pdf(cards: Sequence[Card], *, language: str) -> bytes:
    """Return the cards as PDF, a page each."""
    from flowtrim.reports.media.pdf import as_pdf as printed

    return printed(as_html(cards, language=language))
