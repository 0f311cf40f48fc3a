import json
import sys

import pytest

from flowtrim.measures.lexicon.packs import FOLDER, weights
from tests.measures.labelled_reasons import (
    GOOD,
    LANGUAGES,
    SETS,
    SMELLS,
    Rate,
    digest,
    fresh,
    good_in_processes,
    half,
    labelled,
    naming,
    precision,
    recall,
    table,
    taught,
    told,
    unseen,
)


def test_there_are_more_than_nine_hundred_reasons_in_six_languages():
    assert 900 < len(labelled())
    assert all(200 < sum(row.language == language for row in labelled()) for language in LANGUAGES)


def test_no_step_has_the_same_reason_twice():
    assert len(labelled()) == len({(row.step, row.reason) for row in labelled()})


def test_each_reading_gave_a_known_label():
    assert {GOOD, *SMELLS} == {label for row in labelled() for label in (row.first, row.second)}


def test_about_half_of_each_kind_is_frozen():
    for label in (GOOD, *SMELLS):
        rows = [row for row in labelled() if row.first == label and not row.is_later]
        assert 0.35 < sum(row.is_frozen for row in rows) / len(rows) < 0.65


@pytest.mark.parametrize(("hits", "low", "high"), [(0, 0.0, 0.308), (5, 0.187, 0.813), (10, 0.692, 1.0)])
def test_the_bounds_are_those_of_clopper_and_pearson(hits, low, high):
    assert (low, high) == pytest.approx(Rate(hits, 10).bounds, abs=0.001)


def test_reasons_that_were_read_later_are_not_frozen():
    assert not any(row.is_frozen for row in labelled() if row.is_later)


def test_of_the_working_half_hardly_a_good_reason_is_called_weak():
    assert 0.97 <= precision(half(frozen=False)).share


def test_of_the_frozen_half_hardly_a_good_reason_is_called_weak():
    rate = precision(half(frozen=True))

    assert 0.95 <= rate.share, rate


@pytest.mark.parametrize("smell", SMELLS)
def test_of_the_frozen_half_most_reasons_of_each_smell_are_told(smell):
    rate = recall(half(frozen=True), smell)

    assert 0.85 <= rate.share, rate


def test_of_reasons_never_seen_hardly_a_good_one_is_called_weak():
    rate = precision(unseen())

    assert 0.95 <= rate.share, rate


@pytest.mark.parametrize("smell", SMELLS)
def test_of_reasons_never_seen_most_of_each_smell_are_told(smell):
    rate = recall(unseen(), smell)

    assert 0.85 <= rate.share, rate


def test_those_never_seen_are_many_half_of_them_good_in_six_languages():
    assert 900 < len(unseen())
    assert all(150 < sum(row.language == language for row in unseen()) for language in LANGUAGES)
    assert 0.45 < sum(row.first == GOOD for row in unseen()) / len(unseen()) < 0.55


def test_nothing_is_weighed_that_counts_as_never_seen():
    weighed = {row.reason.casefold().rstrip(".。!！") for row in taught()}

    assert [] == [row for row in unseen() if row.reason.casefold().rstrip(".。!！") in weighed]


def test_what_is_told_goes_by_its_right_name():
    assert 0.9 <= naming(half(frozen=True)).share


def test_the_figures_are_printed(capsys):
    with capsys.disabled():
        sys.stdout.write(f"\nLabelled reasons that were never seen:\n{table(unseen())}\n")


def test_the_table_names_every_smell_and_language():
    assert all(word in table(list(labelled())) for word in (*SMELLS, *LANGUAGES))


def test_the_sets_that_were_new_are_large_and_half_good():
    assert 400 < len(fresh("second"))
    assert all(0.35 < sum(row.first == GOOD for row in fresh(name)) / len(fresh(name)) < 0.6 for name in SETS)


def test_no_reason_of_a_new_set_stands_in_the_others():
    texts = [
        row.reason for rows in (labelled(), *map(fresh, SETS)) for row in {row.reason: row for row in rows}.values()
    ]

    assert len(texts) == len({*texts})


@pytest.mark.parametrize("name", SETS)
def test_of_the_sets_that_were_new_hardly_a_good_reason_is_called_weak(name):
    assert 0.95 <= precision(fresh(name)).share


@pytest.mark.parametrize("name", SETS)
def test_of_the_sets_that_were_new_most_weak_reasons_are_told_by_now(name):
    assert 0.85 <= recall(fresh(name), *SMELLS).share


def test_no_good_reason_of_a_real_process_is_called_weak():
    assert 300 < len(good_in_processes())
    assert [] == [row for row in good_in_processes() if told(row) != GOOD]


def test_the_weights_are_those_of_the_labelled_reasons_as_they_stand():
    made_of = json.loads((FOLDER / "weights.json").read_text(encoding="utf-8"))["made_of"]

    assert digest() == made_of, "Run benchmarks/weigh_reasons.py: a labelled reason has changed since."
    assert 5_000 < len(weights())
