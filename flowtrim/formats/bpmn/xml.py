"""XML in, safely: no document type, no entities, no network, bounded depth and size."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.files import beginning
from flowtrim.formats.tabular.wide import wide_encoding

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENCODING = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ASIDE = re.compile(r", (?:line |use XML_|try XML_)")
_DOCTYPE = "The file declares a document type (DOCTYPE), which process models do not need: take that part out of it."
_BREAKS = frozenset({4, 5, 73, 76, 77, 114})
"""Numbers of libxml2's errors after which elements may be lost: an empty or cut document, tags that do not match."""
_COUNT = re.compile(r"=?\s*([0-9]{1,9}(?:\.[0-9]+)?)")
_CONTROLS = re.compile(
    rb"\x7f|\xc2[\x80-\x84\x86-\x9f]|&#(?:12[7-9]|13[0-24-9]|1[45]\d|[xX]0*(?:7[fF]|8[0-46-9a-fA-F]|9[0-9a-fA-F]));"
)
"""Signs that are written in UTF-8, or as numbers: U+007F to U+009F, of which U+0085 is a line break."""
_ALONE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)([A-Za-z][A-Za-z0-9]*;)?")
"""An ampersand that stands for itself, or begins an entity of HTML, neither of which XML knows."""
_CDATA = b"<![CDATA["
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HTML = re.compile(r"<br ?/?>|</(?:p|div|span|b|i|u|em|strong|ul|ol|li|font|html|body|h[1-6]|a|table)>", re.IGNORECASE)
_EDGE = re.compile(r"(?P<opens><(?:style|script|title)\b|<!--)|</(?:style|script|title)>|-->", re.IGNORECASE)
"""Where what nobody is meant to read begins and ends."""
_INLINE = re.compile(r"</?(?:b|i|u|em|strong|span|font|a)(?: [^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>|<!doctype[^<>]*>", re.IGNORECASE)
_ENCODINGS = frozenset({
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "gb2312", "gbk", "gb18030", "big5", "shift_jis", "cp932",
    "euc_jp", "euc_kr", "cp949", "koi8-r", "koi8-u", *(f"cp{page}" for page in range(1250, 1259)),
    *(f"iso8859-{part}" for part in range(1, 17)),
})  # fmt: skip
"""What files are written in. Python knows more: some of those are no encodings of texts, some take hours."""
LARGEST = 64 * 1024 * 1024
"""Bytes; the largest public models are a few megabytes."""


def parse(data: bytes, file: str) -> tuple[_Element, tuple[Problem, ...]]:
    """Return the root of an XML document, and what had to be mended to read it.

    Exports with a slip in them (an undeclared prefix, a stray byte) are read, and each slip is told; where elements
    may be lost, they are not. A document type is refused before anything is parsed: BPMN needs none, attacks do.

    Raises:
        InvalidFileError: no XML, too large, too deep, or with a document type.
    """
    from lxml import etree

    if len(data) > LARGEST:
        raise _refusal(file, 0, f"The file is larger than {LARGEST // 1024 // 1024} MB.")
    if not (start := beginning(data)).startswith(b"<"):
        raise _refusal(file, 1, _no_xml(start))
    if (line := _doctype_line(data)) is not None:
        raise _refusal(file, line, _DOCTYPE)
    for attempt, recover in _attempts(data):
        document, controls = _without_controls(attempt, file)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=recover)
        try:
            root = etree.fromstring(document, parser)
        except (etree.XMLSyntaxError, ValueError) as slip:
            line = getattr(slip, "lineno", None) or 1
            if recover or "xcessive depth" in str(slip):
                raise _refusal(file, line, f"This is not XML that can be read: {_plain(str(slip))}.") from None
            continue
        if root is None:
            break
        if root.getroottree().docinfo.doctype:
            raise _refusal(file, 1, _DOCTYPE)
        slips = tuple(parser.error_log) if recover else ()
        if broken := next((slip for slip in slips if slip.type in _BREAKS), None):
            raise _refusal(file, broken.line, f"The file is broken here, or breaks off: {_plain(broken.message)}.")
        if slips and not _is_text(root):
            raise _refusal(file, slips[0].line, "A character that does not exist stands in a name or a text.")
        controls += _ampersands(data, file) if recover else ()
        return root, controls + tuple(Problem(file, slip.line, slip.column, _plain(slip.message)) for slip in slips)
    raise _refusal(file, 1, "This is not XML that can be read.")


def _attempts(data: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield a document in UTF-8, as it is and mended a little, and at last whether to read on after slips."""
    yield data if _is_narrow(data) else _as_utf8(data), False
    text = _as_utf8(data)
    yield text, False
    yield text if _CDATA in text else _ALONE.sub(_escaped, text), True


def _ampersands(data: bytes, file: str) -> tuple[Problem, ...]:
    found = None if _CDATA in data else _ALONE.search(data)
    if found is None:
        return ()
    line = data.count(b"\n", 0, found.start()) + 1
    return (Problem(file, line, 1, "an ampersand that XML does not know is read as it stands, or as HTML means it"),)


def _escaped(alone: re.Match[bytes]) -> bytes:
    """Return an ampersand as XML wants it, or the sign that HTML means."""
    sign = unescape(alone[0].decode("ascii", "replace"))
    return (
        sign.encode("ascii", "xmlcharrefreplace") if alone[1] and not sign.startswith("&") else b"&amp;" + alone[0][1:]
    )


def _without_controls(data: bytes, file: str) -> tuple[bytes, tuple[Problem, ...]]:
    """Return a document with a mark in the place of control signs, which XML allows and no other file of ours takes."""
    found = _CONTROLS.search(data)
    if found is None:
        return data, ()
    line = data.count(b"\n", 0, found.start()) + 1
    told = "a control sign that nobody can read is shown as \ufffd"
    return _CONTROLS.sub("\ufffd".encode(), data), (Problem(file, line, 1, told),)


def _doctype_line(data: bytes) -> int | None:
    """Return the line of a document type before the root element; the words may stand in any text after it."""
    text = data.replace(b"\0", b"") if b"\0" in data[:4] else data
    at = 0
    while True:
        at = text.find(b"<", at)
        if at < 0 or not text.startswith((b"<?", b"<!"), at):
            return None
        if text[at : at + 9].upper() == b"<!DOCTYPE":
            return text.count(b"\n", 0, at) + 1
        at = text.find(b"-->" if text.startswith(b"<!--", at) else b">", at) + 1
        if not at:
            return None


def _is_narrow(data: bytes) -> bool:
    """Whether a document says that it is in UTF-8, or says nothing: only there libxml2 looks at each letter."""
    declared = _ENCODING.search(data[:200])
    return b"\0" not in data[:4] and (declared is None or declared[1].lower() in (b"utf-8", b"utf8"))


def _as_utf8(data: bytes) -> bytes:
    """Read a document in the encoding that it names, or in the one that Windows tools mean, and name UTF-8 instead."""
    declared = _ENCODING.search(data[:200])
    named = _known(declared[1]) if declared else None
    if named and named.startswith("utf-16") and b"\0" not in data[:200]:  # what was kept as text before it was written
        named = None
    widest = "utf-32" if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) else None
    for encoding in filter(None, (widest, wide_encoding(data), named, "utf-8", "cp1252")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).encode("utf-8", "replace")
    return data


def _is_text(root: _Element) -> bool:
    """Whether everything in a mended document is text: half a letter alone (&#xD800;) may have got into it."""
    from lxml import etree

    try:
        return bool(etree.tostring(root, encoding="unicode"))
    except UnicodeDecodeError:
        return False


def _known(declared: bytes) -> str | None:
    """Return the encoding of that name, where it is one that files are written in."""
    try:
        name = codecs.lookup(declared.decode("ascii")).name
    except LookupError:
        return None
    return name if name in _ENCODINGS else None


def local(element: _Element) -> str:
    """Return the name of an element without its namespace, or a prefix that has none; empty for comments."""
    return name_and_space(element.tag)[0]


def is_of_bpmn(element: _Element) -> bool:
    """Whether an element says that it is one of BPMN, or says nothing."""
    space = name_and_space(element.tag)[1]
    return not space or "/BPMN/" in space


@lru_cache(maxsize=4096)
def name_and_space(tag: object) -> tuple[str, str]:
    """Return the name that a tag has without its namespace, and the namespace.

    >>> name_and_space("{urn:a}task"), name_and_space("b:task")
    (('task', '{urn:a'), ('task', ''))
    """
    if not isinstance(tag, str):
        return "", ""
    around, _, name = tag.rpartition("}")
    return name.rpartition(":")[2], around


def clean(text: str | None) -> str:
    """Return a text with every run of white space made one space."""
    return " ".join(text.split()) if text else ""


def whole_text(element: _Element) -> str:
    """Return all the text inside an element, mark-up left out."""
    return clean("".join(element.itertext(with_tail=False)))


def documentation_of(said: Iterable[_Element]) -> tuple[str, ...]:
    """Return the texts of the documentation in an element, or among what is said in one."""
    return tuple(whole_text(child) for child in said if local(child) == "documentation")


def cardinality(element: _Element) -> float | None:
    """Return how often an activity is done that is done several times; None where that is no number but a formula."""
    counts = (whole_text(child) for child in element if local(child) == "loopCardinality")
    found = next(filter(None, map(_COUNT.fullmatch, counts)), None)
    return float(found[1]) if found and float(found[1]) else None


def called_by(element: _Element) -> str:
    """Return the process that a call activity calls; newer engines have an element of their own for it."""
    called = element.get("calledElement")
    inside = (each for child in element if local(child) == "extensionElements" for each in child)
    return clean(called or next((each.get("processId") for each in inside if local(each) == "calledElement"), None))


def without_markup(text: str) -> str:
    """Return the words of a text that a modeller wrote as HTML; any other text as it is.

    >>> without_markup("<p>Why: the <b>law</b> asks.<br/>Use&nbsp;a form.</p>"), without_markup("a <b and c> d")
    ('Why: the law asks. Use a form.', 'a <b and c> d')
    """
    if not _HTML.search(text):
        return text
    return clean(unescape(_TAG.sub(" ", _INLINE.sub("", _seen(text)))))


def _seen(text: str) -> str:
    """Return a text without styles, scripts, titles and comments; one that is never closed stays as it is."""
    edges = [(edge, _kind(edge[0])) for edge in _EDGE.finditer(text)]
    last = {kind: edge.start() for edge, kind in edges if not edge["opens"]}
    kept, start, inside = [], 0, ""
    for edge, kind in edges:
        if edge["opens"] and not inside and edge.start() < last.get(kind, 0):
            kept.append(text[start : edge.start()])
            inside = kind
        elif kind == inside and not edge["opens"]:
            start, inside = edge.end(), ""
    return " ".join([*kept, text[start:]])


def _kind(edge: str) -> str:
    return edge.strip("</>!").lower()


def _no_xml(start: bytes) -> str:
    words = "".join(filter(str.isprintable, clean(start[:60].decode("utf-8", "replace"))))
    return f"This is no XML, which BPMN is: it begins with “{words}”." if words else "The file is empty."


def _plain(message: str) -> str:
    return _ASIDE.split(message, maxsplit=1)[0].rstrip(".")


def _refusal(file: str, line: int, message: str) -> InvalidFileError:
    return InvalidFileError([Problem(file, line, 1 if line else 0, message)])
