"""How files of any format are read: what several commands let a person say about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click
from msgspec import Struct, field

from flowtrim.cli import options
from flowtrim.cli.command_group import say
from flowtrim.cli.paths import single
from flowtrim.formats import Document, loads, read

READ = ("yaml", "json", "bpmn", "csv", "xlsx", "ods", "mermaid", "markdown")
Given = ParamSpec("Given")
Made = TypeVar("Made")


class Reader(Struct, frozen=True):
    """The format of a file where its name does not tell it, the pool of BPMN, and what columns of a table mean."""

    form: str | None = None
    pool: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    _without_pools: set[str] = field(default_factory=set)

    def read(self, path: str, *, today: date) -> Document:
        """Read one file.

        Raises:
            FlowtrimError: it is a folder, or cannot be read as a process.
        """
        document = read(single(path), today=today, pool=self.pool, columns=self.columns, form=self.form)
        return self._warned(document)

    def loads(self, data: bytes, *, file: str, today: date) -> Document:
        """Read the content of a file.

        Raises:
            FlowtrimError: it cannot be read as a process.
        """
        document = loads(data, file=file, today=today, pool=self.pool, columns=self.columns, form=self.form)
        return self._warned(document)

    def _warned(self, document: Document) -> Document:
        """Say once that a pool was asked for of a file that has none."""
        source = document.source or {}
        pools = source.get("format") == "bpmn" or "charts" in source
        if self.pool is not None and not pools and document.file not in self._without_pools:
            self._without_pools.add(document.file)
            say(f"{document.file}: --pool {self.pool} was passed over: only BPMN has pools, and the whole was read.")
        return document


def columns_told(_ctx: click.Context, _param: click.Parameter, told: Iterable[str]) -> dict[str, str]:
    """Return what each column means, as an option tells it; raises BadParameter where it tells nothing."""
    columns: dict[str, str] = {}
    for text in told:
        column, sign, meant = text.rpartition("=")
        if not sign:
            raise click.BadParameter(f'it takes a column and what it means, as in "My column=owner"; not {text!r}.')
        columns[column.strip()] = meant.strip()
    return columns


def reader(command: Callable[Given, Made]) -> Callable[..., Made]:
    """Give a command the options on reading, and hand what they say over as ``reader``."""

    @click.option(
        "--from",
        "form_read",
        type=click.Choice(READ),
        metavar="FORMAT",
        help=f"The format that is read, where no ending tells it: {', '.join(READ)}.",
    )
    @click.option(
        "--pool",
        metavar="NAME",
        help="Read only this pool of a BPMN document (all of them if not given), or this flowchart of a page.",
    )
    @click.option(
        "--map",
        "columns",
        multiple=True,
        callback=columns_told,
        metavar="COLUMN=FIELD",
        help='What a column of a table means, as in --map "My column=owner".',
    )
    @wraps(command)
    def told(*args: Any, form_read: str | None, pool: str | None, columns: dict[str, str], **given: Any) -> Made:
        given["reader"] = Reader(form_read, pool, columns)
        return command(*args, **given)

    return told


def measured(command: Callable[Given, Made]) -> Callable[..., Made]:
    """Give a command the options by which processes are read and measured: rides, settings, formats, day, colour."""
    for option in (options.colour, options.today, reader, options.settings, options.ride):
        command = option(command)
    return command
