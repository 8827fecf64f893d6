"""Plots stay within their drawing, whatever the figures are."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from web.common.plots import HEIGHT, LEFT, RIGHT, TOP, WIDTH, bars, height_of, place_of, traces

share = st.none() | st.floats(0, 1)


@given(st.lists(st.none() | st.floats(0, 1e9), max_size=12), st.floats(0, 1e9))
def test_bars_stay_within_the_drawing(values: list[float | None], most: float) -> None:
    for bar in bars([("label", value, "text") for value in values], most):
        assert bar.x >= LEFT and bar.x + bar.width <= WIDTH - RIGHT + 1
        assert bar.y >= TOP and bar.height >= 0 and bar.y + bar.height <= HEIGHT


def test_the_highest_bar_reaches_the_top_and_an_unknown_one_has_no_text() -> None:
    low, high, unknown = bars([("1", 5, "5"), ("2", 10, "10"), ("3", None, "?")], 10)
    assert (high.y, low.height * 2) == (TOP, high.height)
    assert (unknown.height, unknown.value) == (0, "")


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(share, min_size=5, max_size=5), max_size=8))
def test_names_of_lines_never_cover_one_another(rows: dict[str, list[float | None]]) -> None:
    found = sorted(trace.label_y for trace in traces(rows))
    assert all(b - a >= 12.5 for a, b in pairwise(found))
    assert all(y <= HEIGHT for y in found)


def test_a_line_leaves_out_what_is_unknown() -> None:
    (only,) = traces({"a": [0.0, None, 1.0], "b": [None, None, None]})
    assert (only.name, len(only.points), only.points[-1][1]) == ("a", 2, TOP)


def test_percentages_beyond_the_axis_stay_on_it() -> None:
    assert (place_of(-5), place_of(105)) == (LEFT, WIDTH - RIGHT)
    assert height_of(1, 0) == height_of(0, 1)
