"""A review of thousands of files beside the bare parsing of the same files, both on two cores.

``FLOWTRIM_FILES=10000 pytest benchmarks/test_review.py`` takes as many files as the promise speaks of.
"""

import os
import sys
from pathlib import Path

import pytest

from benchmarks.children import cost, elapsed
from benchmarks.files import write_files

FLOWTRIM = Path(sys.executable).with_name("flowtrim")
FILES = int(os.environ.get("FLOWTRIM_FILES", "1000"))
MOST = 1.5
ROUNDS = 3

PARSING = """
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import yaml


def parse(file):
    yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)


if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(parse, sorted(Path(sys.argv[1]).rglob("*.yml")), chunksize=25))
"""


@pytest.fixture(scope="module")
def commands(tmp_path_factory):
    """Bare parsing and the review of a folder of files, each as a command."""
    folder = tmp_path_factory.mktemp("files")
    script = tmp_path_factory.mktemp("script") / "parse.py"
    script.write_text(PARSING, encoding="utf-8")
    write_files(folder, FILES)
    return (sys.executable, script, folder), (FLOWTRIM, "review", folder, "--today", "2026-03-02")


@pytest.mark.parametrize("spent", [lambda command: cost(command).seconds, elapsed], ids=["processor", "clock"])
def test_a_review_takes_little_longer_than_bare_parsing(commands, spent, capsys):
    parsing, review = (min(times) for times in zip(*(map(spent, commands) for _ in range(ROUNDS)), strict=True))
    ratio = review / parsing
    with capsys.disabled():
        sys.stdout.write(
            f"\n{FILES:,} files: parsed in {parsing:.1f} s, reviewed in {review:.1f} s, {ratio:.2f} times\n"
        )

    assert ratio <= MOST
