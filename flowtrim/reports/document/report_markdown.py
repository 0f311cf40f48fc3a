"""The report as Markdown: for a pull request, a wiki, or a folder of reports."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from flowtrim.reports.document.decision import Decision, beside, further
from flowtrim.reports.media.labels import labels
from flowtrim.reports.media.text_lines import inert, washed
from flowtrim.reports.process.process_page import Page
from flowtrim.reports.process.process_text import SIGNS, also_at
from flowtrim.sentences import paragraph

if TYPE_CHECKING:
    from jinja2 import Template

    from flowtrim.reports.document.content import Dossier

_COMMENT = 65_000
"""Characters up to which a text is a comment; the forges take 65,536."""
_FEW = 12
"""Findings that are read at a glance; more of them are folded."""
_MARKUP = re.compile(r"[&<>\\`*_{}\[\]#|~$]")
_LIST_MARK = re.compile(r"^(\s*)(?:([-+=]|:(?=:))|(\d+)(?=[.)](?:\s|$)))")


class Ready(str):
    """Text that is Markdown already."""

    __slots__ = ()


class Picture(Struct, frozen=True):
    """A drawing beside the report: what it shows, and the name of its file."""

    text: str
    file: str


def as_markdown(
    page: Page,
    *,
    decided: Decision | None = None,
    pictures: tuple[Picture, ...] = (),
    told: Dossier | None = None,
) -> str:
    """Return a page as Markdown that fits a comment; whatever people wrote stays text.

    It begins as every report does: the verdict, what is decided on, what to do next. With a dossier the plan and the
    fate of every step and role stand in it too. Each thing is told once, and long parts are folded.
    """
    decided = decided or Decision((), (), "", sure=True)
    text = rendered(
        "report.md.j2",
        page=page,
        decided=decided,
        beside=beside(page) if decided.rows else page.compared,
        groups=tuple(further(page, decided)),
        pictures=pictures,
        language=page.language,
        also_at=also_at,
        signs=SIGNS,
        trim=told.trim if told else None,
        ledger=told.ledger if told else (),
        long=sum(len(family.blocks) for family in page.families) > _FEW,
    )
    return fitting(text)


def fitting(text: str) -> str:
    r"""Return a text that the forges take as a comment: cut between paragraphs, with a line that says so.

    >>> fitting("Short."), len(fitting("word\n\n" * 20_000)) < 65_536
    ('Short.', True)
    """
    if len(text) <= _COMMENT:
        return text
    kept = text[: text.rfind("\n\n", 0, _COMMENT)]
    lost = text.count("\n", len(kept))
    open_folds = kept.count("<details>") - kept.count("</details>")
    closed = "\n\n</details>" * open_folds
    return f"{kept}{closed}\n\n**{lost:,} lines more did not fit: the whole report is made with `-o DIR`.**\n"


def rendered(template: str, *, language: str | None = None, **values: Any) -> str:
    """Return a template of this room filled in, with one empty line at most between its parts.

    What it says of its own is in a language.
    """
    text = _template(template).render(**values, code=code, t=labels(language))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def escaped(text: str) -> str:
    r"""Return a text that Markdown shows as it was written: no markup, no HTML, no mention of a user.

    >>> escaped("<b>Pay</b> | *now* @all")
    '&lt;b&gt;Pay&lt;/b&gt; \\| \\*now\\* @\u200ball'
    """
    plain = _MARKUP.sub(_escape, washed(text)).replace("@", "@\u200b")
    return _LIST_MARK.sub(lambda mark: f"{mark[1]}\\{mark[2]}" if mark[2] else f"{mark[1]}{mark[3]}\\", plain)


def code(text: str) -> Ready:
    """Return a name as code, whatever backquotes it holds; it may stand in a table.

    >>> code("why-missing"), code("a`b")
    ('`why-missing`', '`` a`b ``')
    """
    plain = inert(washed(text)).replace("|", "¦")
    longest = max(map(len, re.findall("`+", plain)), default=0)
    fence = "`" * (longest + 1)
    return Ready(f"{fence} {plain} {fence}" if longest else f"`{plain}`")


def _escape(found: re.Match[str]) -> str:
    sign = found.group()
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(sign, "\\" + sign)


def _safe(value: Any) -> Any:
    return value if isinstance(value, Ready) else escaped(str(value))


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # Every value passes through `_safe`: a template cannot forget to escape.
    environment = Environment(
        loader=PackageLoader("flowtrim", "reports/templates"),
        autoescape=False,  # noqa: S701 - that is for HTML; Markdown is escaped by finalize
        finalize=_safe,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["paragraph"] = paragraph
    return environment.get_template(name)
