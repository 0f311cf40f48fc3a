from __future__ import annotations

import io

import pytest

from flowtrim.reports.media.terminal import wants_colour, write

LINES = [(("✗ ", "bad"), ("6 rides [bold]:smile:[/bold]", "plain")), (), (("账单", "dim"),)]


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


class Narrow(io.StringIO):
    encoding = "ascii"


def written(*, colour: bool, stream: io.StringIO | None = None) -> str:
    stream = stream or io.StringIO()
    write(LINES, stream, colour=colour)
    return stream.getvalue()


def without_colour(text: str) -> str:
    from rich.text import Text

    return Text.from_ansi(text).plain


def test_plain_text_is_the_lines_and_nothing_else():
    assert "✗ 6 rides [bold]:smile:[/bold]\n\n账单\n" == written(colour=False)


def test_colour_changes_no_letter():
    assert written(colour=False).strip() == without_colour(written(colour=True)).strip()


def test_colour_uses_escape_sequences():
    assert "\x1b[1;31m✗" in written(colour=True)


def test_a_long_line_is_left_to_whoever_laid_it_out():
    stream = io.StringIO()
    write([(("word " * 60, "plain"),)], stream, colour=True)

    assert 1 == stream.getvalue().count("\n")


def test_signs_come_out_in_letters_where_the_encoding_has_none():
    assert "x 6 rides" in written(colour=False, stream=Narrow())


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_a_terminal_gets_colour_unless_somebody_objects(environment, expected):
    assert expected is wants_colour(Screen(), when="auto", environment=environment)


def test_a_pipe_gets_no_colour():
    assert not wants_colour(io.StringIO(), when="auto", environment={})


def test_a_pipe_gets_colour_when_forced():
    assert wants_colour(io.StringIO(), when="auto", environment={"FORCE_COLOR": "1"})


def test_what_was_asked_for_wins_over_the_environment():
    assert wants_colour(io.StringIO(), when="always", environment={"NO_COLOR": "1"})
    assert not wants_colour(Screen(), when="never", environment={"FORCE_COLOR": "1"})
