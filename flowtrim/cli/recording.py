"""What trim writes: the process as it would be, and the plan in a file. Both are ready before either is written."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.changes import apply_plan
from flowtrim.cli.command_group import say as tell
from flowtrim.cli.options import FORCED
from flowtrim.cli.paths import STDIN, single
from flowtrim.cli.written import written
from flowtrim.errors import OutputError
from flowtrim.formats import Document, dumps, read, rewrite, rewrite_file, write_atomically
from flowtrim.formats.shares import with_short_shares
from flowtrim.model import Plan, Process
from flowtrim.redesign import Proposal
from flowtrim.sentences import messages, quoted, say_many


class Sheet(Struct, frozen=True):
    """A text, where it goes, and what to say then; ``read`` is the text that it was made from, if it replaces that."""

    target: str
    text: str
    said: str
    force: bool
    read: str | None = None

    def write(self) -> None:
        """Write it whole or not at all; refuse where somebody else has changed the file since it was read."""
        if self.target == STDIN:
            sys.stdout.buffer.write(self.text.encode())
            return
        if self.read is not None:
            rewrite_file(self.target, read=self.read, text=self.text)
        else:
            write_atomically(self.target, self.text, force=self.force, instead=FORCED)
        tell(self.said)


def apart(one: str | None, other: str | None) -> None:
    """Raise OutputError where the process as it would be and the plan are to go into one file."""
    if one and other and STDIN not in (one, other) and os.path.realpath(one) == os.path.realpath(other):
        raise OutputError(f"Nothing was written: {one} cannot hold the process as it would be and the plan for it.")


def after_sheet(document: Document, proposal: Proposal, target: str, *, force: bool) -> Sheet:
    """Return the process as it would be; comments and order stay, and no share has more digits than anybody counts."""
    after = with_short_shares(apply_plan(document.process, proposal.planned), document.process)
    return Sheet(target, _changed(document, after), written(target, document.process.language), force)


def plan_sheet(document: Document, plan: Plan, target: str, *, named: bool, force: bool) -> Sheet:
    """Return a file with the plan among its plans; one that is not there yet becomes a copy of the document.

    A plan that was not ``named`` gets a name of its own; one of a name that is taken is replaced only by force.
    """
    there = Path(target).exists()
    kept = read(single(target), today=plan.on or date.max) if there else document
    if target == STDIN or (there and _is_imported(kept)):
        raise OutputError(f"Nothing was recorded: {target} is no process file in YAML, and only that holds plans.")
    plan = replace(plan, name=_free_name(plan.name, kept.process, named=named, force=force))
    apply_plan(kept.process, plan.changes)
    others = tuple(one for one in kept.process.plans if one.name != plan.name)
    text = _changed(kept, replace(kept.process, plans=(*others, plan)))
    said = say_many(
        len(plan.changes),
        "Recorded in {file}: the plan {plan}, with {number} change.",
        "Recorded in {file}: the plan {plan}, with {number} changes.",
        file=target,
        plan=quoted(plan.name),
    )
    return Sheet(target, text, messages(kept.process.language)(said), force=there, read=kept.text if there else None)


def _free_name(name: str, process: Process, *, named: bool, force: bool) -> str:
    taken = {plan.name for plan in process.plans}
    if not named:
        numbered = (name, *(f"{name} {number}" for number in range(2, len(taken) + 2)))
        return next(one for one in numbered if one not in taken)
    if name in taken and not force:
        raise OutputError(f"There is a plan '{name}' already. {FORCED}")
    return name


def _changed(document: Document, process: Process) -> str:
    """Return the file as it reads after a change; what cannot be changed in place is written anew, and that is said."""
    if _is_imported(document):
        return dumps(process)
    try:
        return rewrite(document, process)
    except OutputError:
        tell(f"{document.file} could not be changed in place, so its comments are not in the new text.")
        return dumps(process)


def _is_imported(document: Document) -> bool:
    """Whether the process came from another format, whose text cannot be changed in place."""
    return document.source is not None or not document.text
