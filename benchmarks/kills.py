"""Writing commands killed at random moments: python benchmarks/kills.py 100 kills each of them so often.

After each kill every file must be what it was before, or what the command makes of it undisturbed; of a folder all files
together. Drafts may be left, and the next run clears them away.
"""

from __future__ import annotations

import csv
import random
import shutil
import signal
import subprocess
import sys
import time
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

SAMPLE = Path(__file__).parents[1] / "samples" / "bicycle-repair" / "process.yml"
DAY = ("--today", "2026-11-24")
SIGNED = {"Reviewed on": "2026-11-24", "Reviewer": "Audit", "Process owner": "Workshop owner", "Minutes": "30"}
COMMANDS = {
    "analyze -o DIR": ["analyze", "p.yml", "-o", "out", *DAY], "compare -o DIR": ["compare", "p.yml", "q.yml", "-o", "out", *DAY],
    "trim --into": ["trim", "p.yml", "--into", "p.yml", *DAY], "trim -o FILE": ["trim", "p.yml", "-o", "after.yml", "--force", *DAY],
    "trim -o DIR": ["trim", "p.yml", "-o", "out", *DAY], "draw": ["draw", "p.yml", "-o", "p.svg", *DAY],
    "review -o": ["review", "p.yml", "-o", "due.md", *DAY], "checklist": ["checklist", "p.yml", "-o", "list.csv", "--force", *DAY],
    "convert": ["convert", "p.yml", "p.bpmn", "--force"], "write-baseline": ["analyze", "p.yml", "--write-baseline", "b.json", *DAY],
    "sign": ["sign", "p.yml", "signed.csv", *DAY], "sign -o": ["sign", "p.yml", "signed.csv", "-o", "signed.yml", *DAY],
    "new FILE": ["new", "table.xlsx", "--format", "xlsx"],
}  # fmt: skip


def state(place: Path) -> dict[str, bytes]:
    """Return what is there, drafts left out."""
    files = (file for file in place.rglob("*") if file.is_file() and ".flowtrim-" not in str(file))
    return {str(file.relative_to(place)): file.read_bytes() for file in files}


@cache
def signed_checklist() -> str:
    """Return the checklist of the sample as a reviewer fills it in: reviewed today, everything kept."""
    printed = subprocess.run(
        command_line(["checklist", str(SAMPLE), "-o", "-", "--format", "csv", *DAY]), check=True, capture_output=True
    )
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


def begun(place: Path) -> None:
    """Lay out what the commands work on; the outputs are those of somebody else's earlier run."""
    shutil.rmtree(place, ignore_errors=True)
    (place / "out").mkdir(parents=True)
    for name in ("p.yml", "q.yml"):
        shutil.copy(SAMPLE, place / name)
    for name in (
        "out/report.html",
        "out/report.md",
        "out/compare.md",
        "out/mine.txt",
        "after.yml",
        "p.svg",
        "due.md",
        "list.csv",
        "p.bpmn",
    ):
        (place / name).write_text("old")
    (place / "signed.csv").write_text(signed_checklist(), encoding="utf-8")
    (place / "b.json").write_text('{"format": "flowtrim-baseline/1", "files": {}}')


def command_line(arguments: list[str]) -> list[str]:
    """Return a call of this Python's own flowtrim."""
    return [sys.executable, "-m", "flowtrim", *arguments]


def killed(place: Path, arguments: list[str], after: float) -> dict[str, bytes]:
    """Run a command, kill it and its children after so many seconds, and return what is there then."""
    begun(place)
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command_line(arguments), cwd=place, stdout=quiet, stderr=quiet, start_new_session=True
    ) as run:
        time.sleep(after)
        run.send_signal(signal.SIGKILL)
    return state(place)


def main(times: int) -> int:
    """Kill every command, and count what is neither old nor new."""
    dice, wrong = random.Random(7), 0
    with TemporaryDirectory() as folder:
        place = Path(folder, "place")
        for name, arguments in COMMANDS.items():
            begun(place)
            old, begin = state(place), time.monotonic()
            subprocess.run(command_line(arguments), cwd=place, check=False, capture_output=True)
            new, lasts = state(place), time.monotonic() - begin
            if new == old:
                print(f"{name} writes nothing, so that killing it shows nothing", flush=True)
                wrong += 1
            bad = sum(killed(place, arguments, dice.uniform(0.5, 1.05) * lasts) not in (old, new) for _ in range(times))
            wrong += bad
            print(f"{name:<16} {times:>5} kills, {bad} neither old nor new", flush=True)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
