"""The simulations of a book on outbreaks; `core` is a copy of the folder, unchanged."""

from pathlib import Path

from .core import settings
from .core.settings import Colour, Course, Role

BOOK = Path(__file__).resolve().parents[1]
INFECTED, FREE = Colour("#8a2be2", "#c79bff"), Colour("#00695c", "#4db6ac")

settings.use(
    Course(
        roles={
            "infected": Role(INFECTED, INFECTED, Colour("rgba(138, 43, 226, 0.16)", "rgba(199, 155, 255, 0.2)")),
            "susceptible": Role(FREE, FREE, Colour("rgba(0, 105, 92, 0.16)", "rgba(77, 182, 172, 0.2)")),
        },
        badges={"classic model": "a law of textbooks, not of one disease"},
        disclaimer="This is a teaching model, not a forecast of any outbreak.",
        bibliography=BOOK / "sources.bib",
        kernels=BOOK / "_build" / ".kernels",
    )
)
