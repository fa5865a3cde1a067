"""The one look of all figures: colours by name, and a small Plotly template.

A figure names a colour as ``"var(--ink)"``, one of the interface, or ``"var(--tumour)"``, one of the course's. Each is
written once in Python, light and dark. For the page `view.style` makes CSS variables of them, ``--sim-ink``.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from ..settings import Colour, Course, course

THEMES = ("light", "dark")
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

_TOKEN = re.compile(r"var\(--([a-z-]+)\)")

INTERFACE = {
    "page": Colour("#ffffff", "#121212"),
    "surface": Colour("#f7f6f3", "#1b1d20"),
    "ink": Colour("#222832", "#dfe4e9"),
    "quiet": Colour("#5b6168", "#a7b0ba"),
    "hair": Colour("#dedcd6", "#33373c"),
    "edge": Colour("#868b90", "#757c85"),
    "pressed": Colour("#eae8e2", "#2b2f34"),
    "link": Colour("#1262d1", "#6ea3ec"),
    "field": Colour("#f2f0ec", "#202327"),
}

_AXIS = {"fixedrange": True, "zeroline": False, "showgrid": False, "ticks": "", "tickangle": 0, "title": {"font": {"size": 13}}}

TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": FONT, "size": 14, "color": "var(--quiet)"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 40, "r": 92, "t": 28, "b": 30},
        "xaxis": {
            **_AXIS,
            "showline": True,
            "linecolor": "var(--edge)",
            "linewidth": 1,
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": "var(--edge)",
        },
        "yaxis": {**_AXIS, "showgrid": True, "gridcolor": "var(--hair)", "gridwidth": 1, "ticksuffix": " "},
        # The title of the y axis lies flat above it, where it can be read; an annotation with a text is enough.
        "annotationdefaults": {
            "showarrow": False,
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "xanchor": "left",
            "xshift": -40,
            "y": 1,
            "yanchor": "bottom",
            "yshift": 9,
            "align": "left",
            "font": {"size": 13},
        },
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": "var(--surface)",
            "bordercolor": "var(--hair)",
            "font": {"color": "var(--ink)", "size": 13},
        },
    },
    "data": {
        "scatter": [{"line": {"width": 2.5}, "cliponaxis": False}],
        "heatmap": [{"showscale": False, "zsmooth": False, "hoverinfo": "skip"}],
    },
}


def palette(theme: str = "light") -> dict[str, str]:
    """Return the colours of a theme by name, such as ``{"ink": "#222832"}``: the interface's and the course's."""
    if theme not in THEMES:
        raise ValueError(f"theme {theme!r} is not one of {', '.join(THEMES)}")
    return _palette(course(), theme)


@functools.cache
def _palette(of: Course, theme: str) -> dict[str, str]:
    return {name: getattr(colour, theme) for name, colour in (INTERFACE | of.palette()).items()}


def inked(colour: str) -> str:
    """Return the colour that words take beside a line of this colour: ``var(--tumour-ink)`` if there is one."""
    name = _TOKEN.fullmatch(colour)
    return f"var(--{name[1]}-ink)" if name and f"{name[1]}-ink" in palette() else colour


def paint(figure: Any, theme: str = "light") -> Any:
    """Return a copy of figure JSON with every ``var(--name)`` replaced; raise KeyError for an unknown one."""
    if isinstance(figure, dict):
        return {key: paint(value, theme) for key, value in figure.items()}
    if isinstance(figure, list | tuple):
        return [paint(value, theme) for value in figure]
    if isinstance(figure, str):
        return _TOKEN.sub(lambda match: palette(theme)[match[1]], figure)
    return figure


def tokens(figure: Any) -> set[str]:
    """Return the names of colours in figure JSON."""
    if isinstance(figure, dict):
        return set().union(*map(tokens, figure.values()), set())
    if isinstance(figure, list | tuple):
        return set().union(*map(tokens, figure), set())
    return set(_TOKEN.findall(figure)) if isinstance(figure, str) else set()
