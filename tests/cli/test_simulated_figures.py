"""A simulated figure says so in every form, with its 95 % error, and is precise to 1 % or says why not."""

from __future__ import annotations

import html
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest

from flowtrim.cli import front, run
from tests.days import ON_THE_DAY

TANGLE = """\
process: Ship an order
customer: Buyer
promise: {within: 2d, of: 90%}
roles: {clerk: Clerk, packer: Packer, driver: Driver}
kpis: [{name: Lead time, steps: [order, tell], target: 2d}]
limits: {max_duration: 1d}
steps:
  - {name: Order, owner: clerk, takes: 1h, next: {all: [pack, bill]}}
  - {name: Pack, owner: packer, takes: 1h..5h, waits: WAITS, next: {all: [label, send]}}
  - {name: Bill, owner: clerk, takes: 10m..2h, waits: 4h, next: label}
  - {name: Label, owner: packer, takes: 30m, join: all, next: load}
  - {name: Send, owner: driver, takes: 2h..1d, next: load}
  - {name: Load, owner: driver, takes: 1h, join: all, next: [{to: tell, share: 90%}, {to: end, as: lost}]}
  - {name: Tell, owner: clerk, takes: TAKES}
plans:
  - {name: Pack sooner, changes: [{edit: pack, set: {waits: 4h}, because: We can.}]}
"""
"""No blocks: what is packed is labelled with the bill and sent without it."""
ERROR = r"± [0-9.]+ min"


@pytest.fixture(autouse=True)
def _here():
    Path("p.yml").write_text(TANGLE.replace("WAITS", "1d").replace("TAKES", "5m"))
    Path("fast.yml").write_text(TANGLE.replace("WAITS", "4h").replace("TAKES", "5m"))
    Path("near.yml").write_text(TANGLE.replace("WAITS", "1d").replace("TAKES", "6m"))


def said(*arguments, capsys):
    run(front, [*arguments, *ON_THE_DAY])
    return capsys.readouterr().out


def plain(text):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).replace("\\", "").split())


TOLD = (
    rf"about 2 working days 2 h \(1,000 cases simulated, {ERROR} at 95%\) from start to end",
    rf"50% within 2 working days 2 h {ERROR} and 90% within .{{5,40}} {ERROR} \(10?,000 cases simulated, errors at 95%(; not to 1%: cases differ too much)?\)",
    r"56% efficient \(simulated, ± [0-9.]+ points at 95%\)",
    rf"[0-9]+% ± [0-9.]+ points in time, 2 working days 2 h {ERROR} on average",
    r"by 10?,000 simulated cases, errors at 95%",
    rf"lost 10.0%, about 2 working days 2 h \(1,000 cases simulated, {ERROR} at 95%\)",
)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_an_analysis_says_of_every_simulated_figure_that_it_is_and_its_error(form, capsys):
    text = plain(said("analyze", "p.yml", "--all", "--format", form, capsys=capsys))

    assert [] == [pattern for pattern in TOLD if not re.search(pattern, text)]


def test_a_percentile_that_is_not_known_to_a_hundredth_says_why(capsys):
    rare = "{id: b, name: Ask, takes: 10m..1h, waits: 5d, optional: 10%}"
    Path("p.yml").write_text(f"process: P\nsteps:\n  - {{id: a, name: Do, takes: 10m..1h, next: b}}\n  - {rare}\n")
    told = json.loads(said("analyze", "p.yml", "--format", "json", capsys=capsys))
    found = told["measures"]["time"]["percentiles"]

    assert [0.5, 0.9] == [each["of"] for each in found]
    assert not found[1]["simulated"]["precise"]
    assert "errors at 95%; not to 1%: cases differ too much" in plain(said("analyze", "p.yml", "--all", capsys=capsys))


RULES = {
    "kpi-target-missed": r"it takes .* \(simulated, ± [0-9.]+ minutes at 95%\) on average",
    "limit-exceeded": r"2.27 working days \(simulated, ± [0-9.]+ minutes at 95%\), and 1 working day is the limit",
    "customer-promise-unkept": r"and [0-9]+% \(simulated, ± [0-9.]+ points at 95%\) are in time",
}


def test_json_has_cases_seed_and_error_of_every_simulated_figure_and_findings_say_so(capsys):
    told = json.loads(said("analyze", "p.yml", "--format", "json", capsys=capsys))
    figures, time = told["measures"], told["measures"]["time"]
    messages = {finding["rule"]: finding["message"] for finding in told["findings"]}

    assert time["simulated"]
    assert {"half_width", "cases", "seed", "precise", "why_not"} == time["simulation"].keys()
    assert 0 < time["simulation"]["half_width"] <= 0.01 * time["cycle_minutes"]
    assert 0 < time["efficiency_error"] < 0.02
    assert all(group["simulation"]["cases"] >= 1000 for group in figures["outcomes"])
    assert all(each["expected_error"] > 0 and each["simulated"]["cases"] >= 1000 for each in figures["promises"])
    assert all(each["least"] < each["minutes"] < each["most"] for each in time["percentiles"])
    assert [] == [rule for rule, pattern in RULES.items() if not re.search(pattern, messages[rule])]


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_comparison_has_the_errors_below_what_was_simulated(form, capsys):
    text = plain(said("compare", "p.yml", "fast.yml", "--format", form, capsys=capsys))
    text = " ".join(re.sub(r"[|→]| better", "", text).split())

    assert re.search(
        rf"start to end in working days 2 d 2 h 1 d 6 h −4 h simulated, error at 95% {ERROR} {ERROR}", text
    )
    assert re.search(r"cases in time 18% 80% \+62 points simulated, error at 95% in points ± 0.8 ± 0.8", text)
    assert re.search(r"efficiency 56% 72% \+16 points simulated, error at 95% in points ± [0-9.]+ ± [0-9.]+", text)


def test_a_difference_within_the_errors_is_neither_better_nor_worse(capsys):
    text = said("compare", "p.yml", "near.yml", "--no-worse", "duration", capsys=capsys)
    told = json.loads(said("compare", "p.yml", "near.yml", "--no-worse", "duration", "--format", "json", capsys=capsys))

    assert "start to end" not in text.partition("Before and after")[0]
    assert [] == told["worse"]
    assert told["simulation"]["before"]["cases"] >= 1000


def test_an_attempt_says_that_its_time_was_simulated(capsys):
    text = plain(said("analyze", "p.yml", "--plan", "Pack sooner", "--all", capsys=capsys))

    assert re.search(
        rf"start to end in working days 2 d 2 h → 1 d 6 h \(simulated, error at 95% {ERROR} → {ERROR}\)", text
    )


def test_the_workbook_has_a_row_with_the_error_below_each_simulated_figure():
    run(front, ["analyze", "p.yml", "-o", "out", *ON_THE_DAY])
    book = openpyxl.load_workbook(io.BytesIO(next(Path("out").rglob("*.xlsx")).read_bytes()))
    names = [row[0] for row in book["Figures"].iter_rows(min_row=6, values_only=True)]

    assert [
        "start to end, simulated: ± at 95%", "time for 50% of cases", "time for 50% of cases, simulated: ± at 95%",
    ] == names[names.index("start to end") + 1 :][:3]  # fmt: skip
    assert "efficiency, simulated: ± at 95%" == names[names.index("efficiency") + 1]


def test_what_has_a_closed_form_says_nothing_of_simulation(capsys):
    Path("row.yml").write_text("process: P\nsteps: [{name: A, takes: 1h, waits: 2h}, {name: B, takes: 5m}]\n")
    text = said("analyze", "row.yml", "--all", capsys=capsys) + said("compare", "row.yml", "row.yml", capsys=capsys)

    assert "simulat" not in text
