"""How long imported models take: one large document beyond the start of the program, and a folder of thousands."""

import sys
from datetime import date
from pathlib import Path

import pytest

from benchmarks.children import cost
from benchmarks.drawn_bpmn import drawn_bpmn
from flowtrim.formats import loads

TODAY = date(2026, 11, 22)
FLOWTRIM = Path(sys.executable).with_name("flowtrim")
BEYOND_START = 1.0
FOLDER = 120.0
"""Seconds of processor time; two cores could spend twice as much within two minutes."""


def analysing(path):
    return (FLOWTRIM, "analyze", path, "--format", "json", "--fail-on", "never")


@pytest.mark.benchmark(group="reading a document")
@pytest.mark.parametrize("nodes", [20, 1_000])
def test_reading(benchmark, nodes):
    benchmark(loads, drawn_bpmn(nodes).encode(), file="drawn.bpmn", today=TODAY)


def test_a_thousand_elements_take_less_than_a_second_beyond_the_start(tmp_path, record_property, capsys):
    large, small = tmp_path / "large.bpmn", tmp_path / "small.bpmn"
    large.write_text(drawn_bpmn(1_000))
    small.write_text(drawn_bpmn(7))
    pairs = [(cost(analysing(large)).seconds, cost(analysing(small)).seconds) for _ in range(5)]
    beyond = min(pair[0] for pair in pairs) - min(pair[1] for pair in pairs)

    record_property("seconds", beyond)
    with capsys.disabled():
        print(f"\n1,000 flow nodes: {beyond:.2f} s beyond the start")
    assert beyond <= BEYOND_START


def test_three_thousand_models_take_less_than_two_minutes(tmp_path, record_property, capsys):
    for number in range(3_000):
        (tmp_path / f"model-{number:04}.bpmn").write_text(drawn_bpmn(16 + number % 8))
    spent = cost(analysing(tmp_path))

    record_property("seconds", spent.seconds)
    with capsys.disabled():
        print(f"\n3,000 models: {spent.seconds:.0f} s, {spent.mebibytes:.0f} MiB at the peak")
    assert spent.seconds <= FOLDER
