"""Every lesson of the book: its words, its parts, its questions, and what its built page must say."""

import re

import pytest
from bs4 import BeautifulSoup

from book._ext.simulations.question_bank import bank_path, read_bank, read_misconceptions
from book.lessons import ROOT, listed_lessons
from tests.chapters.lesson_text import glossary_terms, measure, plain_layer, read_lesson
from tests.chapters.structure import faults, objectives
from tests.chapters.tone import lint, lint_blocks
from widgets import find_simulations
from widgets.course import COURSE

GRADE = 9  # school years: what a plain reader reads with ease
WORDS = range(700, 1301)  # of the plain layer, exercises apart
DOI = re.compile(r"https://doi\.org/10\.\d{4,}/\S+")

simulations = dict(find_simulations())
every_lesson = pytest.mark.parametrize("lesson", listed_lessons(), ids=lambda path: path.stem)
every_simulation = pytest.mark.parametrize("name", simulations)


@pytest.fixture(scope="module")
def terms():
    return glossary_terms()


@pytest.fixture
def bank(lesson):
    return read_bank(bank_path(lesson), read_misconceptions(ROOT / "book" / "misconceptions.yml"))


@pytest.fixture
def page(lesson, site):
    """Return the built page of a lesson."""
    built = site / lesson.relative_to(ROOT).with_suffix(".html")
    return BeautifulSoup(built.read_text("utf-8"), "html.parser")


@every_lesson
def test_the_plain_layer_is_easy_to_read(lesson, terms):
    blocks = plain_layer(read_lesson(lesson))
    grade = measure([block.text for block in blocks], terms).grade
    hardest = sorted(blocks, key=lambda block: measure([block.text], terms).grade)[-3:]
    assert grade <= GRADE, [f"line {block.line}: {block.text}" for block in hardest]


@every_lesson
def test_a_lesson_is_neither_short_nor_long(lesson):
    blocks = [block for block in plain_layer(read_lesson(lesson)) if "exercise" not in block.boxes]
    assert measure([block.text for block in blocks]).words in WORDS


@every_lesson
def test_the_tone_is_kind_and_promises_nothing(lesson):
    assert [str(finding) for finding in lint_blocks(read_lesson(lesson))] == []


@every_lesson
def test_the_ten_parts_stand_in_their_order(lesson):
    assert faults(read_lesson(lesson)) == []


@every_lesson
def test_the_objectives_of_the_page_are_those_that_are_asked(lesson, bank):
    said = [text.casefold() for text in objectives(read_lesson(lesson))]
    assert said == [text.rstrip(".").casefold() for text in bank.objectives.values()]
    assert bank.unasked() == []


@every_lesson
def test_the_tone_of_the_questions(bank):
    """What a wrong option says is what people say, so only the rest is looked at."""
    texts = [(question.line, text) for question in bank.questions for text in _own_words(question)]
    assert [str(finding) for line, text in texts for finding in lint(text, line)] == []


def _own_words(question):
    yield from (question.prompt, question.reason, str(question.answer or ""))
    for option in question.options:
        yield option.reason
        if option.correct:
            yield option.text
    yield from (near.reason for near in question.near_misses)


@every_lesson
def test_numbers_are_what_the_model_gives(bank):
    for question in bank.questions:
        if question.computed:
            computed = recompute(question.computed)
            assert abs(computed - question.answer) <= question.tolerance / 2, f"line {question.line}: {computed}"


def recompute(recipe):
    """Return the number that a recipe describes."""
    simulation = simulations[recipe.simulation]
    if recipe.match:
        return next(match for match in simulation.matches if match.claim == recipe.match).compute()
    value = simulation.run(**recipe.inputs)[recipe.output]
    return float(value if recipe.at is None else value[recipe.at])


@every_lesson
def test_every_question_stands_on_the_page(page, bank):
    section = page.find(id="check-yourself")
    shown = [form["id"].removeprefix("question-").replace("-", "_") for form in section.find_all("form")]
    assert shown == [question.id for question in bank.questions]


@every_lesson
def test_the_page_says_what_it_must(page):
    text = " ".join(page.find("article").get_text(" ").split())
    assert COURSE.disclaimer in text
    assert any(badge in text.casefold() for badge in COURSE.badges)
    sources = page.find(id="sources")
    assert any(DOI.fullmatch(link.get("href", "")) for link in sources.find_all("a"))
    limits = page.find(id="what-this-model-leaves-out")
    assert len(limits.find("ul", class_="sim-limits").find_all("li")) >= 3
    pictures = page.find("article").find_all(["img", "svg"])
    assert [picture for picture in pictures if not _has_words(picture)] == []
    figures = page.find_all(class_="sim-figure")
    assert figures
    assert all(len(figure["aria-label"]) > 10 for figure in figures)


def _has_words(picture):
    """Say whether a picture has a text alternative, or says that it needs none."""
    hidden = any(parent.get("aria-hidden") == "true" for parent in [picture, *picture.parents])
    return hidden or bool(picture.get("alt") or picture.get("aria-label") or picture.get("aria-labelledby"))


@every_simulation
def test_the_words_of_a_simulation(name):
    simulation = simulations[name]
    labels = [each.label for each in simulation.fields.values()]
    notes = [each.note for each in simulation.inputs.fields.values() if hasattr(each, "note")]
    texts = [
        *(simulation.title, simulation.caption, simulation.evidence, *labels, *notes),
        *(template for _, template in simulation.summary),
        *simulation.presets, *simulation.readouts, *simulation.leaves_out,
        *(text for each in simulation.challenges for text in (each.text, each.why)),
        *(text for view in simulation.views for text in (view.name, view.alt)),
    ]  # fmt: skip
    assert [str(finding) for text in texts for finding in lint(text or "")] == []


@every_simulation
def test_no_challenge_is_done_before_anything_is_touched(name):
    simulation = simulations[name]
    values = simulation.values()
    assert [each.text for each in simulation.challenges if values[each.done]] == []


def test_every_bank_belongs_to_a_listed_lesson():
    banks = set((ROOT / "chapters").rglob("*.questions.yml"))
    assert banks == {bank_path(lesson) for lesson in listed_lessons()}
