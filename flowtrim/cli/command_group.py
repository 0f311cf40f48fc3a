"""The frame of the command line: finds the command, and turns whatever happens into one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import click

from flowtrim.errors import FlowtrimError
from flowtrim.sentences import did_you_mean, nearest

COULD_NOT_RUN = 2
INTERRUPTED = 130
"""128 and the number of the signal, as shells count."""
PIPE_CLOSED = 141

_WHOLE = 1000  # letters: more than any first sentence has

_COMMANDS = {
    "analyze": "flowtrim.cli.commands.analyze",
    "trim": "flowtrim.cli.commands.trim",
    "ask": "flowtrim.cli.commands.ask",
    "compare": "flowtrim.cli.commands.compare",
    "draw": "flowtrim.cli.commands.draw",
    "review": "flowtrim.cli.commands.review",
    "checklist": "flowtrim.cli.commands.checklist",
    "sign": "flowtrim.cli.commands.sign",
    "cards": "flowtrim.cli.commands.cards",
    "convert": "flowtrim.cli.commands.convert",
    "workshop": "flowtrim.cli.commands.workshop",
    "new": "flowtrim.cli.commands.new",
    "rules": "flowtrim.cli.commands.rules",
    "evidence": "flowtrim.cli.commands.evidence",
    "history": "flowtrim.cli.commands.history",
    "settings": "flowtrim.cli.commands.settings",
    "schema": "flowtrim.cli.commands.schema",
}

_OTHER_NAMES = {"init": "new", "explain": "rules"}
"""What people of other tools type, and the command that does it."""


class ReaderGoneError(Exception):
    """The reader of our output, such as ``head``, closed it."""


class Front(click.Group):
    """A group that imports a command only when it is called, and shows no traceback unless asked."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Return the commands in the order in which people meet them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command; None where there is no such command."""
        place = _COMMANDS.get(cmd_name)
        command: click.Command | None = import_module(place).command if place else None
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List each command with its first sentence, wrapped where it is long and never cut."""
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, command.get_short_help_str(limit=_WHOLE)) for name, command in commands.items() if command]
            )

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader that went away is told apart before click takes it for a failure."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as problem:
            raise ReaderGoneError from problem
        return result

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command by any of its names, with a guess where it is misspelt; ``help`` asks for help."""
        if args[0] == "help":
            args = [*args[1:2], "--help"]
            if len(args) == 1:
                click.echo(ctx.get_help(), color=ctx.color)
                ctx.exit()
        args[0] = _OTHER_NAMES.get(args[0], args[0])
        if args[0] not in _COMMANDS and not ctx.resilient_parsing and not args[0].startswith("-"):
            ctx.fail(_no_such_command(args[0]))
        return super().resolve_command(ctx, args)


def run(group: click.Group, arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code: 0 nothing found, 1 findings, 2 could not run.

    ``--debug`` may stand anywhere; it lets an exception through that nobody expected.
    """
    debug = "--debug" in arguments
    given = [argument for argument in arguments if argument != "--debug"]
    _open_closed_streams()
    _forgive_narrow_encodings()
    return _guarded(lambda: group.main(given, "flowtrim", standalone_mode=False, obj=debug), debug=debug)


def _guarded(run: Callable[[], Any], *, debug: bool) -> int:
    """Run a command and return its exit code, whatever happens on the way."""
    try:
        return int(run() or 0)
    except click.ClickException as refusal:
        _show(refusal)
        return refusal.exit_code
    except FlowtrimError as problem:
        say(str(problem))
        return problem.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("Stopped.")
        return INTERRUPTED
    except ReaderGoneError:
        _let_go_of_the_output()
        return PIPE_CLOSED
    except Exception as trouble:
        if debug:
            raise
        say(refused(trouble) if isinstance(trouble, OSError) else our_fault(trouble))
        return COULD_NOT_RUN


def _show(refusal: click.ClickException) -> None:
    """Say what is wrong with a call as click says it, harmless whatever was typed."""
    from io import StringIO

    said = StringIO()
    refusal.show(said)
    say(said.getvalue().rstrip("\n"))


def say(message: str) -> None:
    """Tell the person something beside the result: on standard error, harmless whatever is in it."""
    from flowtrim.reports.media.text_lines import inert, washed

    for line in message.split("\n"):
        click.echo(inert(washed(line)), err=True)


def refused(refusal: OSError) -> str:
    """Return the message for an error of the operating system, such as a full disk or a folder that is gone."""
    what = f" ({str(refusal.filename)[:80]!r})" if refusal.filename else ""
    return f"The machine refuses{what}: {refusal.strerror or refusal}. The option --debug shows where it happened."


def our_fault(bug: Exception) -> str:
    """Return the message for a fault of flowtrim itself."""
    return (
        f"flowtrim broke, and that is its own fault, not yours ({type(bug).__name__}: {bug}). "
        "Please report it, with the file if you may; the option --debug shows where it happened."
    )


def _no_such_command(name: str) -> str:
    hint = did_you_mean(nearest(name, _COMMANDS)) or f" There are: {', '.join(_COMMANDS)}."
    return f"There is no command {name!r}.{hint}"


def _open_closed_streams() -> None:
    """Let a stream that the shell closed, as ``>&-`` does, lead to nothing instead of being nothing."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end


def _let_go_of_the_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _forgive_narrow_encodings() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
