"""Citations in words from BibTeX."""

import pytest

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
def module(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "references.bib").write_text(BIBTEX, "utf8")
    (tmp_path / "widgets").mkdir()
    return str(tmp_path / "widgets" / "model.py")


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
def test_authors_are_named_as_a_sentence_would(module, key, short):
    assert cite(key, module).short == short


def test_a_long_reference_has_title_place_and_doi(module):
    assert cite("one", module).long() == "Carter, 1989. A SEER study. Cancer 63:181–187. https://doi.org/10.1002/x"


def test_a_missing_source_names_the_key_and_the_file(module):
    with pytest.raises(KeyError, match=r"source 'smith' is not in .*references\.bib"):
        cite("smith", module)


def test_an_edited_bibliography_is_read_again(module, tmp_path):
    import os

    assert cite("one", module).short == "Carter, 1989"
    path = tmp_path / "book" / "references.bib"
    path.write_text(BIBTEX.replace("1989", "1990"), "utf8")
    os.utime(path, (1, 1))
    assert cite("one", module).short == "Carter, 1990"
