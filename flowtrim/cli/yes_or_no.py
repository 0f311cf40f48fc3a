"""A proposal talked through, one change after the other."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import click

from flowtrim.cli.command_group import say
from flowtrim.cli.output import terminal_width
from flowtrim.model import Change, Process, identity
from flowtrim.redesign import Choosing, Proposed
from flowtrim.reports.change_text import deed, saved
from flowtrim.reports.media.text_lines import text_lines

_ANSWERS = {"y": "yes", "n": "no (Enter)", "a": "all the rest", "d": "none of the rest"}


def converse(choosing: Choosing, process: Process) -> None:
    """Ask about each change; what is refused is worked around before the next question."""
    accepted: set[Hashable] = set()

    def is_accepted(one: Proposed) -> bool:
        return identity(one.change) in accepted

    answer = "y"
    while answer not in ("a", "d"):
        one = next((one for one in choosing.proposal.changes if not is_accepted(one)), None)
        if one is None:
            return
        answer = _ask(one, process)
        if answer == "n":
            choosing.refuse(_same_as(one.change))
        elif answer == "y":
            accepted.add(identity(one.change))
    if answer == "d":
        choosing.keep_only(is_accepted)


def _same_as(change: Change) -> Callable[[Proposed], bool]:
    return lambda other: identity(other.change) == identity(change)


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
