"""Citations in words from BibTeX."""

import os

import pytest

from widgets.core import settings
from widgets.core.bibliography import cite

BIBTEX = """
@article{one, author={Carter, C. L.}, title={A {SEER} study}, journal={Cancer}, volume={63}, pages={181--187},
         year={1989}, doi={10.1002/x}}
@article{two, author={Tubiana, M. and Koscielny, S.}, title={Size}, year={1991}}
@article{many, author={Knútsdóttir, H. and P{\\'a}lsson, E. and Edelstein-Keshet, L.}, title={T}, year={2014}}
@article{others, author={van de Vijver, M. and others}, title={T}, year={2002}}
@misc{body, author={{World Health Organization}}, title={Fact sheet}, year={2024}}
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Return the bibliography of a course."""
    path = tmp_path / "sources.bib"
    path.write_text(BIBTEX, "utf8")
    monkeypatch.setattr(settings, "_course", settings.Course(bibliography=path))
    return path


@pytest.mark.parametrize(
    ("key", "short"),
    [
        ("one", "Carter, 1989"),
        ("two", "Tubiana and Koscielny, 1991"),
        ("many", "Knútsdóttir and others, 2014"),
        ("others", "van de Vijver and others, 2002"),
        ("body", "World Health Organization, 2024"),
    ],
)
def test_authors_are_named_as_a_sentence_would(file, key, short):
    assert cite(key).short == short


def test_a_long_reference_has_title_place_and_doi(file):
    assert cite("one").long() == "Carter, 1989. A SEER study. Cancer 63:181–187. https://doi.org/10.1002/x"


def test_a_missing_source_names_the_key_and_the_file(file):
    with pytest.raises(KeyError, match=r"source 'smith' is not in .*sources\.bib"):
        cite("smith")


def test_an_edited_bibliography_is_read_again(file):
    assert cite("one").short == "Carter, 1989"
    file.write_text(BIBTEX.replace("1989", "1990"), "utf8")
    os.utime(file, (1, 1))
    assert cite("one").short == "Carter, 1990"


def test_a_course_without_a_bibliography_has_no_sources(monkeypatch):
    monkeypatch.setattr(settings, "_course", settings.Course())
    with pytest.raises(KeyError, match="the course names none"):
        cite("one")
