"""The report as Markdown: for a pull request, a wiki, or a folder of reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from flowtrim.reports.cells import washed
from flowtrim.reports.layout import SIGNS
from flowtrim.reports.page import Page

if TYPE_CHECKING:
    from jinja2 import Template

_MARKUP = re.compile(r"[&<>\\`*_{}\[\]#|~$]")
_LIST_MARK = re.compile(r"^(\s*)(?:([-+=])|(\d+)(?=[.)](?:\s|$)))")


class Ready(str):
    """Text that is Markdown already."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing beside the report: what it shows, and the name of its file."""

    text: str
    file: str


def as_markdown(page: Page, *, pictures: tuple[Picture, ...] = ()) -> str:
    """Return a page as Markdown; whatever people wrote stays text."""
    return rendered("report.md.j2", page=page, pictures=pictures, signs=SIGNS)


def rendered(template: str, **values: Any) -> str:
    """Return a template of this room filled in, with one empty line at most between its parts."""
    text = _template(template).render(**values, code=code)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def escaped(text: str) -> str:
    r"""Return a text that Markdown shows as it was written: no markup, no HTML, nobody called.

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
    plain = washed(text).replace("|", "¦")
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
        loader=PackageLoader("flowtrim", "reports"),
        autoescape=False,  # noqa: S701 - that is for HTML; Markdown is escaped by finalize
        finalize=_safe,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)
