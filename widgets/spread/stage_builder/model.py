"""Which stage does a tumour get: size, neighbours, lymph nodes and distant spread, put together by rule.

Lengths in millimetres. The anatomic stage groups of the AJCC, 8th edition, as the National Cancer Institute prints
them. Size gives T1 to T3, growth into the chest wall or the skin T4; nodes give N0 to N3, spread to another organ M1::

    stage = IV if M1, else GROUPS[T, N]

What is measured is measured with an error. A hundred teams measure the same invented case: each reads its size with
an error, and each finds cells in the nodes unless the biopsy misses them.
"""

from __future__ import annotations

import numpy as np

from widgets.core import Array, Choice, Constant, Flag, Inputs, Number, Outputs, Scratch, Seed, Slider, Switch, kernel
from widgets.core.kernels.numerics import normal, seed_random, uniform

TEAMS = 100  # that measure the same case

# Categories, in the order of the table.
T1, T2, T3, T4 = 0, 1, 2, 3
N0, N1MI, N1, N2, N3 = 0, 1, 2, 3, 4
WITHIN, CHEST_WALL, SKIN, BOTH, INFLAMED = 0, 1, 2, 3, 4  # how far the tumour reaches
LOCALIZED, REGIONAL, DISTANT = 0, 1, 2  # the words of the American cancer registry, SEER
IA, IB, IIA, IIB, IIIA, IIIB, IIIC, IV = range(8)
GROUPS = np.array([[IA, IB, IIA, IIIA, IIIC],
                   [IIA, IIB, IIB, IIIA, IIIC],
                   [IIB, IIIA, IIIA, IIIA, IIIC],
                   [IIIB, IIIB, IIIB, IIIB, IIIC]], np.int32)  # fmt: skip

# The drawing, in millimetres: a breast from the side on the chest wall at x = 0, an armpit, another organ.
REACH, HALF_HEIGHT = 80.0, 60.0  # how far the breast stands out, and half of how tall it is
CIRCLE = np.linspace(0.0, 2.0 * np.pi, 61)
ACROSS, ALONG = np.cos(CIRCLE), np.sin(CIRCLE)
DEEPEST = 36.0  # half of the depth that a drawn tumour takes at most
CROSSED = 6.0  # how far a drawn tumour reaches into the chest wall or the skin
NODES = 20  # in an armpit, on average

inputs = Inputs(
    diameter=Slider("Size of the tumour", 19.0, low=1.0, high=80.0, step=1.0, unit="mm", role="tumour", source="assumed"),
    reach=Choice("Where it has grown", WITHIN,
                 options={"Within the breast": WITHIN, "Into the chest wall": CHEST_WALL, "Into the skin": SKIN,
                          "Into both": BOTH, "Inflammatory": INFLAMED}, role="tumour", source="assumed"),
    nodes=Slider("Nodes with tumour cells", 1, low=0, high=NODES, step=1, role="lymph", source="assumed"),
    deposit=Slider("Largest group in a node", 1.0, stops=(0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0), unit="mm",
                   role="lymph", source="assumed"),
    distant=Switch("In another organ", role="tumour", source="assumed"),
    error=Slider("Error of the ruler", 2.0, low=0.0, high=6.0, step=0.5, unit="mm", role="people", source="assumed",
                 note="assumed: 2 of 3 err by less"),
    seed=Seed("Teams"),
    missed=Constant(0.098, source="krag2007", label="Share of armpits with cells that a biopsy calls clear"),
)

outputs = Outputs(
    t_name=Number("T by size and reach, see T_NAMES"),
    t_row=Number("T1, T2, T3, T4"),
    n_name=Number("N in words, see N_NAMES"),
    n_column=Number("N0, N1mi, N1, N2, N3"),
    counted=Number("Nodes with cells that count: none if the groups are of 0.2 mm or less", role="lymph"),
    stage=Number("Stage group, from IA to IV"),
    seer=Number("Localized, regional, distant"),
    is_fourth=Flag("Stage IV"),
    is_third_c=Flag("Stage IIIC"),
    is_third_b=Flag("Stage IIIB"),
    is_third_a=Flag("Stage IIIA"),
    is_second_b=Flag("Stage IIB"),
    is_second_a=Flag("Stage IIA"),
    is_first_b=Flag("Stage IB"),
    isolated=Flag("Stage IA, with isolated cells in a node"),
    small_third=Flag("Stage III with a tumour of 20 mm or less"),
    large_second=Flag("Stage II with a tumour larger than 50 mm"),
    undecided=Flag("No stage gets more than half of the hundred teams"),
    same_stage=Number("Teams that find this stage", "of 100 teams", role="people"),
    group_number=Array(8, unit="from 1 for IA to 8 for IV"),
    teams=Array(8, unit="of 100 teams", role="people"),
    group_map=Array((4, 5), "i4", label="Stage group of each row and column"),
    group_names=Array(20, "i4", label="The same, row after row"),
    tumour_x=Array(CIRCLE.size, unit="mm"),
    tumour_y=Array(CIRCLE.size, unit="mm"),
    node_full=Array(NODES, "i4"),
)

scratch = Scratch(state=Array(4, "u8"))


# The rule ----------------------------------------------------------------------------------------------------------


def t_of(size, reach):
    """Return the row of the table: T1, T2, T3 or T4."""
    if reach != WITHIN:
        return T4
    return T1 if size <= 20 else T2 if size <= 50 else T3


def n_of(nodes, deposit):
    """Return the column of the table: N0, N1mi, N1, N2 or N3, as a pathologist counts and measures it."""
    if nodes == 0 or deposit <= 0.2:
        return N0  # up to 0.2 mm are isolated cells: N0(i+)
    if deposit <= 2:
        return N1MI
    return N1 if nodes <= 3 else N2 if nodes <= 9 else N3


def stage_of(t, n, distant):
    """Return the stage group, IA to IV."""
    return IV if distant == 1 else GROUPS[t, n]


# The kernel --------------------------------------------------------------------------------------------------------


@kernel(inputs, outputs, scratch)
def stage_builder(p, out, work):
    """Name T, N and the stage of one case, draw it, and let a hundred teams measure it."""
    t, n = t_of(p.diameter, p.reach), n_of(p.nodes, p.deposit)
    for row in range(4):
        for column in range(5):
            out.group_map[row, column] = stage_of(row, column, p.distant)
            out.group_names[5 * row + column] = out.group_map[row, column]
    stage = stage_of(t, n, p.distant)
    out.stage, out.t_row, out.n_column = stage, t, n
    out.counted = p.nodes if n > N0 else 0
    out.t_name, out.n_name = fine_t(p, t), n + 1 if n > N0 else 1 if p.nodes > 0 else 0
    out.seer = DISTANT if p.distant == 1 else REGIONAL if t == T4 or n > N0 else LOCALIZED
    raise_flags(p, out, stage)
    measure_again(p, out, work.state, stage)
    draw(p, out)


def fine_t(p, t):
    """Return the place of T in T_NAMES."""
    if t == T4:
        return 5 + p.reach
    if t == T1:
        return 0 if p.diameter <= 1 else 1 if p.diameter <= 5 else 2 if p.diameter <= 10 else 3
    return 4 if t == T2 else 5


def raise_flags(p, out, stage):
    """Write which sentence fits and which challenge is met."""
    out.is_fourth = stage == IV
    out.is_third_c = stage == IIIC
    out.is_third_b = stage == IIIB
    out.is_third_a = stage == IIIA
    out.is_second_b = stage == IIB
    out.is_second_a = stage == IIA
    out.is_first_b = stage == IB
    out.isolated = stage == IA and p.nodes > 0
    out.small_third = IIIA <= stage <= IIIC and p.diameter <= 20
    out.large_second = IIA <= stage <= IIB and p.diameter > 50


def measure_again(p, out, state, stage):
    """Let each team read the size with an error and miss the cells in the nodes now and then."""
    for team in range(TEAMS):
        seed_random(state, p.seed, team)
        diameter = max(p.diameter + p.error * normal(state), 1.0)
        nodes = 0 if uniform(state) < p.missed else p.nodes
        out.teams[stage_of(t_of(diameter, p.reach), n_of(nodes, p.deposit), p.distant)] += 1
    most = 0.0
    for group in range(8):
        out.group_number[group] = group + 1
        most = max(most, out.teams[group])
    out.same_stage = out.teams[stage]
    out.undecided = most <= TEAMS / 2


def draw(p, out):
    """Write the outline of the tumour, in its size and place, and which nodes hold cells."""
    deep = min(p.diameter / 2, DEEPEST)
    nearest, farthest = -REACH / 2 - deep, -REACH / 2 + deep
    if p.reach == CHEST_WALL:
        nearest, farthest = CROSSED - 2 * deep, CROSSED
    elif p.reach == SKIN or p.reach == INFLAMED:
        nearest, farthest = -REACH - CROSSED, 2 * deep - REACH - CROSSED
    elif p.reach == BOTH:
        nearest, farthest = -REACH - CROSSED, CROSSED
    for i in range(ACROSS.size):
        out.tumour_x[i] = (nearest + farthest + (farthest - nearest) * ACROSS[i]) / 2
        out.tumour_y[i] = p.diameter / 2 * ALONG[i]
    for i in range(NODES):
        out.node_full[i] = 1 if i < p.nodes else 0
