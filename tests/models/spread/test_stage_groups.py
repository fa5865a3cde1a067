"""The counts of `widgets/spread/stage_groups/model.py`, and how far chance moves them."""

import numpy as np
import pytest
from scipy.stats import binom

from widgets.spread.stage_groups import simulation

# SEER, five-year relative survival in percent: localized, regional, distant.
PUBLISHED = {0: (98.1, 83.1, 26.0), 1: (99.3, 86.3, 31.0), 2: (100.0, 87.2, 32.6)}
every_group = pytest.mark.parametrize(("era", "spread"), [(era, spread) for era in range(3) for spread in range(3)])


@every_group
def test_the_count_of_each_group_is_the_published_one(era, spread):
    result = simulation.run(era=era, spread=spread)
    assert result.rate == PUBLISHED[era][spread]
    assert result.alive == round(PUBLISHED[era][spread])


@every_group
def test_chance_is_binomial(era, spread):
    """Check against SciPy: nothing is tuned."""
    result = simulation.run(era=era, spread=spread)
    expected = binom(100, PUBLISHED[era][spread] / 100)
    np.testing.assert_allclose(result.distribution, expected.pmf(np.arange(101)), rtol=1e-9, atol=1e-300)
    assert (result.low, result.high) == tuple(expected.ppf([0.1, 0.9]))


@every_group
def test_each_of_a_hundred_people_stands_in_one_place(era, spread):
    result = simulation.run(era=era, spread=spread)
    shown = [
        (x, y)
        for name in ("alive", "some", "dead")
        for x, y in zip(result[f"{name}_x"], result[f"{name}_y"], strict=True)
        if x >= 0
    ]
    assert sorted(shown) == [(x, y) for x in range(10) for y in range(10)]
    assert (result.alive_x >= 0).sum() == result.low
    assert (result.alive_x >= 0).sum() + (result.some_x >= 0).sum() == result.high


@every_group
def test_a_hundred_of_a_hundred_is_not_said_of_chance(era, spread):
    """Relative survival of 100 % is a comparison, not a hundred people of whom none died."""
    sentence = simulation.sentence(era=era, spread=spread)
    assert ("nobody died" in sentence) == (PUBLISHED[era][spread] == 100)
    assert "100 to 100" not in sentence


def test_a_hundred_people_at_diagnosis():
    assert np.bincount(simulation.run().group).tolist() == [61, 31, 6, 2]


@pytest.mark.parametrize("match", simulation.matches, ids=lambda match: match.claim)
def test_published_numbers(match):
    assert match.holds()
