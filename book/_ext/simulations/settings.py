"""What a book tells the extension, and where the extension finds the core of its simulations.

Paths are relative to the book's folder. The package must be importable from there, or installed; importing it tells the
core of the course (`settings.use`), so that the extension and the cells of the lessons know the same.
"""

import importlib
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

PLOTLY = "node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js"
PURGECSS = "node_modules/purgecss/bin/purgecss.js"


def setup_settings(app: Sphinx) -> None:
    """Declare the settings, and let the package be found."""
    # the package with the simulations, which holds the core as `core`
    app.add_config_value("simulations_package", "widgets", "env", str)
    # Plotly as a classic script; it draws scatter, bar and heatmap
    app.add_config_value("simulations_plotly", PLOTLY, "html", str)
    # PurgeCSS, a program for Node; without one (an empty setting) the one style sheet holds every rule
    app.add_config_value("simulations_purgecss", PURGECSS, "html", str)
    # the folder of the lessons: the file of a simulation says which of them it is from
    app.add_config_value("simulations_lessons", "chapters", "html", str)
    # the list of wrong ideas that questions name; a book without one has questions that name none
    app.add_config_value("simulations_misconceptions", "", "env", str)
    # the headings under which a page folds, so that what is for everyone comes first
    app.add_config_value("simulations_folded", [], "html", list)
    app.connect("config-inited", find_package, priority=1)


def find_package(app: Sphinx, config: Config) -> None:
    """Let Python find the package beside the book, and let it say what the course is."""
    if str(app.srcdir) not in sys.path:
        sys.path.insert(0, str(app.srcdir))
    importlib.import_module(config.simulations_package)


def core(config: Config, module: str) -> Any:
    """Return a module of the core, such as `view.cards`."""
    return importlib.import_module(f"{config.simulations_package}.core.{module}")


def package_folder(config: Config) -> Path:
    """Return the folder of the package."""
    (folder,) = importlib.import_module(config.simulations_package).__path__
    return Path(folder)
