"""How many small faults the tests notice: python benchmarks/mutations.py [HOW_MANY [SEED]] (CONTRIBUTING.md).

Cosmic Ray makes the faults, one at a time, in a copy of the checkout: another operator, a constant off by one, a condition
turned round. Places are drawn by the seed, each as likely as any other, and then what is done there. A run with coverage
tells which tests pass each line; only those are run, the most particular first, until one fails. A line that no test passes
survives. A test that fails without a fault, as one of time may on a busy machine, is left out.

No faults, and never drawn, are what makes the same program: notes on types and what only the checker of types reads; the
bare ``*`` of a signature; ``strict`` of a zip, which is a check of ourselves that no input reaches; a cache, without which
the answer only comes later; and ``is`` for ``==``, which is the same for the small values of tests. What does not compile
is no fault either.
"""

from __future__ import annotations

import argparse
import ast
import gc
import hashlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import coverage
import highspy  # noqa: F401
import hypothesis.strategies  # noqa: F401
import lxml.etree  # noqa: F401
import msgspec  # noqa: F401
import networkx as nx  # noqa: F401
import pytest
import yaml  # noqa: F401
from cosmic_ray.ast import get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

HERE = Path(__file__).resolve().parents[1]
ROOMS = ("measures", "changes", "redesign")
NEAR = ("rules", "graph", "model", "samples", "conversation", "review", "reports/test_golden.py", "cli/test_trim.py")
"""What else of the suite notices faults of those rooms, in little time."""
TESTS = (*(f"tests/{room}" for room in (*ROOMS, *NEAR)), *(f"flowtrim/{room}" for room in ROOMS))
PATIENCE = 300
"""Seconds after which a fault that makes the tests hang counts as noticed."""
PARTICULAR = 25
"""So many of the tests are run first: most faults are noticed by them, and the others are not even collected then."""
CACHES = ("cache", "lru_cache")
SIGNATURES = ("parameters", "lambdef")

MINE: list[Path] = []
"""The copy of the checkout in which a process makes its faults."""

Place = tuple[str, int, int]
"""A file, and the line and column of what is changed there."""
Trial = tuple[Place, str, str, list[str]]
"""A place, what is done there, what the file becomes by it, and the tests that pass there."""
Lines = dict[str, dict[int, list[str]]]
"""Of each file and line, the tests that pass it."""
Fault = tuple[str, int]
"""An operator, and at which of its occurrences in the file it is applied."""

CONTEXTS = """
import json
import pathlib

import coverage
import pytest

SEEN, FAILED = [], set()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item):
    coverage.Coverage.current().switch_context(item.nodeid)
    SEEN.append(item.nodeid)
    yield


def pytest_runtest_logreport(report):
    if report.failed:
        FAILED.add(report.nodeid)


def pytest_sessionfinish():
    pathlib.Path("passed.json").write_text(json.dumps([test for test in SEEN if test not in FAILED]))
"""


def known() -> list[str]:
    """Return the files that git knows of the checkout."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, capture_output=True, check=True).stdout.decode()
    return [name for name in files.split("\0") if name and (HERE / name).is_file()]


def copied(place: Path) -> Path:
    """Copy what git knows of the checkout, with the shared cases beside it where there are any."""
    root = place / "flowtrim"
    for name in known():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(HERE / name, root / name)
    for made in HERE.glob("flowtrim/locale/*/LC_MESSAGES/*.mo"):
        shutil.copy2(made, root / made.relative_to(HERE))
    if (HERE.parent / "shared").exists():
        (place / "shared").symlink_to(HERE.parent / "shared")
    return root


def tests_by_line(root: Path, kept: Path | None) -> Lines:
    """Return the tests that pass each line of each file, those first that pass the fewest lines: they speak of it.

    What was kept of an earlier run is taken where the program is still the same, but for the tests that have changed.
    """
    files = [name for name in known() if name.startswith(("flowtrim/", "tests/", "samples/"))]
    prints = {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in files}
    chosen = {name: each for name, each in prints.items() if Path(name).match("test_*.py") and name.startswith(TESTS)}
    others = hashlib.sha256(repr(sorted(prints.items() - chosen.items())).encode()).hexdigest()
    told: dict[str, Any] = json.loads(kept.read_text()) if kept and kept.exists() else {}
    same = told.get("others") == others
    fresh = {name for name, each in chosen.items() if not same or told["chosen"].get(name) != each}
    lines: Lines = defaultdict(lambda: defaultdict(list))
    for file, of in told["lines"].items() if same else ():
        for line, tests in of.items():
            lines[file][int(line)] = [test for test in tests if test.split("::")[0] not in fresh]
    if fresh:
        _run_with_coverage(root, sorted(fresh) if same else TESTS, lines)
    if kept:
        kept.write_text(json.dumps({"others": others, "chosen": chosen, "lines": lines}))
    often = Counter(test for of in lines.values() for tests in of.values() for test in tests)
    for of in lines.values():
        for tests in of.values():
            tests.sort(key=lambda test: (often[test], test))
    return lines


def _run_with_coverage(root: Path, tests: Iterable[str], lines: Lines) -> None:
    """Note which tests pass each line of each file."""
    (root / "contexts.py").write_text(CONTEXTS)
    sources = ",".join(f"flowtrim/{room}" for room in ROOMS)
    command = ["-m", "coverage", "run", f"--source={sources}", "-m", "pytest", "-q", "-p", "contexts", *tests]
    quick = ["--hypothesis-profile=quick", "-k", "not thousand"]  # no test of how long something takes
    subprocess.run([sys.executable, *command, *quick], cwd=root, check=False)
    passed = set(json.loads((root / "passed.json").read_text()))
    data = coverage.CoverageData(str(root / ".coverage"))
    data.read()
    for file in data.measured_files():
        for line, found in data.contexts_by_lineno(file).items():
            lines[str(Path(file).relative_to(root.resolve()))][line] += passed.intersection(found)


def tests_of(place: Place, source: str, lines: dict[int, list[str]]) -> list[str]:
    """Return the tests that run a place; those of the whole file where it runs when the file is imported.

    A statement of several lines is run by whatever passes one of its own.
    """
    _, line, _ = place
    begin, end = max(_extents(ast.parse(source), line), default=(line, line))
    passed = [lines[each] for each in range(begin, end + 1) if each in lines]
    found = lines.get(line) or [test for tests in passed for test in tests]
    if not found and passed:
        found = [test for tests in lines.values() for test in tests]
    return list(dict.fromkeys(found))


def _extents(tree: ast.AST, line: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each statement around a line, without the statements inside it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0):
            inner = getattr(node, "body", None)
            end = max(node.lineno, inner[0].lineno - 1) if inner else node.end_lineno or 0
            if line <= end:
                yield node.lineno, end


def places(root: Path, only: str = "") -> dict[Place, list[Fault]]:
    """Return every place where something can be changed, with what can be done there."""
    found: dict[Place, list[Fault]] = defaultdict(list)
    for file in sorted(path for room in ROOMS for path in (root / "flowtrim" / room).rglob("*.py")):
        name = str(file.relative_to(root))
        if not name.startswith(only):
            continue
        tree, unfit = get_ast(file.read_text()), set(_unfit(ast.parse(file.read_text())))
        nodes = list(_nodes(tree))
        stars = [node for node in nodes if getattr(node, "value", "") == "*" and node.parent.type in SIGNATURES]
        unfit.update(star.start_pos for star in stars)
        for kind in operator_names():
            if kind.endswith(("Eq_Is", "Eq_IsNot")) or "Variable" in kind:
                continue
            operator, occurrence = get_operator(kind)(), 0
            for node in nodes:
                for position, _ in operator.mutation_positions(node):
                    if position not in unfit:
                        found[name, *position].append((kind, occurrence))
                    occurrence += 1
    return found


def _nodes(node: object) -> Iterator[object]:
    yield node
    for child in getattr(node, "children", ()):
        yield from _nodes(child)


def _unfit(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """Yield the places that no fault can be in: notes on types and names that stand for them, caches, strict zips."""
    for node in ast.walk(tree):
        noted = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp | ast.Subscript):
            noted.append(node.value if isinstance(node.targets[0], ast.Name) else None)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            noted.append(node)
        if isinstance(node, ast.keyword) and node.arg == "strict":
            noted.append(node.value)
        caches = [each for each in getattr(node, "decorator_list", ()) if ast.unparse(each).split("(")[0] in CACHES]
        yield from ((each.lineno, each.col_offset - len("@")) for each in caches)
        for note in filter(None, noted):
            for line in range(note.lineno, note.end_lineno + 1):
                begin = note.col_offset if line == note.lineno else 0
                end = note.end_col_offset if line == note.end_lineno else 200
                yield from ((line, column) for column in range(begin, end))


def broken_by(sound: str, fault: Fault) -> str | None:
    """Return a source with a fault in it; None where that does not compile."""
    kind, occurrence = fault
    broken = mutate_code(sound, get_operator(kind)(), occurrence)
    if broken is None or broken == sound:
        raise ValueError(f"{kind} changes nothing at occurrence {occurrence}")
    try:
        compile(broken, "broken", "exec")
    except SyntaxError:
        return None
    return broken


def drawn(
    sources: dict[str, str], faults: dict[Place, list[Fault]], chance: random.Random
) -> Iterator[tuple[Place, str, str]]:
    """Yield places in the order in which they are drawn, with what is done there and what the file becomes by it."""
    for place in chance.sample(sorted(faults), len(faults)):
        fault = chance.choice(faults[place])
        broken = broken_by(sources[place[0]], fault)
        if broken is not None:
            yield place, fault[0].removeprefix("core/"), broken


def noticing(root: Path, file: str, broken: str, tests: list[str]) -> str | None:
    """Return the test that fails once a file is what a fault makes of it; the file is restored.

    It is empty where no test could so much as begin or end, and None where all pass.
    """
    path, sound = root / file, (root / file).read_text()
    try:
        path.write_text(broken)
        stages = (tests[:PARTICULAR], tests[PARTICULAR:])
        return next((test for each in stages if each and (test := failing(root, each)) is not None), None)
    finally:
        path.write_text(sound)


class FirstFailure:
    """Writes down which test fails, for the process that waits."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that fails; no other is run after it."""
        if report.failed:
            Path("failed.txt").write_text(report.nodeid)


def failing(root: Path, tests: Iterable[str]) -> str | None:
    """Return the first of some tests that fails, as ``noticing`` does.

    They run in a process of their own that begins with the libraries loaded, which saves seconds.
    """
    (root / "chosen.txt").write_text("\n".join(tests))
    (root / "failed.txt").write_text("")
    sys.stdout.flush()
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return (root / "failed.txt").read_text() if status else None
    signal.alarm(PATIENCE)
    os.chdir(root)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    code = 1
    try:
        sys.path.insert(0, str(root))
        code = int(pytest.main(["-x", "-q", "@chosen.txt"], plugins=[FirstFailure()]))
    finally:
        os._exit(code)


def unreliable(root: Path, tests: set[str]) -> set[str]:
    """Return the tests that fail without a fault, so that what they notice does not count."""
    left = set(tests)
    while left and (failed := failing(root, sorted(left))) is not None:
        left.discard(failed or min(left))
    return tests - left


def tried(trial: Trial) -> str | None:
    """Return the test that notices a fault, as ``noticing`` does, and say so."""
    (file, line, column), kind, broken, tests = trial
    test = noticing(MINE[0], file, broken, tests)
    print(
        f"{'SURVIVED ' if test is None else ''}{file}:{line}:{column} {kind} ({len(tests)} tests) {test or ''}",
        flush=True,
    )
    return test


def main(asked: argparse.Namespace) -> None:
    """Make so many faults and say which of them nobody noticed."""
    with TemporaryDirectory() as scratch:
        copies = [copied(Path(scratch) / str(number)) for number in range(asked.at_once)]
        lines, faults = tests_by_line(copies[0], asked.kept), places(copies[0], asked.only)
        sources = {file: (copies[0] / file).read_text() for file, _, _ in faults}
        chosen = [
            (place, kind, broken, tests_of(place, sources[place[0]], lines.get(place[0], {})))
            for place, kind, broken in islice(drawn(sources, faults, random.Random(asked.seed)), asked.many)
        ]
        fork = multiprocessing.get_context("fork")
        free = fork.SimpleQueue()
        for root in copies:
            free.put(root)
        gc.freeze()  # or each process would look through all of this for garbage
        with fork.Pool(asked.at_once, lambda: MINE.append(free.get())) as pool:
            found = list(pool.imap(tried, chosen))
        doubtful = unreliable(copies[0], {test for test in found if test})
        for test in sorted(doubtful):
            print(f"fails without a fault as well, and counts for nothing: {test}")
        noticed = sum(test is not None and test not in doubtful for test in found)
        print(
            f"{noticed} of {len(found)} noticed: {noticed / len(found):.1%} (seed {asked.seed}, {len(faults):,} places)"
        )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("many", type=int, nargs="?", default=200, help="how many faults")
    options.add_argument("seed", type=int, nargs="?", default=1)
    options.add_argument("--at-once", type=int, default=1, help="how many faults are tried at the same time")
    options.add_argument("--only", default="", help="only files whose path begins so")
    options.add_argument(
        "--kept", type=Path, help="where to keep which tests pass each line, for as long as it is true"
    )
    main(options.parse_args())
