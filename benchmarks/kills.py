"""Writing commands killed at random moments: python benchmarks/kills.py 100 kills each of them so often.

A command is run in a copy of this process, so that it is at work as soon as it begins, and killed with all its children.
After each kill every file must be what it was before, or what the command makes of it undisturbed; of a folder all files
together. Of a journal every line must be whole and follow from the one before. Drafts may be left, and the next run
clears them away.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache, partial
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flowtrim.cli import front, run
from flowtrim.conversation import Answered, Decided, Kept, Session, read_records
from flowtrim.formats.journal import Journal, journal_beside, read_journal
from flowtrim.reports.media import pdf
from flowtrim.workshop.closing import close
from flowtrim.workshop.table import Table

PROCESS = """process: Claim
why: Whoever had a loss is paid what is owed to them.
owner: Head of claims
reviewed: 2026-10-05
customer: Insured
roles:
  insured: {name: Insured, kind: customer}
steps:
  - {id: ask, name: Ask, owner: Clerk, why: The clerk has to know what happened to pay what is owed., outputs: [claim]}
  - {id: check, name: Check, owner: Judge, inputs: [claim], outputs: [claim], next: [{to: stamp, when: whole}, {to: ask, when: incomplete}]}
  - {id: stamp, name: Stamp, owner: Judge, why: none}
  - {id: pay, name: Pay, owner: Clerk, why: The insured needs the money to repair the house., inputs: [claim]}
"""
TODAY = date(2026, 11, 24)
DAY = ("--today", str(TODAY))
SIGNED = {"Reviewed on": "2026-11-24", "Reviewer": "Audit", "Process owner": "Head of claims", "Minutes": "30"}
ANSWERS = "k\n" * 3 + "y\n\n"
"""What is typed where a command asks: each question of ask is kept, and what was said is written."""
OUTPUTS = ("out/report.html", "out/report.md", "out/compare.md", "out/mine.txt", "after.yml", "p.svg", "due.md", "list.csv", "p.bpmn", "cards.md", "evidence.html", "history.csv", "p-workshop.html")  # fmt: skip
COMMANDS = {
    "analyze -o DIR": ["analyze", "p.yml", "-o", "out", *DAY], "analyze two -o DIR": ["analyze", "p.yml", "q.yml", "-o", "out", *DAY],
    "compare -o DIR": ["compare", "p.yml", "q.yml", "-o", "out", *DAY], "trim --into": ["trim", "p.yml", "--into", "p.yml", *DAY],
    "trim -o FILE": ["trim", "p.yml", "-o", "after.yml", "--force", *DAY], "trim -o DIR": ["trim", "p.yml", "-o", "out", *DAY],
    "draw": ["draw", "p.yml", "-o", "p.svg", *DAY], "review -o": ["review", "p.yml", "-o", "due.md", *DAY],
    "checklist": ["checklist", "p.yml", "-o", "list.csv", "--force", *DAY], "convert": ["convert", "p.yml", "p.bpmn", "--force"],
    "convert DIR": ["convert", "p.yml", "out/", "--to", "bpmn", "--force"], "write-baseline": ["analyze", "p.yml", "--write-baseline", "b.json", *DAY],
    "sign": ["sign", "p.yml", "signed.csv", *DAY], "sign -o": ["sign", "p.yml", "signed.csv", "-o", "signed.yml", *DAY],
    "new FILE": ["new", "table.xlsx", "--format", "xlsx"], "new": ["new", "asked.yml"], "new --example": ["new", "made", "--example", "ringi"],
    "cards": ["cards", "p.yml", "-o", "cards.md", "--force", *DAY], "history -o": ["history", "p.yml", "-o", "history.csv", *DAY],
    "ask": ["ask", "p.yml", "--role", "Judge", *DAY], "workshop --print": ["workshop", "p.yml", "--print", *DAY], "workshop's end": [],
    "evidence -o": ["evidence", "p.yml", "log.csv", "-o", "evidence.html", *DAY], "evidence --into": ["evidence", "p.yml", "log.csv", "--into", "p.yml", *DAY],
}  # fmt: skip
APART = {"evidence -o", "evidence --into"}
"""Commands whose library starts threads, which no copy of a process has: they are run from the beginning."""
ASIDE = ("p.yml.journal.jsonl", ".flowtrim-evidence")
"""What is judged by itself, or made anew whenever it is not whole."""


def state(place: Path) -> dict[str, bytes]:
    """Return what is there: drafts, journals, git and caches left out."""
    files = (file for file in place.rglob("*") if file.is_file() and ".git/" not in str(file))
    told = {str(file.relative_to(place)): file for file in files if ".flowtrim-" not in str(file)}
    return {name: file.read_bytes() for name, file in told.items() if name not in ASIDE}


@cache
def signed_checklist() -> str:
    """Return the checklist of the sample as a reviewer fills it in: reviewed today, everything kept."""
    command = command_line(["checklist", "-", "-o", "-", "--format", "csv", *DAY])
    printed = subprocess.run(command, check=True, capture_output=True, input=PROCESS.encode())
    rows = list(csv.reader(StringIO(printed.stdout.decode("utf-8-sig"))))
    head: list[str] = []
    for row in rows:
        if "Decision" in row:
            head = row
        elif head and len(row) == len(head) and row[-1]:
            row[head.index("Decision")] = "keep"
        elif row and row[0] in SIGNED:
            row[1:] = [SIGNED[row[0]]]
    filled = StringIO()
    csv.writer(filled).writerows(rows)
    return filled.getvalue()


@cache
def said() -> tuple[bytes, ...]:
    """Return the journal of a workshop that is about to end."""
    lines: list[bytes] = []
    talk = Session.begin(PROCESS.encode(), file="p.yml", today=TODAY, at="2026-11-24T09:00", keep=lines.extend)
    first, second = (step.id for step in talk.process.work[:2])
    answers = (Answered("step", first, {"why": "A rider would fall."}), Kept("step", second), Decided("drop", second))
    talk.take([("facilitator", one) for one in answers], at="2026-11-24T09:05")
    return tuple(lines)


def begun(place: Path, name: str) -> None:
    """Lay out what the commands work on; the outputs are those of somebody else's earlier run."""
    shutil.rmtree(place, ignore_errors=True)
    (place / "out").mkdir(parents=True)
    for copy in ("p.yml", "q.yml"):
        (place / copy).write_text(PROCESS)
    for output in OUTPUTS:
        (place / output).write_text("old")
    (place / "signed.csv").write_text(signed_checklist(), encoding="utf-8")
    (place / "b.json").write_text('{"format": "flowtrim-baseline/1", "files": {}}')
    ways = [("Ask", "Check", "Stamp", "Pay"), ("Ask", "Check", "Ask", "Check", "Stamp", "Pay")] * 6
    rows = (f"{n},{step},2026-03-{1 + n:02} 09:{at}0:00\n" for n, way in enumerate(ways) for at, step in enumerate(way))
    (place / "log.csv").write_text("case,activity,time\n" + "".join(rows))
    if name == "workshop's end":
        journal_beside(place / "p.yml").write_bytes(b"".join(line + b"\n" for line in said()))
    if name.startswith("history"):
        git = "git init -q . && git add p.yml && git -c user.name=a -c user.email=a@b commit -qm x"
        days = {"GIT_AUTHOR_DATE": "2026-01-01T00:00Z", "GIT_COMMITTER_DATE": "2026-01-01T00:00Z"}
        subprocess.run(git, shell=True, check=True, cwd=place, env={**os.environ, **days})


def command_line(arguments: list[str]) -> list[str]:
    """Return a call of this Python's own flowtrim."""
    return [sys.executable, "-m", "flowtrim", *arguments]


def end_of_a_workshop() -> None:
    """Write what a workshop leaves: the process, and its reports."""
    with Journal(journal_beside("p.yml")) as journal:
        close(Table("p.yml", journal, today=TODAY))


def begin(place: Path, name: str) -> int:
    """Run a command in a process of its own group, and return its number."""
    if name in APART:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command_line(COMMANDS[name]), cwd=place, stdout=quiet, stderr=quiet, stdin=quiet, start_new_session=True).pid  # fmt: skip
    child = os.fork()
    if child:
        return child
    work: Callable[[], object] = partial(run, front, COMMANDS[name]) if COMMANDS[name] else end_of_a_workshop
    try:
        os.setsid()
        os.chdir(place)
        sys.stdin, sys.stdout, sys.stderr = StringIO(ANSWERS), StringIO(), StringIO()
        work()
    finally:
        os._exit(0)


def killed(place: Path, name: str, after: float) -> None:
    """Run a command, and kill it and its children after so many seconds."""
    begun(place, name)
    child = begin(place, name)
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def is_whole(place: Path, old: dict[str, bytes], new: dict[str, bytes]) -> bool:
    """Whether every file is old or new, a folder all of it, and a journal a chain of whole lines."""
    now = state(place)
    folders = {str(Path(name).parent) for name in old.keys() | new.keys() if name.startswith("out/")}
    journal = journal_beside(place / "p.yml")
    if journal.exists():
        read_records(read_journal(journal)[0], file=str(journal))
    single = all(now.get(name) in (old.get(name), new.get(name)) for name in now.keys() | old.keys() | new.keys())
    return single and all(_in(each, now) in (_in(each, old), _in(each, new)) for each in folders)


def _in(folder: str, told: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in told.items() if str(Path(name).parent) == folder}


def outcome_of(place: Path, name: str) -> tuple[dict[str, bytes], dict[str, bytes], float]:
    """Return what is there before a command and after it, and how many seconds it lasts."""
    begun(place, name)
    old, start = state(place), time.monotonic()
    os.waitpid(begin(place, name), 0)
    return old, state(place), time.monotonic() - start


def main(times: int, names: list[str]) -> int:
    """Kill every command, and count what is neither old nor new."""
    pdf._BROWSERS, sys.modules["weasyprint"] = (), None  # type: ignore[assignment] # printing takes most of the time  # noqa: SLF001
    dice, wrong, kills = random.Random(7), 0, 0
    with TemporaryDirectory() as folder:
        place = Path(folder, "place")
        for name in names or COMMANDS:
            outcome_of(place, name)
            old, new, lasts = outcome_of(place, name)
            if new == old:
                print(f"{name} writes nothing, so that killing it shows nothing", flush=True)
                wrong += 1
            bad = 0
            for _ in range(times):
                killed(place, name, dice.uniform(0.2, 1.1) * lasts)
                bad += not is_whole(place, old, new)
            wrong, kills = wrong + bad, kills + times
            print(f"{name:<20} {times:>5} kills, {bad} neither old nor new ({lasts:.2f} s)", flush=True)
    print(f"{kills:,} kills, {wrong} wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, sys.argv[2:]))
