"""The questions of the lessons: their files, their markup, and how they behave in a page."""

import re
import textwrap

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from book._ext.simulations import question_bank
from book._ext.simulations.entries import BankError
from book._ext.simulations.question_bank import read_bank, read_misconceptions
from book._ext.simulations.questions import place, to_html, to_inline, to_section
from book.lessons import ROOT

KNOWN = read_misconceptions(ROOT / "book" / "misconceptions.yml")
EXAMPLE = textwrap.dedent(question_bank.__doc__.split("read the same file::\n\n")[1].split("\nPrompts,")[0])


@pytest.fixture
def bank_file(tmp_path):
    path = tmp_path / "lesson.questions.yml"
    path.write_text(EXAMPLE, "utf8")
    return path


@pytest.fixture
def page(bank_file):
    return BeautifulSoup(to_html(read_bank(bank_file, KNOWN)), "html.parser")


def test_the_example_in_the_docstring_is_a_bank(bank_file):
    bank = read_bank(bank_file, KNOWN)
    assert [question.kind for question in bank.questions] == ["single", "number", "text"]
    assert bank.unasked() == []
    assert bank.questions[1].computed.inputs == {"days": 2000}
    assert bank.questions[1].near_misses[0].misconception == "held_is_cured"


def test_what_is_counted_needs_no_tolerance(bank_file):
    bank_file.write_text(EXAMPLE.replace("answer: 8.19", "answer: 8").replace("tolerance: 0.1 ", "tolerance: 0 "), "utf8")
    page = BeautifulSoup(to_html(read_bank(bank_file, KNOWN)), "html.parser")
    assert "near enough" not in page.text
    assert page.find("input", type="number").get("aria-describedby") is None


FAULTS = {
    "a misspelt field": ("points: 1 ", "point: 1 ", 9, "'point' is not known here"),
    "an unknown kind": ("kind: single", "kind: singel", 7, "kind 'singel' should be one of single, multiple, number, text"),  # codespell:ignore singel
    "an objective that is not listed": ("objective: two_fates", "objective: two_fate", 8, "'two_fate' should be one of"),
    "two right options": ("  misconception: randomness_decides", "  correct: true", 11, "one correct option, not 2"),
    "no right option": ("    correct: true", "    misconception: held_is_cured", 11, "one correct option, not 0"),
    "an unknown misconception": ("randomness_decides", "dice", 16, "'dice' is not in the book's list of misconceptions"),
    "a missing reason": ("    reason: Nothing here is random. The same start always gives the same curve.", "", 15, "missing"),
    "a number as text": ("answer: 8.19", "answer: eight", 23, "'answer' should be a number"),
    "no tolerance": ("  tolerance: 0.1", "  tolerance: 0", 24, "should be more than 0"),
    "a near miss that is right": ("- answer: 0\n", "- answer: 8.2\n", 34, "counts as right"),
    "an id twice": ("id: held_size", "id: what_decides", 19, "occurs twice"),
    "an id with a blank": ("id: held_size", "id: held size", 19, "'held size' should be lower case"),
    "a field twice": ("  points: 1 ", "  kind: single ", 9, "'kind' is given twice"),
    "a prompt that YAML reads as a mapping": ("prompt: How large", "prompt: One thing: how", 22, "mapping values"),
    "a simulation without its part": ("immune/surveillance", "surveillance", 28, "should read part/name"),
    "a number from nowhere": ("  computed:", "  source: kuznetsov1994\n  computed:", 23, "either `computed` or `source`"),
    "a broken file": ("questions:", "questions: [", 6, "expected"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_and_line(bank_file, fault):
    right, wrong, line, message = FAULTS[fault]
    assert right in EXAMPLE
    bank_file.write_text(EXAMPLE.replace(right, wrong, 1), "utf8")
    with pytest.raises(BankError, match=message) as error:
        read_bank(bank_file, KNOWN)
    assert str(error.value).startswith(f"{bank_file}:{line}: "), str(error.value)


def test_an_empty_file_is_a_fault(bank_file):
    bank_file.write_text("# nothing yet\n", "utf8")
    with pytest.raises(BankError, match="the file is empty"):
        read_bank(bank_file, KNOWN)


def test_every_misconception_is_a_sentence():
    sentences = KNOWN
    assert len(sentences) >= 9
    assert all(sentence.endswith(".") for sentence in sentences.values())


def test_a_book_without_such_a_list_has_questions_that_name_none(bank_file):
    bank_file.write_text(re.sub(r" *misconception: .*\n", "", EXAMPLE), "utf8")
    bank = read_bank(bank_file)
    assert {option.misconception for option in bank.questions[0].options} == {None}


def test_every_control_has_a_label_and_every_group_a_legend(page):
    labelled = {label["for"] for label in page.find_all("label")}
    fields = page.find_all(["input", "textarea"])
    assert len(fields) == 4
    assert {field["id"] for field in fields} == labelled
    for fieldset in page.find_all("fieldset"):
        assert fieldset.find(recursive=False).name == "legend"
    assert len(page.find_all(attrs={"role": "status"})) == len(page.find_all("form")) == 3


def test_the_answers_stand_folded_in_the_page(page):
    for form in page.find_all("form"):
        assert not form.details.has_attr("open")
        assert form.button.has_attr("disabled")  # else Enter reloads the page where no script runs
    assert "With a weak supply there are two endings" in page.find("details").text


def test_what_authors_write_is_escaped():
    assert to_inline('<b onclick="x()">**no** & *yes*') == (
        "&lt;b onclick=&quot;x()&quot;&gt;<strong>no</strong> &amp; <em>yes</em>"
    )


def test_no_field_of_a_bank_reaches_the_page_unescaped(bank_file):
    bank_file.write_text(EXAMPLE.replace(": The ", ": <img src=x> The ").replace(": A small", ": <img src=x> A"), "utf8")
    assert "<img" not in to_html(read_bank(bank_file, KNOWN))
    assert to_html(read_bank(bank_file, KNOWN)).count("&lt;img") >= 3


def test_the_questions_stand_before_the_sources(bank_file):
    section = to_section(read_bank(bank_file, KNOWN))
    page = nodes.section(ids=["lesson"])
    page += [nodes.section(ids=["the-model"]), nodes.section(ids=["sources"])]
    document = nodes.Element("", page)
    place(document, section)
    assert [child["ids"][0] for child in page] == ["the-model", "check-yourself", "sources"]


def test_without_sources_the_questions_stand_last(bank_file):
    page = nodes.section(ids=["lesson"])
    page += nodes.section(ids=["the-model"])
    place(nodes.Element("", page), to_section(read_bank(bank_file, KNOWN)))
    assert [child["ids"][0] for child in page] == ["the-model", "check-yourself"]
