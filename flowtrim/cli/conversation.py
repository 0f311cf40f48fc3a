"""A proposal talked through, one change after the other."""

from __future__ import annotations

import click

from flowtrim.changes import describe
from flowtrim.cli.command_group import say
from flowtrim.cli.output import terminal_width
from flowtrim.model import Process
from flowtrim.redesign import Choosing, Proposed
from flowtrim.reports.change_text import deed, saved
from flowtrim.reports.media.lines import text_lines

_ANSWERS = {"y": "yes", "n": "no (Enter)", "a": "all the rest", "d": "none of the rest"}


def converse(choosing: Choosing, process: Process) -> None:
    """Ask about each change; what is refused is worked around before the next question."""
    decided: set[str] = set()
    answer = "y"
    while answer not in ("a", "d"):
        one = next((one for one in choosing.proposal.changes if describe(one.change) not in decided), None)
        if one is None:
            return
        answer = _ask(one, process)
        if answer == "n":
            words = describe(one.change)
            choosing.refuse(lambda other, words=words: describe(other.change) == words)  # type: ignore[misc]
        elif answer == "y":
            decided.add(describe(one.change))
    if answer == "d":
        choosing.keep_only(lambda one: describe(one.change) in decided)


def _ask(one: Proposed, process: Process) -> str:
    """Show a change and return the answer; where answers have run out, that means done."""
    say("")
    _tell(deed(one.change, process), f"{'✓' if one.safe else '?'} {one.number} ")
    gains = f" It saves {saved(one.gain)}." if one.gain and saved(one.gain) else ""
    _tell(f"{one.change.because or ''}{gains}", "  ")
    for said in one.against:
        _tell(said, "  – ")
    choices = "  ".join(f"[{key}] {meaning}" for key, meaning in _ANSWERS.items())
    while True:
        try:
            answer = click.prompt(f"  {choices}", default="n", show_default=False, prompt_suffix=": ", err=True)
        except click.Abort:
            return "d"
        if answer.strip().lower()[:1] in _ANSWERS:
            return str(answer.strip().lower()[:1])


def _tell(text: str, first: str) -> None:
    """Say a text within the width of the terminal, the lines below the first indented as deep."""
    for line in text_lines(text, terminal_width(), first=(first, "plain")):
        say("".join(words for words, _ in line))
