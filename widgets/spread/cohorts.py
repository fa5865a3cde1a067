"""Who is counted: the women of two studies, read from installed packages and never copied into the course.

GBSG2 comes with lifelines (MIT licence), which the course needs anyway. TRANSBIG comes with scikit-survival (GPL-3), an
optional extra that is imported only when asked for. People are sorted by the day on which their count ends, a relapse
before an end of follow-up on the same day: in this order a Kaplan-Meier curve is one pass over the people.
"""

from __future__ import annotations

import csv
import importlib.metadata
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]

GRADES = {"I": 1, "II": 2, "III": 3}
MILLIMETRES = 10  # in a centimetre
MISSING = (
    "TRANSBIG comes with scikit-survival (licence GPL-3), an optional extra that is not installed here. In a notebook "
    'run  %pip install "scikit-survival>=0.28"  and start the kernel again.'
)


class Gbsg2(NamedTuple):
    """686 women with tumour cells in lymph nodes, Germany, 1984 to 1989; each column one number a woman.

    days: from the diagnosis to a relapse or death, or to the end of follow-up. relapsed: 1 for a relapse or death, 0 if
    the count only ended. nodes: with tumour cells. diameter: mm. oestrogen: receptor in fmol per mg. grade: 1 to 3.
    """

    days: Column
    relapsed: Column
    nodes: Column
    diameter: Column
    oestrogen: Column
    grade: Column


class Transbig(NamedTuple):
    """198 women without tumour cells in lymph nodes and without drug treatment; each column one number a woman.

    days: to the first distant metastasis, or to the end of follow-up. spread: 1 for a distant metastasis, 0 if the
    count only ended. er_positive: 1 or 0. diameter: mm.
    """

    days: Column
    spread: Column
    er_positive: Column
    diameter: Column


def load_gbsg2() -> Gbsg2:
    """Return the German trial from the file that lifelines brings; importing lifelines itself would take seconds."""
    file = importlib.metadata.distribution("lifelines").locate_file("lifelines/datasets/gbsg2.csv")
    with Path(str(file)).open(encoding="utf-8", newline="") as lines:
        women = list(csv.DictReader(lines))

    def column(name: str) -> Column:
        return np.array([int(woman[name]) for woman in women])

    grade = np.array([GRADES[woman["tgrade"]] for woman in women])
    return Gbsg2(*by_day(column("time"), column("cens"), column("pnodes"), column("tsize"), column("estrec"), grade))


def load_transbig() -> Transbig:
    """Return the TRANSBIG series; raise ModuleNotFoundError that says how to install scikit-survival if it is missing."""
    try:
        from sksurv.datasets import load_breast_cancer
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(MISSING, name="sksurv") from error
    women, outcome = load_breast_cancer()
    positive = (women["er"] == "positive").to_numpy()
    diameter = women["size"].to_numpy() * MILLIMETRES
    return Transbig(*by_day(outcome["t.tdm"], outcome["e.tdm"].astype(int), positive.astype(int), diameter))


def by_day(days: Column, happened: Column, *others: Column) -> list[Column]:
    """Return the columns sorted by day, those to whom it happened first on each day."""
    order = np.lexsort((1 - happened, days))
    return [column[order] for column in (days, happened, *others)]
