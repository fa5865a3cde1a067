"""The circuit of ZEB and miR-200, how fast its molecules change, and every state in which it rests."""

from __future__ import annotations

import math

from widgets.core.kernels.numerics import power

THOUSAND = 1000.0  # molecules
LOW, HIGH = 150.0, 250.0  # thousand molecules of SNAIL: what the sliders span
MIRNA, MESSAGE, PROTEIN, SNAIL = 0, 1, 2, 3  # the places in y
ONE_BY_ONE = (1, 6, 15, 20, 15, 6, 1)  # in how many ways 0 to 6 of the six places on a message can be taken
EACH_TAKEN = (0, 6, 30, 60, 60, 30, 6)  # the same, times the places taken

EPITHELIAL, HYBRID, MESENCHYMAL = 0, 1, 2
EPITHELIAL_ABOVE, HYBRID_ABOVE = 15_000.0, 4_500.0  # molecules of miR-200; at 7.5 fold both lie in unstable stretches

POINTS = 241  # of the line of resting states
MOST_MIRNA, LEAST_MIRNA = 26_000.0, 1_000.0  # molecules: its two ends, beyond what the sliders reach
MOST_PROTEIN = 4e6  # molecules: more than any resting state has
MOST_SNAIL = 10 * HIGH  # thousand: stands for "no amount of SNAIL is enough"
HALVINGS = 50


# The law -----------------------------------------------------------------------------------------------------------


def rates(p, y, dy):
    """Write the rates of change, in molecules an hour, of miR-200, ZEB messages and ZEB; SNAIL stays."""
    mirna, message, protein = y[MIRNA], y[MESSAGE], y[PROTEIN]
    snail = y[SNAIL] / p.half_snail
    read, cut, used = bound(p, mirna)
    dy[MIRNA] = p.mirna_making * shut_by_zeb(p, protein) * hill(snail * snail, p.shut) - message * used \
        - p.mirna_loss * mirna
    dy[MESSAGE] = p.message_making * opened_by_zeb(p, protein) * hill(snail * snail, p.opened) \
        - message * (cut + p.message_loss)
    dy[PROTEIN] = p.protein_making * message * read - p.protein_loss * protein
    dy[SNAIL] = 0.0


def hill(x, fold):
    """Return the factor by which x (already to its power) changes a rate: from 1 to `fold`."""
    return (1 + fold * x) / (1 + x)


def shut_by_zeb(p, protein):
    """Return the share of miR-200 still made beside this much ZEB."""
    x = protein / p.half_mirna
    return hill(x * x * x, p.shut)


def opened_by_zeb(p, protein):
    """Return how many times more ZEB messages are made beside this much ZEB: its grip on itself."""
    x = protein / p.half_feedback
    return hill(x * x, p.feedback)


def bound(p, mirna):
    """Return L, Ym and Yu: how fast a message is read (a share), cut, and uses up miR-200 (an hour)."""
    x = mirna / p.binding
    weight = 1 / (1 + x)
    weight *= weight * weight
    weight *= weight
    read = cut = used = 0.0
    for i in range(7):
        read += p.reading[i] * ONE_BY_ONE[i] * weight
        cut += p.cutting[i] * ONE_BY_ONE[i] * weight
        used += p.using_up[i] * EACH_TAKEN[i] * weight
        weight *= x
    return read, cut, used


# The resting states ------------------------------------------------------------------------------------------------


def rest_with(p, mirna, y):
    """Write to y the resting state that has this much miR-200, and the SNAIL in which it rests.

    Where no amount of SNAIL lets it rest, SNAIL is 0 or MOST_SNAIL.
    """
    read, cut, used = bound(p, mirna)
    low, high = 0.0, MOST_PROTEIN
    for _ in range(HALVINGS):
        protein = (low + high) / 2
        message = p.protein_loss * protein / (p.protein_making * read)
        # What the two factors of SNAIL must be: opened = 10 - 9 q, share = 0.1 + 0.9 q; weighted so that q drops out.
        opened = message * (cut + p.message_loss) / (p.message_making * opened_by_zeb(p, protein))
        share = (message * used + p.mirna_loss * mirna) / (p.mirna_making * shut_by_zeb(p, protein))
        if opened * (1 - p.shut) + share * (p.opened - 1) > p.opened - p.shut:
            high = protein
        else:
            low = protein
    q = min((share - p.shut) / (1 - p.shut), 1.0)
    snail = THOUSAND * MOST_SNAIL
    if q > 0:
        snail = min(p.half_snail * math.sqrt(1 / q - 1), snail)
    y[MIRNA], y[MESSAGE], y[PROTEIN], y[SNAIL] = mirna, message, protein, snail


def trace_curve(p, snail, zeb, mirna, y):
    """Write every resting state, from much miR-200 to little. Where SNAIL falls along the line, it is unstable."""
    for i in range(POINTS):
        rest_with(p, MOST_MIRNA * power(LEAST_MIRNA / MOST_MIRNA, i / (POINTS - 1)), y)
        snail[i], zeb[i], mirna[i] = y[SNAIL] / THOUSAND, y[MESSAGE], y[MIRNA]


def kind_of(mirna):
    """Return the state of a cell with this much miR-200."""
    if mirna > EPITHELIAL_ABOVE:
        return EPITHELIAL
    return HYBRID if mirna > HYBRID_ABOVE else MESENCHYMAL
