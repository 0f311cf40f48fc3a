"""Print the JSON Schema of the process file."""

from __future__ import annotations

import json

import click


@click.command()
def command() -> None:
    r"""Print the JSON Schema of the process file, for completion in editors.

    Save it beside your processes and name it in the first line of each file:

    \b
    # yaml-language-server: $schema=flowtrim.schema.json
    """
    from flowtrim.formats import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
