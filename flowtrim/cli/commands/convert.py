"""Convert between formats."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from shlex import quote

import click
from msgspec.structs import replace

from flowtrim.cli import options
from flowtrim.cli.command_group import say
from flowtrim.cli.options import FORCED
from flowtrim.cli.paths import STDIN, single
from flowtrim.cli.reader import Reader, reader
from flowtrim.errors import OutputError
from flowtrim.formats import Document, encode, pools, write_atomically, write_unnamed
from flowtrim.formats.files import read_bytes
from flowtrim.formats.ids import ids_of
from flowtrim.formats.registry import writable, writable_by_ending

WRITTEN = ("yaml", "json", "bpmn", "csv", "xlsx", "mermaid", "dot")


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--to", type=click.Choice(WRITTEN), help="What OUT is to be; by default what its ending says.")
@click.option("--force", is_flag=True, help="Replace OUT where there is one.")
@reader
@options.today
def command(  # noqa: PLR0913 - the options of the command, all of them keywords
    source: str, target: str, *, to: str | None, force: bool, reader: Reader, today: date
) -> None:
    """Convert a process: YAML, JSON, BPMN, CSV, XLSX, Mermaid; in also ODS and Markdown, out also DOT.

    IN is a file, or - for standard input. OUT is a file, - for standard output with --to, or a folder, which gets a
    file for each pool of IN. What could not be carried over is said.
    """
    name = "<stdin>" if source == STDIN else source
    data = read_bytes(single(source), name=name)

    def load(pool: str | None = reader.pool) -> Document:
        return replace(reader, pool=pool).loads(data, file=name, today=today)

    if target == STDIN:
        if to is None:
            raise click.UsageError("Say with --to what is to be written to standard output.")
        sys.stdout.buffer.write(_encoded(load(), to))
    elif Path(target).is_dir() or target.endswith(("/", "\\")):
        inside = () if reader.pool else pools(data, file=name, form=reader.form)
        _folder([load(each) for each in inside] or [load()], Path(target), to=to or "yaml", force=force)
    else:
        wanted = to or writable_by_ending(target).name
        _write(Path(target), _encoded(load(), wanted), force=force)


_MOST = 12
"""So many elements that could not be carried over are named one by one."""


def _folder(documents: Sequence[Document], folder: Path, *, to: str, force: bool) -> None:
    """Write a file for each pool; all of them were read before the first one is written."""
    stems = ids_of((None, document.process.name) for document in documents)
    files = [folder / f"{stem[:100]}{writable(to).endings[0]}" for stem in stems]
    there = [str(file) for file in files if file.exists()]
    if there and not force:
        raise OutputError(f"{', '.join(there)} would be replaced; --force does so.")
    contents = [_encoded(document, to) for document in documents]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refusal:
        raise OutputError(f"{folder} cannot be made: {refusal.strerror}.") from refusal
    for file, content in zip(files, contents, strict=True):
        write_unnamed(file, content)
        _told(file)


def _encoded(document: Document, form: str) -> bytes:
    for line in _remarks(document):
        say(line)
    written = encode(document.process, form)
    for sentence in written.lost:
        say(sentence)
    return written.data


def _remarks(document: Document) -> Iterator[str]:
    """Yield what was read, how columns were understood, and what could not be carried over, each with its line."""
    from flowtrim.reports.process.import_summary import imported

    for group in imported(document):
        yield f"{document.process.name}: {', '.join(group.figures)}."
    source = document.source or {}
    missing = [*source.get("not_carried", ()), *source.get("assumed", ())]
    for item in missing[:_MOST]:
        yield f"{document.file}:{item['line']}: {' '.join(filter(None, (item['element'], item['id'])))}: {item['why']}."
    if len(missing) > _MOST:
        yield f"and {len(missing) - _MOST} more: flowtrim analyze {quote(document.file)} --format json lists them all."


def _write(file: Path, content: bytes, *, force: bool) -> None:
    write_atomically(file, content, force=force, instead=FORCED)
    _told(file)


def _told(file: Path) -> None:
    say(f"Written: {file}")
    if file.suffix not in {".dot", ".gv"}:
        say(f"Look at it with: flowtrim analyze {quote(str(file))}")
