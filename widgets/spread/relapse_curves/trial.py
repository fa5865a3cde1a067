"""The women of the trial: who is looked at, in which group each belongs, and the weeks for which they are followed."""

from __future__ import annotations

from widgets.core.kernels.numerics import seed_random, select, uniform
from widgets.spread.cohorts import load_gbsg2

WOMEN = load_gbsg2()
PEOPLE = len(WOMEN.days)
YEAR = 365.25  # days
WEEKS_A_YEAR = 52  # a "week" is a 52nd of a year, so that years and half years lie on the grid
WEEK = YEAR / WEEKS_A_YEAR  # days
YEARS = 7
POINTS = YEARS * WEEKS_A_YEAR + 1

EVERYONE, BY_NODES, BY_SIZE, BY_ER, BY_GRADE = 0, 1, 2, 3, 4
GROUPS = 3  # at most
FEW_NODES, MORE_NODES = 3, 9  # the last number of nodes of the first and of the second group (AJCC: N1, N2)
SMALL, MEDIUM = 20, 50  # mm, likewise (AJCC: T1, T2)
ER_CUT = 10  # fmol per mg: from here on a tumour counts as ER-positive (assumed, a cut that was usual then)
NOT_LOOKED_AT = -1


def choose(p, work):
    """Write the group of each woman to work.everyone, and to work.group only for those whom the lot draws.

    Each woman keeps her luck when the number changes: a larger study holds the smaller one.
    """
    seed_random(work.random, p.seed)
    for i in range(PEOPLE):
        work.luck[i] = uniform(work.random)
        work.sorted_luck[i] = work.luck[i]
    limit = select(work.sorted_luck, p.people - 1)
    for i in range(PEOPLE):
        work.everyone[i] = group_of(p, i)
        work.group[i] = work.everyone[i] if work.luck[i] <= limit else NOT_LOOKED_AT


def group_of(p, i):
    """Return the group of a woman: 0, 1 or 2."""
    if p.split == BY_NODES:
        return group_between(p.nodes[i], FEW_NODES, MORE_NODES)
    if p.split == BY_SIZE:
        return group_between(p.diameter[i], SMALL, MEDIUM)
    if p.split == BY_ER:
        return 0 if p.oestrogen[i] >= ER_CUT else 1
    return p.grade[i] - 1 if p.split == BY_GRADE else 0


def group_between(value, first, second):
    """Return 0 up to `first`, 1 up to `second`, 2 above."""
    return 0 if value <= first else 1 if value <= second else 2


def count_of(group, which):
    """Return how many belong to a group."""
    count = 0
    for i in range(group.size):
        count += 1 if group[i] == which else 0
    return count
