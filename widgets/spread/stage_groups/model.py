"""How many of a hundred were alive five years later: what a cancer registry counted, by how far the cancer had spread.

SEER, the registry of the United States, sorts cancers by three words at diagnosis: localized (in the breast),
regional (grown into its neighbours, or in nearby lymph nodes), distant. Its number is the five-year relative
survival: those alive after five years, in percent of as many women of the same age in the whole population.

A hundred people are few. If each were alive with the same chance s, the number alive would be binomial::

    P(k of 100) = 100! / (k! (100 - k)!) s^k (1 - s)^(100 - k)

and lie, in eight of ten such hundreds, between its 10 % and 90 % quantiles. No law of biology is in here.
"""

from __future__ import annotations

from widgets.core import Array, Choice, Data, Flag, Inputs, Number, Outputs, kernel
from widgets.core.kernels.numerics import exp, log, log_factorial

PEOPLE, ROW = 100, 10  # people, and how many stand in a row
PUBLIC = "public domain (United States government)"
LOW, HIGH = 0.1, 0.9  # the middle eight of ten
LOCALIZED, REGIONAL, DISTANT = 0, 1, 2
FIRST, SECOND, LATEST = 0, 1, 2
AWAY = -100.0  # where people stand who are not in a trace

inputs = Inputs(
    spread=Choice("At diagnosis the cancer was", LOCALIZED,
                  options={"localized": LOCALIZED, "regional": REGIONAL, "distant": DISTANT},
                  role="people", source="nci_breast_cancer_survival"),
    era=Choice("Diagnosed in the years", SECOND, options={"1995 to 2002": FIRST, "2013 to 2019": SECOND,
                                                         "2015 to 2021": LATEST},
               role="people", source="nci_breast_cancer_survival"),
    alive_1995=Data([98.1, 83.1, 26.0], source="seer_breast_cancer_1995", licence=PUBLIC,
                    label="Relative survival in percent, 1995 to 2002"),
    alive_2013=Data([99.3, 86.3, 31.0], source="nci_breast_cancer_survival", licence=PUBLIC,
                    label="Relative survival in percent, 2013 to 2019"),
    alive_2015=Data([100.0, 87.2, 32.6], source="seer_breast_cancer_2015", licence=PUBLIC,
                    label="Relative survival in percent, 2015 to 2021"),
    found=Data([61, 31, 6, 2], source="seer_breast_cancer_1995", licence=PUBLIC,
               label="Of 100 people: localized, regional, distant, not known, 1995 to 2002"),
)  # fmt: skip

outputs = Outputs(
    alive=Number("Alive after five years", "of 100 people", role="people"),
    low=Number("At least, in eight of ten hundreds", "of 100 people", role="people"),
    high=Number("At most, in eight of ten hundreds", "of 100 people", role="people"),
    rate=Number("Relative survival", "percent", role="people"),
    is_whole=Flag("Localized, and as many alive as of people of the same age"),
    is_localized=Flag("Localized"),
    is_regional=Flag("Regional"),
    alive_x=Array(PEOPLE), alive_y=Array(PEOPLE),
    some_x=Array(PEOPLE), some_y=Array(PEOPLE),
    dead_x=Array(PEOPLE), dead_y=Array(PEOPLE),
    group=Array(PEOPLE, "i4", label="localized, regional, distant, not known"),
    person=Array(PEOPLE),
    distribution=Array(PEOPLE + 1, label="Chance of this many alive"),
    count=Array(PEOPLE + 1, unit="of 100 people"),
)  # fmt: skip


@kernel(inputs, outputs)
def stage_groups(p, out, work):
    """Count the people of one group who were alive after five years, and say how far chance moves such a count."""
    out.rate = p.alive_1995[p.spread] if p.era == FIRST else (
        p.alive_2013[p.spread] if p.era == SECOND else p.alive_2015[p.spread])
    spread_by_chance(out, min(out.rate / 100, 1.0))
    out.is_whole = p.spread == LOCALIZED and out.rate >= 100
    out.is_localized = p.spread == LOCALIZED
    out.is_regional = p.spread == REGIONAL
    place_people(out)
    place = 0
    for group in range(4):
        for _ in range(p.found[group]):
            out.group[place] = group
            place += 1


def spread_by_chance(out, share):
    """Write the distribution of the number alive among a hundred, its middle eight tenths, and the rounded share."""
    total, low, high = 0.0, -1, -1
    for k in range(PEOPLE + 1):
        out.count[k] = k
        out.distribution[k] = binomial_chance(k, share)
        total += out.distribution[k]
        low = k if low < 0 and total >= LOW else low
        high = k if high < 0 and total >= HIGH else high
    out.low, out.high = low, high
    nearest = 0
    for k in range(PEOPLE + 1):
        nearest = k if abs(k - PEOPLE * share) <= 0.5 else nearest
    out.alive = nearest


def binomial_chance(k, share):
    """Return the chance that k of a hundred are alive if each is with chance `share`."""
    if share >= 1.0:
        return 1.0 if k == PEOPLE else 0.0
    ways = log_factorial(PEOPLE) - log_factorial(k) - log_factorial(PEOPLE - k)
    return exp(ways + k * log(share) + (PEOPLE - k) * log(1.0 - share))


def place_people(out):
    """Write where a hundred people stand: those alive in nearly every hundred, in some hundreds, in few."""
    for i in range(PEOPLE):
        x, y = i % ROW, i // ROW
        out.person[i] = i
        always, never = i < out.low, i >= out.high
        out.alive_x[i], out.alive_y[i] = (x, y) if always else (AWAY, AWAY)
        out.some_x[i], out.some_y[i] = (AWAY, AWAY) if always or never else (x, y)
        out.dead_x[i], out.dead_y[i] = (x, y) if never else (AWAY, AWAY)
