"""Moves of a control while kernels compute: what is said and what is drawn on the way."""

DRAG = """(card, value) => {
  const field = card.querySelector('[data-input="x"] input');
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}"""
RELEASE = """card => card.querySelector('[data-input="x"] input').dispatchEvent(new Event('change', { bubbles: true }))"""
HEIGHT = "card => card.querySelector('.sim-figure').data[0].y.at(-1)"
NUMBERS = "card => [...card.querySelectorAll('.sim-numbers tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))"
ALOUD = 600  # ms until a screen reader is told


def say(card):
    return card.locator(".sim-say").inner_text().replace("\u00a0", " ")


def move(card, value):
    card.evaluate(DRAG, value)
    card.evaluate(RELEASE)


def test_a_sentence_waits_for_all_of_its_numbers(card):
    page, card = card()
    assert say(card) == "Twice 2 is 4, its square 4."
    move(card, 3)
    page.wait_for_function("kept.length > 0")
    assert card.locator(".sim-readouts dd").all_inner_texts() == ["6", "2: 4"]
    assert say(card) == "Twice 2 is 4, its square 4."
    assert card.evaluate(NUMBERS) == [["0", "0"], ["2", "1"], ["4", "4"]]
    page.evaluate("answer()")
    page.wait_for_function("card => card.told.pending === 0", arg=card.element_handle())
    assert say(card) == "Twice 3 is 6, its square 9."
    assert card.locator(".sim-readouts dd").all_inner_texts() == ["6", "3: 9"]
    assert card.evaluate(NUMBERS) == [["0", "0"], ["3", "2"], ["6", "9"]]


def test_a_late_answer_to_an_earlier_run_is_said_of_that_run(card):
    """A hand drags on, and each answer comes when the next run has begun."""
    page, card = card()
    card.evaluate(DRAG, 3)
    page.wait_for_function("kept.length === 1")
    card.evaluate(DRAG, 5)
    page.wait_for_function("card => card.told.values.x === 5", arg=card.element_handle())
    page.evaluate("answer()")
    page.wait_for_function("card => card.told.values.square === 9", arg=card.element_handle())
    assert say(card) == "Twice 3 is 6, its square 9."
    assert card.locator(".sim-readouts dd").all_inner_texts() == ["10", "3: 9"]


def test_a_screen_reader_hears_no_sentence_before_its_numbers_are_computed(card):
    page, card = card()
    move(card, 3)
    page.wait_for_function("kept.length > 0")
    page.wait_for_timeout(ALOUD + 200)
    assert card.locator(".sim-aloud").text_content() == ""
    page.evaluate("answer()")
    page.wait_for_function("card => card.querySelector('.sim-aloud').textContent", arg=card.element_handle())
    assert card.locator(".sim-aloud").text_content().replace("\u00a0", " ") == "Twice 3 is 6, its square 9."


def test_a_late_answer_does_not_end_a_glide(card):
    """The line goes from 4 to 20 without a step back or ahead, though the slow kernel answers on its way."""
    page, card = card()
    page.emulate_media(reduced_motion="no-preference")
    heights = card.evaluate(
        """async card => {
          const figure = card.querySelector('.sim-figure'), heights = [], begin = performance.now();
          card.querySelector('.sim-presets button').click();
          while (performance.now() < begin + 600) {
            await new Promise(requestAnimationFrame);
            answer();
            await new Promise(painted => setTimeout(painted));
            heights.push(figure.data[0].y.at(-1));
          }
          return heights;
        }"""
    )
    assert heights == sorted(heights)
    assert len({height for height in heights if 4 < height < 20}) > 3
    page.wait_for_function("card => card.told.pending === 0", arg=card.element_handle())
    assert card.evaluate("card => card.querySelector('.sim-figure').data[1].y.at(-1)") == 100


def test_another_view_is_not_drawn_on_the_way_of_the_first(card):
    page, card = card()
    page.emulate_media(reduced_motion="no-preference")
    card.locator(".sim-presets button").click()
    card.get_by_role("tab").nth(1).click()
    page.wait_for_timeout(500)
    assert card.evaluate("card => card.querySelectorAll('.sim-figure')[1].data[0].y.at(-1)") == 20


def test_where_no_motion_is_wished_a_preset_is_there_at_once(card):
    page, card = card()
    times = card.evaluate("card => card.times")
    card.locator(".sim-presets button").click()
    page.wait_for_function("([card, times]) => card.times > times", arg=[card.element_handle(), times])
    assert card.evaluate(HEIGHT) == 20
