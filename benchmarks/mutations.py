"""How many small faults the tests notice: python benchmarks/mutations.py [HOW_MANY [SEED]] (CONTRIBUTING.md).

Cosmic Ray makes the faults, one at a time, in a copy of the checkout: another operator, a constant off by one, a condition
turned round. Places are drawn by the seed, each as likely as any other, and then what is done there; left out are notes
on types, which never run, and ``is`` for ``==``, which is the same for the small values of tests. A run with coverage tells
which tests pass each line; only those are run, the quickest first, until one fails. A line that no test passes survives. A
test that fails without a fault, as one of time may on a busy machine, is left out.
"""

from __future__ import annotations

import ast
import json
import os
import random
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from cosmic_ray.ast import get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

HERE = Path(__file__).resolve().parents[1]
ROOMS = ("measures", "changes", "redesign")
TESTS = (*(f"tests/{room}" for room in (*ROOMS, "rules")), *(f"flowtrim/{room}" for room in ROOMS))
PATIENCE = 300
"""Seconds after which a fault that makes the tests hang counts as noticed."""

Place = tuple[str, int, int]
"""A file, and the line and column of what is changed there."""
Fault = tuple[str, int]
"""An operator, and at which of its occurrences in the file it is applied."""

CONTEXTS = """
import time

import coverage
import pytest

SPENT, FAILED = {}, set()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item):
    coverage.Coverage.current().switch_context(item.nodeid)
    began = time.perf_counter()
    yield
    SPENT[item.nodeid] = time.perf_counter() - began


def pytest_runtest_logreport(report):
    if report.failed:
        FAILED.add(report.nodeid)


def pytest_sessionfinish():
    import json, pathlib

    pathlib.Path("spent.json").write_text(
        json.dumps({test: spent for test, spent in SPENT.items() if test not in FAILED})
    )
"""


def copied(place: Path) -> Path:
    """Copy what git knows of the checkout, with the shared cases beside it where there are any."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, capture_output=True, check=True).stdout.decode()
    root = place / "flowtrim"
    for name in filter(None, files.split("\0")):
        if (HERE / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HERE / name, root / name)
    for made in HERE.glob("flowtrim/locale/*/LC_MESSAGES/*.mo"):
        shutil.copy2(made, root / made.relative_to(HERE))
    if (HERE.parent / "shared").exists():
        (place / "shared").symlink_to(HERE.parent / "shared")
    return root


def tests_by_line(root: Path) -> tuple[dict[tuple[str, int], list[str]], dict[str, list[str]]]:
    """Return the tests that pass each line, and those that pass any line of each file, the quickest first."""
    (root / "contexts.py").write_text(CONTEXTS)
    sources = ",".join(f"flowtrim/{room}" for room in ROOMS)
    command = ["-m", "coverage", "run", f"--source={sources}", "-m", "pytest", "-q", "-p", "contexts", *TESTS]
    quick = ["--hypothesis-profile=quick", "-k", "not thousand"]  # no test of how long something takes
    subprocess.run([sys.executable, *command, *quick], cwd=root, check=False)
    subprocess.run([sys.executable, "-m", "coverage", "json", "-q", "--show-contexts"], cwd=root, check=True)
    found = json.loads((root / "coverage.json").read_text())["files"]
    spent = json.loads((root / "spent.json").read_text())
    lines, files = {}, {}
    for file, told in found.items():
        everyone = set()
        for line, tests in told["contexts"].items():
            lines[file, int(line)] = sorted(spent.keys() & tests, key=spent.__getitem__)
            everyone.update(lines[file, int(line)])
        files[file] = sorted(everyone, key=spent.__getitem__)
    return lines, files


def places(root: Path) -> dict[Place, list[Fault]]:
    """Return every place where something can be changed, with what can be done there."""
    found: dict[Place, list[Fault]] = defaultdict(list)
    for file in sorted(path for room in ROOMS for path in (root / "flowtrim" / room).rglob("*.py")):
        tree, notes = get_ast(file.read_text()), set(_notes(ast.parse(file.read_text())))
        for name in operator_names():
            if name.endswith(("Eq_Is", "Eq_IsNot")) or "Variable" in name:
                continue
            operator, occurrence = get_operator(name)(), 0
            for node in _nodes(tree):
                for (line, column), _ in operator.mutation_positions(node):
                    if (line, column) not in notes:
                        found[str(file.relative_to(root)), line, column].append((name, occurrence))
                    occurrence += 1
    return found


def _nodes(node: object) -> Iterator[object]:
    yield node
    for child in getattr(node, "children", ()):
        yield from _nodes(child)


def _notes(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """Yield the places inside notes on types, and of names that stand for types."""
    for node in ast.walk(tree):
        noted = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp | ast.Subscript):
            noted.append(node.value if isinstance(node.targets[0], ast.Name) else None)
        for note in filter(None, noted):
            for line in range(note.lineno, note.end_lineno + 1):
                begin = note.col_offset if line == note.lineno else 0
                end = note.end_col_offset if line == note.end_lineno else 200
                yield from ((line, column) for column in range(begin, end))


def is_noticed(root: Path, file: str, fault: Fault, tests: list[str]) -> bool:
    """Whether a test fails once a fault is made; the file is restored."""
    path, sound = root / file, (root / file).read_text()
    name, occurrence = fault
    broken = mutate_code(sound, get_operator(name)(), occurrence)
    if broken is None or broken == sound:
        raise ValueError(f"{file}: {name} changes nothing at occurrence {occurrence}")
    (root / "chosen.txt").write_text("\n".join(tests))
    try:
        path.write_text(broken)
        return bool(tests) and not _passes(root)
    finally:
        path.write_text(sound)


def _passes(root: Path) -> bool:
    """Whether all chosen tests pass in time; plugins that none of them needs are left out, which saves seconds."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "@chosen.txt"]
    alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    try:
        ran = subprocess.run(command, cwd=root, env=alone, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return False
    return ran.returncode == 0


def main(many: int = 200, seed: int = 1) -> None:
    """Make so many faults and say which of them nobody noticed."""
    with TemporaryDirectory() as scratch:
        root = copied(Path(scratch))
        lines, files = tests_by_line(root)
        faults = places(root)
        chance = random.Random(seed)
        drawn = chance.sample(sorted(faults), many)
        noticed = 0
        for number, (file, line, column) in enumerate(drawn, 1):
            fault = chance.choice(faults[file, line, column])
            tests = lines.get((file, line)) or (files.get(file, []) if (file, line) in lines else [])
            noticed += (seen := is_noticed(root, file, fault, tests))
            print(
                f"{noticed}/{number} {'' if seen else 'SURVIVED '}{file}:{line}:{column} {fault[0]} ({len(tests)} tests)",
                flush=True,
            )
        print(f"{noticed} of {many} noticed: {noticed / many:.1%} (seed {seed}, {len(faults):,} places)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
