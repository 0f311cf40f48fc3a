"""The catalogues of messages: bring them up to date with the code, check that nothing is missing, make them readable.

``python docs/messages.py`` adds new messages to each ``.po`` file, drops those that are gone, and compiles all of them.
``python docs/messages.py --check`` refuses a catalogue that misses a message, or a translation that misses a part.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1] / "flowtrim"
CATALOGUES = sorted(PACKAGE.glob("locale/*/LC_MESSAGES/flowtrim.po"))
MAKERS = {"say": (0,), "marked": (0,), "say_many": (1, 2), "counted": (1, 2)}
"""The functions whose templates are translated, and where among their arguments these stand."""
_PASSING = tuple(
    f'"{name}:'.encode()
    for name in (
        "Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator",
        "Language-Team", "Generated-By",
    )
)  # fmt: skip
"""Lines of a head that say nothing here, or something else on each machine."""


def main(arguments: list[str]) -> int:
    """Update and compile, or check; return 1 where something is wrong."""
    if arguments == ["--check"]:
        wrong = [f"{file}: {said}" for file in CATALOGUES for said in problems(read(file))]
        print("\n".join(wrong), end="\n" * bool(wrong))
        return int(bool(wrong))
    for file in CATALOGUES:
        file.write_bytes(updated(read(file)))
    compile_all()
    return 0


def templates() -> Catalog:
    """Return every template of the code; a file takes part once it makes sentences with ``say`` or ``say_many``."""
    found = Catalog(project="flowtrim")
    for file in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if file.name == "sentences.py" or _imported(tree) & {"say", "say_many", "marked"}:
            for message, line in _made(tree, strict=file.name != "sentences.py"):
                found.add(message, locations=[(file.relative_to(PACKAGE.parent).as_posix(), line)])
    return found


def problems(catalogue: Catalog) -> Iterator[str]:
    """Yield what is wrong with a catalogue: missing, left over, unsure, or without a part that the English has."""
    wanted = templates()
    for message in wanted:
        if message.id and catalogue.get(message.id) is None:
            yield f"the message {message.id!r} is missing; run python docs/messages.py, and translate it"
    for message in catalogue:
        if not message.id:
            continue
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        if wanted.get(message.id) is None:
            yield f"the message {message.id!r} is not in the code any more; run python docs/messages.py"
        elif not all(texts) or message.fuzzy:
            yield f"the message {message.id!r} is not translated"
        elif any(_parts(text) != _parts(message.id) for text in texts):
            yield f"the message {message.id!r} has other parts in its translation"


def compile_all() -> None:
    """Write the form that the program reads beside each catalogue."""
    for file in CATALOGUES:
        with file.with_suffix(".mo").open("wb") as target:
            write_mo(target, read(file))


def read(file: Path) -> Catalog:
    """Read a catalogue, and take its language from the folder that it lies in."""
    with file.open("rb") as source:
        return read_po(source, locale=file.parts[-3])


def updated(catalogue: Catalog) -> bytes:
    """Return a catalogue with the messages that the code has now; what was translated stays."""
    catalogue.update(templates(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    target = BytesIO()
    write_po(target, catalogue, width=120, omit_header=False, include_lineno=False, sort_output=True)
    lines = target.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_PASSING))


def _imported(tree: ast.Module) -> set[str]:
    named = (
        node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "flowtrim.sentences"
    )
    return {name.name for node in named for name in node.names}


def _made(tree: ast.Module, *, strict: bool) -> Iterator[tuple[str | tuple[str, str], int]]:
    """Yield the templates of a file, those with a number as a pair; raise SyntaxError where one is put together."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in MAKERS:
            continue
        given = [node.args[place] for place in MAKERS[node.func.id] if place < len(node.args)]
        texts = [each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if len(texts) < len(given):
            if strict:
                raise SyntaxError(f"line {node.lineno}: {node.func.id} needs its whole template as one text")
            continue
        if node.func.id == "counted":
            texts = [f"{{number}} {noun}" for noun in (texts[0], (texts[1:] or [f"{texts[0]}s"])[0])]
        yield tuple(texts) if len(texts) == 2 else texts[0], node.lineno


def _parts(template: str | tuple[str, ...]) -> set[str]:
    texts = [template] if isinstance(template, str) else template
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
