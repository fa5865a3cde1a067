"""How sure a counted share is."""

import pytest
from scipy.stats import binomtest

from widgets.core import wilson


@pytest.mark.parametrize(("hits", "people"), [(0, 10), (9, 46), (75, 766), (10, 10)])
def test_the_interval_is_wilsons(hits, people):
    below, above = wilson(hits / people, people)
    expected = binomtest(hits, people).proportion_ci(method="wilson")
    assert (hits / people - below, hits / people + above) == pytest.approx((expected.low, expected.high), rel=1e-6, abs=1e-9)
