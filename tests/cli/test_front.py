from __future__ import annotations

import subprocess
import sys

import click
import pytest

from flowtrim._version import __version__
from flowtrim.cli import front, run
from flowtrim.errors import FlowtrimError, InvalidFileError, Problem

COMMANDS = front.list_commands(click.Context(front))


def failing(problem: BaseException) -> click.Group:
    """Return a command line with one command, which fails."""

    @click.command()
    def command() -> None:
        raise problem

    return click.Group(commands={"do": command})


def test_the_main_job_comes_first():
    assert "analyze" == COMMANDS[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_found_and_has_a_help(name, capsys):
    assert 0 == run(front, [name, "--help"])
    assert capsys.readouterr().out.startswith(f"Usage: flowtrim {name}")


def test_help_names_the_commands_and_the_exit_codes(capsys):
    run(front, ["--help"])
    text = capsys.readouterr().out

    assert COMMANDS == [line.split()[0] for line in commands_of(text)]
    assert "Exit codes: 0 nothing at or above" in " ".join(text.split())


def test_what_a_command_does_is_said_whole_on_a_narrow_terminal(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    run(front, ["--help"])
    text = " ".join(capsys.readouterr().out.split())

    assert "..." not in text.replace("[ARGS]...", "")
    assert "figures, findings, and what to do next." in text


def commands_of(text: str) -> list[str]:
    lines = text.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    return [line for line in lines if line.startswith("  ") and not line.startswith("   ")]


def test_a_misspelt_command_gets_a_guess(capsys):
    assert 2 == run(front, ["analyse"])
    assert "There is no command 'analyse'. Did you mean 'analyze'?" in capsys.readouterr().err


def test_an_unknown_command_gets_the_list(capsys):
    run(front, ["xyzzy"])

    assert f"There are: {', '.join(COMMANDS)}." in capsys.readouterr().err


def test_the_version_is_said(capsys):
    run(front, ["--version"])

    assert f"flowtrim {__version__}\n" == capsys.readouterr().out


def test_what_flowtrim_refuses_is_one_message_and_exit_code_2(capsys):
    assert 2 == run(failing(FlowtrimError("This file is empty.")), ["do"])
    assert ("", "This file is empty.\n") == capsys.readouterr()


def test_every_problem_of_a_file_stands_on_its_own_line(capsys):
    problems = [Problem("a.yml", 3, 1, "Key 'why' is there twice."), Problem("a.yml", 1, 1, "No name.")]
    run(failing(InvalidFileError(problems)), ["do"])

    assert "a.yml:1:1: No name.\na.yml:3:1: Key 'why' is there twice.\n" == capsys.readouterr().err


def test_a_message_cannot_steer_the_terminal(capsys):
    run(failing(FlowtrimError("There is no step '\x1b[2J'.")), ["do"])

    assert "There is no step '␛[2J'.\n" == capsys.readouterr().err


def test_a_bug_is_one_line_that_asks_for_a_report(capsys):
    assert 2 == run(failing(KeyError("stamp")), ["do"])

    message = capsys.readouterr().err
    assert message.startswith("flowtrim broke, and that is its own fault, not yours (KeyError: 'stamp').")
    assert 1 == message.count("\n")


def test_a_machine_that_refuses_is_no_fault_of_flowtrim(capsys):
    assert 2 == run(failing(OSError(28, "No space left on device")), ["do"])

    message = capsys.readouterr().err
    assert message.startswith("The machine refuses: No space left on device.")
    assert "fault" not in message


def test_what_the_machine_refuses_is_named(capsys):
    run(failing(OSError(36, "File name too long", "a" * 400)), ["do"])

    assert f"The machine refuses ('{'a' * 80}'): File name too long." in capsys.readouterr().err


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_a_stream_that_the_shell_closed_breaks_nothing(stream, monkeypatch):
    monkeypatch.setattr(sys, stream, None)

    assert 0 == run(front, ["rules"])
    assert getattr(sys, stream).closed is False

    getattr(sys, stream).close()


def test_debug_shows_where_a_bug_is():
    with pytest.raises(KeyError):
        run(failing(KeyError("stamp")), ["do", "--debug"])


def test_stopping_at_the_keyboard_has_its_own_exit_code(capsys):
    assert 130 == run(failing(KeyboardInterrupt()), ["do"])
    assert "Stopped." in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_reason_to_complain():
    flowtrim = subprocess.Popen(
        [sys.executable, "-m", "flowtrim", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    flowtrim.stdout.close()

    assert (b"", 141) == (flowtrim.stderr.read(), flowtrim.wait())
    flowtrim.stderr.close()
