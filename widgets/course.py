"""What the core and the Sphinx extension are told of this course, said once."""

from __future__ import annotations

from pathlib import Path

from .core.settings import Colour, Course, Role

ROOT = Path(__file__).resolve().parents[1]

TUMOUR, IMMUNE, BLOOD = Colour("#b03a00", "#fa6e32"), Colour("#005ca7", "#4aa5e6"), Colour("#793667", "#e795bb")
PEOPLE = Colour("#222832", "#f2f4f6")

COURSE = Course(
    roles={
        "tumour": Role(TUMOUR, TUMOUR, Colour("rgba(176, 58, 0, 0.16)", "rgba(250, 110, 50, 0.22)")),
        "immune": Role(IMMUNE, IMMUNE, Colour("rgba(0, 92, 167, 0.16)", "rgba(74, 165, 230, 0.22)")),
        "tissue": Role(
            Colour("#868b90", "#84878b"),
            Colour("#5b6168", "#a7b0ba"),
            Colour("rgba(134, 139, 144, 0.22)", "rgba(132, 135, 139, 0.28)"),
        ),
        "blood": Role(BLOOD, BLOOD, Colour("rgba(121, 54, 103, 0.16)", "rgba(231, 149, 187, 0.2)")),
        "lymph": Role(
            Colour("#00935f", "#6bdea4"),
            Colour("#007a4e", "#6bdea4"),
            Colour("rgba(0, 147, 95, 0.16)", "rgba(107, 222, 164, 0.18)"),
        ),
        "drug": Role(
            Colour("#b08803", "#fbd05a"),
            Colour("#826400", "#fbd05a"),
            Colour("rgba(176, 136, 3, 0.2)", "rgba(251, 208, 90, 0.18)"),
        ),
        "people": Role(PEOPLE, PEOPLE, Colour("rgba(34, 40, 50, 0.12)", "rgba(242, 244, 246, 0.16)")),
    },
    colours={"fibre": Colour("#868b90", "#6b727a")},
    badges={
        "data-anchored": "reproduces numbers measured in people or in animals",
        "published model": "reproduces a published model, not patients",
        "illustrative": "shows the shape of an idea; its numbers are chosen",
    },
    disclaimer=(
        "This is a teaching model. It is not medical advice, not a prediction for any person, and it cannot tell you "
        "what treatment is right. If you have questions about your own health, talk with your care team."
    ),
    frame_note="The frame holds one file of about 1.6 MB, which asks no other host for anything. Any width will do.",
    own_model="Made for this course.",
    bibliography=ROOT / "book" / "references.bib",
    kernels=ROOT / "_build" / ".kernels",
)
