"""What the course tells the core: its colours can be seen by all who see the page."""

import pytest

from widgets.core.figures import look
from widgets.course import COURSE

LINES, WORDS = 3.0, 4.5  # contrast that WCAG 2.2 asks of graphics (1.4.11) and of text (1.4.3)


def luminance(colour):
    """Return the relative luminance of "#rrggbb", as WCAG defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_definition():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", look.THEMES)
@pytest.mark.parametrize("role", COURSE.roles)
def test_lines_and_words_of_a_role_stand_out_from_the_card(role, theme):
    colours = look.palette(theme)
    assert contrast(colours[role], colours["surface"]) >= LINES
    assert contrast(colours[f"{role}-ink"], colours["surface"]) >= WORDS


def test_the_sources_are_there():
    assert COURSE.bibliography.is_file()
