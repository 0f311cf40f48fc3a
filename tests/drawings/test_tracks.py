"""Lines side by side in a channel."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from flowtrim.drawings.tracks import Span, crossings, tracks

ends = st.integers(0, 30).map(float)
sides = st.sampled_from((-1, 1))
spans = st.builds(Span, ends, ends, sides, sides)


@given(st.lists(spans, max_size=30))
def test_lines_that_meet_never_share_a_track(lines):
    found = tracks(lines)
    shared = [
        (a, b)
        for (a, one), (b, two) in combinations(enumerate(lines), 2)
        if found[a] == found[b] and one.meets(two)
    ]  # fmt: skip

    assert [] == shared


def test_lines_that_do_not_meet_share_the_first_track():
    assert (0, 0, 0) == tracks([Span(0, 1, -1, 1), Span(2, 3, -1, 1), Span(4, 5, -1, 1)])


def test_very_many_lines_use_as_few_tracks_as_meet_at_once():
    lines = [Span(n, n + 2.5, -1, 1) for n in range(1000)]

    assert 3 == max(tracks(lines)) + 1


def test_the_line_that_goes_farther_down_turns_first():
    near, far = Span(0.51, 1.5, -1, 1), Span(0.52, 2.5, -1, 1)

    assert (1, 0) == tracks([near, far])
    assert 0 == crossings(far, near)
