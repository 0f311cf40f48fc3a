"""Files in: bytes read whole and safely, texts decoded, and files of other tools told by what they are."""

from __future__ import annotations

import codecs
import errno
import os
import re
import sys
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import BinaryIO, NamedTuple

from flowtrim.errors import InvalidFileError, Problem

LARGEST = 256 * 2**20
"""Bytes of the largest file that is read: a process of more than a million steps."""
STANDARD_INPUT = "-"
_SYSTEM = ("/proc/", "/sys/", "/dev/")
"""Where Unix shows itself as files; some of them have no end."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte-order marks; those of UTF-32 come first, since those of UTF-16 begin like them."""

# Said by what it is and not by what it is not: compiling the large set costs more than reading a file.


def read_bytes(source: str | Path, *, name: str | None = None) -> bytes:
    """Return the bytes of a file, those of standard input for ``-``, or of a revision for ``HEAD~1:process.yml``.

    Raises:
        InvalidFileError: there is no such file, it is a folder, it may not be read, or it is far too large.
    """
    file = name or str(source) or "''"
    try:
        if str(source) == STANDARD_INPUT:
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open_file(source) as stream:
                data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as refusal:
        from flowtrim.formats.git_revisions import is_revision, revision_bytes

        # Windows has no names with a colon, and says so in a way of its own
        if is_revision(str(source)) and not isinstance(refusal, PermissionError):
            return revision_bytes(str(source), largest=LARGEST)
        raise InvalidFileError([Problem(file, 0, 0, _why_not(refusal))]) from refusal
    if len(data) > LARGEST:
        raise InvalidFileError([Problem(file, 0, 0, f"The file is larger than {LARGEST // 2**20} MiB.")])
    return data


def open_file(source: str | Path) -> BinaryIO:
    """Open a file to be read, where it is one that lies on a disk: others may keep us waiting, or never end.

    Raises:
        OSError: it cannot be opened, or is a pipe, a device or a window into the system.
        ValueError: nothing can have such a name.
    """
    handle = os.open(source, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    stream = open(handle, "rb")  # noqa: SIM115, PTH123 - the caller closes it
    kind = os.fstat(handle).st_mode
    if S_ISDIR(kind):
        refusal: OSError = IsADirectoryError()
    elif S_ISREG(kind) and not os.path.realpath(source).startswith(_SYSTEM):
        note_read(source)
        return stream
    else:
        refusal = OSError(errno.EINVAL, "it is a pipe, a device or a part of the system; standard input is read for -")
    stream.close()
    raise refusal


_READ: defaultdict[str, set[str]] = defaultdict(set)
"""The files that were read, under their names without case, which some systems do not tell apart."""


def note_read(*files: str | Path) -> None:
    """Remember that files were read: nothing that this run makes of them may take their place, by whatever name."""
    for file in map(os.path.realpath, files):
        _READ[file.casefold()].add(file)


def was_read(file: str | Path) -> bool:
    """Whether this run has read a file."""
    here = os.path.realpath(file)
    with suppress(OSError):
        return any(known == here or os.path.samefile(known, here) for known in _READ.get(here.casefold(), ()))  # noqa: PTH121
    return False


def _why_not(refusal: OSError | ValueError) -> str:
    said: dict[type[Exception], str] = {
        FileNotFoundError: "There is no such file.",
        IsADirectoryError: "This is a folder, not a file.",
        PermissionError: "This file may not be read: permission denied.",
    }
    fallback = f"The file cannot be read: {getattr(refusal, 'strerror', None) or refusal}."
    return said.get(type(refusal), fallback)


def encode_like(data: bytes, text: str) -> bytes:
    r"""Return a text in the encoding of the bytes of a file, with the byte-order mark that those have.

    >>> encode_like(b"\xff\xfea\0", "b")
    b'\xff\xfeb\x00'
    """
    mark, encoding = _encoding(data)
    return mark + text.encode(encoding)


def _encoding(data: bytes) -> tuple[bytes, str]:
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))


def decode(data: bytes, *, file: str) -> str:
    """Return the text of a file: UTF-8, or what its byte-order mark says; the mark itself is left out.

    Raises:
        InvalidFileError: the bytes are not a text.
    """
    mark, encoding = _encoding(data)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as refusal:
        line = data.count(b"\n", 0, refusal.start) + 1
        said = f"This is not {encoding.upper()} text (byte {data[refusal.start]:#04x}). Save the file as UTF-8."
        raise InvalidFileError([Problem(file, line, 1, said)]) from refusal
    if "\0" in text:
        said = "This is not a text file, or not one in UTF-8: it holds NUL characters. Save it as UTF-8."
        raise InvalidFileError([Problem(file, text.count("\n", 0, text.index("\0")) + 1, 1, said)])
    return text


def beginning(data: bytes) -> bytes:
    """Return how a file begins, without byte-order marks, blanks before it, and the zeros of UTF-16."""
    return data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")


_BPMN = "export it as BPMN, or write its steps as a table (CSV, XLSX)"
_STEPS = "write its steps as a table (CSV, XLSX) or as a Mermaid flowchart"
_LOG = "it belongs beside a process, as in: flowtrim evidence PROCESS LOG"
_MINED = "a process that is found in it can be exported as BPMN"


class OtherTool(NamedTuple):
    """A kind of file that other tools write and that is not read: its endings, how it is told, what to do instead.

    ``roots`` are the names of root elements in XML, ``spaces`` what stands in their namespaces, ``words`` stand first,
    without blanks; ``inside`` has to stand near the beginning as well; ``packed`` are the names of files in an archive.
    """

    name: str
    endings: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    words: tuple[bytes, ...] = ()
    instead: str = _BPMN
    spaces: tuple[str, ...] = ()
    inside: tuple[bytes, ...] = ()
    packed: tuple[bytes, ...] = ()


_OCEL = (b'{"ocel:', b'{"objectTypes":', b'{"eventTypes":', b'{"objects":[', b'{"events":[')
_PACKED = OtherTool("a packed file", (".gz", ".zip", ".7z", ".rar", ".bz2", ".tar", ".tgz"), instead="unpack it first")
_OTHERS = (
    OtherTool("a PlantUML file", (".puml", ".plantuml", ".pu", ".iuml", ".wsd"), words=(b"@start",), instead=_STEPS),
    OtherTool("a draw.io file", (".drawio", ".drawio.xml", ".dio"), ("mxfile", "mxGraphModel"), instead=_STEPS),
    OtherTool("a Visio file", (".vsdx", ".vsdm", ".vsd", ".vdx", ".vssx"), ("VisioDocument",),
              packed=(b"visio/document.xml",)),
    OtherTool("a PNML file (a Petri net)", (".pnml",), ("pnml",)),
    OtherTool("an OCEL file (an event log)", (".jsonocel", ".xmlocel", ".ocel"), words=_OCEL, instead=_MINED),
    OtherTool("an OCEL file (an event log)", roots=("log",), instead=_MINED,
              inside=(b"<object-types", b'"object-types"', b'scope="object"')),
    OtherTool("an SQLite file (such as an event log in OCEL)", (".sqlite", ".sqlite3", ".db"),
              words=(b"SQLiteformat3",), instead=_MINED),
    OtherTool("an XES file (an event log)", (".xes", ".xes.gz", ".mxml"), ("log", "WorkflowLog"), instead=_LOG),
    OtherTool("an XPDL file", (".xpdl",), ("Package",)),
    OtherTool("an ARIS file", (".aml", ".adf"), ("AML",)),
    OtherTool("an ADONIS file", (".adl",), ("ADOXML",)),
    OtherTool("an EPML file", (".epml",), ("epml",)),
    OtherTool("a YAWL file", (".yawl",), ("specificationSet",)),
    OtherTool("a Bizagi file", (".bpm",)),
    OtherTool("a Signavio file", (".sgx",), words=(b'{"stencilset"', b'{"resourceId"')),
    OtherTool("a BPEL file", (".bpel",), spaces=("wsbpel", "business-process/")),
    OtherTool("a jPDL file", roots=("process-definition",)),
    OtherTool("a DMN file (a decision)", (".dmn",), instead="export the process that asks for it as BPMN",
              spaces=("/DMN/",)),
    OtherTool("a CMMN file (a case)", (".cmmn",), spaces=("/CMMN/",)),
    OtherTool("an ArchiMate file", (".archimate",), spaces=("archimate",)),
    OtherTool("a UML file", (".xmi", ".uml", ".mdj"), ("XMI",)),
    OtherTool("a GraphML file", (".graphml",), ("graphml",), instead=_STEPS),
    OtherTool("an Excalidraw file", (".excalidraw",), words=(b'{"type":"excalidraw"',), instead=_STEPS),
    OtherTool("a mind map", (".mm", ".xmind", ".mmap"), ("map",), instead=_STEPS),
    OtherTool("a Microsoft Project file", (".mpp", ".mpx"), instead="export its tasks as a table (CSV, XLSX)",
              spaces=("schemas.microsoft.com/project",)),
    OtherTool("a pointer of Git LFS and not the file itself", words=(b"versionhttps://git-lfs",),
              instead="fetch it with: git lfs pull"),
    OtherTool("a Graphviz file", (".dot", ".gv"), words=(b"digraph", b"strictdigraph"), instead=_STEPS),
    OtherTool("a picture", (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff"), ("svg",),
              (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*", b"MM*"), _STEPS),
    OtherTool("a PDF file", (".pdf",), words=(b"%PDF",), instead=_STEPS),
    OtherTool("a Word file", (".docx", ".doc", ".odt", ".rtf"), words=(b"{\\rtf",), instead=_STEPS,
              packed=(b"word/document.xml", b"mimetypeapplication/vnd.oasis.opendocument.text")),
    OtherTool("a PowerPoint file", (".pptx", ".ppt", ".odp"), instead=_STEPS,
              packed=(b"ppt/presentation.xml", b"mimetypeapplication/vnd.oasis.opendocument.presentation")),
    _PACKED,
    OtherTool("a web page", (".html", ".htm"), ("html",), instead=_STEPS),
)  # fmt: skip
_REMARKS = re.compile(rb"\A(?:'[^\n]*\n\s*)+")
_ROOT = re.compile(rb"<(?:([\w.-]+):)?([A-Za-z][\w.-]*)")


def of_another_tool(file: str, data: bytes) -> OtherTool | None:
    """Return which other tool a file is of: by its root element, its first words or what is packed, else its ending."""
    start, name = beginning(data), file.lower()
    first = (start if start.startswith(b"%") else _REMARKS.sub(b"", start)).translate(None, b" \t\r\n")
    root, space = _root(start)
    if "/spec/BPMN/" in space:
        return None
    by_words = (
        each
        for each in _OTHERS
        if (each.words and first.startswith(each.words))
        or (root in each.roots and (not each.inside or any(word in start for word in each.inside)))
        or any(word in space for word in each.spaces)
    )
    by_ending = (each for each in _OTHERS if name.endswith(each.endings or ("\0",)))
    gzipped = _PACKED if data.startswith(b"\x1f\x8b") else None
    return next(by_words, None) or _packed(data) or next(by_ending, None) or gzipped


def _root(start: bytes) -> tuple[str, str]:
    """Return the name of the root element of XML, and its namespace, as far as it is declared there."""
    found = _ROOT.search(start) if start.startswith(b"<") else None
    if found is None:
        return "", ""
    prefix = re.escape(b":" + found[1] if found[1] else b"")
    space = re.search(rb"\sxmlns" + prefix + rb"\s*=\s*[\"']([^\"']*)", start[: 1 + start.find(b">", found.end())])
    return found[2].decode("ascii", "replace"), space[1].decode("ascii", "replace") if space else ""


def _packed(data: bytes) -> OtherTool | None:
    if not data.startswith(b"PK\x03\x04") or b"xl/workbook" in data:
        return None
    return next((each for each in _OTHERS if any(name in data for name in each.packed)), None)
