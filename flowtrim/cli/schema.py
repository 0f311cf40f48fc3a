"""Print the JSON Schema of the process file."""

from __future__ import annotations

import json

import click


@click.command()
def command() -> None:
    """Print the JSON Schema of the process file, for completion in editors.

    Save it beside your processes and name it in the first line of each file:

    \b
    # yaml-language-server: $schema=flowtrim.schema.json
    """  # noqa: D301 - the escape is click's mark for lines that stay as they are
    from flowtrim.formats import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
