"""The style of every simulation as one text: the variables of colours and font, those of roles, and card.css.

Names begin with `--sim-`, so that they meet no others in the page around a card.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..figures import look
from ..settings import course

CARD = Path(__file__).with_name("card.css")
LIGHT = ":root, .sim[data-paper]"
DARK = 'html[data-theme="dark"], body[data-jp-theme-light="false"]'  # the theme's choice in a book, and in Jupyter


def style() -> str:
    """Return the style sheet of a page with simulations, for the course in use."""
    light = {"font": look.FONT, **look.palette("light")}
    roles = "".join(
        f'.sim [data-role="{role}"] {{ --role: var(--sim-{role}); --role-ink: var(--sim-{role}-ink); }}\n'
        for role in course().roles
    )
    dark = f"@media screen {{\n{_block(DARK, look.palette('dark'))}}}\n"
    return _block(LIGHT, light) + dark + CARD.read_text("utf8") + roles


def _block(selector: str, variables: Mapping[str, str]) -> str:
    lines = "".join(f"  --sim-{name}: {value};\n" for name, value in variables.items())
    return f"{selector} {{\n{lines}}}\n"
