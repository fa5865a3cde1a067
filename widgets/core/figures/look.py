"""The one look of all figures: colours by role, and the course's Plotly template.

Colours are written once, as CSS variables in ``card.css``. A figure names them as ``"var(--tumour)"``; the page asks
the browser for the value, Python reads it from the style sheet. Light and dark are both there.
"""

from __future__ import annotations

import functools
import pathlib
import re
from typing import Any

CARD_CSS = pathlib.Path(__file__).parents[1] / "view" / "card.css"
THEMES = ("light", "dark")
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

_TOKEN = re.compile(r"var\(--([a-z-]+)\)")
_BLOCK = re.compile(r"([^{}]*)\{([^{}]*)\}")
_COLOUR = re.compile(r"--([a-z-]+):\s*(#[0-9a-fA-F]{6}\b|rgba?\([^)]*\))")

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


@functools.cache
def palette(theme: str = "light") -> dict[str, str]:
    """Return the colours of a theme by token, such as ``{"tumour": "#b03a00"}``, read from card.css."""
    if theme not in THEMES:
        raise ValueError(f"theme {theme!r} is not one of {', '.join(THEMES)}")
    # Comments go first: a brace inside one would end a block too early.
    css = re.sub(r"/\*.*?\*/", "", CARD_CSS.read_text("utf8"), flags=re.DOTALL)
    colours: dict[str, str] = {}
    for selector, body in _BLOCK.findall(css):
        dark = "dark" in selector
        if dark and theme == "light":
            continue
        colours.update(_COLOUR.findall(body))
    return colours


def paint(figure: Any, theme: str = "light") -> Any:
    """Return a copy of figure JSON with every ``var(--token)`` replaced; raise KeyError for an unknown one."""
    if isinstance(figure, dict):
        return {key: paint(value, theme) for key, value in figure.items()}
    if isinstance(figure, list | tuple):
        return [paint(value, theme) for value in figure]
    if isinstance(figure, str):
        return _TOKEN.sub(lambda match: palette(theme)[match[1]], figure)
    return figure


def tokens(figure: Any) -> set[str]:
    """Return the colour tokens that figure JSON names."""
    if isinstance(figure, dict):
        return set().union(*map(tokens, figure.values()), set())
    if isinstance(figure, list | tuple):
        return set().union(*map(tokens, figure), set())
    return set(_TOKEN.findall(figure)) if isinstance(figure, str) else set()
