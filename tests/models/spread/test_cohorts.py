"""The women of two studies: what is read from the installed packages, and what is said if one is missing."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from lifelines import KaplanMeierFitter
from lifelines.datasets import load_gbsg2 as lifelines_gbsg2

from widgets.spread.cohorts import load_gbsg2, load_transbig
from widgets.spread.relapse_curves.model import WEEKS_A_YEAR, YEAR, kaplan_meier


def test_the_german_trial_is_what_lifelines_loads():
    """Check: all six columns, woman by woman, without an order."""
    theirs = lifelines_gbsg2()
    grade = theirs["tgrade"].map({"I": 1, "II": 2, "III": 3})
    columns = [theirs[name] for name in ("time", "cens", "pnodes", "tsize", "estrec")]
    expected = sorted(zip(*columns, grade, strict=True))
    assert sorted(zip(*(column.tolist() for column in load_gbsg2()), strict=True)) == expected
    assert len(expected) == 686


def test_what_the_lesson_tells_of_the_women():
    theirs = lifelines_gbsg2()
    assert (theirs["horTh"] == "yes").sum() == 246
    assert [theirs["age"].min(), theirs["age"].median(), theirs["age"].max()] == [21, 53, 80]
    assert theirs["pnodes"].min() == 1


def test_a_missing_package_is_named_with_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "sksurv.datasets", None)
    monkeypatch.setitem(sys.modules, "sksurv", None)
    with pytest.raises(ModuleNotFoundError, match=r'GPL-3.*%pip install "scikit-survival>=0\.28"'):
        load_transbig()


@pytest.fixture(scope="module")
def transbig():
    pytest.importorskip("sksurv", reason="TRANSBIG needs the optional extra `data` (scikit-survival, GPL-3)")
    return load_transbig()


def free_of(women, group, which, years):
    """Return of 100 women those without a distant metastasis, by the kernel's own function."""
    columns = np.zeros((4, 15 * WEEKS_A_YEAR + 1))
    kaplan_meier(women.days, women.spread, group, which, *columns)
    return columns[1][[year * WEEKS_A_YEAR for year in years]]


def test_transbig_has_198_women_and_51_metastases(transbig):
    """Check: Desmedt and others 2007: "198 N- systemically untreated patients", metastases in 51."""
    assert (len(transbig.days), transbig.spread.sum()) == (198, 51)
    assert transbig.er_positive.sum() == 134
    assert (transbig.diameter <= 20).sum() == 102


def test_transbig_as_printed_in_the_lesson(transbig):
    """Check, against numbers computed with lifelines in another environment: 92.9, 82.1, 78.7, 72.9 and by group."""
    everyone = np.zeros(198, int)
    assert free_of(transbig, everyone, 0, (2, 5, 10, 15)) == pytest.approx([92.9, 82.1, 78.7, 72.9], abs=0.05)
    assert free_of(transbig, transbig.er_positive, 1, (2, 5, 10)) == pytest.approx([97.8, 87.1, 83.8], abs=0.05)
    assert free_of(transbig, transbig.er_positive, 0, (2, 5, 10)) == pytest.approx([82.8, 71.7, 68.0], abs=0.05)
    large = (transbig.diameter > 20).astype(int)
    assert free_of(transbig, large, 0, (2, 5, 10)) == pytest.approx([95.1, 84.2, 83.1], abs=0.05)
    assert free_of(transbig, large, 1, (2, 5, 10)) == pytest.approx([90.6, 79.8, 73.9], abs=0.05)


def test_transbig_is_what_lifelines_finds(transbig):
    fitter = KaplanMeierFitter().fit(transbig.days / YEAR, transbig.spread)
    years = (1, 3, 6, 12)
    assert free_of(transbig, np.zeros(198, int), 0, years) == pytest.approx(100 * fitter.predict(years).to_numpy())
