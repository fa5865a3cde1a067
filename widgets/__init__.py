"""The course's simulations: `core` knows how one is declared and shown, each part of the course holds its own."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .core import settings
from .course import COURSE

if TYPE_CHECKING:
    from .core.simulation import Simulation

settings.use(COURSE)  # before anything is declared

PARTS = ("spread", "cascade", "immune", "treatment")


def find_simulations() -> Iterator[tuple[str, Simulation]]:
    """Yield ("part/name", simulation) for every module of a part that declares one, in the order of the parts."""
    for part in PARTS:
        package = importlib.import_module(f"{__name__}.{part}")
        for module in pkgutil.iter_modules(package.__path__):
            simulation = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "simulation", None)
            if simulation is not None:
                yield f"{part}/{module.name}", simulation
