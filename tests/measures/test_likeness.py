import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.measures.judging import look_alikes

texts = st.text(alphabet="abcde ", max_size=30)


def processed(text):
    """As the oracle was prepared: each character that is no letter or digit becomes a space."""
    return re.sub(r"\W", " ", text).lower().strip()


def naive_similarity(first, second):
    """The longest common subsequence by the schoolbook table."""
    rows = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            rows[i + 1][j + 1] = rows[i][j] + 1 if a == b else max(rows[i][j + 1], rows[i + 1][j])
    together = len(first) + len(second)
    return 200.0 * rows[-1][-1] / together if together else 100.0


@pytest.mark.parametrize(
    ("name", "why", "ratio"),
    [
        ("Approve invoice", "To approve the invoice", 81.1),
        ("Approve invoice", "Because invoices must be approved", 41.7),
        (
            "Check stock",
            "Check stock before promising a delivery date, otherwise 8% of orders are cancelled later",
            22.2,
        ),
        ("审批发票", "为了审批发票", 80.0),
    ],
)
def test_oracle_11_3_ratios(name, why, ratio):
    pair = processed(name), processed(why)

    assert look_alikes(pair, threshold=ratio - 0.05)
    assert not look_alikes(pair, threshold=ratio + 0.05)


@given(st.lists(texts, max_size=12, unique=True), st.sampled_from((60.0, 80.0, 90.0, 100.0)))
def test_a_few_texts_are_compared_each_with_each(several, threshold):
    found = look_alikes(several, threshold=threshold)
    expected = {a for a in several for b in several if a != b and naive_similarity(a, b) >= threshold}

    assert expected == set(found)
    assert all(naive_similarity(a, b) >= threshold for a, b in found.items())


def test_hundreds_of_texts_from_one_template_are_all_found():
    several = [f"tells the customer of order {number:04d} the date" for number in range(500)]

    assert set(several) == set(look_alikes(several, threshold=90.0))


def test_nothing_resembles_nothing():
    assert {} == look_alikes((), threshold=90.0)
    assert {} == look_alikes(("alone",), threshold=90.0)


def test_very_long_texts_are_not_compared():
    assert {} == look_alikes(("a" * 200_000, "a" * 200_001), threshold=90.0)
