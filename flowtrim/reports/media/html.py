"""What every page of HTML is made with: templates that escape whatever people wrote, styles, and a strict policy."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from flowtrim.reports.media.text_lines import washed
from flowtrim.sentences import paragraph

if TYPE_CHECKING:
    from jinja2 import Template


def filled(name: str, **values: Any) -> str:
    """Return a template of this room filled in; names come out as text, with their control characters as signs."""
    return _template(name).render(**values)


@cache
def source(*names: str) -> str:
    """Return styles or scripts that come with the program, one after the other."""
    from importlib.resources import files

    return "".join((files("flowtrim.reports") / "templates" / name).read_text(encoding="utf-8") for name in names)


def digest(text: str) -> str:
    """Return the hash under which a policy allows an inline style or script."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _finished(value: Any) -> Any:
    """Show control characters and marks of direction as signs, as the other reports do."""
    return washed(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("flowtrim", "reports/templates"),
        autoescape=True,
        finalize=_finished,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["paragraph"] = paragraph
    return environment.get_template(name)
