"""Questions and definitions as a reader meets them: in a small book of their own, in Chromium, from `file://`."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from sphinx.application import Sphinx

from tests.book.test_questions import EXAMPLE
from widgets.core.view import player, style

ROOT = Path(__file__).resolve().parents[2]

CONF = """
from book._ext.simulations.glossary import setup_glossary
from book._ext.simulations.questions import setup_questions
from book._ext.simulations.settings import setup_settings
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
html_static_path = ["static"]
html_theme = "basic"
simulations_misconceptions = "MISCONCEPTIONS"
def setup(app):
    setup_settings(app)
    setup_questions(app)
    setup_glossary(app)
"""
LESSON = """
# A lesson

A {term}`T cell` and two more {term}`T cells <T cell>` meet the {term}`matrix`.

## The model

Words.

## Sources

Books.
"""
GLOSSARY = """
# Glossary

:::{glossary}
T cell
  A white blood cell that can *kill*, if <b>asked</b>.

  More about it.

matrix
  What cells stand in.
:::
"""
MULTIPLE = """
- id: which_hold
  kind: multiple
  objective: two_fates
  prompt: Which of these hold a tumour?
  options:
  - {text: Killer cells, correct: true, reason: They do.}
  - {text: Luck, misconception: randomness_decides, reason: No dice here.}
  - {text: Space, correct: true, reason: It does.}
"""


def build(folder):
    """Build the small book; return the words of Sphinx's warnings."""
    warnings = folder / "warnings.txt"
    with warnings.open("w", encoding="utf8") as stream:
        app = Sphinx(folder, folder, folder / "out", folder / "trees", "html", status=None, warning=stream)
        app.build()
    return warnings.read_text("utf8")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    (folder / "conf.py").write_text(CONF.replace("MISCONCEPTIONS", str(ROOT / "book" / "misconceptions.yml")), "utf8")
    (folder / "index.md").write_text("# Book\n\n```{toctree}\nlesson\nglossary\n```\n", "utf8")
    (folder / "lesson.md").write_text(LESSON, "utf8")
    (folder / "lesson.questions.yml").write_text(EXAMPLE + MULTIPLE, "utf8")
    (folder / "glossary.md").write_text(GLOSSARY, "utf8")
    static, extension = folder / "static", ROOT / "book" / "_ext" / "simulations"
    shutil.copytree(ROOT / "book" / "_static", static)
    (static / "card.css").write_text(style.style(), "utf8")
    for name in ("questions", "glossary"):
        shutil.copy(extension / f"{name}.css", static)
        (static / f"{name}.js").write_text(player.classic_script(extension / f"{name}.js"), "utf8")
    assert build(folder) == ""
    return folder


@pytest.fixture
def page(book, browser):
    page = browser.new_page(viewport={"width": 360, "height": 700})
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto((book / "out" / "lesson.html").as_uri())
    yield page
    assert errors == []
    page.close()


def form_of(page, name):
    return page.locator(f"form#question-{name}")


def test_the_section_stands_before_the_sources_and_in_the_contents(book):
    html = (book / "out" / "lesson.html").read_text("utf8")
    assert html.index('id="the-model"') < html.index('id="check-yourself"') < html.index('id="sources"')
    assert 'href="#check-yourself"' in html


def test_a_page_without_questions_has_none_of_their_files(book):
    assert "questions.js" not in (book / "out" / "glossary.html").read_text("utf8")


def test_a_single_choice_gives_the_reason_of_the_chosen_option(page):
    form = form_of(page, "what-decides")
    status, check = form.get_by_role("status"), form.get_by_role("button")
    check.click()
    assert status.inner_text() == "Choose an answer first."
    form.get_by_label("The model draws").check()
    assert status.inner_text() == ""
    check.click()
    assert status.inner_text().strip() == "Not yet. Nothing here is random. The same start always gives the same curve."
    form.get_by_label("The tumours started").check()
    check.click()
    assert status.inner_text().startswith("Yes. With a weak supply")


def test_a_multiple_choice_says_what_is_missing_but_not_which(page):
    form = form_of(page, "which-hold")
    status, check = form.get_by_role("status"), form.get_by_role("button")
    form.get_by_label("Killer cells").check()
    check.click()
    assert status.inner_text() == "Not yet. What you chose is right, and one more is right."
    form.get_by_label("Luck").check()
    check.click()
    assert status.inner_text() == "Not yet. No dice here. Besides, one more is right."
    form.get_by_label("Luck").uncheck()
    form.get_by_label("Space").check()
    check.click()
    assert status.inner_text().strip() == "Yes. They do. It does."


def test_a_number_is_checked_by_enter(page):
    form = form_of(page, "held-size")
    field, status = form.get_by_label("Your number, in million cells"), form.get_by_role("status")
    for typed, said in {"5": "The answer is larger.", "0.05": "The line lies low", "8.2": "Yes. The curve swings"}.items():
        field.fill(typed)
        field.press("Enter")
        assert said in status.inner_text(), typed
    assert page.url.endswith("lesson.html")


def test_a_text_is_compared_by_its_writer(page):
    form = form_of(page, "say-it-yourself")
    assert not form.locator("details").is_visible()
    form.get_by_label("Your words").fill("It depends.")
    form.get_by_role("button").click()
    assert form.locator("details p").is_visible()


def test_the_answer_unfolds_only_after_a_try(page):
    form = form_of(page, "what-decides")
    assert not form.get_by_text("Answer", exact=True).is_visible()
    form.get_by_label("The model draws").check()
    form.get_by_role("button").click()
    assert form.get_by_text("Answer", exact=True).is_visible()


def test_every_question_works_by_keyboard_alone(page):
    form = form_of(page, "what-decides")
    form.get_by_label("The model draws").focus()
    page.keyboard.press("ArrowUp")
    assert form.get_by_label("The tumours started").is_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert form.get_by_role("status").inner_text().startswith("Yes.")


def test_targets_are_large_enough_for_a_finger(page):
    heights = page.locator(".question :is(button, label[for*='-0'], input[type=number], textarea)").evaluate_all(
        "elements => elements.map((element) => element.getBoundingClientRect().height)"
    )
    assert len(heights) >= 8
    assert min(heights) >= 44


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_questions_and_definitions_are_accessible(page, theme):
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    page.evaluate("document.body.style.background = getComputedStyle(document.documentElement).getPropertyValue('--sim-page')")
    page.evaluate("document.body.style.color = getComputedStyle(document.documentElement).getPropertyValue('--sim-ink')")
    form = form_of(page, "what-decides")
    form.get_by_label("The model draws").check()
    form.get_by_role("button").click()
    form.get_by_text("Answer", exact=True).click()
    page.get_by_role("link", name="T cell", exact=True).focus()
    for part in (".question", ".definition", "a:has(> .std-term)"):
        violations = Axe().run(page, context=part).response["violations"]
        assert not violations, [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations]


def test_on_paper_there_are_questions_without_answers(page):
    page.emulate_media(media="print")
    form = form_of(page, "what-decides")
    assert form.get_by_text("The model draws a random number.", exact=True).first.is_visible()
    assert not form.get_by_role("button").is_visible()
    assert not page.get_by_text("Nothing here is random").first.is_visible()


def test_without_javascript_the_answers_are_folded(book, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((book / "out" / "lesson.html").as_uri())
    form = form_of(page, "what-decides")
    assert not form.get_by_role("button").is_visible()
    assert not form.get_by_text("Nothing here is random").is_visible()
    form.get_by_text("Answer", exact=True).click()
    assert form.get_by_text("Nothing here is random").is_visible()
    assert not page.locator(".definition").first.is_visible()
    page.get_by_label("Your number").press("Enter")
    assert page.url.endswith("lesson.html")
    context.close()


def test_a_definition_shows_on_focus_and_escape_closes_it(page):
    definition = page.locator("#definition-term-T-cell")
    assert not definition.is_visible()
    page.get_by_role("link", name="T cell", exact=True).focus()
    assert definition.is_visible()
    assert definition.inner_text() == "A white blood cell that can kill, if <b>asked</b>."
    page.keyboard.press("Escape")
    assert not definition.is_visible()


def test_a_definition_shows_on_hover_and_the_pointer_may_move_onto_it(page):
    definition = page.locator("#definition-term-matrix")
    page.get_by_role("link", name="matrix").hover()
    definition.wait_for(state="visible")
    definition.hover()
    page.mouse.move(5, 690)
    definition.wait_for(state="hidden")


def test_a_definition_stays_within_a_phone(page):
    page.get_by_role("link", name="matrix").hover()
    definition = page.locator("#definition-term-matrix")
    definition.wait_for(state="visible")
    box = definition.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


def test_the_first_tap_shows_the_definition_the_second_follows_the_link(book, browser):
    context = browser.new_context(has_touch=True, viewport={"width": 360, "height": 700})
    page = context.new_page()
    page.goto((book / "out" / "lesson.html").as_uri())
    link, definition = page.get_by_role("link", name="matrix"), page.locator("#definition-term-matrix")
    link.tap()
    assert definition.is_visible()
    assert page.url.endswith("lesson.html")
    page.get_by_role("heading", name="A lesson").tap()
    assert not definition.is_visible()
    link.tap()
    link.tap()
    page.wait_for_url("**/glossary.html#term-matrix")
    context.close()


def test_screen_readers_are_told_the_definition(page):
    link = page.get_by_role("link", name="T cells")
    assert link.get_attribute("aria-describedby") == "definition-term-T-cell"


def test_a_fault_in_a_bank_is_a_warning_with_its_place(book, tmp_path):
    folder = tmp_path / "book"
    shutil.copytree(book, folder, ignore=shutil.ignore_patterns("out", "trees"))
    bank = folder / "lesson.questions.yml"
    bank.write_text(EXAMPLE.replace("kind: single", "kind: singel"), "utf8")  # codespell:ignore singel
    assert f"{bank}:7: kind 'singel' should be one of" in build(folder)


def test_a_changed_definition_reaches_the_pages_that_use_it(book, tmp_path):
    folder = tmp_path / "book"
    shutil.copytree(book, folder)
    (folder / "glossary.md").write_text(GLOSSARY.replace("What cells stand in.", "What holds cells."), "utf8")
    build(folder)
    assert "What holds cells." in (folder / "out" / "lesson.html").read_text("utf8")


def test_a_changed_bank_is_read_again(book, tmp_path):
    folder = tmp_path / "book"
    shutil.copytree(book, folder)
    (folder / "lesson.questions.yml").write_text(EXAMPLE.replace("Two mice", "Three mice"), "utf8")
    build(folder)
    assert "Three mice" in (folder / "out" / "lesson.html").read_text("utf8")
