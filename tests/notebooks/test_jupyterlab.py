"""The view in a real JupyterLab: the same card, alive on a kernel."""

import pytest
from playwright.sync_api import expect

from book.lessons import cited, hand_out, listed_lessons
from tests.chromium import pass_over
from tests.jupyterlab import open_notebook, run_all, run_cell, serve, write_notebook

SHOW = """
from widgets.immune.surveillance import simulation

widget = simulation.widget()
widget
"""
DRAW = """
from widgets.cascade.invasion import simulation

widget = simulation.widget()
widget
"""
EDIT = """
from widgets.immune.surveillance import model
from widgets.core import kernel

@kernel(model.inputs, model.outputs, model.scratch)
def edited(p, out, work):
    {law}

simulation.replace(kernels=(edited, *simulation.kernels[1:]))
"""
FLAT = "for i in range(out.tumour.size): out.day[i], out.tumour[i], out.killers[i] = i * p.days / 400, 7.0, 1.0"
PAST_THE_END = "out.tumour[out.tumour.size + 3] = p.supply"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    write_notebook(
        folder / "alive.ipynb",
        SHOW,
        "print(widget.supply)",
        "widget.supply = 30_000",
        "print(widget.result.tumour_end)",
    )
    write_notebook(
        folder / "edited.ipynb", SHOW, EDIT.format(law=FLAT), EDIT.format(law=PAST_THE_END), "print('still here')"
    )
    write_notebook(folder / "guess.ipynb", DRAW, "print(widget.guess)", "widget.guess = None")
    hand_out(folder / "lessons")
    with serve(folder) as address:
        yield address


@pytest.fixture
def page(browser, lab):
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    elsewhere = []
    context.route(
        "**/*",
        lambda route: (
            route.continue_()
            if route.request.url.startswith(lab)
            else (elsewhere.append(route.request.url), route.abort())
        ),
    )
    yield context.new_page()
    context.close()
    assert elsewhere == []


def card_of(area):
    card = area.locator("section.sim")
    card.locator("xpath=self::*[@data-ready]").wait_for(state="attached")
    pass_over(card)
    return card


def test_a_slider_moves_the_trait_and_the_trait_moves_the_slider(page, lab):
    open_notebook(page, lab, "alive.ipynb")
    card = card_of(run_cell(page, 0))
    slider = card.locator('[data-input="supply"] input')
    for term, number in zip(*(card.locator(f".sim-readouts {tag}").all() for tag in ("dt", "dd")), strict=True):
        above, below = term.bounding_box(), number.bounding_box()
        assert above["x"] == below["x"] and above["y"] + above["height"] <= below["y"], "JupyterLab's style of lists"

    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    moved = float(slider.input_value())
    assert 30_000 < moved < 50_000
    expect(run_cell(page, 1)).to_contain_text(str(moved))

    slider.focus()
    page.keyboard.press("ArrowRight")
    assert float(slider.input_value()) == moved + 500
    expect(run_cell(page, 1)).to_contain_text(str(moved + 500))

    run_cell(page, 2)
    expect(slider).to_have_value("30000")
    shown = card.locator(".sim-say").inner_text()
    native = float(run_cell(page, 3).inner_text())
    assert f"{native:,.1f}" in shown.replace("\u00a0", " ")

    preset = card.locator(".sim-presets button").nth(1)
    preset.click()
    expect(preset).to_have_attribute("aria-pressed", "true")
    expect(run_cell(page, 1)).to_contain_text(str(float(slider.input_value())))


def test_a_line_is_drawn_with_keys_and_the_trait_holds_it(page, lab):
    open_notebook(page, lab, "guess.ipynb")
    card = run_cell(page, 0).locator("section.sim")
    card.locator("xpath=self::*[@data-ready]").wait_for(state="attached")
    pad = card.get_by_role("slider", name="Your line")
    pad.focus()
    for key in ["ArrowUp", *["ArrowRight"] * 20, "PageDown"]:
        page.keyboard.press(key)
    card.get_by_role("button", name="That is my guess").press("Enter")
    expect(card).to_have_attribute("data-guess", "committed")
    expect(card.locator(".sim-compared")).to_contain_text("you drew 40")
    expect(run_cell(page, 1)).to_contain_text("[40.0, 40.0")
    run_cell(page, 2)
    expect(card).to_have_attribute("data-guess", "asked")


def test_an_edited_kernel_takes_effect_and_a_wrong_one_is_an_error_not_a_crash(page, lab):
    open_notebook(page, lab, "edited.ipynb")
    card_of(run_cell(page, 0))
    card = card_of(run_cell(page, 1))
    heights = card.evaluate(
        "card => [...card.querySelector('.sim-figure').data.find(trace => trace.name === 'Tumour').y]"
    )
    assert set(heights) == {7.0}

    error = run_cell(page, 2)
    expect(error).to_contain_text("IndexError")
    expect(error).to_contain_text("edited")
    expect(run_cell(page, 3)).to_contain_text("still here")


@pytest.mark.parametrize("lesson", listed_lessons(), ids=lambda lesson: lesson.stem)
def test_a_lesson_reads_as_a_lesson(page, lab, lesson):
    open_notebook(page, lab, f"lessons/{lesson.parent.name}/{lesson.stem}.ipynb")
    run_all(page)
    page.locator("section.sim[data-ready]").first.wait_for(state="attached")
    text = page.locator(".jp-Notebook").inner_text()
    assert "Unknown Directive" not in text
    assert ":::" not in text
    prose = page.locator(".jp-MarkdownOutput").all_inner_texts()
    assert not [key for key in cited(lesson.read_text("utf-8")) if any(key in each for each in prose)]
    expect(page.locator(".sim-fallback").first).to_be_hidden()
    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
