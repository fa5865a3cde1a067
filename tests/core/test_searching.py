"""Finding where a model changes."""

import math

import pytest

from widgets.core import find_change


@pytest.mark.parametrize("place", [0.0, 1 / 3, 2.0, 9.999])
def test_a_change_is_found_to_the_last_digits(place):
    assert find_change(lambda x: x < place, 0, 10) == pytest.approx(place, rel=1e-15, abs=1e-15)
    assert find_change(lambda x: x * x < 2, 0, 2) == pytest.approx(math.sqrt(2), rel=1e-15)


def test_a_condition_that_always_holds_changes_at_the_end():
    assert find_change(lambda x: True, 0, 10) == 10
