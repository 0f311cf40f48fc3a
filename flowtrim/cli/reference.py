"""The page about the commands, made from the commands themselves."""

from __future__ import annotations

import click

from flowtrim.cli import front

_WIDTH = 90

_HEAD = """# The commands

Made from the program; `flowtrim COMMAND --help` says the same.

| exit code | meaning |
|---:|---|
| 0 | nothing found at or above the level asked for (`--fail-on`, by default `error`) |
| 1 | findings at or above that level |
| 2 | something could not be done: a file could not be read, a drawing not made, a rule broke |
| 130 | stopped at the keyboard |

Results go to standard output, everything else to standard error. Colour is for terminals only; `NO_COLOR`,
`FORCE_COLOR`, `TERM=dumb` and `--color` are honoured. What is piped is plain text, 80 columns wide unless `COLUMNS`
says otherwise.

The ending of a file that is written says its format, unless an option does; an ending that names none of those that a
command writes is refused, and so is a file's name where a folder is written.

"""

_COMPLETION = """## Completion in the shell

| shell | where | line |
|---|---|---|
| bash | `~/.bashrc` | `eval "$(_FLOWTRIM_COMPLETE=bash_source flowtrim)"` |
| zsh | `~/.zshrc` | `eval "$(_FLOWTRIM_COMPLETE=zsh_source flowtrim)"` |
| fish | `~/.config/fish/completions/flowtrim.fish` | `_FLOWTRIM_COMPLETE=fish_source flowtrim \\| source` |
"""


def page() -> str:
    """Return the page as Markdown: exit codes, the help of every command, and completion in the shell."""
    top = click.Context(front, info_name="flowtrim")
    commands = {name: front.get_command(top, name) for name in front.list_commands(top)}
    sections = [_section("flowtrim", front, None)]
    sections += [_section(name, command, top) for name, command in commands.items() if command]
    return _HEAD + "".join(sections) + _COMPLETION


def _section(name: str, command: click.Command, parent: click.Context | None) -> str:
    settings = {"help_option_names": ["-h", "--help"]}
    context = click.Context(command, info_name=name, parent=parent, terminal_width=_WIDTH, **settings)  # type: ignore[arg-type]
    title = f"flowtrim {name}" if parent else name
    return f"## {title}\n\n```text\n{command.get_help(context)}\n```\n\n"
