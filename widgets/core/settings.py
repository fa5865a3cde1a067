"""What a course tells the core, once: the roles of its figures, what it says below a simulation, where its things are.

The package that holds a course's simulations calls `use` before anything of it is declared; until then the defaults
hold, under which a simulation has no roles and no sources. This module imports nothing, and the core asks it for
everything that another book would say otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

STATIC = "COURSE_STATIC"  # the environment variable that the Sphinx extension sets to 1 while it builds a book


@dataclass(frozen=True)
class Colour:
    """A colour on a light page and on a dark one, as CSS and Plotly both write it."""

    light: str
    dark: str


@dataclass(frozen=True)
class Role:
    """The colours of one kind of thing: of its lines and fields (contrast 3:1), its words (4.5:1) and its bands."""

    line: Colour
    ink: Colour
    soft: Colour


def _user_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "simulation-kernels"


@dataclass(frozen=True, kw_only=True, eq=False)
class Course:
    """What differs from book to book.

    roles: what an input or output may be of, such as "tumour"; figures name its colours ``var(--tumour)``,
    ``var(--tumour-ink)`` and ``var(--tumour-soft)``. colours: more names for figures.
    badges: how far to trust a simulation, with what each of them means.
    disclaimer: stands below every simulation. frame_note: what a simulation's own file is. own_model: the source of a model that has none in the bibliography.
    bibliography: the BibTeX file whose keys are the sources. kernels: the folder that keeps what was compiled.
    """

    roles: Mapping[str, Role] = field(default_factory=dict)
    colours: Mapping[str, Colour] = field(default_factory=dict)
    badges: Mapping[str, str] = field(default_factory=lambda: {"illustrative": "shows the shape of an idea"})
    disclaimer: str = ""
    frame_note: str = "The frame holds one file, which asks no other host for anything. Any width will do."
    own_model: str = "Made for this book."
    bibliography: Path | None = None
    kernels: Path = field(default_factory=_user_cache)

    def palette(self) -> dict[str, Colour]:
        """Return every colour that the course gives to figures, by name."""
        shades = {
            name + suffix: colour
            for name, role in self.roles.items()
            for suffix, colour in (("", role.line), ("-ink", role.ink), ("-soft", role.soft))
        }
        return {**self.colours, **shades}


_course = Course()


def use(course: Course) -> None:
    """Make this the course of all simulations."""
    global _course
    _course = course


def course() -> Course:
    """Return the course in use."""
    return _course


def is_static() -> bool:
    """Say whether a book is being built, where no widget may be created: its state would stay in the page."""
    return os.environ.get(STATIC) == "1"
