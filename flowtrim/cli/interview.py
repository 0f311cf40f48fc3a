"""A process asked for question by question; no answer is lost when the person breaks off."""

from __future__ import annotations

import click

from flowtrim.formats.ids import ids_of
from flowtrim.model import Flow, Process, Step


class Interview:
    """What somebody answered about a process so far.

    An empty answer to a why means that nobody was asked yet; “none” that somebody was, and had no answer.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._why = self._customer = ""
        self._steps: list[list[str]] = []

    @property
    def has_steps(self) -> bool:
        """Whether a step was named."""
        return bool(self._steps)

    def ask(self) -> None:
        """Ask what it is for, and step after step with owner and why until there is no more.

        Raises:
            EOFError: the answers ended, as with Ctrl-D, before an empty name of a step said that this is all.
            click.Abort: the person stopped the asking, as with Ctrl-C.
        """
        self._why = answer("Why does it exist? (empty: later)")
        self._customer = answer("Who is its customer? (empty: later)")
        click.echo("Now the steps, in their order; an empty name ends.", err=True)
        click.echo("Leave a why empty where nobody was asked yet.", err=True)
        while name := answer(f"{len(self._steps) + 1}. What is done?"):
            step = [name]
            self._steps.append(step)
            step.append(answer("   Who does it?"))
            step.append(answer("   Why?"))

    def process(self) -> Process:
        """Return the process as far as it was told, each step following the one before."""
        ids = ids_of((None, name) for name, *_ in self._steps)
        after = [(Flow(following),) for following in ids[1:]] + [()]
        steps = tuple(
            _step(made, *told, flows=flows) for made, told, flows in zip(ids, self._steps, after, strict=False)
        )
        return Process(self.name, steps=steps, why=self._why or None, customer=self._customer or None)


def _step(made: str, name: str, who: str = "", because: str = "", *, flows: tuple[Flow, ...]) -> Step:
    return Step(made, name, owner=who or None, why=because or None, flows=flows)


def answer(question: str) -> str:
    """Ask one question on standard error.

    Raises:
        EOFError: there are no more answers: a pipe has run out, or a person pressed Ctrl-D.
        click.Abort: the person pressed Ctrl-C.
    """
    try:
        text: str = click.prompt(question, default="", show_default=False, prompt_suffix=" ", err=True)
    except click.Abort as stop:
        click.echo(err=True)  # the question still stands on the line
        ended = isinstance(stop.__context__, EOFError)  # click makes one of both
        if ended:
            raise EOFError from stop
        raise
    return text.strip()
