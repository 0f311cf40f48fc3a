"""Print the JSON Schema of the process file."""

from __future__ import annotations

import json
from typing import Any

import click


@click.command()
@click.option("--settings", is_flag=True, help="That of flowtrim.toml instead.")
def command(*, settings: bool) -> None:
    """Print the JSON Schema of the process file, for completion in editors.

    Save it beside your processes and name it in the first line of each file:

    \b
    # yaml-language-server: $schema=flowtrim.schema.json
    """  # noqa: D301 - the escape is click's mark for lines that stay as they are
    click.echo(json.dumps(_settings() if settings else _process(), indent=2, ensure_ascii=False))


def _process() -> dict[str, Any]:
    from flowtrim.formats import json_schema

    return json_schema()


def _settings() -> dict[str, Any]:
    from flowtrim.cli.effective_settings import known_names
    from flowtrim.formats.schema import settings_schema

    return settings_schema(known_names())
