"""One analysis after the other in one process, and what each part of it takes."""

import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from benchmarks.drawn import drawn_process
from benchmarks.files import plain_processes, write_files
from flowtrim.analysis import analyse
from flowtrim.formats import loads
from flowtrim.formats.collector import collector_paused
from flowtrim.measures import Survey
from flowtrim.reports.process.process_json import as_json, report
from flowtrim.rules import check

TODAY = date(2026, 11, 22)
SHOWCASE = Path(__file__).parents[1] / "samples" / "billing-question" / "process.yml"
FILES = {"showcase": SHOWCASE.read_bytes(), "drawn": drawn_process(30).encode()}


@collector_paused()
def analysed(data, file="process.yml"):
    """Read, analyse and report one file as a batch of ``analyze --format json`` does."""
    return as_json([report(analyse(loads(data, file=file, today=TODAY), today=TODAY))], several=False)


@pytest.fixture(scope="module")
def different(tmp_path_factory):
    """The bytes of a hundred files of 31 steps, no two alike, by how much they say."""
    folder = tmp_path_factory.mktemp("different")
    write_files(folder, 100)
    return {
        "plain": [process.encode() for process in plain_processes(100)],
        "rich": [file.read_bytes() for file in sorted(folder.rglob("*.yml"))],
    }


@pytest.mark.benchmark(group="a hundred files of 31 steps, no two alike: at least 200 a second")
@pytest.mark.parametrize("act", [lambda data: yaml.load(data, yaml.CSafeLoader), analysed], ids=["parsed", "analysed"])
@pytest.mark.parametrize("files", ["plain", "rich"])
def test_different_files(benchmark, act, files, different, capsys):
    files = different[files]
    benchmark.pedantic(lambda: [act(data) for data in files], rounds=5, warmup_rounds=1)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(files) / benchmark.stats.stats.min:,.0f} files a second\n")


@pytest.mark.benchmark(group="31 steps, from bytes to JSON")
@pytest.mark.parametrize("name", FILES)
def test_file_after_file(benchmark, name):
    benchmark(analysed, FILES[name])


@pytest.mark.benchmark(group="reading alone")
@pytest.mark.parametrize("name", FILES)
def test_reading(benchmark, name):
    benchmark(loads, FILES[name], file="process.yml", today=TODAY)


@pytest.mark.benchmark(group="every rule, figures included")
@pytest.mark.parametrize("name", FILES)
def test_asking_every_rule(benchmark, name):
    process = loads(FILES[name], today=TODAY).process

    benchmark(lambda: check(Survey(process, today=TODAY)))


@pytest.mark.benchmark(group="measures of 1,000 steps, each with what it needs")
@pytest.mark.parametrize(
    "figure", ["visits", "elevator", "complexity", "soundness", "justification", "redundant_roles", "times"]
)
def test_each_measure(benchmark, figure):
    process = loads(drawn_process(1_000), file="process.yml", today=TODAY).process

    benchmark.pedantic(lambda: getattr(Survey(process, today=TODAY), figure), rounds=10, warmup_rounds=1)
