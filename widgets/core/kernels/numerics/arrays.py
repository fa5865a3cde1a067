"""Order in arrays: the k-th smallest number (Hoare 1961), and quantiles."""

from .elementary import to_index


def select(values, k):
    """Return the k-th smallest of `values` (k from 0), which it reorders in place (Hoare 1961; Dijkstra's three parts)."""
    low, high = 0, values.size - 1
    for _ in range(values.size):
        pivot = values[k]
        below, here, above = low, low, high  # to the left of `below` all are smaller, to the right of `above` larger
        for _ in range(low, high + 1):
            value = values[here]
            if value < pivot:
                values[here], values[below] = values[below], value
                below += 1
            if value > pivot:
                values[here], values[above] = values[above], value
                above -= 1
            else:
                here += 1
        if k < below:
            high = below - 1
        elif k > above:
            low = above + 1
        else:
            break
    return values[k]


def quantile(values, share):
    """Return the quantile of `values` below which this share of them lies, as np.quantile; reorders them in place."""
    position = share * (values.size - 1)
    k = to_index(position, 0, values.size - 1)
    below = select(values, k)
    if k + 1 >= values.size:
        return below
    above = values[k + 1]
    for i in range(k + 2, values.size):
        above = min(above, values[i])
    return below + (above - below) * (position - k)
