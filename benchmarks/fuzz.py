"""Inputs made at random, format by format, for so many minutes: python benchmarks/fuzz.py --minutes 10 [FORMAT...].

One process reads input after input; every format gets the same time. Whatever is neither read nor refused in sentences
(a foreign exception, an end of the process, more than 10 seconds of processor time, more than 1 GB) is kept in a folder,
and the exit code is 1. The seed and the number of an input make it again: --seed S --again FORMAT NUMBER.
"""

from __future__ import annotations

import argparse
import gc
import json
import mmap
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import fuzz_formats as known

from flowtrim.errors import FlowtrimError
from flowtrim.formats.tabular import sheets, workbook_child

SECONDS, PATIENCE, BYTES = 10, 600, 2**30
"""Processor time for one input, time on the clock, and memory."""
ROOM = 1 << 24
"""Bytes of the largest input."""


def made(form: str, kind: known.Format, seed: int, number: int) -> bytes:
    """Return the input of that number."""
    dice = random.Random(f"{seed} {form} {number}")
    return kind.hurt(dice.choice(kind.seeds), dice)[:ROOM]


def tried(form: str, kind: known.Format, data: bytes, number: int, folder: Path) -> str:
    """Return how an input ends: read, measured, refused, or what is wrong."""
    file = folder / f"f.{kind.ending}"
    file.write_bytes(data)
    measure = number % known.MEASURED_EVERY == 0
    begin = time.process_time()
    try:
        kind.read(file, measure)
    except FlowtrimError:
        return _in_time("refused", begin)
    except KeyboardInterrupt:
        raise
    except BaseException as bug:  # noqa: BLE001 - a panic of a library is no Exception
        return "broke: " + "".join(traceback.format_exception(bug)[-3:])
    finally:
        if form.startswith("log"):
            rmtree(folder / ".flowtrim-evidence", ignore_errors=True)
    return _in_time("measured" if measure else "read", begin)


def _in_time(outcome: str, begin: float) -> str:
    import resource

    spent = time.process_time() - begin
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if spent > SECONDS:
        return f"took {spent:.1f} s"
    return outcome if most < BYTES else f"filled {most / 2**20:,.0f} MB"


class Worker:
    """A process that tries inputs until the time is over or one of them ends it; what it tries is seen from outside."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.kinds = options, known.formats()
        self.now = mmap.mmap(-1, ROOM + 64)
        self.until = time.monotonic() + 60 * options.minutes
        self.spent: Counter[str] = Counter()
        self.numbers: Counter[str] = Counter()

    def told(self) -> Iterator[tuple[str, int, str]]:
        """Yield format, number and outcome of each input, whatever becomes of the process that tries it."""
        forms = self.options.formats or list(self.kinds)
        while time.monotonic() < self.until:
            ours, theirs = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(ours)
                with os.fdopen(theirs, "w") as out:
                    self._work(forms, out)
                os._exit(0)
            os.close(theirs)
            with os.fdopen(ours) as lines:
                yield from map(self._counted, lines)
            _, status = os.waitpid(child, 0)
            if status:
                form, number = json.loads(self.now[:64].rstrip(b"\0"))
                yield self._counted(json.dumps([form, number, self._alone(form, number, status), PATIENCE]))

    def _counted(self, line: str) -> tuple[str, int, str]:
        form, number, outcome, spent = json.loads(line)
        self.numbers[form] = number + 1
        self.spent[form] += spent
        return form, number, outcome

    def _alone(self, form: str, number: int, status: int) -> str:
        """Return how an input ends that ended its process: of a workbook, which is read in a process of its own, again."""
        if "xlsx" in form or form == "ods":
            again = os.spawnlp(os.P_WAIT, sys.executable, sys.executable, __file__, "--seed", str(self.options.seed), "--again", form, str(number))  # fmt: skip
            if again == 0:
                return "refused"
        return f"ended the process: {status}"

    def _work(self, forms: list[str], out: Any) -> None:
        _bound()
        sheets._read = _read_here  # noqa: SLF001
        folder = Path(mkdtemp(prefix="flowtrim-fuzz-"))
        for form, kind in self.kinds.items():
            for seed in kind.seeds:  # what is wrong with the reading of all files shows nowhere else
                assert tried(form, kind, seed, 0, folder) == "measured", form
        gc.freeze()
        try:
            while time.monotonic() < self.until:
                form = min(forms, key=lambda form: self.spent[form])
                begin = time.process_time()
                outcome = self._one(form, folder)
                print(json.dumps([form, self.numbers[form], outcome, spent := time.process_time() - begin]), file=out)
                self.numbers[form] += 1
                self.spent[form] += spent
                if outcome.startswith("filled"):  # the peak of a process never falls
                    break
        finally:
            rmtree(folder, ignore_errors=True)

    def _one(self, form: str, folder: Path) -> str:
        number = self.numbers[form]
        data = made(form, self.kinds[form], self.options.seed, number)
        self.now[:64] = json.dumps([form, number]).encode().ljust(64, b"\0")
        signal.setitimer(signal.ITIMER_PROF, SECONDS + 1)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        try:
            return tried(form, self.kinds[form], data, number, folder)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)


def _bound() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (4 * BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _read_here(data: bytes) -> bytes:
    """Read a workbook in this process, where the product starts another one for each: that is most of the time."""
    try:
        return workbook_child.sheets_told(data, sheets.MOST_CELLS)
    except BaseException as refusal:
        raise sheets.WorkbookError(str(refusal)) from refusal


def again(seed: int, form: str, number: int) -> int:
    """Try one input once more, the way the product reads it, and print how it ends."""
    folder, kind = Path(mkdtemp(prefix="flowtrim-fuzz-")), known.formats()[form]
    outcome = tried(form, kind, made(form, kind, seed, number), number, folder)
    rmtree(folder)
    print(f"{form} {number}: {outcome}")
    return int(outcome not in ("read", "measured", "refused"))


def main() -> int:
    """Try inputs until the time is over, and tell how they ended."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("formats", nargs="*", metavar="FORMAT")
    options.add_argument("--minutes", type=float, default=1.0)
    options.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    options.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    options.add_argument("--again", nargs=2, metavar=("FORMAT", "NUMBER"))
    given = options.parse_args()
    if given.again:
        return again(given.seed, given.again[0], int(given.again[1]))
    worker, counts, wrong = Worker(given), Counter[tuple[str, str]](), 0
    for form, number, outcome in worker.told():
        counts[form, outcome.partition(" ")[0].rstrip(":")] += 1
        if outcome not in ("read", "measured", "refused"):
            wrong += 1
            given.keep.mkdir(exist_ok=True)
            kind = worker.kinds[form]
            (given.keep / f"{form}-{given.seed}-{number}.{kind.ending}").write_bytes(made(form, kind, given.seed, number))  # fmt: skip
            print(f"{form} {number}: {outcome}", flush=True)
    print(f"seed {given.seed}: {counts.total():,} inputs, {wrong:,} wrong")
    for (form, outcome), count in sorted(counts.items()):
        print(f"  {form:<15} {outcome:<9} {count:>9,}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
