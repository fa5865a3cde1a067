"""The rule of `widgets/spread/stage_builder/model.py` against the printed one, and what its teams measure."""

import itertools

import numpy as np
import pytest
from scipy.stats import binom, norm

from widgets.spread.stage_builder import figures, model, simulation
from widgets.spread.stage_builder.figures import N_NAMES, STAGES, T_NAMES
from widgets.spread.stage_builder.model import BOTH, CHEST_WALL, INFLAMED, SKIN, WITHIN

# The anatomic stage groups of the AJCC, 8th edition, as the National Cancer Institute prints them (PDQ): stage -> T, N.
# "T2, T3, and T4 tumors with nodal micrometastases (N1mi) are staged using the N1 category."
PRINTED = {
    "IA": [("T1", "N0")],
    "IB": [("T1", "N1mi")],
    "IIA": [("T1", "N1"), ("T2", "N0")],
    "IIB": [("T2", "N1"), ("T2", "N1mi"), ("T3", "N0")],
    "IIIA": [("T1", "N2"), ("T2", "N2"), ("T3", "N1"), ("T3", "N1mi"), ("T3", "N2")],
    "IIIB": [("T4", "N0"), ("T4", "N1mi"), ("T4", "N1"), ("T4", "N2")],
    "IIIC": [("T1", "N3"), ("T2", "N3"), ("T3", "N3"), ("T4", "N3")],
}
PRINTED_STAGE = {field: stage for stage, fields in PRINTED.items() for field in fields}

# One size inside and one on the edge of each class, with the class; nodes and deposits likewise.
SIZES = {1: "T1mi", 3: "T1a", 5: "T1a", 8: "T1b", 10: "T1b", 15: "T1c", 20: "T1c", 21: "T2", 50: "T2", 51: "T3",
         70: "T3", 80: "T3"}  # fmt: skip
REACHES = {WITHIN: None, CHEST_WALL: "T4a", SKIN: "T4b", BOTH: "T4c", INFLAMED: "T4d"}
NODES = {(0, 5.0): "N0", (3, 0.2): "N0(i+)", (1, 0.5): "N1mi", (12, 2.0): "N1mi", (1, 3.0): "N1", (3, 5.0): "N1",
         (4, 5.0): "N2", (9, 10.0): "N2", (10, 5.0): "N3", (20, 3.0): "N3"}  # fmt: skip


@pytest.mark.parametrize("reach", REACHES)
def test_every_case_gets_the_printed_categories_and_stage(reach):
    """Check: nothing is tuned. All sizes, nodes and distant spread, with one way of reaching the neighbours."""
    for (size, by_size), ((nodes, deposit), n), distant in itertools.product(SIZES.items(), NODES.items(), (0, 1)):
        t = REACHES[reach] or by_size
        result = simulation.run(diameter=size, reach=reach, nodes=nodes, deposit=deposit, distant=distant)
        assert T_NAMES[int(result.t_name)] == t
        assert N_NAMES[int(result.n_name)] == n
        expected = "IV" if distant else PRINTED_STAGE[t[:2], n.removesuffix("(i+)")]
        assert STAGES[int(result.stage)] == expected, (size, reach, nodes, deposit)


def test_the_printed_table_is_whole():
    assert len(PRINTED_STAGE) == 20
    printed = [[PRINTED_STAGE[t, n] for n in ("N0", "N1mi", "N1", "N2", "N3")] for t in ("T1", "T2", "T3", "T4")]
    assert [[STAGES[group] for group in row] for row in model.GROUPS] == printed


@pytest.mark.parametrize(
    ("case", "word"),
    [
        ({"nodes": 0}, "localized"), ({"nodes": 2, "deposit": 0.1}, "localized"), ({"nodes": 1}, "regional"),
        ({"reach": SKIN, "nodes": 0}, "regional"), ({"distant": 1}, "distant"),
    ],
)  # fmt: skip
def test_the_words_of_the_registry(case, word):
    assert figures.SEER_NAMES[int(simulation.run(**case).seer)] == word


def test_teams_disagree_as_often_as_their_errors_say():
    """An independent computation: the share of teams on each side of the border follows from the two distributions."""
    draws = 200
    for diameter, error in ((20.0, 3.0), (23.0, 3.0), (26.0, 3.0), (48.0, 6.0)):
        border = 20.0 if diameter < 40 else 50.0
        below = norm.cdf((border - diameter) / error)
        found = sum(
            simulation.run(diameter=diameter, nodes=0, error=error, seed=seed).teams[0 if border == 20.0 else 2]
            for seed in range(draws)
        )
        low, high = binom.ppf([0.0005, 0.9995], 100 * draws, below)
        assert low <= found <= high
    missed = sum(simulation.run(diameter=10, nodes=12, deposit=5, error=0, seed=seed).teams[0] for seed in range(draws))
    low, high = binom.ppf([0.0005, 0.9995], 100 * draws, 0.098)
    assert low <= missed <= high


def test_a_hundred_teams_are_a_hundred():
    for seed in range(20):
        assert simulation.run(diameter=20, nodes=3, error=6, seed=seed).teams.sum() == 100


def test_a_team_without_error_and_a_case_without_nodes_leave_no_doubt():
    for diameter in range(1, 81):
        result = simulation.run(diameter=diameter, nodes=0, error=0)
        assert result.same_stage == 100


def test_the_drawn_tumour_is_as_tall_as_its_size_and_lies_where_it_says():
    for diameter in (1.0, 30.0, 80.0):
        for reach in REACHES:
            result = simulation.run(diameter=diameter, reach=reach)
            assert np.ptp(result.tumour_y) == pytest.approx(diameter, rel=2e-3)
            assert (result.tumour_x.max() > 0) == (reach in (CHEST_WALL, BOTH))
            assert (result.tumour_x.min() < -model.REACH) == (reach in (SKIN, BOTH, INFLAMED))
    assert simulation.run(nodes=7).node_full.sum() == 7


def test_the_numbers_that_the_lesson_names():
    """Regression: chapters/spread/staging.md."""
    stage = {
        label: STAGES[int(simulation.run(**case).stage)]
        for label, case in {
            "large": {"diameter": 60, "nodes": 0}, "small": {"diameter": 12, "nodes": 10, "deposit": 5},
            "wall": {"diameter": 19, "nodes": 0, "reach": 1},
            "one": {"diameter": 15, "deposit": 5}, "twenty": {"nodes": 20, "deposit": 5}, "distant": {"distant": 1},
        }.items()
    }  # fmt: skip
    assert stage == {
        "large": "IIB", "small": "IIIC", "wall": "IIIB", "one": "IIA", "twenty": "IIIC", "distant": "IV",
    }  # fmt: skip
    teams = np.mean([simulation.run(diameter=20, deposit=5, error=3, seed=seed).teams for seed in range(1, 101)], axis=0)
    assert teams[STAGES.index("IIA")] == pytest.approx(50, abs=6)
    assert teams[STAGES.index("IIB")] == pytest.approx(45, abs=6)


def test_the_answers_of_the_exercises():
    """Regression: "What can you find out yourself?" in the lesson."""
    near = [simulation.run(diameter=23, nodes=0, error=3, seed=seed).teams[0] for seed in range(1, 101)]
    assert np.mean(near) == pytest.approx(16, abs=1)
    assert np.quantile(near, [0.1, 0.9]) == pytest.approx([11, 21], abs=1)
    assert np.mean([simulation.run(diameter=26, nodes=0, error=3, seed=seed).teams[0] for seed in range(1, 101)]) == (
        pytest.approx(2.3, abs=0.5)
    )
    changes = {
        diameter: [
            nodes
            for nodes in range(10)
            if simulation.run(diameter=diameter, nodes=nodes, deposit=5).stage
            != simulation.run(diameter=diameter, nodes=nodes + 1, deposit=5).stage
        ]
        for diameter in (15, 35, 60)
    }
    assert changes == {15: [0, 3, 9], 35: [0, 3, 9], 60: [0, 9]}


def test_the_challenges_can_be_met():
    assert simulation.run(diameter=12, nodes=10, deposit=5).small_third
    assert simulation.run(diameter=60, nodes=0).large_second
    assert simulation.run(diameter=20, error=3).undecided
    assert simulation.run(diameter=20, deposit=5, error=3).undecided  # the case that the lesson goes to
    assert not any(simulation.run()[flag] for flag in ("small_third", "large_second", "undecided"))


def test_a_missed_biopsy_alone_splits_no_teams():
    """Far from every border of size, nine of ten teams agree."""
    assert not any(simulation.run(diameter=35, nodes=2, deposit=5, seed=seed).undecided for seed in range(1, 101))


def test_lone_cells_are_not_said_to_count():
    said = {(nodes, deposit): simulation.sentence(diameter=60, nodes=nodes, deposit=deposit)
            for nodes, deposit in ((1, 0.1), (0, 5.0), (1, 5.0))}  # fmt: skip
    assert said[1, 0.1].startswith("Stage IIB. 60 mm, and nodes that count: 0.")
    assert said[0, 5.0].startswith("Stage IIB. 60 mm, and nodes that count: 0.")
    assert said[1, 5.0].startswith("Stage IIIA. 60 mm, and nodes that count: 1.")
