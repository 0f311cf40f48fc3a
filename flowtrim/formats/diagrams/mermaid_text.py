"""Mermaid as text: its front matter, its statements, each with its line, and the words on its labels."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from flowtrim.formats.owners_in_text import Roles, key_of, owner_and_name
from flowtrim.formats.shares import share_told

_QUOTED = re.compile(r'"[^"]*"')
_DESCRIBED = re.compile(r"^\s*accDescr\s*\{[^}]*$")
_LONGEST = 40
"""Lines that one statement may run over; a quote that is never closed is a slip of its own line."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPACE = re.compile(r"[&#]nbsp;")
_TAG = re.compile(
    r"</?(?:b|i|u|s|p|a|em|strong|small|big|sub|sup|span|div|font|code|pre|center|ul|ol|li|hr|img|svg|h[1-6]|del|ins|"
    r"mark|tt|table|tr|td|th)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ICON = re.compile(r"(?<![\w:])fa[a-z]?:fa-[\w-]+")
_WRITTEN_SIGN = re.compile(r"&#?\w+;|#\w+;")
_MARKDOWN = re.compile(r"(\*\*\*|\*\*|__|\*|~~)(?=\S)(.+?)(?<=\S)\1|(?<!\w)(_)(?=\S)(.+?)(?<=\S)_(?!\w)", re.DOTALL)


def front_matter(lines: Sequence[str]) -> tuple[str, int]:
    """Return the title before a diagram, empty where there is none, and the number of lines it takes."""
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    if not lines or lines[first:] == [] or lines[first].strip() != "---":
        return "", 0
    for number, line in enumerate(lines[first + 1 :], first + 1):
        if line.strip() == "---":
            return _title(lines[first + 1 : number]), number + 1
    return "", 0


def _title(lines: Sequence[str]) -> str:
    """Return the title in front matter, which is YAML, as far as it can be read."""
    import yaml

    told = next((line.strip() for line in lines if re.match(r"\s*title\s*:", line)), "title:")
    try:
        read = yaml.load(told, Loader=yaml.BaseLoader)  # noqa: S506 - this loader makes text only
    except (yaml.YAMLError, RecursionError, ValueError):
        read = None
    if not isinstance(read, dict):
        return told.partition(":")[2].strip()
    value = read.get("title")
    return value if isinstance(value, str) else ""


def whole_lines(lines: Sequence[str], start: int) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, what belongs together as one; remarks are left out."""
    held: list[tuple[int, str]] = []
    for number, line in enumerate(lines[start:], start + 1):
        held.append((number, line.strip()))
        text = "\n".join(part for _, part in held)
        if _is_open(text) and len(held) < _LONGEST:
            continue
        yield from held if _is_open(text) else [(held[0][0], text)]
        held = []
    yield from held


def _is_open(text: str) -> bool:
    """Whether more lines belong to a text."""
    if text.startswith("%%"):
        return text.startswith("%%{") and "}%%" not in text
    bare = _QUOTED.sub("", text)
    return '"' in bare or "@{" in bare[bare.rfind("}") + 1 :] or bool(_DESCRIBED.search(bare))


def statements(line: str) -> list[str]:
    """Cut a line at its semicolons, those in quotes, in labels of arrows and of written signs (#35; &amp;) apart.

    >>> statements('a["1; 2"] --> b; b --> c')
    ['a["1; 2"] --> b', 'b --> c']
    """
    parts = re.split(r"((?:[^;\"#&|]|\"[^\"]*\"|\|[^|\n]*\||#\w+;|&#?\w+;|[#&\"|])+)", line)
    return [part.strip() for part in parts if part.strip(" ;\t\n")]


def unquoted(text: str) -> str:
    """Return a label without its quotes; in backticks, it is Markdown, and loses its marks.

    >>> unquoted('"`**Ask** _kindly_`"')
    'Ask kindly'
    """
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if len(text) > 1 and text[0] == text[-1] == "`":
        text = _MARKDOWN.sub(lambda marked: marked[2] or marked[4], text[1:-1])
    return text.strip()


def plain_label(text: str) -> str:
    r"""Return the words of a label: without quotes, HTML and icons, and with its written signs read.

    >>> plain_label('"say #quot;no#quot; &amp; go"'), plain_label("<b>one</b><br/>fa:fa-truck two")
    ('say "no" & go', 'one\ntwo')
    """
    text = _BREAK.sub("\n", unquoted(text))
    words = _ICON.sub("", _TAG.sub("", _SPACE.sub(" ", text)))
    if words != text:
        words = "\n".join(" ".join(line.split()) for line in words.split("\n"))
    return _WRITTEN_SIGN.sub(_sign, words).strip()


def _sign(written: re.Match[str]) -> str:
    """Return the sign that is written as in HTML; Mermaid writes ``#35;`` for ``&#35;``, and ``#quot;``."""
    name = written[0].lstrip("&#")
    numbered = name[:-1].isdecimal() or written[0].startswith("&#")
    return html.unescape(f"&#{name}" if numbered else f"&{name}")


def share_of(label: str) -> tuple[str | None, float | None]:
    """Return when a way is taken, and how often.

    A percentage is a share where it stands alone, in brackets, or after a plain yes or no; in any other text it is a
    threshold, as is one whose sign is written as #37;.

    >>> share_of("approved (95%)"), share_of("No - 20%"), share_of("up to 10%")
    (('approved', 0.95), ('No', 0.2), ('up to 10%', None))
    """
    when, share = share_told(unquoted(label))
    return (plain_label(when) if when else None) or None, share


def owner_in(label: str, roles: Roles) -> dict[str, str] | None:
    r"""Return who does what a label tells, and what is left of it, as in an item of a list; None where it says nobody.

    Who stands on a line of its own above, in brackets, before a colon or beside a dash, does it.

    >>> owner_in("HR: Post ad", Roles()), owner_in("Sales\nPost ad", Roles()), owner_in("Customer\ncomplains", Roles())
    ({'name': 'Post ad', 'owner': 'HR'}, {'name': 'Post ad', 'owner': 'Sales'}, None)
    """
    lines = [line.strip() for line in label.split("\n") if line.strip()]
    first, rest = (lines[0].strip(" :："), " ".join(lines[1:])) if len(lines) > 1 else ("", "")
    if rest and roles.holds(first) and not roles.holds(rest):
        wrapped = rest[:1].islower() or (rest[:1].isupper() and len(rest.split()) < 2 and lines[0][-1:] not in ":：")
        return None if wrapped else {"name": rest, "owner": roles.names(first) or first}
    keyed = [line for line in lines[1:] if key_of(line.partition(":")[0]) == "owner" and ":" in line]
    if len(keyed) == 1:
        name = " ".join(line for line in lines if line not in keyed)
        return {"name": name, "owner": keyed[0].partition(":")[2].strip()}
    whole = " ".join(lines)
    told = owner_and_name(whole, roles)
    return told if "owner" in told and told["name"] != whole and told.keys() <= {"name", "owner", "takes"} else None


def quoted(text: str) -> str:
    """Return a label in quotes, with the signs written out that mean something to Mermaid or in a browser.

    >>> quoted('say "no"')
    '"say #quot;no#quot;"'
    """
    signs = {
        '"': "#quot;", "#": "#35;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "|": "#124;", "`": "#96;", "\\": "#92;",
    }  # fmt: skip
    written = "".join(signs.get(sign, sign) for sign in text.strip())
    written = _ICON.sub(lambda icon: icon[0].replace(":", "#58;"), written)
    return '"' + re.sub(r"\r\n?|[\n\x85\u2028\u2029]", "<br/>", written) + '"'
