"""A Sphinx extension for a book with simulations: pages that need no host, no server and no second copy.

One module for each concern, each with one `setup_*` function.
"""

from sphinx.application import Sphinx

from .assets import setup_assets
from .embed import setup_embed
from .execution import setup_execution
from .folds import setup_folds
from .glossary import setup_glossary
from .light import setup_light
from .links import setup_links
from .maths import setup_maths
from .pages import setup_pages
from .questions import setup_questions
from .settings import setup_settings


def setup(app: Sphinx) -> dict[str, bool]:
    """Register every part of the extension."""
    setup_settings(app)
    setup_execution(app)
    setup_assets(app)
    setup_maths(app)
    setup_links(app)
    setup_questions(app)
    setup_glossary(app)
    setup_folds(app)
    setup_pages(app)
    setup_light(app)
    setup_embed(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
